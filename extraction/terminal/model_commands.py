"""Commands about a model that is asked: what was asked, what it would cost, what is kept."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import typer

from extraction.export.escaping import shown
from extraction.terminal.commands import settings_told
from extraction.terminal.exits import say
from extraction.terminal.language import VOICE, spoken
from extraction.terminal.named_files import find_named
from extraction.values.bilingual import Bilingual

if TYPE_CHECKING:
    from extraction.llm.model_settings import ModelSettings
    from extraction.llm.rehearsal import Rehearsal
    from extraction.settings import Asking
    from extraction.values.record import Record
    from extraction.values.usage import Asked

_ANSWER_SHOWN = 2_000
"""So many characters of an answer are shown; the record has all of it."""


def run_asked(written: Path, *, whole: bool) -> int:
    """Print each question of written records, its answer, and what came of it; count them."""
    from extraction.export.loading import read_written
    from extraction.terminal.record_words import name_of

    number = 0
    for found in read_written(written):
        if found.record is None:
            say(found.problem)
            continue
        record = found.record
        if record.usage.questions:
            typer.echo(shown(f"{name_of(record)}: {record.status}"))
        for question in record.usage.questions:
            number += 1
            for line in asked_lines(question, record, whole=whole):
                typer.echo(shown(line))
    if not number:
        say(Bilingual("No model was asked about these reports.", "这些报告没有询问过模型。"))
    return number


def asked_lines(question: "Asked", record: "Record", *, whole: bool) -> Iterator[str]:
    """Yield what a person wants to know of one question."""
    start, end = question.span
    about = question.table or question.prompt
    rows = spoken(Bilingual("all rows", "全部行"))
    if question.rows is not None:
        rows = ", ".join(question.rows)
    version = record.versions.prompts.get(question.prompt, "")
    place = Bilingual(f"characters {start} to {end}", f"第 {start} 至 {end} 字符")
    yield f"  {about} ({rows}); {question.prompt} {version}; {spoken(place)}"
    if question.answer is None:
        yield f"    {spoken(Bilingual('no answer', '没有回答'))}"
        return
    answer = question.answer
    if not whole and len(answer) > _ANSWER_SHOWN:
        answer = f"{answer[:_ANSWER_SHOWN]}… (--whole)"
    yield f"    {answer}"
    taken = Bilingual(f"taken: {question.taken} cells", f"采用：{question.taken} 个单元格")
    yield f"    {spoken(taken)}"
    refused = question.refused_zh if VOICE.lang == "zh" else question.refused
    for reason in refused:
        yield f"    {spoken(Bilingual('not taken', '未采用'))}: {reason}"


def run_rehearsal(paths: list[Path], asking: "Asking") -> None:
    """Print what asking about these files would take; nothing is sent, nothing is written."""
    from extraction.ground import Rounds
    from extraction.llm.rehearsal import Rehearsal
    from extraction.pipeline import extract_records
    from extraction.read import read_document
    from extraction.values.errors import UnreadableFile

    settings = replace(settings_told(), asking=asking)
    named = find_named(paths, None, settings.max_file_bytes)
    rehearsal = Rehearsal(asking.model)
    rounds = Rounds(
        rehearsal,
        1,
        everything=asking.everything,
        facts=asking.facts,
        answering=asking.answering,
        prompts=asking.prompts,
        vision=asking.vision,
    )
    reports = asked = 0
    for task in named.tasks:
        try:
            document = read_document(task.path, settings.max_file_bytes)
        except UnreadableFile as error:
            say(error.said)
            continue
        for record in extract_records(document, settings, task.label, rounds=rounds):
            reports += 1
            asked += bool(record.usage.questions) or bool(record.usage.attempts)
    typer.echo(spoken(tell_rehearsal(rehearsal, reports, asked)))


def tell_rehearsal(rehearsal: "Rehearsal", reports: int, asked: int) -> Bilingual:
    """Return what asking would take, in a sentence."""
    cost = rehearsal.cost
    en = "cost not known (--price IN/OUT)" if cost is None else f"about ${cost:.4f}"
    zh = "费用未知（--price IN/OUT）" if cost is None else f"费用约 {cost:.4f} 美元"
    return Bilingual(
        f"{reports} reports, {asked} of them with questions: {rehearsal.questions} questions to "
        f"send, {rehearsal.cached} answered from the cache; about {rehearsal.tokens_in:,} tokens "
        f"in, {rehearsal.tokens_out:,} out in the first round, {en}. Nothing was sent.",
        f"报告 {reports} 份，其中 {asked} 份有问题要问：需发送 {rehearsal.questions} 个问题，"
        f"{rehearsal.cached} 个可由缓存回答；首轮约发出 {rehearsal.tokens_in:,} 个词元，"
        f"收到 {rehearsal.tokens_out:,} 个，{zh}。未发送任何内容。",
    )


def run_cache(file: Path, *, clear: bool) -> None:
    """Print where answers are kept, how many, and what they take; with `clear` let them go."""
    from extraction.llm.answers import clear_answers, measure_answers

    number, size = measure_answers(file)
    typer.echo(shown(f"{file}"))
    said = Bilingual(f"{number:,} answers, {size:,} bytes", f"回答 {number:,} 个，共 {size:,} 字节")
    typer.echo(spoken(said))
    if clear:
        clear_answers(file)
        typer.echo(spoken(Bilingual("They are gone.", "已清空。")))


def run_probe(settings: "ModelSettings") -> bool:
    """Print which modes a server answers in, and the best; say whether there is one."""
    from extraction.llm.probe import probe_server

    probe = probe_server(settings)
    for probed in probe.modes:
        right = Bilingual(" (right)", "（正确）") if probed.right else Bilingual("", "")
        reason = probed.attempts[-1].reason if probed.attempts else None
        said = f": {reason}" if reason else ""
        typer.echo(shown(f"{probed.name:<20} {probed.outcome}{spoken(right)}{said}"))
    if probe.best is None:
        say(
            Bilingual(
                f"{settings.server} answers in no mode: check the model's name and the base URL.",
                f"{settings.server} 在任何模式下都没有回答：请检查模型名称和服务地址。",
            )
        )
        return False
    typer.echo(spoken(Bilingual(f"take: --mode {probe.best}", f"建议：--mode {probe.best}")))
    return True
