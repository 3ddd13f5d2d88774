"""Runs and comparisons as lines of text for a person."""

from collections.abc import Iterator, Sequence

from evals.chosen import Selection
from evals.compare import MetricDifference, RunComparison, describe
from evals.header import Header, Run
from evals.intervals import Interval
from evals.metrics import METRICS, WHOLES, Metric, Scores, find_causes, share_metadata
from evals.model_gain import Gain, GainAgreement, measure_gain
from evals.report_outcome import ClaimOutcome, Miss, Score

_SOME = 3
_OF_MODELS = frozenset(
    {"requests", "input_tokens", "output_tokens", "cached", "cost", "model_cells"}
)


def show_metric(metric: Metric, value: float | None) -> str:
    """Return a metric's value for a person.

    >>> [show_metric(METRICS[1], value) for value in (0.5, None)]
    ['50.0 %', '-']
    """
    if value is None:
        return "-" if metric.of else "unknown"
    if metric.is_share:
        return f"{value:.1%}".replace("%", " %")
    return f"{value:.3f}" if metric.plain or value != round(value) else f"{value:.0f}"


def show_interval(metric: Metric, interval: Interval | None, form: str = "{} to {}") -> str:
    """Return an interval for a person; nothing where there is none."""
    if interval is None:
        return ""
    return form.format(show_metric(metric, interval.low), show_metric(metric, interval.high))


def header_lines(header: Header) -> Iterator[str]:
    """Yield what was measured and with what."""
    yield f"{header.title} over {header.cases}"
    code = f"code {header.code}" + (f", commit {header.commit}" if header.commit else "")
    yield f"gouji {header.gouji}, {code}, {header.began or 'date unknown'}"
    if header.model is not None:
        model = header.model
        prompts = ", ".join(f"{name} {version}" for name, version in model.prompts.items())
        budget = f", budget {model.budget}" if model.budget else ""
        where = model.base_url or "its own address"
        yield f"asked at {where}, mode {model.mode}{budget}; prompts: {prompts}"


def warning_lines(run: Run, allowed: int = 0) -> Iterator[str]:
    """Yield what keeps a run from being a measurement, or from being one of all it should be."""
    if run.errors:
        of = run.header.documents or len(run.scores)
        yield f"NOT MEASURED: {run.errors} of {of} reports have no result. {_reasons(run)}"
        yield "Run the same command again, with -o: it asks about these."
        if run.measured and run.errors <= allowed:
            yield f"What follows is over the other {len(run.measured)}, which are no fair sample."
    for problem in run.header.left_out:
        yield f"left out: {problem}"


def _reasons(run: Run) -> str:
    codes = ", ".join(f"{code} {count}" for code, count in run.codes.most_common())
    asked = f"Questions without an answer: {codes}. " if codes else ""
    unread = f"Not read: {run.missing}. " if run.missing else ""
    return f"{asked}{unread}{run.stopped or ''}".strip()


def run_lines(run: Run, allowed: int = 0) -> Iterator[str]:
    """Yield a run's warnings, every metric that bears on it, and what kept reports from right.

    Where more reports than are allowed have no result, there are no figures of the others.
    """
    yield from header_lines(run.header)
    yield from warning_lines(run, allowed)
    scores = run.counted(allowed)
    if not scores:
        return
    yield ""
    gain = measure_gain(scores)
    if gain is not None:
        yield from gain_lines(gain)
        yield ""
    asked = any(score.requests or score.cached for score in scores)
    yield from metric_lines([m for m in METRICS if asked or m.name not in _OF_MODELS], scores)
    for name, whole in WHOLES.items():
        value = whole(scores)
        if value is not None:
            yield f"{name:<17} {value:>9.4f}  {'':<20} 95 % bound of that rate, over reports"
    metadata = share_metadata(scores).items()
    if metadata:
        yield ""
        fields = (f"{field} {right} of {of}" for field, (right, of) in metadata)
        yield f"Metadata right: {', '.join(fields)}"
    yield from cause_lines(scores)


def metric_lines(metrics: Sequence[Metric], scores: Scores) -> Iterator[str]:
    """Yield each metric that has a value, or one that nobody knows."""
    for metric in metrics:
        value = metric.measure(scores)
        if value is not None or (metric.of is None and scores):
            interval = show_interval(metric, metric.interval(scores))
            shown = show_metric(metric, value)
            yield f"{metric.name:<17} {shown:>9}  {interval:<20} {metric.title}"


def cause_lines(scores: Scores) -> Iterator[str]:
    """Yield what kept reports from being right, by layout and cause."""
    causes = list(find_causes(scores))
    if causes:
        yield ""
        yield "Not right, by layout and cause:"
    for layout, cause, found in causes:
        more = f" and {len(found) - _SOME} more" if len(found) > _SOME else ""
        names = ", ".join(score.title for score in found[:_SOME])
        yield f"{len(found):>5}  {layout:<9} {cause}: {names}{more}"


