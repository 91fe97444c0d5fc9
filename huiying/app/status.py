"""How a round stands: the snapshot that the board shows."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta

from huiying.app.disputing import WAITING, standing
from huiying.app.outages import outages
from huiying.app.results import Result, judge_round
from huiying.app.watching import silent
from huiying.app.world import World
from huiying.board import Contact, Happening, Limit, Snapshot
from huiying.calendar.policy import CountingPolicy, within
from huiying.calendar.workdays import local_date
from huiying.db.health import MAIL
from huiying.errors import some_of
from huiying.model import Bucket, Round, State

STATE_NAMES = {
    State.PLANNED: "待提交",
    State.BLOCKED: "未能提交",
    State.ARMED: "正在提交",
    State.UNCONFIRMED: "结果不明",
    State.SUBMITTED: "等待答复",
    State.REPLIED: "已有答复",
    State.CLOSED: "已结束",
    State.VOID: "已作废",
}
SHOWN = 8
SILENT_SHOWN = 3


def snapshot(world: World, round_: Round) -> Snapshot:
    """Take the board's snapshot of the round as it is now."""
    now = world.clock.now()
    results = judge_round(world, round_, as_of=now)
    counts = Counter(result.inquiry.state for result in results)
    policy = CountingPolicy.from_json(round_.policy)
    labels = policy.labels() | {Bucket.NOT_MEASURED: "未能检测"}
    rows = {bucket: [r.inquiry.site.name for r in results if r.bucket is bucket and _decided(r)] for bucket in Bucket}
    return Snapshot(
        title=f"{round_.authority.office} {round_.name}",
        now=now,
        closes_at=round_.closes_at,
        states=tuple((name, counts[state]) for state, name in STATE_NAMES.items() if counts[state]),
        rows=tuple(
            (labels[bucket], tuple(rows[bucket]))
            for bucket in Bucket
            if rows[bucket] or bucket is not Bucket.NOT_MEASURED
        ),
        limits=_limits(world, policy, results, now, round_.closes_at),
        latest=_latest(results),
        needs=_needs(world, round_, results),
        contacts=_contacts(world, results),
    )


def _decided(result: Result) -> bool:
    """Whether the row is more than "nothing yet": a question still to be put, or still waited on, is in none."""
    if result.bucket is Bucket.NOT_MEASURED:
        return result.final or result.inquiry.state is State.BLOCKED
    return result.bucket is not Bucket.NO_REPLY or result.final


def _limits(
    world: World, policy: CountingPolicy, results: list[Result], now: datetime, closes_at: datetime
) -> tuple[Limit, ...]:
    shown = []
    for limit in policy.limits:
        ends = sorted(
            end
            for result in results
            if result.inquiry.state is State.SUBMITTED and result.inquiry.asked_at is not None
            if (end := policy.crossing(result.inquiry.asked_at, limit, world.calendar, until=closes_at)) and end > now
        )
        first = ends[0] - timedelta(seconds=1) if ends else None  # 24:00 of a day is written as that day
        left = world.calendar.count(local_date(now), local_date(first)) if first else 0
        shown.append(
            Limit(label=within(limit).removesuffix("内"), deadline=first, workdays_left=left, waiting=len(ends))
        )
    return tuple(shown)


def _latest(results: list[Result]) -> tuple[Happening, ...]:
    happened = [
        Happening(at=seen.at, site=result.inquiry.site.name, what=judged.why)
        for result in results
        for seen in result.observations
        if seen.text and (judged := seen.verdict or seen.judgement)
    ]
    happened.sort(key=lambda happening: happening.at, reverse=True)
    return tuple(happened[:SHOWN])


def _needs(world: World, round_: Round, results: list[Result]) -> tuple[str, ...]:
    lines = [f"监测中断：{line}，请检查网络、邮箱和 huiying watch 是否在运行" for line in _few(silent(world, round_))]
    blocked: dict[str, list[str]] = {}
    for result in results:
        if result.inquiry.state is State.BLOCKED:
            blocked.setdefault(result.reason, []).append(result.inquiry.site.name)
    lines += [f"{some_of(names)}：未能提交（{why}），处理后运行 huiying probe" for why, names in blocked.items()]
    # One line for each kind of work, so that none is cut off.
    for wants, what in (
        (
            [it for it in results if it.inquiry.state is State.UNCONFIRMED],
            "提交结果不明，程序会继续核实；也可用 huiying round void 作废",
        ),
        ([it for it in results if it.unsure], "有文字需要复核，运行 huiying review list"),
        ([it for it in results if it.claims], "可能是其答复的邮件待认领，运行 huiying mail held"),
        ([it for it in results if WAITING in standing(it.disputes)], "有异议待处理，运行 huiying dispute list"),
    ):
        if wants:
            lines.append(f"{some_of([it.inquiry.site.name for it in wants])}：{what}")
    if holes := list(dict.fromkeys(outage.site for outage in outages(world, round_, results))):
        lines.append(f"{some_of(holes)}：时限届满前后没有检查记录，详见 huiying round status")
    if held := world.ledger.mails.count("held"):
        lines.append(f"{held}封邮件待认领，运行 huiying mail held")
    if round_.closed_at is None and world.clock.now() > round_.closes_at:
        lines.append("统计截止时间已到，请运行 huiying watch --once 后再运行 huiying round close")
    return tuple(lines[: SHOWN * 2])


def _few(lines: list[str]) -> list[str]:
    """Cut a list of silent places to what fits: where the watcher itself stands still, they all are."""
    return lines if len(lines) <= SILENT_SHOWN else [*lines[: SILENT_SHOWN - 1], f"等{len(lines)}处"]


def _contacts(world: World, results: list[Result]) -> tuple[Contact, ...]:
    reached = world.ledger.health.all()
    contacts = []
    if world.settings.mail is not None:
        known = reached.get(MAIL)
        contacts.append(
            Contact(place="邮箱", reached_at=known.reached_at if known else None, error=known.error if known else "")
        )
    places = {f"site:{result.inquiry.site.id}": result.inquiry.site.name for result in results}
    sites = [(places[place], reach) for place, reach in reached.items() if place in places]
    if sites:
        freshest = max((reach.reached_at for _, reach in sites if reach.reached_at), default=None)
        contacts.append(Contact(place=f"网站（{len(sites)}家）", reached_at=freshest))
    contacts += [
        Contact(place=name, reached_at=reach.reached_at, error=reach.error) for name, reach in sites if reach.error
    ][:SHOWN]
    return tuple(contacts)
