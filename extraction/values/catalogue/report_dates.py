"""The dates of a report: its period and year, when it was signed and published."""

from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.message import Code
from extraction.values.catalogue.template import Template

D01 = Code(
    "D01",
    means=Bilingual(
        en="The period of a yearly report is the calendar year.", zh="年度报告的统计期限应为全年。"
    ),
    advice=Bilingual(
        en="Look whether the figures cover the whole year, or the dates were copied.",
        zh="核实数字是否涵盖全年，或日期系沿用旧文。",
    ),
)
PERIOD_ODD = D01.message(
    "dates.period",
    "warning",
    Template(
        en="the period is {start} to {end}, not the whole of {year}",
        zh="统计期限为{start}至{end}，不是{year}年全年",
    ),
)

D02 = Code(
    "D02",
    means=Bilingual(
        en="Title, period and text name different years.", zh="标题、统计期限与正文所称年度不一致。"
    ),
    advice=Bilingual(
        en="Decide which year is meant; the record takes the one that the period states, else "
        "the title's.",
        zh="判断实际年度；记录以统计期限为准，无统计期限的以标题为准。",
    ),
)
YEARS_DIFFER = D02.message(
    "metadata.year",
    "warning",
    Template(
        en="the report is on {year} by its {place}, and on {other_year} by its {other_place}",
        zh="年度不一致：{place}为{year}年，{other_place}为{other_year}年",
    ),
)
YEAR_PROPOSED = D02.message(
    "metadata.year_asked",
    "info",
    Template(
        en="a model reads the year as {year}, which the print does not bear out: {quote}",
        zh="模型认为报告年度为{year}年，但原文不足以证明：{quote}",
    ),
    diagnosis="unresolved",
)

D03 = Code(
    "D03",
    means=Bilingual(
        en="The report is signed or published before its period is over.",
        zh="落款日期或发布日期早于统计期限截止日。",
    ),
    advice=Bilingual(
        en="Most often a year was copied or mistyped: look at the date in the report.",
        zh="多为年份沿用或误写，查看原报告日期。",
    ),
)
SIGNED_EARLY = D03.message(
    "dates.before_end",
    "warning",
    Template(
        en="signed on {day}, before the period's end {end}",
        zh="落款日期{day}早于统计期限截止日{end}",
    ),
)
PUBLISHED_EARLY = D03.message(
    "dates.before_end",
    "warning",
    Template(
        en="published on {day}, before the period's end {end}",
        zh="发布日期{day}早于统计期限截止日{end}",
    ),
)

D04 = Code(
    "D04",
    means=Bilingual(
        en="The report is signed after the day on which it was published.",
        zh="落款日期晚于发布日期。",
    ),
    advice=Bilingual(
        en="Look at both dates; the page may have been replaced later.",
        zh="核对两个日期；网页可能后来更换过内容。",
    ),
)
SIGNED_AFTER_PUBLISHED = D04.message(
    "dates.order",
    "info",
    Template(
        en="signed on {signed}, after it was published on {published}",
        zh="落款日期{signed}晚于发布日期{published}",
    ),
)

D05 = Code(
    "D05",
    means=Bilingual(
        en="Article 49 of the Regulations: departments publish by 31 January of the next year, "
        "governments by 31 March (all by 31 March for years before 2019).",
        zh="《条例》第四十九条：部门应于次年1月31日前、政府应于次年3月31日前公布（2019年以前年度均为3月31日前）。",
    ),
    advice=Bilingual(
        en="A warning: signature and page are both late. For information: only the page's date "
        "is, which may be that of a later copy.",
        zh="警告级：落款与发布均逾期。提示级：仅网页发布日期逾期，可能是后来转载的日期。",
    ),
)
LATE_ITSELF = D05.message(
    "dates.deadline",
    "warning",
    Template(
        en="published on {published}, due by {due}", zh="发布日期{published}晚于法定期限{due}"
    ),
)
LATE_PAGE = D05.message("dates.deadline", "info", LATE_ITSELF.words)

D06 = Code(
    "D06",
    means=Bilingual(
        en="A sentence counts the work of the year before: it may be last year's text.",
        zh="正文出现上一年度的工作数据，疑为沿用上年文本。",
    ),
    advice=Bilingual(
        en="Look whether only the year is wrong, or the figures of the sentence, too.",
        zh="查看是仅年份有误，还是该句数字也为上年数字。",
    ),
)
YEAR_BEFORE_COUNTED = D06.message(
    "metadata.other_year",
    "warning",
    Template(
        en="a sentence counts the work of {before} in the report on {year}",
        zh="{year}年报告中出现{before}年的工作数据，疑为沿用上年文本",
    ),
)

D07 = Code(
    "D07",
    means=Bilingual(
        en="A date lost its marks (年, 月, 日) and can be read in one way only.",
        zh="日期缺少“年”“月”“日”等字，按唯一可能的读法读取。",
    ),
    advice=Bilingual(en="Compare the date with the report.", zh="对照原报告核对日期。"),
)
DATES_DAMAGED = D07.message(
    "metadata.damaged_date",
    "info",
    Template(
        en="dates that lost their marks were read in the only way possible: {dates}",
        zh="日期缺字，按唯一可能读取：{dates}",
    ),
    diagnosis="unresolved",
)
DAMAGED_DATE = Template(en="{name}: “{printed}” = {day}", zh="{name}：“{printed}”＝{day}")
