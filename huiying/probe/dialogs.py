"""What to do with a JS dialog that opens after the press (pure)."""

from __future__ import annotations

import re

ASKS_TO_SEND = re.compile(r"提交|发送|递交|确[定认]|是否正确|无误|信息.{0,6}(核对|检查)")
ASKS_DRAWN = re.compile(r"提交|发送|递交|寄出|是否正确|无误|核对")
AFTERWARDS = re.compile(r"成功|失败|错误|有误|重试|重新|再次|再提交|继续(?!提交)|返回|另一|重复|是否查看|打印")


MAX_ASKED = 3
"""Questions that one press may answer with yes (确定提交? 信息是否无误?)."""


def accepts(kind: str, text: str, *, accepted_before: int, sent: bool) -> bool:
    """Whether to press OK. An alert can only be closed; a confirm() is part of the press, before anything left.

    A second question in a row is answered with yes only if it asks whether to send. Later questions (重试? 继续留言?) are
    answered with "no": a yes could send the question a second time.
    """
    if kind == "alert":
        return True
    if kind == "beforeunload":
        return not sent
    if kind != "confirm" or accepted_before >= MAX_ASKED or AFTERWARDS.search(text):
        return False
    asks = ASKS_TO_SEND.search(text) is not None
    return asks if not accepted_before and sent else not sent and (asks or not accepted_before)


def accepts_drawn(text: str, *, accepted_before: int, sent: bool) -> bool:
    """Whether to say yes to a question that a script draws: only one that asks whether to send, while nothing has left."""
    asks = ASKS_DRAWN.search(text) is not None
    return not sent and asks and accepts("confirm", text, accepted_before=accepted_before, sent=sent)
