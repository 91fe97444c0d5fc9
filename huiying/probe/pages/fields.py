"""The labels of a page with what stands beside each: `Hit`s, in the page's order."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice

from huiying.model import Stated
from huiying.probe.pages.dates import find_dates, stated, stated_alone
from huiying.probe.pages.flat import CELL, RUN, SEPARATORS, Flat, clean
from huiying.probe.pages.labels import Name, name_of, says_nothing, state_in, unit_in_label, weak

MOST_HITS = 4000
MOST_ROWS = 50

_HAN = r"[A-Za-z\u4e00-\u9fff]"
_WORD = rf"{_HAN}(?:[ \x1f]{{0,6}}{_HAN}){{0,28}}"
_COLON = re.compile(r"[:：﹕]")
_BEFORE_COLON = re.compile(rf"(?P<label>{_WORD})[ \x1f]*[】\]）)]?[ \x1f]*$")
_WINDOW = 60
_ALONE = rf"{_HAN}(?: {{0,6}}{_HAN}){{0,28}}"
_OPENING = (
    r"(?:^|(?<=[\n\x1e\x1f]))[ \x1f]*(?:[一二三四五六七八九十\d]{1,2}[、.．)）])?[ ]*[【\[(（〔「<《☆★●◆▶·•]?[ ]*"
)
_CLOSING = r"[ ]*(?:[(（\[【]\d{0,4}[条个]?[)）\]】])?[】\])）〕」>》]?[ ]*"
_PURE = re.compile(rf"{_OPENING}(?P<label>{_ALONE}){_CLOSING}(?=[\n\x1e\x1f]|$)")
_BRACKET = re.compile(rf"(?:^|(?<=[\n\x1e\x1f]))[ \x1f]*[【\[〔「](?P<label>{_ALONE})[】\]〕」][ :：]*")
_SAYS = re.compile(  # 市人社局 于 2024-02-06 10:00 回复:  ·  回复(2024-02-06):
    r"(?:^|(?<=\n))[ \x1f\x1e]*[\[【(（]?(?P<unit>[\u4e00-\u9fff]{2,26})?[\]】)）]?[ \x1f]*(?:于|在)?[ \x1f]*"
    r"(?:(?P<when>20\d{2}[-年/.][\d 年月日时分秒:/.-]{3,20}\d[日分秒]?)[ \x1f]*(?P<unit2>[\u4e00-\u9fff]{2,26}?)?"
    r"[ \x1f]*(?:官方)?(?:作出)?(?:的)?"
    r"(?:回复|答复|回应|回答)(?:说|道|如下)?|(?:的|官方)?(?:回复|答复|回应|回答)(?:内容|意见)?[ \x1f]*[(（\[【]"
    r"(?P<when2>20\d{2}[-年/.][\d 年月日时分秒:/.-]{3,20}\d?[日分秒]?)[ \x1f]*[)）\]】])[ \x1f]*[:：]?(?=[\n\x1e\x1f]|$)"
)
_BEFORE = frozenset("\n\x1e\x1f |｜/【[〔（(「·•●◆☆★*;；>》.、0123456789")
_ENDS_LINE = re.compile(
    r"(?:^|(?<=\n))[^\n]{0,60}?(?:版权所有|ICP备|公网安备|网站标识码|Copyright|©|技术支持[:：]|主办单位?[:：]|主办[:：]|"
    r"(?:访问|浏览|点击|阅读)(?:量|次数|人数|数)[:：为 ]{0,2}\d|您是第\s*\d+|当前在线|今天是|[上下]一[篇条封页][:：]|"
    r"分享(?:到|至)[:：]?|扫一扫|打印本页|关闭窗口|责任编辑[:：])",
    re.IGNORECASE,
)
_CELLS = frozenset(["td", "th"])
_LABELLIKE = frozenset(["span", "label", "em", "b", "strong", "i", "font", "td", "th", "dt"])
_HOLDERS = frozenset(["span", "div", "p", "td", "dd", "em", "b", "strong", "textarea", "input", "font", "label"])
_SHORTEST_UNIT, _LONGEST_UNIT = 2, 40
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
    raw = _labels(flat)[:MOST_HITS]
    hits: list[Hit] = []
    for place, (start, end, label, name, pure) in enumerate(raw):
        following = raw[place + 1][0] if place + 1 < len(raw) else len(flat.text)
        element = flat.deepest(start, end)
        column = _column(flat, element) if pure else []
        spans = [(low, low, low, high, high) for low, high in column] or [
            (start, end, *_region(flat, element, end), following)
        ]
        hits.extend(_valued(flat, name, label, span, element, pure=pure, year=year) for span in spans)
    return sorted(hits, key=lambda hit: hit.start)


def _column(flat: Flat, element: int) -> list[tuple[int, int]]:
    """Return the cells below a column's head in a table of several replies (回复内容 | 回复部门 | 回复时间)."""
    cell = flat.nearest(element, _CELLS)
    row = flat.nearest(cell, frozenset(["tr"])) if cell >= 0 else -1
    if row < 0:
        return []
    cells = _cells(flat, row)
    names = {name_of(re.sub(r"[\s\x1e\x1f]", "", flat.inside(c))) for c in cells}
    rows = [below for below in _rows_below(flat, row) if len(_cells(flat, below)) == len(cells)][:MOST_ROWS]
    if len(cells) < 2 or len(rows) < 2 or Name.ANSWER not in names or Name.TITLE in names or None in names:
        return []
    place = cells.index(cell)
    return [(flat.elements[c].start, flat.elements[c].end) for c in (_cells(flat, below)[place] for below in rows)]


