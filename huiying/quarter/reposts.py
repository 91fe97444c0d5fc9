"""What is to be said of a site that was looked at for an item: republished or not, in time, in form.

Against a site stands only what its pages prove. Hours that a page does not state are counted in its favour.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from huiying.inspection import Copy, ImportantItem, RepostCheck
from huiying.model import SHANGHAI, Precision, Site, Stated

DAY = timedelta(days=1)
HOURS = 24
"""Within which an important item is to be republished (政府网站发展指引, 国办发〔2017〕47号)."""
OWN = frozenset({"本站", "本网", "本网站", "本站原创", "原创", "本单位", "本局"})


def judge(
    item: ImportantItem, site: Site, *, unit: str, copy: Copy | None, found: bool | None, why: str,
    evidence: tuple[str, ...] = (), hours: int = HOURS,
) -> RepostCheck:  # fmt: skip
    """Return the check of one item on one site; `found` is what the visit proved, None for nothing."""
    in_time = _in_time(item, copy, hours) if found and copy else found
    in_form, doubt = _in_form(item, site, unit, copy) if found and copy else (found, "")
    said = [why, "网页没有写明发布时间" if found and copy and copy.published is None else "", doubt]
    return RepostCheck(
        item=item.title,
        place=site.name,
        unit=unit,
        is_site=True,
        found=found,
        in_time=in_time,
        in_form=in_form,
        copy=copy,
        why="；".join(part for part in said if part),
        evidence=evidence,
        by_hand=False,
    )


def _in_time(item: ImportantItem, copy: Copy, hours: int) -> bool | None:
    """The clock starts when the site was told; where only days are known, the shortest time that fits them counts."""
    begins = [point for point in (item.issued, item.original) if point is not None]
    if copy.published is None or not begins:
        return None
    latest_start = max(_span(point)[1] for point in begins)
    return _span(copy.published)[0] < latest_start + timedelta(hours=hours)


def _span(point: Stated) -> tuple[datetime, datetime]:
    """Return the earliest instant that a stated time can mean, and the first that it cannot any more."""
    start = point.at.astimezone(SHANGHAI)
    if point.precision is Precision.DATE:
        start = start.replace(hour=0, minute=0, second=0, microsecond=0)
    long = {Precision.DATE: DAY, Precision.MINUTE: timedelta(minutes=1), Precision.SECOND: timedelta(seconds=1)}
    return start, start + long[point.precision]


def _in_form(item: ImportantItem, site: Site, unit: str, copy: Copy) -> tuple[bool | None, str]:
    """Whether the copy keeps the title and names whom it was taken from."""
    if not copy.source:
        return None, "没有读到“来源”" if copy.source is None else "“来源”处没有文字"
    if copy.source in OWN | {site.name, unit} - {item.source}:
        return False, f"来源写的是“{copy.source}”"
    if copy.likeness < 100:
        return None, "标题与原文不完全相同"
    if item.source and item.source not in copy.source and copy.source not in item.source:
        return None, f"来源写的是“{copy.source}”，原文来源是“{item.source}”"
    return True, ""


def after(item: ImportantItem, published: Stated | None) -> str:
    """Return the time from the original (or from when it was passed on) to the copy, in days or hours; "" unknown."""
    start = item.original or item.issued
    if start is None or published is None:
        return ""
    if Precision.DATE in (start.precision, published.precision):
        return f"{(_span(published)[0].date() - _span(start)[0].date()).days}天"
    minutes = round((published.at - start.at) / timedelta(minutes=1))
    return f"{minutes / 60:.1f}".removesuffix(".0") + "小时"
