"""Streams that are full, closed or know few characters, and places that are closed to us."""

import json
import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from extraction.llm.answers import Answers
from tests.conftest import EXAMPLES
from tests.support.places import HOME, closes_streams
from tests.terminal.test_commands import GOUJI, gouji

ONE = str(EXAMPLES / "7-slip.txt")
# Runs gouji with streams closed, as a shell's 2>&- does.
CLOSED = """
import os, sys
for number in sys.argv[1].split(","):
    os.close(int(number))
os.execv(sys.executable, [sys.executable, "-c", "from cli import app; app()", *sys.argv[2:]])
"""


def run(*args: object, **more: object) -> "subprocess.CompletedProcess[bytes]":
    given = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | more
    return subprocess.run([*GOUJI, *map(str, args)], cwd=HOME, check=False, **given)  # type: ignore[call-overload, no-any-return]


def run_closed(numbers: str, *args: object) -> "subprocess.CompletedProcess[bytes]":
    command = [sys.executable, "-c", CLOSED, numbers, *map(str, args)]
    return subprocess.run(command, cwd=HOME, check=False, capture_output=True)


@pytest.fixture
def full() -> str:
    if not Path("/dev/full").exists():
        pytest.skip("only Linux has a device that is always full")
    return "/dev/full"


@pytest.mark.parametrize(
    "args",
    [
        ["extract", ONE],
        ["extract", "--format", "csv", ONE],
        ["extract", "--format", "table", ONE],
        ["facts", "--format", "csv", ONE],
        ["text", ONE],
        ["forms"],
        ["forms", "cn2021"],
        ["schema"],
        ["--help"],
        ["--version"],
    ],
)
def test_a_full_stdout_is_one_line(full: str, args: list[str]) -> None:
    with open(full, "wb") as stdout:
        done = run(*args, stdout=stdout)
    assert done.returncode == 2
    assert done.stderr.count(b"\n") == 1, done.stderr
    assert b"No space left on device" in done.stderr


