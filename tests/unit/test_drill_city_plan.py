"""The plan puts each site into its row, counted here by a calendar of this test's own."""

from __future__ import annotations

import csv
from collections import Counter
from datetime import date, datetime, timedelta
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from huiying.drill.city import BEIJING, ROUND_CLOSES, ROUND_OPENS
from huiying.drill.city.places import places
from huiying.drill.city.plan import FAMILIES, MAIL_FAMILIES, Plan, draw

OFF = {date(2024, 2, day) for day in range(10, 18)}
MADE_UP = {date(2024, 2, 4), date(2024, 2, 18)}
SEEDS = st.integers(min_value=-(2**40), max_value=2**40)


def is_workday(day: date) -> bool:
    return day in MADE_UP or (day.weekday() < 5 and day not in OFF)


def row(asked: datetime, answered: datetime | None) -> str:
    if answered is None or answered >= ROUND_CLOSES:
        return "no_reply"
    days = (answered.date() - asked.date()).days
    count = sum(is_workday(asked.date() + timedelta(days=back)) for back in range(1, days + 1))
    return "one_workday" if count <= 1 else "five_workdays" if count <= 5 else "over_five"


def published() -> dict[str, Plan]:
    return draw(places(), None)


def test_the_test_counter_agrees_with_the_domain_vectors():
    def day(month: int, number: int) -> datetime:
        return datetime(2024, month, number, 12, tzinfo=BEIJING)

    assert row(day(2, 5), day(2, 18)) == "five_workdays"
    assert row(day(2, 5), day(2, 19)) == "over_five"
    assert row(day(2, 9), day(2, 18)) == "one_workday"
    assert row(day(2, 2), day(2, 5)) == "five_workdays"


def test_the_sites_are_the_43_of_the_notice_in_its_order_with_codes_and_addresses_of_their_own():
    sites = places()
    assert [site.order for site in sites] == list(range(1, 44))
    assert (sites[0].name, sites[42].name) == ("杞县", "市乡村振兴局")
    assert (
        len({site.code for site in sites})
        == len({site.host for site in sites})
        == len({site.domain for site in sites})
        == 43
    )
    assert all(site.unit for site in sites)


def test_without_a_seed_every_site_lands_in_its_row_of_the_published_annex():
    plans = published()
    asked = ROUND_OPENS + timedelta(minutes=30)
    with (Path(__file__).parents[2] / "huiying/drill/city/data/annex3_sites.csv").open(encoding="utf-8-sig") as stream:
        annex = {line["site"]: line["bucket_in_notice"] for line in csv.DictReader(stream)}
    assert {name: row(asked, plan.answered(asked)) for name, plan in plans.items()} == annex
    assert Counter(annex.values()) == {"one_workday": 34, "five_workdays": 4, "over_five": 1, "no_reply": 4}


def test_without_a_seed_the_edges_are_there():
    moments = {f"{plan.answer_at:%m-%d %H}" for plan in published().values() if plan.answer_at}
    assert {"02-05 23", "02-06 23", "02-09 16", "02-12 11", "02-18 22", "02-19 15"} <= moments
    silent = Counter(plan.interim for plan in published().values() if plan.answer_at is None)
    assert silent == {"silent": 1, "acknowledged": 1, "processing": 1, "transferred": 1}


def test_without_a_seed_every_family_has_at_least_four_sites():
    assert min(Counter(plan.family for plan in published().values()).values()) >= 4
    assert {plan.family for plan in published().values()} == set(FAMILIES)


@given(SEEDS)
def test_any_seed_lands_every_site_in_the_row_that_its_plan_says(seed: int):
    asked = ROUND_OPENS + timedelta(minutes=40)
    for plan in draw(places(), seed).values():
        assert row(asked, plan.answered(asked)) == plan.row, plan


@given(SEEDS)
def test_any_seed_mixes_all_rows_families_and_silences(seed: int):
    plans = draw(places(), seed)
    rows = Counter(plan.row for plan in plans.values())
    assert len(plans) == 43
    assert min(rows[name] for name in ("one_workday", "five_workdays", "over_five", "no_reply")) >= 3
    assert {plan.family for plan in plans.values()} == set(FAMILIES)
    silent = [plan for plan in plans.values() if plan.answer_at is None]
    assert {plan.interim for plan in silent} == {"silent", "acknowledged", "processing", "transferred"}


@given(SEEDS)
def test_any_seed_gives_each_family_only_what_its_channel_can_say(seed: int):
    for plan in draw(places(), seed).values():
        if plan.interim in {"processing", "transferred", "silent"}:
            assert plan.family not in MAIL_FAMILIES
        if plan.interim == "acknowledged":
            assert plan.family in {"letterbox", "pointer"}


@given(SEEDS)
def test_the_same_seed_draws_the_same_plan_and_its_neighbour_another(seed: int):
    assert draw(places(), seed) == draw(places(), seed)
    assert draw(places(), seed) != draw(places(), seed + 1)


def test_a_site_asked_after_its_planned_answer_takes_two_hours_more():
    plan = next(plan for plan in published().values() if plan.answer_at and plan.row == "one_workday")
    asked = datetime(2024, 2, 20, 9, tzinfo=BEIJING)
    assert plan.answered(asked) == asked + timedelta(hours=2)
