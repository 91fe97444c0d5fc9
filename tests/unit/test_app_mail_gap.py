"""A mailbox that nobody has read after the close: what may lie in it keeps open each row that it could better."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from huiying.app.claiming import assign_mail
from huiying.app.explaining import appendix, explain_site
from huiying.app.letters import read_new_mail
from huiying.app.reporting import annex3, write_annex3
from huiying.app.results import judge_round
from huiying.app.rounds import close_round
from huiying.app.watching import watch, watch_once
from huiying.app.world import World
from huiying.db.ledger import Ledger
from huiying.db.observations import NewObservation
from huiying.errors import HuiyingError, NotAllowed
from huiying.model import SHANGHAI, AnswerKind, BlockReason, Channel, CheckResult, Judgement, Round
from tests.fakes import FakeClock, FakeMailWatcher, FakePages
from tests.office import ANSWER, Office
from tests.rounds import monday, open_round
from tests.worlds import kept, world_of

AFTER_CLOSE = datetime(2024, 2, 26, 9, tzinfo=SHANGHAI)
LOOKS = (monday() + timedelta(days=2), monday() + timedelta(days=14), AFTER_CLOSE)
SUBSTANTIVE = Judgement(kind=AnswerKind.SUBSTANTIVE, sure=True, why="说明了所需材料和地点")


@dataclass
class Stage:
    """Two sites were asked on Monday; their pages were read after each limit and after the close."""

    office: Office
    world: World
    mailbox: FakeMailWatcher

    @property
    def round(self) -> Round:
        return self.world.ledger.rounds.get("")

    def see(self, place: int, at: datetime, result: CheckResult, text: str = "") -> None:
        self.world.ledger.observations.record(
            NewObservation(
                inquiry_id=self.office.inquiries[place].id,
                at=at,
                channel=Channel.LOOKUP,
                result=result,
                text=text,
                judgement=SUBSTANTIVE if text else None,
                evidence=[kept(self.world, f"{place}{at}")],
            )
        )

    def rows(self) -> dict[str, str]:
        found = annex3(self.world, self.round, draft=False).rows
        return {site: row.bucket.value for row in found for site in row.sites}

    def final(self) -> list[bool]:
        return [result.final for result in judge_round(self.world, self.round, as_of=self.world.clock.now())]


@pytest.fixture
def stage(tmp_path: Path, ledger: Ledger, clock: FakeClock) -> Stage:
    """杞县 stays silent on its pages; 通许县 shows an answer on the twelfth workday."""
    office = Office(tmp_path, ledger, clock, "杞县", "通许县")
    mailbox = FakeMailWatcher(clock)
    here = Stage(office, replace(office.world, mail=mailbox, fetcher=FakePages({})), mailbox)
    for at in LOOKS:
        here.see(0, at, CheckResult.ABSENT)
    for at in LOOKS[:2]:
        here.see(1, at, CheckResult.ABSENT)
    here.see(1, datetime(2024, 2, 22, 9, tzinfo=SHANGHAI), CheckResult.SEEN, "请带身份证到窗口补办")
    clock.move_to(AFTER_CLOSE)
    return here


def test_a_mailbox_that_was_down_all_the_round_lets_no_annex_be_final(stage: Stage, tmp_path: Path) -> None:
    stage.mailbox.down = "连接超时"
    watch(stage.world, stage.round)
    told = stage.world.progress.lines[-1]
    for words in ("还没有完整读取过邮箱", "连接超时", "杞县、通许县", "不能定论", "huiying watch --once"):
        assert words in told
    close_round(stage.world, stage.round, force=False)
    with pytest.raises(NotAllowed, match=r"没有完整读取过邮箱（.*连接超时.*huiying watch --once"):
        stage.rows()
    assert "草稿" in write_annex3(stage.world, stage.round, tmp_path / "out", draft=True).annex.draft_line
    assert not appendix(stage.world, stage.round, explain_site(stage.world, stage.round, "杞县")).final


def test_once_the_mailbox_is_back_what_lay_in_it_makes_the_rows(stage: Stage) -> None:
    stage.mailbox.down = "连接超时"
    watch(stage.world, stage.round)
    close_round(stage.world, stage.round, force=False)
    stage.mailbox.down = ""
    for inquiry in stage.office.inquiries:
        stage.office.arrive(ANSWER, to=inquiry.alias, at=monday(15))
    watch_once(stage.world, stage.round, everything=True)
    for held, site in zip(stage.world.ledger.mails.with_status("held"), ("杞县", "通许县"), strict=True):
        assign_mail(stage.world, stage.round, mail_id=held.id, site=site, who="张三")
    assert stage.rows() == {"杞县": "one_workday", "通许县": "one_workday"}


def test_a_working_mailbox_is_read_once_more_after_the_close_and_the_watch_ends(stage: Stage) -> None:
    watch(stage.world, stage.round)
    assert len(stage.mailbox.passes) == 1
    assert stage.world.progress.lines[-1] == "没有需要继续检查的咨询件"
    assert stage.rows() == {"杞县": "no_reply", "通许县": "over_five"}


def test_a_watch_whose_sites_have_all_answered_still_waits_for_the_mail_that_came_by_the_close(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    office = Office(tmp_path, ledger, clock, "通许县")
    mailbox = FakeMailWatcher(clock)
    here = Stage(office, replace(office.world, mail=mailbox, fetcher=FakePages({})), mailbox)
    here.see(0, LOOKS[0], CheckResult.ABSENT)
    clock.move_to(monday() + timedelta(days=3))
    here.see(0, clock.now(), CheckResult.SEEN, "请带身份证到窗口补办")
    watch(here.world, here.round)
    assert mailbox.passes[-1] > here.round.closes_at > mailbox.passes[-2]
    assert clock.now() < here.round.closes_at + timedelta(hours=1)
    assert here.rows() == {"通许县": "five_workdays"}


def test_a_pass_that_began_before_the_close_shows_not_all_that_came_by_it(stage: Stage, clock: FakeClock) -> None:
    clock.move_to(stage.round.closes_at - timedelta(minutes=1))
    slow = FakeMailWatcher(clock, seconds=120)
    watch_once(replace(stage.world, mail=slow), stage.round)
    assert clock.now() > stage.round.closes_at
    clock.move_to(AFTER_CLOSE)
    assert stage.final() == [False, False]
    watch_once(stage.world, stage.round)
    assert stage.final() == [True, True]


def test_a_mail_that_was_kept_and_not_looked_at_yet_keeps_the_rows_open(stage: Stage) -> None:
    watch_once(stage.world, stage.round)
    stage.office.arrive("上月工资条", sender="hr@x.cn", at=monday() - timedelta(days=40))
    with pytest.raises(NotAllowed, match="已收下的1封邮件还没有判读"):
        stage.rows()
    read_new_mail(stage.world)
    assert stage.final() == [True, True]


def test_the_best_row_needs_no_mailbox_nor_does_a_letter_that_was_never_put(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    down = FakeMailWatcher(clock, down="连接超时")
    office = Office(tmp_path, ledger, clock, "杞县")
    here = Stage(office, replace(office.world, mail=down), down)
    here.see(0, monday(15), CheckResult.SEEN, "请带身份证到窗口补办")
    clock.move_to(monday(16))
    watch(here.world, here.round)
    assert clock.now() == monday(16)
    assert here.rows() == {"杞县": "one_workday"}
    clock.move_to(AFTER_CLOSE)
    second, (blocked,) = open_round(ledger, "杞县", name="二", closes=AFTER_CLOSE + timedelta(days=9), mailbox=True)
    ledger.door.block(blocked, BlockReason.LOGIN_REQUIRED, "", evidence=[])
    clock.move_to(second.closes_at + timedelta(days=1))
    close_round(here.world, second, force=False)
    assert here.final() == [True]


def test_letters_that_name_a_mailbox_stay_open_on_a_machine_that_knows_of_none(stage: Stage) -> None:
    elsewhere = replace(stage.world, mail=None)
    watch(elsewhere, stage.round)
    assert "现在的设置里没有邮箱" in stage.world.progress.lines[-1]
    with pytest.raises(HuiyingError, match="现在的设置里没有邮箱"):
        annex3(elsewhere, stage.round, draft=False)
    watch_once(stage.world, stage.round)
    assert not annex3(elsewhere, stage.round, draft=False).draft


def test_a_round_without_a_mailbox_is_final_by_its_pages(tmp_path: Path, ledger: Ledger, clock: FakeClock) -> None:
    world = world_of(tmp_path, ledger, clock)
    opened, _ = open_round(ledger)
    clock.move_to(AFTER_CLOSE)
    assert [result.mail_gap for result in judge_round(world, opened, as_of=clock.now())] == [""]
