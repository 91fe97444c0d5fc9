"""Whether the parts after 其中, or in brackets, make the whole before them.

Lists that only pick out some are common and no slip, so a list is read as a division only where all its labels are
levels of government, or platforms, and the sum is near the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from huiying.report.audit.finding import Finding
from huiying.report.audit.numbers import slip
from huiying.report.audit.paper import Sentence

LEVELS = re.compile(
    r"市直|县区|县\(市|市、县|\(市\)|县级|市级|省级|省直|区直|县直|乡镇|街道|门户|部门|地方|国务院|直属|垂管|信用"
)
PLATFORMS = re.compile(
    r"微信|微博|抖音|头条|APP|客户端|百家号|企鹅号|快手|小程序|大鱼号|视频号|贴吧|澎湃|网易号|搜狐号"
)
SELECTED = re.compile(r"等|占|比|存在|发现|问题|不合格|率|分以上")
WITHIN = 5
"""The parts may stay below the whole by a fifth before the list is taken for a selection."""
_AMONG = re.compile(r"([家个])[^\d。;]{0,20}?[。,;:]?其中[,:]?([^。]*)")


def check_parts(sentence: Sentence) -> Iterator[Finding]:
    """Yield divisions in the sentence whose parts do not make their whole."""
    text = sentence.text
    if text.startswith("其中"):
        text = re.split(r"(?<=[。!?])", sentence.before.rstrip("。"))[-1] + "。" + text
    outer, inner = _brackets(text)
    for match in _AMONG.finditer(outer):
        counter, listed = match[1], match[2]
        wholes = [int(value) for value in re.findall(rf"(\d{{1,7}}){counter}", outer[: match.start() + 1])]
        parts = _division(listed.split(";")[0], counter)
        if wholes and sum(parts) not in wholes:
            parts = _division(listed, counter) or parts
        yield from _compare(sentence, wholes, counter, parts)
    for whole, counter, listed in inner:
        yield from _compare(sentence, [whole], counter, _division(listed, counter))


def _compare(sentence: Sentence, wholes: list[int], counter: str, parts: list[int]) -> Iterator[Finding]:
    total = sum(parts)
    if not parts or not wholes or total in wholes:
        return
    whole = max(wholes)
    if slip(total, whole) if total > whole else (whole - total) * WITHIN <= whole:
        yield Finding(
            place=sentence.place,
            stands=f"{whole}{counter}",
            should=f"{total}{counter}，或更正各分项",
            why=f"分项相加{'+'.join(map(str, parts))}={total}，与{whole}不符",
        )


def _brackets(text: str) -> tuple[str, list[tuple[int, str, str]]]:
    """Return the text without brackets that hold numbers, and what stood in brackets right after a counted thing."""
    outer, inner, depth, start = "", [], 0, 0
    for place, char in enumerate(text):
        if char == "(":
            depth += 1
            start = place if depth == 1 else start
        if depth == 0:
            outer += char
        if char == ")" and depth:
            depth -= 1
            if depth:
                continue
            inside = text[start + 1 : place]
            if not re.search(r"\d", inside):
                outer += text[start : place + 1]
            elif counted := re.search(r"(\d{1,7})([家个])$", outer):
                inner.append((int(counted[1]), counted[2], inside))
    return outer, inner


def _division(text: str, counter: str) -> list[int]:
    """Return the parts of a list that divides its whole by level or by platform; [] for any other text."""
    item = re.compile(rf"(?:和|及|以及)?([^,;:\d]+?)(\d{{1,7}}){counter}(?:[,、;。]|(?=[和及])|$)")
    labels: list[str] = []
    parts: list[int] = []
    place = 0
    while match := item.match(text, place):
        labels.append(match[1])
        parts.append(int(match[2]))
        place = match.end()
    if len(parts) < 2 or text[place:].startswith("等") or any(map(SELECTED.search, labels)):
        return []
    if all(map(LEVELS.search, labels)) or (len(parts) >= 3 and all(map(PLATFORMS.search, labels))):
        return parts
    return []
