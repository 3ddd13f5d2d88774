"""What a report holds as a whole: its sections, and the form of its year."""

from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.message import Code
from extraction.values.catalogue.template import Template

S04 = Code(
    "S04",
    means=Bilingual(
        en="Headings of the form's six sections that were not found.", zh="六个部分中未找到的标题。"
    ),
    advice=Bilingual(
        en="Look whether the report leaves the section out or words its heading differently.",
        zh="查看报告是否缺少该部分，或标题另有写法。",
    ),
)
HEADINGS_LOST = S04.message(
    "sections.headings",
    "info",
    Template(en="headings not found: {headings}", zh="未找到标题：{headings}"),
    diagnosis="unresolved",
)

S09 = Code(
    "S09",
    means=Bilingual(
        en="The first section should have five parts: disclosure of its own accord, disclosure on "
        "request, management of information, platforms, supervision. Not all are there.",
        zh="“总体情况”应分列主动公开、依申请公开、政府信息管理、平台建设、监督保障五个方面，有的未分列。",
    ),
    advice=Bilingual(
        en="Look whether the report speaks of the part under another name, or not at all.",
        zh="查看报告是否以其他名称述及该方面，或完全没有述及。",
    ),
)
PARTS_LOST = S09.message(
    "sections.parts",
    "info",
    Template(en="parts of {section} not found: {parts}", zh="“{section}”未分列：{parts}"),
    diagnosis="unresolved",
)

S10 = Code(
    "S10",
    means=Bilingual(
        en="The section on problems and improvements names no problem.",
        zh="“存在的主要问题及改进情况”没有实质内容。",
    ),
    advice=Bilingual(
        en="A report must name its main problems and what is done about them: ask the agency.",
        zh="年度报告应当载明主要问题及改进情况，可请填报机关补充。",
    ),
)
NO_PROBLEM_NAMED = S10.message(
    "sections.problems",
    "warning",
    Template(en="no problem is named under {section}", zh="“{section}”无实质内容"),
)

S11 = Code(
    "S11",
    means=Bilingual(
        en="A government's report should tell of assessment, public appraisal and accountability.",
        zh="政府的年度报告应述及工作考核、社会评议和责任追究情况。",
    ),
    advice=Bilingual(
        en="Look whether the report tells it in other words.", zh="查看报告是否以其他措辞述及。"
    ),
)
OVERSIGHT_UNSAID = S11.message(
    "sections.oversight",
    "info",
    Template(
        en="a government's report should speak of assessment, appraisal and accountability",
        zh="政府报告未提及工作考核、社会评议、责任追究",
    ),
    diagnosis="unresolved",
)

S07 = Code(
    "S07",
    means=Bilingual(
        en="The report follows a form that was not made for its year.",
        zh="报告采用的表样不适用于该年度。",
    ),
    advice=Bilingual(
        en="Figures were read by the form that is printed. Columns and rows of other years may "
        "not be comparable.",
        zh="数字已按所印表样读取；与其他年度比较时注意行列口径不同。",
    ),
)
FORM_TOO_NEW = S07.message(
    "form.years",
    "warning",
    Template(
        en="the report on {year} follows the form {form}, made for {first} and later",
        zh="{year}年度报告采用了{form}，该表样自{first}年度起适用",
    ),
)
FORM_TOO_OLD = S07.message(
    "form.years",
    "warning",
    Template(
        en="the report on {year} follows the form {form}, made for years to {last}",
        zh="{year}年度报告采用了{form}，该表样只适用至{last}年度",
    ),
)
