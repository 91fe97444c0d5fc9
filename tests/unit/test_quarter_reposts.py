"""What is said of a site that was looked at for an item: only what its pages prove stands against it."""

from __future__ import annotations

from datetime import datetime

import pytest

from huiying.inspection import Copy, ImportantItem, RepostCheck
from huiying.model import SHANGHAI, Precision, Site, Stated
from huiying.probe.pages.article import read_article
from huiying.probe.pages.links import search_address
from huiying.probe.pages.titles import Match, match_title
from huiying.quarter.reposts import after, judge

SITE = Site(id=1, order=1, name="市公安局", home_url="http://gaj.example.gov.cn/", hosts=("gaj.example.gov.cn",))


def day(text: str) -> Stated:
    whole = len(text) > 10
    at = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
    return Stated(at=at, precision=Precision.MINUTE if whole else Precision.DATE)


def item(issued: str = "2024-01-05", original: str = "", source: str = "中国政府网") -> ImportantItem:
    return ImportantItem(
        title="国务院关于某事的意见", issued=day(issued), original=day(original) if original else None, source=source
    )


def judged(
    of: ImportantItem, published: str = "", source: str | None = "中国政府网", likeness: int = 100
) -> RepostCheck:
    copy = Copy(
        title=of.title,
        url="http://x/",
        likeness=likeness,
        published=day(published) if published else None,
        source=source,
    )
    return judge(of, SITE, unit="市公安局", copy=copy, found=True, why="")


@pytest.mark.parametrize(
    ("issued", "original", "published", "in_time"),
    [
        ("2024-01-05", "", "2024-01-05", True),
        ("2024-01-05", "", "2024-01-06", True),
        ("2024-01-05", "", "2024-01-07", False),  # at least a minute over 24 hours, however early on the 7th
        ("2024-01-05 10:00", "", "2024-01-06 10:00", True),
        ("2024-01-05 10:00", "", "2024-01-06 10:02", False),
        ("2024-01-05 10:00", "", "2024-01-06", True),  # the page states no hour: the earliest counts
        ("2024-01-05", "2024-01-02", "2024-01-05", True),  # told three days after the original: the clock starts then
        ("2024-01-05", "", "2024-01-03", True),  # republished before anybody asked
        ("2024-01-05", "", "", None),
    ],
)
def test_late_is_what_no_reading_of_the_stated_times_makes_in_time(
    issued: str, original: str, published: str, in_time: bool | None
) -> None:
    assert judged(item(issued, original), published).in_time is in_time


def test_the_time_since_the_original_is_told_as_finely_as_it_was_stated() -> None:
    assert after(item(), day("2024-01-08")) == "3天"
    assert after(item("2024-01-05 10:00"), day("2024-01-05 11:30")) == "1.5小时"
    assert after(item("2024-01-05", "2024-01-02"), day("2024-01-05")) == "3天"
    assert after(item(), None) == ""


@pytest.mark.parametrize(
    ("source", "likeness", "in_form", "why"),
    [
        ("中国政府网", 100, True, ""),
        ("本站", 100, False, "来源写的是“本站”"),
        ("市公安局", 100, False, "来源写的是“市公安局”"),
        ("新华社", 100, None, "来源写的是“新华社”，原文来源是“中国政府网”"),
        ("", 100, None, "“来源”处没有文字"),  # a script may fill it in
        (None, 100, None, "没有读到“来源”"),
        ("中国政府网", 97, None, "标题与原文不完全相同"),
    ],
)
def test_form_is_wrong_only_where_the_page_names_the_site_itself(
    source: str | None, likeness: int, in_form: bool | None, why: str
) -> None:
    check = judged(item(), "2024-01-05", source, likeness)
    assert check.in_form is in_form
    assert check.why == why
    assert check.good is in_form


def test_what_could_not_be_told_is_nothing_against_the_site() -> None:
    check = judge(item(), SITE, unit="", copy=None, found=None, why="网站未能打开：连接不上")
    assert (check.found, check.in_time, check.in_form, check.good) == (None, None, None, None)
    assert judge(item(), SITE, unit="", copy=None, found=False, why="").good is False


