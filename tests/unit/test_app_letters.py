"""Mail that has arrived, from the raw bytes in the ledger to the row of a site."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, event

from huiying.app.claiming import assign_mail, dismiss_mail, waiting_mails
from huiying.app.explaining import appendix, explain_site
from huiying.app.letters import observed, read_new_mail
from huiying.app.reporting import annex3
from huiying.app.results import judge_round
from huiying.app.reviewing import Told, add_answer
from huiying.app.status import snapshot
from huiying.db.ledger import Ledger
from huiying.db.observations import NewObservation
from huiying.db.rounds import Planned
from huiying.errors import BadInput, NotAllowed
from huiying.mailbox.message import read_message
from huiying.model import (
    AnswerKind,
    BlockReason,
    Bucket,
    Channel,
    CheckResult,
    EvidenceKind,
    Inquiry,
    Rejected,
    Round,
    State,
    Unknown,
)
from tests.fakes import FakeClock
from tests.office import ANSWER, RECEIPT, Office
from tests.rounds import AUTHORITY, QUESTION, monday, proof
from tests.worlds import kept, submit

Open = Callable[..., Office]


@pytest.fixture
def office(tmp_path: Path, ledger: Ledger, clock: FakeClock) -> Open:
    return lambda *names: Office(tmp_path, ledger, clock, *(names or ("杞县",)))


def test_an_answer_counts_from_its_own_arrival_however_late_it_is_read(office: Open) -> None:
    here = office()
    here.clock.move_to(monday() + timedelta(days=12))
    here.receive(ANSWER, to=here.inquiries[0].alias, at=monday(15))
    assert here.seen() == [(monday(15), AnswerKind.SUBSTANTIVE, True)]
    (result,) = judge_round(here.world, here.round, as_of=here.clock.now())
    assert result.bucket is Bucket.ONE_WORKDAY
    assert here.ledger.rounds.inquiry(here.inquiries[0].id).state is State.REPLIED


def test_a_held_mail_that_a_person_gives_to_a_site_counts_from_its_own_arrival(office: Open) -> None:
    here = office("杞县", "通许县")
    here.clock.move_to(monday() + timedelta(days=14))
    here.receive(ANSWER, at=monday(16))
    (held,) = here.ledger.mails.with_status("held")
    assign_mail(here.world, here.round, mail_id=held.id, site="通许县")
    assert here.seen(1) == [(monday(16), AnswerKind.SUBSTANTIVE, True)]
    assert here.ledger.mails.count("held") == 0


def test_a_mail_is_given_to_no_question_that_was_not_put_or_only_later(office: Open) -> None:
    here = office("杞县", "通许县")
    here.clock.move_to(monday() + timedelta(days=14))
    here.receive(ANSWER, at=monday(8))
    (early,) = here.ledger.mails.with_status("other")
    with pytest.raises(BadInput, match="早于提交时间"):
        assign_mail(here.world, here.round, mail_id=early.id, site="通许县")
    assert here.ledger.mails.count("other") == 1


def test_who_gave_a_mail_to_a_site_is_kept(office: Open) -> None:
    here = office("杞县", "通许县")
    here.clock.move_to(monday(12))
    here.receive(ANSWER, at=monday(11))
    ((held, read),) = waiting_mails(here.world)
    assert read.text == ANSWER
    assign_mail(here.world, here.round, mail_id=held.id, site="通许县", who="张三")
    (kept,) = here.ledger.mails.with_status("matched")
    assert kept.why == "张三认领"


@pytest.mark.parametrize(("who", "text"), [("", "带身份证即可"), ("张三", "  ")])
def test_a_call_without_operator_or_words_is_not_recorded(office: Open, who: str, text: str) -> None:
    here = office()
    here.clock.move_to(monday(12))
    told = Told(channel=Channel.PHONE, at=monday(11), who=who, text=text)
    with pytest.raises(BadInput, match="缺少接听人或答复内容"):
        add_answer(here.world, here.round, "杞县", told)
    assert here.seen() == []


@pytest.mark.parametrize("by", ["call", "mail"])
def test_an_answer_proves_that_a_question_of_unknown_outcome_was_taken(office: Open, by: str) -> None:
    here = office()
    fresh = _unknown(here)
    here.clock.move_to(monday() + timedelta(days=31))
    if by == "call":
        told = Told(channel=Channel.PHONE, at=here.clock.now(), who="张三", text="带身份证到窗口办理。")
        add_answer(here.world, here.ledger.rounds.round_of(fresh), "杞县", told)
    else:
        here.receive(ANSWER, to=fresh.alias, at=here.clock.now())
    now = here.ledger.rounds.inquiry(fresh.id)
    assert now.asked_at == monday() + timedelta(days=30)
    assert now.state is State.REPLIED


def test_a_call_proves_after_the_end_of_the_round_as_a_mail_does_that_the_question_was_taken(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    here = Office(tmp_path, ledger, clock, "杞县", unknown=0)
    clock.move_to(here.round.closes_at + timedelta(hours=9))
    ledger.rounds.close(here.round, actor="张三")
    told = Told(channel=Channel.PHONE, at=monday(15), who="张三", text="带身份证到窗口办理。")
    add_answer(here.world, here.round, "杞县", told)
    here.read_whole()
    (result,) = judge_round(here.world, here.round, as_of=clock.now())
    assert (result.bucket, result.final, result.inquiry.asked_at) == (Bucket.ONE_WORKDAY, True, monday())


def test_a_mail_for_a_question_that_was_made_void_waits_for_a_person_and_is_not_swallowed(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    here = Office(tmp_path, ledger, clock, "杞县", "通许县", unknown=0)
    ledger.door.void(here.inquiries[0], who="张三", why="网站说没有收到")
    clock.move_to(monday(16))
    here.receive(ANSWER, to=here.inquiries[0].alias, at=monday(15))
    assert "已作废的咨询件：杞县" in here.held()[0]
    clock.move_to(here.round.closes_at + timedelta(hours=9))
    here.read_whole()
    assert not judge_round(here.world, here.round, as_of=clock.now())[0].final
    (held,) = ledger.mails.with_status("held")
    with pytest.raises(BadInput, match="已作废，不再计入任何答复"):
        assign_mail(here.world, here.round, mail_id=held.id, site="杞县")
    dismiss_mail(here.world, mail_id=held.id, who="张三", why="已知悉，本轮已作废")
    (result, _) = judge_round(here.world, here.round, as_of=clock.now())
    assert (result.bucket, result.final) == (Bucket.NOT_MEASURED, True)


def _unknown(here: Office) -> Inquiry:
    """Press for a second round, and never learn what came of it."""
    here.ledger.rounds.close(here.round, actor="张三")
    here.clock.move_to(monday() + timedelta(days=30))
    (inquiry,) = here.ledger.rounds.inquiries(_plan(here).id)
    dispatch = here.ledger.door.arm(inquiry, evidence=[])
    return here.ledger.door.settle(dispatch, Unknown(why="没有回应"), evidence=[])


def test_a_mailbox_that_was_moved_dates_no_answer_later_than_the_server_s_own_line(office: Open) -> None:
    here = office()
    here.clock.move_to(monday() + timedelta(days=9))
    line = "Received: from c.gov.cn by mx.city.test; Tue, 6 Feb 2024 09:30:00 +0800 (CST)\r\n"
    here.receive(ANSWER, to=here.inquiries[0].alias, at=monday() + timedelta(days=8), more=line)
    assert here.seen()[0][0] == monday() + timedelta(days=1, minutes=30)
    assert "以较早者为准" in here.ledger.observations.of(here.inquiries[0].id)[0].note


@pytest.mark.parametrize(
    "line",
    [
        "Date: Mon, 5 Feb 2024 09:01:00 +0800\r\n",
        "Received: from a by b; Mon, 5 Feb 2024 09:01:00\r\n",
        "Received: from a by b; Wed, 14 Feb 2024 09:00:00 +0800\r\n",
        "Received: from a by b; garbage\r\nReceived: from a by b; Mon, 5 Feb 2024 09:01:00 +0800\r\n",
    ],
    ids=["sender's date", "no zone", "later", "only a lower line"],
)
def test_what_the_sender_may_have_written_does_not_move_the_arrival(office: Open, line: str) -> None:
    here = office()
    here.clock.move_to(monday() + timedelta(days=9))
    here.receive(ANSWER, to=here.inquiries[0].alias, at=monday() + timedelta(days=8), more=line)
    assert here.seen()[0][0] == monday() + timedelta(days=8)


def test_a_server_s_clock_that_runs_ahead_dates_no_answer_later_than_we_had_it(office: Open) -> None:
    here = office()
    here.clock.move_to(monday(17))
    here.receive(ANSWER, to=here.inquiries[0].alias, at=monday(17) + timedelta(hours=8))
    assert here.seen()[0][0] == monday(17)


def test_a_receipt_is_recorded_and_moves_nothing(office: Open) -> None:
    here = office()
    here.clock.move_to(monday(12))
    here.receive(RECEIPT, to=here.inquiries[0].alias, subject="自动回复：咨询", at=monday(11))
    assert here.seen() == [(monday(11), AnswerKind.ACKNOWLEDGEMENT, True)]
    assert here.ledger.rounds.inquiry(here.inquiries[0].id).state is State.SUBMITTED


def test_an_answer_in_an_attachment_waits_for_a_person_and_is_kept_as_evidence(office: Open) -> None:
    here = office()
    here.clock.move_to(monday(12))
    kind = 'Content-Type: multipart/mixed; boundary="B"\r\n'
    body = (
        "--B\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n您好，来信收悉，答复见附件。\r\n"
        '--B\r\nContent-Type: application/pdf; name="a.pdf"\r\nContent-Disposition: attachment; filename="答复.pdf"\r\n\r\n%PDF-1\r\n--B--'
    )
    here.receive(body, to=here.inquiries[0].alias, at=monday(11), more=kind)
    (seen,) = here.ledger.observations.of(here.inquiries[0].id)
    assert seen.judgement is not None
    assert not seen.judgement.sure
    assert "答复.pdf" in seen.judgement.why
    (attachment,) = [file for file in seen.evidence if file.kind is EvidenceKind.ATTACHMENT]
    assert here.world.vault.read(attachment) == b"%PDF-1"


def test_a_receipt_with_a_letterhead_stays_a_receipt(office: Open) -> None:
    here = office()
    here.clock.move_to(monday(12))
    kind = 'Content-Type: multipart/related; boundary="B"\r\n'
    body = (
        f"--B\r\nContent-Type: text/html; charset=utf-8\r\n\r\n<p>{RECEIPT}</p><img src=cid:1>\r\n"
        "--B\r\nContent-Type: image/png\r\nContent-ID: <1>\r\n\r\nxx\r\n--B--"
    )
    here.receive(body, to=here.inquiries[0].alias, at=monday(11), more=kind)
    assert here.seen() == [(monday(11), AnswerKind.ACKNOWLEDGEMENT, True)]


def test_returned_mail_that_concerns_an_inquiry_is_shown_and_other_is_set_aside(office: Open) -> None:
    here = office()
    here.clock.move_to(monday(12))
    for to in (here.inquiries[0].alias, "somebody@city.test"):
        here.receive("550 5.1.1 user unknown", to=to, sender="MAILER-DAEMON@x.cn", subject="系统退信", at=monday(11))
    assert here.seen() == []
    assert ["像是退信" in why for why in here.held()] == [True]
    assert here.ledger.mails.count("other") == 1


def test_a_mail_that_came_before_the_question_answers_another_one(office: Open) -> None:
    here = office()
    here.receive(ANSWER, to=here.inquiries[0].alias, at=monday(9) - timedelta(hours=1))
    assert here.seen() == []
    assert "早于提交时间，但收件地址完全一致" in here.held()[0]


def test_a_mail_older_than_a_press_of_unknown_outcome_proves_no_such_press(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    """What a unit added in the evening to its last answer says nothing of the letter of the next morning."""
    here = Office(tmp_path, ledger, clock, "杞县", unknown=0)
    evening = monday(20) - timedelta(days=1)
    here.receive(f"补充说明：{ANSWER}", to=here.inquiries[0].alias, at=evening)
    assert "早于提交时间" in here.held()[0]
    (held,) = ledger.mails.with_status("held")
    with pytest.raises(BadInput, match="早于提交时间2024-02-05 09:00"):
        assign_mail(here.world, here.round, mail_id=held.id, site="杞县")
    assert ledger.rounds.inquiry(here.inquiries[0].id).state is State.UNCONFIRMED
    assert here.seen() == []


def test_old_mail_of_the_mailbox_waits_for_nobody(office: Open) -> None:
    here = office()
    here.receive("上月工资条", sender="hr@x.cn", at=monday(9) - timedelta(days=40))
    assert here.held() == []
    assert here.ledger.mails.count("other") == 1


def test_a_mail_for_the_question_of_an_ended_round_is_not_given_to_this_one(office: Open) -> None:
    here = office("杞县")
    first = here.inquiries[0]
    here.ledger.rounds.close(here.round, actor="张三")
    here.clock.move_to(monday() + timedelta(days=30))
    site = first.site.hosts[0]
    now = _next_round(here)
    own = f"office@{site}"
    title = f"关于“{QUESTION.title}”的答复"
    when = monday() + timedelta(days=31)
    here.clock.move_to(when)
    here.receive(ANSWER, to=first.alias, sender=own, subject=title, at=when)
    assert "已结束的轮次" in here.held()[0]
    here.receive(ANSWER, sender=own, subject=title, at=when)
    assert "2024年第一季度" in here.held()[1]
    assert "2024年第二季度" in here.held()[1]
    assert here.ledger.observations.of(now.id) == []


def test_a_question_that_had_its_answer_does_not_claim_the_next_round_s_mail(office: Open) -> None:
    here = office("杞县")
    here.clock.move_to(monday(16))
    here.receive(ANSWER, to=here.inquiries[0].alias, at=monday(15))
    here.ledger.rounds.close(here.round, actor="张三")
    here.clock.move_to(monday() + timedelta(days=30))
    now = _next_round(here)
    when = monday() + timedelta(days=31)
    here.clock.move_to(when)
    sender = f"office@{now.site.hosts[0]}"
    here.receive(ANSWER, sender=sender, subject=f"关于“{QUESTION.title}”的答复", at=when)
    assert here.held() == []
    assert len(here.ledger.observations.of(now.id)) == 1


@pytest.mark.parametrize("refused", [False, True])
def test_a_question_that_was_never_put_does_not_claim_the_next_round_s_mail(office: Open, *, refused: bool) -> None:
    here = office("杞县")
    here.receive(ANSWER, to=here.inquiries[0].alias, at=monday(15))
    here.ledger.rounds.close(here.round, actor="张三")
    here.clock.move_to(monday() + timedelta(days=30))
    unput = _plan(here)
    if refused:
        dispatch = here.ledger.door.arm(here.ledger.rounds.inquiries(unput.id)[0], evidence=[])
        no = Rejected(why="标题过长", reason=BlockReason.REFUSED, message="标题不能超过10字")
        here.ledger.door.settle(dispatch, no, evidence=[proof()])
    here.ledger.rounds.close(unput, actor="张三")
    here.clock.move_to(monday() + timedelta(days=60))
    now = _next_round(here, "2024年第三季度")
    when = monday() + timedelta(days=61)
    here.clock.move_to(when)
    sender = f"office@{now.site.hosts[0]}"
    here.receive(ANSWER, sender=sender, subject=f"关于“{QUESTION.title}”的答复", at=when)
    assert here.held() == []
    assert len(here.ledger.observations.of(now.id)) == 1


def _next_round(here: Office, name: str = "2024年第二季度") -> Inquiry:
    return submit(here.ledger, here.ledger.rounds.inquiries(_plan(here, name).id)[0])


def _plan(here: Office, name: str = "2024年第二季度") -> Round:
    (site,) = here.ledger.rosters.sites()
    (question,) = here.ledger.rosters.questions()
    planned = [Planned(site=site, question=question, alias="b1@city.test", query_password="2345")]
    closes = here.clock.now() + timedelta(days=20)
    return here.ledger.rounds.open(name=name, closes_at=closes, authority=AUTHORITY, policy="{}", planned=planned)


def test_a_crash_after_recording_records_no_mail_twice(office: Open) -> None:
    here = office()
    here.clock.move_to(monday(12))

    class Stopped(Exception):
        pass

    def crash(line: str) -> None:
        raise Stopped(line)

    broken = replace(here.world, progress=type("Broken", (), {"say": staticmethod(crash)})())
    good, here.world = here.world, broken
    with pytest.raises(Stopped):
        here.receive(ANSWER, to=here.inquiries[0].alias, at=monday(11))
    here.world = good
    read_new_mail(good)
    assert len(here.seen()) == 1
    assert here.ledger.mails.count("matched") == 1


def test_a_mail_whose_file_is_gone_is_shown_and_holds_up_no_other(office: Open, tmp_path: Path) -> None:
    here = office()
    here.clock.move_to(monday(12))
    here.arrive("推广", at=monday(9))
    (lost,) = here.ledger.mails.with_status("new")
    (tmp_path / "evidence" / lost.evidence.path).unlink()
    here.receive(ANSWER, to=here.inquiries[0].alias, at=monday(11))
    assert lost.evidence.path in here.held()[0]
    assert len(here.seen()) == 1


def commits(here: Office, do: Callable[[], object]) -> int:
    """Count what is committed while something is done."""
    written: list[object] = []

    def count(connection: Connection) -> None:
        if not connection.get_execution_options().get("readonly", False):
            written.append(connection)

    event.listen(here.ledger.engine, "commit", count)
    do()
    event.remove(here.ledger.engine, "commit", count)
    return len(written)


def test_mails_that_surely_answer_are_recorded_many_a_commit(office: Open) -> None:
    here = office("杞县", "通许县")
    here.clock.move_to(monday(12))
    for number in range(30):
        here.arrive(f"{ANSWER}{number}", to=here.inquiries[number % 2].alias, at=monday(11))
    assert commits(here, lambda: read_new_mail(here.world)) <= 2
    assert [len(here.seen(place)) for place in (0, 1)] == [15, 15]
    assert {here.ledger.rounds.inquiry(one.id).state for one in here.inquiries} == {State.REPLIED}


def test_a_mail_that_another_reader_recorded_meanwhile_is_not_recorded_again(office: Open) -> None:
    here = office()
    here.clock.move_to(monday(12))
    here.arrive(ANSWER, to=here.inquiries[0].alias, at=monday(11))
    (kept,) = here.ledger.mails.with_status("new")
    new = observed(here.world, kept, read_message(here.world.vault.read(kept.evidence)), here.inquiries[0], why="x")
    read_new_mail(here.world)
    assert here.ledger.observations.record_all([new]) == []
    assert len(here.seen()) == 1


def closed_with_a_mail_of_two_possible_owners(office: Open) -> Office:
    """Nobody answered on the pages; one mail came that names the numbers of two sites."""
    here = office("杞县", "通许县", "尉氏县")
    numbers = "、".join(f"编号{inquiry.receipt.number}" for inquiry in here.inquiries[:2])
    here.clock.move_to(monday() + timedelta(days=3))
    here.receive(f"{numbers}的来信答复如下：{ANSWER}", at=monday(15))
    here.clock.move_to(here.round.closes_at + timedelta(hours=1))
    here.read_whole()
    for inquiry in here.inquiries:
        here.ledger.observations.record(
            NewObservation(
                inquiry_id=inquiry.id,
                at=here.clock.now(),
                channel=Channel.LOOKUP,
                result=CheckResult.ABSENT,
                evidence=[kept(here.world, "查询页面")],
            )
        )
    return here


def final(here: Office) -> dict[str, bool]:
    results = judge_round(here.world, here.round, as_of=here.clock.now())
    return {result.inquiry.site.name: result.final for result in results}


def test_a_mail_that_may_be_a_sites_answer_keeps_its_row_open_until_a_person_has_said_whose_it_is(office: Open) -> None:
    here = closed_with_a_mail_of_two_possible_owners(office)
    assert final(here) == {"杞县": False, "通许县": False, "尉氏县": True}
    with pytest.raises(NotAllowed, match="1封邮件待认领"):
        annex3(here.world, here.round, draft=False)
    assert any(
        "杞县、通许县" in line and "可能是其答复的邮件待认领" in line for line in snapshot(here.world, here.round).needs
    )
    (held,) = here.ledger.mails.with_status("held")
    assign_mail(here.world, here.round, mail_id=held.id, site="通许县")
    assert final(here) == {"杞县": True, "通许县": True, "尉氏县": True}
    rows = {row.bucket: row.sites for row in annex3(here.world, here.round, draft=False).rows}
    assert rows[Bucket.ONE_WORKDAY] == ("通许县",)
    assert rows[Bucket.NO_REPLY] == ("杞县", "尉氏县")


def test_the_explanation_of_a_row_calls_it_final_where_the_annex_does_and_nowhere_else(office: Open) -> None:
    here = closed_with_a_mail_of_two_possible_owners(office)
    sheets = {
        name: appendix(here.world, here.round, explain_site(here.world, here.round, name)).final for name in final(here)
    }
    assert sheets == final(here) == {"杞县": False, "通许县": False, "尉氏县": True}


def test_a_mail_that_a_person_sets_aside_with_a_reason_holds_nothing_up_and_stays_kept(office: Open) -> None:
    here = closed_with_a_mail_of_two_possible_owners(office)
    (held,) = here.ledger.mails.with_status("held")
    with pytest.raises(BadInput, match="缺少操作人或理由"):
        dismiss_mail(here.world, mail_id=held.id, who="张三", why=" ")
    dismiss_mail(here.world, mail_id=held.id, who="张三", why="两封旧信的合并答复")
    assert all(final(here).values())
    (kept,) = here.ledger.mails.with_status("other")
    assert kept.why == "张三搁置：两封旧信的合并答复"


def test_a_mail_that_came_after_the_round_holds_no_row_open(office: Open) -> None:
    here = office("杞县", "通许县")
    here.clock.move_to(here.round.closes_at + timedelta(days=3))
    numbers = "、".join(f"编号{inquiry.receipt.number}" for inquiry in here.inquiries)
    here.receive(f"{numbers}的来信答复如下：{ANSWER}", at=here.clock.now())
    assert len(here.held()) == 1
    assert [result.claims for result in judge_round(here.world, here.round, as_of=here.clock.now())] == [0, 0]
