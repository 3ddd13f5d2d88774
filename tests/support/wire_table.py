"""What servers do, and what gouji makes of it: the rows of the table in docs/models.md.

tests/llm/test_wire.py runs every row against the simulated server, one report with one open row
each, and holds it to what stands here; so the table says what was seen.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from evals.simulation.misbehaviour import Behaviour, Misbehaviour

Kept = Literal["verified", "needs_review", "nothing"]
Counted = Literal["as the server", "estimated", "no tokens", "nothing"]
SHORT = ("--timeout", "1")


@dataclass(frozen=True, slots=True)
class Row:
    """One behaviour of a server.

    does: in words. code: the exit code. says: a part of what is said on stderr. came: how the
    requests ended, in order. kept: the verdict of the record that is written. counted: whose
    tokens stand in the ledger. address: the base URL in place of the server's own, with its
    port.
    """

    does: str
    behaviour: Behaviour
    code: int
    says: str
    came: tuple[str, ...]
    kept: Kept = "needs_review"
    counted: Counted = "as the server"
    flags: tuple[str, ...] = field(default=())
    address: str = "http://127.0.0.1:{port}/v1"


def always(fault: Misbehaviour) -> Behaviour:
    return Behaviour(faults={fault: 1.0})


def once(*faults: Misbehaviour) -> Behaviour:
    return Behaviour(script=faults)


FINE = "Asked a model about 1 of them: 1 request (1 ok)"
# A question is asked in two rounds, and each time a failure on the way is sent again thrice.
EIGHT = 8

ROWS: tuple[Row, ...] = (
    Row("answers", Behaviour(), 0, FINE, ("ok",), "verified"),
    Row(
        "refuses for a moment (429), then answers",
        once("rate_limited"),
        0,
        "1 x rate_limited (429): Rate limit reached",
        ("rate_limited", "ok"),
        "verified",
    ),
    Row(
        "fails (500), then answers",
        once("server_error"),
        0,
        "1 x server_error (500): The server had an error",
        ("server_error", "ok"),
        "verified",
    ),
    Row(
        "breaks the connection, then answers",
        once("reset"),
        0,
        "1 x unreachable:",
        ("unreachable", "ok"),
        "verified",
    ),
    Row(
        "a gateway's page with 502",
        always("html_502"),
        1,
        "8 x server_error (502): 502 Bad Gateway",
        ("server_error",) * EIGHT,
    ),
    Row(
        "a gateway's page with 503",
        always("html_503"),
        1,
        "8 x overloaded (503): 503 Service Unavailable",
        ("overloaded",) * EIGHT,
    ),
    Row(
        "a page of HTML with 200",
        always("html"),
        1,
        "8 x not_a_completion (200): Sign in Your network asks you to sign in",
        ("not_a_completion",) * EIGHT,
    ),
    Row(
        "half of a JSON with 200",
        always("bad_json"),
        1,
        "8 x not_a_completion (200):",
        ("not_a_completion",) * EIGHT,
    ),
    Row(
        "an error with 200",
        always("error_body"),
        1,
        "8 x error_body (200): Internal error",
        ("error_body",) * EIGHT,
    ),
    Row(
        "a completion without choices",
        always("no_choices"),
        1,
        "8 x no_choices (200)",
        ("no_choices",) * EIGHT,
    ),
    Row(
        "refuses the key (401)",
        always("key_refused"),
        1,
        "refuses the key: check that it is right and may use some. It says: 401: Incorrect API"
        " key provided: [key]",
        ("key_refused",),
        "nothing",
    ),
    Row(
        "refuses the key (403)",
        always("forbidden"),
        1,
        "1 x key_refused (403): The key [key] may not use this model",
        ("key_refused",),
        "nothing",
    ),
    Row(
        "does not know the model (404)",
        always("no_such_model"),
        1,
        "does not know some: check its name, and that the base URL is whole",
        ("no_such_model",),
        "nothing",
    ),
    Row(
        "has no quota left (429)",
        always("quota_exhausted"),
        1,
        "is exhausted: top it up, or name another model",
        ("quota_exhausted",),
        "nothing",
    ),
    Row(
        "a gateway that does not know the model (400)",
        always("gateway_model"),
        1,
        "2 x bad_request (400): Invalid model name passed in model=simulated",
        ("bad_request",) * 2,
    ),
    Row(
        "a gateway that does not know the key (400)",
        always("gateway_key"),
        1,
        "2 x bad_request (400): Authentication Error, Invalid proxy token passed: [key]",
        ("bad_request",) * 2,
    ),
    Row(
        "the question is too long for it (400)",
        always("too_much_context"),
        1,
        "2 x bad_request (400): The context is 4096 tokens long",
        ("bad_request",) * 2,
    ),
    Row(
        "takes no temperature (400)",
        Behaviour(takes_temperature=False),
        0,
        "1 x temperature_refused (400): Unsupported value: 'temperature'",
        ("temperature_refused", "ok"),
        "verified",
    ),
    Row(
        "calls the limit of an answer otherwise (400)",
        Behaviour(takes_limits=("max_completion_tokens",)),
        0,
        "1 x limit_refused (400): Unsupported parameter: 'max_tokens'",
        ("limit_refused", "ok"),
        "verified",
    ),
    Row(
        "takes no limit of an answer (400)",
        Behaviour(takes_limits=()),
        0,
        "1 x limit_refused (400): Unsupported parameter: 'max_completion_tokens'",
        ("limit_refused", "limit_refused", "ok"),
        "verified",
    ),
    Row(
        "sends on to another host",
        always("redirect_away"),
        1,
        "sends what it is asked on to http://",
        ("redirected",),
        "nothing",
    ),
    Row(
        "sends on to another path of its own", always("redirect_here"), 0, FINE, ("ok",), "verified"
    ),
    Row(
        "speaks no TLS, and the base URL says https",
        Behaviour(),
        1,
        "No secure connection to 127.0.0.1",
        ("tls",),
        "nothing",
        "no tokens",
        address="https://127.0.0.1:{port}/v1",
    ),
    Row(
        "is not there",
        Behaviour(),
        1,
        "8 x unreachable: ",
        ("unreachable",) * EIGHT,
        counted="no tokens",
        address="http://127.0.0.1:9/v1",
    ),
    Row(
        "a base URL without http://",
        Behaviour(),
        2,
        "is no base URL: write it whole, as http://localhost:11434/v1.",
        (),
        "nothing",
        "nothing",
        address="127.0.0.1:{port}/v1",
    ),
    Row(
        "says nothing",
        always("hang"),
        1,
        "2 x timeout: no whole answer until the deadline",
        ("timeout",) * 2,
        counted="estimated",
        flags=SHORT,
    ),
    Row(
        "sends its answer byte by byte",
        always("drip"),
        1,
        "2 x timeout: no whole answer until the deadline",
        ("timeout",) * 2,
        counted="estimated",
        flags=SHORT,
    ),
    Row(
        "sends blanks without end, slowly",
        always("slow_blanks"),
        1,
        "2 x timeout",
        ("timeout",) * 2,
        counted="estimated",
        flags=SHORT,
    ),
    Row(
        "sends blanks without end, fast",
        always("blanks"),
        1,
        "2 x too_long (200): more than 2,097,152 bytes",
        ("too_long",) * 2,
        counted="estimated",
    ),
    Row(
        "answers 170,000 rows",
        always("huge"),
        1,
        "2 x too_long (200): more than 2,097,152 bytes",
        ("too_long",) * 2,
        counted="estimated",
    ),
    Row(
        "answers 2,000 rows",
        always("many_rows"),
        1,
        "2 x too_long (200): rows: a list of more than 200",
        ("too_long",) * 2,
    ),
    Row(
        "answers compressed, unasked",
        always("packed"),
        1,
        "8 x not_a_completion (200): the answer is compressed (gzip)",
        ("not_a_completion",) * EIGHT,
        counted="no tokens",
    ),
    Row(
        "counts no tokens",
        always("no_usage"),
        0,
        "out, partly estimated, cost not known",
        ("ok",),
        "verified",
        "estimated",
    ),
    Row(
        "counts null tokens",
        always("null_usage"),
        0,
        "out, partly estimated, cost not known",
        ("ok",),
        "verified",
        "estimated",
    ),
    Row(
        "counts fewer than no tokens",
        always("negative_usage"),
        0,
        "out, partly estimated, cost not known",
        ("ok",),
        "verified",
        "estimated",
    ),
    Row(
        "counts tokens in words",
        always("usage_in_words"),
        0,
        "out, partly estimated, cost not known",
        ("ok",),
        "verified",
        "estimated",
    ),
    Row(
        "thinks aloud where a schema is asked for",
        always("think"),
        1,
        "4 x malformed (200): Invalid JSON",
        ("malformed",) * 4,
    ),
    Row(
        "thinks aloud, asked for words",
        always("think"),
        0,
        FINE,
        ("ok",),
        "verified",
        flags=("--mode", "md_json"),
    ),
    Row(
        "answers in words where a tool is asked for",
        always("prose"),
        1,
        "2 x no_tool_call (200): Here is the table you asked for",
        ("no_tool_call",) * 4,
        flags=("--mode", "tools"),
    ),
    Row(
        "answers with keys that nobody asked for",
        always("extra_keys"),
        1,
        "4 x malformed (200): confidence: Extra inputs are not permitted",
        ("malformed",) * 4,
    ),
    Row(
        "gives two answers at once",
        always("two_answers"),
        1,
        "4 x two_answers (200)",
        ("two_answers",) * 4,
        flags=("--mode", "tools"),
    ),
    Row(
        "will not answer",
        always("refusal"),
        1,
        "2 x refusal (200): I cannot help with that.",
        ("refusal",) * 2,
    ),
    Row(
        "filters its answer",
        always("content_filter"),
        1,
        "2 x content_filter (200)",
        ("content_filter",) * 2,
    ),
    Row(
        "stops in the middle of its answer",
        always("cut_off"),
        1,
        "2 x cut_off (200)",
        ("cut_off",) * 2,
    ),
)


def table_lines() -> Iterator[str]:
    """Yield the lines of the table in docs/models.md."""
    heads = ("the server", "exit", "what is said (a part)", "requests", "on disk", "tokens counted")
    yield f"| {' | '.join(heads)} |"
    yield "|---|---|---|---|---|---|"
    for row in ROWS:
        flags = f" (`{' '.join(row.flags)}`)" if row.flags else ""
        cells = (
            f"{row.does}{flags}",
            str(row.code),
            row.says.strip(),
            _in_words(row.came),
            row.kept,
            row.counted,
        )
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in cells)} |"


def _in_words(came: tuple[str, ...]) -> str:
    kinds = dict.fromkeys(came)
    return ", ".join(f"{came.count(kind)} `{kind}`" for kind in kinds) or "none"
