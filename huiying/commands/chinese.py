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
    "[COMMAND] [ARGS]...": "[命令 [参数]…]",
    "COMMAND [ARGS]...": "命令 [参数]…",
    "...": "…",
}

TERMS = ((r"\b(?:INTEGER|FLOAT)(?: RANGE)?\b", "数"), (r"\bPATH\b", "路径"))
"""What click calls the value of an option."""

HINTS = (
    (r"\bdefault: ", "默认 "),
    (r"\brequired\b", "必填"),
    (r"([\d.]+)<=x<=([\d.]+)", r"\1 至 \2"),
    ("; ", "；"),
)
"""What click adds in brackets behind an option's own words."""

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
    (r"Invalid value for '?(.*?)'?: (.*) is not in the range (.*?)<=x<=(.*)\.", r"\1 不能是 \2，应为 \3 至 \4"),
    (r"Invalid value for '?(.*?)'?: (.*)", r"\1 的值不正确（\2）"),
)


class Formatter(click.HelpFormatter):
    """Writes help with Chinese headings."""

    def write_usage(self, prog: str, args: str = "", prefix: str | None = None) -> None:
        for english, chinese in WORDS.items():
            args = args.replace(english, chinese)
        super().write_usage(prog, args, WORDS["Usage: "] if prefix is None else prefix)

    def write_heading(self, heading: str) -> None:
        self.write(f"{'':>{self.current_indent}}{WORDS.get(heading, heading)}：\n")

    def write_dl(self, rows: Iterable[tuple[str, str]], col_max: int = 30, col_spacing: int = 2) -> None:
        super().write_dl([(_replaced(term, TERMS), _hinted(words)) for term, words in rows], col_max, col_spacing)


def _hinted(words: str) -> str:
    own, bracket, hints = WORDS.get(words, words).rpartition("[")
    return f"{own}{bracket}{_replaced(hints, HINTS)}" if hints.endswith("]") else WORDS.get(words, words)


def _replaced(words: str, patterns: Iterable[tuple[str, str]]) -> str:
    for pattern, chinese in patterns:
        words = re.sub(pattern, chinese, words)
    return words


def complaint(error: click.ClickException) -> str:
    """Say in Chinese what click says in English, and what to do."""
    english = " ".join(error.format_message().split())
    for pattern, chinese in COMPLAINTS:
        if found := re.fullmatch(pattern, english):
            said = found.expand(chinese).replace("', '", "、").replace("'", "")
            return f"{said}。请用 --help 查看用法"
    return f"命令用法不对（{english}）。请用 --help 查看用法"
