"""Whether the parts after 其中, or in brackets, make the whole before them.

Lists that only pick out some are common and no slip, so a list is read as a division only where all its labels are
levels of government, or platforms, or kinds (…类), or a thing and its opposite, and the sum is near the whole.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from huiying.report.audit.finding import Finding
from huiying.report.audit.numbers import slip
from huiying.report.audit.paper import Sentence

LEVELS = re.compile(
    r"市直|各?[县镇乡]\(|县区|县\(市|市、县|\(市\)|县级|市级|省级|省直|区直|县直|乡镇|街道|门户|部门|地方|国务院|直属|垂管|信用|各镇|各乡|各县|各区|各街道"
)
PLATFORMS = re.compile(
    r"微信|微博|抖音|头条|APP|客户端|百家号|企鹅号|快手|小程序|大鱼号|视频号|贴吧|澎湃|网易号|搜狐号|订阅号|服务号|公众号|知乎|哔哩|B站|微视|移动端|网站"
)
KINDS = re.compile(r"类")
REST = re.compile(r"^其他|^其它|^其余")
"""A label that belongs to any division."""
COUNTER_CLASSES = ("家个", "条篇份", "件", "项", "次", "封", "名", "户")
"""Counters that a notice may change between whole and parts."""
SELECTED = re.compile(r"等|占|比|存在|发现|问题|不合格|率|分以上")
WITHIN = 5
"""The parts may stay below the whole by a fifth before the list is taken for a selection."""
_AMONG = re.compile(r"(?:其中|包括|分为|(?:类别|分类|分别)(?:是|为|有)?)[,:]?([^。]*)")
_COUNTED = re.compile(r"(\d{1,7})([家个条篇份件项次封名户])")


def check_parts(sentence: Sentence) -> Iterator[Finding]:
    """Yield divisions in the sentence whose parts do not make their whole."""
    text = sentence.text
    if text.startswith("其中"):
        text = re.split(r"(?<=[。!?])", sentence.before.rstrip("。"))[-1] + "。" + text
    outer, inner = _brackets(text)
    for match in _AMONG.finditer(outer):
        earlier, listed = outer[: match.start()], match[1]
        first = _COUNTED.search(listed)
        if first is None:
            continue
        group = counter_class(first[2])
        wholes = _wholes(earlier, group) or _wholes(sentence.before, group)
        parts = _division(listed.split(";")[0], group)
        if wholes and sum(parts) not in wholes:
            parts = _division(listed, group) or parts
        yield from _compare(sentence, wholes, parts)
    for whole, counter, listed in inner:
        yield from _compare(sentence, {whole: counter}, _division(listed, counter_class(counter)), close=True)


def counter_class(counter: str) -> str:
    """Return the counters that may stand for the same things as this one."""
    return next(group for group in COUNTER_CLASSES if counter in group)


def _wholes(text: str, group: str) -> dict[int, str]:
    """Return the counts of the group with the counter that each stands with."""
    return {int(match[1]): match[2] for match in _COUNTED.finditer(text) if match[2] in group}


def _compare(
    sentence: Sentence, wholes: Mapping[int, str], parts: list[int], *, close: bool = False
) -> Iterator[Finding]:
    """Hold parts against their whole; `close`: they stand in brackets behind it, so that more than it is always wrong."""
    total = sum(parts)
    if not parts or not wholes or total in wholes:
        return
    whole = max(wholes)
    if close or slip(total, whole) if total > whole else (whole - total) * WITHIN <= whole:
        counter = wholes[whole]
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
            elif counted := re.search(r"(\d{1,7})([家个条篇份件项次封名户])$", outer):
                inner.append((int(counted[1]), counted[2], inside))
    return outer, inner


def _division(text: str, group: str) -> list[int]:
    """Return the parts of a list that divides its whole by level, platform or kind; [] for any other text."""
    after = re.compile(
        rf"(?:其中)?(?:和|及|以及)?([^,;:\d]+?)(?:共|有|为)?(\d{{1,7}})[{group}](?:[,、;。]|(?=[和及])|$)"
    )
    before = re.compile(rf"和?(\d{{1,7}})[{group}]([^,;:、和\d]+)(?:[,、;。]|(?=和)|$)")
    first = bool(before.match(text))  # 334个微信公众号、42个微博
    labels: list[str] = []
    parts: list[int] = []
    place, mark = 0, ""
    while match := (before if first else after).match(text, place):
        if mark and text[place - 1] != mark and text[place - 1] in ",、;":
            break  # 、 parts the list, a comma ends it
        mark = mark or match[0][-1]
        labels.append(match[2] if first else match[1])
        parts.append(int(match[1] if first else match[2]))
        place = match.end()
    own = [label for label in labels if not REST.search(label)]
    if len(parts) < 2 or not own or text[place:].startswith("等") or any(map(SELECTED.search, labels)):
        return []
    if all(map(LEVELS.search, own)) or all(map(KINDS.search, own)) or _opposites(own):
        return parts
    if len(parts) >= 3 and all(map(PLATFORMS.search, own)):
        return parts
    return []


def _opposites(labels: Sequence[str]) -> bool:
    return len(labels) == 2 and any(one in (f"非{other}", f"不{other}") for one, other in (labels, labels[::-1]))
