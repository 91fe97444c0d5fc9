"""Whatever a page holds, it is read without an error and within bounds."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.probe.pages.describe import describe
from huiying.probe.pages.detail import read_detail
from huiying.probe.pages.encoding import Undecodable, decode
from huiying.probe.pages.links import list_links
from huiying.probe.pages.listing import read_list
from huiying.probe.pages.lookups import lookup_forms

LABELS = [
    "回复时间：", "回复内容", "来信时间：", "标题", "答复单位：", "状态：", "已办结", "2024-02-05", "暂无", "社保卡怎么补办",
    "您好,请携带身份证办理。", "<td>", "</td>", "<tr>", "<table>", "<p>", "</p>", "<div>", "</div>", "<dl><dt>", "<dd>",
    "<a href=x>", "</a>", "<li>", "\x1e", "\x1f",
]  # fmt: skip


@settings(max_examples=200)
@given(st.lists(st.sampled_from(LABELS), max_size=60).map("".join), st.sampled_from(["", "社保卡怎么补办"]))
def test_any_heap_of_labels_is_read(html: str, question: str) -> None:
    got = describe(html.encode(), question=question)
    json.dumps(got)
    read_list(html, "http://a.gov.cn/")


@settings(max_examples=100)
@given(st.binary(max_size=400))
def test_any_bytes_are_read(raw: bytes) -> None:
    describe(raw, question="x", number="1")


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 30_000 + "回复内容：您好",
        "<table>" + "<tr><td>回复时间</td><td>2024-02-06</td></tr>" * 5_000 + "</table>",
        "回复内容：" * 20_000,
        "<p>" + "回 复 时 间" * 20_000 + "</p>",
        "<a href=x>查询信件</a>" * 20_000,
        "<p>2024-02-06</p>" * 20_000 + "<p>市人社局</p>" * 20_000,
        "<div>网友 2024-02-06<p>市人社局 2024-02-07</p>" * 5_000,
        '<i data-t="#a">' * 5_000 + '<p id="a" hidden>答复</p>' * 5_000,
        "<script>var a=" + "{" * 50_000 + "</script>",
        "<script>var a=" + '{"a":' * 5_000 + "1" + "}" * 5_000 + "</script>",
        "字" * 3_000_000,
        "<form>" + "<input name=编号>" * 10_000 + "</form>",
        "<li>" + "<a href='javascript:;'>标题标题标题</a>" * 5_000 + "</li>",
    ],
    ids=[
        "deep",
        "rows",
        "labels",
        "padded",
        "links",
        "times",
        "turns",
        "tabs",
        "braces",
        "nested json",
        "long",
        "inputs",
        "anchors",
    ],
)
def test_a_page_made_to_hurt_is_read_in_time(html: str) -> None:
    read_detail(html, title="社保卡怎么补办", question="社保卡怎么补办需要什么材料")
    read_list(html, "http://a.gov.cn/")
    lookup_forms(html, "http://a.gov.cn/")
    list_links(html, "http://a.gov.cn/")


@pytest.mark.parametrize(
    ("raw", "header", "text"),
    [
        ("回复时间".encode("gbk"), "", "回复时间"),
        ('<meta charset="gb2312">镕堃'.encode("gb18030"), "", '<meta charset="gb2312">镕堃'),
        ("回复时间".encode(), "text/html; charset=gbk", "回复时间"),
        ("回复时间".encode("gbk"), "text/html; charset=utf-8", "回复时间"),
        ("回复时间".encode("gbk"), "text/html; charset=ISO-8859-1", "回复时间"),
        ("\ufeff回复时间".encode(), "text/html; charset=gbk", "回复时间"),
        ("回復時間".encode("big5"), "text/html; charset=big5", "回復時間"),
        ("回复时间".encode("utf-16"), "", "回复时间"),
    ],
)
def test_the_bytes_have_the_last_word_on_the_charset(raw: bytes, header: str, text: str) -> None:
    assert decode(raw, header) == text


def test_a_picture_is_no_text() -> None:
    with pytest.raises(Undecodable):
        decode(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