@pytest.mark.parametrize(
    ("shown", "match"),
    [
        ("关于促进养老服务消费的若干措施", Match.SURE),
        ("《关于促进养老服务消费的若干措施》", Match.SURE),
        ("【转载】关于促进养老服务消费的若干措施", Match.SURE),
        ("国务院办公厅印发《关于促进养老服务消费的若干措施》的通知", Match.MAYBE),
        ("国务院办公厅印发关于促进养老服务消费的若干措施", Match.SURE),
        ("关于促进养老服务消费若干措施", Match.SURE),  # 的 carries no sense
        ("《关于促进养老服务消费的若干措施》解读", Match.MAYBE),
        ("一图读懂：关于促进养老服务消费的若干措施", Match.MAYBE),
        ("关于促进养老服务消费的若干规定", Match.MAYBE),
        ("关于促进…", Match.NO),
        ("关于促进养老服务消费的若干…", Match.MAYBE),
        ("全市安全生产工作会议召开", Match.NO),
        ("", Match.NO),
    ],
)
def test_a_title_is_surely_the_item_only_where_nothing_that_has_sense_differs(shown: str, match: Match) -> None:
    assert match_title(shown, "关于促进养老服务消费的若干措施")[0] is match


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("国务院关于第二批改革措施推广的通知", "国务院关于第一批改革措施推广的通知"),
        ("河南省数字政府建设总体规划2024年工作要点", "河南省数字政府建设总体规划2023年工作要点"),
        ("河南省优化营商环境条例实施细则", "河北省优化营商环境条例实施细则"),
    ],
)
def test_two_texts_that_differ_in_one_character_are_two_texts(one: str, other: str) -> None:
    match, likeness = match_title(one, other)
    assert match is Match.MAYBE
    assert 85 < likeness < 100


@pytest.mark.parametrize(
    ("html", "title", "published", "source"),
    [
        (
            "<title>关于某事的意见-某市公安局</title><h1>关于某事的意见</h1><p>发布时间：2024-01-05 09:30　来源：中国政府网　浏览：12</p>",
            "关于某事的意见",
            "2024-01-05 09:30",
            "中国政府网",
        ),
        (
            "<meta name=ArticleTitle content=关于某事的意见><meta name=PubDate content=2024-01-05><meta name=ContentSource content=新华社>",
            "关于某事的意见",
            "2024-01-05",
            "新华社",
        ),
        (
            "<h1>关于某事的意见</h1><span>来源：</span><span>发布日期：2024年1月5日</span>",
            "关于某事的意见",
            "2024-01-05",
            "",
        ),
        (
            "<h1>关于某事的意见</h1><div>2024-01-05</div><p>" + "文" * 200 + "2023年12月1日起施行</p>",
            "关于某事的意见",
            "2024-01-05",
            None,
        ),
        (
            "<h1>关于某事的意见</h1><p>成文日期：2023-12-29</p><p>发布日期：2024-01-05</p>",
            "关于某事的意见",
            "2024-01-05",
            None,
        ),
        ("<title>首页</title><p>" + "文" * 200 + "</p>", "首页", "", None),
    ],
)
def test_a_page_of_news_says_what_it_is_when_it_was_published_and_whence(
    html: str, title: str, published: str, source: str | None
) -> None:
    article = read_article(f"<html><body>{html}</body></html>")
    assert article.title == title
    assert article.published == (day(published) if published else None)
    assert article.source == source


@pytest.mark.parametrize(
    "html", ["", "<", "来源：" * 20_000, "<h1>" * 3000, "\x00\x01<meta name><meta content=x>", "<title>-"]
)
def test_any_page_is_read_without_an_error(html: str) -> None:
    read_article(html)


def test_only_what_surely_is_a_search_is_ever_asked() -> None:
    base = "http://a.gov.cn/"
    search = "<form action='/so' ><input type=hidden name=site value=1><input name=q><button>搜索</button></form>"
    assert search_address(search, base) == "http://a.gov.cn/so?site=1&q={title}"
    for other in (
        "<form action='/so' method=post><input name=q><button>搜索</button></form>",
        "<form action='/letter'><input name=title><textarea name=body></textarea><button>搜索</button></form>",
        "<form action='/login'><input name=user><input name=code><button>搜索</button></form>",
        "<form action='/login'><input name=user><input type=password name=p><button>搜索</button></form>",
        "<form action='/subscribe'><input name=mail><button>订阅</button></form>",
    ):
        assert search_address(other, base) == ""
