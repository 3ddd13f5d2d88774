"""Where each line of a text stands in its file, for a person who looks it up."""

from pathlib import Path

from typer.testing import CliRunner

import cli
from evals.synth.docx import pack_docx, paragraph, table, table_cell
from extraction.export.placed import placed_lines
from extraction.read import document_from_bytes

ROWS = [f"<w:tr>{table_cell(a)}{table_cell(b)}</w:tr>" for a, b in (("规章", "1"), ("许可", "2"))]


def test_rows_of_word_tables_and_sheets_are_named() -> None:
    word = document_from_bytes("a.docx", pack_docx(paragraph("年度报告") + table(ROWS)))
    assert list(placed_lines(word, "zh")) == [
        "\t年度报告",
        "\t",
        "表1第1行\t规章 | 1",
        "表1第2行\t许可 | 2",
    ]
    sheet = document_from_bytes("a.csv", "年度报告\n规章,1\n许可,,2\n".encode())
    assert list(placed_lines(sheet, "en")) == [
        "A1\t年度报告",
        "\t",
        "A2:B2\t规章 | 1",
        "A3:C3\t许可 |  | 2",
    ]


def test_a_plain_text_has_line_numbers() -> None:
    text = document_from_bytes("a.txt", "规章\n1\n".encode())
    assert list(placed_lines(text, "en")) == ["1\t规章", "2\t1"]


def test_the_command_shows_them(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text("规章,1\n许可,2\n", "utf-8")
    done = CliRunner().invoke(cli.app, ["text", "--places", str(tmp_path / "a.csv")])
    assert done.stdout == "A1:B1\t规章 | 1\nA2:B2\t许可 | 2\n"
