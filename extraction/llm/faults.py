"""What can go wrong with a request to a model: by its code, and what is done about it."""

from dataclasses import dataclass
from typing import Literal

from extraction.llm.model_settings import Mode
from extraction.values.bilingual import Bilingual

Remedy = Literal["stop", "wait", "retry", "reask", "adjust", "give_up"]


@dataclass(frozen=True, slots=True)
class Fault:
    """What is done about a fault.

    remedy: `stop` asking at all; `wait` until the server takes it, within the patience;
    `retry` so often as the settings say, as nothing was answered; `reask` once, as what
    was answered was no answer; `adjust`: ask otherwise, so often as there are other ways;
    `give_up` this question. advice: the sentence to stop with, told at once by `stop`, and
    by the others only after many questions in a row, or after a `few` where none was
    answered before. slows: whether all questions go slower. ways: how often it is adjusted.
    """

    remedy: Remedy
    advice: Bilingual | None = None
    slows: bool = False
    few: bool = False
    ways: int = 1


FAULTS: dict[str, Fault] = {
    "key_refused": Fault(
        "stop",
        Bilingual(
            "{server} refuses the key: check that it is right and may use {model}. It says: {said}",
            "{server} 不接受密钥：请检查密钥是否正确、是否有权使用 {model}。对方回复：{said}",
        ),
    ),
    "quota_exhausted": Fault(
        "stop",
        Bilingual(
            "The quota at {server} is exhausted: top it up, or name another model. It says: {said}",
            "{server} 的额度已用完：请充值，或改用其他模型。对方回复：{said}",
        ),
    ),
    "no_such_model": Fault(
        "stop",
        Bilingual(
            "{server} does not know {model}: check its name, and that the base URL is whole"
            " (it often ends in /v1). It says: {said}",
            "{server} 没有模型 {model}：请检查模型名称，并检查服务地址是否完整（通常以 /v1 结尾）。"
            "对方回复：{said}",
        ),
    ),
    "redirected": Fault(
        "stop",
        Bilingual(
            "{server} sends what it is asked on to {said}; nothing was sent there. If that is whom"
            " you want to ask, name it with --base-url.",
            "{server} 把请求转往 {said}；没有向那里发送任何内容。"
            "如果确实要询问它，请用 --base-url 指定。",
        ),
    ),
    "tls": Fault(
        "stop",
        Bilingual(
            "No secure connection to {server} ({said}): check whether the base URL begins with"
            " https:// or http://, and the certificate.",
            "无法与 {server} 建立安全连接（{said}）：请检查服务地址应以 https:// 还是 http:// "
            "开头，并检查证书。",
        ),
    ),
    "bad_address": Fault(
        "stop",
        Bilingual(
            "{server} cannot be asked ({said}): check the base URL.",
            "无法询问 {server}（{said}）：请检查服务地址。",
        ),
    ),
    "rate_limited": Fault("wait", slows=True),
    "overloaded": Fault("retry", slows=True),
    "server_error": Fault("retry"),  # it may be well again by the next question
    "unreachable": Fault(
        "retry",
        Bilingual(
            "{server} cannot be reached ({said}): check the base URL and the network, and run"
            " again.",
            "无法连接 {server}（{said}）：请检查服务地址和网络，然后再次运行。",
        ),
        few=True,
    ),
    "timeout": Fault(
        "give_up",
        Bilingual(
            "{server} does not answer within {seconds} seconds: give it more with --timeout, or"
            " name a faster model.",
            "{server} 在 {seconds} 秒内没有回答：请用 --timeout 延长等待，或改用更快的模型。",
        ),
        few=True,
    ),
    "not_a_completion": Fault(
        "retry",
        Bilingual(
            "{server} does not speak chat completions ({said}): check the base URL (it often ends"
            " in /v1).",
            "{server} 不支持对话补全接口（{said}）：请检查服务地址（通常以 /v1 结尾）。",
        ),
        few=True,
    ),
    "error_body": Fault("retry"),
    "no_choices": Fault("retry"),
    "malformed": Fault(
        "reask",
        Bilingual(
            "{model} answers in another shape than it is asked for ({said}): {hint}",
            "{model} 的回答不符合要求的格式（{said}）：{hint}",
        ),
        few=True,
    ),
    "no_tool_call": Fault(
        "reask",
        Bilingual(
            "{model} answers in words, without a tool ({said}): {hint}",
            "{model} 用文字作答，没有调用工具（{said}）：{hint}",
        ),
        few=True,
    ),
    "two_answers": Fault(
        "reask",
        Bilingual(
            "{model} gives two answers at once: {hint}",
            "{model} 一次给出两个回答：{hint}",
        ),
        few=True,
    ),
    "temperature_refused": Fault("adjust"),  # then without one; reasoning models take none
    "limit_refused": Fault("adjust", ways=2),  # by its other name, then without a limit
    "refusal": Fault("give_up"),
    "content_filter": Fault("give_up"),
    "cut_off": Fault("give_up"),
    "too_long": Fault(
        "give_up",
        Bilingual(
            "{model} answers without end ({said}): {hint}",
            "{model} 的回答没有尽头（{said}）：{hint}",
        ),
        few=True,
    ),
    "bad_request": Fault(
        "give_up",
        Bilingual(
            "{server} refuses what it is sent ({said}): it may want another mode or another model.",
            "{server} 拒绝所发的内容（{said}）：可能需要换一种方式（--mode）或换一个模型。",
        ),
    ),
}


def hint_for(mode: Mode) -> Bilingual:
    """Return what else may be tried with a model whose answers have not the shape asked for."""
    match mode:
        case "md_json":
            return Bilingual("name another model.", "请改用其他模型。")
        case "tools":
            return Bilingual(
                "try --mode json_schema, or --mode md_json for a model that thinks aloud.",
                "请试 --mode json_schema；模型会写出思考过程的，请试 --mode md_json。",
            )
        case "json_schema":
            return Bilingual(
                "try --mode md_json, for a model that thinks aloud, or --mode tools.",
                "模型会写出思考过程的，请试 --mode md_json；或试 --mode tools。",
            )
