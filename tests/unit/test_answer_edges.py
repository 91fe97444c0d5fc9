"""The edges of DOMAIN §5, one by one, and what may stand around an acknowledgement or an answer."""

from __future__ import annotations

import csv
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from huiying.answer import judge
from huiying.model import AnswerKind

PIECES = json.loads((Path(__file__).parent.parent / "answers" / "pieces.json").read_text("utf-8"))
QUESTION = "身份证到期换领需要什么材料，在哪里办，费用多少？"
A, T, P, D, S = AnswerKind
TRADITIONAL = str.maketrans(
    "处来问题实请电话关谢对机构单转将时间页会个为业务证户费应从过还这条规",
    "處來問題實請電話關謝對機構單轉將時間頁會個為業務證戶費應從過還這條規",
)
WIDE = str.maketrans("0123456789", "０１２３４５６７８９")


def labelled(name: str) -> list[dict[str, str]]:
    with (Path(__file__).parent.parent / "answers" / name).open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["kind"]]


BUILT, STRANGERS = labelled("built.csv"), labelled("strangers.csv")
NO_ANSWERS = [row for row in BUILT if row["kind"] != "substantive"]
ALL_NO_ANSWERS = NO_ANSWERS + [row for row in STRANGERS if row["kind"] != "substantive"]
RECEIPTS = [row for row in ALL_NO_ANSWERS if row["kind"] == "acknowledgement"]
ANSWERS = [row for row in [*BUILT, *STRANGERS] if row["kind"] == "substantive"]
COURTESIES = [
    "您好！",
    "尊敬的网友：您好！",
    "感谢您对我们工作的关心和支持！",
    "祝您身体健康，工作顺利！",
    "给您带来的不便，敬请谅解。",
    "欢迎您继续监督。",
    "您的满意是我们最大的追求。",
    "感谢您的来信！",
]


def test_forwarded_and_answered_in_one_text_is_an_answer_in_either_order() -> None:
    answer = "经市公安局核实，身份证到期换领需携带户口簿到派出所办理，工本费20元。"
    for text in (f"您的来信已转市公安局办理。{answer}", f"{answer}此件已转市公安局存档办理。"):
        assert judge(text, question=QUESTION).kind is S


@pytest.mark.parametrize(
    ("text", "question", "kind", "sure"),
    [
        ("您的来信已转市公安局办理，可拨打0371-22991234了解办理进展。", QUESTION, T, True),
        ("由于您反映的地址不详，无法核查，请致电0371-23155555提供详细情况。", "有人占道经营。", D, True),
        (
            "您反映的问题不属于我局职责，根据《河南省物业管理条例》由住建部门负责，请向市住建局反映。",
            "物业乱收费。",
            D,
            True,
        ),
        ("您反映的问题不属于我局职责范围，已转市住建局处理。", "物业乱收费。", T, True),
        ("感谢您的建议，我们将认真研究，统筹考虑。", "建议增加夜班公交。", A, True),
        ("感谢您对我们工作的关心和支持！", QUESTION, A, True),
        ("目前具体时间尚未确定。", "地铁什么时候开工？", S, True),
        ("请关注市人社局官网发布的公告。", "今年什么时候招聘？", P, True),
        ("缴存满6个月即可申请，最高60万元，详情请致电12329。", "公积金贷款条件和额度？", S, True),
        ("工作人员已电话与您联系，问题已解决。", "路灯不亮", S, False),
        ("请您提供小区的具体名称，以便我们进一步核实。", "物业不作为", D, False),
        ("已办结", QUESTION, A, True),
        ("", QUESTION, A, True),
        ("您咨询的问题已答复，请登录网站凭查询码查看。", QUESTION, P, True),
        ("请拨打0371-25321234咨询。", QUESTION, D, True),
        ("您可拨打0371-23999999咨询。", "请问社保局的电话号码是多少？", S, True),
        ("登录市政府网站，在“社会救助”专栏里查看。", "低保名单在哪里能看到？", P, False),
        ("请登录“住房保障一张网”查看轮候名册。", "公租房轮候名册在哪里查？", P, False),
        ("不可以。", "电动车可以上高架吗？", S, True),
        ("值班，24小时都有人。", "城管夜里值班吗？", S, True),
        ("还没有，规划还没批下来。", "地铁开工了吗？", S, True),
        ("开，到23点。", "公厕晚上开吗？", S, True),
        ("您的诉求已录入系统，等待分派。", QUESTION, A, True),
        ("您的诉求已交办至县卫健委，请等候。", QUESTION, T, True),
        ("您的留言已转义务教育科。", QUESTION, T, False),
        ("情况各不相同，三言两语说不清，请带上材料到二楼6号窗口当面问。", QUESTION, D, True),
        ("您的信排在第12位，工作人员正逐件处理，一般要3到5天。", "灵活就业人员最低交多少？", A, True),
    ],
)
def test_an_edge_is_where_the_domain_draws_it(text: str, question: str, kind: AnswerKind, sure: bool) -> None:
    verdict = judge(text, question=question)
    assert (verdict.kind, verdict.sure) == (kind, sure), verdict.why


