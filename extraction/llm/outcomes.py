"""What outcomes of a request are called in Chinese, for a person; in English by their codes."""

from collections.abc import Mapping

CHINESE_OUTCOMES: Mapping[str, str] = {
    "ok": "成功",
    "cached": "取自缓存",
    "lost": "丢失",
    "key_refused": "密钥被拒绝",
    "quota_exhausted": "额度用完",
    "no_such_model": "没有此模型",
    "redirected": "被转往他处",
    "tls": "安全连接失败",
    "bad_address": "地址无效",
    "rate_limited": "请求过快",
    "overloaded": "服务器过载",
    "server_error": "服务器出错",
    "unreachable": "无法连接",
    "timeout": "超时",
    "not_a_completion": "不是对话补全",
    "error_body": "回答报错",
    "no_choices": "回答为空",
    "malformed": "格式不符",
    "no_tool_call": "没有调用工具",
    "two_answers": "两个回答",
    "temperature_refused": "不接受温度参数",
    "limit_refused": "不接受长度上限",
    "refusal": "拒绝回答",
    "content_filter": "内容被过滤",
    "cut_off": "回答被截断",
    "too_long": "回答过长",
    "bad_request": "请求被拒绝",
}
