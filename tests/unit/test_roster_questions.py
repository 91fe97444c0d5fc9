"""The question bank."""

from __future__ import annotations

from huiying.app.rounds import question_for
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


def test_a_site_gets_the_question_meant_for_it_before_one_for_all() -> None:
    def question(title: str, group: str = "") -> Question:
        return Question(id=0, title=title, body="x", group=group)

    bank = [question("通用"), question("县区的", "县区"), question("公安的", "市公安局")]
    assert question_for(site(1, "市公安局", group="县区"), bank, 0).title == "公安的"
    assert question_for(site(2, "杞县", group="县区"), bank, 1).title == "县区的"
    assert question_for(site(3, "市财政局"), bank, 5).title == "通用"
