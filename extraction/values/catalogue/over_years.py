"""What several reports of one agency say of each other: ties, years, copies, parents, children.

No finding of these changes a record's verdict, and none says who is wrong: two reports
differ, and either may be right.
"""

from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.message import Code
from extraction.values.catalogue.template import Template

# Which years follow each other

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

# Whose reports they are

Y14 = Code(
    "Y14",
    means=Bilingual(
        en="Whether reports are of one agency could not be settled; they are left apart.",
        zh="无法确定是否同一机关的报告，未予合并。",
    ),
    advice=Bilingual(
        en="Say it in a file for --aliases: a line with the printed name and the canonical one.",
        zh="请在 --aliases 文件中写明：每行一个所印名称及其规范名称。",
    ),
)
TIE_OPEN = Y14.message(
    "panel.tie",
    "warning",
    Template(
        en="may be one agency, or several; left apart: {names}",
        zh="可能是同一机关，也可能不是，未予合并：{names}",
    ),
    diagnosis="unresolved",
)
AGENCY_UNKNOWN = Y14.message(
    "panel.agency",
    "warning",
    Template(
        en="{count:report} without an agency, or with a name that does not say where it is, "
        "tied to no other: {reports}",
        zh="{count}份报告未识别出机关，或名称未写明所在县区以上地名，未与其他报告合并：{reports}",
    ),
    diagnosis="unresolved",
)
YEAR_UNKNOWN = Y14.message(
    "panel.year",
    "warning",
    Template(
        en="{count:report} without a year left out of the series: {reports}",
        zh="{count}份报告未识别出年度，未列入：{reports}",
    ),
    diagnosis="unresolved",
)

Y15 = Code(
    "Y15",
    means=Bilingual(
        en="An agency has several reports on one year.", zh="同一机关同一年度有多份报告。"
    ),
    advice=Bilingual(
        en="The one signed or published last counts; where the dates do not tell, none does, "
        "until one of the files is taken away.",
        zh="以落款或发布较晚者为准；日期不能判断的均不采用，请移除其中之一。",
    ),
)
VERSION_REPLACED = Y15.message(
    "panel.versions",
    "info",
    Template(
        en="{year}: {later} counts, for its date is later; {earlier} is left out",
        zh="{year}年度：{later}日期较晚，予以采用；{earlier}不采用",
    ),
    diagnosis="unresolved",
)
VERSION_TWICE = Y15.message(
    "panel.versions",
    "info",
    Template(
        en="{year}: {later} and {earlier} have the same figures; one of them counts",
        zh="{year}年度：{later}与{earlier}数字相同，只计其一",
    ),
    diagnosis="unresolved",
)
VERSIONS_OPEN = Y15.message(
    "panel.versions",
    "warning",
    Template(
        en="{year}: which of these counts is not known, and none does: {reports}",
        zh="{year}年度：无法判断以哪份为准，均不采用：{reports}",
    ),
    diagnosis="unresolved",
)

Y16 = Code(
    "Y16",
    means=Bilingual(
        en="An agency's name has changed between its reports.", zh="机关名称前后有变。"
    ),
    advice=Bilingual(
        en="No mistake. Figures of both names stand in one series; duties may have moved.",
        zh="不属错误。前后数字列入同一序列，职责可能有调整。",
    ),
)
RENAMED = Y16.message(
    "panel.renamed",
    "info",
    Template(en="{before}: {old}; {year}: {new}", zh="{before}年度称{old}，{year}年度称{new}"),
    diagnosis="unresolved",
)

# A parent and its children

