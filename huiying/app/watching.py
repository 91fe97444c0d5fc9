"""The watching phase: mail and pages are looked at until every row of the round is proved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import takewhile

from huiying.app.letters import read_new_mail
from huiying.app.mail_gap import TO_DO
from huiying.app.outages import outages
from huiying.app.records import looks, stated_precision
from huiying.app.results import Result, find, judge_round
from huiying.app.revisit import revisit
from huiying.app.world import World
from huiying.calendar.policy import CountingPolicy
from huiying.calendar.schedule import next_check
from huiying.calendar.sightings import Mark
from huiying.db.health import MAIL, MAIL_WHOLE
from huiying.errors import HuiyingError, Interrupted, some_of
from huiying.lifecycle import WAITING
from huiying.model import SHANGHAI, CheckResult, Inquiry, Observation, Round, State

LONGEST_NAP = timedelta(hours=6)
FIRST_RETRY = timedelta(minutes=5)
LONGEST_RETRY = timedelta(hours=3)
MAIL_AFTER = timedelta(minutes=1)
MAIL_RETRY = timedelta(minutes=30)
"""After the close, for the mailbox; the watcher of the mailbox has a patience of its own besides."""
AFTERMATH = timedelta(days=2)
"""How long after the close a place that can't be read is still tried; then a person has to look."""


@dataclass(frozen=True, kw_only=True, slots=True)
class WatchReport:
    """What one pass saw; `wake_at` is when the next check is due, None when nothing is open any more.

    `mail_error` says in Chinese why the mailbox could not be read whole, "" where it was.
    """

    mails: int
    visits: int
    wake_at: datetime | None
    mail_error: str = ""


def watch_once(world: World, round_: Round, *, everything: bool = False) -> WatchReport:
    """Read new mail, then visit the sites whose check is due (or all that are open)."""
    # Due before the mail is read: where a mail answers just after a limit, this visit shows what the page said then.
    due = _due(world, round_, everything=everything)
    if due:
        _say_outages(world, round_, due)
    mail = _mail_pass(world)
    if due:
        world.progress.begin("检查网页答复", len(due))
    try:
        for inquiry in due:
            if world.stop.is_set():
                break
            fresh = world.ledger.rounds.inquiry(inquiry.id)
            world.progress.step(revisit(world, round_, fresh, mailbox_whole=mail.whole))
    finally:
        if due:
            world.progress.end()
    now = world.clock.now()
    wakes = [*(wake for _, wake in schedule(world, round_, now=now)), _mail_wake(world, round_, now)]
    wake_at = min((wake for wake in wakes if wake is not None), default=None)
    return WatchReport(mails=mail.new, visits=len(due), wake_at=wake_at, mail_error=mail.error)


def _say_outages(world: World, round_: Round, due: Sequence[Inquiry]) -> None:
    """After an outage say, before this pass closes what it can, which limits ran out unwatched at the sites now due."""
    open_ = {inquiry.id for inquiry in due if inquiry.state is State.SUBMITTED}
    results = judge_round(world, round_, as_of=world.clock.now())
    for outage in outages(world, round_, [result for result in results if result.inquiry.id in open_]):
        world.progress.say(f"{outage.site}：{outage.why}")


@dataclass(frozen=True, kw_only=True, slots=True)
class _MailPass:
    """New mail, the instant up to which the mailbox is known whole (None: it is not), and why it is not."""

    new: int = 0
    whole: datetime | None = None
    error: str = ""


def _mail_pass(world: World) -> _MailPass:
    """Read new mail, and note whether the mailbox was truly reached."""
    if world.mail is None:
        return _MailPass(new=read_new_mail(world))
    error, whole = "", None
    try:
        report = world.mail.run_once()
    except HuiyingError as failed:
        error = str(failed)
    else:
        error = str(report.failed[0]) if report.failed else ""
        whole = report.reached_at if report.complete else None
    if world.ledger.health.note(MAIL, error=error):
        world.progress.say(error)
    if whole is not None:
        world.ledger.health.note(MAIL_WHOLE, at=whole)
    return _MailPass(new=read_new_mail(world), whole=whole, error=error)


def _mail_wake(world: World, round_: Round, now: datetime) -> datetime | None:
    """Return when the mailbox is to be read for the rows that wait for it; None where none does, or there is none."""
    if world.mail is None or not _waiting_for_mail(world, round_, now):
        return None
    due = round_.closes_at + MAIL_AFTER
    return due if now < due else now + MAIL_RETRY


def _waiting_for_mail(world: World, round_: Round, now: datetime) -> list[Result]:
    return [result for result in judge_round(world, round_, as_of=now) if result.waits_for_mail]


def _due(world: World, round_: Round, *, everything: bool) -> list[Inquiry]:
    now = world.clock.now()
    due = [
        inquiry
        for inquiry, wake in schedule(world, round_, now=now)
        if wake is not None and (everything or wake <= now)
    ]
    return [*due, *_closed_unproven(world, round_, now)] if everything else due


def _closed_unproven(world: World, round_: Round, now: datetime) -> list[Inquiry]:
    """Return what was closed before the look that its row lacks; only a user who asks for a pass gets it."""
    return [
        result.inquiry
        for result in judge_round(world, round_, as_of=now)
        if result.inquiry.state is State.CLOSED and result.finding and Mark.UNPROVEN in result.finding.marks
    ]


