"""The new media of the quarter: accounts, their posts, what was found on them, and which are commended."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from huiying.inspection import Account, AccountProblem, Post
from huiying.quarter.cells import joined, split, tidy, when
from huiying.quarter.desk import Desk, once
from huiying.quarter.kinds import TEXTUAL_NOT
from huiying.quarter.updates import UpdateRules, check_updates
from huiying.quarter.walk import Row

SILENT = "无更新"


def read_accounts(rows: Sequence[Row], desk: Desk) -> tuple[Account, ...]:
    """Return the accounts, each once."""
    found = []
    for row in rows:
        platform, account, state = joined(row["platform"]), joined(row["account"]), joined(row["in_use"])
        if not platform or not account:
            desk.wrong(row, "没有填写平台或账号名称")
            continue
        textual = desk.flag(row, "textual", "文字信息类", empty=platform not in TEXTUAL_NOT)
        stopped = bool(re.search(r"停|注销|关|未", state))
        found.append(
            Account(platform=platform, name=account, unit=desk.unit(row), textual=bool(textual), in_use=not stopped)
        )
    return once(found, lambda account: f"{account.platform}“{account.name}”", "账号", desk)


def read_updates(
    rows: Sequence[Row],
    accounts: Sequence[Account],
    desk: Desk,
    *,
    period: tuple[date, date] | None,
    monitored: date | None,
    rules: UpdateRules | None = None,
) -> list[AccountProblem]:
    """Compute from the posts which accounts were not kept up; posts of accounts not listed are reported."""
    if not rows:
        return []
    if monitored is None or period is None:
        desk.problems.append("“发布记录”：计算更新情况须在“基本信息”中填写监测时间点和数据采集起止日期")
        return []
    known = {(account.platform, account.name) for account in accounts}
    posts, strange = [], set()
    for row in rows:
        key = joined(row["platform"]), joined(row["account"])
        at = when(row["at"])
        if at is None:
            desk.wrong(row, f"“发布时间”应为日期或时间，实为“{tidy(row['at'])}”")
        elif key not in known:
            strange.add(key)
        else:
            posts.append(Post(platform=key[0], account=key[1], at=at, title=tidy(row["title"])))
    desk.problems += [f"“发布记录”：{platform}“{name}”不在账号表中" for platform, name in sorted(strange)]
    return check_updates(accounts, posts, period=period, monitored_on=monitored, rules=rules)


def read_problems(rows: Sequence[Row], desk: Desk) -> list[AccountProblem]:
    """Return the problems that people found; 无更新 fails unless the table says otherwise."""
    found = []
    for row in rows:
        account, problem = joined(row["account"]), tidy(row["problem"])
        if not account or not problem:
            desk.wrong(row, "没有填写账号名称或问题类型")
            continue
        failed = SILENT in problem if not tidy(row["failed"]) else desk.flag(row, "failed", "是否不合格")
        if joined(row["failed"]) in (
            "合格",
            "不合格",
        ):  # a column that states the outcome says the opposite of yes and no
            failed = joined(row["failed"]) == "不合格"
        found.append(
            AccountProblem(
                platform=joined(row["platform"]),
                name=account,
                unit=desk.unit(row),
                problem=problem,
                failed=bool(failed),
            )
        )
    return found


def read_commended(rows: Sequence[Row]) -> tuple[Account, ...]:
    """Return the commended accounts; one cell may hold several."""
    return tuple(
        Account(platform=joined(row["platform"]), name=account) for row in rows for account in split(row["account"])
    )
