"""Names of public bodies: where the place ends, what kind of body it is, which names are one's."""

import re
from functools import lru_cache

from extraction.values.record import AdminLevel, AgencyType

# A unit of the administrative division. What follows it is looked at where names of units
# go on in names of others (徐州市, 景德镇市, 新乡县) or are words of a body's own name.
_UNIT = re.compile(
    r"(?!住房|城乡|城市|农业|国家|自然|(?:人民)?政府|[县区省])"
    r"(?:[\u4e00-\u9fff]{2,14}?(?:自治区|自治州|自治县|自治旗|特别行政区)"
    r"|(?:(?![省市区县州盟旗镇乡])[\u4e00-\u9fff]){1,6}县(?![镇城底])"
    r"|[\u4e00-\u9fff]{2,7}?(?:地区|新区|街道|苏木|省|市(?!区)|区(?![域划块])|盟"
    r"|镇(?![市区江])|(?<!城)乡(?![市县村])|旗(?![区镇县]))"
    r"|(?![县市区省州旗村城])[\u4e00-\u9fff](?:[镇乡]|街道|苏木)(?=(?:人民)?政府|党[政委]|办事处|\Z)"
    r"|[城郊矿]区|[\u4e00-\u9fff]{1,6}?(?:县|州(?![市区县镇乡新]))"
    r"|[\u4e00-\u9fff]{2,12}?(?:开发区|高新区|示范区|园区|度假区))"
)
# A district's government in the name of a street's office: 雾浦区人民政府翠微街道办事处.
_SENT_OUT = re.compile(r"(?:人民)?政府(?=[\u4e00-\u9fff]{1,7}(?:街道|镇|乡|地区)办事处)")
_BAD = re.compile(
    r"^年(?![丰陡嘎])|^度|^原(?![阳平州])|^[由在向对请与是为经据被给让现并等该其此及]|我[市县区省局委办镇乡]|[各该的了某]|(?:局|委|厅|部|办|府)[和与及]"
    r"|本(?:机关|单位|级|局|委|办|部门|县|区|市|镇|乡|省|行政)|(?<!安)全(?:市|县|区|省|镇|乡|局|体)"
    r"|(?:行政|国家|编制|发文|制发|公开|承办|责任|主管|审批|各级|政府|下级|上级|复议|公安|司法)机关"
    r"|机关(?:单位|名称|代码|干部|工作人员|\Z)|部门|乡镇|街镇|镇街|有关|相关|所属|下属|以及|根据|按照|关于|网站|门户|专栏|公众号"
    r"|公开(?!办|与|和|中心|科|服务)|公布|发布(?!中心)|现将|平台(?!公司|有限|中心|管理)|领导小组(?!办公室)"
    r"|联席|报告|年报|编制(?!委员会)|联系|首页|许可|处罚|强制(?!隔离)|收费|集中采购|规章|规范性|文号|索引|来源"
    r"|日期|标题|内容|分类|附件"
    r"|^(?:着力|积极|全力|大力|努力|扎实|持续|切实|全面)?"
    r"(?:服务|推进|推动|助力|围绕|做好|加强|支持|保障)(?=[\u4e00-\u9fff]{1,6}[市县区旗])"
)
_BODY = re.compile(
    r"(?:政府|办公[厅室]|政府办|委员会|管委会|[局委厅部署院处所站队会社馆台校园场庭]|监狱)"
    r"|(?:中心|公司|大学|学院|[中小]学|医院|银行|[支分]行|公路(?:管理|养护)?段|(?:工务|机务|电务|车务|供电|养路|养护)段|[残妇文侨]联|科协|办事处|街道办|海关|集团|公署|行署)"
)
_CUT = re.compile(r"[市县区州](?!中区|北区|南区|州|阳|城)")  # the end of a place's name
_LOST = re.compile(r"^年|^(?:民政府|政府信息|府)")  # the end of what stood before
# It begins with a character, and its brackets are closed.
_FULL = re.compile(r"(?=.{2,40}\Z)[\u4e00-\u9fff](?:[\u4e00-\u9fff·]|\([\u4e00-\u9fff·]+\))+")
_OFFICE = re.compile(r"(?:人民政府|政府|管理委员会|管委会|办事处|公署|行署)(?:办公[厅室]|办)")
_VERTICAL = re.compile(
    r"税务局|海关|气象局|消防救援|邮政管理局|海事局|调查队|烟草专卖局|金融监督管理局|监管局银保"
    r"|银保监|证监局|地震局|出入境|通信管理局"
)
_CENTRAL = re.compile(r"国家[\u4e00-\u9fff]{2,8}?局(?=[\u4e00-\u9fff])")
_UNIT_END = re.compile(r"(?:办公[厅室]|[办科股处室])$")
_ORGANISATION = re.compile(r"(?:大学|学院|学校|中学|小学|幼儿园|医院|公司|集团|银行)$")
_DEPARTMENT = re.compile(r"(?:局|厅|部|(?<!管理)(?<!村民)(?<!居民)委员会|(?<![管村居])委)$")
_LONGEST_SHORT_FORM = 5
_FEW = 2
_SHORTEST = 3
_TOWNSHIPS = ("镇", "乡", "街道", "苏木")
_SHORTEST_PLACED = 6
_MUNICIPALITIES = frozenset({"北京市", "上海市", "天津市", "重庆市"})
_ZONES = re.compile(r"(?:开发|高新|新|示范|园|产业|保税|度假|风景名胜|管理)区$")


