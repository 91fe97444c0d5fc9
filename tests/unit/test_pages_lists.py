"""Public lists: lines, which is ours, and the way to the next page."""

from __future__ import annotations

import pytest

from huiying.probe.pages.listing import find_in_list, next_page, read_list
from huiying.probe.pages.reading import ListEntry

HEAD = "<tr><th>标题</th><th>来信时间</th><th>回复时间</th><th>状态</th></tr>"


def row(title: str, link: str, asked: str = "2024-02-05", answered: str = "", state: str = "办理中") -> str:
    return f'<tr><td><a href="{link}">{title}</a></td><td>{asked}</td><td>{answered}</td><td>{state}</td></tr>'


def test_columns_are_read_by_their_heads() -> None:
    html = f"<table>{HEAD}{row('社保卡怎么补办', 'd?id=1', answered='2024-02-06 10:00', state='已回复')}{row('路灯不亮', 'd?id=2')}</table>"
    first, second = read_list(html, "http://a.gov.cn/hd/list.jsp")
    assert (first.title, first.url, first.state) == ("社保卡怎么补办", "http://a.gov.cn/hd/d?id=1", "已回复")
    assert first.asked_at
    assert first.asked_at.at.date().isoformat() == "2024-02-05"
    assert first.answered_at
    assert first.answered_at.at.isoformat() == "2024-02-06T10:00:00+08:00"
    assert (second.answered_at, second.state) == (None, "办理中")


def test_a_date_without_a_name_is_neither_asked_nor_answered() -> None:
    html = (
        '<ul><li><a href="1.html">社保卡怎么补办</a><span>2024-02-06</span></li>'
        '<li><a href="2.html">路灯不亮了</a><span>2024-02-05</span></li></ul>'
    )
    entries = read_list(html)
    assert [(e.title, e.asked_at, e.answered_at) for e in entries] == [
        ("社保卡怎么补办", None, None),
        ("路灯不亮了", None, None),
    ]


def test_menus_and_footers_are_no_lines() -> None:
    html = (
        '<div class="nav"><a href="/">首页</a><a href="/zwgk">政务公开</a></div><ul><li><a href="/hd">互动交流</a></li></ul>'
        f"<table>{HEAD}{row('社保卡怎么补办', '1')}</table><footer><a href=/about>关于我们网站</a></footer>"
    )
    assert [entry.title for entry in read_list(html)] == ["社保卡怎么补办"]


def test_a_cut_title_is_read_whole_from_its_tooltip() -> None:
    html = '<ul><li><a href="1" title="社保卡丢失后怎么补办需要什么材料">社保卡丢失后怎么…</a> 2024-02-05</li></ul>'
    assert read_list(html)[0].title == "社保卡丢失后怎么补办需要什么材料"


def test_a_line_that_opens_by_a_click_script_has_its_address() -> None:
    cells = "<td>社保卡怎么补办</td><td>2024-02-05</td><td></td><td>待受理</td>"
    html = f"<table>{HEAD}<tr onclick=\"location.href='show.do?id=7'\">{cells}</tr></table>"
    assert read_list(html, "http://a.gov.cn/x/")[0].url == "http://a.gov.cn/x/show.do?id=7"


ENTRIES = [
    ListEntry(title="社保卡丢失后怎么补办…", url="1"),
    ListEntry(title="社保卡丢失怎么补办", url="2", number="20240205001"),
    ListEntry(title="公积金提取条件", url="3", number="20240205002"),
]


def test_our_line_is_found_by_number_before_title() -> None:
    assert [e.url for e in find_in_list(ENTRIES, title="公积金提取条件", number="20240205001")] == ["2"]


def test_a_cut_title_fits_as_far_as_it_goes() -> None:
    assert [e.url for e in find_in_list(ENTRIES, title="社保卡丢失后怎么补办需要哪些材料")] == ["1"]


def test_lines_that_carry_another_number_are_not_ours() -> None:
    assert find_in_list(ENTRIES[2:], title="公积金提取条件", number="20240205009") == []


def test_two_lines_alike_are_two() -> None:
    twice = [ListEntry(title="公积金提取条件", url="a"), ListEntry(title="公积金提取条件?", url="b")]
    assert len(find_in_list(twice, title="公积金提取条件")) == 2


@pytest.mark.parametrize(
    ("html", "following"),
    [
        ('<a href="?page=2">下一页</a>', "http://a.gov.cn/l/index.html?page=2"),
        ('<a href="index_1.html">下页</a>', "http://a.gov.cn/l/index_1.html"),
        ('<a class="disabled" href="?page=2">下一页</a>', ""),
        ('<a href="index.html">下一页</a>', ""),
        ('<a href="javascript:go(2)">下一页</a>', ""),
        ("<script>createPageHTML(5, 0, 'index', 'html');</script>", "http://a.gov.cn/l/index_1.html"),
        ("<script>createPageHTML(5, 4, 'index', 'html');</script>", ""),
        ('<a href="?page=2" title="下一页"><img src="n.gif"></a>', "http://a.gov.cn/l/index.html?page=2"),
        ("", ""),
    ],
)
def test_the_next_page_is_found_or_there_is_none(html: str, following: str) -> None:
    assert next_page(html, "http://a.gov.cn/l/index.html") == following
