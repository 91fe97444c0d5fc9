"""click's own words in Chinese: headings and hints of its help, and its complaints."""

from __future__ import annotations

import re
from collections.abc import Iterable

import click

WORDS = {
    "Usage: ": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Show this message and exit.": "显示用法",
    "Show the version and exit.": "显示版本",
    "[OPTIONS]": "[选项]",
    "COMMAND [ARGS]...": "命令 [参数]…",
}

COMPLAINTS = (
    (r"No such command '(.*?)'.*", r"没有“\1”这个命令"),
    (r"Missing command.*", "缺少命令"),
    (r"No such option:? '?(.*?)'?(\..*)?", r"没有“\1”这个选项"),
    (r"Missing argument '?(.*?)'?\.", r"缺少参数 \1"),
    (r"Missing option '?(.*?)'?\.( .*)?", r"缺少选项 \1"),
    (r"Option '(.*?)' requires an argument\.", r"选项 \1 后面缺少内容"),
    (r"Got unexpected extra arguments? \((.*)\)", r"多出了参数 \1"),
    (r"Invalid value for '?(.*?)'?: '(.*?)' is not one of (.*)\.", r"\1 不能是“\2”，可选：\3"),
    (r"Invalid value for '?(.*?)'?: '(.*?)' is not a valid (?:integer|float)( range)?\.", r"\1 应为数字，不能是“\2”"),
    (r"Invalid value for '?(.*?)'?: (.*) is not in the range (.*)\.", r"\1 不能是 \2，应在 \3 之间"),
    (r"Invalid value for '?(.*?)'?: (.*)", r"\1 的值不正确（\2）"),
)


class Formatter(click.HelpFormatter):
    """Writes help with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        for english, chinese in WORDS.items():
            args = args.replace(english, chinese)
        super().write_usage(prog, args, WORDS["Usage: "] if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        super().write_heading(WORDS.get(heading, heading))

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(term, WORDS.get(words, words)) for term, words in rows], col_max, col_spacing)


def complaint(error: click.ClickException) -> str:
    """Say in Chinese what click says in English, and what to do."""
    english = " ".join(error.format_message().split())
    for pattern, chinese in COMPLAINTS:
        if found := re.fullmatch(pattern, english):
            return f"{found.expand(chinese)}。请用 --help 查看用法"
    return f"命令用法不对（{english}）。请用 --help 查看用法"
