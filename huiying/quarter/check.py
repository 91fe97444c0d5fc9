"""Whether a quarter's data agree with each other, before anything is written from them."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from huiying.inspection import Inspection


def check(inspection: Inspection, *, sites: Collection[str] = (), units: Collection[str] = ()) -> list[str]:
    """Return what does not agree, as lines in Chinese.

    `sites` are those of the round that was probed, `units` the names of the register.
    """
    return [
        *_frame(inspection),
        *_units(inspection, units),
        *_media(inspection),
        *_sites(inspection, sites),
        *_reposts(inspection),
    ]


def _units(inspection: Inspection, units: Collection[str]) -> Iterator[str]:
    """Names that were let in against the register: the notice would print them as they stand."""
    if not units:
        return
    tables = (
        ("网站检查", inspection.websites),
        ("新媒体账号", inspection.accounts),
        ("新媒体问题", inspection.problems),
        ("转载检查", inspection.reposts),
        ("表述问题", inspection.wording),
        ("信息报送", inspection.submissions),
        ("上季度整改", inspection.rectifications),
    )
    for table, lines in tables:
        used = dict.fromkeys(line.unit for line in lines)
        for unit in used:
            if unit and unit not in units:
                yield f"“{table}”中的单位“{unit}”不在单位表中"


def _frame(inspection: Inspection) -> Iterator[str]:
    if not inspection.office:
        yield "没有填写发文机关"
    if inspection.issued_on and inspection.due_on and inspection.due_on < inspection.issued_on:
        yield f"整改期限{inspection.due_on}早于成文日期{inspection.issued_on}"
    if inspection.issued_on and inspection.collected and inspection.collected[1] > inspection.issued_on:
        yield f"数据采集截止日{inspection.collected[1]}晚于成文日期{inspection.issued_on}"
    portal = inspection.portal
    parts = sum(number or 0 for number in (portal.documents, portal.interpretations, portal.announcements))
    if portal.published is not None and parts > portal.published:
        yield f"门户网站发布信息{portal.published}条，少于文件、解读、公告之和{parts}条"
    if past := [quarter for quarter in inspection.past if quarter.quarter == inspection.quarter]:
        yield f"往期互动回应中有本季度（{past[0].quarter}）的数据"


def _media(inspection: Inspection) -> Iterator[str]:
    accounts = {(account.platform, account.name): account for account in inspection.accounts}
    failed = {(problem.platform, problem.name) for problem in inspection.problems if problem.failed}
    if accounts:
        for problem in inspection.problems:
            key = problem.platform, problem.name
            if key not in accounts:
                yield f"问题账号{problem.platform}“{problem.name}”不在账号表中"
            elif accounts[key].unit != problem.unit and accounts[key].unit:
                yield f"账号{problem.platform}“{problem.name}”的单位不一致：{accounts[key].unit}、{problem.unit}"
        for account in inspection.commended:
            if (account.platform, account.name) not in accounts:
                yield f"优秀账号{account.platform}“{account.name}”不在账号表中"
    for account in inspection.commended:
        if (account.platform, account.name) in failed:
            yield f"{account.platform}“{account.name}”既列为优秀，又列为不合格"


def _sites(inspection: Inspection, sites: Collection[str]) -> Iterator[str]:
    checked = {check.site for check in inspection.websites}
    if not sites or not checked:
        return
    for site in sorted(checked - set(sites)):
        yield f"网站检查中的“{site}”不在本轮咨询的网站中"
    for site in sorted(set(sites) - checked):
        yield f"本轮咨询的网站“{site}”不在网站检查中"


def _reposts(inspection: Inspection) -> Iterator[str]:
    items = {check.item for check in inspection.reposts}
    if inspection.sample and items - set(inspection.sample):
        yield f"转载检查了未被抽取的信息：{'、'.join(sorted(items - set(inspection.sample))[:3])}"
    if missing := [title for title in inspection.sample if items and title not in items]:
        yield f"抽取的信息没有检查结果：{'、'.join(missing[:3])}"
    if inspection.important and len(inspection.sample) > inspection.important:
        yield f"抽取{len(inspection.sample)}条，多于部署转载的{inspection.important}条"
