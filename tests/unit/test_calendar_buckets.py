from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from huiying.calendar.buckets import Finding, Mark, classify
from huiying.calendar.policy import CountingPolicy
from huiying.calendar.workdays import WorkdayCalendar, proclaimed_calendar
from huiying.model import SHANGHAI, AnswerKind, At, Between, Bucket, Channel, Precision, Reply, Sighting, Stated

CALENDAR = proclaimed_calendar()
ASKED = datetime(2024, 2, 2, 10, 0, tzinfo=SHANGHAI)
CLOSES = datetime(2024, 2, 29, 23, 59, 59, 999999, tzinfo=SHANGHAI)
ORDER = [Bucket.ONE_WORKDAY, Bucket.FIVE_WORKDAYS, Bucket.OVER_FIVE, Bucket.NO_REPLY]


def beijing(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)


def reply(
    sighting: Sighting | str,
    kind: AnswerKind = AnswerKind.SUBSTANTIVE,
    *,
    stated: Stated | None = None,
    sure: bool = True,
    reviewed: bool = False,
    text: str = "答复",
    channel: Channel = Channel.LOOKUP,
) -> Reply:
    seen = At(instant=beijing(sighting)) if isinstance(sighting, str) else sighting
    return Reply(
        channel=channel, kind=kind, sure=sure, sighting=seen, stated=stated, text=text, reviewed=reviewed
    )  # fmt: skip


def between(after: str, before: str) -> Between:
    return Between(after=beijing(after), before=beijing(before))


def stated(text: str, precision: Precision = Precision.SECOND) -> Stated:
    return Stated(at=beijing(text), precision=precision)


def judged(
    *replies: Reply,
    asked: datetime = ASKED,
    checks: tuple[str, ...] = (),
    policy: CountingPolicy | None = None,
    closes: datetime = CLOSES,
    as_of: datetime | None = None,
    calendar: WorkdayCalendar = CALENDAR,
) -> Finding:
    return classify(
        asked_at=asked,
        replies=replies,
        checks=[beijing(check) for check in checks],
        calendar=calendar,
        policy=policy or CountingPolicy(),
        closes_at=closes,
        as_of=as_of or closes + timedelta(hours=1),
    )


@pytest.mark.parametrize(
    ("asked", "answered", "workdays", "bucket"),
    [
        ("2024-02-02", "2024-02-04", 1, Bucket.ONE_WORKDAY),
        ("2024-02-02", "2024-02-05", 2, Bucket.FIVE_WORKDAYS),
        ("2024-02-03", "2024-02-04", 1, Bucket.ONE_WORKDAY),
        ("2024-02-09", "2024-02-18", 1, Bucket.ONE_WORKDAY),
        ("2024-02-09", "2024-02-19", 2, Bucket.FIVE_WORKDAYS),
        ("2024-02-05", "2024-02-18", 5, Bucket.FIVE_WORKDAYS),
        ("2024-02-05", "2024-02-19", 6, Bucket.OVER_FIVE),
        ("2024-02-19", "2024-02-26", 5, Bucket.FIVE_WORKDAYS),
        ("2024-02-19", "2024-02-27", 6, Bucket.OVER_FIVE),
        ("2024-02-09", "2024-02-10", 0, Bucket.ONE_WORKDAY),
        ("2025-01-27", "2025-02-05", 1, Bucket.ONE_WORKDAY),
        ("2024-02-28", "2024-02-29", 1, Bucket.ONE_WORKDAY),
        ("2024-02-29", "2024-03-01", 1, Bucket.ONE_WORKDAY),
        ("2024-12-31", "2025-01-02", 1, Bucket.ONE_WORKDAY),
        ("2024-12-31", "2025-01-03", 2, Bucket.FIVE_WORKDAYS),
        ("2023-12-29", "2024-01-02", 1, Bucket.ONE_WORKDAY),
    ],
)
def test_the_count_is_the_workdays_after_the_question_up_to_the_answer(
    asked: str, answered: str, workdays: int, bucket: Bucket
) -> None:
    close = datetime.combine(date.fromisoformat(answered), time.max, SHANGHAI) + timedelta(days=30)
    for asked_hour in ("00:00:00", "12:00:00", "23:59:59"):
        for hour in ("00:00:00", "23:59:59"):
            found = judged(
                reply(f"{answered} {hour}"), asked=beijing(f"{asked} {asked_hour}"), closes=close, as_of=close
            )
            assert (found.workdays, found.bucket) == (workdays, bucket)


