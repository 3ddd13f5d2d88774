"""What a report is as a whole: its sections, dates, year, agency, and the bytes it came in."""

from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.message import Code
from extraction.values.catalogue.template import Template

# Sections

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

# Dates and the year

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

# The agency

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

# Where the report says so

IN_TITLE = Bilingual(en="title", zh="标题")
IN_SIGNATURE = Bilingual(en="signature", zh="落款")
IN_OPENING = Bilingual(en="opening words", zh="编制说明")
IN_OVERVIEW = Bilingual(en="first section", zh="总体情况")
IN_PERIOD = Bilingual(en="period", zh="统计期限")
ON_PAGE = Bilingual(en="page around the report", zh="网页信息栏")
IN_TAG = Template(en="page's head ({tag})", zh="网页标签（{tag}）")
NAME_AT = Template(en="“{name}” ({place})", zh="“{name}”（{place}）")
PUBLISHED = Bilingual(en="published", zh="发布日期")
SIGNED = Bilingual(en="signed", zh="落款日期")
YEAR = Bilingual(en="year", zh="年度")
PERIOD_START = Bilingual(en="start of the period", zh="统计期限起")
PERIOD_END = Bilingual(en="end of the period", zh="统计期限止")

# The file

Q01 = Code(
    "Q01",
    means=Bilingual(
        en="Bytes of the file that are no text in its encoding.",
        zh="文件中有不符合其编码、无法解码的字节。",
    ),
    advice=Bilingual(
        en="Look at the place: the file was cut or damaged on its way. What stands elsewhere is "
        "read as ever.",
        zh="查看该处：文件可能在传输中损坏。其余内容照常读取。",
    ),
)
BYTES_LOST = Q01.message("text.bytes", "info", Template(en="{notice}", zh="{notice}"))

Q02 = Code(
    "Q02",
    means=Bilingual(
        en="A part of the file could not be read: a page that is a picture, for one.",
        zh="文件有一部分无法读取，例如某页为图片。",
    ),
    advice=Bilingual(
        en="Look at that part of the file; what stands elsewhere is read as ever.",
        zh="请查看文件的该部分；其余内容照常读取。",
    ),
)
PART_UNREAD = Q02.message("text.unread", "error", Template(en="{what}", zh="{what}"))

Q03 = Code(
    "Q03",
    means=Bilingual(
        en="What was done to make running text of a file's pages: frames left out, tables and "
        "numbers joined.",
        zh="将分页文件读作连续文本时所作的处理：略去页眉页脚，合并跨页表格、分行数字等。",
    ),
    advice=Bilingual(
        en="Nothing, unless a figure there seems wrong.",
        zh="一般无需处理；该处数字存疑时请核对原件。",
    ),
)
PAGES_JOINED = Q03.message(
    "text.pages", "info", Template(en="{remark}", zh="{remark}"), diagnosis="unresolved"
)

Q04 = Code(
    "Q04",
    means=Bilingual(
        en="Figures of a scan, read by OCR, that neither a second engine nor the sums confirm.",
        zh="扫描件中由OCR识别的数字，尚无第二个识别引擎或勾稽关系印证。",
    ),
    advice=Bilingual(
        en="Compare the named figures with the picture and confirm them (`gouji review`); with "
        "tesseract installed, a second engine reads them.",
        zh="对照图片核对所列数字并确认（`gouji review`）；安装 tesseract 后由第二个引擎再次识别。",
    ),
)
SCAN_READ = Q03.message(
    "text.scan",
    "info",
    Template(
        en="{count:cell} read by OCR, {agreed} of them alike by a second engine",
        zh="{count}个单元格由OCR识别，其中{agreed}个经第二个引擎识别一致",
    ),
    diagnosis="unresolved",
)
SCAN_UNCONFIRMED = Q04.message(
    "structure.scan",
    "error",
    Template(
        en="{count:figure} of the scan read by one OCR engine alone, and confirmed by nothing "
        "else: {figures}",
        zh="{count}个扫描数字仅由一个OCR引擎识别，无其他印证：{figures}",
    ),
)
SCAN_SUMS_FAIL = Q04.message(
    "structure.scan_sums",
    "error",
    Template(
        en="{count:sum} over scanned figures not shown to hold: the report's mistake, or a "
        "misreading",
        zh="{count}项勾稽关系在扫描数字间未能成立：或为原报告之误，或为识别错误",
    ),
)
