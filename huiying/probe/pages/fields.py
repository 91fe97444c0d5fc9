"""The labels of a page with what stands beside each: `Hit`s, in the page's order."""

from __future__ import annotations

import re
from dataclasses import dataclass

from huiying.model import Stated
from huiying.probe.pages.dates import find_dates, stated, stated_alone
from huiying.probe.pages.flat import CELL, RUN, SEPARATORS, Flat, clean
from huiying.probe.pages.labels import Name, name_of, says_nothing, state_in, unit_in_label, weak
from huiying.probe.pages.marks import DATED_HEAD, MOST_HITS, SAID_HEAD, SAYS, WHEN_HEAD, find_marks
from huiying.probe.pages.regions import column_below, region_of

_NEIGHBOUR = re.compile(r"^[ \x1e\x1f]*[上下]一[篇条封页个件][^\n]{0,4}[:：]")
_UNIT_ALONE = re.compile(
    r"[(（\[]?[\u4e00-\u9fff]{2,16}(?:局|委|办|厅|处|科|所|站|院|中心|政府|公司|队|街道|办事处|镇|乡)[)）\]]?"
)
_SHORTEST_UNIT, _LONGEST_UNIT = 2, 40
_LONGEST_NAME = 16
_SHORTEST_TEXT = 8
_STEP_WORD = 2
_HEADS = (DATED_HEAD, SAID_HEAD, WHEN_HEAD)
_TIMES = frozenset({Name.ASKED, Name.ANSWERED, Name.OTHER_TIME})


@dataclass(frozen=True, slots=True)
class Hit:
    """A label at [start, end) of the page's string, and the region [value_start, value_end) that can hold its value.

    `when` is the time that stands in the value (or in the label: 市人社局 2024-02-06 回复), `unit` the unit in the label.

    `pure`: the label stands alone in its element, without a colon. `sure`: its value has the label's form (a date, a state …).
    """

    name: Name
    label: str
    start: int
    end: int
    value_start: int
    value_end: int
    pure: bool
    element: int
    when: Stated | None = None
    value: str = ""
    sure: bool = False
    unit: str = ""
    weak: bool = False


def find_hits(flat: Flat, *, year: int = 0) -> list[Hit]:
    """Return the labels of a page, each with its value."""
    raw = find_marks(flat)[:MOST_HITS]
    hits: list[Hit] = []
    for place, (start, end, label, name, pure) in enumerate(raw):
        following = raw[place + 1][0] if place + 1 < len(raw) else len(flat.text)
        element = flat.deepest(start, end)
        column = column_below(flat, element) if pure else []
        spans = [(low, low, low, high, high) for low, high in column] or [
            (start, end, *region_of(flat, element, end), following)
        ]
        for span in spans:
            own = flat.deepest(span[2], span[3]) if column else element
            hits.append(_valued(flat, name, label, span, own, pure=pure, year=year))
    ordered = sorted(hits, key=lambda hit: hit.start)
    return [hit for hit in ordered if not (_beside_another(flat, hit) or _is_none(hit))]


def cell_hit(flat: Flat, name: Name, label: str, cell: int) -> Hit:
    """Return a column's name over a cell as that cell's label."""
    low, high = flat.elements[cell].start, flat.elements[cell].end
    return _valued(flat, name, label, (low, low, low, high, high), cell, pure=True, year=flat.year)


def _is_none(hit: Hit) -> bool:
    """Whether a word is no label where it stands: a step's name without a time, or the one whom a letter greets (来信人:您好)."""
    bare_step = hit.name is Name.ASKED and hit.when is None and len(hit.label) == _STEP_WORD
    return bare_step or (hit.name is Name.ASKER and hit.value.startswith(("您好", "你好")))


