"""What the sentences of the notice may say: every fact as finished text, "" where there is nothing to say."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from huiying.calendar.policy import within
from huiying.inspection import AccountProblem, Inspection, Submission
from huiying.report.annexes import AnnexPage
from huiying.report.clean import name, sentence
from huiying.report.figures import FEW, Answers, Figures, Reposts, Submissions
from huiying.report.rounding import Rounding


def listing(names: Sequence[str], limit: int, counter: str, *, total: int = 0) -> str:
    """Join names with 、; where some are left out: A、B等12家单位. `total` counts those not given here too."""
    whole = max(total, len(names))
    shown = "、".join(names[:limit])
    return f"{shown}等{whole}{counter}" if whole > min(limit, len(names)) else shown


def accounts(items: Iterable[tuple[str, str]], limit: int) -> str:
    """Name accounts by platform: 新浪微博“甲”、抖音“乙”“丙”; where some are left out, 等N个政务新媒体."""
    given = list(items)
    by_platform: dict[str, list[str]] = {}
    for platform, account in given[:limit]:
        by_platform.setdefault(platform, []).append(f"“{name(account)}”")
    shown = "、".join(f"{name(platform)}{''.join(names)}" for platform, names in by_platform.items())
    return f"{shown}等{len(given)}个政务新媒体" if len(given) > limit else shown


def count(number: int | None) -> str:
    """Return a number as text; "" for none and for 0: a sentence about nothing leaves."""
    return str(number) if number else ""


def many(number: int) -> str:
    """Return a number only where it is more than one: what is said of all needs several."""
    return str(number) if number > 1 else ""


def whole(number: int, left_out: int, what: str) -> str:
    """Return the subject of a sentence about all of them: 所有网站均, 其余网站均, 该网站; "" for none."""
    if not number:
        return ""
    if number == 1:
        return f"其余1家{what}" if left_out else f"该{what}"
    return f"{'其余' if left_out else '所有'}{what}均"


def build_facts(
    figures: Figures, annexes: Sequence[AnnexPage], rounding: Rounding, limits: Mapping[str, int]
) -> dict[str, str]:
    """Return every fact by name. The same names come back whatever the data, so templates can be checked."""
    numbers = {page.key: page.number for page in annexes}
    keys = ("sites_failed", "failed", "troubled", "answers", "submissions", "commended")
    single = len(annexes) == 1  # then it bears no number (GB/T 9704-2012 §7.3.4)
    facts = {f"{key}_annex": f"（见附件{'' if single else numbers[key]}）" if key in numbers else "" for key in keys}
    facts |= _frame(figures.inspection)
    facts |= _checked(figures, rounding, limits)
    facts |= _answers(figures, figures.answers, rounding, limits)
    facts |= _reposts(figures, figures.reposts, limits)
    facts |= _problems(figures, limits)
    facts |= _portal(figures.inspection)
    facts |= _submissions(figures.submissions, rounding, limits)
    facts |= _rectified(figures, rounding, limits)
    return facts


def _frame(inspection: Inspection) -> dict[str, str]:
    due = ""
    if inspection.due_on:
        same = inspection.issued_on is None or inspection.issued_on.year == inspection.due_on.year
        due = _day(inspection.due_on).partition("年")[2] if same else _day(inspection.due_on)
    return {
        "quarter": str(inspection.quarter),
        "past_quarter": str(inspection.quarter.previous),
        "office": name(inspection.office),
        "addressees": sentence(inspection.addressees).rstrip("：") + "：" if inspection.addressees else "",
        "basis": sentence(inspection.basis),
        "due": due,
        "contact": sentence(inspection.contact).rstrip("。"),
        "requirements": "\n".join(map(sentence, inspection.requirements)),
    }


def _day(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _checked(figures: Figures, rounding: Rounding, limits: Mapping[str, int]) -> dict[str, str]:
    failed = len(figures.sites_failed)
    scope = [f"{figures.sites}个政府网站"] if figures.sites else []
    scope += [f"{figures.accounts}个政务新媒体"] if figures.accounts else []
    praised = [f"“{name(account.name)}”" for account in figures.commended]
    shown = "".join(praised[: limits["commended"]])
    return {
        "scope": "、".join(scope),
        "sites": count(figures.sites),
        "sites_many": many(figures.sites),
        "accounts_many": many(figures.accounts),
        "sites_passed": count(figures.sites - failed),
        "sites_failed": count(failed),
        "sites_rate": rounding.percent(figures.sites - failed, figures.sites, "sites_rate"),
        "sites_failed_names": listing(
            [name(check.site) for check in figures.sites_failed], limits["units"], "个政府网站"
        ),
        "accounts": count(figures.accounts),
        "passed": count(figures.accounts - figures.accounts_failed),
        "failed": count(figures.accounts_failed),
        "pass_rate": rounding.percent(figures.accounts - figures.accounts_failed, figures.accounts, "pass_rate"),
        "commended_names": f"{shown}等{len(praised)}个政务新媒体" if len(praised) > limits["commended"] else shown,
    }


def _answers(
    figures: Figures, answers: Answers | None, rounding: Rounding, limits: Mapping[str, int]
) -> dict[str, str]:
    if answers is None:
        keys = "answer_sites answer_whole on_time_rate all_on_time late_rate all_late late_names first_limit first_within second_limit"
        more = "unmeasured unmeasured_names better_names worse_names again_late_names compared_quarter"
        return dict.fromkeys([*keys.split(), *more.split()], "")
    annex, past = answers.annex, figures.inspection.past
    total, late, unit = answers.measured, len(answers.late), limits["units"]
    unmeasured = [f"{name(item.site)}（{sentence(item.reason, 60)}）" for item in annex.not_measured]
    return {
        "answer_sites": count(total + len(annex.not_measured)),
        "on_time_rate": rounding.percent(answers.on_time, total, "on_time_rate") if answers.on_time else "",
        "answer_whole": whole(total, len(unmeasured), "网站"),
        "all_on_time": count(answers.on_time == total),
        "all_late": count(late == total),
        "late_rate": rounding.percent(late, total, "late_rate") if late else "",
        "late_names": listing([name(site) for site in answers.late], unit, "家网站"),
        "first_limit": str(annex.limits[0]),
        "first_within": within(annex.limits[0]),
        "second_limit": str(annex.limits[1]),
        "unmeasured": count(len(unmeasured)),
        "unmeasured_names": listing(unmeasured, unit, "家网站"),
        "better_names": listing([name(site) for site in answers.better], unit, "家网站"),
        "worse_names": listing([name(site) for site in answers.worse], unit, "家网站"),
        "again_late_names": listing([name(site) for site in answers.again_late], unit, "家网站"),
        "compared_quarter": str(past[-1].quarter) if past else "",
    }


def _reposts(figures: Figures, reposts: Reposts | None, limits: Mapping[str, int]) -> dict[str, str]:
    if reposts is None:
        keys = "important drawn drawn_all repost_places repost_whole repost_sites repost_sites_good repost_sites_bad"
        more = "repost_bad_names repost_unchecked repost_unchecked_names repost_good_units repost_poor_units"
        return dict.fromkeys([*keys.split(), *more.split()], "")
    all_sites = "全市" if reposts.sites == figures.sites else ""
    told = reposts.sites - len(reposts.unchecked)
    places = [f"{all_sites}{reposts.sites}家政府网站"] if reposts.sites else []
    places += [f"{reposts.accounts}个文字信息类政务新媒体"] if reposts.accounts else []
    return {
        "important": count(reposts.important),
        "drawn": count(reposts.drawn),
        "drawn_all": count(reposts.drawn == reposts.important),
        "repost_whole": whole(told, len(reposts.unchecked), "政府网站"),
        "repost_places": "和".join(places),
        "repost_sites": count(told),
        "repost_sites_good": count(reposts.sites_good),
        "repost_sites_bad": count(told - reposts.sites_good),
        "repost_bad_names": listing([*map(name, reposts.sites_bad)], limits["units"], "家网站"),
        "repost_unchecked": count(len(reposts.unchecked)),
        "repost_unchecked_names": listing([*map(name, reposts.unchecked)], limits["units"], "家网站"),
        "repost_good_units": listing([*map(name, reposts.good)], limits["reposts"], "家单位"),
        "repost_poor_units": listing([*map(name, reposts.poor)], limits["reposts"], "家单位"),
    }


def _problems(figures: Figures, limits: Mapping[str, int]) -> dict[str, str]:
    by_problem: dict[str, list[AccountProblem]] = {}
    for item in figures.failed:
        by_problem.setdefault(sentence(item.problem), []).append(item)
    groups = [
        accounts(((item.platform, item.name) for item in items), limits["accounts"]) + problem
        for problem, items in by_problem.items()
    ]
    shown = figures.wording[: limits["wording"]]
    return {
        "failed_groups": "；".join(groups),
        "troubled": count(len({(item.platform, item.name) for item in figures.troubled})),
        "wording_total": count(sum(number for _, number in figures.wording)),
        "wording_names": "、".join(f"{name(unit)}（{number}个）" for unit, number in shown),
        "wording_more": count(len(figures.wording) - len(shown)),
    }


def _portal(inspection: Inspection) -> dict[str, str]:
    portal = inspection.portal
    kinds = (
        (portal.documents, "市政府及市政府办公室文件{}份"),
        (portal.interpretations, "政策解读{}条"),
        (portal.announcements, "通知公告{}条"),
    )
    extras = ((portal.topics, "专题专栏{}个"), (portal.pictures, "政策图解{}个"))
    return {
        "published": count(portal.published),
        "portal_kinds": "、".join(text.format(number) for number, text in kinds if number),
        "portal_extras": "、".join(text.format(number) for number, text in extras if number),
    }


def _submissions(submissions: Submissions | None, rounding: Rounding, limits: Mapping[str, int]) -> dict[str, str]:
    if submissions is None:
        return dict.fromkeys(["submitted", "adopted", "adoption_rate", "best_units", "few_units", "few"], "")
    best = [unit for _, rows in submissions.groups for unit in _best(rows, limits["best"])]
    return {
        "submitted": count(submissions.submitted),
        "adopted": count(submissions.adopted),
        "adoption_rate": rounding.percent(submissions.adopted, submissions.submitted, "adoption_rate"),
        "best_units": "、".join(best),
        "few_units": listing([*map(name, submissions.few)], limits["units"], "家单位"),
        "few": str(FEW),
    }


def _best(rows: Sequence[Submission], limit: int) -> list[str]:
    """Name the first of a ranking, never one without a better half, nor one that ties with somebody left out."""
    cut = min(limit, len(rows) // 2)
    return [
        name(line.unit) for line in rows[:cut] if line.adopted and line.adopted > max(row.adopted for row in rows[cut:])
    ]


def _rectified(figures: Figures, rounding: Rounding, limits: Mapping[str, int]) -> dict[str, str]:
    done, left = len(figures.rectified), len(figures.unrectified)
    units = list(dict.fromkeys(name(item.unit) for item in figures.unrectified))
    return {
        "problems": count(done + left),
        "problems_many": many(done + left),
        "rectified": count(done),
        "unrectified": count(left),
        "rectified_rate": rounding.percent(done, done + left, "rectified_rate"),
        "unrectified_units": listing(units, limits["units"], "家单位"),
    }
