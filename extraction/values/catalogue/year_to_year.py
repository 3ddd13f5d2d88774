"""What one year's report says against that of the year before, and which years are missing.

No finding of these changes a record's verdict, and none says who is wrong: two reports
differ, and either may be right.
"""

from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.message import Code
from extraction.values.catalogue.template import Template

Y01 = Code(
    "Y01",
    means=Bilingual(
        en="What a year carries in is what the year before carried out.",
        zh="上年结转数应等于上一年度报告的结转下年度数。",
    ),
    advice=Bilingual(
        en="Look at both reports. Either figure may be wrong, or requests came and went with a "
        "reorganisation. A warning, where name, scope or form changed between the two.",
        zh="对照两年报告：任一数字都可能有误，也可能因机构调整而移交。名称、范围或表样有变的为警告级。",
    ),
)
CARRY_OVER_DIFFERS = Y01.message(
    "panel.carry_over",
    "error",
    Template(
        en="{year} carries {left} requests in; {before} carried {right} out",
        zh="{year}年度上年结转{left}件，{before}年度结转下年度{right}件",
    ),
    diagnosis="unresolved",
)
CARRY_OVER_CHANGED = Y01.message(
    "panel.carry_over", "warning", CARRY_OVER_DIFFERS.words, diagnosis="unresolved"
)

Y02 = Code(
    "Y02",
    means=Bilingual(
        en="The same as Y01 in each class of applicants.", zh="同Y01，按各类申请人逐列核对。"
    ),
    advice=Bilingual(
        en="Applicants may have been put into another class; look at both reports.",
        zh="可能是申请人归类不同，对照两年报告。",
    ),
)
CARRY_OVER_CLASS = Y02.message(
    "panel.carry_over_class",
    "warning",
    Template(
        en="{year} carries {left} requests in under {column}; {before} carried {right} out",
        zh="“{column}”{year}年度上年结转{left}件，{before}年度结转下年度{right}件",
    ),
    diagnosis="unresolved",
)

Y03 = Code(
    "Y03",
    means=Bilingual(
        en="What is in force is last year's stock, plus what was issued, less what was repealed.",
        zh="现行有效件数一般等于上年现行有效件数加本年制发件数减本年废止件数。",
    ),
    advice=Bilingual(
        en="Clean-ups, documents that lapse, transfers and another way of counting explain it "
        "as well as a mistake does: ask the agency.",
        zh="清理、失效、移交或统计口径变化均可造成，不一定有误，可向填报机关核实。",
    ),
)
STOCK_DIFFERS = Y03.message(
    "panel.stock",
    "warning",
    Template(
        en="{row}: {left} in force in {year}; the stock of {before} with the year's issues and "
        "repeals comes to {right}",
        zh="{row}：{year}年度现行有效{left}件，按{before}年度存量加制发减废止应为{right}件",
    ),
    diagnosis="unresolved",
)

Y04 = Code(
    "Y04",
    means=Bilingual(
        en="The items of the year before are what the last report had, with its change.",
        zh="上一年项目数量应等于上年报告的上一年项目数量加本年增减。",
    ),
    advice=Bilingual(
        en="Lists of items are redrawn at times; look at both reports.",
        zh="事项清单可能重新编制，对照两年报告。",
    ),
)
ITEMS_DIFFER = Y04.message(
    "panel.items",
    "warning",
    Template(
        en="{row}: the report on {year} has {left} items for the year before; the one on "
        "{before} comes to {right}",
        zh="{row}：{year}年度报告的上一年项目数量为{left}，{before}年度报告推得{right}",
    ),
    diagnosis="unresolved",
)

Y05 = Code(
    "Y05",
    means=Bilingual(
        en="Two years follow different forms: what only one of them asks for is not compared.",
        zh="相邻两年采用不同表样，仅一方填报的内容不作比较。",
    ),
    advice=Bilingual(
        en="No mistake. Documents disclosed in all (2019) are not those in force (2021), nor are "
        "numbers of items amounts.",
        zh="不属错误。2019年格式的“对外公开总数量”与2021年格式的“现行有效件数”不可比，项目数量与金额不可比。",
    ),
)
FORM_CHANGED = Y05.message(
    "panel.form_changed",
    "info",
    Template(
        en="{before} follows {old}, {year} follows {new}; cells that only one of them has are "
        "not compared",
        zh="{before}年度采用{old}，{year}年度采用{new}，仅一方有的单元格不作比较",
    ),
    diagnosis="unresolved",
)

Y06 = Code(
    "Y06",
    means=Bilingual(
        en="Requests received go up or down threefold, by more than fifty.",
        zh="新收申请数量变化超过三倍，且相差五十件以上。",
    ),
    advice=Bilingual(
        en="It happens; look whether the report covers other bodies than the year before.",
        zh="可能属实；查看统计范围是否与上年相同。",
    ),
)
RECEIVED_JUMPS = Y06.message(
    "panel.received",
    "info",
    Template(
        en="{left} requests came in in {year}, {right} in {before}",
        zh="{year}年度新收申请{left}件，{before}年度{right}件",
    ),
    diagnosis="unresolved",
)

