"""What a parent body's report says against those of its subordinate bodies."""

from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.message import Code
from extraction.values.catalogue.template import Template

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
