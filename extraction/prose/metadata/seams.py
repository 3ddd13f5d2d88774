"""Judge a seam in print: whether the piece before it belongs to the name behind it.

Known are words of pages and labels, which are whole by themselves, and how names are made: a
place before what it has, a body before its unit or branch. Where neither tells, it is open.
"""

import re
from typing import Literal

from extraction.text.agencies import find_agency_place, has_place, is_body, is_place, split_place

SeamRelation = Literal["belongs", "apart", "open"]

LABEL = re.compile(
    r"(?:编制|填报|发布|制发|发文|公开|公布|责任|主办|承办|供稿|来源|信息)?(?:机关|单位|机构|主体|部门|来源|提供|作者)(?:名称)?"
    r"|索引号(?:码)?|信息索引|主题分类|主题词|关键词|文号|发文字号|发文日期|成文日期|发布日期|公开日期|生成日期|有效性|公开方式|公开时限"
    r"|来源|作者|分类|体裁|组配分类|信息分类|公开类别|内容概述|概述|日期|时间|责任编辑|编辑|审核"
)
# What a page says around a report, whole by itself.
MENU = re.compile(
    r"首页|网站首页|无障碍|无障碍阅读|无障碍浏览|长者(?:模式|版|助手)|关怀版|适老化|登录|注册|用户登录|搜索|站内搜索|高级搜索|繁体|简体"
    r"|手机版|微博|微信|移动端|网站地图|设为首页|加入收藏|联系我们|关于我们|当前位置|您的位置|您现在的位置|您所在的位置|正文|打印|打印本页|关闭|关闭窗口"
    r"|字体|大中小|分享|收藏|返回|返回顶部|返回首页|上一篇|下一篇|更多|政务公开|信息公开|政府信息公开|政府信息公开年报|政府信息公开年度报告|信息公开年报|年度报告|年报"
    r"|政务服务|互动交流|公众参与|政民互动|新闻中心|新闻动态|工作动态|要闻|政务要闻|通知公告|公示公告|机构职能|机构概况|政策法规|政策文件|政策解读|法定主动公开内容|依申请公开"
    r"|政府信息公开指南|政府信息公开制度|走进[\u4e00-\u9fff]{1,4}|[\u4e00-\u9fff]{1,4}概况|专题专栏|数据开放|数据发布|办事服务|领导之窗|信息内容|目录|指南"
)
IN_NAMES = frozenset(
    {"政务公开", "信息公开", "政府信息公开", "政务服务", "办事服务", "新闻中心", "数据发布"}
)
PAGE_WORDS = re.compile(
    r"首页|网站|门户|频道|栏目|专栏|导航|搜索|登录|注册|欢迎|访问|无障碍|长者|适老|当前位置|您的位置|位置|打印|字体|字号|浏览|点击|阅读"
    r"|公开|报告|年报|公告|公示|公布|发布|动态|要闻|新闻|概况|政策|法规|解读|目录|指南|互动|专题|信息|情况|事项|索引|文号|日期|时间|来源"
    r"|标题|正文|附件|返回|更多|上一|下一|链接|版权|所有|主办|承办|维护|备案|微信|微博|今天|星期|天气|收藏|分享|关闭|编辑|审核"
)
# What only a sentence holds: such a piece is prose that lost its full stop.
PROSE = re.compile(
    r"[了的未已]|没有|不存在|本年|今后|下一步|处理费|我[局委县市区镇乡]|[做抓落]好|加强|\A暂?无\Z"
)
_COUNTED = frozenset("一二三四五六七八九十无是否略附注")
_AFTER_WU = ("锡", "为", "极", "棣")  # 无锡市, 无为市, 无极县, 无棣县
_NATIONAL = ("国家", "中国", "中华人民", "国务院")
# Central bodies whose branches bear their name in front.
_BRANCH = re.compile(
    r"国家税务总局[\u4e00-\u9fff]+税务局|国家统计局[\u4e00-\u9fff]+调查总?队|中国人民银行[\u4e00-\u9fff]+行"
    r"|国家金融监督管理总局[\u4e00-\u9fff]+监管(?:分局|支局|局)|中国证券监督管理委员会[\u4e00-\u9fff]+监管局"
    r"|中国(?:银行)?保险?监督管理委员会[\u4e00-\u9fff]+监管(?:分局|局)|中华人民共和国[\u4e00-\u9fff]+(?:海关|海事局)"
    r"|国家外汇管理局[\u4e00-\u9fff]+局|国家能源局[\u4e00-\u9fff]+监管办公室|国家矿山安全监察局[\u4e00-\u9fff]+局"
)
_BRANCH_END = re.compile(
    r"(?:税务局|调查总?队|[支分]行|监管(?:分局|支局|局)|海关|海事局|分局|监察局|办公室)\Z"
)
_OFFICE = re.compile(r"[\u4e00-\u9fff]{0,8}(?:办公[厅室]|办)")
_UNIT = re.compile(
    r"[\u4e00-\u9fff]*(?:大队|支队|总队|中队|分局|中心|[所站队室科处馆院校园场部]|办公[厅室]|学院|医院|公司|[支分]行)"
)
_HEADED = re.compile(r"(?:政府|管委会|管理委员会|公署|行署)\Z")
_DEPARTMENT = re.compile(r"(?:局|厅|委员会|委|部|署|办公[厅室])\Z")
_RANKS = (
    (re.compile(r"(?:省|自治区|特别行政区)\Z"), 1),
    (re.compile(r"(?:自治州|地区|州|盟)\Z"), 2),
    (re.compile(r"市\Z"), 2),
    (re.compile(r"(?:自治县|自治旗|县|旗|区)\Z"), 3),
    (re.compile(r"(?:镇|乡|街道|苏木)\Z"), 4),
)


