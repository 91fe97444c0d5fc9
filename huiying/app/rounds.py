"""Opening, judging and closing a round."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from datetime import date, datetime, time, timedelta

from huiying.app.asking import not_on_roster, question_for, unknown_names
from huiying.app.reviewing import inquiry_of
from huiying.app.status import STATE_NAMES
from huiying.app.world import World
from huiying.calendar.policy import CountingPolicy
from huiying.db.rounds import Planned
from huiying.errors import BadInput, NotAllowed, UnproclaimedYear
from huiying.mailbox.alias import aliases_for
from huiying.model import SHANGHAI, Authority, Inquiry, Round, State

_DIGITS = "23456789"
LONGEST_NAME = 100
NEW_YEAR_REACH = timedelta(days=5)
"""How far a year's notice reaches into the December before: 2007-12-29, 2011-12-31 and 2018-12-29 became workdays."""


class ReachesUnproclaimedYear(UnproclaimedYear):
    """这一轮会跨入{year}年，{year}年的节假日安排尚未录入。请待通知公布、运行 huiying calendar add 后再开启，或提前 --closes"""


def end_of_day(day: date) -> datetime:
    """Return the last instant of the day in Beijing: a period ends at 24:00 of its last day （民法典 第二百零三条）."""
    return datetime.combine(day, time.max, tzinfo=SHANGHAI)


def open_round(world: World, *, name: str, closes: date, beside: Collection[str] = ()) -> tuple[Round, list[str]]:
    """Open a round over the whole roster; return it with warnings in Chinese.

    `beside` names the rounds of the same time that may ask the same sites, so that each gets one letter a round.

    Raises:
        BadInput: an unusable name, no authority or persona in the settings, no sites, a site without a question, or a
            close that has passed.
        NotAllowed: another round of the same time asks one of the sites, and `beside` does not name it.
        ReachesUnproclaimedYear: the round could reach into a year whose holidays are not proclaimed.
    """
    settings, now = world.settings, world.clock.now()
    _require_name(name)
    settings.require("office.name", "office.ground", "persona.name", "persona.phone")
    policy = settings.counting_policy()
    sites, questions = world.ledger.rosters.sites(), world.ledger.rosters.questions()
    if not sites:
        raise BadInput(where="网站名录", what="是空的", do="请先运行 huiying sites import")
    closes_at = end_of_day(closes)
    today = now.astimezone(SHANGHAI).date()
    if closes <= today:
        raise BadInput(where="结束日期", what=f"{closes}不晚于今天（{today}）", do="请改为以后的日期")
    try:
        # With a cut-off, what comes on the last evening belongs to the next workday.
        world.calendar.require_years(today, max(closes, policy.day_of(closes_at, world.calendar)))
    except UnproclaimedYear as error:
        raise ReachesUnproclaimedYear(year=int(str(error.facts["year"]))) from error
    warnings = [
        *_beside(beside),
        *_warnings(world, policy, today, closes),
        *not_on_roster(unknown_names(questions, sites)),
    ]
    mail = settings.mail
    template, orders = (mail.alias or mail.address) if mail else "", [site.order for site in sites]
    aliases = aliases_for(template, orders, name, world.ledger.rounds.aliases()) if mail else [""] * len(sites)
    planned = [
        Planned(
            site=site,
            question=question_for(site, questions, turn),
            alias=alias,
            query_password="".join(secrets.choice(_DIGITS) for _ in range(8)),
        )
        for turn, (site, alias) in enumerate(zip(sites, aliases, strict=True))
    ]
    authority = Authority(office=settings.office.name, ground=settings.office.ground)
    opened = world.ledger.rounds.open(
        name=name, closes_at=closes_at, authority=authority, policy=policy.to_json(), planned=planned, beside=beside
    )
    return opened, warnings


def _require_name(name: str) -> None:
    """A round's name stands in reports, on the terminal and before the evidence."""
    if not name.strip() or not name.isprintable():
        raise BadInput(where="轮次名称", what="是空的，或含有换行等控制字符", do="请写成“2024年第一季度”的形式")
    if len(name) > LONGEST_NAME:
        raise BadInput(where="轮次名称", what=f"超过{LONGEST_NAME}字", do="请写成“2024年第一季度”的形式")


def _beside(beside: Collection[str]) -> list[str]:
    return [f"轮次“{name}”同时进行；两轮都运行 huiying probe 的话，同一家网站会收到两次咨询" for name in beside]


def _warnings(world: World, policy: CountingPolicy, today: date, closes: date) -> list[str]:
    workdays = world.calendar.count(today, closes)
    longest = policy.limits[-1]
    warnings = []
    if workdays <= longest:
        warnings.append(
            f"从今天到{closes}只有{workdays}个工作日，不超过{longest}个，届时无法区分“大于{longest}个工作日回复”与“未回复”"
        )
    if (closes + NEW_YEAR_REACH).year not in world.calendar.years:
        warnings.append(
            f"{closes.year + 1}年的通知尚未录入，它可能改动{closes.year}年12月最后几天；公布后请运行 huiying calendar add 通知文件"
        )
    if world.settings.mail is None:
        warnings.append("设置里没有邮箱，将只检查网页上的答复")
    return warnings


def close_round(world: World, round_: Round, *, force: bool) -> Round:
    """Close the round; before its closing time only when forced. One that is closed keeps the first time.

    Raises:
        NotAllowed: it is not over yet, or a submission is under way.
    """
    now = world.clock.now()
    if round_.closed_at is None and now < round_.closes_at and not force:
        raise NotAllowed(
            what=f"结束轮次“{round_.name}”",
            why=f"统计截止时间（{round_.closes_at:%Y-%m-%d} 24:00）还没到",
            do="确需提前结束请加 --force",
        )
    world.ledger.door.recover()
    return world.ledger.rounds.close(round_, actor="操作员")


def void_inquiry(world: World, round_: Round, site: str, *, who: str, why: str) -> Inquiry:
    """Give up a site's inquiry of unknown outcome: the site stands as not measured, never as silent.

    Raises:
        NotFound: no such site in the round.
        NotAllowed: it is known what came of it.
        BadInput: nobody signs it, or no reason is given.
    """
    inquiry = inquiry_of(world, round_, site)
    if inquiry.state is not State.UNCONFIRMED:
        now = f"现在是“{STATE_NAMES[inquiry.state]}”，只有“{STATE_NAMES[State.UNCONFIRMED]}”的可以作废"
        raise NotAllowed(what=f"作废“{site}”", why=now, do="请用 huiying round status 查看状态")
    return world.ledger.door.void(inquiry, who=who, why=why)
