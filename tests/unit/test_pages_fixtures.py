"""Saved answer pages of many shapes: what each says, field by field, and never more than that."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from huiying.probe.pages.describe import describe

PAGES = Path(__file__).parents[1] / "sites" / "answers"
CASES = json.loads((PAGES / "expected.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_a_saved_page_says_what_a_person_reads_on_it(case: dict[str, object]) -> None:
    raw = (PAGES / str(case["file"])).read_bytes()
    got = describe(raw, question=str(case["question"]), number=str(case["number"]), title=str(case["title"]))
    assert {key: value for key, value in got.items() if key != "note"} == case["expected"]


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 4, "无法识别"),
        (b"<h1>502 Bad Gateway</h1>", "没有认出"),
        ("<p>编号：A20240001</p><p>标题：养狗扰民</p><p>回复：已处理</p>".encode(), "不是本次咨询"),
    ],
)
def test_a_page_that_says_nothing_of_the_question_says_why(raw: bytes, why: str) -> None:
    got = describe(raw, question="落户需要什么手续", number="A20240009")
    assert got["answered"] is False
    assert why in str(got["note"])


def test_every_saved_page_has_its_expectation() -> None:
    assert {case["file"] for case in CASES} == {path.name for path in PAGES.glob("*.html")}


@pytest.mark.parametrize("case", CASES, ids=[case["file"] for case in CASES])
def test_the_asking_date_is_never_given_as_the_answering_date(case: dict[str, object]) -> None:
    """Whatever is asked for, on whatever page: no answering time equals the asking time of these pages."""
    raw = (PAGES / str(case["file"])).read_bytes()
    for question in ("", str(case["question"])):
        got = describe(raw, question=question)
        assert got["answered_at"] is None or got["answered_at"] != got["asked_at"]
