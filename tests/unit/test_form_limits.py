"""A limit belongs to the field that the text speaks of, not to whatever stands near it."""

from __future__ import annotations

import pytest

from huiying.probe.limits import Limit, own, ruled, said


def test_a_bare_limit_of_the_title_is_none_of_the_body_below_it() -> None:
    notes = ["来信主题* 30字以内"]
    assert own(0, 0, ["来信内容*", "30字以内"], field="body", notes=notes) == Limit()
    assert own(0, 0, ["来信主题*", "30字以内"], field="title", notes=notes) == Limit(max=30)


def test_a_padded_label_is_read_as_well() -> None:
    notes = ["标\u3000题* (不超过30字)", "内\u3000容* 请详细描述您的问题,10-600字"]
    texts = ["内\u3000容", "(不超过30字)", "请详细描述您的问题,10-600字"]
    assert own(0, 0, texts, field="body", notes=notes) == Limit(min=10, max=600)


def test_a_text_on_two_fields_gives_each_its_own() -> None:
    text = "标题不超过30字,内容10-500字"
    assert own(0, 0, [text], field="title", notes=[text]) == Limit(max=30)
    assert own(0, 0, [text], field="body", notes=[text]) == Limit(min=10, max=500)


def test_a_bare_limit_beside_the_only_field_is_its_own() -> None:
    assert own(0, 0, ["限20至300字"], field="body") == Limit(min=20, max=300)


@pytest.mark.parametrize(
    ("rule", "limit"),
    [
        ("datatype:*2-100", Limit(min=2, max=100)),
        ("datatype:s0-20", Limit(max=20)),
        ("datatype:n6-16", Limit()),
        ("datatype:*", Limit()),
        ("validate:require;maxlength(32)", Limit(max=32)),
    ],
)
def test_the_rule_of_a_validator_limits_its_control(rule: str, limit: Limit) -> None:
    assert ruled([rule]) == limit


def test_a_limit_in_words_beats_a_looser_maxlength() -> None:
    assert own(300, 0, ["字数限制为100个"], field="body") == Limit(max=100)


@pytest.mark.parametrize(
    ("text", "limit"),
    [
        ("内容最少五个字符", Limit(min=5)),
        ("名字太短啦，至少来个2个字吧", Limit(min=2)),
        ("内容至少要写满20字", Limit(min=20)),
        ("两个字以上", Limit(min=2)),
        ("没有一个字可以改", Limit()),
    ],
)
def test_a_limit_is_heard_in_the_words_of_people(text: str, limit: Limit) -> None:
    assert said(text) == limit
