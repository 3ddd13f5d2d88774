"""The help pages of gouji eval in Chinese, text by text, by the English that stands with the flags.

What gouji's other commands say alike stands in `extraction.terminal.chinese_help`.
"""

from collections.abc import Mapping

EVAL_HELP: Mapping[str, str] = {
    "Measure gouji against labelled reports: label, gold, run, compare, show, report.": (
        "用已标注的报告评测 gouji：label 标注、gold 核对标注、run 评测、compare 比较、show 查看、"
        "report 成页。"
    ),
    # what several commands share
    "A folder of labels; repeatable.": "标注所在的文件夹；可多次给出。",
    "Where the reports lie, if not beside the labels.": "报告所在的文件夹；默认与标注在一起。",
    "Write every score here, as JSON lines.": "各份报告的得分写到这里，每行一个 JSON。",
    "Exit 3 if more reports have no result.": "没有结果的报告多于此数时，退出码为 3。",
    "Of the labelled reports, the first so many.": "只取前这么多份已标注的报告。",
    "Only this labelled report; repeatable.": "只取这份已标注的报告；可多次给出。",
    "Take labels that nobody has checked, too.": "未经人工核对的标注也算。",
    "Exit 1 unless it holds, as silent_reports<=0; repeatable.": (
        "条件不成立时退出码为 1，如 silent_reports<=0；可多次给出。"
    ),
    "What to print.": "显示的格式。",
    "What run -o has written.": "run -o 写出的文件。",
    "Without one it is drawn; repeatable.": "随机种子；默认抽取；可多次给出。",
    "Without one it is drawn.": "随机种子；默认抽取。",
    # run
    (
        "Read labelled reports, and tell how right the results are.\n\nAn OUT of the same code and"
        " documents is continued; reports about which a question was not\nanswered are asked about"
        " again."
    ): (
        "读取已标注的报告，说明结果有多准。\n\n代码与文件都相同的结果文件接着做；"
        "有问题未得到回答的报告重新询问。"
    ),
    "So many made-up reports for each seed.": "每个种子生成这么多份报告。",
    "What reads: see gouji eval variants.": "由谁来读：见 gouji eval variants。",
    "Let gouji ask this model, as gouji extract does.": (
        "让 gouji 询问这个模型，与 gouji extract 相同。"
    ),
    "Where the model is asked; else OPENAI_BASE_URL.": ("模型服务的地址；默认取 OPENAI_BASE_URL。"),
    "Ask about what is open, or everything.": "auto：只问未决的；model：全部都问。",
    "Stop when so much is spent: 2.50 or 500000t.": "花费达到此数即停：2.50 或 500000t。",
    "Take and keep answers here; else all are asked for.": (
        "从这里取用回答，也存到这里；默认全部重新询问。"
    ),
    "Seconds for one answer, else 120.": "等待一个回答的最长秒数，默认 120。",
    "US dollars for a million tokens: 0.15/0.60.": "每百万词元的美元数：0.15/0.60。",
    "Measure so many times, as OUT, OUT-2, and so on.": (
        "评测这么多次，依次写到 OUT、OUT-2 等文件。"
    ),
    "Write the records here, too, for gouji eval score.": (
        "读出的结果也写到这里，供 gouji eval score 使用。"
    ),
    # score
    (
        "Hold records that are written already against labels: nothing is read, nobody is asked."
        "\n\nSo after labels were mended, after a person has corrected records, or with records of"
        "\nanother tool in the same schema."
    ): (
        "把已有的结果与标注对照：不读报告，不问模型。\n\n用于标注改过之后、人工更正结果之后，"
        "或对照其他工具写出的同一格式的结果。"
    ),
    "What gouji extract has written.": "gouji extract 写出的结果。",
    # compare
    (
        "Tell what changed from run A to run B, and whether it may be luck.\n\nA demand is on how"
        " much a metric rose, right>=0, or that it is not worse beyond luck:\nright>=before,"
        " silent_reports<=before."
    ): (
        "说明从评测 A 到评测 B 有何变化，是否可能只是偶然。\n\n条件可以是某项指标的增量，如"
        " right>=0；也可以是没有明显变差：right>=before、silent_reports<=before。"
    ),
    "The run before.": "之前的评测。",
    "The run after.": "之后的评测。",
    "The metric that decides; name it before you look.": "据以判定的指标；请在看结果之前指定。",
    "Compare runs with reports without a result, too.": "有报告没有结果的评测也比较。",
    # show
    "Tell what was wrong by name: cells as labelled, printed, got; facts, metadata, findings.": (
        "逐项列出错误：单元格的标注、原文与读出的值；事实、元数据与发现。"
    ),
    "One report; else all not right.": "只看这份报告；默认列出所有不对的。",
    "Only reports of this layout.": "只看这种版式的报告。",
    "Only of this form.": "只看这种表样的。",
    "Only files that end so, as pdf.": "只看这种扩展名的文件，如 pdf。",
    "Only reports that were called so.": "只看得到此结论的报告。",
    "Only what is in this table.": "只看这张表。",
    "Only this part of each report.": "只看每份报告的这一部分。",
    "At most so many reports.": "最多这么多份报告。",
    # report
    "Write a run as a page for a person, or as JSON; further runs stand beside it in a table.": (
        "把评测写成供人看的页面，或写成 JSON；其余各次评测在表中并列。"
    ),
    "A page, or .json.": "页面文件，或 .json 文件。",
    "Show figures of runs with reports without a result.": ("有报告没有结果的评测，也显示其数字。"),
    "The language of the page.": "页面所用的语言。",
    # schema
    "Print the JSON Schema of what gouji eval writes and prints; every key is always there.": (
        "打印 gouji eval 所写与所显示内容的 JSON Schema；每个键总在其中。"
    ),
    "A line of a run's file, or what --format json prints.": (
        "评测文件中的一种行，或 --format json 显示的内容。"
    ),
    # label
    (
        "Draft labels from what gouji reads, for a person to check and correct.\n\nLabels that are"
        " there are kept. A draft counts nowhere until somebody stands for each of its\ntables"
        " under `checked`."
    ): (
        "由 gouji 读出的结果起草标注，供人核对和更正。\n\n已有的标注保留。"
        "草稿在 `checked` 中逐表有人署名之前不作数。"
    ),
    "Reports to label, or folders of them.": "要标注的报告，或其所在的文件夹。",
    "A folder; else beside each report.": "写到这个文件夹；默认写在各份报告旁边。",
    "Who labels, where two hands are compared.": "标注人；用于比较两人的标注。",
    "Leave every figure to the labeller.": "所有数字都留给标注人填写。",
    # gold
    (
        "Check labels against sums and texts, and how far two labellers agree.\n\nWhat must be"
        " mended makes it exit 1; a note is a place to look at again."
    ): (
        "用合计与原文核对标注，并说明两人的标注有多一致。\n\n有必须改正的，退出码为 1；"
        "提示只是请再看一遍之处。"
    ),
    "A folder of labels.": "标注所在的文件夹。",
    # synth
    "Write made-up reports with their labels beside them.": "写出虚构的报告，标注写在旁边。",
    "A folder.": "写到这个文件夹。",
    "How many.": "份数。",
    "The same seed makes the same reports.": "随机种子；种子相同，报告相同。",
    (
        "All in one format, undamaged (pdf, doc and scans by LibreOffice; scans of 200 and 150 dpi"
        " by gouji[ocr]); else in every layout, as text."
    ): (
        "全部用一种格式，没有损坏（pdf、doc 与扫描件由 LibreOffice 生成；200 与 150 dpi 的扫描件"
        "另需 gouji[ocr]）；默认为文本，各种版式都有。"
    ),
    # variants, headline
    "List what can read: gouji, baselines, and gouji with a part taken out.": (
        "列出可供评测的读法：gouji、基线，以及去掉某一部分的 gouji。"
    ),
    "Measure every variant over the same made-up reports, for the README.": (
        "用同一批虚构的报告评测各种读法，供 README 使用。"
    ),
    "A .json; the README shows it.": "写到这个 .json 文件，README 显示其内容。",
    "Made-up reports.": "虚构报告的份数。",
    "Keep each run here, to go on where it ended.": "各次评测存在这里，中断后可以继续。",
}