_Raw = tuple[int, int, str, Name, bool]


def _labels(flat: Flat) -> list[_Raw]:
    """Return start, end, text and meaning of every label, and whether it stands alone."""
    found: dict[int, _Raw] = {}
    _with_colon(flat.text, found)
    _alone(flat, found)
    for match in _SAYS.finditer(flat.text):
        for start in [at for at in found if match.start() <= at < match.end()]:
            del found[start]
        label = match.group().strip(" \x1e\x1f\n")
        found[match.start()] = (match.start(), match.end(), label, Name.ANSWER, True)
    for match in _ENDS_LINE.finditer(flat.text):
        found.setdefault(match.start(), (match.start(), match.end(), "", Name.END, False))
    return [found[start] for start in sorted(found)]


def _with_colon(text: str, found: dict[int, _Raw]) -> None:
    for colon in islice(_COLON.finditer(text), MOST_HITS * 5):
        low = max(0, colon.start() - _WINDOW)
        match = _BEFORE_COLON.search(text[low : colon.start()])
        if match is None:
            continue
        start, label = _shortest(text, match["label"], low + match.start("label"))
        if label and (name := name_of(label)) is not None and name is not Name.END:
            found[start] = (start, colon.end(), label, name, False)


def _alone(flat: Flat, found: dict[int, _Raw]) -> None:
    for pattern in (_PURE, _BRACKET):
        for match in pattern.finditer(flat.text):
            label = re.sub(r"[ \x1f]", "", match["label"])
            start = match.start("label")
            name = name_of(label)
            if name is None or start in found:
                continue
            if name is Name.END or not _is_link(flat, start, match.end("label")):
                found[start] = (start, match.end(), label, name, True)


def _shortest(text: str, raw: str, base: int) -> tuple[int, str]:
    """Return where the label begins and its text: padding (回 复) joined, the words before it (张三 回复时间) left out."""
    parts = [(m.start(), m.group()) for m in re.finditer(r"[^ \x1f]+", raw)]
    if not parts:
        return base, ""
    choices = range(len(parts) - 1, -1, -1)
    if all(len(word) == 1 for _, word in parts):
        choices = range(1)
    best: tuple[int, str] = (base, "")
    for first in choices:
        offset = base + parts[first][0]
        label = "".join(word for _, word in parts[first:])
        before = text[offset - 1] if offset else "\n"
        if before not in _BEFORE:
            continue
        name = name_of(label)
        if name is None:
            continue
        best = (offset, label)
        if name not in {Name.OTHER, Name.OTHER_TIME} or label not in {"时间", "日期", "人气"}:
            break
    return best


def _is_link(flat: Flat, start: int, end: int) -> bool:
    for index in flat.up(flat.deepest(start, end)):
        element = flat.elements[index]
        if element.tag == "a":
            return bool(element.href) and not element.href.startswith(("#", "javascript"))
        if element.tag not in {"span", "b", "strong", "em", "i", "font"}:
            return False
    return False


def _region(flat: Flat, element: int, end: int) -> tuple[int, int]:
    """Return the part of the string where a label's value can stand."""
    cell = flat.nearest(element, _CELLS)
    if cell >= 0 and not _after(flat, end, flat.elements[cell].end):
        return _cell_region(flat, cell)
    term = flat.nearest(element, frozenset(["dt"]))
    if term >= 0 and not _after(flat, end, flat.elements[term].end):
        return _definition_region(flat, term)
    return end, _climb(flat, element, end)


def _after(flat: Flat, start: int, end: int) -> str:
    return flat.text[start:end].strip(SEPARATORS + ":：*")


