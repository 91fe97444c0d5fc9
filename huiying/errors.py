"""The errors a user can meet: one Chinese line each that says what, where, and what to do.

An error's docstring is its message; its fields are given as keywords. The CLI prints the line and ends
with `exit_status`; `--debug` shows the traceback too.
"""

from __future__ import annotations

import errno
import inspect
from collections.abc import Sequence
from typing import ClassVar


class HuiyingError(Exception):
    """{message}"""

    exit_status: ClassVar[int] = 1

    def __init__(self, **facts: object) -> None:
        self.facts = facts
        template = inspect.cleandoc(type(self).__doc__ or "{message}")
        super().__init__(template.format(**facts))


class BadInput(HuiyingError):
    """{where}：{what}。{do}"""

    exit_status = 2


class NotAllowed(HuiyingError):
    """不能{what}：{why}。{do}"""


class Missing(HuiyingError):
    """缺少{what}。{do}"""


class NotFound(HuiyingError):
    """没有找到{what}“{name}”。{do}"""

    exit_status = 2


class NoRound(NotFound):
    """还没有开启过任何轮次。请先运行 huiying round open"""


class UnproclaimedYear(HuiyingError):
    """{year}年的节假日安排尚未录入，不能推算{year}年的工作日。国务院办公厅公布通知后，请运行 huiying calendar add 通知文件"""

    exit_status = 3

    def __init__(self, *, year: int) -> None:
        super().__init__(year=year)


class Conflict(HuiyingError):
    """{what}的状态已被其他进程改变（应为{expected}，实为{found}）。本次操作未生效，请重新查看状态后再试"""


class Unreachable(HuiyingError):
    """连接{what}失败：{why}。{do}"""


class LoginRefused(Unreachable):
    """连接{what}失败：登录被拒绝（{why}）。{do}"""


class TamperedEvidence(HuiyingError):
    """证据文件{path}与登记的 sha256 不符。请核对该文件是否被改动，并从备份恢复"""


class Interrupted(HuiyingError):
    """已按要求停止，已完成的部分都已保存；再次运行同一命令即可继续"""

    exit_status = 130


_OS_REASONS = {
    errno.ENOENT: "文件或目录不存在",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EEXIST: "已经存在",
    errno.EISDIR: "这是一个目录",
    errno.ENOTDIR: "上级不是目录",
    errno.ENOSPC: "磁盘已满",
    errno.EROFS: "磁盘只读",
    errno.ENAMETOOLONG: "文件名过长",
}


def some_of(names: Sequence[str], counter: str = "家", *, most: int = 5) -> str:
    """Return the first names of a list in Chinese, and how many there are where that is more: 甲、乙等7家."""
    return "、".join(names[:most]) + (f"等{len(names)}{counter}" if len(names) > most else "")


def os_reason(error: OSError) -> str:
    """Say in Chinese why the system refused; its own words where none are known."""
    return _OS_REASONS.get(error.errno or 0) or error.strerror or type(error).__name__
