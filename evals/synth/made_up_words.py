"""The words around the tables, written for this purpose; places and bodies are invented."""

from collections.abc import Mapping
from dataclasses import dataclass
from random import Random

from evals.synth.draft import Agency, DraftProse
from evals.synth.labelled import PlantedFact
from evals.synth.telling import SentenceOfFacts, join_told, tell
from extraction.forms.form import Form

PROVINCES = ("江岚省", "北原省", "东陵省", "南岫自治区")
CITIES = ("青禾市", "临溪市", "白石市", "云岭州", "沙洲市", "安澜市", "望川市")
COUNTIES = ("云台区", "清水县", "平湖口区", "石桥县", "长坪县", "柳荫区", "河湾县", "新埠区")
BODIES = (
    "人民政府",
    "人民政府",
    "人民政府办公室",
    "农业农村局",
    "教育局",
    "财政局",
    "市场监督管理局",
    "住房和城乡建设局",
    "卫生健康局",
    "自然资源局",
    "城市管理局",
    "应急管理局",
    "统计局",
    "水利局",
    "医疗保障局",
)
NUMERALS = "一二三四五六七八九十"


def draw_agency(year: int, rng: Random) -> Agency:
    """Return an invented agency."""
    city, county = rng.choice(CITIES), rng.choice(COUNTIES)
    body = rng.choice(BODIES)
    region = rng.choice((county, city, city + county))
    if rng.random() < 0.3:
        region = rng.choice(PROVINCES) + city
    short = "我区" if county.endswith("区") else "本机关"
    return Agency(region + body, short, region, year)


def title_of(agency: Agency, rng: Random) -> str:
    """Return the report's title in one of the usual wordings; some are broken over two lines."""
    name, year = agency.name, agency.year
    return rng.choice(
        (
            f"{name}{year}年政府信息公开工作年度报告",
            f"{name}{year}年度政府信息公开工作年度报告",
            f"{name}{year}年政府信息公开年度报告",
            f"{year}年{name}政府信息公开工作年度报告",
            f"{name}关于{year}年度政府信息公开工作的年度报告",
            f"{name}政府信息公开工作{year}年度报告",
            f"{name}{year}年度政府信息公开年报",
            f"关于{year}年度政府信息公开工作情况的报告",
            f"【{name}】{year}年政府信息公开工作年度报告",
            f"{name}\n{year}年政府信息公开工作年度报告",
            f"{name}{year}年政府信息公开\n工作年度报告",
        )
    )


@dataclass(frozen=True, slots=True)
class Opening:
    """The words before the first section, and what they say of the report, by metadata's names."""

    text: str
    says: Mapping[str, str | int | None]


def preamble_of(agency: Agency, rng: Random) -> Opening:
    """Return what is said before the first section; cited documents are others' words."""
    year = agency.year
    number = f"〔{year + 1}〕{rng.randint(2, 88)}号"
    phone = f"0{rng.randint(310, 999)}-{rng.randint(2000000, 8999999)}"
    basis = rng.choice(
        (
            "根据《中华人民共和国政府信息公开条例》第四十九条、第五十条的要求",
            f"按照上级关于编报年度报告的通知(政务公开办函{number})",
            f"根据《{rng.choice(CITIES)}人民政府办公室关于做好{year}年年度报告编制工作的通知》"
            f"({year}年12月{rng.randint(2, 30)}日印发)要求",
        )
    )
    contact = rng.choice(
        (
            f"如有疑问,请与{agency.name}联系(电话:{phone},邮编:{rng.randint(110000, 759999)})。",
            f"联系地址:{agency.region}建设路{rng.randint(1, 300)}号,联系电话:{phone}。",
            "",
        )
    )
    compiled = rng.choice(
        (
            f"{agency.name}编制了{year}年度报告。",
            f"由{agency.name}编制。",
            "编制本报告。",
        )
    )
    period, is_stated = rng.choice(
        (
            (f"本报告中所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。", True),
            (f"数据统计期限为{year}年1月1日至{year}年12月31日。", True),
            (f"统计期限为{year}年1月1日至12月31日。", True),
            ("", False),
        )
    )
    says = {
        "period_start": f"{year}-01-01" if is_stated else None,
        "period_end": f"{year}-12-31" if is_stated else None,
    }
    return Opening(f"{basis},{compiled}{period}{contact}", says)


