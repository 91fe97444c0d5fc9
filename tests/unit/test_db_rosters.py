"""A roster that is imported while a round goes on moves no site that has our letter."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from huiying.db.ledger import Ledger
from huiying.errors import Conflict, NotAllowed
from huiying.model import BlockReason, Site, State, Unknown
from tests.fakes import FakeClock
from tests.rounds import monday, open_round, site
from tests.worlds import submit

HERE, AWAY = "127.0.43.1", "127.0.99.1"


def at(*hosts: str) -> Site:
    return replace(site(1, "杞县"), home_url=f"http://{hosts[0]}/", hosts=hosts)


def listed(ledger: Ledger) -> list[tuple[str, Sequence[str]]]:
    return [(one.name, one.hosts) for one in ledger.rosters.sites()]


@pytest.mark.parametrize("state", [State.ARMED, State.UNCONFIRMED, State.SUBMITTED])
def test_a_site_that_has_our_letter_or_may_have_it_is_not_moved(ledger: Ledger, state: State) -> None:
    _, (inquiry,) = open_round(ledger)
    if state is State.SUBMITTED:
        submit(ledger, inquiry)
    else:
        dispatch = ledger.door.arm(inquiry, evidence=[])
        if state is State.UNCONFIRMED:
            ledger.door.settle(dispatch, Unknown(why="?"), evidence=[])
    for hosts in ((AWAY,), (AWAY, HERE)):
        with pytest.raises(NotAllowed, match=r"杞县（127\.0\.43\.1）的网址有变动，而轮次“2024年第一季度”的咨询"):
            ledger.rosters.import_sites([replace(site(2, "通许县"), id=0), at(*hosts)])
    assert listed(ledger) == [("杞县", (HERE,))]


def test_a_site_that_has_our_letter_may_get_further_addresses(ledger: Ledger) -> None:
    _, (inquiry,) = open_round(ledger)
    submit(ledger, inquiry)
    ledger.rosters.import_sites([at(HERE, AWAY)])
    assert listed(ledger) == [("杞县", (HERE, AWAY))]


def test_a_site_that_has_no_letter_yet_or_any_more_is_moved(ledger: Ledger) -> None:
    opened, (inquiry,) = open_round(ledger)
    ledger.rosters.import_sites([at(AWAY)])
    (inquiry,) = ledger.rounds.inquiries(opened.id)
    ledger.door.block(inquiry, BlockReason.UNREACHABLE, "", evidence=[])
    ledger.rosters.import_sites([at(HERE)])
    ledger.rounds.reopen_blocked(opened.id, actor="再次运行")
    submit(ledger, ledger.rounds.inquiries(opened.id)[0])
    ledger.rounds.close(opened, actor="张三")
    ledger.rosters.import_sites([at(AWAY)])
    assert listed(ledger) == [("杞县", (AWAY,))]


def test_a_form_that_was_opened_before_the_roster_moved_its_site_is_not_pressed(ledger: Ledger) -> None:
    opened, (opened_at_the_old_place,) = open_round(ledger)
    ledger.rosters.import_sites([at(AWAY)])
    with pytest.raises(Conflict, match="“杞县”的网址"):
        ledger.door.arm(opened_at_the_old_place, evidence=[])
    (inquiry,) = ledger.rounds.inquiries(opened.id)
    assert inquiry.state is State.PLANNED
    assert ledger.door.arm(inquiry, evidence=[])


def test_a_round_that_is_closed_again_keeps_the_first_time(ledger: Ledger, clock: FakeClock) -> None:
    opened, _ = open_round(ledger)
    clock.move_to(monday(12))
    ledger.rounds.close(opened, actor="张三")
    clock.move_to(monday(15))
    assert ledger.rounds.close(opened, actor="李四").closed_at == monday(12)
