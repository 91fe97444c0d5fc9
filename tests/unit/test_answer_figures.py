"""What the rule makes of texts that people labelled: those it was built on, and those held out."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from huiying.answer import judge
from huiying.model import AnswerKind, Judgement

ANSWERS = Path(__file__).parent.parent / "answers"
Row = dict[str, str]


def judged(name: str) -> list[tuple[Row, Judgement]]:
    with (ANSWERS / name).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(row, judge(row["text"], question=row["question"], title=row["title"])) for row in rows]


def test_at_least_250_texts_are_labelled_and_a_part_is_held_out() -> None:
    assert len(judged("built.csv")) + len(judged("heldout.csv")) >= 250
    assert len(judged("heldout.csv")) >= 80


@pytest.mark.parametrize(
    ("name", "sure_share", "right_share"),
    [
        ("built.csv", 0.88, 0.99),
        ("strangers.csv", 0.90, 0.99),
        ("writers.csv", 0.85, 0.98),
        ("heldout.csv", 0.87, 0.99),  # looked at, not learned from
        ("unseen.csv", 0.82, 0.98),  # neither looked at nor learned from
    ],
)
def test_it_is_right_where_it_is_sure_and_sure_mostly(name: str, sure_share: float, right_share: float) -> None:
    results = judged(name)
    sure = [(row, verdict) for row, verdict in results if verdict.sure]
    wrong = [(row["id"], row["text"], verdict) for row, verdict in sure if verdict.kind != row["kind"]]
    clear = [row for row, _ in results if row["sure_expected"] != "no"]
    assert len(sure) >= sure_share * len(clear)
    assert len(wrong) <= (1 - right_share) * len(sure), wrong


@pytest.mark.parametrize("name", ["built.csv", "strangers.csv", "writers.csv", "heldout.csv", "unseen.csv"])
def test_nothing_but_an_answer_is_ever_surely_an_answer(name: str) -> None:
    taken = [
        (row["id"], row["text"], verdict.why)
        for row, verdict in judged(name)
        if verdict.sure and verdict.kind is AnswerKind.SUBSTANTIVE and row["kind"] not in {"substantive", ""}
    ]
    assert taken == []


@pytest.mark.parametrize("name", ["built.csv", "strangers.csv", "writers.csv", "heldout.csv", "unseen.csv"])
def test_no_answer_is_ever_surely_none(name: str) -> None:
    lost = [
        (row["id"], row["text"], verdict.why)
        for row, verdict in judged(name)
        if row["kind"] == "substantive"
        and row["sure_expected"] != "no"
        and verdict.sure
        and verdict.kind != row["kind"]
    ]
    assert lost == []


def test_what_a_person_would_have_to_decide_is_mostly_left_to_one() -> None:
    open_cases = [verdict for row, verdict in judged("built.csv") if row["sure_expected"] == "no"]
    assert sum(not verdict.sure for verdict in open_cases) >= 0.8 * len(open_cases)
