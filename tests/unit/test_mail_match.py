"""To which inquiry a mail belongs; never to one of two in silence."""

from __future__ import annotations

import string
from dataclasses import replace
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from huiying.errors import BadInput
from huiying.mailbox.alias import ALPHABET, alias_for, aliases_for
from huiying.mailbox.match import NoMatch, Several, Sure, match
from huiying.mailbox.message import MailText
from huiying.model import Inquiry, Question, Receipt, Site, State

BODY = "请问居民身份证快到期了,需要带什么材料,在哪里可以办理换领?"
ROUND = "2024Q1"
TEMPLATE = "wen{code}@ask.example.cn"


def inquiry(order: int, host: str, unit: str, *, number: str = "", alias: str = "", body: str = BODY) -> Inquiry:
    site = Site(id=order, order=order, name=f"{unit}网站", home_url=f"http://{host}/", hosts=(host,), unit=unit)
    question = Question(id=1, title="身份证到期换领", body=body)
    return Inquiry(
        id=order,
        round_id=1,
        site=site,
        question=question,
        state=State.SUBMITTED,
        alias=alias or alias_for(TEMPLATE, order, ROUND),
        receipt=Receipt(number=number),
    )


POLICE = inquiry(7, "gaj.kaifeng.gov.cn", "开封市公安局", number="GA20240219007")
HEALTH = inquiry(8, "wjw.kaifeng.gov.cn", "开封市卫生健康委员会", number="WJ20240219008")
CITY = inquiry(1, "www.kaifeng.gov.cn", "开封市人民政府")
ALL = (CITY, POLICE, HEALTH)


def mail(**facts: object) -> MailText:
    return replace(MailText(text="您好,可以到派出所办理。"), **facts)  # type: ignore[arg-type]


def shared(*inquiries: Inquiry) -> tuple[Inquiry, ...]:
    return tuple(replace(one, alias="office@163.com") for one in inquiries)


def belongs(found: object) -> Inquiry:
    assert isinstance(found, Sure), found
    return found.inquiry


def test_the_address_given_to_the_site_decides() -> None:
    assert belongs(match(mail(recipients=(POLICE.alias,)), ALL)) == POLICE


def test_an_address_retyped_in_capitals_with_look_alike_signs_still_decides() -> None:
    theirs = replace(POLICE, alias="ask10l@x.cn")
    assert belongs(match(mail(recipients=("askl01@x.cn",)), (theirs, replace(HEALTH, alias="ask222@x.cn")))) == theirs


@given(
    order=st.integers(0, 900), place=st.integers(0, 20), sign=st.sampled_from(string.ascii_lowercase + string.digits)
)
def test_one_wrong_sign_in_an_address_never_leads_to_another_inquiry(order: int, place: int, sign: str) -> None:
    inquiries = [inquiry(at, f"s{at}.gov.cn", f"单位{at}号") for at in range(order, order + 60)]
    local, _, domain = inquiries[17].alias.partition("@")
    at = place % len(local)
    found = match(mail(recipients=(f"{local[:at]}{sign}{local[at + 1 :]}@{domain}",)), inquiries)
    assert isinstance(found, Several) or belongs(found) == inquiries[17]


def test_a_number_that_another_site_happens_to_count_too_is_not_against_the_address_and_its_sender() -> None:
    # Sites count on their own: 2024020500680 may be a letter at each of them, and one site told no number at all.
    ours, theirs = CITY, replace(POLICE, receipt=Receipt(number="2024020500680"))
    came = mail(recipients=(ours.alias,), text="编号2024020500680的来信答复如下：请到政务服务中心办理。")
    from_us = replace(came, sender_name="开封市人民政府办公室", sender="service@kaifeng.gov.cn")
    assert belongs(match(from_us, (ours, theirs))) == ours
    from_them = replace(came, sender_name="开封市公安局", sender="service@gaj.kaifeng.gov.cn")
    assert isinstance(match(from_them, (ours, theirs)), Several)
    assert isinstance(match(came, (ours, theirs)), Several)


def test_a_damaged_address_near_two_inquiries_is_given_to_neither() -> None:
    near = (replace(POLICE, alias="abcde2@x.cn"), replace(HEALTH, alias="abcde3@x.cn"))
    found = match(mail(recipients=("abcde4@x.cn",)), near)
    assert isinstance(found, Several)
    assert found.inquiries == near


def test_a_damaged_address_against_the_sender_s_host_is_given_to_neither() -> None:
    found = match(mail(recipients=(f"x{POLICE.alias}",), sender="a@wjw.kaifeng.gov.cn"), ALL)
    assert isinstance(found, Several)
    assert {one.id for one in found.inquiries} == {7, 8}


def test_a_mail_to_two_of_our_addresses_is_given_to_neither() -> None:
    assert isinstance(match(mail(recipients=(POLICE.alias, HEALTH.alias)), ALL), Several)


def test_a_number_decides_where_all_share_one_mailbox() -> None:
    found = match(mail(recipients=("office@163.com",), text="编号GA20240219007的来信已收悉。"), shared(*ALL))
    assert belongs(found).id == 7


@pytest.mark.parametrize(
    ("text", "ours"),
    [
        ("您的信件（编号：12345）答复如下", True),
        ("受理编号:12345", True),
        ("详情请拨打12345政务热线", False),
        ("邮编475000，电话12345，编号见下", False),
    ],
)
def test_a_few_digits_are_a_number_only_where_the_text_says_so(text: str, ours: bool) -> None:
    short = replace(POLICE, receipt=Receipt(number="12345"), alias="")
    assert isinstance(match(mail(text=text), [short]), Sure if ours else NoMatch)


