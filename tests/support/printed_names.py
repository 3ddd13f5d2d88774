"""Made-up agencies, printed in every way that reports print them, and broken in print.

`python -m tests.support.printed_names 5000 0 [hostile]` reads so many from seed 0 on, and tells how
many names came out whole, none, or wrong (each of these is shown). No place here is real.
"""

import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from random import Random

from tests.support.scored import extract_text

CITIES = ("澜州市", "青禾市", "临溪市", "雾浦市", "景溪镇市", "乌岚自治州", "巴音岚盟")
COUNTIES = (
    "澄川县",
    "石桥县",
    "涧县",
    "呼图岚县",
    "木里岚彝族自治县",
    "望岭区",
    "雾浦区",
    "乌岚左旗",
    "城郊区",
    "云屏县",
    "新溪县",
    "青岚高新区",
    "临汀经济开发区",
)
TOWNS = ("涧镇", "白水镇", "青石镇", "芦荻乡", "枕溪街道", "回风彝族乡", "巴音苏木", "塔乡")
COUNTY_BODIES = (
    "人民政府",
    "人民政府办公室",
    "教育局",
    "水务局",
    "财政局",
    "自然资源和规划局",
    "司法局",
    "住房和城乡建设局",
    "市场监督管理局",
    "发展和改革局",
    "农业农村局",
    "卫生健康局",
    "信访局",
    "工业和信息化局",
    "政务服务数据管理局",
    "机关事务管理局",
    "人力资源和社会保障局",
    "统计局",
    "城市管理局",
    "退役军人事务局",
    "行政审批服务局",
    "发展和改革委员会",
    "卫生健康委员会",
    "机关后勤服务中心",
    "公共资源交易中心",
    "融媒体中心",
    "住房公积金管理中心",
    "机关事务服务中心",
    "疾病预防控制中心",
    "环境卫生管理站",
    "交通运输管理所",
    "城市管理综合行政执法大队",
    "档案馆",
    "公安局交通警察大队",
    "人民法院",
    "人民检察院",
    "第一中学",
    "人民医院",
    "供销合作社联合社",
    "气象局",
    "烟草专卖局",
    "消防救援大队",
    "红十字会",
    "总工会",
    "残疾人联合会",
    "国有林场",
    "城市建设投资集团有限公司",
    "政务公开办公室",
    "城乡居民社会养老保险局",
    "社会保险事业局",
    "人民政府国有资产监督管理委员会",
    "海事局",
    "应急管理局",
    "地方志编纂委员会办公室",
)
CITY_BODIES = (*COUNTY_BODIES, "海关", "外事办公室", "师范学院", "中级人民法院")
PROVINCE_BODIES = ("教育厅", "水利厅", "人民政府办公厅", "地方金融管理局", "农业科学院")
PLACELESS = ("青岚大学", "澜州师范大学", "青岚电力有限公司", "国家数据局", "中国气象局")