def test_the_question_read_back_is_no_answer() -> None:
    question = "身份证到期换领需要带户口簿和20元工本费吗？在户籍地派出所办理吗？"
    verdict = judge(f"您的来信内容：{question}\n我们已收到，将尽快答复。", question=question)
    assert (verdict.kind, verdict.sure) == (A, True)


@pytest.mark.parametrize("question", ["地铁二号线什么时候开工？", "公积金提取多久到账？", "社保卡怎么补办？", QUESTION])
@pytest.mark.parametrize(
    "receipt", ["您的来信已收到。", "感谢您的来信！", "您的信件已办结。", "来信已受理，现正在办理。"]
)
@pytest.mark.parametrize(
    "date", ["2024年2月5日", "2024-02-05 10:22", "（2024.2.5）", "二〇二四年二月五日", "2024年02月05日星期一"]
)
def test_the_date_under_a_receipt_is_no_answer(date: str, receipt: str, question: str) -> None:
    for signed in (
        f"{receipt}\n开封市公安局\n{date}",
        f"{receipt}\n开封市公安局 {date}\n此邮件由系统自动发送，请勿回复。",
    ):
        verdict = judge(signed, question=question)
        assert (verdict.kind, verdict.sure) == (A, True), verdict.why
    assert judge(f"{receipt}\n{date}", question=question).kind is A


@pytest.mark.parametrize("text", ["2024年5月1日", "您好！2024年5月1日。", "来信收悉，现答复如下：\n2024年5月1日。"])
def test_a_date_said_in_answer_to_when_is_an_answer(text: str) -> None:
    assert judge(text, question="地铁二号线什么时候开工？").kind is S


def test_a_bare_date_under_a_receipt_is_left_to_a_person_where_a_date_was_asked_for() -> None:
    assert not judge("您的来信已收到。\n2024年5月1日", question="地铁二号线什么时候开工？").sure
    assert judge("您的来信已收到。\n2024年5月1日", question="社保卡怎么补办？").sure


@pytest.mark.parametrize(
    "line",
    [
        "发布时间：2024-02-05 09:31",
        "处理时间：2024-02-05 09:30",
        "上一篇：社保卡补办需要什么材料",
        "春节2月10日至17日放假，18日恢复。",
    ],
)
@pytest.mark.parametrize("receipt", ["您提交的留言已收到。", "感谢您的来信！", "来信已受理，现正在办理。"])
def test_what_a_page_prints_under_a_receipt_is_no_answer_to_how_long_something_takes(receipt: str, line: str) -> None:
    verdict = judge(f"{receipt}\n{line}", question="社保卡丢了如何补办，多长时间可以拿到新卡？")
    assert not (verdict.sure and verdict.kind is S), verdict.why


def test_an_answer_to_something_else_is_left_to_a_person() -> None:
    verdict = judge("您的来信已收悉。荷花种植亩产莲藕两千斤，可以间作慈姑。", question=QUESTION)
    assert not (verdict.sure and verdict.kind is S)


