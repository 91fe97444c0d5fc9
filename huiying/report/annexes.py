"""The annexes of the notice as plain tables: numbered in order, those without data left out."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from huiying.inspection import Account, AccountProblem
from huiying.report.annex3 import Annex3
from huiying.report.clean import name, sentence
from huiying.report.figures import Figures, Submissions

PROBLEM_HEAD = ("序号", "政务新媒体", "主管单位", "问题栏目", "问题类型")
PROBLEM_WIDTHS = (17, 35, 37, 29, 38)


@dataclass(frozen=True, kw_only=True, slots=True)
class Part:
    """One table of an annex under a caption; `widths` in millimetres; `total` is its last row, () for none."""

    head: tuple[str, ...]
    widths: tuple[float, ...]
    rows: tuple[tuple[str | int, ...], ...]
    caption: str = ""
    total: tuple[str | int, ...] = ()


@dataclass(frozen=True, kw_only=True, slots=True)
class AnnexPage:
    """附件: its number and title, and either tables or the annex of answers; `remark` stands under the tables."""

    key: str
    number: int
    title: str
    parts: tuple[Part, ...] = ()
    answers: Annex3 | None = None
    remark: str = ""


def build_annexes(figures: Figures, titles: Mapping[str, str]) -> tuple[AnnexPage, ...]:
    """Return the annexes that have something to show; `titles` are the finished titles by key."""
    made: list[AnnexPage] = []
    makers: tuple[tuple[str, Callable[[Figures], tuple[Part, ...]]], ...] = (
        ("sites_failed", _sites),
        ("failed", lambda data: _problems(data.failed)),
        ("troubled", lambda data: _problems(data.troubled)),
        ("answers", lambda _: ()),
        ("submissions", lambda data: _submissions(data.submissions)),
        ("commended", lambda data: _commended(data.commended)),
    )
    for key, maker in makers:
        number, title = len(made) + 1, titles[key]
        if key == "answers" and figures.answers is not None:
            answers = replace(figures.answers.annex, number=number, heading=title)
            made.append(AnnexPage(key=key, number=number, title=title, answers=answers))
        elif parts := maker(figures):
            remark = _collected(figures) if key == "submissions" else ""
            made.append(AnnexPage(key=key, number=number, title=title, parts=parts, remark=remark))
    return tuple(made)


def _sites(figures: Figures) -> tuple[Part, ...]:
    rows = tuple(
        (number, name(check.site), name(check.unit), "；".join(map(sentence, check.vetoes)))
        for number, check in enumerate(figures.sites_failed, start=1)
    )
    head = ("序号", "网站名称", "主办单位", "问题")
    return (Part(head=head, widths=(17, 40, 40, 59), rows=rows),) if rows else ()


def _problems(problems: Sequence[AccountProblem]) -> tuple[Part, ...]:
    rows = tuple(
        (number, name(item.name), name(item.unit), name(item.platform), sentence(item.problem))
        for number, item in enumerate(problems, start=1)
    )
    return (Part(head=PROBLEM_HEAD, widths=PROBLEM_WIDTHS, rows=rows),) if rows else ()


def _submissions(submissions: Submissions | None) -> tuple[Part, ...]:
    if submissions is None:
        return ()
    many = len(submissions.groups) > 1
    return tuple(
        Part(
            caption=f"{'一二三四五六七八九'[place % 9]}、{name(group)}" if many else "",
            head=("序号", name(group) or "单位", "报送信息", "采用信息"),
            widths=(20, 68, 34, 34),
            rows=tuple(
                (number, name(line.unit), line.submitted, line.adopted) for number, line in enumerate(rows, start=1)
            ),
            total=("合计", "", sum(line.submitted for line in rows), sum(line.adopted for line in rows)),
        )
        for place, (group, rows) in enumerate(submissions.groups)
    )


def _commended(commended: Sequence[Account]) -> tuple[Part, ...]:
    platforms = dict.fromkeys(account.platform for account in commended)
    rows = tuple(
        (name(platform), "、".join(name(account.name) for account in commended if account.platform == platform))
        for platform in platforms
    )
    return (Part(head=("类别", "优秀账号名称"), widths=(40, 116), rows=rows),) if rows else ()


def _collected(figures: Figures) -> str:
    span = figures.inspection.collected
    if span is None:
        return ""
    first, last = (f"{point.year}年{point.month}月{point.day}日" for point in span)
    return f"（数据采集时间为{first}至{last}）"