def test_an_answer_is_counted_by_its_date_in_beijing_whatever_zone_it_was_recorded_in() -> None:
    # 16:01 UTC on the 4th is 00:01 in Beijing on the 5th
    one = Reply(
        channel=Channel.MAIL,
        kind=AnswerKind.SUBSTANTIVE,
        sure=True,
        sighting=At(instant=datetime(2024, 2, 4, 16, 1, tzinfo=UTC)),
    )
    found = judged(one, asked=ASKED.astimezone(UTC))
    assert (found.workdays, found.bucket) == (2, Bucket.FIVE_WORKDAYS)


@pytest.mark.parametrize(
    ("instant", "bucket"),
    [
        ("2024-02-04 23:59:59", Bucket.ONE_WORKDAY),
        ("2024-02-05 00:00:00", Bucket.FIVE_WORKDAYS),
        ("2024-02-08 23:59:59", Bucket.FIVE_WORKDAYS),
        ("2024-02-09 00:00:00", Bucket.OVER_FIVE),
    ],
)
def test_the_row_changes_at_midnight_of_the_workday_after_the_limit(instant: str, bucket: Bucket) -> None:
    assert judged(reply(instant), checks=("2024-02-09 00:00:00",)).bucket is bucket


def test_days_of_rest_after_the_limit_add_nothing() -> None:
    asked = beijing("2024-03-07 10:00")  # Thursday; Friday is the first workday
    assert judged(reply("2024-03-10 23:59:59"), asked=asked, closes=asked + timedelta(days=30)).workdays == 1


def test_the_earliest_effective_answer_of_several_channels_decides() -> None:
    found = judged(
        reply("2024-02-06 09:00", channel=Channel.MAIL, text="邮件"),
        reply("2024-02-04 09:00", text="页面"),
        reply("2024-02-03 09:00", AnswerKind.ACKNOWLEDGEMENT, text="已收到"),
    )
    assert found.reply is not None
    assert (found.reply.text, found.bucket, found.final) == ("页面", Bucket.ONE_WORKDAY, True)


def test_a_deflection_alone_is_no_effective_answer_but_is_named() -> None:
    found = judged(reply("2024-02-04 09:00", AnswerKind.DEFLECTION), checks=("2024-03-01 00:05",))
    assert (found.bucket, found.workdays, found.final) == (Bucket.NO_REPLY, None, True)
    assert any("推诿" in line for line in found.why)


def test_any_answer_but_an_acknowledgement_stops_the_clock_where_the_policy_says_so() -> None:
    policy = CountingPolicy(stops="any")  # type: ignore[arg-type]
    assert judged(reply("2024-02-04 09:00", AnswerKind.DEFLECTION), policy=policy).bucket is Bucket.ONE_WORKDAY
    acknowledged = judged(reply("2024-02-04 09:00", AnswerKind.ACKNOWLEDGEMENT), policy=policy)
    assert acknowledged.bucket is Bucket.NO_REPLY


def test_a_window_that_crosses_a_limit_gives_the_row_that_favours_the_unit() -> None:
    found = judged(reply(between("2024-02-04 18:00", "2024-02-05 09:00")))
    assert (found.bucket, found.range, found.marks) == (Bucket.ONE_WORKDAY, (1, 2), (Mark.FAVOURED,))
    assert found.final


def test_a_window_inside_one_row_is_not_marked() -> None:
    found = judged(reply(between("2024-02-05 09:00", "2024-02-08 09:00")))
    assert (found.bucket, found.range, found.marks) == (Bucket.FIVE_WORKDAYS, (2, 5), ())


