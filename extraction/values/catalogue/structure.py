"""What a report's tables look like: their form, their rows, and figures that are not shown."""

from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.message import Code
from extraction.values.catalogue.template import Template

S01 = Code(
    "S01",
    means=Bilingual(
        en="Which official form a table follows, and whether it stands in the report once.",
        zh="各表采用何种表样，每张表是否只出现一次。",
    ),
    advice=Bilingual(
        en="A warning tells only that one table was read by another form. An error: look which "
        "form the table follows, or which of its copies counts; its figures are not settled.",
        zh="警告级仅说明某表按另一表样读取。错误级须核对该表采用的表样，或确认以哪一份为准；在此之前数字不作定论。",
    ),
)
TABLE_OF_OTHER_FORM = S01.message(
    "structure.form",
    "error",
    Template(
        en="{table}: it follows the form {other}, the rest {own}",
        zh="{table}：此表采用{other}，其余各表采用{own}",
    ),
)
HEADS_OF_OTHER_FORM = S01.message(
    "structure.form",
    "error",
    Template(
        en="{table}: some column heads are those of the form {other}",
        zh="{table}：部分列名为{other}的列名",
    ),
)
TABLE_REPEATED = S01.message(
    "structure.form",
    "error",
    Template(
        en="{table}: the table stands {times} times in the file",
        zh="{table}：此表在文中出现{times}次",
    ),
)
FORM_MIXED = S01.message(
    "structure.form",
    "warning",
    Template(
        en="{table}: it is printed as in {form}, and read so",
        zh="{table}：按{form}印制，已按该表样读取",
    ),
    diagnosis="unresolved",
)

S03 = Code(
    "S03",
    means=Bilingual(en="A table of the form is not in the text.", zh="文中缺少表样规定的某张表。"),
    advice=Bilingual(
        en="Look whether the report prints it, perhaps as a picture or in an attachment. A picture "
        "that is in the file itself is read with gouji[ocr]; nothing is ever fetched.",
        zh="查看原报告是否有此表，是否为图片或放在附件中。图片若在文件之内，"
        "安装 gouji[ocr] 后可识别；网页引用的外部图片一律不下载。",
    ),
)
TABLE_ABSENT = S03.message(
    "structure.table_present",
    "error",
    Template(en="{table}: the table is not in the text", zh="{table}：文中无此表"),
)
TABLES_PICTURED = S03.message(
    "structure.table_present",
    "error",
    Template(
        en="{tables}: not in the text, perhaps in pictures that were not read: {pictures}",
        zh="{tables}：文中无此表，可能在未识别的图片中：{pictures}",
    ),
)

S05 = Code(
    "S05",
    means=Bilingual(
        en="Whether every row of the form is there, under its own label and in its own place.",
        zh="表样各行是否齐全，行标签和行序是否与表样一致。",
    ),
    advice=Bilingual(
        en="Look for the row in the report. Rows that only changed places were read by their "
        "labels (a warning).",
        zh="在原报告中查找该行。仅行序不同的，已按行标签读取（警告级）。",
    ),
)
ROW_MISSING = S05.message(
    "structure.rows",
    "error",
    Template(en="{row}: this row is not found", zh="{row}：未找到该行"),
)
ROWS_MISSING = S05.message(
    "structure.rows",
    "error",
    Template(
        en="{table}: {count:row} are not found: {rows}",
        zh="{table}：未找到{count}行：{rows}",
    ),
)
ROW_DOUBTED = S05.message(
    "structure.rows",
    "error",
    Template(
        en="{row}: {doubt} (printed: “{printed}”)",
        zh="{row}：{doubt}（原文：“{printed}”）",
    ),
)
ROWS_OUT_OF_ORDER = S05.message(
    "structure.row_order",
    "warning",
    Template(
        en="{table}: rows stand out of order, and their figures with them: {rows}",
        zh="{table}：行序与表样不同，数字已随行标签读取：{rows}",
    ),
)

S06 = Code(
    "S06",
    means=Bilingual(
        en="Whether a row prints as many figures as it has columns.",
        zh="每行数字个数是否与列数相符。",
    ),
    advice=Bilingual(
        en="Read the row in the report and put its figures into their columns; nothing is "
        "filled in that could stand elsewhere.",
        zh="对照原报告逐列核对该行数字；无法确定所属列的数字一律不填。",
    ),
)
TABLE_EMPTY = S06.message(
    "structure.empty",
    "error",
    Template(en="{table}: the table holds no figure", zh="{table}：表中没有数字"),
)
ROW_UNSETTLED = S06.message(
    "structure.row_width", "error", Template(en="{rows}: {why}", zh="{rows}：{why}")
)

