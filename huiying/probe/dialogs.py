"""What to do with a JS dialog that opens after the press (pure)."""

from __future__ import annotations

import re

ASKS_TO_SEND = re.compile(r"提交|发送|递交|确[定认]|是否正确|无误|信息.{0,6}(核对|检查)")
AFTERWARDS = re.compile(r"成功|失败|错误|有误|重试|重新|再次|再提交|继续(?!提交)|返回|另一|重复|是否查看|打印")


def accepts(kind: str, text: str, *, accepted_before: int, sent: bool) -> bool:
    """Whether to press OK. An alert can only be closed; a confirm() is part of the press once, before anything left.

    Later questions (重试? 继续留言?) are answered with "no": a yes could send the question a second time.
    """
    if kind == "alert":
        return True
    if kind == "beforeunload":
        return not sent
    if kind != "confirm" or accepted_before or AFTERWARDS.search(text):
        return False
    return not sent or ASKS_TO_SEND.search(text) is not None