Y07 = Code(
    "Y07",
    means=Bilingual(
        en="Decisions go up or down tenfold, or to or from nothing, with more than a hundred.",
        zh="处理决定数量变化超过十倍，或与零之间变动，且一方超过一百件。",
    ),
    advice=Bilingual(
        en="Look at scope and way of counting in both reports; powers may have been transferred.",
        zh="查看两年报告的统计范围和口径；职权也可能划转。",
    ),
)
DECISIONS_JUMP = Y07.message(
    "panel.decisions",
    "warning",
    Template(
        en="{row}: {left} decisions in {year}, {right} in {before}",
        zh="{row}：{year}年度{left}件，{before}年度{right}件",
    ),
    diagnosis="unresolved",
)

Y08 = Code(
    "Y08",
    means=Bilingual(
        en="Charges are about ten thousand times those of the year beside it.",
        zh="收费金额与相邻年度相差约一万倍。",
    ),
    advice=Bilingual(
        en="One of the two is probably in yuan, not in units of 10 000 yuan.",
        zh="其中一年可能以元计而非万元。",
    ),
)
CHARGES_SCALED = Y08.message(
    "panel.charges",
    "warning",
    Template(
        en="{row}: {left} in {year}, {right} in {before}: one of them may be in yuan",
        zh="{row}：{year}年度{left}，{before}年度{right}，其中之一可能以元计",
    ),
    diagnosis="unresolved",
)

Y09 = Code(
    "Y09",
    means=Bilingual(
        en="Cases of a year are usually at least those that the year before left pending.",
        zh="本年案件总计一般不少于上年尚未审结数。",
    ),
    advice=Bilingual(
        en="Some agencies count a case only in the year in which it began: nothing need be wrong.",
        zh="有的机关只在立案年度计数，不一定有误。",
    ),
)
PENDING_GONE = Y09.message(
    "panel.pending",
    "info",
    Template(
        en="{row}: {left} cases in {year}; {before} left {right} pending",
        zh="{row}：{year}年度总计{left}件，{before}年度尚未审结{right}件",
    ),
    diagnosis="unresolved",
)

Y10 = Code(
    "Y10",
    means=Bilingual(
        en="A report repeats the one of the year before: its sentences (years masked) or figures.",
        zh="报告与上年报告雷同：语句（隐去年份后）或数字重复。",
    ),
    advice=Bilingual(
        en="Read both. Prescribed wording repeats rightly; figures of the last year do not.",
        zh="对读两年报告。规定用语重复属正常，沿用上年数字则不然。",
    ),
)
TEXT_REPEATED = Y10.message(
    "panel.repeated_text",
    "warning",
    Template(
        en="{left} of {right} sentences of {year} stand in the report on {before}",
        zh="{year}年度报告{right}句中有{left}句与{before}年度相同",
    ),
    diagnosis="unresolved",
)
SECTION_REPEATED = Y10.message(
    "panel.repeated_section",
    "info",
    Template(
        en="{section}: {left} of {right} sentences of {year} stand in the report on {before}",
        zh="“{section}”：{year}年度{right}句中有{left}句与{before}年度相同",
    ),
    diagnosis="unresolved",
)
FIGURES_REPEATED = Y10.message(
    "panel.repeated_figures",
    "warning",
    Template(
        en="all {left} figures above zero of {year} are those of {before}",
        zh="{year}年度{left}个非零数字与{before}年度全部相同",
    ),
    diagnosis="unresolved",
)

Y11 = Code(
    "Y11",
    means=Bilingual(
        en="The change that the prose states behind a figure is that between the two reports.",
        zh="正文在数字之后所称的增减，应与两年报告的数字相符。",
    ),
    advice=Bilingual(
        en="Read the quoted words beside both reports: the last year's figure may have been "
        "corrected since, or another one is meant.",
        zh="将所引文字与两年报告对照：上年数字可能事后更正，也可能另有所指。",
    ),
)
CHANGE_DIFFERS = Y11.message(
    "panel.stated_change",
    "warning",
    Template(
        en="the prose of {year} says “{quote}”: {left}; by both reports it is {right}",
        zh="{year}年度正文称“{quote}”，即{left}；按两年报告为{right}",
    ),
    diagnosis="unresolved",
)

Y12 = Code(
    "Y12",
    means=Bilingual(
        en="Years between an agency's first and last that no report tells of.",
        zh="某机关首末年度之间缺少的年度。",
    ),
    advice=Bilingual(
        en="Look for the report; it may be among those without agency or year.",
        zh="查找该年度报告，也可能在未能识别机关或年度的报告之中。",
    ),
)
YEARS_MISSING = Y12.message(
    "panel.missing",
    "info",
    Template(en="no report on {years}", zh="缺少年度：{years}"),
    diagnosis="unresolved",
)

Y13 = Code(
    "Y13",
    means=Bilingual(
        en="One year carries requests out and the next carries none in, or the reverse.",
        zh="上年有结转下年度而本年上年结转为零，或者相反。",
    ),
    advice=Bilingual(
        en="A cell is often left at zero; look at both reports. Severity as in Y01.",
        zh="常见于漏填，对照两年报告。级别同Y01。",
    ),
)
CARRY_OVER_GONE = Y13.message(
    "panel.carry_over_gone", "error", CARRY_OVER_DIFFERS.words, diagnosis="unresolved"
)
CARRY_OVER_GONE_CHANGED = Y13.message(
    "panel.carry_over_gone", "warning", CARRY_OVER_DIFFERS.words, diagnosis="unresolved"
)