S12 = Code(
    "S12",
    means=Bilingual(
        en="More than one header of a table's columns cannot be read. Where every header that can "
        "be read stands at its own place, the form's order is taken: it is fixed by regulation.",
        zh="某表有一个以上列名无法辨认。可辨认的列名均在其位时，按法定表样的列序读取。",
    ),
    advice=Bilingual(
        en="None, if the report keeps to the form. If its columns may be exchanged, look.",
        zh="报告沿用法定表样的，无须处理；怀疑列序被调换的，请核对原报告。",
    ),
)
COLUMNS_BY_ORDER = S12.message(
    "structure.column_order",
    "info",
    Template(
        en="{table}: headers of columns cannot be read; the columns are taken in the form's order",
        zh="{table}：部分列名无法辨认，按表样列序读取",
    ),
    diagnosis="unresolved",
)

S13 = Code(
    "S13",
    means=Bilingual(
        en="Whether words beside a table take its figures back: a correction, a void or sample "
        "table, figures of another year, of a part of it, or of other bodies, or in other units.",
        zh="表格旁的文字是否否定表中数字：更正、作废、样表，或数字属于其他年度、部分时段、其他单位，"
        "或计量单位不同。",
    ),
    advice=Bilingual(
        en="Read the note and correct the figures that it speaks of, or waive it.",
        zh="阅读该说明，更正所涉数字；无碍的，可标记为已知悉。",
    ),
)
TABLE_TAKEN_BACK = S13.message(
    "notes.table",
    "error",
    Template(
        en="{table}: a note beside the table says otherwise: {note}",
        zh="{table}：表旁说明与表中数字不符：{note}",
    ),
    diagnosis="unresolved",
)
FIGURES_SCALED = S13.message(
    "notes.unit",
    "error",
    Template(
        en="the figures are said to be in another unit than the form's: {note}",
        zh="文字说明数字的计量单位与表样不同：{note}",
    ),
    diagnosis="unresolved",
)

S08 = Code(
    "S08",
    means=Bilingual(
        en="A row that the form does not have, or figures whose row is not clear.",
        zh="出现表样以外的行，或数字所属的行不明。",
    ),
    advice=Bilingual(
        en="Look whether it is an additional row (its figures stand in `extras`) or a row of "
        "the form under another name.",
        zh="核对是另行增加的行（数字见extras），还是表样某行的另一种写法。",
    ),
)
UNKNOWN_ROW = S08.message(
    "structure.unknown_row",
    "warning",
    Template(
        en="{table}: a row that the form does not have: “{quote}”",
        zh="{table}：表样以外的行“{quote}”",
    ),
    diagnosis="unresolved",
)
UNLABELLED_FIGURES = S08.message(
    "structure.unknown_row",
    "warning",
    Template(
        en="{table}: figures without a label, whose row is not clear",
        zh="{table}：有数字未印行标签，所属的行不明",
    ),
    diagnosis="unresolved",
)
UNKNOWN_ROW_DOUBTED = S08.message(
    "structure.unknown_row",
    "warning",
    Template(en="{table}: “{quote}”: {doubt}", zh="{table}：“{quote}”：{doubt}"),
    diagnosis="unresolved",
)

T4_08 = Code(
    "T4-08",
    means=Bilingual(
        en="Whether a table in one line of figures prints as many as it has cells "
        "(reviews and lawsuits: 15).",
        zh="单行排列的表，数字个数是否与格数相符（行政复议、行政诉讼表为15格）。",
    ),
    advice=S06.advice,
)
LINE_UNSETTLED = T4_08.message(
    "structure.figures", "error", Template(en="{rows}: {why}", zh="{rows}：{why}")
)

P04 = Code(
    "P04",
    means=Bilingual(
        en="Cells in which the page shows something other than text that can be read: a "
        "picture, a form field, hidden or reordered text.",
        zh="单元格所示内容不是可读文字：图片、表单项、隐藏文字或次序被改变的文字。",
    ),
    advice=Bilingual(
        en="Open the page and read the figure from the screen.",
        zh="打开原网页，以屏幕所示数字为准。",
    ),
)
CELL_UNSHOWN = P04.message(
    "structure.shown",
    "error",
    Template(
        en="{row} / {column}: {why}, so no figure is read",
        zh="{row} / {column}：{why}，数字未读取",
    ),
)
CELLS_UNSHOWN = P04.message(
    "structure.shown",
    "error",
    Template(
        en="{count} of {of} cells: {why}, so no figure is read",
        zh="{of}个单元格中的{count}个：{why}，数字未读取",
    ),
)
