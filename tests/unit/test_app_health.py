"""A watcher that fell silent is told: on the board, by `watch --check`, and after a pass that read the mail by half."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

from huiying.app.status import snapshot
from huiying.app.watching import silent, watch_once
from huiying.db.health import MAIL
from huiying.db.ledger import Ledger
from huiying.errors import Unreachable
from huiying.settings import MailSettings
from tests.fakes import FakeClock
from tests.rounds import monday, open_round
from tests.worlds import submit, world_of

BOX = MailSettings(address="w@city.test", host="127.0.0.1", user="w", security="plain")


class DeadMailbox:
    def run_once(self) -> None:
        raise Unreachable(what="邮箱 w@city.test ", why="连接超时，服务器没有应答", do="请检查网络")


def test_a_silent_place_is_told_until_it_is_reached_again(tmp_path: Path, ledger: Ledger, clock: FakeClock) -> None:
    world = world_of(tmp_path, ledger, clock)
    world = replace(world, settings=world.settings.model_copy(update={"mail": BOX}))
    round_, (inquiry,) = open_round(ledger)
    submit(ledger, inquiry)
    ledger.health.note(MAIL)
    ledger.health.note(f"site:{inquiry.site.id}")
    clock.move_to(monday() + timedelta(hours=25))
    assert silent(world, round_) == []
    clock.move_to(monday() + timedelta(hours=27))
    ledger.health.note(MAIL, error="连接超时")
    assert [line.partition("：")[0] for line in silent(world, round_)] == ["邮箱", "杞县"]
    needs = snapshot(world, round_).needs
    assert [line.startswith("监测中断") for line in needs[:2]] == [True, True]
    ledger.health.note(MAIL)
    ledger.health.note(f"site:{inquiry.site.id}")
    assert silent(world, round_) == []


def test_a_standing_watcher_fills_three_lines_of_the_board_not_forty(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    world = world_of(tmp_path, ledger, clock)
    round_, inquiries = open_round(ledger, *(f"第{number}县" for number in range(1, 9)))
    for inquiry in inquiries:
        submit(ledger, inquiry)
    clock.move_to(monday() + timedelta(days=3))
    needs = [line for line in snapshot(world, round_).needs if line.startswith("监测中断")]
    assert len(needs) == 3
    assert "等8处" in needs[-1]


def test_a_mailbox_that_is_not_reached_is_said_once_and_reported_each_time(
    tmp_path: Path, ledger: Ledger, clock: FakeClock
) -> None:
    world = replace(world_of(tmp_path, ledger, clock), mail=DeadMailbox())
    round_, _ = open_round(ledger)
    reports = [watch_once(world, round_) for _ in range(2)]
    assert ["连接超时" in report.mail_error for report in reports] == [True, True]
    assert sum("连接超时" in line for line in world.progress.lines) == 1