H01 = Code(
    "H01",
    means=Bilingual(
        en="A report on a whole region covers at least what the bodies below it report.",
        zh="行政区域汇总数应不小于所列下级机关之和。",
    ),
    advice=Bilingual(
        en="Look at the scope that the parent states; vertical bodies report to their own line.",
        zh="查看汇总报告的统计范围；垂直管理部门不列入地方汇总。",
    ),
)
CHILDREN_EXCEED = H01.message(
    "panel.children",
    "warning",
    Template(
        en="{year}: {number:cell} below the sum of {children:child report}; the widest gap is in "
        "{place}: {left} against {right}",
        zh="{year}年度：{number}个单元格小于{children}份下级报告之和，相差最大的是{place}：{left}对{right}",
    ),
    diagnosis="unresolved",
)
H02 = Code(
    "H02",
    means=Bilingual(
        en="A region's report is the sum of the bodies below it, where all of them are declared.",
        zh="所列下级机关齐全时，行政区域汇总数应等于下级机关之和。",
    ),
    advice=Bilingual(
        en="Usual, not prescribed. Look whether every body is declared, the own office too.",
        zh="通常如此，并非强制规定。请查看所列机关是否齐全（包括本级机关）。",
    ),
)
CHILDREN_DIFFER = H02.message(
    "panel.children_sum",
    "info",
    Template(
        en="{year}: {number:cell} not the sum of {children:child report}; the widest gap is in "
        "{place}: {left} against {right}",
        zh="{year}年度：{number}个单元格不等于{children}份下级报告之和，相差最大的是{place}：{left}对{right}",
    ),
    diagnosis="unresolved",
)
H03 = Code(
    "H03",
    means=Bilingual(
        en="What a region has beyond the bodies below it balances as a report of its own would: a "
        "body is missing; or it does not: a figure differs.",
        zh="区域汇总减去下级之和的余数若自身平衡，多半漏列了机关；若不平衡，多半是个别数字有误。",
    ),
    advice=Bilingual(
        en="Look for the body that is missing, or for the figures that the sums name.",
        zh="查找漏列的机关，或核对所列等式中的数字。",
    ),
)
BODY_MISSING = H03.message(
    "panel.left_over",
    "info",
    Template(
        en="{year}: what is left over balances in all {sums:sum}, as a report of its own: a body "
        "below may be missing",
        zh="{year}年度：余数在全部{sums}个等式中平衡，如同一份报告：可能漏列下级机关",
    ),
    diagnosis="unresolved",
)
FIGURE_DIFFERS = H03.message(
    "panel.left_over",
    "info",
    Template(
        en="{year}: what is left over breaks {broken} of {sums:sum}, or is below zero: a figure "
        "may be wrong, rather than a body missing",
        zh="{year}年度：余数在{sums}个等式中有{broken}个不平衡，或出现负数：可能是个别数字有误，而非漏列机关",
    ),
    diagnosis="unresolved",
)
H04 = Code(
    "H04",
    means=Bilingual(
        en="No cell of a body is greater than that of the region which covers it.",
        zh="下级机关的单元格不应大于覆盖它的区域汇总。",
    ),
    advice=Bilingual(
        en="Look whether the region's report covers this body at all.",
        zh="查看区域汇总是否包括该机关。",
    ),
)
CHILD_EXCEEDS = H04.message(
    "panel.child",
    "warning",
    Template(
        en="{year}: {child} is above its region in {number:cell}; the widest gap is in {place}: "
        "{left} against {right}",
        zh="{year}年度：{child}有{number}个单元格大于区域汇总，相差最大的是{place}：{left}对{right}",
    ),
    diagnosis="unresolved",
)
H05 = Code(
    "H05",
    means=Bilingual(
        en="A region's report has the figures of one body below it.",
        zh="区域汇总的数字与某一下级机关完全相同。",
    ),
    advice=Bilingual(
        en="It may be the other's file, or cover one body alone.",
        zh="可能误用了对方的文件，或只统计了一个机关。",
    ),
)
PARENT_EQUALS_CHILD = H05.message(
    "panel.same_as_child",
    "info",
    Template(
        en="{year}: all {left} figures above zero are those of {child}",
        zh="{year}年度：{left}个非零数字与{child}全部相同",
    ),
    diagnosis="unresolved",
)
