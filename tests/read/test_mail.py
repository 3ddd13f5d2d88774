"""Archived pages and mails: what is shown of them, whatever codec they name."""

from email.message import EmailMessage
from email.mime.multipart import MIMEMultipart
from email.mime.text import MIMEText

import pytest

from extraction.read import document_from_bytes
from extraction.read.packed.mail import find_attached
from extraction.values.errors import UnreadableFile

TABLE = "<html><body><table><tr><td>规章<td>7<tr><td>许可<td>8</table></body></html>"


def archived(*pages: str, codec: str = "utf-8") -> bytes:
    page = MIMEMultipart("related")
    page["From"] = "<Saved by Blink>"
    for text in pages:
        page.attach(MIMEText(text, "html", codec))
    page.attach(MIMEText("td { color: red }", "css"))
    return page.as_bytes()


@pytest.mark.parametrize("codec", ["utf-8", "gb18030"])
def test_an_archived_page_is_read_as_its_page(codec: str) -> None:
    for name in ("a.mht", "a.doc", "a.mhtml"):
        document = document_from_bytes(name, archived(TABLE, codec=codec))
        assert document.text == "规章 | 7\n许可 | 8\n"
        assert document.grids


def test_a_page_of_frames_shows_its_pages() -> None:
    frames = "<html><frameset><frame src='sheet001.htm'></frameset></html>"
    document = document_from_bytes("a.mht", archived(frames, TABLE, TABLE))
    assert len(document.grids) == 2


def test_a_mail_without_files_is_its_own_words() -> None:
    mail = EmailMessage()
    mail["Subject"] = "报告"
    mail.set_content("本年度新收申请 7 件。")
    assert "新收申请 7 件" in document_from_bytes("a.eml", bytes(mail)).text


def test_the_words_of_a_mail_count_where_they_hold_a_table() -> None:
    mail = EmailMessage()
    mail["Subject"] = "报告"
    mail.set_content("见下。")
    mail.add_alternative(TABLE, subtype="html")
    mail.add_attachment(b"x", maintype="text", subtype="plain", filename="附件.txt")
    assert [each.name for each in find_attached(bytes(mail))] == ["正文.html", "附件.txt"]


def test_a_mail_of_nothing_is_refused() -> None:
    with pytest.raises(UnreadableFile, match="no page and no text"):
        document_from_bytes("a.mht", b"MIME-Version: 1.0\nContent-Type: multipart/related\n\n")


def test_a_text_that_begins_like_a_letter_is_a_text() -> None:
    text = "发件人: 办公室\n主题: 年度报告\n\n规章 | 7\n"
    assert document_from_bytes("a.txt", text.encode()).text == text