@lru_cache(maxsize=1024)
def split_place(name: str) -> tuple[tuple[str, ...], str]:
    """Return the places at the beginning of a name, the widest first, and what is left.

    >>> split_place("柳州市柳北区人民政府")
    (('柳州市', '柳北区'), '人民政府')
    >>> split_place("景德镇市市场监督管理局"), split_place("住房和城乡建设局")
    ((('景德镇市',), '市场监督管理局'), ((), '住房和城乡建设局'))
    >>> split_place("石桥县白水镇人民政府")
    (('石桥县', '白水镇'), '人民政府')
    >>> split_place("雾浦区人民政府翠微街道办事处")
    (('雾浦区', '翠微街道'), '办事处')
    """
    units: list[str] = []
    at = 0
    while match := _UNIT.match(name, at):
        units.append(match[0])
        at = match.end()
        above = _SENT_OUT.match(name, at)
        at = above.end() if above else at
    return tuple(units), name[at:]


@lru_cache(maxsize=1024)
def is_body(name: str) -> bool:
    """Whether a text is the whole name of a public body, its place included or not.

    >>> [is_body(name) for name in ("柳北区人民政府", "县教育局", "各有关部门", "县政府网站")]
    [True, True, False, False]
    """
    if not _FULL.fullmatch(name) or _BAD.search(name):
        return False
    units, own = split_place(name)
    if (units and _CUT.match(units[0])) or _LOST.search(own):
        return False
    ends = [m.end() for m in _BODY.finditer(own)]
    whole = bool(ends) and ends[-1] == len(own)
    if own == "办":
        return units[-1:] != () and units[-1].endswith("街道")
    if not own:
        return units[-1].endswith(_TOWNSHIPS)
    return whole and len(name) >= _SHORTEST and len(own) >= _FEW


@lru_cache(maxsize=1024)
def is_place(name: str) -> bool:
    """Whether a text is a place and nothing more.

    >>> is_place("衡阳市南岳区"), is_place("南岳区人民政府")
    (True, False)
    """
    units, own = split_place(name)
    return bool(units) and not own and not _BAD.search(name)


def has_place(name: str) -> bool:
    """Whether a name says where the body is, or is a national one's.

    >>> has_place("县教育局"), has_place("清水县教育局"), has_place("国家统计局")
    (False, True, True)
    """
    return bool(split_place(name)[0]) or name.startswith(("国家", "中国", "中华", "国务院"))


