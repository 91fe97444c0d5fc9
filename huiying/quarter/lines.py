"""The other tables of the quarter, line by line: sites, republications, wording, submissions, rectification, the past."""

from __future__ import annotations

import re
from collections.abc import Sequence

from huiying.inspection import (
    DEPARTMENT,
    ImportantItem,
    PastAnswers,
    Quarter,
    Rectification,
    RepostCheck,
    Submission,
    WebsiteCheck,
    WordingCount,
)
from huiying.model import Bucket
from huiying.quarter.basics import quarter_of
from huiying.quarter.cells import joined, number, split, stated, tidy, untold
from huiying.quarter.desk import Desk, once
from huiying.quarter.walk import Row

GOOD = frozenset({"", "无", "合格", "正常", "-", "/"})


def read_websites(rows: Sequence[Row], desk: Desk) -> tuple[WebsiteCheck, ...]:
    """Return the sites checked; those without a veto item passed."""
    found = []
    for row in rows:
        site, vetoes = joined(row["site"]), tidy(row["vetoes"])
        if not site:
            desk.wrong(row, "没有填写网站名称")
            continue
        reasons = [] if vetoes in GOOD else [part.strip() for part in re.split(r"[;；]", vetoes) if part.strip()]
        found.append(WebsiteCheck(site=site, unit=desk.unit(row), vetoes=tuple(reasons)))
    return once(found, lambda check: check.site, "网站", desk)


def read_items(rows: Sequence[Row], desk: Desk) -> tuple[ImportantItem, ...]:
    """Return the items that were to be republished, each title once."""
    found = []
    for row in rows:
        if title := tidy(row["title"]):
            for key, label in (("issued", "部署时间"), ("original", "原文时间")):
                if tidy(row[key]) and stated(row[key]) is None:
                    desk.wrong(row, f"“{label}”应为日期或时间，实为“{tidy(row[key])}”")
            found.append(
                ImportantItem(
                    title=title,
                    issued=stated(row["issued"]),
                    original=stated(row["original"]),
                    source=joined(row["source"]),
                )
            )
    return once(found, lambda item: item.title, "重要信息", desk)


def read_reposts(rows: Sequence[Row], desk: Desk) -> tuple[RepostCheck, ...]:
    """Return what was found of each sampled item in each place."""
    found = []
    for row in rows:
        item, place = tidy(row["item"]), joined(row["place"])
        readable, kept = _told(desk, row, "found", "是否转载")
        if not readable:
            continue
        if not item or not place:
            desk.wrong(row, "没有填写信息标题或网站、账号名称")
            continue
        told = [
            _told(desk, row, key, label) if tidy(row[key]) else (True, kept)
            for key, label in (("in_time", "是否及时"), ("in_form", "是否规范"))
        ]
        if not all(readable for readable, _ in told):
            continue
        in_time, in_form = (value for _, value in told)
        found.append(
            RepostCheck(
                item=item,
                place=place,
                unit=desk.unit(row),
                is_site="网站" in joined(row["is_site"]),
                found=kept,
                in_time=in_time,
                in_form=in_form,
                why=tidy(row["why"]),
            )
        )
    return once(found, lambda check: f"{check.item}／{check.place}", "转载检查", desk)


def _told(desk: Desk, row: Row, key: str, label: str) -> tuple[bool, bool | None]:
    """Return whether the cell could be read, and what it says: None for 未核查."""
    if untold(row[key]):
        return True, None
    value = desk.flag(row, key, label)
    return value is not None, value


def read_wording(rows: Sequence[Row], desk: Desk) -> tuple[WordingCount, ...]:
    """Return each unit's number of wording problems."""
    found = []
    for row in rows:
        value = desk.number(row, "count", "问题个数")
        if value is not None:
            found.append(WordingCount(unit=desk.unit(row), count=value))
    return tuple(found)


