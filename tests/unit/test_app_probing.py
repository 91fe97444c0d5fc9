"""The submitting phase with real browsers: who waits, who goes on, and what a stop leaves."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event

import pytest
from PIL import Image

from huiying.app.probing import probe_round
from huiying.app.world import World
from huiying.db.ledger import Ledger, open_ledger
from huiying.db.rounds import Planned
from huiying.errors import Interrupted
from huiying.model import SHANGHAI, BlockReason, Round, Site, State
from huiying.ports import Challenge
from huiying.probe.browser import ChromiumBrowser
from huiying.probe.browser.start import Patience
from tests.fakes import FakeClock, FakeVault
from tests.practice_site import Answer, PracticeSite, practice_site
from tests.rounds import AUTHORITY, QUESTION, monday
from tests.worlds import world_of

pytestmark = pytest.mark.browser

CAPTCHA = (
    '<tr><td>验证码：*</td><td><input name="yzm"><img src="/captcha.png" alt="验证码" width=80 height=30></td></tr>'
)
BUTTON = '<input type="submit" value="提交">'


def picture() -> bytes:
    raw = io.BytesIO()
    Image.new("RGB", (80, 30), "gray").save(raw, "PNG")
    return raw.getvalue()


@pytest.fixture
def sites() -> Iterator[tuple[PracticeSite, ...]]:
    """The first asks for a captcha, the others do not."""
    with ExitStack() as stack:
        found = tuple(stack.enter_context(practice_site()) for _ in range(3))
        for number, site in enumerate(found):
            rows = "" if number else CAPTCHA
            site.page("/letter", "form.html", code="", action="/save", form="", rows=rows, button=BUTTON, after="")
            site.pages["/captcha.png"] = Answer(raw=picture(), type="image/png")
            site.on_post = lambda path, fields: Answer("<p>提交成功！您的受理编号为：2024020500017</p>")
        yield found


@pytest.fixture
def opened(tmp_path: Path, sites: tuple[PracticeSite, ...]) -> Iterator[tuple[World, Round]]:
    clock = FakeClock(monday())
    ledger = open_ledger(f"sqlite:///{tmp_path / 'huiying.sqlite'}", clock=clock, vault=FakeVault(clock))
    world = world_of(tmp_path, ledger, clock)
    browser = partial_browser(tmp_path)
    yield replace(world, browser=browser), open_round(ledger, sites)
    ledger.engine.dispose()


def partial_browser(folder: Path):
    return lambda: ChromiumBrowser(folder=folder / "browsers", patience=Patience(page=10, press=8))


def open_round(ledger: Ledger, sites: tuple[PracticeSite, ...]) -> Round:
    names = ("杞县", "通许县", "尉氏县")
    listed = [
        Site(id=0, order=order, name=name, unit=name, home_url=f"{site.url}/", hosts=(site.host,),
             channel_url=f"{site.url}/letter")
        for order, (name, site) in enumerate(zip(names, sites, strict=True), start=1)
    ]  # fmt: skip
    ledger.rosters.import_sites(listed)
    ledger.rosters.import_questions([QUESTION])
    question = ledger.rosters.questions()[0]
    planned = [
        Planned(site=each, question=question, alias="a@city.test", query_password="2345")
        for each in ledger.rosters.sites()
    ]
    closes = datetime(2024, 2, 25, 23, 59, 59, tzinfo=SHANGHAI)
    return ledger.rounds.open(name="一", closes_at=closes, authority=AUTHORITY, policy="{}", planned=planned)


class Person:
    """Answers once the other sites have taken their letters; `stop` asks the run to end instead of answering."""

    def __init__(self, others: tuple[PracticeSite, ...], *, stop: Event | None = None) -> None:
        self.others, self.stop = others, stop
        self.overtaken = False

    def solve(self, challenge: Challenge) -> str | None:
        for _ in range(600):
            if all(site.posts for site in self.others):
                self.overtaken = True
                break
            Event().wait(0.05)
        if self.stop is not None:
            self.stop.set()
            return None
        return "8kx3"


def states(world: World, round_: Round) -> dict[str, State]:
    return {inquiry.site.name: inquiry.state for inquiry in world.ledger.rounds.inquiries(round_.id)}


def test_while_a_person_reads_one_captcha_the_other_sites_go_on(
    opened: tuple[World, Round], sites: tuple[PracticeSite, ...]
) -> None:
    world, round_ = opened
    person = Person(sites[1:])
    one_browser = world.settings.model_copy(
        update={"browser": world.settings.browser.model_copy(update={"workers": 1})}
    )
    probe_round(replace(world, challenger=person, settings=one_browser), round_)
    assert person.overtaken
    assert set(states(world, round_).values()) == {State.SUBMITTED}
    assert [len(site.posts) for site in sites] == [1, 1, 1]
    assert sites[0].posts[0][1]["yzm"] == "8kx3"


def test_a_stop_at_a_captcha_leaves_the_question_planned_and_the_next_run_puts_it(
    opened: tuple[World, Round], sites: tuple[PracticeSite, ...]
) -> None:
    world, round_ = opened
    with pytest.raises(Interrupted):
        probe_round(replace(world, challenger=Person(sites[1:], stop=world.stop)), round_)
    assert states(world, round_) == {"杞县": State.PLANNED, "通许县": State.SUBMITTED, "尉氏县": State.SUBMITTED}
    world.stop.clear()
    probe_round(replace(world, challenger=Person(())), round_)
    assert states(world, round_)["杞县"] is State.SUBMITTED
    assert [len(site.posts) for site in sites] == [1, 1, 1]


def test_an_operator_who_is_away_blocks_only_the_sites_that_need_one(
    opened: tuple[World, Round], sites: tuple[PracticeSite, ...]
) -> None:
    class Away:
        def solve(self, challenge: Challenge) -> str | None:
            return None

    world, round_ = opened
    probe_round(replace(world, challenger=Away()), round_)
    assert states(world, round_) == {"杞县": State.BLOCKED, "通许县": State.SUBMITTED, "尉氏县": State.SUBMITTED}
    (blocked,) = world.ledger.rounds.inquiries(round_.id, [State.BLOCKED])
    assert blocked.block is BlockReason.CHALLENGE_UNSOLVED
