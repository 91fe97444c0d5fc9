"""The submitting phase: every planned inquiry is put once, several browsers side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from queue import Empty, SimpleQueue
from threading import BoundedSemaphore, Event

from huiying.app.results import blocked_line
from huiying.app.world import World
from huiying.errors import Conflict, Interrupted, NotAllowed
from huiying.model import EvidenceKind, Inquiry, Persona, Round, State
from huiying.ports import Challenge, Challenger
from huiying.probe.browser import ChromiumBrowser
from huiying.probe.submit import put

PATIENCE = 3
"""Browsers that may stand open a worker: one at work, the others waiting for a person to read a captcha."""
AFTER_A_PRESS = (EvidenceKind.PAGE_AFTER, EvidenceKind.ALERT, EvidenceKind.RESPONSES, EvidenceKind.SCREENSHOT_AFTER)


@dataclass(frozen=True, slots=True)
class ProbeReport:
    """What a run of the submitting phase did; `recovered` were left by a run that died."""

    done: tuple[Inquiry, ...] = ()
    recovered: tuple[Inquiry, ...] = ()
    left: int = 0


@dataclass(slots=True)
class _Slots:
    """At most `workers` browsers are at work at once; one that waits for a person gives its slot away."""

    free: BoundedSemaphore
    challenger: Challenger
    stop: Event

    def solve(self, challenge: Challenge) -> str | None:
        self.free.release()
        try:
            answer = self.challenger.solve(challenge)
        finally:
            self.free.acquire()
        if answer is None and self.stop.is_set():
            raise Interrupted  # nobody was unwilling: the question stays planned
        return answer


@dataclass(slots=True)
class _Desk:
    world: World
    round: Round
    persona: Persona
    queue: SimpleQueue[Inquiry]
    slots: _Slots
    done: list[Inquiry] = field(default_factory=list)


def probe_round(world: World, round_: Round) -> ProbeReport:
    """Put every question of the round that has not been put; blocked ones are tried again.

    Raises:
        NotAllowed: the round is over, or the vault shows a press that the database does not know.
        Interrupted: the user asked to stop; what was under way has been settled.
    """
    past = world.clock.now() >= round_.closes_at
    if past or round_.closed_at is not None:
        over = f"的统计截止时间（{round_.closes_at:%Y-%m-%d} 24:00）已过" if past else "已经结束"
        why = f"轮次“{round_.name}”{over}"
        raise NotAllowed(what="提交咨询", why=why, do="请用 huiying round open 开启新的一轮")
    recovered = world.ledger.door.recover()
    for inquiry in recovered:
        world.progress.say(f"{inquiry.site.name}：上次运行在提交时中断，结果不明，不再重复提交，将通过检查答复核实")
    world.ledger.rounds.reopen_blocked(round_.id, actor="再次运行")
    planned = world.ledger.rounds.inquiries(round_.id, [State.PLANNED])
    _refuse_lost_presses(world, round_, planned)
    workers = world.settings.browser.workers
    queue: SimpleQueue[Inquiry] = SimpleQueue()
    for inquiry in planned:
        queue.put(inquiry)
    desk = _Desk(
        world, round_, persona_of(world), queue, _Slots(BoundedSemaphore(workers), world.challenger, world.stop)
    )
    world.progress.begin("提交咨询", len(planned))
    try:
        _work(desk, min(workers * PATIENCE, len(planned)))
    finally:
        world.progress.end()
    left = world.ledger.rounds.inquiries(round_.id, [State.PLANNED])
    if world.stop.is_set() and left:
        raise Interrupted
    return ProbeReport(done=tuple(desk.done), recovered=tuple(recovered), left=len(left))


def _refuse_lost_presses(world: World, round_: Round, planned: Sequence[Inquiry]) -> None:
    """A database restored from a backup has forgotten what was put since; the evidence, which only grows, has not."""
    for inquiry in planned:
        found = {path for kind in AFTER_A_PRESS for path in world.vault.kept(folder_of(round_, inquiry), kind)}
        if found - {known.path for known in world.ledger.observations.evidence_of(inquiry.id)}:
            raise NotAllowed(
                what="提交咨询",
                why=f"证据中有“{inquiry.site.name}”提交后留下的页面，数据库里却没有这次提交（数据库可能恢复自较早的备份）",
                do="请恢复较新的备份；都没有时，请换一个名称另开一轮，已提交的网站会再收到一次咨询",
            )


def _work(desk: _Desk, threads: int) -> None:
    if not threads:
        return
    with ThreadPoolExecutor(threads, thread_name_prefix="probe") as pool:
        waiting = {pool.submit(_take_turns, desk) for _ in range(threads)}
        while waiting:
            # A short wait keeps the main thread open to Ctrl-C.
            ended, waiting = wait(waiting, timeout=0.5, return_when=FIRST_COMPLETED)
            for future in ended:
                if future.exception() is not None:
                    desk.world.stop.set()
                future.result()


def _take_turns(desk: _Desk) -> None:
    with ExitStack() as stack:
        browser: ChromiumBrowser | None = None
        while True:
            with _slot(desk.slots):
                if desk.world.stop.is_set():
                    return
                try:
                    inquiry = desk.queue.get_nowait()
                except Empty:
                    return
                if browser is None or not browser.alive():
                    stack.pop_all().close()
                    browser = stack.enter_context(desk.world.browser())
                _put(desk, inquiry, browser)


@contextmanager
def _slot(slots: _Slots) -> Iterator[None]:
    slots.free.acquire()
    try:
        yield
    finally:
        slots.free.release()


def _put(desk: _Desk, inquiry: Inquiry, browser: ChromiumBrowser) -> None:
    world = desk.world
    try:
        after = put(
            inquiry,
            persona=desk.persona,
            recipe=world.recipes.for_site(inquiry.site),
            browser=browser,
            door=world.ledger.door,
            vault=world.vault,
            challenger=desk.slots,
            clock=world.clock,
            folder=folder_of(desk.round, inquiry),
            public=world.settings.public,
            families=world.recipes,
        )
    except Conflict as error:
        world.progress.step(f"{inquiry.site.name}：{error}")
        return
    desk.done.append(after)
    world.progress.step(f"{inquiry.site.name}：{outcome_line(after)}")


def persona_of(world: World) -> Persona:
    """Return the citizen of the settings; each inquiry's own alias stands in for the address.

    Raises:
        BadInput: the settings name no citizen.
    """
    world.settings.require("persona.name", "persona.phone")
    persona = world.settings.persona
    return Persona(
        name=persona.name,
        phone=persona.phone,
        email=world.settings.mail.address if world.settings.mail else "",
        address=persona.address,
        postcode=persona.postcode,
        id_number=world.settings.id_number.get_secret_value(),
    )


def folder_of(round_: Round, inquiry: Inquiry) -> str:
    """Return the folder of the vault that holds the inquiry's evidence.

    It is found again by what no new roster changes, the site's name: an older database may have it at another place.
    """
    return f"{round_.name}/{inquiry.site.name}"


def outcome_line(inquiry: Inquiry) -> str:
    """Say in Chinese how an inquiry came out of the submitting phase."""
    match inquiry.state:
        case State.SUBMITTED:
            number = f"，编号 {inquiry.receipt.number}" if inquiry.receipt.number else ""
            return f"已受理{number}"
        case State.UNCONFIRMED:
            return "结果不明，不再重复提交，将通过检查答复核实"
        case State.BLOCKED if inquiry.block is not None:
            return f"未能提交——{blocked_line(inquiry.block, inquiry.note)}"
        case state:
            return state.value