MENUS = (
    "首页",
    "政务公开",
    "首页 > 政务公开 > 政府信息公开年报",
    "无障碍阅读",
    "当前位置:首页",
    "走进澄川",
    "索引号:11420000/2024-00012",
    "发布日期:2024-01-19",
    "字体:大 中 小",
    "来源:县府办",
    "通知公告",
    "打印",
    "政府信息公开年度报告",
    "法定主动公开内容",
    "您的位置:首页>年报",
    "浏览次数:32",
    "主题分类 | 其他 |",
)
FEET = (
    "版权所有:澜州市人民政府",
    "主办单位:澜州市人民政府办公室",
    "网站标识码:3300000001",
    "上一篇:没有了",
    "打印 关闭",
    "ICP备33000000号",
    "版权所有 2020-2024",
    "联系我们",
)
CUTS = (
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    " ",
    "    ",
    "\u3000",
    "|",
    " | ",
    "\n> ",
    "\u3000\u3000",
    "\n  ",
)
PAIRS = ("**", "`", "_", "***")
TITLES = (
    "{name}{year}年政府信息公开工作年度报告",
    "{name}{year}年度政府信息公开工作年度报告",
    "{year}年{name}政府信息公开工作年度报告",
    "{year}年度{name}政府信息公开年报",
    "{name}政府信息公开工作{year}年度报告",
    "{name}关于{year}年度政府信息公开工作情况的报告",
    "{name}\n{year}年政府信息公开工作年度报告",
)
OPENINGS = (
    "根据《中华人民共和国政府信息公开条例》规定,由{name}编制。",
    "{name}根据《中华人民共和国政府信息公开条例》编制本报告。",
    "按照规定,现公开{name}{year}年政府信息公开工作年度报告。",
    "现将{name}{year}年度政府信息公开工作情况报告如下。",
    "根据《条例》要求,现公布{name}{year}年政府信息公开年度报告。",
    "本报告由{name}组织编制。",
    "{year}年{name}政府信息公开工作年度报告根据《条例》编制。",
    "按照上级要求,{name}编制了本报告。",
)
# Bodies and words around a report that are not the agency's; none of the agency's places is here.
OTHERS = (
    "河阳市教育局",
    "河阳市人民政府",
    "梧岭县财政局",
    "河阳市梧岭县人民政府办公室",
    "梧岭县司法局",
)
HEADERS = (
    "河阳市人民政府",
    "河阳市人民政府门户网站",
    "中国·梧岭",
    "梧岭县政务公开平台",
    "梧岭县人民政府",
)
WORDS = (
    "智能问答",
    "县情县貌",
    "阳光政务",
    "回应关切",
    "规划计划",
    "乡村振兴",
    "财政预决算",
    "热线电话",
    "社会救助",
    "法治建设",
    "重点领域",
    "基层政务",
    "今日梧岭",
    "招商引资",
    "移动客户端",
    "部门街镇",
    "建议提案",
    "教育局",
    "财政局",
    "市属部门",
    "乡镇街道",
    "政府机构",
    "权力清单",
    "行政权力",
    "双随机",
)
CITED = (
    "按照由国务院办公厅编制的格式要求填报。",
    "根据《河阳市人民政府办公室关于\n做好2022年政府信息公开工作年度报告编制工作的通知》要求填报。",
    "在河阳市人民政府办公室的指导下完成填报。",
    "原梧岭县环境保护局的职责已经划出。",
    "与2022年政府信息公开工作年度报告相比,格式有变化。",
    "有疑问请与河阳市人民政府办公室联系。",
)
SPOKEN = (
    "河阳市人民政府高度重视政府信息公开工作,我们认真落实。",
    "2023年,在河阳市人民政府的领导下,工作有序。",
    "按照梧岭县人民政府统一部署,认真做好公开工作。",
    "全年工作平稳有序。",
)
PLAIN = "根据《澜州市人民政府办公室关于做好年度报告的通知》,编制本报告。"


@dataclass(frozen=True)
class Printed:
    """A page with one agency's name in it, and how it was printed."""

    text: str
    ending: str
    name: str
    ways: tuple[str, ...]
    cut: str


def make_name(random: Random) -> str:
    """A made-up body of any level and kind."""
    city, county = random.choice(CITIES), random.choice(COUNTIES)
    wide = random.choice(("", "", city))
    kind = random.randrange(10)
    if kind < 5:
        return wide + county + random.choice(COUNTY_BODIES)
    if kind == 5:
        return city + random.choice(CITY_BODIES)
    if kind == 6:
        town = random.choice(TOWNS)
        office = "办事处" if town.endswith("街道") else "人民政府"
        return random.choice(("", county)) + town + random.choice((office, office, ""))
    if kind == 7:
        return random.choice(
            (
                f"国家税务总局{county}税务局",
                f"国家统计局{county}调查队",
                f"中国人民银行{city}中心支行",
                f"{county}{random.choice(('管理委员会', '管委会'))}",
                f"中华人民共和国{city[:2]}海关",
            )
        )
    if kind == 8:
        return "青岚省" + random.choice(PROVINCE_BODIES)
    return random.choice(PLACELESS)


def cut_text(random: Random, text: str) -> tuple[str, str]:
    """Break a text once or twice, or put blanks between all of its characters."""
    kind = random.randrange(8)
    at = random.randrange(1, len(text))
    if kind == 0:
        blank = random.choice((" ", "\u3000", "  "))
        return blank.join(text), "letters apart"
    if kind == 1:
        pair = random.choice(PAIRS)
        left, right = text[:at], text[at:]
        return random.choice((f"{pair}{left}{pair}{right}", f"{left}{pair}{right}{pair}")), pair
    cut = random.choice(CUTS)
    broken = text[:at] + cut + text[at:]
    if kind == 2 and len(text) > 3:
        other = random.randrange(1, len(text))
        first, last = sorted((at, other))
        broken = text[:first] + cut + text[first:last] + (cut if last > first else "") + text[last:]
    return broken, repr(cut)