def schedule(world: World, round_: Round, *, now: datetime) -> list[tuple[Inquiry, datetime | None]]:
    """Return each inquiry that may still be looked at, with the instant of its next check (None: no more needed)."""
    policy = CountingPolicy.from_json(round_.policy)
    waiting = world.ledger.rounds.inquiries(round_.id, list(WAITING))
    observed = world.ledger.observations.of_round(round_.id)
    reached = world.ledger.health.all()
    plan = []
    for inquiry in waiting:
        known = reached.get(f"site:{inquiry.site.id}")
        visited = known.tried_at if known else None
        plan.append(
            (inquiry, _next(world, round_, policy, inquiry, tuple(observed[inquiry.id]), visited=visited, now=now))
        )
    return plan


def _next(
    world: World,
    round_: Round,
    policy: CountingPolicy,
    inquiry: Inquiry,
    seen: tuple[Observation, ...],
    *,
    visited: datetime | None,
    now: datetime,
) -> datetime | None:
    settings = world.settings.watch
    if inquiry.state is State.REPLIED:
        # Once more, where a mail came so late that only a look at the site proves that nothing came before.
        found = find(world, round_, policy, inquiry, seen, as_of=now)
        unproven = found is not None and Mark.UNPROVEN in found.marks
        due = max(now, visited + LONGEST_RETRY if visited else now) if unproven else None
    else:
        due = next_check(
            asked_at=inquiry.asked_at or round_.opened_at,
            checks=looks(seen),
            stated_precision=stated_precision(seen),
            calendar=world.calendar,
            policy=policy,
            closes_at=round_.closes_at,
            now=now,
            jitter=_jitter(inquiry),
            polite=(settings.start, settings.end),
        )
    return due and max(due, _after_failures(seen))


def _after_failures(seen: Sequence[Observation]) -> datetime:
    """Return when a place that could not be read may be tried again: 5 minutes, doubled each time, 3 hours at most."""
    failed = {one.at for one in seen if one.result is CheckResult.UNREADABLE}
    visits = dict.fromkeys(one.at for one in reversed(seen))
    failures = list(takewhile(lambda at: at in failed, visits))
    if not failures:
        return datetime.min.replace(tzinfo=SHANGHAI)
    return failures[0] + min(FIRST_RETRY * (1 << min(len(failures) - 1, 10)), LONGEST_RETRY)


def _jitter(inquiry: Inquiry) -> float:
    # Steady a site, spread over the sites: the golden ratio leaves no two close together.
    return (inquiry.site.order * 0.6180339887) % 1.0


def watch(world: World, round_: Round) -> None:
    """Watch until the round's close has been checked, on the pages and in the mailbox, or could not be for two days.

    Raises:
        Interrupted: the user asked to stop; everything seen so far is recorded.
    """
    while not world.stop.is_set():
        report = watch_once(world, round_)
        if report.wake_at is None:
            world.progress.say("没有需要继续检查的咨询件")
            _say_mail_gap(world, round_)
            return
        now = world.clock.now()
        if now > round_.closes_at + AFTERMATH:
            if open_ := [inquiry.site.name for inquiry, wake in schedule(world, round_, now=now) if wake]:
                do = "请人工查看后运行 huiying answer none"
                world.progress.say(f"统计截止已过两天，{'、'.join(open_)}仍无法查看，不再自动检查。{do}")
            _say_mail_gap(world, round_)
            return
        seconds = (report.wake_at - now).total_seconds()
        world.wait(max(1.0, min(seconds, LONGEST_NAP.total_seconds())))
    raise Interrupted


def _say_mail_gap(world: World, round_: Round) -> None:
    """Say at the end of a watch which rows still wait for the mailbox, why, and what to do."""
    if waiting := _waiting_for_mail(world, round_, world.clock.now()):
        names = some_of([result.inquiry.site.name for result in waiting])
        world.progress.say(f"{waiting[0].mail_gap}，{names}的答复可能在其中，不能定论。{TO_DO}")


def silent(world: World, round_: Round) -> list[str]:
    """Return a line for mail and each site that has not been truly reached for too long."""
    limit = timedelta(hours=world.settings.watch.silent_hours)
    now, reached = world.clock.now(), world.ledger.health.all()
    lines = []
    if world.settings.mail is not None:
        known = reached.get(MAIL)
        lines += _silence("邮箱", known.reached_at if known else None, now, limit)
    for inquiry in world.ledger.rounds.inquiries(round_.id, [State.SUBMITTED, State.UNCONFIRMED]):
        known = reached.get(f"site:{inquiry.site.id}")
        since = known.reached_at if known and known.reached_at else inquiry.asked_at or round_.opened_at
        lines += _silence(inquiry.site.name, since, now, limit)
    return lines


def _silence(place: str, since: datetime | None, now: datetime, limit: timedelta) -> list[str]:
    if since is None:
        return [f"{place}：从未成功连接"]
    return [f"{place}：最近一次成功检查是{since:%m-%d %H:%M}"] if now - since > limit else []
