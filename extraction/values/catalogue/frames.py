"""What is told of the rules that a form states: the form has their meaning, these the rest."""

from collections.abc import Mapping

from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.template import Template
from extraction.values.record import Severity

SUM_FAILS = Template(
    en="{place}: {left} against {right}, but {means}",
    zh="{place}：左边{left}，右边{right}，不符合“{means}”",
)
SUM_TO_LOOK_AT = Template(
    en="{place}: {means} (to look at, no mistake)", zh="{place}：{means}（供参考，不属错误）"
)
SUM_LACKS_FIGURE = Template(
    en="{place}: a figure is missing to check that {means}",
    zh="{place}：缺少数字，无法核对“{means}”",
)
SUM_LACKS_FIGURES = Template(
    en="{places}: figures are missing to check that {means}",
    zh="{places}：缺少数字，无法核对“{means}”",
)
SUM_HAS_BLANKS = Template(
    en="{place}: some of its cells are blank, so it is not known whether {means}",
    zh="{place}：有空格，无法核对“{means}”",
)
PROSE_AGAINST_TABLE = Template(
    en="the prose says “{prose}”; the table has {table} in {place}",
    zh="正文称“{prose}”，表中{place}为{table}",
)
PROSE_AGAINST_ITSELF = Template(
    en="{left} against {right}, but {means}; the prose says {quotes}",
    zh="左边{left}，右边{right}，不符合“{means}”；正文称{quotes}",
)
SHARE_OF_NOTHING = Template(
    en="the percentage is no share of any total: {left} against {right}; the prose says {quotes}",
    zh="百分比与各总数均不符：正文为{left}，最接近的应为{right}；正文称{quotes}",
)
SECTION_SILENT = Template(en="{means}", zh="{means}")
QUOTED = Template(en="“{words}”", zh="“{words}”")

DIFFERS_FROM_TABLE = Template(
    en="the prose states another figure than the table has in {places}",
    zh="正文所述与表中数字不一致：{places}",
)
SHARE_OF_TOTALS = Bilingual(
    en="a percentage right behind a figure of the prose is its share of no total",
    zh="正文中数字之后的百分比，与以各总数计算的占比均不符",
)

ADVICE_ON_SUMS: Mapping[Severity, Bilingual] = {
    "error": Bilingual(
        en="Compare the named cells with the report. If it prints them so, the mistake is the "
        "report's own: it is kept as printed, and 4.11 lists the figures that may be wrong.",
        zh="对照原报告核对所列单元格。如原文即如此，属报告自身之误：数字照原文保留，可能有误的数字见4.11。",
    ),
    "warning": Bilingual(
        en="The figures contradict the rules or each other; ask the agency. The verdict on the "
        "tables does not depend on it.",
        zh="数字与规定或相互之间不合常理，可向填报机关核实；不影响对表格的结论。",
    ),
    "info": Bilingual(
        en="Nothing need be wrong; look at it when you compare agencies or years.",
        zh="不一定有误，供横向、纵向比较时参考。",
    ),
}
ADVICE_ON_PROSE = Bilingual(
    en="Read the quoted sentence beside the table and decide which figure is right. The prose "
    "never changes the verdict on the tables.",
    zh="将所引文字与表格对照，判断以何者为准。正文不影响对表格的结论。",
)
