"""Which control an expression of a page's script speaks of (pure): $("#title").val(), form1.title.value, a variable set from one."""

from __future__ import annotations

import re
from collections.abc import Mapping

Aliases = Mapping[str, tuple[str, str]]

_ALIAS = re.compile(r"(?:^|[;{},\n]|\b(?:var|let|const))\s*([A-Za-z_$][\w$]{0,40})\s*=(?!=)\s*+(?!\{)")
_HELD = re.compile(
    r"(?<![\w$.])[A-Za-z_$][\w$]{0,40}\.([A-Za-z_$][\w$]{0,40})\s*=(?!=)\s*([^;\n]{1,160}?\.(?:val\(\)|value)[^;\n]{0,20})"
)
"""letter.title = $("#title").val(): a part of an object that is set from a control."""
_VALUE = re.compile(r"[^;\n]{1,160}?(?=[;\n]|,\s*[A-Za-z_$][\w$]{0,40}\s*=[^=]|\Z)")
_PROPERTY = re.compile(r"""[{,]\s*["']?([A-Za-z_$][\w$]{0,40})["']?\s*:\s*([^,;{}\n]{1,120}?\.(?:val\(\)|value))""")
_QUOTED = re.compile(
    r"""(?:getElementById|getElementsByName|querySelector|getEditor|getInstance|\.find|\.get|\$F?|jQuery|\bg|\bid|\$id|elements|all|layui\.\$|(?<![\w$.])[A-Za-z_$][\w$]{0,20}(?=\(\s*["'`](?:#|\[name:)))\s*[(\[]\s*["'`]([^"'`\n]{1,120})["'`]"""
)
_CHOSEN = re.compile(r"\s*>?\s*\b(?:option)?:(?:selected|checked)\b|\s+option$|^option$")
"""$("#kind option:selected") speaks of the list."""
_TICKED = re.compile(
    r"\bif\s*\(\s*([A-Za-z_$][\w$]{0,40}(?:\.[A-Za-z_$][\w$]{0,40}){0,3})\s*\[\s*\w{1,4}\s*\]\.checked\s*(?:={2,3}\s*true\s*)?\)\s*\{?\s*([A-Za-z_$][\w$]{0,40})\s*=(?!=)"
)
"""for (…) if (kinds[i].checked) chosen = true: the variable says whether one of the group is chosen."""
_NAMED = re.compile(r"\[name:([^\]]{1,80})\]")
_CALL = re.compile(r"\s*[\w$.]{1,60}\(\s*([A-Za-z_$][\w$]{0,40})\s*(?:[,)]|\Z)")
_HANDED = re.compile(
    r"\s*[\w$.]{1,60}\(\s*([A-Za-z_$][\w$]{0,40}(?:\.[A-Za-z_$][\w$]{0,40}){1,5})\s*(?:,[^()]{0,60})?\)\s*\Z"
)
"""isMobile(tel): what a function is handed is what is spoken of, where it was set from a control."""
_METHODS = frozenset(
    {
        "value", "val", "text", "trim", "length", "replace", "toString", "html", "getContent", "getPlainTxt",
        "getContentTxt", "getData", "toLowerCase", "substr", "selectedIndex", "checked", "attr", "prop", "size",
    }
)  # fmt: skip
_PLACES = frozenset({"document", "this", "window", "$", "jQuery", "forms", "all", "elements", "target"})
_KEPT = re.compile(r"cookie|storage|getItem|session|param|query(?!Selector)", re.IGNORECASE)
"""What the browser or the address keeps is no control's, though it be called like one."""
_FORM = re.compile(r"""^\s*document\s*\.\s*(?:forms\s*(?:\.|\[\s*["']))?([A-Za-z_$][\w$]{0,60})(?:["']\s*\])?\s*$""")


