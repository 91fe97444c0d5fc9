"""A site's news: what it republished of the items that it was asked to, its list, its pages and its search."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import parse_qsl

from huiying.drill.city.dice import dice
from huiying.drill.city.families.base import Family, Handler
from huiying.drill.city.web import Raw, Request, Response, escape
from huiying.drill.city.wording import words

KINDS = ("good", "good", "good", "late", "own_source", "absent", "altered", "other_batch")
"""How an item is republished: as asked, ten days late, as the site's own, not at all, under another title, mixed up."""
ALTERED = str.maketrans({"优": "强", "若": "有", "推": "拉"})
LATE = timedelta(days=10)
PAGE = 6
LONGEST_IN_LIST = 26


@dataclass(frozen=True, kw_only=True, slots=True)
class Story:
    """One page of news."""

    title: str
    source: str
    day: date


def plan(site: str) -> dict[str, str]:
    """Return how the site republishes each item, by title."""
    return {item["title"]: dice(site, item["title"]).choice(KINDS) for item in words("news.toml")["item"]}


class News:
    """The column 新闻动态 of one site, newest first."""

    def __init__(self, family: Family) -> None:
        self._family = family
        place = family.house.place
        stories = [story for title, kind in plan(place.name).items() if (story := _story(title, kind))]
        chance = dice(place.name, "news")
        for back, title in enumerate(chance.sample(words()["home"]["news"], 10)):
            stories.append(Story(title=title, source=place.unit, day=date(2024, 2, 4) - timedelta(days=5 * back + 1)))
        self._stories = sorted(stories, key=lambda story: story.day, reverse=True)

    def routes(self) -> Mapping[str, Handler]:
        return {"/news/": self._list, "/news/show": self._show, "/search": self._search}

    def _list(self, request: Request) -> Response:
        page = request.query.get("page", "1")
        start = (int(page) - 1) * PAGE if page.isdecimal() and 0 < int(page) < 100 else 0
        more = (
            f'<p><a href="/news/?page={start // PAGE + 2}">下一页</a></p>' if start + PAGE < len(self._stories) else ""
        )
        shown = list(enumerate(self._stories))[start : start + PAGE]
        return self._family.page("新闻动态", Raw(f'<h2>新闻动态</h2><ul class="list">{_lines(shown)}</ul>{more}'))

    def _show(self, request: Request) -> Response:
        number = request.query.get("id", "")
        if not number.isdecimal() or int(number) >= len(self._stories):
            return self._family.page("新闻动态", Raw("<p>您访问的内容不存在</p>"), status=404)
        story = self._stories[int(number)]
        about = f"<span>发布时间:{story.day:%Y-%m-%d}</span>&nbsp;&nbsp;<span>来源:{escape(story.source)}</span>"
        body = "<p>(正文略。本页是练习城市里虚构的内容。)</p>"
        return self._family.page(story.title, Raw(f"<h1>{escape(story.title)}</h1><p>{about}</p>{body}"))

    def _search(self, request: Request) -> Response:
        query = dict(parse_qsl(request.raw_query, encoding=self._family.charset, errors="replace"))
        asked = (query.get("q") or query.get("keyword") or "").strip()
        found = [(number, story) for number, story in enumerate(self._stories) if asked and asked in story.title]
        main = f'<ul class="list">{_lines(found)}</ul>' if found else "<p>没有找到与您的关键字相符的内容。</p>"
        return self._family.page("站内搜索", Raw(f"<h2>站内搜索</h2>{main}"))


def _story(title: str, kind: str) -> Story | None:
    news = words("news.toml")
    item = next(item for item in news["item"] if item["title"] == title)
    match kind:
        case "absent":
            return None
        case "other_batch":
            return Story(title=news["other"][0]["title"], source="中国政府网", day=news["other"][0]["at"])
        case "altered":
            return Story(title=title.translate(ALTERED), source=item["source"], day=item["at"])
    source = "本站" if kind == "own_source" else item["source"]
    return Story(title=title, source=source, day=item["at"] + (LATE if kind == "late" else timedelta(days=1)))


def _lines(stories: list[tuple[int, Story]]) -> str:
    return "".join(
        f"<li><span>{story.day:%Y-%m-%d}</span>"
        f'<a href="/news/show?id={number}" title="{escape(story.title)}">{escape(_cut(story.title))}</a></li>'
        for number, story in stories
    )


def _cut(title: str) -> str:
    return title if len(title) <= LONGEST_IN_LIST else title[: LONGEST_IN_LIST - 1] + "…"
