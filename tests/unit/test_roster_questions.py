"""The question bank."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from huiying.app.asking import question_for
from huiying.app.importing import import_questions
from huiying.db.ledger import Ledger
from huiying.errors import BadInput
from huiying.model import Question
from huiying.roster.questions import read_questions
from huiying.roster.tables import read_sheets
from tests.rounds import site


def questions_of(text: str):
    return read_questions("问题.csv", read_sheets("问题.csv", text.encode()))


def test_questions_come_with_keywords_and_scope() -> None:
    read = questions_of("咨询标题,咨询内容,类别,关键词,适用网站\n社保卡补办,怎么补办社保卡?,咨询,身份证、窗口,县区\n")
    assert read.problems == ()
    (question,) = read.questions
    assert (question.title, question.keywords, question.group) == ("社保卡补办", ("身份证", "窗口"), "县区")


def test_long_missing_and_double_titles_are_named() -> None:
    read = questions_of(f"标题,内容\n甲,一\n甲,二\n{'长' * 61},三\n乙,\n")
    assert [str(problem) for problem in read.problems] == [
        "第3行「咨询标题」：与第2行重复",
        "第4行「咨询标题」：超过60字",
        "第5行「咨询内容」：没有填写",
    ]


def question(title: str, group: str = "") -> Question:
    return Question(id=0, title=title, body="x", group=group)


def test_a_site_gets_the_question_meant_for_it_before_one_for_all() -> None:
    bank = [
        question("通用"),
        question("县区的", "县区"),
        question("公安的", "市公安局"),
        question("办公室的", "市府办"),
    ]
    assert question_for(site(1, "市公安局", group="县区"), bank, 0).title == "公安的"
    assert question_for(site(2, "杞县", group="县区"), bank, 1).title == "县区的"
    assert question_for(site(3, "市财政局"), bank, 5).title == "通用"
    assert question_for(replace(site(4, "某市政府网"), unit="市府办"), bank, 5).title == "办公室的"


@pytest.mark.parametrize(
    "listed", ["兰考县公安局", "兰考县公安局、杞县", "杞县，兰考县公安局", "杞县;兰考县公安局", "杞县 兰考县公安局"]
)
def test_a_question_for_sites_that_are_listed_goes_to_these_and_to_no_name_within_theirs(listed: str) -> None:
    bank = [question("公安的", listed), question("通用")]
    assert question_for(site(1, "兰考县公安局"), bank, 0).title == "公安的"
    assert question_for(site(2, "兰考县"), bank, 0).title == "通用"
    assert question_for(site(3, "公安局"), bank, 0).title == "通用"


def test_a_name_may_hold_what_parts_a_list() -> None:
    bank = [question("两块牌子的", "市场监管局、知识产权局"), question("通用")]
    assert question_for(site(1, "市场监管局、知识产权局"), bank, 0).title == "两块牌子的"
    assert (
        question_for(site(2, "市人防办\uff08国动办\uff09"), [question("人防的", "市人防办(国动办)")], 0).title
        == "人防的"
    )


def test_nobody_is_asked_a_question_that_was_meant_for_others() -> None:
    with pytest.raises(BadInput, match="问题库“杞县”：没有适用的问题"):
        question_for(site(1, "杞县"), [question("公安的", "市公安局")], 0)


def test_names_that_the_roster_does_not_have_are_told_at_the_import(tmp_path: Path, ledger: Ledger) -> None:
    file = tmp_path / "问题.csv"
    file.write_text("标题,内容,适用网站\n甲,一,杞县、兰考县工安局\n乙,二,县区\n丙,三,\n", encoding="utf-8")
    assert import_questions(ledger, file, skip_bad=False).warnings == ()
    ledger.rosters.import_sites([site(1, "杞县", group="县区"), site(2, "兰考县公安局")])
    (warning,) = import_questions(ledger, file, skip_bad=False).warnings
    assert warning.startswith("“适用网站”中的兰考县工安局不是名录中的网站")