def test_a_window_that_opens_at_midnight_lies_wholly_in_the_new_day() -> None:
    assert judged(reply(between("2024-02-05 00:00", "2024-02-05 09:00"))).workdays == 2
    assert judged(reply(between("2024-02-04 23:59:59", "2024-02-05 09:00"))).workdays == 1


@pytest.mark.parametrize("precision", list(Precision))
def test_a_time_stated_inside_the_window_makes_the_answer_exact(precision: Precision) -> None:
    found = judged(
        reply(between("2024-02-02 18:00", "2024-02-08 09:00"), stated=stated("2024-02-06 15:20:00", precision))
    )
    assert (found.workdays, found.range, found.marks) == (3, (3, 3), ())


def test_a_date_counts_as_inside_when_any_instant_of_it_is() -> None:
    found = judged(reply(between("2024-02-04 18:00", "2024-02-05 09:00"), stated=stated("2024-02-04", Precision.DATE)))
    assert (found.workdays, found.bucket, found.marks) == (1, Bucket.ONE_WORKDAY, ())
    later = judged(reply(between("2024-02-04 18:00", "2024-02-05 09:00"), stated=stated("2024-02-05", Precision.DATE)))
    assert (later.workdays, later.bucket, later.marks) == (2, Bucket.FIVE_WORKDAYS, ())


def test_only_what_was_seen_counts_where_the_policy_says_so() -> None:
    policy = CountingPolicy(times="observed")  # type: ignore[arg-type]
    found = judged(
        reply(between("2024-02-04 18:00", "2024-02-05 09:00"), stated=stated("2024-02-05 08:00")), policy=policy
    )
    assert (found.bucket, found.marks) == (Bucket.ONE_WORKDAY, (Mark.FAVOURED,))


def test_a_time_stated_before_a_check_that_saw_nothing_is_flagged_and_not_believed() -> None:
    found = judged(
        reply(between("2024-02-05 00:20", "2024-02-05 09:00"), stated=stated("2024-02-04 17:00")),
        checks=("2024-02-05 00:20",),
    )
    assert (found.bucket, found.marks, found.final) == (Bucket.FIVE_WORKDAYS, (Mark.BACKDATED,), True)
    assert any("2024-02-04 17:00:00" in line and "2024-02-05 00:20:00" in line for line in found.why)


def test_a_date_stated_before_a_check_that_saw_nothing_is_flagged() -> None:
    found = judged(
        reply(between("2024-02-05 00:20", "2024-02-05 09:00"), stated=stated("2024-02-04", Precision.DATE))
    )  # fmt: skip
    assert (found.bucket, found.marks) == (Bucket.FIVE_WORKDAYS, (Mark.BACKDATED,))


def test_a_check_inside_the_window_of_a_reply_narrows_it() -> None:
    found = judged(
        reply(between("2024-02-02 10:00", "2024-02-05 09:00"), stated=stated("2024-02-03 12:00")),
        checks=("2024-02-05 00:20",),
    )
    assert (found.bucket, found.marks) == (Bucket.FIVE_WORKDAYS, (Mark.BACKDATED,))


def test_a_stated_time_before_a_check_flags_a_mail_as_well() -> None:
    found = judged(
        reply("2024-02-06 09:00", channel=Channel.MAIL, stated=stated("2024-02-04 17:00")), checks=("2024-02-05 08:00",)
    )
    assert (found.workdays, found.marks) == (3, (Mark.BACKDATED,))


def test_a_clock_that_is_ten_minutes_wrong_is_no_backdating() -> None:
    slow = judged(reply(between("2024-02-05 10:00", "2024-02-05 18:00"), stated=stated("2024-02-05 09:51")))
    fast = judged(reply(between("2024-02-05 10:00", "2024-02-05 18:00"), stated=stated("2024-02-05 18:09")))
    assert (slow.marks, fast.marks) == ((), ())
    assert slow.window == (beijing("2024-02-05 10:00:00.000001"),) * 2
    assert fast.window == (beijing("2024-02-05 18:00"),) * 2


