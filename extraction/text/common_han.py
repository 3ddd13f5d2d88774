"""Characters that reports of this kind are written with, simplified and traditional.

The most common characters of modern Chinese and the words of the trade. Bytes
read in the wrong encoding give rare characters, hardly any of these.
"""

SIMPLIFIED = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能"
    "下过子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加"
    "量都两体制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与"
    "关各重新线内数正心反你明看原又利比或但质气第向道此变条只没结解问意建月公无系情者最立代想"
    "已通并提直题党程展五果料员位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较"
    "将组见计别手期根论运农指几九区强放决西被干做必先回则任取据处队南给门即保治北造百规领七海"
    "口东导器志世金增争济思术极交受联什认六共权收证改清再采转更单风切打教速带安场身车例真务具"
    "万每目至达走积示议声报完类八离华名确才科张信节话整空元况今集传土许步群广石记需段研界林律"
    "且究观越织装影算低持众书布复容须际商非验连断深难近千周委素技备半办青省列习响约支感劳便团"
    "往历市何除消构府称太准精值号率维划选标写存候效院查江型按格养易置派层片始却专状育厂京识适"
    "属包住调满县局照参细引听该价严申请予依答诉讼纠审尚未企益服密碍纪执序卷询投访举补阅签编述"
    "章废止罚征费购零款项季镇乡街村州湖河川宁浙沪苏皖闽赣鲁豫鄂桂琼渝黔滇陕甘室址邮箱络网站栏"
    "微博渠推送留言咨沟协案督促培训班监察考核评隐患扶贫疫灾害环境卫健康食药源财税融预招拆迁偿"
    "旧城房屋租障创优营捷窗厅柜台热键升降缺欠够足仍待彻底措施落贯神届责抓紧围绕〇"
    "息告供减函稽错获逾秘稳疑勾掌握另般似均累档禁危版缴闻篇职免护纳继续索概附视史占释失录汇追"
    "驳域透谈兼频击填遗漏宜综试页勤讨媒纸账浏览音排延充途径否含钩策负范讯超额"
)
TRADITIONAL = (
    "這爲個國時來們於對會發動過說產種後學經進電裏現實兩體機當點從業應開還義間樣與關線內數質氣"
    "變條沒結問無並題黨員總設長頭資邊級圖統較將組見計別論運農幾區強決幹則據處隊給門規領東導爭"
    "濟術極聯認權證採轉單風帶場車務萬達積議聲報類離華確張節話況傳許羣廣記觀織裝衆書覆須際驗連"
    "斷難備辦習響約勞團歷構稱準號維劃選標寫養層卻專狀廠識適屬調滿縣參細聽該價嚴請訴訟糾審礙紀"
    "執詢訪舉補閱籤編廢罰徵費購項鎮鄉寧滬蘇閩贛魯瓊陝郵絡網欄諮溝協訓監覈評隱貧災環衛藥財稅預"
    "遷償舊創優營廳櫃檯熱鍵夠徹貫屆責緊圍繞為著裡眾台群核"
    "減訊獲穩檔繳聞職護納繼續視釋錄彙匯駁談頻擊遺綜頁討紙賬覽徑鉤負錯復範餘額資訊"
)
PUNCTUATION = "，。、：；？！（）《》〈〉“”‘’【】〔〕…—－·　％０１２３４５６７８９①②③④⑤⑥⑦⑧⑨"
FAMILIAR = frozenset(SIMPLIFIED + TRADITIONAL + PUNCTUATION)

_FIRST, _LAST = 0xB0, 0xD7
"""First bytes in GB 2312 of its characters of level 1: the 3,755 that are in common use."""


def is_common(char: str) -> bool:
    """Whether a character is one that people write: familiar, or of GB 2312's level 1.

    >>> is_common("撤"), is_common("犍")
    (True, False)
    """
    code = char.encode("gb2312", "ignore")
    return char in FAMILIAR or (len(code) > 1 and _FIRST <= code[0] <= _LAST)
