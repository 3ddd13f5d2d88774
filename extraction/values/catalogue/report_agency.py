"""Whose report it is: the agency's names, its credit code, and for whom it speaks."""

from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.message import Code
from extraction.values.catalogue.template import Template

A01 = Code(
    "A01",
    means=Bilingual(
        en="Whose report it is: title, signature and opening words name different bodies, or none.",
        zh="报告的编制机关：标题、落款、编制说明所称机关不一致，或均未载明。",
    ),
    advice=Bilingual(
        en="Decide whose report it is before you count it for an agency.",
        zh="归入某机关统计之前，先确认编制机关。",
    ),
)
AGENCIES_DIFFER = A01.message(
    "metadata.agency",
    "warning",
    Template(
        en="the report names more than one body as its own: {names}",
        zh="标题、落款或编制说明中的机关名称不一致：{names}",
    ),
)
OTHER_AGENCY = A01.message(
    "metadata.agency",
    "warning",
    Template(
        en="the report names another body as its own: {names} (taken: “{taken}”)",
        zh="标题、落款或编制说明中另有机关名称：{names}（采用：“{taken}”）",
    ),
)
AGENCY_BROKEN = A01.message(
    "metadata.agency",
    "info",
    Template(
        en="the agency's name is broken where it is printed, and may not be whole: {names}",
        zh="机关名称印刷处被断开，无法确认是否完整：{names}",
    ),
    diagnosis="unresolved",
)
AGENCY_PROPOSED = A01.message(
    "metadata.agency",
    "info",
    Template(
        en="a model reads the agency as {name}, which the print does not bear out: {quote}",
        zh="模型认为编制机关为{name}，但原文不足以证明：{quote}",
    ),
    diagnosis="unresolved",
)
AGENCY_UNSAID = A01.message(
    "metadata.agency",
    "info",
    Template(
        en="the report does not say whose it is: no name in title, signature or opening words",
        zh="未见编制机关：标题、落款、编制说明中均无机关名称",
    ),
    diagnosis="unresolved",
)

A03 = Code(
    "A03",
    means=Bilingual(
        en="The unified social credit code's check character is wrong.",
        zh="统一社会信用代码校验码有误。",
    ),
    advice=Bilingual(
        en="Look the code up; the record leaves it out.", zh="另行查证代码；记录中不予采用。"
    ),
)
CREDIT_CODE_WRONG = A03.message(
    "metadata.uscc",
    "warning",
    Template(
        en="the credit code's check character is wrong: {credit_code}",
        zh="统一社会信用代码校验码有误：{credit_code}",
    ),
)

A04 = Code(
    "A04",
    means=Bilingual(
        en="A government's report does not say whether its departments and lower levels are "
        "counted in its figures.",
        zh="政府报告未说明数据是否包含所属部门及下级机关。",
    ),
    advice=Bilingual(
        en="Find out before you add up or compare figures of several bodies.",
        zh="汇总或比较多个机关的数字之前，先查明统计范围。",
    ),
)
SCOPE_UNSAID = A04.message(
    "identity.scope",
    "info",
    Template(
        en="the report does not say whether departments and lower levels are counted",
        zh="报告未说明数据是否包含所属部门及下级机关",
    ),
)

A06 = Code(
    "A06",
    means=Bilingual(
        en="The agency's name is printed in two ways, such as in title and signature.",
        zh="标题、落款等处的机关名称写法不一致。",
    ),
    advice=Bilingual(
        en="Nothing, unless you match reports by name.", zh="一般无需处理；按名称匹配报告时注意。"
    ),
)
SPELLINGS_DIFFER = A06.message(
    "metadata.spelling",
    "info",
    Template(
        en="the agency's name is printed in two ways: {names}", zh="机关名称写法不一致：{names}"
    ),
    diagnosis="unresolved",
)
SPELLING_TAKEN = A06.message(
    "metadata.spelling",
    "info",
    Template(
        en="the agency's name is printed in two ways: {names}; taken: “{taken}”",
        zh="机关名称写法不一致：{names}；采用：“{taken}”",
    ),
    diagnosis="unresolved",
)
