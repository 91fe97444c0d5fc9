"""The loops of a page's script, written out (pure): `for (i…) if ($("#" + ids[i]).val() == "") …` once for each entry of ids.

Arrays of names, of [name, words] and of {id: …, msg: …}, objects of name → words, and elements of one kind ($(".need").each,
form.elements). An element of a kind is called EACH + tag, "*", or "." + class, and "@" + the form it is looked for in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import islice

from huiying.probe.operands import closing

EACH = "each~"
MAX_LOOPS = 60
MAX_ENTRIES = 40
_SOURCE = 2500
_BLOCK = 3000

Entry = Mapping[str, str]
"""What one round of a loop has: "" the entry itself, else its parts by index or name."""

_STRING = r"""["']([^"'\n]{0,80})["']"""
_NAMED = re.compile(r"\b([A-Za-z_$][\w$]{0,40})\s*=\s*(?:new\s+Array\s*)?([\[({])")
_INLINE = re.compile(
    r"(?:(?<=\$\.each\()|(?<=[;{}\s]))\s{0,4}(\[[^\[\]\n]{3,400}\])(?=\s*,\s*function|\.(?:forEach|every|some)\b)"
)
_ELEMENTS = re.compile(
    r"""\b([A-Za-z_$][\w$]{0,40})\s*=\s*(?:[\w$.]{1,40}\.(?:getElementsByTagName|getElementsByClassName|querySelectorAll)|\$)\(\s*["']([^"'\n]{1,80})["']\s*\)\s*;"""
)
_FOR = re.compile(r"\bfor\s*\((?P<head>[^{}]{3,160}?)\)\s*\{")
_OVER = re.compile(
    r"""(?:\$\.each\(\s*(?P<a>[\w$]{1,40})\s*,\s*|(?P<b>[\w$]{1,40})\.(?:forEach|every|some|each)\(\s*)(?:function\s*)?\(?\s*(?P<x>[\w$]{1,20})?\s*(?:,\s*(?P<y>[\w$]{1,20})\s*)?(?:,\s*[\w$]{1,20}\s*)?\)?\s*(?:=>\s*)?\{"""
)
_EACH = re.compile(
    r"""(?:\$|document\.querySelectorAll)\(\s*["'](?P<of>[^"'\n]{1,80})["']\s*\)\.(?P<how>each|forEach)\(\s*(?:function\s*)?\(?\s*(?P<x>[\w$]{1,20})?\s*(?:,\s*(?P<y>[\w$]{1,20})\s*)?\)?\s*(?:=>\s*)?\{"""
)
_FORM_ELEMENTS = re.compile(
    r"\b(?:document\.)?(?:forms\.)?([A-Za-z_$][\w$]{0,40})(?:\.elements)?\[\s*[a-z]\w{0,3}\s*\]"
)
_TAGS = frozenset({"input", "textarea", "select"})


def unrolled(text: str) -> Iterator[str]:
    """Yield the bodies of the script's loops, once for each entry that they go over."""
    text, tables = _tables(text)
    kinds = {one.group(1): _kinds(one.group(2)) for one in islice(_ELEMENTS.finditer(text), MAX_LOOPS)}
    for match in islice(_FOR.finditer(text), MAX_LOOPS):
        body = _body(text, match.end())
        yield from _of_for(match.group("head"), body, tables, kinds)
    for match in islice(_OVER.finditer(text), MAX_LOOPS):
        name, body = match.group("a") or match.group("b"), _body(text, match.end())
        item = match.group("y") if match.group("a") or ".each(" in match.group() else match.group("x")
        for entry in tables.get(name, ()):
            yield _put(body, rf"\b{re.escape(item)}\b", entry) if item else body
        for kind in kinds.get(name, ()):
            yield _these(body, item, kind)
    for match in islice(_EACH.finditer(text), MAX_LOOPS):
        body = _body(text, match.end())
        item = match.group("y") if match.group("how") == "each" else match.group("x")
        for kind in _kinds(match.group("of")):
            yield _these(body, item, kind)


def _of_for(head: str, body: str, tables: Mapping[str, list[Entry]], kinds: Mapping[str, list[str]]) -> Iterator[str]:
    over = re.search(r"([\w$]{1,40})\s+(in|of)\s+([\w$]{1,40})\s*$", head)
    for name, entries in tables.items():
        spoken = rf"\b{re.escape(name)}\s*\[\s*[A-Za-z_]\w*\s*\]"
        if over and over.group(3) == name:
            for entry in entries:
                valued = _put(body, spoken, {**entry, "": entry.get("value", entry.get("", ""))})
                yield _put(valued, rf"\b{re.escape(over.group(1))}\b", entry)
        elif re.search(spoken, body):
            yield from (_put(body, spoken, entry) for entry in entries)
    for name, called in kinds.items():
        spoken = rf"\b{re.escape(name)}(?:\[\s*\w{{1,4}}\s*\]|\.eq\(\s*\w{{1,4}}\s*\))"
        if re.search(spoken, body):
            yield from (re.sub(spoken, f'$("{one}")', body) for one in called)
    if "elements" in head or ".elements[" in body:
        yield _FORM_ELEMENTS.sub(lambda one: f'$("{EACH}*@{one.group(1)}")', body)


def _body(text: str, at: int) -> str:
    end = closing(text, at, _BLOCK, "{}")
    return text[at : end if end >= 0 else at + _BLOCK // 4]


def _put(body: str, spoken: str, entry: Entry) -> str:
    """The body with an entry's words where it speaks of the entry or of a part of it."""

    def word(match: re.Match[str]) -> str:
        part = next((one for one in match.groups() if one), "")
        return f'"{entry[part]}"' if part in entry else match.group()

    text = re.sub(rf"""{spoken}(?:\.(\w{{1,30}})\b(?!\()|\[\s*["']?(\w{{1,30}})["']?\s*\])?""", word, body)
    text = re.sub(r"""["']\s*\+\s*["']""", "", text)
    text = re.sub(r"""\[\s*["']([A-Za-z_]\w{0,60})["']\s*\]""", r".\1", text)
    return re.sub(r"""\beval\(\s*["']([\w$.]{1,120})["']\s*\)""", r"\1", text)


def _these(body: str, item: str | None, kind: str) -> str:
    """The body with the kind's name where it speaks of the element at hand."""
    text = re.sub(r"\$\(\s*this\s*\)|\bthis(?=\.value\b)", lambda _: f'$("{kind}")', body)
    spoken = rf"\$\(\s*{re.escape(item)}\s*\)|\b{re.escape(item)}(?=\.value\b)" if item else ""
    return re.sub(spoken, lambda _: f'$("{kind}")', text) if spoken else text


def _kinds(selector: str) -> list[str]:
    """What the elements of a selector are called: .need → each~.need, #f input → each~input@f; none where it asks for more."""
    found = []
    for one in selector.split(","):
        parts = one.split() or [""]
        last = re.sub(
            r"^:input\b", "*", re.sub(r"\[type:?=?[\"']?\w+[\"']?\]|:(?:text|visible|enabled)\b", "", parts[-1])
        )
        inside = "@" + parts[0][1:] if len(parts) > 1 and re.fullmatch(r"#[\w-]+", parts[0]) else ""
        called = re.fullmatch(r"(?:[a-z]*\.([\w-]{1,40})|([a-z*]{1,10})|([\w-]{1,40}))", last)
        if called and called.group(1):
            found.append(f"{EACH}{called.group(1)}^{inside}")
        elif called and (called.group(2) in _TAGS or called.group(2) == "*"):
            found.append(f"{EACH}{called.group(2)}{inside}")
        elif called and not inside and "." not in selector:
            found.append(f"{EACH}{called.group(2) or called.group(3)}^")
    return found


def _tables(text: str) -> tuple[str, dict[str, list[Entry]]]:
    """The script with a name for every array that is gone over where it stands, and name → entries."""
    found: dict[str, list[Entry]] = {}

    def named(match: re.Match[str]) -> str:
        name = f"array_{len(found)}"
        found[name] = _entries(match.group(1)[1:-1], "[")
        return name

    text = _INLINE.sub(named, text)
    for match in islice(_NAMED.finditer(text), 400):
        opened = match.group(2)
        end = closing(text, match.end(), _SOURCE, {"[": "[]", "(": "()", "{": "{}"}[opened])
        entries = _entries(text[match.end() : end], opened) if end >= 0 else []
        if entries and len(found) < MAX_LOOPS:
            found.setdefault(match.group(1), entries)
    return text, found


def _entries(source: str, opened: str) -> list[Entry]:
    if opened == "{":
        pairs = re.findall(rf"""["']?([\w$-]{{1,60}})["']?\s*:\s*{_STRING}""", source)
        whole = re.sub(rf"""["']?[\w$-]{{1,60}}["']?\s*:\s*{_STRING}|[\s,]""", "", source)
        return [{"": key, "value": words} for key, words in pairs[:MAX_ENTRIES]] if not whole else []
    inner = re.findall(r"([\[{])([^\[\]{}]{3,400})[\]}]", source)[:MAX_ENTRIES]
    if inner:
        return [_parts(content, bracket) for bracket, content in inner]
    return [{"": one} for one in re.findall(_STRING, source)[:MAX_ENTRIES]]


def _parts(content: str, bracket: str) -> Entry:
    if bracket == "[":
        return {str(index): one for index, one in enumerate(re.findall(_STRING, content))}
    return dict(re.findall(rf"""["']?(\w{{1,30}})["']?\s*:\s*{_STRING}""", content))