def is_same_body(one: str, other: str) -> bool:
    """Whether two names are certainly one body's: more of the place, or a usual short form.

    >>> is_same_body("柳北区人民政府", "柳州市柳北区人民政府")
    True
    >>> is_same_body("柳北区工信局", "柳北区工业和信息化局")
    True
    >>> is_same_body("柳北区人民政府", "柳北区人民政府办公室")
    False
    >>> is_same_body("柳北区政府办", "柳州市柳北区人民政府办公室")
    True
    >>> is_same_body("石桥县白水镇", "白水镇人民政府")
    True
    >>> is_same_body("石桥县发展和改革局", "石桥县发展改革局")
    True
    """
    if _is_end_of(*sorted((one, other), key=len)):
        return True
    (places, own), (others, its) = _split_body(one), _split_body(other)
    shorter, longer = sorted((places, others), key=len)
    if shorter and longer[-len(shorter) :] != shorter:
        return False
    short, long = sorted((_settle(own), _settle(its)), key=len)
    if short == long:
        return bool(shorter) or not longer
    return bool(shorter) and _is_short_form(short, long)


def _split_body(name: str) -> tuple[tuple[str, ...], str]:
    """Return the places of a name and what is left; a township alone means its government."""
    units, own = split_place(name)
    if not own and units and units[-1].endswith(("镇", "乡")):
        own = "人民政府"
    if units and units[-1].endswith("街道") and own in ("", "办"):
        own = "办事处"
    return units, own


def _is_end_of(short: str, long: str) -> bool:
    """Whether one name is the other's end: it names a place, or goes on from one (市教育局)."""
    if not long.endswith(short):
        return False
    from_unit = short[0] in "省市州县区镇乡" and is_place(long[: len(long) - len(short) + 1])
    return len(short) >= _SHORTEST_PLACED or from_unit


def is_fuller_name(long: str, short: str) -> bool:
    """Whether a name of the same body says more of it: its place, or a short form in full.

    >>> is_fuller_name("柳州市柳北区人民政府", "柳北区人民政府")
    True
    >>> is_fuller_name("国家税务总局柳州市柳北区税务局", "柳北区税务局")
    True
    >>> is_fuller_name("锛柳北区人民政府", "柳北区人民政府")
    False
    """
    if len(long) <= len(short) or not is_same_body(long, short):
        return False
    if split_place(short)[1] and not split_place(long)[1]:
        return False
    local = _CENTRAL.sub("", long, count=1)
    extra = local[: -len(short)]
    return (
        local == short or not long.endswith(short) or is_place(extra) or is_place(extra + short[0])
    )


def may_be_same_body(one: str, other: str) -> bool:
    """Whether two names differ by so little that one may be the other, damaged.

    >>> may_be_same_body("安澜市财政趋局", "安澜市财政局")
    True
    >>> may_be_same_body("安澜市民政局", "安澜市财政局")
    False
    """
    short, long = sorted((one, other), key=len)
    rest = iter(long)
    return len(long) - len(short) <= _FEW and all(character in rest for character in short)


def is_regular(name: str) -> bool:
    """Whether nothing stands between the place of a government, or of its office, and itself.

    >>> is_regular("青岚市雾浦区人民政府办公室"), is_regular("青岚市雾浦人民政府办公室")
    (True, False)
    """
    own = split_place(name)[1]
    return "政府" not in own or own.startswith(("人民政府", "政府"))


def is_unit_of(one: str, other: str) -> bool:
    """Whether a name is that of a unit inside the other body, which does not report itself.

    The office of a government above the townships does.

    >>> is_unit_of("石桥县教育局办公室", "石桥县教育局")
    True
    >>> is_unit_of("石桥县人民政府办公室", "石桥县人民政府")
    False
    >>> is_unit_of("清风街道办事处", "清风街道")
    False
    """
    if len(one) <= len(other) or not one.startswith(other) or not _UNIT_END.search(one):
        return False
    if is_same_body(one, other):
        return False
    return not other.endswith("政府") or level_of(other) == "township"