def relate(left: str, right: str) -> SeamRelation:
    """Say whether a piece of print belongs to the name whose end stands behind a seam.

    >>> relate("澄川县", "水务局"), relate("澄川县人民政府", "办公室"), relate("澄", "川县水务局")
    ('belongs', 'belongs', 'belongs')
    >>> relate("首页", "澄川县水务局"), relate("澄川县教育局", "澄川县水务局")
    ('apart', 'apart')
    >>> relate("呼图", "壁县水务局"), relate("澄川县人民政府", "水务局")
    ('open', 'open')
    """
    placed = has_place(right) and (is_body(right) or is_place(right))
    if is_place(left):
        return _relate_place(left, right) if placed else "belongs"
    if left.startswith("(") and left.endswith(")"):
        return "apart" if placed and not begins_name(left[1:-1]) else "open"
    if left == "无" and right.startswith(_AFTER_WU):
        return "open"
    if _is_no_name(left):
        return "apart"
    if is_body(left):
        return _relate_body(left, right, placed=placed)
    return _relate_fragment(left, placed=placed)


def _is_no_name(piece: str) -> bool:
    """Whether a piece is a word of a page, a label, prose, or the name of a site (中国·石桥)."""
    if "·" in piece or PROSE.search(piece):
        return True
    return (MENU.fullmatch(piece) or LABEL.fullmatch(piece)) is not None


def _relate_fragment(left: str, *, placed: bool) -> SeamRelation:
    """A piece that is no name by itself belongs to the name, unless that has its own place."""
    begins = begins_name(left)
    if PAGE_WORDS.search(left):
        return "apart" if placed or not begins else "open"
    if len(left) == 1:
        return "open" if left in _COUNTED else "belongs"
    if not placed or begins:
        return "belongs"
    return "open"


def begins_name(piece: str) -> bool:
    """Whether a piece begins as names do: with a place, or as a central body's."""
    return bool(split_place(piece)[0]) or piece.startswith(_NATIONAL)


def _relate_place(place: str, right: str) -> SeamRelation:
    """A wider place belongs to the name; one of the same rank or below is another's."""
    if right.startswith(_NATIONAL) or right.startswith(place):
        return "apart"
    inner = find_agency_place(right)
    if not inner:
        return "belongs"
    outer = _rank(split_place(place)[0][-1])
    wider = outer < _rank(inner[0]) or _is_city_in_city(place, inner[0])
    return "belongs" if wider else "apart"


def _is_city_in_city(place: str, inner: str) -> bool:
    return place.endswith(("市", "州", "盟")) and inner.endswith("市") and place != inner


def _rank(place: str) -> int:
    return next((rank for pattern, rank in _RANKS if pattern.search(place)), 3)


def _relate_body(left: str, right: str, *, placed: bool) -> SeamRelation:
    """A body's name goes on with a unit of it, and a central one's with its branch."""
    if placed and right.startswith(_NATIONAL):
        return "apart"
    if left.startswith(_NATIONAL) and placed:
        return "belongs" if _BRANCH.fullmatch(left + right) else "open"
    if _HEADED.search(left):
        goes_on = _OFFICE.fullmatch(right) is not None or not is_body(right)
    else:
        goes_on = not _DEPARTMENT.search(left) or _UNIT.fullmatch(right) is not None
        goes_on = goes_on or not is_body(right)
    if not placed:
        return "belongs" if goes_on else "open"
    own = find_agency_place(left)
    if not own:
        return "open" if _BRANCH_END.search(right) else "apart"
    within = goes_on and _rank(own[-1]) < _rank(find_agency_place(right)[0])
    return "open" if within else "apart"
