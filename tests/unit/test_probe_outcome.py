"""What came of the press, from what was read after it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.model import Accepted, BlockReason, Rejected, Unknown
from huiying.probe.news import new_lines
from huiying.probe.outcome import read_outcome
from huiying.probe.page import AfterPress, Dialog, PageText, Response
from huiying.probe.recipe import OutcomeRules

FORM = "首页 新闻 互动\n我要咨询\n提交成功后系统会给出查询编号,请牢记。\n姓名\n标题\n内容\n请输入验证码\n提交"
BEFORE = PageText(url="http://x/letter", text=FORM, controls=6, filled=5)


def after(
    text: str = "", *, url: str = "http://x/save", controls: int = 0, filled: int = 0, **more: object
) -> AfterPress:
    page = PageText(url=url, text=text, controls=controls, filled=filled)
    return AfterPress(page=page, requests=1, **more)  # type: ignore[arg-type]


def said(kind: str, text: str) -> AfterPress:
    return after(FORM, url=BEFORE.url, controls=6, filled=0, dialogs=(Dialog(kind=kind, text=text, accepted=True),))


@pytest.mark.parametrize(
    ("text", "number", "code"),
    [
        ("提交成功！您的受理编号为：2024020500017，查询码：k7m2。", "2024020500017", "k7m2"),
        ("您的来信已收到,信件编号:KF2402050184。办理结果将发送到您的邮箱。", "KF2402050184", ""),
        ("您的留言已提交成功,我们将在5个工作日内予以答复。", "", ""),
        ("留言成功!感谢您的留言,管理员会尽快给您回复。", "", ""),
        ("恭喜您,信件提交成功!\n办件编号\n410200-2024-000123\n查询密码\n339911", "410200-2024-000123", "339911"),
        ("提交成功，您的查询编号和查询密码分别为：20240001，ab99。", "20240001", "ab99"),
        ("您的信件已成功提交,办件编号为 2024-0449 ,请凭办件编号和您设置的查询密码查询办理情况。", "2024-0449", ""),
        ("提交成功,请勿重复提交。流水号【LS-88】", "LS-88", ""),
        ("咨询提交成功！查询请输入编号 20240003", "20240003", ""),
        ("您的信件已受理", "", ""),
        ("问题 #12 已创建。", "12", ""),
        ("工单（编号：GD-0091）已提交", "GD-0091", ""),
    ],
)
def test_success_words_accept_and_the_receipt_is_read(text: str, number: str, code: str) -> None:
    outcome = read_outcome(BEFORE, after(text))
    assert isinstance(outcome, Accepted), outcome
    assert (outcome.receipt.number, outcome.receipt.query_code) == (number, code)


def test_the_same_words_in_an_alert_accept() -> None:
    outcome = read_outcome(BEFORE, said("alert", "提交成功!您的信件编号为:2024020500504,查询密码为:982706,请牢记"))
    assert isinstance(outcome, Accepted)
    assert (outcome.receipt.number, outcome.receipt.query_code) == ("2024020500504", "982706")


@pytest.mark.parametrize(
    "text",
    [
        FORM,
        FORM + "\n如提交成功,页面会显示编号",
        FORM + "\n今日已有 132 条",
        "",
        "系统异常,请稍后再试",
        "提交失败,系统繁忙,请稍后再试",
        "请勿重复提交",
        "该内容已经提交过",
        "关于社保卡提交失败的咨询\n关于医保缴费已提交成功却没有编号的咨询\n道路积水 已受理",
        "信件编号\t标题\t状态\n20240001\t路灯不亮\t已回复\n20240002\t关于积水\t已受理",
        "请输入查询编号和密码查询办理情况",
        "是否提交成功?请到列表中查看",
        "问题 #12 已受理\n问题 #13 已回复",
    ],
)
def test_what_proves_nothing_stays_unknown(text: str) -> None:
    assert isinstance(read_outcome(BEFORE, after(text)), Unknown)


def test_success_words_that_stood_there_before_do_not_count() -> None:
    notice = replace(BEFORE, text=FORM + "\n您的留言提交成功!")
    assert isinstance(read_outcome(notice, after(notice.text + "\n当前时间 10:32:11")), Unknown)


def test_a_counter_that_went_up_is_no_news() -> None:
    before = replace(BEFORE, text=FORM + "\n本站已有 1031 位网友留言成功")
    assert isinstance(read_outcome(before, after(FORM + "\n本站已有 1032 位网友留言成功")), Unknown)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("验证码错误,请重新输入!", BlockReason.CHALLENGE_REFUSED),
        ("验证码不正确", BlockReason.CHALLENGE_REFUSED),
        ("认证码错误", BlockReason.CHALLENGE_REFUSED),
        ("请输入正确的验证码", BlockReason.CHALLENGE_REFUSED),
        ("标题不能少于10个字", BlockReason.FORM_CHANGED),
        ("手机号码格式不正确", BlockReason.FORM_CHANGED),
        ("请选择受理部门", BlockReason.FORM_CHANGED),
        ("您提交过于频繁,请10分钟后再试", BlockReason.RATE_LIMITED),
        ("操作频繁,请稍后再试", BlockReason.RATE_LIMITED),
        ("请先登录", BlockReason.LOGIN_REQUIRED),
        ("短信验证码错误", BlockReason.SMS_REQUIRED),
        ("请先完成实名认证", BlockReason.REAL_NAME_REQUIRED),
        ("本栏目暂停留言", BlockReason.REFUSED),
        ("提交失败", BlockReason.REFUSED),
    ],
)
def test_a_refusal_in_an_alert_is_rejected_with_its_reason(text: str, reason: BlockReason) -> None:
    outcome = read_outcome(BEFORE, said("alert", text))
    assert isinstance(outcome, Rejected), outcome
    assert outcome.reason is reason
    assert outcome.message == text


@pytest.mark.parametrize(
    "text", ["提交成功，请先登录后查看办理进度", "留言成功！请先完成实名认证，方可查询", "操作成功，验证码已失效"]
)
def test_a_sentence_that_takes_and_refuses_is_unknown(text: str) -> None:
    """Rejected would open the slot: the letter may be there already."""
    assert isinstance(read_outcome(BEFORE, said("alert", text)), Unknown)


def test_a_number_beside_what_sounds_like_a_refusal_is_unknown() -> None:
    page = after("您的信件编号:XJ2024009\n同一手机号每天只能提交一次\n返回首页")
    assert isinstance(read_outcome(BEFORE, page), Unknown)


def test_a_duplicate_may_be_ours_and_is_unknown() -> None:
    assert isinstance(read_outcome(BEFORE, said("alert", "请不要重复提交,同样的内容只受理一封")), Unknown)


def test_success_and_refusal_together_are_unknown() -> None:
    both = after("提交成功", dialogs=(Dialog(kind="alert", text="验证码错误", accepted=True),))
    assert isinstance(read_outcome(BEFORE, both), Unknown)


def test_the_question_of_a_confirm_that_was_answered_yes_says_nothing() -> None:
    assert isinstance(read_outcome(BEFORE, said("confirm", "确定提交成功后不能修改吗?请填写正确")), Unknown)


def test_a_form_that_comes_back_filled_with_what_is_wrong_is_rejected() -> None:
    again = after(FORM + "\n您的联系电话有误，请重新填写", controls=6, filled=3)
    assert isinstance(read_outcome(BEFORE, again), Rejected)


def test_a_bare_hint_counts_only_beside_what_was_typed() -> None:
    beside = after(FORM + "\n手机号码格式不正确", url=BEFORE.url, controls=6, filled=5)
    elsewhere = after("手机号码格式不正确", controls=6, filled=0)
    assert isinstance(read_outcome(BEFORE, beside), Rejected)
    assert isinstance(read_outcome(BEFORE, elsewhere), Unknown)


def test_500_after_the_press_is_unknown_whatever_the_page_says() -> None:
    page = PageText(url="http://x/save", text="提交失败", status=500)
    assert isinstance(read_outcome(BEFORE, AfterPress(page=page, requests=1)), Unknown)


def test_nothing_left_and_a_message_of_the_browser_is_rejected() -> None:
    page = replace(BEFORE, invalid=("请填写此字段。",))
    assert isinstance(read_outcome(BEFORE, AfterPress(page=page, requests=0)), Rejected)
    assert isinstance(read_outcome(BEFORE, AfterPress(page=page, requests=None)), Unknown)
    assert isinstance(read_outcome(BEFORE, AfterPress(page=page, requests=1)), Unknown)


def test_nothing_left_and_nothing_said_is_unknown() -> None:
    assert isinstance(read_outcome(BEFORE, AfterPress(page=BEFORE, requests=0)), Unknown)


def test_a_covered_button_is_rejected_only_where_nothing_left() -> None:
    assert isinstance(read_outcome(BEFORE, AfterPress(page=BEFORE, requests=0, failure="intercepted")), Rejected)
    assert isinstance(read_outcome(BEFORE, AfterPress(page=BEFORE, requests=2, failure="intercepted")), Unknown)
    assert isinstance(read_outcome(BEFORE, AfterPress(page=BEFORE, requests=None, failure="intercepted")), Unknown)


def response(text: str, *, url: str = "http://x/api/save", status: int = 200) -> Response:
    return Response(url=url, method="POST", kind="XHR", status=status, text=text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ('{"code":200,"msg":"提交成功","data":{"slbh":"A2024001"}}', "A2024001"),
        ('{"success":true}', ""),
        ('{"status":"ok","no":"20240009"}', "20240009"),
        ('{"msg":"\\u7559\\u8a00\\u6210\\u529f\\uff0c\\u67e5\\u8be2\\u7f16\\u53f7\\uff1a55501"}', "55501"),
    ],
)
def test_the_answer_to_a_script_accepts(text: str, number: str) -> None:
    outcome = read_outcome(BEFORE, after(FORM, url=BEFORE.url, filled=5, responses=(response(text),)))
    assert isinstance(outcome, Accepted), outcome
    assert outcome.receipt.number == number


@pytest.mark.parametrize(
    "responses",
    [
        (response('{"success":true}', url="http://x/checkYzm"),),
        (response('{"success":true}'), response('{"success":true}', url="http://x/log")),
        (response('{"success":true}', status=500),),
        (response('{"success":false}'),),
        (response('{"code":0}'),),
        (),
    ],
)
def test_a_scripts_answer_that_is_not_plainly_about_the_sending_is_unknown(responses: tuple[Response, ...]) -> None:
    assert isinstance(read_outcome(BEFORE, after(FORM, url=BEFORE.url, responses=responses)), Unknown)


def test_a_class_for_success_counts_only_after_a_request_that_went_well() -> None:
    page = replace(BEFORE, classes=frozenset({"form-sent"}))
    sent = AfterPress(page=page, requests=1, responses=(response("{}"),))
    assert isinstance(read_outcome(BEFORE, sent), Accepted)
    assert isinstance(read_outcome(BEFORE, AfterPress(page=page, requests=0)), Unknown)
    known = replace(BEFORE, classes=frozenset({"form-sent"}))
    assert isinstance(read_outcome(known, sent), Unknown)


def test_a_recipes_own_words_win() -> None:
    rules = OutcomeRules(
        accepted=("谢谢惠顾",), rejected=("改日再来",), receipt=("票号(?P<number>\\d+)-(?P<query_code>\\w+)",)
    )
    outcome = read_outcome(BEFORE, after("谢谢惠顾 票号7788-ab"), rules)
    assert isinstance(outcome, Accepted)
    assert (outcome.receipt.number, outcome.receipt.query_code) == ("7788", "ab")
    assert isinstance(read_outcome(BEFORE, after("改日再来"), rules), Rejected)


@given(st.text(max_size=300), st.text(max_size=300))
def test_whatever_stood_there_before_decides_nothing(text: str, alert: str) -> None:
    """The same page after the press, with no dialog and no proof, is never a verdict."""
    before = replace(BEFORE, text=text + "\n提交成功 受理编号:2024001\n验证码错误")
    same = AfterPress(page=before, requests=1)
    assert isinstance(read_outcome(before, same), Unknown)


@given(st.text(max_size=400), st.text(max_size=200), st.integers(0, 3), st.booleans())
def test_reading_never_raises_and_rejects_only_with_words(text: str, dialog: str, requests: int, kept: bool) -> None:
    page = PageText(url=BEFORE.url, text=text, controls=6, filled=5 if kept else 0)
    read = AfterPress(page=page, requests=requests, dialogs=(Dialog(kind="alert", text=dialog, accepted=True),))
    outcome = read_outcome(BEFORE, read)
    if isinstance(outcome, Rejected):
        assert outcome.message


@given(st.text(max_size=500))
def test_new_lines_of_a_page_against_itself_are_none(text: str) -> None:
    assert new_lines(text, text) == []


# --- what real software says (words only, from its language files and templates; sources in the families)


@pytest.mark.parametrize(
    "text",
    [
        "成功发送或回复留言！ 我已经知道了，点击此返回>>",
        "发布成功，请等待管理员处理...",
        "谢谢您的留言。",
        "你的意见已送出！",
        "留言已提交，等待审核",
        "您的消息已成功发送。感谢您的反馈!",
        "邮件已发送。",
        "感谢您的支持，我们会尽快与您联系",
        "增加留言成功",
        "恭喜，信件已成功寄出！",
        "工单已创建，我们会尽快处理",
        "Your message has been sent. Thank you!",
    ],
)
def test_the_words_of_known_software_accept(text: str) -> None:
    assert isinstance(read_outcome(BEFORE, after(text)), Accepted)


@pytest.mark.parametrize(
    "text",
    [
        "您好，请登录 | 注册\n信件已进入流转\n返回首页",
        "信件查询\n信件编号\n查询密码\n请输入验证码\n查询",
        "请输入手机验证码查询办理进度",
        "验证码已发送",
        "该留言已提交过",
        "这是一条已提交的留言的说明",
        "如信息已提交请勿刷新",
        "验证消息已发送",
        "感谢您的支持",
        "感谢您的参与与关注",
    ],
)
def test_what_a_page_merely_asks_for_opens_no_second_press(text: str) -> None:
    """A look-up form and the head of the page that took the letter ask for a captcha and a log-in too."""
    assert isinstance(read_outcome(BEFORE, after(text)), Unknown)


def test_what_a_page_asks_for_beside_the_filled_form_is_a_refusal() -> None:
    beside = after(FORM.replace("请输入验证码", "") + "\n请输入验证码!", url=BEFORE.url, controls=6, filled=5)
    outcome = read_outcome(replace(BEFORE, text=FORM.replace("请输入验证码", "")), beside)
    assert isinstance(outcome, Rejected)
    assert outcome.reason is BlockReason.CHALLENGE_REFUSED


def test_a_message_that_has_faded_counts_like_one_that_stands_there() -> None:
    faded = after(FORM, url=BEFORE.url, controls=6, filled=0, shown=("提交成功，受理编号：A20240007",))
    outcome = read_outcome(BEFORE, faded)
    assert isinstance(outcome, Accepted)
    assert outcome.receipt.number == "A20240007"
    nothing_left = AfterPress(page=BEFORE, requests=0, shown=("请完善信息，不能为空",))
    assert isinstance(read_outcome(BEFORE, nothing_left), Rejected)
    known = AfterPress(page=BEFORE, requests=1, shown=("提交成功后系统会给出查询编号,请牢记。",))
    assert isinstance(read_outcome(BEFORE, known), Unknown)


@pytest.mark.parametrize(
    ("text", "number", "code"),
    [
        ("提交成功，请记住您的咨询号：ZX0205013", "ZX0205013", ""),
        (
            "提交成功！\n请记下下面的密钥，用于查询本次留言回复，需要妥善保存丢失无法找回：\n\nk8Qz71mp\n",
            "",
            "k8Qz71mp",
        ),
        ("留言成功，投诉编号 TS-2024-18，查询密钥：abc987", "TS-2024-18", "abc987"),
        ("提交成功 咨询热线：12345 咨询号码 0371-22222222", "", ""),
        ("提交成功 网站标识码：4102000001 豫ICP备05000001号", "", ""),
    ],
)
def test_receipts_under_other_names(text: str, number: str, code: str) -> None:
    outcome = read_outcome(BEFORE, after(text))
    assert isinstance(outcome, Accepted)
    assert (outcome.receipt.number, outcome.receipt.query_code) == (number, code)


def test_a_scripts_data_under_other_keys() -> None:
    text = '{"code":200,"msg":"提交成功","data":{"pageNo":"3","letterNo":"LX20240001","queryCode":"8h2k"}}'
    outcome = read_outcome(BEFORE, after(FORM, url=BEFORE.url, filled=5, responses=(response(text),)))
    assert isinstance(outcome, Accepted)
    assert (outcome.receipt.number, outcome.receipt.query_code) == ("LX20240001", "8h2k")


@pytest.mark.parametrize(
    "name",
    [
        "btn-success",
        "text-success",
        "el-button--success",
        "badge-success",
        "is-success",
        "has-success",
        "ui-flaggedElement-success",
        "variant-success",
    ],
)
def test_what_only_colours_something_green_is_no_sign(name: str) -> None:
    page = replace(BEFORE, classes=frozenset({name}))
    sent = AfterPress(page=page, requests=1, responses=(response("{}"),))
    assert isinstance(read_outcome(BEFORE, sent), Unknown)


def test_a_site_that_leads_to_the_page_of_a_new_number_took_the_letter() -> None:
    posted = Response(url="http://x/save", method="POST", kind="Document", status=200, text="")
    outcome = read_outcome(BEFORE, after("信件详情", url="http://x/view?xjbh=XJ2024001", responses=(posted,)))
    assert isinstance(outcome, Accepted)
    assert outcome.receipt.number == "XJ2024001"
    for url in ("http://x/view?no=2024001", "http://x/letter?xjbh=XJ2024001", "http://x/view?page=2024"):
        assert isinstance(read_outcome(BEFORE, after("信件详情", url=url, responses=(posted,))), Unknown), url
    assert isinstance(read_outcome(BEFORE, after("信件详情", url="http://x/view?xjbh=XJ2024001")), Unknown)


# --- a form that comes back with marks


POSTED = Response(url="http://x/letter", method="POST", kind="Document", status=200, text="")
MARKED = replace(BEFORE, faulty=1)


@pytest.mark.parametrize(
    "answer", [POSTED, replace(POSTED, status=422, kind="XHR"), replace(POSTED, status=400, kind="Fetch")]
)
def test_a_form_that_the_site_sends_back_with_marks_is_rejected(answer: Response) -> None:
    outcome = read_outcome(BEFORE, AfterPress(page=MARKED, requests=1, responses=(answer,)))
    assert isinstance(outcome, Rejected)
    assert outcome.reason is BlockReason.FORM_CHANGED


@pytest.mark.parametrize(
    ("page", "answer"),
    [
        (replace(MARKED, filled=0), POSTED),  # emptied after it was sent: the marks ask for the next letter
        (MARKED, replace(POSTED, kind="XHR")),
        (MARKED, replace(POSTED, status=502)),
        (BEFORE, POSTED),
    ],
    ids=["emptied", "a script's own marks", "a broken answer", "no marks"],
)
def test_marks_alone_prove_no_refusal(page: PageText, answer: Response) -> None:
    assert isinstance(read_outcome(BEFORE, AfterPress(page=page, requests=1, responses=(answer,))), Unknown)


def test_marks_on_a_form_that_sent_nothing_are_its_own_refusal() -> None:
    outcome = read_outcome(BEFORE, AfterPress(page=MARKED, requests=0))
    assert isinstance(outcome, Rejected)
    assert "没有任何请求发出" in outcome.why


def test_a_form_that_comes_back_asking_for_a_change_is_rejected() -> None:
    page = replace(BEFORE, text=FORM + "\n内容未写明办理地点，请修改后再次提交")
    assert isinstance(read_outcome(BEFORE, AfterPress(page=page, requests=1, responses=(POSTED,))), Rejected)


def test_a_page_that_asks_to_confirm_is_unknown_and_says_so() -> None:
    outcome = read_outcome(BEFORE, after("请核对您填写的内容\n标题\t路灯不亮\n确认提交"))
    assert isinstance(outcome, Unknown)
    assert "再确认一次" in outcome.why


def test_success_words_beside_a_wish_to_check_still_accept() -> None:
    assert isinstance(read_outcome(BEFORE, after("提交成功！请核对以下信息\n受理编号：2024020001")), Accepted)


# --- numbers of a few signs: they prove nothing, and are read only where something else says that the letter was taken


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("留言成功！您的留言编号为 7，请牢记。", "7"),
        ("提交成功\n编号：1", "1"),
        ("提交成功！\n受理编号\n3\n返回首页", "3"),
        ("信件已提交，办件编号：第5号。", "5"),
        ("提交成功，工单号：#8", "8"),
        ("您的问题已提交（问题#42）", "42"),
        ("Your request has been submitted. Ticket #3", "3"),
        ("Thank you for contacting us. Your reference number is 6.", "6"),
        ("提交成功，咨询编号 A3", "A3"),
    ],
)
def test_a_number_of_few_signs_is_read_beside_the_words_that_accept(text: str, number: str) -> None:
    outcome = read_outcome(BEFORE, after(text))
    assert isinstance(outcome, Accepted), outcome
    assert outcome.receipt.number == number


@pytest.mark.parametrize(
    "text",
    [
        "提交成功，这是第1条留言",
        "提交成功\n共 3 条 第 1 页",
        "提交成功，信件编号 3 位以上数字均可查询",
        "提交成功，办理编号将在 5 个工作日内告知",
        "提交成功，受理编号：1/3",
        "提交成功，编号：1.5",
        "提交成功，咨询编号 8:30 起可查",
        "提交成功\n信件编号：1\n信件编号：2",
        "提交成功，请拨打 #5 转人工",
        "提交成功 豫ICP备案编号：3",
    ],
)
def test_counts_times_and_pages_are_no_receipts(text: str) -> None:
    outcome = read_outcome(BEFORE, after(text))
    assert isinstance(outcome, Accepted), outcome
    assert outcome.receipt.number == ""


def test_a_number_of_few_signs_alone_proves_nothing() -> None:
    for text in ("信件编号：7", "问题 #12", "Ticket #3"):
        assert isinstance(read_outcome(BEFORE, after(text)), Unknown), text


def test_a_number_of_few_signs_that_stood_there_before_is_not_ours() -> None:
    before = replace(BEFORE, text=FORM + "\n最新留言 编号：6")
    outcome = read_outcome(before, after(FORM + "\n最新留言 编号：7\n留言成功"))
    assert isinstance(outcome, Accepted)
    assert outcome.receipt.number == ""


def test_on_a_long_page_only_the_words_beside_the_acceptance_give_a_number_of_few_signs() -> None:
    letters = "\n".join(
        f"市民来信：{word}路的路灯已经有一个多月没有亮过，晚上出行不便" for word in "甲乙丙丁戊己庚辛壬癸" * 3
    )
    beside = after(f"留言成功\n您的编号：7\n返回\n信件公开\n{letters}")
    far = after(f"留言成功\n返回\n信件公开\n{letters}\n信件编号：7")
    found = [read_outcome(BEFORE, page) for page in (beside, far)]
    assert [one.receipt.number for one in found if isinstance(one, Accepted)] == ["7", ""]


def test_a_figure_below_a_new_line_is_its_own_although_figures_stood_there_before() -> None:
    before = replace(BEFORE, text=FORM + "\n0371\n首页")
    outcome = read_outcome(before, after("提交成功\n受理编号\n20240007\n查询密码\n339911"))
    assert isinstance(outcome, Accepted)
    assert (outcome.receipt.number, outcome.receipt.query_code) == ("20240007", "339911")


def test_the_data_of_a_script_gives_a_number_of_few_signs_only_under_a_letters_own_name() -> None:
    for data, number in (('{"ticketNo":3}', "3"), ('{"id":3}', ""), ('{"no":0}', ""), ('{"messageCode":7}', "")):
        answers = (response(f'{{"msg":"提交成功","data":{data}}}'),)
        outcome = read_outcome(BEFORE, after(FORM, url=BEFORE.url, filled=5, responses=answers))
        assert isinstance(outcome, Accepted), data
        assert outcome.receipt.number == number, data


@pytest.mark.parametrize(
    ("url", "number"),
    [
        ("http://x/tickets/3", "3"),
        ("http://x/helpdesk/ticket/12/", "12"),
        ("http://x/issue3?ok_message=created", "3"),
        ("http://x/request/view.html?ticket_id=4", "4"),
        ("http://x/requests/15.html", "15"),
    ],
)
def test_the_address_of_a_new_letter_accepts_and_gives_its_number(url: str, number: str) -> None:
    outcome = read_outcome(BEFORE, after("如何办理居住证", url=url, responses=(POSTED,)))
    assert isinstance(outcome, Accepted), outcome
    assert outcome.receipt.number == number


@pytest.mark.parametrize(
    "url",
    [
        "http://x/news/3",
        "http://x/column/3?page=2",
        "http://x/ask/3",
        "http://x/tickets?page=3",
        "http://x/tickets/new",
        "http://x/tickets/3/edit",
        "http://x/error/500",
    ],
)
def test_other_addresses_with_figures_prove_nothing(url: str) -> None:
    assert isinstance(read_outcome(BEFORE, after("如何办理居住证", url=url, responses=(POSTED,))), Unknown)


def test_the_address_of_a_letter_proves_nothing_where_the_form_stood_under_that_number() -> None:
    before = replace(BEFORE, url="http://x/issues/3/new")
    assert isinstance(read_outcome(before, after("咨询", url="http://x/issues/3", responses=(POSTED,))), Unknown)
