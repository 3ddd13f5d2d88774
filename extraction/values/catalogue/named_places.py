"""Places of a report, and what is printed there, as messages name them."""

from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.template import Template

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