def test_a_check_a_few_minutes_after_the_stated_time_refutes_nothing() -> None:
    mail = reply("2024-02-06 09:00", channel=Channel.MAIL, stated=stated("2024-02-05 17:00"))
    assert judged(mail, checks=("2024-02-05 17:09",)).marks == ()
    assert judged(mail, checks=("2024-02-05 17:11",)).marks == (Mark.BACKDATED,)


def test_a_check_at_the_instant_of_the_first_sight_narrows_nothing() -> None:
    found = judged(reply(between("2024-02-04 18:00", "2024-02-05 09:00")), checks=("2024-02-05 09:00",))
    assert found.range == (1, 2)


def test_a_stated_time_after_it_was_seen_is_not_believed() -> None:
    found = judged(reply(between("2024-02-04 10:00", "2024-02-04 18:00"), stated=stated("2024-02-06 09:00")))
    assert (found.workdays, found.marks) == (1, ())
    assert any("晚于看到" in line for line in found.why)


def test_what_was_seen_before_the_question_is_flagged_and_not_used() -> None:
    found = judged(reply("2024-02-01 09:00"), checks=("2024-03-01 00:05",))
    assert (found.bucket, found.marks, found.final) == (Bucket.NO_REPLY, (Mark.BEFORE_ASKING,), True)


def test_what_is_stated_before_the_question_waits_for_a_person() -> None:
    window = between("2024-02-02 10:00", "2024-02-04 09:00")
    early = stated("2024-01-15", Precision.DATE)
    unread = judged(reply(window, stated=early), checks=("2024-03-01 00:05",))
    assert (unread.bucket, unread.final) == (Bucket.NO_REPLY, False)
    assert unread.marks == (Mark.BEFORE_ASKING, Mark.PENDING_REVIEW)
    read = judged(reply(window, stated=early, reviewed=True))
    assert (read.bucket, read.final, read.marks) == (Bucket.ONE_WORKDAY, True, (Mark.BEFORE_ASKING,))


def test_a_mail_server_a_few_minutes_slow_does_not_put_an_answer_before_the_question() -> None:
    found = judged(reply("2024-02-02 09:55"))
    assert (found.bucket, found.workdays, found.marks) == (Bucket.ONE_WORKDAY, 0, ())


def test_an_answer_after_the_close_does_not_count() -> None:
    found = judged(reply("2024-03-01 00:00"), checks=("2024-03-01 00:00",), as_of=beijing("2024-03-02 00:00"))
    assert (found.bucket, found.workdays, found.reply, found.final) == (Bucket.NO_REPLY, None, None, True)
    assert found.marks == (Mark.LATE,)


def test_an_answer_at_the_very_close_counts() -> None:
    close = beijing("2024-02-29 18:00")
    found = judged(reply("2024-02-29 18:00"), closes=close, checks=("2024-02-29 18:00",))
    assert (found.bucket, found.marks) == (Bucket.OVER_FIVE, ())


def test_a_date_that_begins_at_a_close_of_24_00_is_the_next_day() -> None:
    close = beijing("2024-03-01 00:00")
    one = reply(between("2024-02-29 12:00", "2024-03-01 10:00"), stated=stated("2024-03-01", Precision.DATE))
    found = judged(one, closes=close, as_of=beijing("2024-03-02 00:00"))
    assert (found.bucket, found.marks, found.final) == (Bucket.NO_REPLY, (Mark.LATE,), True)


def test_a_window_over_the_close_favours_the_unit() -> None:
    one = reply(between("2024-02-29 12:00", "2024-03-01 10:00"))
    found = judged(one, as_of=beijing("2024-03-02 00:00"))
    assert (found.bucket, found.marks, found.final) == (Bucket.OVER_FIVE, (Mark.FAVOURED,), True)