def test_a_full_stderr_loses_no_results(full: str, tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with open(full, "wb") as stderr:
        done = run("extract", EXAMPLES, tmp_path, "-o", out, stderr=stderr)
    assert done.returncode == 0
    assert len(out.read_bytes().splitlines()) == 8


@closes_streams
@pytest.mark.parametrize("numbers", ["2", "0,2", "0,1,2"])
def test_a_closed_stderr_loses_no_results(tmp_path: Path, numbers: str) -> None:
    whole, out = tmp_path / "whole.jsonl", tmp_path / "out.jsonl"
    run("extract", EXAMPLES, "-o", whole)
    done = run_closed(numbers, "extract", EXAMPLES, "-o", out)
    assert done.returncode == 0
    assert out.read_bytes() == whole.read_bytes()
    if numbers == "2":
        assert run_closed(numbers, "extract", EXAMPLES).stdout == whole.read_bytes()


@closes_streams
def test_a_closed_stdout_or_stdin_is_one_line(tmp_path: Path) -> None:
    for numbers, args, said in [
        ("1", ["extract", ONE], b"no stdout"),
        ("1", ["text", ONE], b"no stdout"),
        ("1", ["facts", ONE], b"no stdout"),
        ("0", ["extract", "-"], b"stdin"),
    ]:
        done = run_closed(numbers, *args)
        assert (done.returncode, done.stderr.count(b"\n")) == (2, 1), done.stderr
        assert said in done.stderr
    assert run_closed("1", "extract", ONE, "-o", tmp_path / "x.jsonl").returncode == 0


@pytest.mark.parametrize("encoding", ["ascii", "gbk", "cp936", "latin-1"])
@pytest.mark.parametrize(
    "args",
    [
        ["extract", "--format", "table", "examples"],
        ["extract", "--format", "table", ONE],
        ["facts", "--format", "table", ONE],
        ["forms", "cn2021"],
        ["schema"],
        ["extract", "没有.txt"],
    ],
)
def test_a_terminal_that_knows_few_characters(encoding: str, args: list[str]) -> None:
    done = run(*args, env={**os.environ, "PYTHONIOENCODING": encoding, "NO_COLOR": "1"})
    assert b"Traceback" not in done.stderr
    assert done.returncode == (2 if args[-1] == "没有.txt" else 0)
    # For what is only ASCII, typer takes UTF-8: such a terminal is one that was not set up.
    assert (done.stdout + done.stderr).decode("utf-8" if encoding == "ascii" else encoding)


@pytest.mark.parametrize("columns", ["0", "1", "-5", "²", "x", "99999999999"])
def test_a_terminal_without_columns_is_not_believed(columns: str) -> None:
    for args in (
        ["extract", "--format", "table", "examples"],
        ["extract", "--format", "table", ONE],
        ["facts", "--format", "table", ONE],
        ["--help"],
    ):
        done = run(*args, env={**os.environ, "COLUMNS": columns})
        assert done.returncode == 0, done.stderr
        assert b"Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["extract", "facts", "check"])
@pytest.mark.parametrize("name", ["file/out.jsonl", "n" * 300, "n" * 200 + "/" + "n" * 300])
def test_an_out_that_cannot_be_is_one_line(tmp_path: Path, command: str, name: str) -> None:
    (tmp_path / "file").touch()
    source = EXAMPLES
    if command == "check":
        source = tmp_path / "results.jsonl"
        gouji("extract", ONE, "-o", source)
    done = gouji(command, source, "-o", tmp_path / name)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("form", ["jsonl", "csv", "json"])
def test_an_out_in_a_closed_folder_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    real = os.open

    def refuse(path: object, *args: object, **named: object) -> int:
        if str(path).startswith(str(tmp_path)):
            raise PermissionError(13, "Permission denied", str(path))
        return real(path, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(os, "open", refuse)
    done = gouji("extract", ONE, "-o", tmp_path / "out", "--format", form)
    assert (done.exit_code, done.stderr.count("\n")) == (2, 1), done.stderr
    assert "Permission denied" in done.stderr


def test_a_folder_that_may_not_be_opened_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = os.scandir

    def scan(path: Path) -> object:
        if Path(path) == tmp_path:
            raise PermissionError(13, "Permission denied")
        return real(path)

    monkeypatch.setattr(os, "scandir", scan)
    done = gouji("extract", tmp_path)
    assert done.exit_code == 2
    assert done.stderr == (
        f"{tmp_path}: the folder cannot be opened (Permission denied)."
        " Check its permissions; nothing was done.\n"
    )
    done = gouji("extract", tmp_path, EXAMPLES)
    assert done.exit_code == 1
    assert done.stderr.count("Permission denied") == 1
    assert len(done.stdout.splitlines()) == 8


@pytest.mark.skipif(sys.platform == "win32", reason="rights are another matter there")
def test_the_answers_are_the_user_s_alone_from_the_first_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "chmod", None)  # created so, not made so afterwards
    before = os.umask(0)
    try:
        answers = Answers(tmp_path / "deep" / "answers.sqlite")
    finally:
        os.umask(before)
    rights = {f.name: stat.S_IMODE(f.stat().st_mode) for f in (tmp_path / "deep").iterdir()}
    answers.close()
    assert "answers.sqlite" in rights
    assert set(rights.values()) == {0o600}


# What may not come along before a model is asked: who speaks to one, and the network.
OFFLINE = """
import json, socket, sys

def refuse(*args, **named):
    raise AssertionError("the network was asked for")

for name in ("connect", "connect_ex", "sendto", "bind"):
    setattr(socket.socket, name, refuse)
for name in ("getaddrinfo", "gethostbyname", "create_connection"):
    setattr(socket, name, refuse)
from cli import app
app(sys.argv[1:], standalone_mode=False)
models = {"openai", "instructor", "genai_prices", "httpx", "httpx2", "httpcore", "httpcore2"}
others = {"aiohttp", "requests", "urllib3", "anyio", "tenacity", "jiter", "truststore"}
print(json.dumps(sorted((models | others) & set(sys.modules))), file=sys.stderr)
"""


@pytest.mark.parametrize(
    "args",
    [
        ["extract", "--jobs", "1", "examples"],
        ["extract", "--jobs", "2", "examples"],
        ["extract", "--model", "openai/none", "--reader", "offline", ONE],
        ["facts", ONE],
        ["forms"],
        ["schema"],
    ],
)
def test_before_a_model_is_asked_nothing_of_it_is_imported_nor_the_network_touched(
    args: list[str],
) -> None:
    command = [sys.executable, "-c", OFFLINE, *args]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stderr.splitlines()[-1]) == []


def test_the_test_of_imports_sees_one() -> None:
    program = OFFLINE.replace("from cli import app\n", "from cli import app\nimport openai\n")
    command = [sys.executable, "-c", program, "forms"]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=False)
    assert "openai" in json.loads(done.stderr.splitlines()[-1])
