"""Commands about labels: drafted, checked, and made up with their reports."""

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from extraction.export.escaping import shown
from extraction.terminal.exits import say, say_line
from extraction.values.errors import AskingStopped, BrokenGold, GoujiError, NotMeasured

if TYPE_CHECKING:
    from evals.annotators import AnnotatorAgreement

_WORSE = 1
_NOT_MEASURED = 3


@contextmanager
def exit_on_eval_error() -> Iterator[None]:
    """Turn an error of ours into one line on stderr and its exit code."""
    try:
        yield
    except ModuleNotFoundError as error:
        if error.name not in ("scipy", "numpy", "jinja2"):
            raise
        say_line(f"gouji eval needs {error.name}: pip install 'gouji[evals]'.")
        raise typer.Exit(_NOT_MEASURED) from None
    except OSError as error:
        if error.errno == errno.EPIPE:  # nobody reads on: typer knows what to do
            raise
        say_line(f"{error}. Check the path; what is written stays.")
        raise typer.Exit(2) from None
    except GoujiError as error:
        say(error.said)
        measured = not isinstance(error, NotMeasured | BrokenGold | AskingStopped)
        raise typer.Exit(2 if measured else _NOT_MEASURED) from None


def synth(
    out: Annotated[Path, typer.Option("-o", "--out", help="A folder.")],
    n: Annotated[int, typer.Option("--n", min=1, help="How many.")] = 100,
    seed: Annotated[int, typer.Option(help="The same seed makes the same reports.")] = 0,
    written_as: Annotated[
        Literal["txt", "html", "docx", "xlsx", "csv", "pdf", "doc", "scan", "scan-150"] | None,
        typer.Option(
            "--as",
            help="All in one format, undamaged (pdf, doc and scans by LibreOffice; scans of 200 and"
            " 150 dpi by gouji[ocr]); else in every layout, as text.",
        ),
    ] = None,
) -> None:
    """Write made-up reports with their labels beside them."""
    with exit_on_eval_error():
        from evals.case import make_cases, make_file_cases
        from evals.gold import gold_to_text

        out.mkdir(parents=True, exist_ok=True)
        made = make_file_cases(n, seed, written_as) if written_as else make_cases(n, seed)
        for case in made:
            [gold] = case.golds
            (out / case.name).write_bytes(case.read_bytes())
            labels = out / f"{Path(case.name).stem}.json"
            labels.write_text(gold_to_text(gold, ".json"), "utf-8")
        say_line(f"{n} reports and their labels are in {out}")


def label(
    files: Annotated[
        list[Path], typer.Argument(metavar="PATH", help="Reports to label, or folders of them.")
    ],
    out: Annotated[
        Path | None, typer.Option("-o", "--out", help="A folder; else beside each report.")
    ] = None,
    by: Annotated[
        str | None, typer.Option("--by", help="Who labels, where two hands are compared.")
    ] = None,
    blind: Annotated[
        bool, typer.Option("--blind", help="Leave every figure to the labeller.")
    ] = False,
) -> None:
    """Draft labels from what gouji reads, for a person to check and correct.

    Labels that are there are kept. A draft counts nowhere until somebody stands for each of its
    tables under `checked`.
    """
    with exit_on_eval_error():
        from evals.label import Drafting
        from extraction.batch.inputs import LeftOut, inputs_from
        from extraction.read import KNOWN_ENDINGS
        from extraction.terminal.commands import settings_told

        inputs = inputs_from(files, KNOWN_ENDINGS)
        left_out = LeftOut()
        drafting = Drafting(settings_told(), inputs.base().resolve(), out, by, blind)
        for file in inputs.find(left_out):
            for line in drafting.draft(file):
                say_line(line)
        if left_out.kinds:
            say_line(f"left out: {left_out.said.en}")
        raise typer.Exit(_WORSE if drafting.failures else 0)


def gold(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of labels.")],
    reports: Annotated[
        Path | None,
        typer.Option("--reports", help="Where the reports lie, if not beside the labels."),
    ] = None,
) -> None:
    """Check labels against sums and texts, and how far two labellers agree.

    What must be mended makes it exit 1; a note is a place to look at again.
    """
    with exit_on_eval_error():
        from evals.annotators import find_agreements
        from evals.case import LabelledCase, read_golds
        from evals.hold import check_gold, find_double_reports

        read = list(read_golds(folder))
        if not read:
            raise NotMeasured(f"No labels in {folder}: they are .json, .yaml or .yml files.")
        broken = [str(each) for each in read if isinstance(each, BrokenGold)]
        found = [each for each in read if isinstance(each, LabelledCase)]
        broken += find_double_reports(found)
        for line in broken:
            typer.echo(shown(line))
        checks = [check_gold(labelled, reports) for labelled in found]
        for check in checks:
            for line in (*check.problems, *(f"note: {note}" for note in check.notes)):
                typer.echo(shown(f"{check.file}: {line}"))
        for agreed in find_agreements(found):
            for line in agreement_lines(agreed):
                typer.echo(shown(line))
        wrong = len(broken) + sum(bool(check.problems) for check in checks)
        notes = sum(len(check.notes) for check in checks)
        say_line(f"{len(read)} files of labels, {wrong} to mend, {notes} notes")
        raise typer.Exit(_WORSE if wrong else 0)


def agreement_lines(agreed: "AnnotatorAgreement") -> Iterator[str]:
    """Yield how far two hands agree over a report, and on what they do not."""
    hands = f"{agreed.report}: {agreed.first} and {agreed.second}"
    if agreed.same_draft:
        yield f"{hands} both began with gouji's draft: that they say the same is no agreement"
    elif not agreed.cells and not agreed.beside:
        yield f"{hands} have not labelled anything alike yet"
    else:
        kappa = "" if agreed.kappa is None else f", kappa {agreed.kappa:.3f}"
        beside = f"{agreed.beside_agreed} of {agreed.beside} metadata and facts"
        yield f"{hands} agree on {agreed.share:.1%} of {agreed.cells} cells{kappa}; on {beside}"
    for key, left, right in agreed.differ:
        yield f"  {key}: {left} against {right}"