@dataclass(frozen=True, slots=True)
class Signed:
    """The lines below the text: who signed, and on which day (ISO), if that can be read."""

    lines: tuple[str, ...]
    day: str | None


def signature_of(agency: Agency, rng: Random) -> Signed:
    """Return name and date in one of the usual ways, or neither."""
    year, month, day = agency.year + 1, rng.randint(1, 3), rng.randint(4, 28)
    plain = f"{year}年{month}月{day}日"
    lines = rng.choice(
        (
            (agency.name, plain),
            (agency.name, plain),
            (agency.name, f"{year} 年 {month} 月 {day} 日"),
            (agency.name, f"{_in_words(year)}年{_numeral(month)}月{_numeral(day)}日"),
            (f"{agency.name}  {plain}",),
            (agency.name,),
            (),
        )
    )
    dated = len("".join(lines)) > len(agency.name)
    return Signed(lines, f"{year}-{month:02d}-{day:02d}" if dated else None)


def _in_words(year: int) -> str:
    """Return a year digit by digit.

    >>> _in_words(2024)
    '二〇二四'
    """
    return "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))


def _numeral(number: int) -> str:
    """Return a number below 100 in words.

    >>> _numeral(5), _numeral(16), _numeral(28)
    ('五', '十六', '二十八')
    """
    tens, ones = divmod(number, 10)
    head = "" if not tens else ("十" if tens == 1 else f"{NUMERALS[tens - 1]}十")
    return head + (NUMERALS[ones - 1] if ones else "")


PROACTIVE = (
    "一年来,{short}把主动公开当作日常工作来抓,及时更新机构职能、财政预决算和重点领域信息。",
    "全年通过门户网站发布信息{n:website_items}条,其中公示公告{m}条,工作动态{k}条。",
    "围绕群众关心的就业、住房、教育等事项,编制公开目录并按季度核对更新情况。",
    "政务微信公众号推送文章{m:wechat_items}篇,政策图解{k:policy_interpretations}期,阅读量约{n}次。",
    "召开新闻发布会{k:press_conferences}场,开展意见征集{m:public_consultations}次,收到意见{n}条。",
    "公开人大代表建议和政协提案答复{m:proposals_disclosed}件,较上年增加{k}件,办复率100%。",
    "全年主动公开政府信息{n:disclosed_items}条,自网站开通以来累计发布{n}条。",
    "转载上级重要政策{m:policies_reposted}条,政务微博发布信息{n:weibo_items}条,点击{n}次。",
    "依法公开行政许可、行政处罚、行政强制等执法信息,做到应公开尽公开。",
)
MANAGEMENT = (
    "严格落实拟公开信息的保密审查,对{k:documents_reviewed_for_disclosure}件公文的公开属性逐件审核。",
    "对现行文件开展清理,并在网站公布清理结果,方便公众查询。",
    "健全信息发布的登记、审核和更正制度,责任落实到科室和个人。",
)
PLATFORM = (
    "完成网站栏目调整,检索和下载功能更加好用,全年网站运行平稳。",
    "政务服务大厅设公开查阅点{k}处,接待查阅群众{m}人次。",
    "县区两级共保有政务新媒体{k:new_media_accounts}个,粉丝总数{n}人。",
    "规范政务新媒体账号管理,关停长期不更新的账号{k}个。",
)
SUPERVISION = (
    "把公开工作列入年度考核,全年组织业务培训{k:trainings}次,参训{m}人次。",
    "开展专项督查{k:inspections}次,印发工作通报{m:bulletins}期,督办问题{n}个。",
    "邀请群众代表开展社会评议,没有发生责任追究的情形。",
    "对所属单位开展季度抽查,发现问题即时反馈并限期整改。",
)
PROBLEMS = (
    "公开内容与群众期待还有距离,解读形式比较单一。",
    "个别科室对公开时限把握不严,信息更新不够及时。",
    "工作人员变动较多,业务能力有待加强。",
    "主动公开的深度不够,基层力量偏弱。",
)
PLANS = (
    "明年计划组织培训{k}次,力争主动公开政府信息{n}条以上。",
    "下一步,将加强培训指导,统一答复文书的格式和口径。",
    "今后将进一步优化栏目设置,丰富图解、视频等解读方式。",
    "我们将完善考核办法,推动公开与业务同部署、同落实。",
)
OTHER = (
    "本年度未收取信息处理费{0:information_fee}。",
    "没有其他需要报告的事项。",
    "无",
    "按照规定,本年度没有产生信息处理费{0:information_fee},也没有其他需要说明的情况。",
    "本年度依申请提供信息均未收费{0:information_fee}。",
)


