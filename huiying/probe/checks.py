"""What a page's own script says of its fields (pure): which it refuses to send empty, and with what words.

The script is read as text, never run: its conditions (conditions.py) and the rule tables of the usual validators (rules.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from huiying.probe.conditions import MAX_CONDITIONS, Check, conditions
from huiying.probe.loops import unrolled
from huiying.probe.operands import Aliases, aliases_of, closing
from huiying.probe.refusals import manner_of
from huiying.probe.rules import ruled_fields
from huiying.probe.spans import spans_of

MAX_SCRIPT = 200_000
MAX_CHECKS = 200
_HANDLER = 1500

_COMMENT = re.compile(r"/\*[^*]*\*+(?:[^/*][^*]*\*+)*/|(?m:^\s*//.*$)")
_BY_NAME = re.compile(r"""\[\s*name\s*=\s*\\?["']?([^"'\]\\\n]{1,80})\\?["']?\s*\]""")
_IN_BRACKETS = re.compile(
    r"""(?<=[\w$\])])\[\s*["']([A-Za-z_$][\w$]{0,60})["']\s*\](?=\s*(?:\.(?:value|checked|selectedIndex)\b|\[))"""
)
"""document.forms["f"]["title"].value is document.forms.f.title.value."""
_BY_ITS_NAME = re.compile(
    r"""(?<![\w$.])([A-Za-z_$][\w$]{0,40}(?:\[\s*\w{1,6}\s*\])?)\.(?:name|id)\s*={2,3}\s*["']([\w$-]{1,60})["']\s*(?P<then>&&|\)\s*\{)(?P<rest>[^{}]{0,160}?)\1(?=\.value\b)"""
)
"""for (…) if (x[i].name == "title" && x[i].value == ""): of all elements the one of that name."""
_MATCHED = re.compile(
    r"""\.(?:match\s*\(\s*(?P<one>/(?:[^/\\\n]|\\.){1,200}/\w{0,3})\s*\)\s*(?:={2,3}\s*null|(?P<met>(?=\)|&&|\|\|)))|search\s*\(\s*(?P<other>/(?:[^/\\\n]|\\.){1,200}/\w{0,3})\s*\)\s*={2,3}\s*-1)"""
)
_OPERAND = re.compile(r"""[\w$]{1,60}(?:\(\s*["'][^()"'\n]{1,60}["']\s*\)|\(\)|\.[\w$]{1,60}){0,6}$""")
"""x.match(rule) is the same as rule.test(x), x.match(rule) == null as !rule.test(x)."""
_LEAVING = re.compile(
    r"""(?P<of>\$\(\s*["'][^"'\n]{1,80}["']\s*\))\.(?:blur|change|focusout|on\(\s*["'](?:blur|change|focusout)["']\s*,)\s*\(?\s*function\s*\(\w{0,10}\)\s*\{"""
)
"""$("#title").blur(function () { … $(this) … }): what is said of this in it is said of that control."""
_CALLED = re.compile(
    r"""\bif\s*\(\s*(?:\$\(\s*this\s*\)|\$this|\$t)\.is\(\s*["'](?P<id>#[\w-]{1,60})["']\s*\)\s*\)\s*\{"""
)
"""if ($(this).is("#title")) { … this.value … }: one handler for all controls that tells them apart."""
_ALWAYS = re.compile(r"""\bif\s*\(\s*(?:""\s*={2,3}\s*""|''\s*={2,3}\s*''|"null"\s*={2,3}\s*"null")\s*\)""")
_SAYING = re.compile(r""""([^"\n]{4,120})"|'([^'\n]{4,120})'""")


def checks_of(script: str) -> tuple[Check, ...]:
    """Return the checks of a page's script; linear in its length, never raises."""
    text = _IN_BRACKETS.sub(r".\1", _BY_NAME.sub(r"[name:\1]", _COMMENT.sub("\n", script[:MAX_SCRIPT])))
    text = _BY_ITS_NAME.sub(r'1\g<then>\g<rest>document.getElementById("\2")', text)
    text = _without_this(_as_tests(text))
    aliases = aliases_of(text)
    found: dict[tuple[object, ...], Check] = {}
    for check in (*_rules(text), *conditions(text, aliases), *_in_loops(text, aliases), *_spans(text, aliases)):
        key = (check.name, check.form, check.message, check.held, check.demands, check.least, check.most)
        found.setdefault(key, check)
        if len(found) >= MAX_CHECKS:
            break
    return tuple(found.values())


def _as_tests(text: str) -> str:
    """The script with x.match(rule) put as rule.test(x)."""
    parts, at = [], 0
    for match in islice(_MATCHED.finditer(text), MAX_CONDITIONS):
        of = _OPERAND.search(text, max(at, match.start() - 120), match.start())
        if of is not None:
            no = "" if match.group("met") is not None else "!"
            parts += [text[at : of.start()], f"{no}{match.group('one') or match.group('other')}.test({of.group()})"]
            at = match.end()
    return "".join([*parts, text[at:]])


def _without_this(text: str) -> str:
    """The script with the control's own name where a handler says $(this)."""
    return _named(_LEAVING, _named(_CALLED, text))


def _named(handler: re.Pattern[str], text: str) -> str:
    parts, at = [], 0
    for match in islice(handler.finditer(text), MAX_CONDITIONS):
        if match.start() < at:
            continue
        of = match.groupdict().get("of") or f'$("{match.group("id")}")'
        end = closing(text, match.end(), _HANDLER, "{}")
        end = match.end() if end < 0 else end
        this = re.split(r"\$\(\s*this\s*\)|\bthis(?=\.value\b)", text[match.end() : end])
        parts += [text[at : match.end()], of.join(this)]
        at = end
    return "".join([*parts, text[at:]])


def _in_loops(text: str, aliases: Aliases) -> Iterator[Check]:
    manner = manner_of(text)
    for body in islice(unrolled(text), MAX_CHECKS):
        named = _BY_NAME.sub(r"[name:\1]", body)
        yield from conditions(named, {**aliases, **aliases_of(named)}, manner)


def _spans(text: str, aliases: Aliases) -> Iterator[Check]:
    for name, words in spans_of(text, aliases):
        yield Check(name=name, message=words, demands=False, alone=False)


def _rules(text: str) -> Iterator[Check]:
    for name, words in ruled_fields(text):
        said = "" if words.isascii() else words
        yield from (Check(name=one, message=said) for one in dict.fromkeys((name, name.split(".")[-1])))


def always_says(script: str) -> tuple[str, ...]:
    """Return what the script says under a condition that always holds: a server wrote `if ('' == '')` where nobody is logged in."""
    text = _COMMENT.sub("\n", script[:MAX_SCRIPT])
    found = (text[one.end() : one.end() + 200] for one in islice(_ALWAYS.finditer(text), 20))
    return tuple(body.split("}")[0] for body in found)


def sayings_of(script: str) -> tuple[str, ...]:
    """Return what the script can say of lengths: its texts with a number and 字."""
    text = _COMMENT.sub("\n", script[:MAX_SCRIPT])
    said = ("".join(one) for one in islice(_SAYING.findall(text), 4000))
    return tuple(dict.fromkeys(one for one in said if "字" in one and re.search(r"[\d三四五六七八九十百千]", one)))[:30]