def aliases_of(text: str) -> Aliases:
    """Return variable → control for the variables that are set from one; a form's variable gives the form's name.

    What an object holds ({t: $("#title").val()}) bears a dot before its name.
    """
    found: dict[str, tuple[str, str]] = {}
    for match in _ALIAS.finditer(text):
        value = _VALUE.match(text[match.end() : match.end() + 161])
        form = _FORM.match(value.group()) if value else None
        target = ("", form.group(1)) if form else _direct(value.group()) if value else None
        if target and len(found) < 400:
            found.setdefault(match.group(1), target)
    for match in (*_PROPERTY.finditer(text), *_HELD.finditer(text)):
        target = _direct(match.group(2))
        if target and len(found) < 800:
            found.setdefault("." + match.group(1), target)
    for match in _TICKED.finditer(text):
        group = target_of(f"{match.group(1)}.value", found)
        if group and len(found) < 1000:
            found[match.group(2)] = group
    return found


def _direct(expression: str) -> tuple[str, str] | None:
    """The control that an expression names outright: $("#title").val(), form1.title.value."""
    for quoted in reversed(list(_QUOTED.finditer(expression))):
        named = _NAMED.search(quoted.group(1))
        selector = _CHOSEN.sub("", quoted.group(1).strip())
        last = (named.group(1) if named else re.split(r"[\s>#.,:]+", selector)[-1]).strip()
        if last or selector:
            return ("", last) if last else None
    if not re.search(r"\.(?:value|val\(\))", expression):
        return None
    return _path(expression)


def _path(expression: str) -> tuple[str, str] | None:
    if _KEPT.search(expression):
        return None
    for path in re.finditer(r"[A-Za-z_$][\w$]{0,60}(?:\.[A-Za-z_$][\w$]{0,60}){0,6}", expression):
        handed = expression[path.end() : path.end() + 1] == "(" and expression[path.end() + 1 : path.end() + 2] != ")"
        if handed and path.group().split(".")[-1] not in _METHODS:
            continue
        own = path.group().split(".")[:2] == ["this", "text"] and "this.text(" not in expression
        parts = ["text"] if own else [one for one in path.group().split(".") if one not in _METHODS]
        parts = [one for one in parts if one not in _PLACES]
        if parts and parts[0] not in {"Trim", "trim", "String", "parseInt", "function", "return", "new"}:
            return (parts[-2] if len(parts) > 1 else "", parts[-1])
    return None


def target_of(operand: str, aliases: Aliases) -> tuple[str, str] | None:
    """Return (form, control) that an expression speaks of, the form "" where it names none; None for no control."""
    handed = _HANDED.match(operand)
    if handed and not _direct(operand):
        operand = handed.group(1)
    target = _direct(operand) or _path(operand)
    if target is None:
        return None
    called = _CALL.match(operand)
    if called and called.group(1) in aliases:
        return aliases[called.group(1)]
    form, name = target
    if not form:
        return aliases.get(name, target)
    if form in aliases:
        return aliases[form][1], name
    return aliases.get("." + name, target)


def closing(text: str, start: int, limit: int, brackets: str = "()") -> int:
    """Return the index of the bracket that closes the one before `start`; -1 beyond the limit."""
    depth = 1
    for match in re.finditer(rf"[{re.escape(brackets)}]", text[start : start + limit]):
        depth += 1 if match.group() == brackets[0] else -1
        if depth == 0:
            return start + match.start()
    return -1


def meets_none(rule: str) -> bool:
    """Whether a pattern of the script is one that an empty text does not meet; an unreadable one is taken to be met."""
    try:
        return bool(rule) and re.search(rule, "") is None
    except (re.error, OverflowError, RecursionError):
        return False


def takes_only_blank(rule: str) -> bool:
    """Whether a pattern of the script is one that an empty text meets and written ones do not (only blanks)."""
    try:
        written = ("文字", "a1", "13800000000")
        return bool(rule) and bool(re.search(rule, "")) and not any(re.search(rule, one) for one in written)
    except (re.error, OverflowError, RecursionError):
        return False
