"""Read a page of news: its title, when it was published, and whom it names as its source. Pure.

What stands in sight comes first; the <meta> tags that government sites must carry (ArticleTitle, PubDate, ContentSource;
国办发〔2017〕47号) fill in what does not.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from huiying.model import Stated
from huiying.probe.pages.dates import find_dates, stated_alone
from huiying.probe.pages.flat import clean
from huiying.probe.pages.flatten import flatten, parse

_SOURCE = re.compile(
    r"(?:信息|文章|稿件|内容|新闻)?(?:来[ 　]*源|转载自|转自|摘自|出处)[ 　]*[:：][ 　\x1f\x1e]*(?P<said>[^\n\x1e\x1f|]{0,60})"
)
_ENDS = re.compile(
    r"(?:发布|发表|更新|时间|日期|浏览|阅读|点击|访问|作者|编辑|责编|字号|字体|打印|分享|来源|【|\[|(?<!\d)20\d{2}[-年/.]|\s{2,})"
)
_PUBLISHED = re.compile(
    r"(?:发布|发表|发文|成文|上网|公布|公开|更新|录入)?(?:时间|日期)[ 　]*[:：][ 　\x1f\x1e]*(?P<said>[^\n]{0,40})"
)
_NOT_PUBLISHED = re.compile(r"(?:成文|发文|更新|截止|实施|生效)(?:时间|日期)")
_TAIL = re.compile(r"\s*[-_|—–]+\s*[^-_|—–]{2,30}$")
_HEAD_CHARACTERS = 1500
"""From the title on: sources and dates further down belong to the text itself."""
LONGEST_LINE = 100
"""Characters; a longer one is a paragraph of the text."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Article:
    """What a page says of itself. `source` None: the page has no place for one; "": it has one, and it is empty."""

    title: str = ""
    published: Stated | None = None
    source: str | None = None


def read_article(html: str) -> Article:
    """Return what the page says of itself; any text is read without an error."""
    tree = parse(html)
    meta = _meta(tree)
    title = _title(tree, meta)
    flat = flatten(html).text
    start = flat.find(title[:12]) if title else -1
    head = flat[max(start, 0) :][:_HEAD_CHARACTERS] if start >= 0 else flat[: _HEAD_CHARACTERS * 2]
    stated_source = _source(head)
    if not stated_source and meta.get("contentsource"):
        stated_source = clean(meta["contentsource"])[:60]
    return Article(
        title=title,
        published=_published(head) or stated_alone(meta.get("pubdate", "")) or _only_date(head),
        source=stated_source,
    )


def _meta(tree: LexborHTMLParser) -> dict[str, str]:
    found: dict[str, str] = {}
    for node in tree.css("meta[name]")[:200]:
        name, content = (node.attributes.get(key) or "" for key in ("name", "content"))
        found.setdefault(name.strip().lower()[:40], content[:500])
    return found


def _title(tree: LexborHTMLParser, meta: dict[str, str]) -> str:
    if named := clean(meta.get("articletitle", ""))[:300]:
        return named
    heads = [clean(node.text(deep=True)[:300]) for node in tree.css("h1")[:3]]
    if len(heads) == 1 and heads[0]:
        return heads[0]
    node = tree.css_first("title")
    return _TAIL.sub("", clean(node.text(deep=True)[:300])) if node else ""


def _source(head: str) -> str | None:
    match = _SOURCE.search(head)
    if match is None:
        return None
    said = _ENDS.split(match["said"], maxsplit=1)[0]
    return clean(said).strip("】])） 　:：") if said else ""


def _published(head: str) -> Stated | None:
    for match in _PUBLISHED.finditer(head):
        if not _NOT_PUBLISHED.match(match[0]) and (found := stated_alone(match["said"])):
            return found
    return None


def _only_date(head: str) -> Stated | None:
    """Return the one date in the short lines under the title that no word names: 2024-01-05 09:00  来源：…"""
    lines = head[:600].split("\n")
    above = next((place for place, line in enumerate(lines) if len(line) > LONGEST_LINE), len(lines))
    dates = find_dates("\n".join(lines[:above]))
    return dates[0][0] if len({found.at for found, _, _ in dates}) == 1 else None