def check_totals(rows: Sequence[Row]) -> list[str]:
    """Return the lines of sums that are not the sums of the lines above them."""
    said: list[str] = []
    sums = {"submitted": 0, "adopted": 0}
    over = dict(sums)
    for row in rows:
        for key, label in (("submitted", "报送信息"), ("adopted", "采用信息")):
            value = number(row[key]) or 0
            if not row.total:
                sums[key] += value
                over[key] += value
            elif value not in (sums[key], over[key]):
                said.append(f"{row.where}：“{label}”合计为{value}，以上各行相加为{sums[key]}")
        if row.total:
            sums = dict.fromkeys(sums, 0)
    return said


def read_submissions(rows: Sequence[Row], desk: Desk) -> tuple[Submission, ...]:
    """Return the totals by unit; the group is the register's, else that of the caption above the table."""
    found = []
    for row in rows:
        submitted = desk.number(row, "submitted", "报送信息")
        adopted = desk.number(row, "adopted", "采用信息")
        if submitted is None or adopted is None:
            continue
        if adopted > submitted:
            desk.wrong(row, f"采用{adopted}条多于报送{submitted}条")
            continue
        unit = desk.unit(row)
        found.append(Submission(unit=unit, group=_group(unit, row, desk), submitted=submitted, adopted=adopted))
    return once(found, lambda line: line.unit, "信息报送的单位", desk)


def _group(unit: str, row: Row, desk: Desk) -> str:
    if unit in desk.groups:
        return desk.groups[unit]
    if written := joined(row["group"]):
        return written
    caption = re.sub(r"^[一二三四五六七八九十]+、", "", row.caption)
    return caption if len(caption) <= 8 and caption else DEPARTMENT


def read_log(rows: Sequence[Row], desk: Desk) -> tuple[Submission, ...]:
    """Add up single submissions by unit; a unit of the register without any counts 0."""
    totals: dict[str, list[int]] = {unit: [0, 0] for unit in desk.groups}
    for row in rows:
        adopted = desk.flag(row, "adopted", "是否采用", empty=False)
        if adopted is not None:
            counted = totals.setdefault(desk.unit(row), [0, 0])
            counted[0] += 1
            counted[1] += adopted
    return tuple(
        Submission(unit=unit, group=desk.groups.get(unit, DEPARTMENT), submitted=submitted, adopted=adopted)
        for unit, (submitted, adopted) in totals.items()
    )


def read_rectifications(rows: Sequence[Row], desk: Desk) -> tuple[Rectification, ...]:
    """Return last quarter's problems; several units in one cell are several lines."""
    found = []
    for row in rows:
        done = desk.flag(row, "done", "是否整改")
        if done is not None:
            found += [
                Rectification(unit=desk.unit(row, unit), problem=tidy(row["problem"]), done=done)
                for unit in split(row["unit"])
            ]
    return tuple(found)


def read_past(rows: Sequence[Row], desk: Desk) -> tuple[PastAnswers, ...]:
    """Return earlier quarters in order; the quarter may stand in the table's title."""
    quarters: dict[Quarter, dict[str, Bucket]] = {}
    for row in rows:
        quarter, bucket = quarter_of(row["quarter"] or row.caption), bucket_of(row["row"])
        if quarter is None or bucket is None:
            desk.wrong(row, "季度或互动回应情况不能识别")
            continue
        for site in split(row["sites"]):
            if site != "无":
                quarters.setdefault(quarter, {})[site] = bucket
    ordered = sorted(quarters, key=lambda quarter: (quarter.year, quarter.number))
    return tuple(PastAnswers(quarter=quarter, rows=tuple(quarters[quarter].items())) for quarter in ordered)


def bucket_of(label: str) -> Bucket | None:
    """Return the row that a label of annex 3 means, whatever the limits: 1个工作日内答复(34家), 未回复."""
    text = joined(label)
    if re.match(r"未能|无法", text):
        return Bucket.NOT_MEASURED
    if re.match(r"未", text):
        return Bucket.NO_REPLY
    if re.search(r"大于|超过|逾", text):
        return Bucket.OVER_FIVE
    limit = re.search(r"(?:(\d+)个?|下一)工作日", text)
    if limit is None:
        return None
    return Bucket.ONE_WORKDAY if int(limit[1] or 0) <= 1 else Bucket.FIVE_WORKDAYS
