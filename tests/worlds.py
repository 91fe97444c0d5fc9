"""A world for testing use cases: a real ledger and vault, a clock that is moved by hand, nothing outside."""

from __future__ import annotations

from pathlib import Path
from threading import Event

from huiying.app.world import World
from huiying.calendar.workdays import proclaimed_calendar
from huiying.db.evidence import FileVault
from huiying.db.ledger import Ledger
from huiying.model import Accepted, Evidence, EvidenceKind, Inquiry, Receipt
from huiying.probe.recipe import Recipes
from huiying.probe.visit import WayMemory
from huiying.settings import OfficeSettings, PersonaSettings, Settings
from tests.fakes import FakeClock, SilentProgress
from tests.rounds import proof


def world_of(tmp_path: Path, ledger: Ledger, clock: FakeClock) -> World:
    settings = Settings(
        folder=tmp_path,
        office=OfficeSettings(name="某市人民政府办公室", ground="检查通知"),
        persona=PersonaSettings(name="王小明", phone="13800001234"),
    )
    return World(
        settings=settings,
        clock=clock,
        vault=FileVault(settings.evidence_folder, clock),
        ledger=ledger,
        calendar=proclaimed_calendar(),
        challenger=None,
        recipes=Recipes(),
        browser=None,
        fetcher=None,
        mail=None,
        wait=clock.sleep,
        progress=SilentProgress(),
        stop=Event(),
        memory=WayMemory(),
    )


def submit(ledger: Ledger, inquiry: Inquiry, evidence: Evidence | None = None) -> Inquiry:
    """Put the inquiry through the door, accepted on this evidence."""
    accepted = Accepted(why="页面显示受理编号", receipt=Receipt(number=f"2024{inquiry.id:04d}", query_code="7788"))
    return ledger.door.settle(ledger.door.arm(inquiry, evidence=[]), accepted, evidence=[evidence or proof()])


def kept(world: World, text: str) -> Evidence:
    """A piece of evidence that stands in the world's vault."""
    return world.vault.keep(text.encode(), kind=EvidenceKind.PAGE_AFTER, suffix=".html", folder="x")