def test_no_reply_needs_a_look_after_the_close() -> None:
    without = judged(checks=("2024-02-29 20:00",))
    assert (without.bucket, without.marks, without.final) == (Bucket.NO_REPLY, (Mark.UNPROVEN,), False)
    with_one = judged(checks=("2024-03-01 00:05",))
    assert (with_one.bucket, with_one.marks, with_one.final) == (Bucket.NO_REPLY, (), True)


def test_a_look_after_the_as_of_time_proves_nothing_yet() -> None:
    found = judged(checks=("2024-03-01 00:05",), as_of=beijing("2024-03-01 00:01"))
    assert found.marks == (Mark.UNPROVEN,)


def test_before_the_close_silence_is_open_and_an_answer_is_final() -> None:
    now = beijing("2024-02-20 12:00")
    silent = judged(checks=("2024-02-20 08:00",), as_of=now)
    assert (silent.bucket, silent.marks, silent.final) == (Bucket.NO_REPLY, (Mark.OPEN,), False)
    answered = judged(reply("2024-02-04 09:00"), as_of=now)
    assert (answered.bucket, answered.marks, answered.final) == (Bucket.ONE_WORKDAY, (), True)


def test_what_was_seen_after_the_as_of_time_is_not_known_yet() -> None:
    found = judged(reply("2024-02-06 09:00"), as_of=beijing("2024-02-05 12:00"))
    assert (found.bucket, found.marks) == (Bucket.NO_REPLY, (Mark.OPEN,))


def test_a_late_mail_without_any_look_at_the_site_since_the_limit_is_unproven() -> None:
    mail = reply("2024-02-07 09:00", channel=Channel.MAIL)
    assert judged(mail, checks=("2024-02-04 20:00",)).marks == (Mark.UNPROVEN,)
    assert judged(mail, checks=("2024-02-05 00:00",)).marks == ()
    assert judged(mail, checks=("2024-02-08 09:00",)).marks == ()


def test_the_last_workday_of_a_limit_still_needs_proof_for_the_limit_before() -> None:
    mail = reply("2024-02-08 09:00", channel=Channel.MAIL)
    assert judged(mail).marks == (Mark.UNPROVEN,)
    assert judged(mail, checks=("2024-02-05 00:00",)).marks == ()


def test_a_watcher_that_was_down_over_the_limit_favours_the_unit() -> None:
    found = judged(reply(between("2024-02-02 11:00", "2024-02-09 09:00")))
    assert (found.bucket, found.range, found.marks) == (Bucket.ONE_WORKDAY, (0, 6), (Mark.FAVOURED,))


def test_an_unsure_reply_that_would_change_the_row_waits_for_a_person() -> None:
    alone = judged(reply("2024-02-04 09:00", sure=False), checks=("2024-03-01 00:05",))
    assert (alone.bucket, alone.marks, alone.final) == (Bucket.ONE_WORKDAY, (Mark.PENDING_REVIEW,), False)
    beside = judged(reply("2024-02-04 09:00"), reply("2024-02-06 09:00", sure=False, text="又"))
    assert (beside.marks, beside.final) == ((), True)
    deflected = judged(
        reply("2024-02-04 09:00", AnswerKind.DEFLECTION, sure=False), checks=("2024-03-01 00:05",)
    )  # fmt: skip
    assert (deflected.bucket, deflected.final) == (Bucket.NO_REPLY, False)


def test_silence_is_marked_where_the_round_closed_before_the_limit_had_run_out() -> None:
    close = beijing("2024-02-07 23:59:59")
    found = judged(closes=close, checks=("2024-02-08 00:05",))
    assert (found.bucket, found.marks, found.final) == (Bucket.NO_REPLY, (Mark.SHORT,), True)


def test_the_day_of_the_question_counts_where_the_policy_says_so() -> None:
    policy = CountingPolicy(count_submission_day=True)
    assert judged(reply("2024-02-02 20:00"), policy=policy).workdays == 1
    assert judged(reply("2024-02-04 20:00"), policy=policy).workdays == 2
    saturday = beijing("2024-02-03 10:00")
    assert judged(reply("2024-02-04 20:00"), policy=policy, asked=saturday).workdays == 1