def print_name(seed: int, *, hostile: bool = False) -> Printed:
    """A page that names its agency in one to three ways, most of them broken.

    hostile: other bodies are named around it, and words that no list of menus holds.
    """
    random = Random(seed)
    name, year = make_name(random), random.choice(("2021", "2023", "2024"))
    ways = tuple(random.sample(("title", "signature", "opening"), random.choice((1, 1, 2, 3))))
    broken = {way for way in ways if random.random() < 0.7}
    cuts = []

    def show(way: str, form: str) -> str:
        text = form.format(name=name, year=year)
        if way not in broken:
            return text
        if random.random() < 0.3:  # broken anywhere in the first words
            end = min(len(text), len(name) + 6)
            shown, cut = cut_text(random, text[:end])
            shown += text[end:]
        else:
            shown, cut = cut_text(random, name)
            shown = form.format(name=shown, year=year)
        cuts.append(cut)
        return shown

    title = show("title", random.choice(TITLES)) if "title" in ways else ""
    opening = show("opening", random.choice(OPENINGS)) if "opening" in ways else PLAIN
    dated = random.choice(("{name}\n2024年1月16日", "{name}  2024年1月16日", "{name}2024年1月16日"))
    signature = show("signature", dated) if "signature" in ways else ""
    menus = random.sample(MENUS, random.choice((0, 0, 1, 3)))
    feet = random.sample(FEET, random.choice((0, 0, 2)))
    spoken = "全年工作平稳有序。"
    if hostile:
        menus, feet, spoken = _surround(random, menus, feet, year)
        opening = random.choice((opening, f"{random.choice(CITED)}{opening}"))
    mark = random.choice(("", "", "# ", "**"))
    title = (
        f"{mark}{title}{mark if mark == '**' else ''}"
        if title
        else f"{year}年政府信息公开工作年度报告"
    )
    last = random.choice(("无。", "本年度未收取信息处理费。", "无", "没有其他需要报告的事项"))
    lines = [
        *menus,
        title,
        opening,
        "一、总体情况",
        spoken,
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "个别栏目更新不够及时。",
        "六、其他需要报告的事项",
        last,
        signature,
        *feet,
    ]
    text = "\n".join(line for line in lines if line)
    ending = random.choice((".txt", ".txt", ".md", ".html"))
    if ending == ".html":
        text = _to_html(random, text, f"{name}{year}年政府信息公开工作年度报告")
    return Printed(text, ending, name, ways, cuts[0] if cuts else "")


def _surround(
    random: Random, menus: list[str], feet: list[str], year: str
) -> tuple[list[str], list[str], str]:
    """What stands above and below, and what the first section says, of other bodies."""
    links = [f"{other}{year}年政府信息公开工作年度报告" for other in random.sample(OTHERS, 2)]
    above = random.choice(
        (
            [random.choice(HEADERS)],
            random.sample(WORDS, random.choice((1, 2, 5))),
            [*links, random.choice(MENUS)],
            links,
            [random.choice(HEADERS), *random.sample(WORDS, 2)],
            random.sample(OTHERS, 2),
        )
    )
    below = random.choice(
        (
            [f"上一篇:{links[0]}"],
            ["相关链接", *links],
            [OTHERS[0]],
            ["主办:河阳市人民政府", "2024年5月1日"],
        )
    )
    mixed = random.choice(([*above, *menus], [*menus, *above]))
    return mixed, random.choice((feet, [*below, *feet], [*feet, *below])), random.choice(SPOKEN)


def _to_html(random: Random, text: str, title: str) -> str:
    """The page as HTML: each line a paragraph or ended by a break; its head may say the title."""
    tags = random.choice(
        (
            "",
            f"<title>{title}</title>",
            f"<title>{title}-澜州市人民政府</title>",
            "<title>澜州市人民政府门户网站</title>",
            f'<meta name="ArticleTitle" content="{title}">',
            '<meta name="SiteName" content="澜州市人民政府">'
            '<meta name="ContentSource" content="澜州市人民政府">',
        )
    )
    lines = escape(text.replace("\r", "")).split("\n")
    if random.random() < 0.5:
        body = "".join(f"<p>{line}</p>" for line in lines)
    else:
        body = "<div>" + "<br>".join(lines) + "</div>"
    return f"<html><head>{tags}</head><body>{body}</body></html>"


Judge = Callable[[Printed], str | None]


def read_agency(printed: Printed) -> str | None:
    """The agency that comes of a page."""
    _, records = extract_text(printed.text, printed.ending)
    return records[0].metadata.agency


def is_right(agency: str | None, printed: Printed) -> bool:
    """Whether an agency is the whole name; a township's may be its place."""
    return agency == printed.name


def main(arguments: Sequence[str]) -> None:
    """Read so many pages and tell what came of them."""
    count, first = int(arguments[0]), int(arguments[1])
    told: Counter[tuple[str, str]] = Counter()
    for seed in range(first, first + count):
        printed = print_name(seed, hostile="hostile" in arguments)
        agency = read_agency(printed)
        came = "null" if agency is None else "whole" if is_right(agency, printed) else "WRONG"
        told[came, printed.cut or "not broken"] += 1
        if came == "WRONG" or (came == "null" and not printed.cut):
            sys.stdout.write(f"{seed} {came} {printed.name} {agency} {printed.ways}\n")
    for cut in sorted({cut for _, cut in told}):
        row = {came: told[came, cut] for came in ("whole", "null", "WRONG")}
        sys.stdout.write(f"{cut:16} {row}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