def _cell_region(flat: Flat, cell: int) -> tuple[int, int]:
    row = flat.nearest(cell, frozenset(["tr"]))
    if row < 0:
        return flat.elements[cell].end, _climb(flat, cell, flat.elements[cell].end)
    cells = [c for c in flat.elements[row].children if flat.elements[c].tag in _CELLS]
    under = _under(flat, row, cells, cell)
    if under is not None:
        return under
    following = flat.following(cell)
    if following:
        return flat.elements[following[0]].start, flat.elements[row].end
    table = flat.elements[row].parent
    if len(cells) == 1 and flat.following(row):
        return flat.elements[row].end, flat.elements[table].end
    return flat.elements[cell].end, flat.elements[cell].end


def _cells(flat: Flat, row: int) -> list[int]:
    return [c for c in flat.elements[row].children if flat.elements[c].tag in _CELLS]


def _rows_below(flat: Flat, row: int) -> list[int]:
    below = [r for r in flat.following(row) if flat.elements[r].tag == "tr"]
    if not below and flat.elements[flat.elements[row].parent].tag == "thead":
        bodies = flat.following(flat.elements[row].parent)
        below = [r for body in bodies for r in flat.elements[body].children if flat.elements[r].tag == "tr"]
    return below


def _under(flat: Flat, row: int, cells: list[int], cell: int) -> tuple[int, int] | None:
    """Return the cell below, where a whole row is labels and the next row is values."""
    if len(cells) < 2 or not all(_is_label_cell(flat, c) for c in cells):
        return None
    below = _rows_below(flat, row)
    values = _cells(flat, below[0]) if below else []
    if len(values) != len(cells) or all(_is_label_cell(flat, c) for c in values) or _is_list(flat, below, len(cells)):
        return None
    value = flat.elements[values[cells.index(cell)]]
    return value.start, value.end


def _is_list(flat: Flat, rows: list[int], columns: int) -> bool:
    """Whether several rows follow in the same columns: then the head names a list's columns, not one question's fields."""
    counts = [sum(flat.elements[c].tag in _CELLS for c in flat.elements[row].children) for row in rows[:2]]
    return (
        len(counts) == 2
        and counts[1] == columns
        and not any(_is_label_cell(flat, c) for c in flat.elements[rows[1]].children)
    )


def _is_label_cell(flat: Flat, cell: int) -> bool:
    text = re.sub(r"[\s\x1e\x1f]", "", flat.inside(cell))
    return bool(text) and name_of(text) is not None and not state_in(text)


def _definition_region(flat: Flat, term: int) -> tuple[int, int]:
    start = end = flat.elements[term].end
    for index in flat.following(term):
        if flat.elements[index].tag == "dt":
            break
        end = flat.elements[index].end
    if end == start:  # <div><dt>…</dt></div>: no list of its own
        return start, _climb(flat, term, start)
    return start, end


def _climb(flat: Flat, element: int, end: int) -> int:
    """Return the end of the smallest ancestor that has something after the label; `end` where a value is plainly empty."""
    labelled = element
    for index in flat.up(element):
        box = flat.elements[index]
        if _after(flat, end, box.end):
            return box.end
        if index != labelled and _has_empty_holder(flat, index, end) and flat.elements[labelled].tag in _LABELLIKE:
            return end
        if box.tag in {"td", "th", "tr", "table", "body", "form"}:
            return end
    return end


def _has_empty_holder(flat: Flat, box: int, end: int) -> bool:
    """Whether a box has an element after the label that could hold the value and holds nothing."""
    return any(flat.elements[c].tag in _HOLDERS and flat.elements[c].start >= end for c in flat.elements[box].children)


def _valued(
    flat: Flat, name: Name, label: str, spans: tuple[int, int, int, int, int], element: int, *, pure: bool, year: int
) -> Hit:
    start, end, value_start, value_end, following = spans
    inner_end = value_end if value_start >= following else min(value_end, max(following, value_start))
    value = _first_line(flat.text[value_start:inner_end])
    when, sure, unit = None, False, unit_in_label(label)
    only_date = _only_date(value, year)
    if only_date and name in {Name.ANSWER, Name.QUESTION, Name.ASKER}:  # 回复:2024-02-06
        name = Name.ANSWERED if name is Name.ANSWER else Name.ASKED
    if name in _TIMES:
        when = stated_alone(value, year=year)
        sure = when is not None or says_nothing(value)
    elif name is Name.STATE:
        sure = bool(state_in(value))
    elif name is Name.ANSWER and (said := _SAYS.match(label)):
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


def _only_date(value: str, year: int) -> bool:
    dates = find_dates(value[:60], year=year)
    return len(dates) == 1 and not re.search(r"[\u4e00-\u9fff\w]", value[: dates[0][1]] + value[dates[0][2] :])


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
