"""The second reader: its weights, and how the two readers are joined."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.answer import judge
from huiying.answer.grams import RETOLD, grams, without
from huiying.answer.judging import agreed
from huiying.answer.reader import Second, second_reading
from huiying.answer.ruling import Ground, Ruling
from huiying.model import AnswerKind, Judgement

ROOT = Path(__file__).parent.parent.parent
A, T, P, D, S = (
    AnswerKind(kind) for kind in ("acknowledgement", "transferred", "pointer", "deflection", "substantive")
)


def seen_as(kind: AnswerKind, chance: float) -> Second:
    rest = (1 - chance) / (len(AnswerKind) - 1)
    chances = {each: chance if each is kind else rest for each in AnswerKind}
    return Second(kind=kind, chances=chances, signs=("所示",))


def ruling(kind: AnswerKind, *, sure: bool, ground: Ground = Ground.CONTENT, left: str = "") -> Ruling:
    return Ruling(Judgement(kind=kind, sure=sure, why="规则"), ground, left)


@pytest.mark.parametrize(
    ("first", "second", "kind", "sure"),
    [
        (ruling(S, sure=True), seen_as(S, 0.95), S, True),
        (ruling(S, sure=True), seen_as(S, 0.6), S, False),
        (ruling(S, sure=True), seen_as(A, 0.5), S, False),
        (ruling(S, sure=False), seen_as(S, 0.9), S, False),
        (ruling(A, sure=True), seen_as(A, 0.3), A, True),
        (ruling(A, sure=True), seen_as(T, 0.5), A, True),
        (ruling(A, sure=True), seen_as(T, 0.7), A, False),
        (ruling(A, sure=True), seen_as(S, 0.3), A, False),
        (ruling(A, sure=False), seen_as(S, 0.99), A, False),
        (ruling(A, sure=False), seen_as(T, 0.9), T, True),
        (ruling(S, sure=False), seen_as(D, 0.9), D, True),
        (ruling(S, sure=True, ground=Ground.QUESTION), seen_as(D, 0.8), S, True),
        (ruling(S, sure=True, ground=Ground.QUESTION), seen_as(D, 0.99), S, False),
        (ruling(S, sure=False, ground=Ground.SETTLED), seen_as(S, 0.99), S, False),
    ],
)
def test_two_readers_are_joined_with_the_answer_as_the_harder_word(
    first: Ruling, second: Second, kind: AnswerKind, sure: bool
) -> None:
    verdict = agreed(first, "文字", lambda _: second)
    assert (verdict.kind, verdict.sure) == (kind, sure)


def test_what_is_left_beside_a_receipt_and_reads_like_an_answer_keeps_the_text_from_being_none() -> None:
    first = ruling(S, sure=False, left="凭身份证办理")
    verdict = agreed(first, "来信收到。凭身份证办理", lambda text: seen_as(S if text == first.left else A, 0.95))
    assert (verdict.kind, verdict.sure) == (S, False)


def test_likeness_makes_nothing_sure_of_what_a_machine_sent() -> None:
    first = ruling(A, sure=False)
    assert agreed(first, "文字", lambda _: seen_as(A, 0.9)).sure
    assert not agreed(first, "文字", lambda _: seen_as(A, 0.9), automatic=True).sure


def test_why_names_the_words_that_made_it_doubt() -> None:
    assert "“所示”" in agreed(ruling(A, sure=True), "文字", lambda _: seen_as(S, 0.9)).why


def test_the_question_told_back_and_the_foots_date_weigh_nothing() -> None:
    asked = "身份证到期换领需要什么材料"
    assert without(f"您问{asked}，收到", asked) == f"您问{RETOLD}，收到"
    assert grams("已收到。\n某某局\n2024年2月5日", "") == grams("已收到。\n某某局", "")
    assert grams("每月300元", "") == grams("每月45元", "")


@pytest.mark.parametrize(
    "text",
    [
        "Automatic reply: I am on annual leave, please contact helpdesk@x.gov.cn or see www.x.gov.cn",
        "Your request has been opened with ticket ID 4711. Do not reply to this message.",
        "Thank you for your e-mail. I am out of the office until Monday, see http://x.gov.cn/notice.html",
    ],
)
def test_a_text_that_is_not_chinese_is_not_weighed_by_who_learned_from_chinese_ones(text: str) -> None:
    assert (judge(text, automatic=True).kind, judge(text, automatic=True).sure) == (A, True)
    assert not judge(text).sure


@given(st.text(max_size=300), st.text(max_size=60))
def test_any_text_has_a_reading_whose_chances_sum_to_one(text: str, asked: str) -> None:
    chances = second_reading(text, asked).chances
    assert set(chances) == set(AnswerKind)
    assert sum(chances.values()) == pytest.approx(1)


def test_a_huge_text_is_read_too() -> None:
    assert judge("请携带身份证办理。" * 100_000, question="身份证" * 10_000).kind is not T


@pytest.mark.slow
def test_the_weights_are_those_that_the_labelled_texts_teach() -> None:
    check = [sys.executable, "tools/train_reader.py", "--check"]
    assert subprocess.run(check, cwd=ROOT, check=False, timeout=250).returncode == 0
