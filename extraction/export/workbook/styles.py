"""The looks of a workbook's cells, each made once."""

from typing import TYPE_CHECKING, Any

from extraction.export.workbook.marks import MARKS, VERDICT_FILLS

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.workbook import Workbook

_GREY = "#595959"
_LINE = "#BFBFBF"


class WorkbookStyles:
    """The looks of cells by name: `mark:...` and `verdict:...` for those that mean something."""

    def __init__(self, book: "Workbook") -> None:
        self._formats: dict[str, Format] = {}
        header = {"bold": True, "text_wrap": True, "valign": "vcenter", "align": "center"}
        header |= {"bg_color": "#D9E1F2", "border": 1, "border_color": _LINE}
        key: dict[str, Any] = {"font_size": 8, "font_color": _GREY, "text_wrap": True}
        key |= {"border": 1, "border_color": _LINE, "bg_color": "#F2F2F2"}
        looks: dict[str, dict[str, Any]] = {
            "head": header,
            "key": key,
            "title": {"bold": True, "font_size": 14},
            "bold": {"bold": True},
            "number": {"num_format": "General"},
            "share": {"num_format": "0.0000"},
            "date": {"num_format": "yyyy-mm-dd", "align": "left"},
            "text": {"num_format": "@", "align": "left"},
            "wrapped": {"num_format": "@", "text_wrap": True},
            "link": {"font_color": "#0563C1", "underline": 1},
        }
        for kind, mark in MARKS.items():
            looks[f"mark:{kind}"] = {
                "bg_color": mark.fill,
                "num_format": f'General" {mark.sign}"' if mark.sign else "General",
                "align": "right",
            }
        for status, fill in VERDICT_FILLS.items():
            looks[f"verdict:{status}"] = {"bg_color": fill}
        for name, look in looks.items():
            self._formats[name] = book.add_format({"valign": "top", **look})

    def __getitem__(self, name: str) -> "Format":
        """Return a look by its name."""
        return self._formats[name]
