"""The commands' help pages in Chinese, text by text, by the English that stands with the flags."""

import re
from collections.abc import Mapping

USAGE: Mapping[str, str] = {"[OPTIONS]": "[选项]", "COMMAND [ARGS]...": "命令 [参数]..."}
"""What stands for options and arguments in a line of usage."""

HELP: Mapping[str, str] = {
    "Show this message and exit.": "显示本说明。",
    "Turn messy government disclosure reports into checked tables.": (
        "把格式不一的政府信息公开年度报告读成经过核对的表格。"
    ),
    "The version.": "显示版本号。",
    "The language of what a person is shown; else the locale's.": "显示所用的语言；默认随系统。",
    "A folder with form files of your own.": "自备表样文件所在的文件夹。",
    "The language of what is shown.": "显示所用的语言。",
    "Only errors on stderr.": "标准错误中只显示错误。",
    # extract
    (
        "Read reports into checked tables.\n\nAn OUT that exists is continued: reports that stand"
        " in it are kept, the rest is done."
    ): "读取报告，得到经过核对的表格。\n\n结果文件已存在时接着做：其中已有的报告保留，只做其余的。",
    "Files, folders, or - for stdin.": "文件、文件夹；- 表示标准输入。",
    "Write results here.": "结果写到这里。",
    (
        "Else what OUT ends in; without OUT on a terminal table, else jsonl. With json, OUT is a"
        " folder."
    ): (
        "默认由结果文件的扩展名决定；不写文件时，在终端为 table，否则为 jsonl。"
        "json 时结果是文件夹。"
    ),
    (
        "auto asks a model about what stays open, if one is named; offline asks nobody; model asks"
        " about every table."
    ): "auto：指定了模型时，只问规则未能确定的；offline：不问模型；model：每张表都问。",
    "provider/name, as openai/NAME; its key comes from the environment.": (
        "提供方/名称，如 openai/NAME；密钥取自环境变量。"
    ),
    "A server that speaks OpenAI's language; else OPENAI_BASE_URL.": (
        "与 OpenAI 接口兼容的服务地址；默认取 OPENAI_BASE_URL。"
    ),
    "How answers get their shape; what suits the server.": (
        "用哪种方式得到结构化的回答；视服务而定。"
    ),
    "Answers name ids of figures that are marked, or copy the figures.": (
        "ids：回答给出已标号数字的编号；transcription：回答照抄数字。"
    ),
    "How often open questions are asked.": "未决的问题最多问几轮。",
    "Asked once more about what stays open.": "仍未确定的，再问这个模型一次。",
    "Who reads the facts of the prose.": "文字部分的事实由谁来读。",
    "Seconds that a server may take to answer one question, else 120.": (
        "等待一个回答的最长秒数，默认 120。"
    ),
    "Stop when so much is spent: 2.50 (US dollars) or 500000t (tokens).": (
        "花费达到此数即停：2.50（美元）或 500000t（词元）。"
    ),
    "What the model costs, in US dollars for a million tokens: 0.15/0.60.": (
        "模型价格，每百万词元的美元数（输入/输出）：0.15/0.60。"
    ),
    "At most so many requests a minute.": "每分钟最多的请求数。",
    "At most so many tokens a minute.": "每分钟最多的词元数。",
    "Where answers are kept; else in your own folder.": "回答存放在哪里；默认在用户自己的文件夹。",
    "Keep no answers.": "不保存回答。",
    "A folder with prompts of your own, as place.md: see docs/models.md.": (
        "自备提示词所在的文件夹，如 place.md：见 docs/models.md。"
    ),
    (
        "Ask by OpenAI's Batch API: half the price, within a day. The same command goes on where it"
        " was ended."
    ): "用 OpenAI 的批量接口来问：半价，一天之内得到回答。中断后再运行同一命令即可接着做。",
    (
        "Let the model read doubtful figures of scans from their pictures: it must be one that"
        " sees."
    ): "让模型看图辨认扫描件中存疑的数字：须为能看图的模型。",
    "Say what asking would take, and send nothing.": "只说明提问需要多少花费，不发送。",
    "Files at a time: 1, with a model 8.": "同时处理的文件数：默认 1，用模型时 8。",
    "Files at a time.": "同时处理的文件数。",
    "Seconds that a file may take until its next report, or page of a scan, is read, else 60.": (
        "一个文件读出下一份报告（或扫描件的下一页）最多用的秒数，默认 60。"
    ),
    "Megabytes of memory that a file may take, else 2048.": (
        "一个文件最多用的内存（MB），默认 2048。"
    ),
    "Make anew what OUT holds.": "不保留已有结果，全部重做。",
    "Exit 1 unless all are verified.": "只要有一份未通过核对，退出码即为 1。",
    # export, check, correct, diff
    "Write finished results in another format. No report is read again.": (
        "把已有结果写成另一种格式。不重读报告。"
    ),
    "What extract has written.": "extract 写出的结果。",
    "Write here.": "写到这里。",
    "Else what the name after -o ends in.": "默认由 -o 后文件名的扩展名决定。",
    "Overwrite OUT, whatever it holds.": "覆盖该文件，不论其中是什么。",
    "Run the rules again over written results. That is for what a person has mended in them.": (
        "对已有结果再运行一遍规则。用于人工改过的结果。"
    ),
    (
        "Apply a person's corrections to written results. The rules run again.\n\nThey are kept"
        " beside OUT: extract applies them again, unless the report has changed."
    ): (
        "把人工更正用于已有结果，并再运行一遍规则。\n\n"
        "更正保存在结果旁：再次 extract 时仍然有效，除非报告已有变化。"
    ),
    "Corrections, a line each: .jsonl, or .csv.": "更正文件，一行一条：.jsonl 或 .csv。",
    "Write a .csv of the open cells, to be filled in.": "写出待填的 .csv，列出未确定的单元格。",
    "A folder for labels: what persons have confirmed or corrected.": (
        "标注所在的文件夹：人工确认或更正过的。"
    ),
    "Compare two results cell by cell; exit 1 where they differ.": (
        "逐格比较两份结果；有不同时退出码为 1。"
    ),
    "Written results.": "已有的结果。",
    "Other results of the same reports.": "同一批报告的另一份结果。",
    "For a person, or a program.": "供人看，或供程序用。",
    # panel, text, facts, review
    (
        "Compare each agency's reports over years. It tells what differs, and what is missing.\n\n"
        "Reports are tied by name, credit code and aliases, never by a guess. No verdict changes."
    ): (
        "比较各机关历年的报告。指出不一致之处与缺少的年份。\n\n"
        "报告按名称、统一社会信用代码和别名归并，从不猜测。不改变任何结论。"
    ),
    "A folder for all, or one .csv, .jsonl or .html file.": (
        "文件夹（全部写出），或一个 .csv、.jsonl 或 .html 文件。"
    ),
    "A .csv or .yaml of names: name, canonical, from, to, parent.": (
        "名称对照表，.csv 或 .yaml，各列为：name、canonical、from、to、parent。"
    ),
    "Print the text of a report that spans count in.": "打印报告的文本，位置（span）即按它计算。",
    "A report, or one in an archive: x.zip/NAME.": "一份报告，或压缩包中的一份：x.zip/NAME。",
    "Say beside each line where it stands in the file.": "在每行旁注明它在文件中的位置。",
    (
        "List the facts that the prose of reports states. A line has key, value, unit and the"
        " words.\n\nAn OUT that holds facts is made anew. For a spreadsheet: --format csv -o"
        " facts.csv."
    ): (
        "列出报告文字部分所述的事实。每行有键、值、单位和原文。\n\n"
        "已有的事实文件会重做。要在电子表格中打开：--format csv -o facts.csv。"
    ),
    "On a terminal table, else jsonl.": "在终端为 table，否则为 jsonl。",
    (
        "Write a page of results beside their sources. They are looked at and corrected there.\n\n"
        "Many reports become a folder with an index. The page asks no network for anything."
    ): (
        "写出复核页，结果与原文并列。在页上查看并更正。\n\n"
        "报告多时写成带目录的文件夹。页面不访问网络。"
    ),
    "Write the page here, else by OUT.": "页面写到这里，默认在结果旁。",
    "Show it from this machine, and keep corrections at once.": ("在本机打开页面，更正随即保存。"),
    # forms, rules, doctor, asked, cache, probe, schema, eval
    "List the forms, or what is in one.": "列出表样，或一个表样的内容。",
    "A form, to see what is in it.": "要查看的表样。",
    "Its data dictionary as csv: each column's key, labels, rules.": (
        "数据字典（csv）：每列的键、标签和规则。"
    ),
    "Write the dictionary here: csv or xlsx.": "数据字典写到这里：csv 或 xlsx。",
    "List the codes of findings, or explain one. Of one it says what it means, and what to do.": (
        "列出各种发现的代码，或解释其中一个。说明其含义和处理办法。"
    ),
    "A code or a rule's id, as S09 or requests.balance.": (
        "代码或规则编号，如 S09 或 requests.balance。"
    ),
    "Say what is installed, and what is missing. A model's server is tried, too.": (
        "说明已安装与缺少的组件。也试连模型服务。"
    ),
    "Ask it one small question in each mode, and say which to take.": (
        "各方式各问一个小问题，并说明该选哪种。"
    ),
    "Seconds that an answer may take.": "等待回答的最长秒数。",
    "Show what a model was asked, and answered. With what was taken, and why the rest was not.": (
        "显示问了模型什么、答了什么。并说明采用了哪些，其余为何未采用。"
    ),
    "Show answers in full.": "显示完整的回答。",
    "Show where a model's answers are kept. It says how many there are, and what they take.": (
        "显示模型的回答存放在哪里。并说明有多少条、占多大空间。"
    ),
    "Let all answers go.": "清除所有回答。",
    "Ask a model's server one question in each mode. `doctor --model` does it, too.": (
        "向模型服务用各方式各问一个问题。等同于 `doctor --model`。"
    ),
    "provider/name, as openai/NAME.": "提供方/名称，如 openai/NAME。",
    "Print the JSON Schema of one report's results.": "打印一份报告结果的 JSON Schema。",
    "Measure gouji against labelled reports.": "用已标注的报告评测 gouji。",
}

_REMARKS = re.compile(r"\[(?P<inside>[^\[\]]*)\]\Z")
_REMARK = (
    (re.compile(r"required"), "必填"),
    (re.compile(r"default: (.*)"), r"默认 \1"),
    (re.compile(r"env var: (.*)"), r"环境变量 \1"),
    (re.compile(r"x>=(.*)"), r"不小于 \1"),
)


def spell_remarks(text: str) -> str:
    """Return in Chinese what the library puts behind the help of a flag.

    >>> spell_remarks("[default: 2; x>=1]")
    '（默认 2；不小于 1）'
    """
    found = _REMARKS.fullmatch(text)
    if not found:
        return text
    remarks = found["inside"].split("; ")
    for pattern, chinese in _REMARK:
        remarks = [pattern.sub(chinese, remark) for remark in remarks]
    return f"（{'；'.join(remarks)}）"


def first_sentence(text: str) -> str:
    """Return what stands for a command in the list of all.

    >>> first_sentence("把已有结果写成另一种格式。不重读报告。")
    '把已有结果写成另一种格式。'
    """
    sentence, stop, _ = text.partition("。")
    return sentence + stop
