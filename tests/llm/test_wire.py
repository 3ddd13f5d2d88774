"""Every behaviour of a server in docs/models.md, seen from the command line."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from evals.simulated_model import SimulatedModel
from evals.simulation.known import KnownReport
from extraction.llm import limiter
from tests.support.wire_table import ROWS, Row
from tests.terminal.test_commands import gouji
from tests.terminal.test_commands_model import KEY, known, texts


@pytest.fixture(scope="module")
def report() -> KnownReport:
    return next(known())


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
    monkeypatch.setattr(limiter, "FIRST_PAUSE", 0.01)


@pytest.fixture
def elsewhere() -> Iterator[SimulatedModel]:
    """Somebody to whom nothing must be sent."""
    with SimulatedModel() as other:
        yield other


def record_in(out: Path) -> dict[str, Any] | None:
    lines = out.read_text("utf-8").splitlines() if out.exists() else []
    return dict(json.loads(lines[0])) if lines else None


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.does)
def test_what_a_server_does(
    row: Row, report: KnownReport, elsewhere: SimulatedModel, tmp_path: Path
) -> None:
    file, out = tmp_path / "report.txt", tmp_path / "out.jsonl"
    file.write_text(texts()[0], "utf-8")
    behaviour = replace(row.behaviour, elsewhere=f"{elsewhere.base_url}/chat/completions")
    with SimulatedModel([report], behaviour) as model:
        port = model.base_url.split(":")[-1].removesuffix("/v1")
        address = row.address.format(port=port)
        named = ("--model", "openai/some", "--base-url", address, "--no-cache", *row.flags)
        done = gouji("extract", file, "-o", out, *named)
    said = done.stderr
    assert row.says in said
    assert done.exit_code == row.code, said
    assert KEY not in said + done.stdout + (out.read_text("utf-8") if out.exists() else "")
    assert elsewhere.counts.requests == 0
    record = record_in(out)
    assert ("nothing" if record is None else record["status"]) == row.kept
    attempts = [] if record is None else record["usage"]["attempts"]
    if row.kept != "nothing":
        assert tuple(attempt["outcome"] for attempt in attempts) == row.came
        failed = [attempt for attempt in attempts if attempt["outcome"] != "ok"]
        assert all(attempt.get("reason") or attempt.get("status") for attempt in failed)
    check_ledger(row, said, model, attempts)


def check_ledger(
    row: Row, said: str, model: SimulatedModel, attempts: list[dict[str, Any]]
) -> None:
    """The last line is the ledger, and says what the server has counted."""
    if not row.came:
        assert model.counts.requests == 0
        return
    last = said.splitlines()[-1]
    match = re.search(r"them: ([\d,]+) requests? .*, ([\d,]+) tokens in, ([\d,]+) out", last)
    assert match is not None, last
    requests, sent, answered = (int(number.replace(",", "")) for number in match.groups())
    assert requests == len(row.came)
    assert row.kept == "nothing" or requests == len(attempts)
    counts = model.counts
    if row.counted != "no tokens" and row.address.startswith("http://127.0.0.1:{"):
        moved = row.does == "sends on to another path of its own"  # the server sees both paths
        assert counts.requests == requests * (1 + moved)
    match row.counted:
        case "as the server":
            assert (sent, answered) == (counts.input_tokens, counts.output_tokens)
            assert "estimated" not in last
        case "estimated":
            assert "partly estimated" in last
            assert sent > 0
            if "ok" in row.came:
                assert counts.input_tokens / 2 < sent < counts.input_tokens * 2
                assert counts.output_tokens / 2 < answered < counts.output_tokens * 2
        case "no tokens":
            assert (sent, answered) == (0, 0)