def _settle(own: str) -> str:
    own = own.replace("委员会", "委").replace("办公室", "办").replace("办公厅", "办")
    return own.replace("和", "")


def _is_short_form(short: str, long: str) -> bool:
    """Whether the characters of one stand in the other in order, first and last alike.

    What is long, or a government, is no short form: then a longer one is damaged.
    """
    if not 2 <= len(short) <= _LONGEST_SHORT_FORM or len(long) < len(short) + 2:
        return False
    if "政府" in short and short not in ("政府", "政府办"):
        return False
    if (
        long.startswith(short)
        or (short[0] != long[0] and short[0] != "政")
        or short[-1] != long[-1]
    ):
        return False
    rest = iter(long)
    return all(character in rest for character in short)


def is_office_of(one: str, other: str) -> bool:
    """Whether one of two bodies is the other's office, which speaks for it.

    >>> is_office_of("柳北区人民政府", "柳北区人民政府办公室")
    True
    """
    short, long = sorted((one, other), key=len)
    (places, own), (others, its) = split_place(short), split_place(long)
    ends = bool(places) and bool(others) and places[-1] == others[-1]
    return ends and (not own or own.endswith("政府")) and bool(_OFFICE.fullmatch(its))


def type_of(name: str) -> AgencyType | None:
    """Return what kind of body a name is of; None if the name does not tell.

    >>> type_of("石桥县人民政府"), type_of("石桥县人民政府办公室"), type_of("石桥县教育局")
    ('government', 'general_office', 'department')
    >>> type_of("石桥县白水镇人民政府"), type_of("国家税务总局石桥县税务局")
    ('township', 'vertical')
    """
    units, own = split_place(name)
    if _VERTICAL.search(name):
        return "vertical"
    if _ORGANISATION.search(own):
        return "authorized_org"
    if units and units[-1].endswith(_TOWNSHIPS):
        return "township"
    if own.endswith("街道办事处"):
        return "township"
    if _OFFICE.fullmatch(own):
        return "general_office"
    if own in ("人民政府", "政府"):
        return "government"
    return "department" if _DEPARTMENT.search(own) else None


def find_agency_place(name: str) -> tuple[str, ...]:
    """Return the places that a name is of; of a central line's branch, the branch's.

    >>> find_agency_place("柳州市柳北区教育局"), find_agency_place("国家税务总局石桥县税务局")
    (('柳州市', '柳北区'), ('石桥县',))
    """
    central = _CENTRAL.match(name)
    return split_place(name[central.end() :] if central else name)[0]


def trade_of(name: str) -> str:
    """Return what a department is for, without its place and kind; empty where that is nothing.

    >>> trade_of("石桥县水务局"), trade_of("石桥县人民政府")
    ('水务', '')
    """
    own = split_place(name)[1]
    kind = _DEPARTMENT.search(own)
    return own[: kind.start()] if kind and kind.start() >= _FEW else ""


def level_of(name: str) -> AdminLevel | None:
    """Return the level of the place that a name begins with; None where the name does not tell.

    A 市 alone may be a prefecture or a county; a development zone is neither.

    >>> level_of("柳州市柳北区人民政府"), level_of("青禾市教育局"), level_of("北京市财政局")
    ('county', None, 'province')
    """
    units = find_agency_place(name)
    if not units:
        return "national" if name.startswith(("国家", "中国", "中华", "国务院")) else None
    last = units[-1]
    if last.endswith(_TOWNSHIPS):
        return "township"
    if last in _MUNICIPALITIES or last.endswith(("省", "自治区", "特别行政区")):
        return "province"
    if last.endswith(("自治州", "州", "盟", "地区")):
        return "prefecture"
    if last.endswith("市"):
        below = len(units) > 1 and units[-2].endswith(("市", "州", "盟", "地区"))
        return "county" if below else None
    return None if _ZONES.search(last) else "county"