def test_automatic_marks_make_the_rule_careful_and_decide_nothing() -> None:
    short = "可以到派出所办理。"
    long = "身份证到期换领需携带户口簿、旧身份证到派出所办理，工本费20元，15个工作日后凭回执领取。"
    assert not judge(short, question=QUESTION, automatic=True).sure
    assert judge(long, question=QUESTION, automatic=True).kind is S
    assert judge(long, question=QUESTION, automatic=True).sure


def test_keywords_of_the_question_count_as_speaking_to_it() -> None:
    text = "您的来信已收悉。持户口簿到窗口即可，20元。"
    assert judge(text, question="如何换证", keywords=("户口簿",)).sure


@settings(max_examples=400)
@given(
    st.sampled_from(PIECES["receipts"]),
    st.lists(st.sampled_from(PIECES["noise"]), max_size=3, unique=True),
    st.sampled_from([QUESTION, "", "社保卡丢了怎么补办？", "请问几点上班？"]),
    st.booleans(),
)
@example(
    "已收到您的来信，谢谢！",
    ["办公时间：周一至周五上午8:30-12:00，下午3:00-6:00（法定节假日除外）。"],
    "请问几点上班？",
    False,
)
def test_an_acknowledgement_is_never_surely_an_answer_whatever_stands_around_it(
    receipt: str, noise: list[str], question: str, last: bool
) -> None:
    text = "\n".join([*noise, receipt] if last else [receipt, *noise])
    verdict = judge(text, question=question)
    assert not (verdict.sure and verdict.kind is S), (text, verdict.why)


@settings(max_examples=600)
@given(
    st.sampled_from(NO_ANSWERS),
    st.lists(st.sampled_from(COURTESIES), min_size=1, max_size=3, unique=True),
    st.booleans(),
)
def test_courtesy_makes_no_answer_of_what_is_none_nor_anything_else(
    row: dict[str, str], courtesies: list[str], first: bool
) -> None:
    said = [*courtesies, row["text"]] if first else [row["text"], *courtesies]
    verdict = judge("\n".join(said), question=row["question"], title=row["title"])
    assert not verdict.sure or verdict.kind == row["kind"], (said, verdict)


def test_no_notice_makes_an_answer_of_a_receipt_or_a_transfer() -> None:
    taken = []
    rows = [row for row in NO_ANSWERS if row["kind"] in {"acknowledgement", "transferred"}]
    for place, row in enumerate(rows):
        for step in range(4):
            notice = PIECES["noise"][(place + 5 * step) % len(PIECES["noise"])]
            verdict = judge(f"{row['text']}\n{notice}", question=row["question"], title=row["title"])
            if verdict.sure and verdict.kind is S:
                taken.append((row["id"], notice, verdict.why))
    assert taken == []


@pytest.mark.parametrize("receipt", ["来信收悉。", "您的诉求已受理，正在办理。", "此件已转市住建局处理。"])
@pytest.mark.parametrize("row", NO_ANSWERS[::9], ids=lambda row: row["id"])
def test_a_receipt_makes_no_answer_of_what_is_none(row: dict[str, str], receipt: str) -> None:
    for said in (f"{receipt}{row['text']}", f"{row['text']}\n{receipt}"):
        verdict = judge(said, question=row["question"], title=row["title"])
        assert not (verdict.sure and verdict.kind is S), (said, verdict)


@settings(max_examples=400)
@given(
    st.sampled_from(PIECES["answers"]),
    st.sampled_from(PIECES["shells"]),
    st.lists(st.sampled_from(PIECES["noise"]), max_size=2),
)
def test_an_answer_is_never_surely_something_else_whatever_stands_around_it(
    answered: list[str], shell: list[str], noise: list[str]
) -> None:
    question, answer = answered
    text = "\n".join([shell[0] + answer + shell[1], *noise])
    verdict = judge(text, question=question)
    assert verdict.kind is S or not verdict.sure, (text, verdict)


@given(st.text(max_size=400), st.text(max_size=100))
def test_no_text_makes_the_rule_raise_and_the_reason_is_one_line(text: str, question: str) -> None:
    verdict = judge(text, question=question, title=question[:10])
    assert "\n" not in verdict.why
    assert verdict.why


