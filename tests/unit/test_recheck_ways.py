"""The [answer] table of a recipe."""

from __future__ import annotations

import pytest

from huiying.errors import BadInput
from huiying.probe.ways import ways_from


def test_without_a_table_nothing_is_named() -> None:
    assert not ways_from({}, where="杞县.toml").named


def test_all_ways_can_be_named() -> None:
    ways = ways_from(
        {
            "lookup": {"page": "/cx.jsp", "method": "get", "number": "bh", "query_code": "cxm", "extra": {"t": "1"}},
            "list": {"pages": ["/list.jsp"], "pattern": "/list.jsp?p={page}", "most": 3},
            "same_page": "/ly.jsp",
            "detail": {"text": ".hf", "answered_at": "#sj"},
        },
        where="杞县.toml",
    )
    assert ways.named
    assert ways.lookup
    assert ways.lookup.extra == {"t": "1"}


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        ({"lists": {}}, "answer.lists 是不认识的设置项"),
        ({"list": {}}, "answer.list.pages 没有填写"),
        ({"list": {"pages": []}}, "answer.list.pages 没有填写"),
        ({"list": {"pages": ["/a"], "pattern": "/a?p=2"}}, "answer.list.pattern 应包含 {page}"),
        ({"list": {"pages": ["/a"], "most": 99}}, "answer.list.most 的值太大"),
        ({"lookup": {"page": "/a", "method": "put"}}, "answer.lookup.method 只能是 get 或 post"),
        ({"lookup": {"page": "javascript:x()"}}, "answer.lookup.page 只能写网址"),
        ({"detail": {"text": "a{b"}}, "answer.detail.text 只能写 CSS 选择器"),
        ({"mail": "yes please"}, "answer.mail 应为 true 或 false"),
        ([], "answer 应为一节设置"),
    ],
)
def test_a_mistake_is_told_in_one_line_with_its_path(raw: object, said: str) -> None:
    with pytest.raises(BadInput) as caught:
        ways_from(raw, where="杞县.toml")
    assert said in str(caught.value)
    assert "杞县.toml" in str(caught.value)
    assert "\n" not in str(caught.value)
