"""Which reports are of one agency, and which of several on one year counts."""

from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.message import Code
from extraction.values.catalogue.template import Template

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