def test_a_number_inside_a_longer_number_is_not_the_number() -> None:
    found = match(mail(recipients=("office@163.com",), text="编号1GA202402190071"), shared(*ALL))
    assert isinstance(found, NoMatch)


def test_a_number_that_two_sites_gave_is_settled_by_the_sender_s_host_or_not_at_all() -> None:
    twins = shared(
        replace(POLICE, receipt=Receipt(number="20240219001")), replace(HEALTH, receipt=Receipt(number="20240219001"))
    )
    text = "信件编号:20240219001"
    assert isinstance(match(mail(text=text), twins), Several)
    assert belongs(match(mail(text=text, sender="hd@wjw.kaifeng.gov.cn"), twins)).id == 8


def test_address_and_number_that_name_different_inquiries_are_given_to_neither() -> None:
    found = match(mail(recipients=(POLICE.alias,), text="编号WJ20240219008"), ALL)
    assert isinstance(found, Several)
    assert {one.id for one in found.inquiries} == {7, 8}


def test_host_and_quoted_question_together_decide_though_all_were_asked_the_same() -> None:
    found = match(mail(sender="hd@gaj.kaifeng.gov.cn", quoted_text=BODY), shared(*ALL))
    assert belongs(found).id == 7


def test_the_city_s_common_domain_does_not_take_a_department_s_mail() -> None:
    found = match(mail(sender="hd@gaj.kaifeng.gov.cn", subject="身份证到期换领"), shared(*ALL))
    assert belongs(found).id == 7


def test_the_sender_s_host_alone_is_left_to_a_person() -> None:
    found = match(mail(sender="hd@gaj.kaifeng.gov.cn", text="系统升级通知"), shared(*ALL))
    assert isinstance(found, Several)
    assert [one.id for one in found.inquiries] == [7]


def test_a_quoted_question_that_all_sites_were_asked_names_none_of_them() -> None:
    found = match(mail(sender="someone@163.com", quoted_text=BODY), shared(*ALL))
    assert isinstance(found, Several)
    assert len(found.inquiries) == 3


def test_two_rounds_of_one_site_in_one_mailbox_are_left_to_a_person() -> None:
    rounds = shared(POLICE, replace(POLICE, id=70, round_id=2))
    assert isinstance(match(mail(sender="hd@gaj.kaifeng.gov.cn", subject="身份证到期换领"), rounds), Several)


def test_a_stranger_s_mail_matches_nothing() -> None:
    assert isinstance(match(mail(sender="shop@example.com", subject="大促销", text="全场五折"), ALL), NoMatch)
    assert isinstance(match(mail(), ()), NoMatch)


@given(st.text(max_size=80), st.text(max_size=200), st.lists(st.text(max_size=30), max_size=4))
def test_no_text_makes_the_matching_raise(subject: str, text: str, recipients: list[str]) -> None:
    match(mail(subject=subject, text=text, recipients=tuple(recipients), sender=subject), ALL)


def test_addresses_of_a_round_differ_in_three_places_and_use_no_look_alikes() -> None:
    codes = [alias_for("{code}@x.cn", order, ROUND).partition("@")[0] for order in range(961)]
    assert len(set(codes)) == 961
    assert set("".join(codes)) <= set(ALPHABET)
    assert not set(ALPHABET) & set("l1io0")
    sample = codes[:200]
    assert min(sum(a != b for a, b in zip(one, other, strict=True)) for one, other in combinations(sample, 2)) >= 3


def test_quarters_never_share_an_address() -> None:
    rounds = [f"{year}Q{quarter}" for year in range(2020, 2040) for quarter in range(1, 5)]
    assert len({alias_for("{code}@x.cn", 7, name) for name in rounds}) == len(rounds)


@pytest.mark.parametrize(
    "name", ["2026年第二季度", "2026年二季度", "二〇二六年第二季度", "2026 年第 2 季度", "2026年\uff12季度"]
)
def test_a_quarter_is_the_same_however_it_is_written(name: str) -> None:
    assert alias_for("{code}@x.cn", 7, name) == alias_for("{code}@x.cn", 7, "2026Q2")


def test_quarters_as_offices_write_them_never_share_an_address() -> None:
    rounds = [f"{year}年第{quarter}季度" for year in range(2020, 2040) for quarter in "一二三四"]
    assert len({alias_for("{code}@x.cn", 7, name) for name in rounds}) == len(rounds)


def test_a_round_takes_no_address_that_another_gave_away() -> None:
    given: list[str] = []
    for name in ("2026Q2", "复查2026Q2", "某市2026年第二季度", "专项检查"):
        given += aliases_for("{code}@x.cn", range(1, 44), name, given)
    assert len(set(given)) == len(given)
    assert aliases_for("w@x.cn", [1, 2], "2026Q2", ["w@x.cn"]) == ["w@x.cn", "w@x.cn"]


def test_a_template_without_code_is_the_one_mailbox() -> None:
    assert alias_for("Office@163.com", 7, ROUND) == "office@163.com"


@pytest.mark.parametrize("template", ["", "office", "a b@x.cn", "{site}@x.cn", "@x.cn"])
def test_a_template_that_is_no_address_is_refused(template: str) -> None:
    with pytest.raises(BadInput):
        alias_for(template, 7, ROUND)
