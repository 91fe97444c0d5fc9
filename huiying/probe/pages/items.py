"""Questions that no label parts: boxes of one kind, each with somebody's words and perhaps a reply under them."""

from __future__ import annotations

import re
from collections import defaultdict

from huiying.probe.pages.flat import Flat
from huiying.probe.pages.labels import Name
from huiying.probe.pages.records import Record

MOST_ITEMS = 300
_SHORTEST_QUESTION = 8
_LOOSE = frozenset({Name.ASKED, Name.OTHER, Name.OTHER_TIME, Name.END, Name.ANSWER})
_HEAD = re.compile(r"[\d年月日时分秒:：/. T-]+|来自|发表|提问|网友|网民|市民|管理员|站长|匿名|用户|平台|受理|提交")
_UNIT = re.compile(r"[\u4e00-\u9fff]{2,16}(?:局|委|办|厅|处|科|所|院|中心|政府|公司|街道|镇|乡|部)(?=\W|$)")


def unlabelled_items(flat: Flat, record: Record) -> list[Record]:
    """Return the boxes of a record that are whole questions of several people; none where it is one person's page.

    Boxes are of one kind when parent, tag and class are the same. One at least must show somebody's words before a
    reply, and no label over them: the heads of replies to one question (a unit, a time) are no such words.
    """
    kinds: dict[tuple[int, str, str], list[int]] = defaultdict(list)
    for index, element in enumerate(flat.elements):
        if element.parent >= 0 and record.start <= element.start < element.end <= record.end:
            kinds[element.parent, element.tag, element.classes].append(index)
    replies = [hit.start for hit in record.hits if hit.name is Name.ANSWER]
    labels = [hit.start for hit in record.hits if hit.name not in _LOOSE]
    for boxes in kinds.values():
        spans = [(flat.elements[box].start, flat.elements[box].end) for box in boxes[:MOST_ITEMS]]
        if len(spans) > 1 and any(_asks_first(flat, span, replies, labels) for span in spans):
            return [Record(low, high, tuple(h for h in record.hits if low <= h.start < high)) for low, high in spans]
    return []


def _asks_first(flat: Flat, span: tuple[int, int], replies: list[int], labels: list[int]) -> bool:
    low, high = span
    first = next((at for at in replies if low <= at < high), -1)
    if first < 0 or any(low <= at < first for at in labels):
        return False
    words = _UNIT.sub("", _HEAD.sub("", flat.text[low:first]))
    return len(re.findall(r"[\u4e00-\u9fff]", words)) >= _SHORTEST_QUESTION