def overview_of(agency: Agency, told: SentenceOfFacts, rng: Random) -> SentenceOfFacts:
    """Return the paragraphs of the first section, the figures of the requests among them."""
    opening = f"{agency.year}年,{agency.name}认真做好政府信息公开各项工作,整体情况平稳有序。"
    return join_told(
        (
            SentenceOfFacts(opening),
            SentenceOfFacts("(一)主动公开情况。") + _pick(PROACTIVE, 2, agency, rng),
            SentenceOfFacts("(二)依申请公开情况。") + told,
            SentenceOfFacts("(三)政府信息管理情况。") + _pick(MANAGEMENT, 1, agency, rng),
            SentenceOfFacts("(四)平台建设情况。") + _pick(PLATFORM, 1, agency, rng),
            SentenceOfFacts("(五)监督保障情况。") + _pick(SUPERVISION, 1, agency, rng),
        )
    )


def _pick(texts: tuple[str, ...], count: int, agency: Agency, rng: Random) -> SentenceOfFacts:
    told = SentenceOfFacts("")
    for text in rng.sample(texts, count):
        told += tell(text.replace("{short}", agency.short), {}, rng)
    return told


def heading_of(form: Form, section: str, rng: Random) -> str:
    """Return the numbered heading of a section."""
    index = list(form.sections).index(section)
    names = form.sections[section]
    return f"{NUMERALS[index]}、{names[0] if rng.random() < 0.8 else rng.choice(names)}"


def problems_of(agency: Agency, rng: Random) -> SentenceOfFacts:
    """Return the paragraphs on shortcomings and plans."""
    short = SentenceOfFacts("存在的不足:一是{}二是{}".format(*rng.sample(PROBLEMS, 2)))
    return join_told((short, _pick(PLANS, 1, agency, rng)))


def write_prose(
    form: Form, agency: Agency, told: SentenceOfFacts, rng: Random
) -> tuple[dict[str, list[DraftProse]], tuple[PlantedFact, ...]]:
    """Return the paragraphs of every section, its heading first, and the facts in them."""
    texts = {
        "overview": overview_of(agency, told, rng),
        "problems_improvements": problems_of(agency, rng),
        "other_matters": tell(rng.choice(OTHER), {}, rng),
    }
    sections = {}
    for section in form.sections:
        told = texts.get(section, SentenceOfFacts(""))
        paragraphs = told.text.split("\n") if told.text else []
        heading = DraftProse("heading", heading_of(form, section, rng), section)
        sections[section] = [heading, *(DraftProse("text", text, section) for text in paragraphs)]
    return sections, tuple(fact for told in texts.values() for fact in told.facts)