def gain_lines(gain: Gain) -> Iterator[str]:
    """Yield what a model brought, reading without one first."""
    yield f"without a model   {gain.offline_right} of {gain.reports} reports right"
    yield f"with the model    {gain.right} of {gain.reports} reports right"
    yield f"gained            {_named(gain.gained)}"
    yield f"lost              {_named(gain.lost)}"
    if gain.silent_gained:
        yield f"SILENT by model   {_named(gain.silent_gained)}"
    yield f"cells it filled   {gain.cells}, {gain.cells_right} of them right"
    for name, spent, form in (("tokens", gain.tokens, ".0f"), ("US dollars", gain.cost, ".4f")):
        each = _amount(gain.per_report(spent), form)
        yield f"{name:<17} {each} a report, {_gained(gain, gain.per_gained(spent), form)}"


def _gained(gain: Gain, amount: float | None, form: str) -> str:
    if not gain.gained:
        return "and no report gained for it"
    return f"{_amount(amount, form)} for each report gained"


def _named(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SOME} more" if len(names) > _SOME else ""
    return f"{len(names)}" + (f": {', '.join(names[:_SOME])}{more}" if names else "")


def _amount(amount: float | None, form: str) -> str:
    return "unknown" if amount is None else f"{amount:{form}}"


def agreement_line(agreed: GainAgreement) -> str:
    """Return how far two runs agree."""
    return (
        f"{agreed.first} and {agreed.second}: the same tables in {agreed.same} of"
        f" {agreed.reports} reports; right in both {agreed.both_right}, only in the first"
        f" {agreed.only_first}, only in the second {agreed.only_second}, in neither"
        f" {agreed.neither_right}"
    )


def comparison_lines(compared: RunComparison) -> Iterator[str]:
    """Yield what differs between the runs, the verdict, every metric that moved, every document."""
    yield from unlike_lines(compared)
    yield ""
    yield verdict_line(compared)
    yield ""
    moved = [each for each in compared.differences if each.change]
    for each in moved:
        yield difference_line(each)
    if not moved:
        yield "no metric moved"
    if compared.changes:
        yield ""
    for change in compared.changes:
        yield f"{change.verdict:<6}  {change.name}: {change.was} -> {change.now}"


def unlike_lines(compared: RunComparison) -> Iterator[str]:
    """Yield over what the comparison is, and what differs beside it."""
    yield f"{compared.documents} reports in both runs, held against the same labels"
    for count, which in ((compared.only_first, "first"), (compared.only_second, "second")):
        if count:
            yield f"{count} only in the {which}, left out"
    if compared.unmeasured:
        yield f"{compared.unmeasured} without a result in one of the runs, left out"
    for said in compared.unlike:
        yield f"differs: {said}"
    if not compared.unlike:
        yield "code, model and prompts are the same"


def verdict_line(compared: RunComparison) -> str:
    """Return the one verdict, in a sentence."""
    each = compared.primary
    name = each.metric.name
    if each.probability is None:
        return f"VERDICT on {name}: none, for nothing bears on it"
    counted = f"{each.gained} reports up, {each.lost} down, {each.test} p={each.probability:.3g}"
    if each.verdict:
        return f"VERDICT on {name}: {each.verdict} ({counted})"
    return f"VERDICT on {name}: no difference that luck would not explain ({counted})"


def difference_line(each: MetricDifference) -> str:
    """Return what became of one metric."""
    metric = each.metric
    values = f"{show_metric(metric, each.first):>9} -> {show_metric(metric, each.second):<9}"
    rise = "" if each.interval is None else _in_points(each.interval)
    luck = f"+{each.gained} -{each.lost}"
    if each.probability is not None:
        luck += f" p={each.probability:.3g}"
        if each.corrected is not None and not each.primary:
            luck += f" (of many {each.corrected:.3g})"
    return f"{metric.name:<17} {values} {rise:<24} {luck}  {each.verdict}".rstrip()


def _in_points(interval: Interval) -> str:
    """Return how far a share rose, in points of a hundred."""
    return f"{100 * interval.low:+.1f} to {100 * interval.high:+.1f} points"


def report_lines(scores: Scores, choice: Selection) -> Iterator[str]:
    """Yield how each chosen report came out, and what is wrong with it by name."""
    for score in scores:
        yield f"{score.title}: {describe(score)}"
        for miss in choice.misses(score):
            yield f"  {miss_line(miss)}"
        for claim in choice.claims(score):
            yield f"  {claim_line(claim)}"


def miss_line(miss: Miss) -> str:
    """Return what is wrong with a cell."""
    printed = "" if miss.printed is None else f", printed {miss.printed!r}"
    return f"{miss.cell}: {miss.kind}; labelled {miss.expected}, got {miss.found}{printed}"


def claim_line(claim: ClaimOutcome) -> str:
    """Return what is wrong beside the cells."""
    said = [f"labelled {claim.expected}"] if claim.expected is not None else []
    said += [f"got {claim.found}"] if claim.found is not None else []
    if claim.kind == "metadata":
        said = [f"labelled {claim.expected or 'nothing'}", f"got {claim.found or 'nothing'}"]
    return f"{claim.what}: {claim.kind}" + (f"; {', '.join(said)}" if said else "")


def find_score(scores: Sequence[Score], name: str) -> list[Score]:
    """Return the reports of this name, with or without its folder and ending."""

    def names(score: Score) -> tuple[str, ...]:
        file = score.name.rpartition("/")[2]
        return (score.title, score.name, file, file.rpartition(".")[0])

    return [score for score in scores if name in names(score)]
