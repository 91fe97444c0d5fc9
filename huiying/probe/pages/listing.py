"""Read a public list (信件选登, 留言公开): its lines, the one that is ours, and where it goes on."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from urllib.parse import urljoin

from selectolax.lexbor import SelectolaxError

from huiying.model import Stated
from huiying.probe.pages.dates import find_dates, stated_alone, years_in
from huiying.probe.pages.fields import Hit, find_hits
from huiying.probe.pages.flat import SEPARATORS, Flat, clean
from huiying.probe.pages.flatten import flatten, parse
from huiying.probe.pages.labels import Name, name_of, says_nothing, state_in
from huiying.probe.pages.likeness import bare, same_title
from huiying.probe.pages.reading import ListEntry
from huiying.probe.pages.speakers import Who, read_head, says_reply

MOST_ENTRIES = 1000
MOST_ANCHORS = 3000
SHORTEST_TITLE = 4
_ROWS = frozenset(["tr", "li", "dl"])
_NEXT = re.compile(r"^(?:下一?页|后一?页|下一页[>»›]*|[>›»]{1,2}|next|next page|下页[>»›]*)$", re.IGNORECASE)
_TRS_PAGER = re.compile(
    r"""createPageHTML\(\s*['"]?(\d+)['"]?\s*,\s*['"]?(\d+)['"]?\s*,\s*['"]([\w./-]+)['"]\s*,\s*['"](\w+)['"]"""
)
_PIECES = re.compile(r"[\n\x1e\x1f]+")
_MORE = re.compile(r"^(?:更多|查看|详情|查看详情|查看更多|阅读|\[?详细\]?|点击查看|more)[>»]*$", re.IGNORECASE)
_MARK = re.compile(r"^(?:[\[【(（][^\]】)）]{1,8}[\]】)）]\s*|[·•●◆■▪►▶★☆]+\s*|\d{1,4}[、.．]\s*)+")


def read_list(html: str, base_url: str = "") -> list[ListEntry]:
    """Return the lines of a public list in the page's order; links of menus and footers are none."""
    flat = flatten(html)
    years = set(years_in(flat.text))
    year = years.pop() if len(years) == 1 else 0
    hits = find_hits(flat, year=year)
    header = _Header(flat)
    entries = []
    for row in _rows(flat)[:MOST_ENTRIES]:
        entry = _entry(flat, row, hits, header, year=year, base_url=base_url)
        if entry is not None:
            entries.append(entry)
    return entries


def find_in_list(entries: Sequence[ListEntry], *, title: str = "", number: str = "") -> list[ListEntry]:
    """Return the entries that can be ours: by number alone where one fits, else by title. Several are several."""
    if number and (found := [entry for entry in entries if entry.number == number]):
        return found
    others = [entry for entry in entries if not (number and entry.number and len(entry.number) == len(number))]
    exact = [entry for entry in others if title and bare(entry.title) == bare(title)]
    return exact or [entry for entry in others if same_title(entry.title, title)]


def next_page(html: str, base_url: str) -> str:
    """Return the address of the list's next page; "" on the last one, or where only a script knows it."""
    flat = flatten(html)
    for index, element in enumerate(flat.elements):
        if element.tag != "a" or not element.href or element.href.startswith(("#", "javascript")):
            continue
        if re.search(r"(?:^|\s)(?:disabled|disable|no|gray)(?:\s|$)", element.classes):
            continue
        words = (clean(flat.inside(index)), element.title)
        if any(_NEXT.match(word.strip("[]【】 ")) for word in words if word):
            target = urljoin(base_url, element.href)
            return "" if target.split("#")[0] == base_url.split("#", maxsplit=1)[0] else target
    if match := _TRS_PAGER.search(html):
        total, current, name, ending = int(match[1]), int(match[2]), match[3], match[4]
        return urljoin(base_url, f"{name}_{current + 1}.{ending}") if current + 1 < total else ""
    return ""


def pinned_next(html: str, base_url: str, selector: str) -> str:
    """Return the address behind the link that a recipe's selector finds; "" for none."""
    try:
        node = parse(html).css_first(selector)
    except (SelectolaxError, ValueError):
        return ""
    return _absolute(base_url, (node.attributes.get("href") or "").strip()[:2000]) if node is not None else ""


class _Header:
    """The row of column names above a list, in a table or in boxes."""

    def __init__(self, flat: Flat) -> None:
        self._flat = flat
        self._rows: list[tuple[int, int, list[Name | None]]] = []  # start, element, the columns' names
        for index, element in enumerate(flat.elements):
            if (
                element.tag in {"tr", "div", "ul", "li", "p", "dl", "dt", "thead"}
                and 4 <= element.end - element.start <= 200
            ):
                names = self._names(index)
                if names:
                    self._rows.append((element.start, index, names))

    def _names(self, index: int) -> list[Name | None]:
        pieces = cells_of(self._flat, index)
        named = [name_of(re.sub(r"\s", "", piece)) for piece in pieces]
        known = [name for name in named if name is not None]
        filled = [piece for piece in pieces if piece]
        good = len(known) >= 2 and len(known) >= len(filled) - 1 and len(set(known) - {Name.OTHER, Name.END}) >= 2
        return named if good and not any(state_in(piece) for piece in filled) else []

    def above(self, row: int) -> list[Name | None]:
        """Return the column names that stand over a row, where their number fits it."""
        return next((names for _, names in self._over(row)), [])

    def ends(self, row: int) -> bool:
        """Whether the column of an answering time over a row is named by the letter's end (办结时间), not by a reply."""
        for index, names in self._over(row):
            pieces = zip(cells_of(self._flat, index), names, strict=False)
            return all("复" not in piece and "答" not in piece for piece, name in pieces if name is Name.ANSWERED)
        return False

    def _over(self, row: int) -> Iterator[tuple[int, list[Name | None]]]:
        start, count = self._flat.elements[row].start, len(cells_of(self._flat, row))
        for begin, index, names in reversed(self._rows):
            if begin < start and len(names) == count and index != row:
                yield index, names


def cells_of(flat: Flat, row: int) -> list[str]:
    """Return a row's pieces: the cells of a table row, else the pieces of text of any other row."""
    element = flat.elements[row]
    if element.tag == "tr":
        return [clean(flat.inside(c)) for c in element.children if flat.elements[c].tag in {"td", "th"}]
    return [piece for piece in (clean(part) for part in _PIECES.split(flat.inside(row))) if piece]


def _rows(flat: Flat) -> list[int]:
    """Return the elements that are the lines of lists: each with a title, none inside another."""
    titled = [i for i, e in enumerate(flat.elements) if e.tag == "a" and e.href and _title_of(flat, i)][:MOST_ANCHORS]
    repeated = _repeated(flat, titled)
    rows = dict.fromkeys(_row_of(flat, anchor, repeated) for anchor in titled)
    rows.update(dict.fromkeys(i for i, e in enumerate(flat.elements) if e.tag == "tr" and e.parent >= 0))
    inner = {ancestor for row in rows for ancestor in list(flat.up(row))[1:]}
    return sorted(row for row in rows if row not in inner)


def _repeated(flat: Flat, titled: list[int]) -> Counter[tuple[int, str]]:
    """Count, for every box, its children of each kind that hold a title."""
    children: set[int] = set()
    for anchor in titled:
        for index in flat.up(anchor):
            if index in children:
                break
            children.add(index)
    return Counter((flat.elements[index].parent, flat.elements[index].tag) for index in children)


def _row_of(flat: Flat, anchor: int, repeated: Counter[tuple[int, str]]) -> int:
    nearest = flat.nearest(anchor, _ROWS)
    if nearest >= 0:
        return nearest
    for index in flat.up(anchor):
        element = flat.elements[index]
        if element.tag != "a" and repeated[element.parent, element.tag] >= 2:
            return index
    return max(flat.elements[anchor].parent, 0)


def _title_of(flat: Flat, anchor: int) -> str:
    element = flat.elements[anchor]
    text = _MARK.sub("", clean(flat.inside(anchor)))
    if (
        element.title
        and len(element.title) > len(text)
        and (not text or bare(element.title).startswith(bare(text.rstrip("…."))))
    ):
        text = element.title
    if len(text) < SHORTEST_TITLE or _MORE.match(text) or state_in(text) or _NEXT.match(text):
        return ""
    return text[:300]


def _entry(flat: Flat, row: int, hits: list[Hit], header: _Header, *, year: int, base_url: str) -> ListEntry | None:
    box = flat.elements[row]
    if not flat.inside(row).strip(SEPARATORS) or box.end - box.start > 3000:
        return None
    anchors = [i for i in _inside(flat, row) if flat.elements[i].tag == "a" or flat.elements[i].href]
    titles = sorted(((t, i) for i in anchors if (t := _title_of(flat, i))), key=lambda item: -len(item[0]))
    named: dict[Name, str] = {}
    for name, piece in zip(header.above(row), cells_of(flat, row), strict=False):
        if name is not None and piece:
            named.setdefault(name, piece)
    if not named and not titles:
        return None
    inline = [h for h in hits if box.start <= h.start < box.end]
    for hit in inline:
        if hit.value:
            named.setdefault(hit.name, hit.value)
    pieces = cells_of(flat, row)
    title = titles[0][0] if titles else _MARK.sub("", named.get(Name.TITLE, ""))
    if not title or name_of(title) is not None:
        return None
    state = state_in(named.get(Name.STATE, "")) or next((s for s in map(state_in, pieces) if s), "")
    told = _told(flat, row, year)
    answered_at = _time(named, Name.ANSWERED, year)
    dates = find_dates(flat.inside(row), year=year)
    if (
        not (state or dates or set(named) & {Name.ASKED, Name.ANSWERED, Name.STATE, Name.NUMBER})
        and len(bare(title)) < 8
    ):
        return None
    link = (
        flat.elements[titles[0][1]].href
        if titles
        else next((flat.elements[i].href for i in anchors if flat.elements[i].href), box.href)
    )
    return ListEntry(
        title=title, url=_absolute(base_url, link), asked_at=_time(named, Name.ASKED, year) or told.asked_at,
        answered_at=answered_at or told.answered_at,
        ended=answered_at is not None and not told.answered_at and header.ends(row) and not any(h.name is Name.ANSWERED for h in inline),
        state=state, unit=_unit(named) or told.unit, number=named.get(Name.NUMBER, "").split(" ")[0][:60],
        dated=dates[-1][0] if dates else None,
    )  # fmt: skip


def _told(flat: Flat, row: int, year: int) -> ListEntry:
    """Return what the lines say that name a speaker or a step with a time (李* 2024-02-05 · 市人社局 已答复 2024-02-06)."""
    entry = ListEntry(title="", url="")
    for line in re.split(r"[\n\x1e]", flat.inside(row)):
        said = read_head(clean(line), year)
        if said is None or said.when is None:
            continue
        if said.who is Who.CITIZEN and said.named:
            entry = replace(entry, asked_at=entry.asked_at or said.when)
        elif said.who is Who.REPLY_STEP and says_reply(line):
            entry = replace(entry, answered_at=entry.answered_at or said.when, unit=entry.unit or said.name)
    return entry


def _inside(flat: Flat, row: int) -> list[int]:
    found, stack = [row], [row]
    while stack and len(found) < 200:
        children = flat.elements[stack.pop()].children
        found.extend(children)
        stack.extend(children)
    return sorted(found)


def _time(named: dict[Name, str], name: Name, year: int) -> Stated | None:
    return stated_alone(named[name], year=year) if name in named else None


def _unit(named: dict[Name, str]) -> str:
    value = next((named[n] for n in (Name.UNIT, Name.REPLIER, Name.RECEIVER) if n in named), "")
    return "" if says_nothing(value) else value[:40]


def _absolute(base_url: str, link: str) -> str:
    if not link or link.startswith(("#", "javascript")):
        return ""
    try:
        return urljoin(base_url, link) if base_url else link
    except ValueError:
        return ""