def _beside_another(flat: Flat, hit: Hit) -> bool:
    """Whether a label stands on the line that leads to another letter (上一条:企业年报 回复时间:2024-03-14)."""
    line = flat.text[flat.text.rfind("\n", 0, hit.start) + 1 : hit.start]
    return hit.name is not Name.END and _NEIGHBOUR.search(line) is not None


def _valued(
    flat: Flat, name: Name, label: str, spans: tuple[int, int, int, int, int], element: int, *, pure: bool, year: int
) -> Hit:
    start, end, value_start, value_end, following = spans
    inner_end = value_end if value_start >= following else min(value_end, max(following, value_start))
    value = _first_line(flat.text[value_start:inner_end])
    when, sure, unit = None, False, unit_in_label(label)
    only_date = _only_date(value, year, with_unit=not pure) and not _goes_on(flat.text[value_start:inner_end])
    if only_date and name in {Name.ANSWER, Name.QUESTION, Name.ASKER}:  # 回复:2024-02-06
        name = Name.ANSWERED if name is Name.ANSWER else Name.ASKED
    if name in _TIMES:
        when = stated_alone(value, year=year)
        sure = when is not None or says_nothing(value)
    elif name is Name.STATE:
        sure = bool(state_in(value))
    elif name is Name.ASKER:  # 网友:李女士 2024-02-05 09:12
        dates = find_dates(value[:60], year=year)
        when = (
            dates[0][0] if len(dates) == 1 and dates[0][1] <= _LONGEST_NAME and dates[0][2] >= len(value) - 2 else None
        )
    elif name is Name.ANSWER and (headed := next(filter(None, (head.match(label) for head in _HEADS)), None)):
        when = stated_alone(headed["when"])
        unit = unit_in_label(headed["who"] + headed["verb"])
    elif name is Name.ANSWER and (said := SAYS.match(label)):
        when = stated_alone(said["when"] or said["when2"] or "")
        unit = said["unit"] or said["unit2"] or ""
    elif name in {Name.UNIT, Name.REPLIER, Name.RECEIVER}:
        when = stated(value) if name is not Name.RECEIVER else None
        value = _unit(value)
        sure = _SHORTEST_UNIT <= len(value) <= _LONGEST_UNIT or not value
    return Hit(
        name=name, label=label, start=start, end=end, value_start=value_start, value_end=value_end, pure=pure,
        element=element, when=when, value=value, sure=sure, unit=unit, weak=weak(label),
    )  # fmt: skip


def _only_date(value: str, year: int, *, with_unit: bool) -> bool:
    """Whether a value is a date, or `with_unit` a date and a unit (回复:2024-02-06 市人社局)."""
    dates = find_dates(value[:60], year=year)
    rest = value[: dates[0][1]] + value[dates[0][2] :] if len(dates) == 1 else value
    bare = not re.search(r"[\u4e00-\u9fff\w]", rest)
    return len(dates) == 1 and (bare or (with_unit and _UNIT_ALONE.fullmatch(rest.strip()) is not None))


def _goes_on(region: str) -> bool:
    """Whether a region holds a text below its first line: then the line is that text's head, not all there is."""
    _, _, rest = region.strip(SEPARATORS + ":：").partition("\n")
    return len(re.findall(r"[\u4e00-\u9fff]", rest)) >= _SHORTEST_TEXT


def _first_line(region: str) -> str:
    """Return the first thing in a region: one line, and of several inline elements those that belong together."""
    line = next(
        (part for part in re.split(rf"[\n{CELL}]", region.strip(SEPARATORS + ":：")) if part.strip(SEPARATORS)), ""
    )
    return clean(line.replace(RUN, " "))[:500]


def _unit(value: str) -> str:
    """Return a unit's name without the time or the marks that stand beside it."""
    value = re.split(r"[ ,，;；|｜]|\d{4}[-年/.]", value.strip("[]【】()（）:： "), maxsplit=1)[0].strip("[]【】:：")
    return "" if says_nothing(value) or name_of(value) is not None else value[:_LONGEST_UNIT]
