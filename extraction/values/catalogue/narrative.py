"""What the prose says against the tables, and against itself, whatever the form."""

from extraction.values.bilingual import Bilingual
from extraction.values.catalogue.frames import ADVICE_ON_PROSE
from extraction.values.catalogue.message import Code
from extraction.values.catalogue.template import Template

N10 = Code(
    "N10",
    means=Bilingual(
        en="The prose says that there was none of something (or that all was of one kind), and "
        "the table has a figure.",
        zh="正文称某项为零（或全部属于某一类），表中却有数字。",
    ),
    advice=ADVICE_ON_PROSE,
)
N17 = Code(
    "N17",
    means=Bilingual(
        en="The parts that the prose names are more than their whole.",
        zh="正文所列分项之和大于总数。",
    ),
    advice=Bilingual(
        en="Look whether the parts overlap, or one of them is another year's.",
        zh="查看分项是否相互交叉，或含其他年度的数字。",
    ),
)
PARTS_EXCEED = N17.message(
    "narrative.parts",
    "info",
    Template(
        en="the parts are more than the whole: {left} against {right}; the prose says {quotes}",
        zh="分项之和大于总数：总数{left}，分项之和{right}；正文称{quotes}",
    ),
    diagnosis="narrative_conflict",
)
N18 = Code(
    "N18",
    means=Bilingual(
        en="The prose states the same thing twice, with different figures.",
        zh="正文对同一事项前后所述数字不一致。",
    ),
    advice=Bilingual(
        en="Read both sentences; the tables may tell which figure is right.",
        zh="对照两处文字，以表格数字为参考判断何者正确。",
    ),
)
STATED_TWICE = N18.message(
    "narrative.contradiction",
    "warning",
    Template(
        en="the same is stated with different figures: {left} against {right}; the prose says "
        "{quotes}",
        zh="同一事项前后数字不一致：{left}与{right}；正文称{quotes}",
    ),
    diagnosis="narrative_conflict",
)
N19 = Code(
    "N19",
    means=Bilingual(
        en="What a model said of the prose, and the text does not bear out.",
        zh="模型关于正文的陈述，在原文中找不到依据。",
    ),
    advice=Bilingual(en="Nothing: it is not in the record.", zh="无需处理：未计入记录。"),
)
STATEMENTS_DROPPED = N19.message(
    "text.statements",
    "info",
    Template(
        en="{count:statement} of a model dropped: the text does not bear them out",
        zh="模型所述{count}条在文中无原文可据，已舍弃",
    ),
)