@pytest.mark.parametrize(
    ("asked", "answered", "workdays"),
    [
        ("2024-03-07 10:00", "2024-03-08 17:30:00", 1),
        ("2024-03-07 10:00", "2024-03-08 17:30:01", 2),
        ("2024-03-07 10:00", "2024-03-09 10:00", 2),  # Saturday belongs to Monday
        ("2024-03-07 18:00", "2024-03-08 10:00", 0),
        ("2024-03-07 18:00", "2024-03-11 10:00", 1),
    ],
)
def test_with_a_cut_off_what_comes_later_belongs_to_the_next_workday(asked: str, answered: str, workdays: int) -> None:
    policy = CountingPolicy(cutoff=time(17, 30))
    question = beijing(asked)
    found = judged(reply(answered), asked=question, closes=question + timedelta(days=30), policy=policy)
    assert found.workdays == workdays


START = beijing("2024-01-20")
instants = st.timedeltas(timedelta(0), timedelta(days=90)).map(lambda passed: START + passed)
sightings = st.one_of(
    instants.map(lambda instant: At(instant=instant)),
    st.tuples(instants, instants).map(lambda pair: Between(after=min(pair), before=max(pair))),
)
statements = st.none() | st.builds(Stated, at=instants, precision=st.sampled_from(Precision))
replies = st.builds(
    Reply,
    channel=st.sampled_from(Channel),
    kind=st.sampled_from(AnswerKind),
    sure=st.booleans(),
    sighting=sightings,
    stated=statements,
    text=st.sampled_from(["甲", "乙", "丙"]),
    reviewed=st.booleans(),
)
policies = st.builds(
    CountingPolicy,
    limits=st.sampled_from([(1, 5), (0, 1), (3, 7), (5, 15)]),
    count_submission_day=st.booleans(),
    cutoff=st.sampled_from([None, time(17, 30)]),
    stops=st.sampled_from(["effective", "any"]),
    times=st.sampled_from(["stated", "observed"]),
)
cases = st.fixed_dictionaries(
    {
        "asked_at": instants,
        "replies": st.lists(replies, max_size=4),
        "checks": st.lists(instants, max_size=5),
        "policy": policies,
        "closes_at": instants,
        "as_of": instants,
    }
)


@given(cases)
@settings(max_examples=400)
def test_every_record_has_exactly_one_row_and_says_why(case: dict) -> None:
    found = classify(calendar=CALENDAR, **case)
    assert found.bucket in ORDER
    assert (
        (found.bucket is Bucket.NO_REPLY) == (found.workdays is None) == (found.range is None) == (found.reply is None)
    )
    if found.range is not None:
        low, high = found.range
        assert 0 <= low == found.workdays
        assert low <= high
        assert case["policy"].row(low) is found.bucket
        assert (case["policy"].row(high) is found.bucket) or Mark.FAVOURED in found.marks
    assert found.final == (not {Mark.PENDING_REVIEW, Mark.UNPROVEN, Mark.OPEN} & set(found.marks))
    assert found.why


@given(cases, st.randoms())
@settings(max_examples=200)
def test_the_order_of_the_record_does_not_matter(case: dict, random) -> None:
    found = classify(calendar=CALENDAR, **case)
    shuffled = case | {"replies": random.sample(case["replies"], len(case["replies"]))}
    shuffled["checks"] = random.sample(case["checks"], len(case["checks"]))
    again = classify(calendar=CALENDAR, **shuffled)
    assert (found.bucket, found.range, found.window, found.marks) == (
        again.bucket, again.range, again.window, again.marks
    )  # fmt: skip


