"""What the figures of the tables are: what cells hold, and which sums prove them."""

from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.message import Code
from extraction.values.catalogue.template import Template

S02 = Code(
    "S02",
    means=Bilingual(
        en="Figures of tables 3 and 4 that stand in no sum that could prove them.",
        zh="三、四两表中没有勾稽关系可以印证的数字。",
    ),
    advice=Bilingual(
        en="Compare these figures with the report: a total beside them is blank or missing.",
        zh="对照原报告核对这些数字：相应的合计为空或缺失，无从验证。",
    ),
)
FIGURES_UNPROVEN = S02.message(
    "cells.unproven",
    "error",
    Template(
        en="no sum that holds proves {count:figure}: {figures}",
        zh="{count}个数字没有勾稽关系可以印证：{figures}",
    ),
)

P01 = Code(
    "P01",
    means=Bilingual(
        en="A cell that does not hold what its column is for: words, less than none, a fraction.",
        zh="单元格内容与该列要求不符：填写文字、负数或小数。",
    ),
    advice=Bilingual(
        en="If the report prints it so, ask the agency for the figure.",
        zh="如原报告确系如此，请填报机关更正。",
    ),
)
CELL_NEGATIVE = P01.message(
    "cells.value",
    "error",
    Template(
        en="{row}, {column}: {figure} must not be negative", zh="{row}，{column}：{figure}不应为负"
    ),
)
CELL_FRACTION = P01.message(
    "cells.value",
    "error",
    Template(
        en="{row}, {column}: {figure} must be a whole number",
        zh="{row}，{column}：{figure}应为整数",
    ),
)
CELL_POINT = P01.message(
    "cells.value",
    "error",
    Template(
        en="{row}, {column}: {figure} may be {count}, its point a mark of thousands",
        zh="{row}，{column}：{figure}可能是{count}，其中的点或为千分位符号",
    ),
)
CELL_WORDS = P01.message(
    "cells.words",
    "error",
    Template(
        en="{row}, {column}: “{figure}” is no figure", zh="{row}，{column}：“{figure}”不是数字"
    ),
)

P02 = Code(
    "P02",
    means=Bilingual(
        en="A cell prints another unit than the form's.", zh="单元格所印单位与表样单位不同。"
    ),
    advice=Bilingual(
        en="An error: find out in which unit the figure counts. For information only where "
        "every sum closes once it is converted; the record keeps the figure as printed.",
        zh="错误级须查明该数字的计量单位。换算后勾稽相符的仅作说明；记录保留原文数字。",
    ),
)
UNIT_FOREIGN = P02.message(
    "cells.unit",
    "error",
    Template(
        en="{row}, {column}: {figure} is printed in “{unit}”, the form's unit is “{wanted}”",
        zh="{row}，{column}：{figure}以“{unit}”计，表样单位为“{wanted}”",
    ),
)
UNIT_SCALED = P02.message(
    "cells.unit",
    "info",
    Template(
        en="{row}, {column}: {figure} is printed in “{unit}”, the form's unit is “{wanted}”; "
        "converted, the sums close",
        zh="{row}，{column}：{figure}以“{unit}”计，表样单位为“{wanted}”；换算后勾稽相符",
    ),
    diagnosis="unresolved",
)

P03 = Code(
    "P03",
    means=Bilingual(
        en="Cells that print no number: left blank, or marked as none (/, -, 无).",
        zh="未填数字的单元格：留空或以“/”“-”“无”表示。",
    ),
    advice=Bilingual(
        en="Blanks count as zero only where the sums then close. An error: no table holds any "
        "figure, so look whether they were lost on the way to the text.",
        zh="空格仅在按零计勾稽相符时视为零。错误级指各表均无数字，须查看数字是否在转换中丢失。",
    ),
)
CELLS_BLANK = P03.message(
    "cells.blank",
    "info",
    Template(en="{count:cell} left blank or marked as none", zh="{count}个单元格留空或标为“无”"),
)
TABLES_BLANK = P03.message(
    "cells.blank",
    "error",
    Template(en="no figure is printed in any table", zh="各表均无数字"),
)

P06 = Code(
    "P06",
    means=Bilingual(
        en="A count over ten million, which may well be right.",
        zh="件数超过一千万，可能属实，仅提示关注。",
    ),
    advice=Bilingual(
        en="Look whether a unit (万) or a figure beside it was written into the cell.",
        zh="查看是否误将单位“万”或相邻数字并入。",
    ),
)
CELL_LARGE = P06.message(
    "cells.value",
    "info",
    Template(
        en="{row}, {column}: {figure} is unusually large; it may well be right",
        zh="{row}，{column}：{figure}数值较大，供参考",
    ),
    diagnosis="unresolved",
)

FAULTS = Code(
    "4.11",
    means=Bilingual(
        en="Which figures cannot all be true where sums fail.",
        zh="勾稽不符时，哪些数字不可能同时正确。",
    ),
    advice=Bilingual(
        en="For information: compare the listed figures with the report; at least one is the "
        "report's mistake. An error: the failures look like a misreading of ours, so compare "
        "the whole table.",
        zh="提示级：对照原报告核对所列数字，其中至少一个为报告之误。错误级：更可能是读取时错行错列，须整表核对。",
    ),
)
FAULTS_LOCATED = FAULTS.message(
    "tables.faults",
    "info",
    Template(
        en="at least {least} of these figures must be wrong: {figures}",
        zh="下列数字中至少{least}个有误：{figures}",
    ),
)
FAULTS_UNEXPLAINED = FAULTS.message(
    "tables.faults",
    "error",
    Template(
        en="the sums fail in a way that single slips do not explain: {doubt}",
        zh="勾稽关系不符，非个别数字有误所能解释，疑为错行错列，须人工核对：{doubt}",
    ),
)