@pytest.mark.parametrize(
    "text", ["您" * 100_000, "请" * 100 + "，" * 50_000, "（" * 50_000, "a" * 100_000, "《" * 20_000]
)
def test_a_text_of_any_size_is_judged_in_bounded_time(text: str) -> None:
    judge(text, question=text[:5000])


@settings(max_examples=600)
@given(st.sampled_from(ALL_NO_ANSWERS), st.sampled_from(PIECES["stories"]), st.sampled_from(["", "\n"]))
def test_the_writers_story_told_again_makes_no_answer_of_what_is_none(
    row: dict[str, str], story: str, gap: str
) -> None:
    verdict = judge(f"{story}{gap}{row['text']}", question=row["question"], title=row["title"])
    assert not (verdict.sure and verdict.kind is S), (story, row["text"], verdict.why)


@settings(max_examples=600)
@given(st.sampled_from(ALL_NO_ANSWERS), st.sampled_from([0, 1]))
def test_the_question_told_again_with_names_and_numbers_makes_no_answer(row: dict[str, str], way: int) -> None:
    told = (
        f"您于3月8日来信说，您和爱人住在解放路88号3单元，每月花费260元，{row['question'].rstrip('？?。')}。",
        f"张先生：您好！您反映的“{row['question']}（联系人张某，电话13700000000，住宋城路12号院）”已阅。",
    )[way]
    verdict = judge(f"{told}\n{row['text']}", question=row["question"], title=row["title"])
    assert not (verdict.sure and verdict.kind is S), (told, row["text"], verdict.why)


@settings(max_examples=800)
@given(
    st.sampled_from(RECEIPTS),
    st.lists(st.sampled_from(PIECES["slogans"] + PIECES["handling"] + COURTESIES), min_size=1, max_size=5, unique=True),
    st.integers(0, 5),
)
def test_no_number_of_words_about_the_letter_or_in_general_makes_an_answer_of_a_receipt(
    row: dict[str, str], words: list[str], place: int
) -> None:
    said = [*words[:place], row["text"], *words[place:]]
    verdict = judge("\n".join(said), question=row["question"], title=row["title"])
    assert not (verdict.sure and verdict.kind is S), (said, verdict.why)


@settings(max_examples=800)
@given(
    st.sampled_from(ANSWERS),
    st.sampled_from(PIECES["receipts"] + PIECES["stories"] + PIECES["slogans"] + PIECES["handling"]),
    st.booleans(),
)
def test_an_answer_stays_one_whatever_is_said_before_or_after_it(row: dict[str, str], words: str, first: bool) -> None:
    alone = judge(row["text"], question=row["question"], title=row["title"])
    said = [words, row["text"]] if first else [row["text"], words]
    verdict = judge("\n".join(said), question=row["question"], title=row["title"])
    assert verdict.kind is S or not (verdict.sure and alone.sure), (said, verdict)


@settings(max_examples=400)
@given(
    st.sampled_from([*BUILT, *STRANGERS]),
    st.sampled_from(
        [
            lambda text: "<div class='con'><p>" + text.replace("\n", "</p>\n<p>") + "</p></div>",
            lambda text: "<span style='font-size:16px'>" + text.replace("\n", "<br/>") + "</span>",
            lambda text: "\u3000\u3000" + text.replace("\n", "\r\n&nbsp;&nbsp;"),
            lambda text: text.replace("，", "，\u200b ").replace("。", "。 "),
            lambda text: text.replace("，", ",").replace("；", ";").replace("！", "!"),
            lambda text: text.translate(WIDE),
            lambda text: text.translate(TRADITIONAL),
        ]
    ),
)
def test_the_dress_of_a_text_changes_nothing(row: dict[str, str], dress: Callable[[str], str]) -> None:
    plain = judge(row["text"], question=row["question"], title=row["title"])
    dressed = judge(dress(row["text"]), question=row["question"], title=row["title"])
    assert (dressed.kind, dressed.sure) == (plain.kind, plain.sure), row["text"]