@given(cases)
@settings(max_examples=200)
def test_the_zone_of_the_record_does_not_matter(case: dict) -> None:
    def utc(one: Reply) -> Reply:
        seen = one.sighting
        moved: Sighting = (
            At(instant=seen.instant.astimezone(UTC))
            if isinstance(seen, At)
            else Between(after=seen.after.astimezone(UTC), before=seen.before.astimezone(UTC))
        )
        said = one.stated and Stated(at=one.stated.at.astimezone(UTC), precision=one.stated.precision)
        return Reply(
            channel=one.channel, kind=one.kind, sure=one.sure, sighting=moved, stated=said, text=one.text,
            reviewed=one.reviewed,
        )  # fmt: skip

    moved = case | {key: case[key].astimezone(UTC) for key in ("asked_at", "closes_at", "as_of")}
    moved |= {"replies": [utc(one) for one in case["replies"]], "checks": [c.astimezone(UTC) for c in case["checks"]]}
    found, again = classify(calendar=CALENDAR, **case), classify(calendar=CALENDAR, **moved)
    assert (found.bucket, found.range, found.marks, found.why) == (again.bucket, again.range, again.marks, again.why)


@given(cases, st.timedeltas(timedelta(0), timedelta(days=20)))
@settings(max_examples=300)
def test_an_earlier_answer_never_gives_a_worse_row(case: dict, earlier: timedelta) -> None:
    plain = [
        Reply(channel=one.channel, kind=one.kind, sure=one.sure, sighting=one.sighting, text=one.text)
        for one in case["replies"]
    ]
    case = case | {"replies": plain, "checks": []}

    def moved(seen: Sighting) -> Sighting:
        if isinstance(seen, At):
            return At(instant=max(seen.instant - earlier, min(seen.instant, case["asked_at"])))
        after = max(seen.after - earlier, min(seen.after, case["asked_at"]))
        return Between(after=after, before=max(after, seen.before - earlier, min(seen.before, case["asked_at"])))

    sooner = [
        Reply(channel=one.channel, kind=one.kind, sure=one.sure, sighting=moved(one.sighting), text=one.text)
        for one in plain
    ]
    found = classify(calendar=CALENDAR, **case)
    better = classify(calendar=CALENDAR, **(case | {"replies": sooner}))
    assert ORDER.index(better.bucket) <= ORDER.index(found.bucket)


@given(cases, replies)
@settings(max_examples=300)
def test_one_more_answer_never_gives_a_worse_row(case: dict, more: Reply) -> None:
    found = classify(calendar=CALENDAR, **case)
    richer = classify(calendar=CALENDAR, **(case | {"replies": [*case["replies"], more]}))
    assert ORDER.index(richer.bucket) <= ORDER.index(found.bucket)


@given(cases, instants)
@settings(max_examples=300)
def test_a_final_row_stays_when_time_passes_and_the_silence_goes_on(case: dict, later: datetime) -> None:
    kept = [
        one for one in case["replies"] if not isinstance(one.sighting, Between) or one.sighting.before <= case["as_of"]
    ]
    kept = [one for one in kept if not isinstance(one.sighting, At) or one.sighting.instant <= case["as_of"]]
    case = case | {"replies": kept, "checks": [check for check in case["checks"] if check <= case["as_of"]]}
    found = classify(calendar=CALENDAR, **case)
    if found.final and later >= case["as_of"]:
        again = classify(calendar=CALENDAR, **(case | {"as_of": later, "checks": [*case["checks"], later]}))
        assert (again.bucket, again.final) == (found.bucket, True)


@given(cases, st.lists(st.sampled_from(AnswerKind), min_size=4, max_size=4))
@settings(max_examples=300)
def test_no_verdict_on_unsure_texts_changes_a_final_row(case: dict, verdicts: list[AnswerKind]) -> None:
    found = classify(calendar=CALENDAR, **case)
    decided = [
        one
        if one.sure
        else Reply(
            channel=one.channel,
            kind=kind,
            sure=True,
            sighting=one.sighting,
            stated=one.stated,
            text=one.text,
            reviewed=True,
        )
        for one, kind in zip(case["replies"], verdicts, strict=False)
    ]
    if found.final:
        assert classify(calendar=CALENDAR, **(case | {"replies": decided})).bucket is found.bucket
