"""The drill: a whole round on the practice city, by the same use cases as a user's commands."""

from __future__ import annotations

import json
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

from huiying.app.importing import import_questions, import_sites
from huiying.app.probing import probe_round
from huiying.app.reporting import Written, write_annex3
from huiying.app.rounds import close_round, open_round
from huiying.app.watching import watch
from huiying.app.world import World
from huiying.bootstrap import open_world
from huiying.drill.city import ROUND_CLOSES, City, MailAccount
from huiying.drill.clock import clock_for
from huiying.drill.folder import ROUND_NAME, DrillFolder
from huiying.drill.operator import StandIn
from huiying.errors import NotFound
from huiying.model import Round
from huiying.ports import Progress
from huiying.report.annex3 import to_json
from huiying.settings import MAIL_PASSWORD, load_settings

CLOSES = ROUND_CLOSES.date() - timedelta(days=1)


@dataclass(frozen=True, kw_only=True, slots=True)
class Drill:
    """What a drill is asked to do. `mail` None: the embedded server."""

    folder: Path
    seed: int | None = None
    workers: int = 2
    faults: Mapping[str, str] = field(default_factory=dict)
    wrong: frozenset[str] = frozenset()
    away: frozenset[str] = frozenset()
    mail: MailAccount | None = None


@dataclass(frozen=True, slots=True)
class Drilled:
    """The annex that was written, and where it differs from what the city knows (nothing, if all is well)."""

    written: Written
    differences: tuple[str, ...]


def run_drill(drill: Drill, *, progress: Progress, stop: Event) -> Drilled:
    """Run the drill, or go on with one that was interrupted.

    Raises:
        BadInput: the folder can't be used.
        Interrupted: the user asked to stop.
    """
    folder = DrillFolder(drill.folder)
    if folder.prepare(seed=drill.seed, faults=drill.faults):
        progress.say("接着做上次没有做完的演练")
    with ExitStack() as stack:
        city, mail = stack.enter_context(folder.open_city(seed=drill.seed, faults=drill.faults, mail=drill.mail))
        progress.say(f"练习城市已启动：43家网站，现在是{city.clock.now():%Y年%m月%d日 %H:%M}，侧门 {city.side_door}")
        folder.write_kit(city, mail, drill.workers)
        settings = load_settings(folder.settings, {MAIL_PASSWORD: mail.password})
        clock = clock_for(f"{city.side_door}/clock", stop)
        operator = StandIn(city.side_door, wrong=drill.wrong, away=drill.away)
        world = stack.enter_context(
            open_world(settings, clock=clock, challenger=operator, progress=progress, stop=stop)
        )
        written = _round(world, folder, operator)
        truth = city_truth(city)
        (drill.folder / "city.json").write_text(json.dumps(truth, ensure_ascii=False, indent=2) + "\n", "utf-8")
        folder.finish()
        tried = drill.faults.keys() | drill.wrong | drill.away
        unlike = differences(to_json(written.annex), truth, world)
        return Drilled(written, (*unlike, *_unasked(world, tried)))


def _round(world: World, folder: DrillFolder, operator: StandIn) -> Written:
    progress = world.progress
    try:
        round_ = world.ledger.rounds.get(ROUND_NAME)
    except NotFound:
        imported = import_sites(world.ledger, folder.work / "网站名录.csv", skip_bad=False)
        progress.say(f"已导入名录：{imported.added}家网站")
        import_questions(world.ledger, folder.work / "咨询问题.csv", skip_bad=False)
        round_, _ = open_round(world, name=ROUND_NAME, closes=CLOSES)
        progress.say(f"轮次“{ROUND_NAME}”已开启，统计截止{CLOSES} 24:00")
    if round_.closed_at is None:
        _put_and_watch(world, round_)
        round_ = close_round(world, round_, force=False)
    operator.review(world, round_)
    return write_annex3(world, round_, folder.root, draft=False)


def _put_and_watch(world: World, round_: Round) -> None:
    if world.clock.now() < round_.closes_at:  # a drill that was interrupted later than that has put its questions
        report = probe_round(world, round_)
        world.progress.say(f"提交阶段结束：本次处理{len(report.done)}家，上次中断遗留{len(report.recovered)}家")
    watch(world, round_)
    if (left := (round_.closes_at - world.clock.now()).total_seconds()) > 0:
        world.clock.sleep(left + 1)  # nothing is open any more: the days until the close just pass


def city_truth(city: City) -> dict[str, Any]:
    """Return the city's own truth as of the round's close: an answer that came later is none."""
    truth = city.truth()
    until = min(datetime.fromisoformat(truth["now"]), ROUND_CLOSES)
    for site in truth["sites"]:
        if site["answered_at"] is not None and datetime.fromisoformat(site["answered_at"]) >= until:
            site["answered_at"] = None
    return truth


def differences(annex: Mapping[str, Any], truth: Mapping[str, Any], world: World) -> list[str]:
    """Say where the annex and the city's truth disagree; the rows of the truth are counted here, anew."""
    placed = {name: row["bucket"] for row in annex["rows"] for name in row["sites"]}
    unmeasured = {line["site"] for line in annex["not_measured"]}
    found = []
    for site in truth["sites"]:
        name = site["site"]
        if site["posts_accepted"] > 1:
            found.append(f"{name}：被提交了{site['posts_accepted']}次")
        if name in unmeasured:
            continue
        expected = _row(site, world)
        if placed.get(name) != expected:
            found.append(f"{name}：应为{expected}，附件3中为{placed.get(name)}")
    return found


def _unasked(world: World, tried: AbstractSet[str]) -> list[str]:
    """Say which sites could not be asked although nothing was wrong with them."""
    round_ = world.ledger.rounds.get(ROUND_NAME)
    return [
        f"{inquiry.site.name}：没有提交成功（{inquiry.note or inquiry.block.label}）"
        for inquiry in world.ledger.rounds.inquiries(round_.id)
        if inquiry.asked_at is None and inquiry.block is not None and inquiry.site.name not in tried
    ]


def _row(site: Mapping[str, Any], world: World) -> str:
    if site["answered_at"] is None:
        return "no_reply"
    asked, answered = (datetime.fromisoformat(site[key]).date() for key in ("asked_at", "answered_at"))
    workdays = world.calendar.count(asked, answered)
    return "one_workday" if workdays <= 1 else "five_workdays" if workdays <= 5 else "over_five"
