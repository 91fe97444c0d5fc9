"""From the record of observations to what `classify` reads: replies with their tightest sightings, and checks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from huiying.model import (
    TYPED,
    AnswerKind,
    At,
    Between,
    Channel,
    CheckResult,
    Observation,
    Precision,
    Reply,
    Sighting,
)

A_MOMENT = timedelta(seconds=1)
OWN_RECORD = TYPED | {Channel.MAIL}
"""Channels whose arrival our own record, or a document that was upheld, proves to the instant."""


def is_effective(seen: Observation) -> bool:
    """Whether the observation shows what is, or may yet prove to be, an effective answer."""
    judged = seen.verdict or seen.judgement
    return seen.result is CheckResult.SEEN and judged is not None and (
        judged.kind is AnswerKind.SUBSTANTIVE or not judged.sure
    )  # fmt: skip


def unread(observations: Sequence[Observation]) -> frozenset[datetime]:
    """Return the instants of the visits in which a place that may hold the answer could not be read.

    A visit is recorded at one instant. Whatever else it showed, the answer may have stood there.
    """
    return frozenset(
        seen.at for seen in observations if seen.result is CheckResult.UNREADABLE and seen.channel not in OWN_RECORD
    )


def absences(observations: Sequence[Observation]) -> list[datetime]:
    """Return the instants at which we truly looked and there was no effective answer, in order.

    A visit that could not read every place that may hold the answer is no such look (decision 0074).
    A mailbox that was read whole is a record of all that came: it shows no answer up to the moment before the first.
    """
    came = min((seen.at for seen in observations if seen.channel in OWN_RECORD and is_effective(seen)), default=None)
    partly = unread(observations)
    return sorted(
        min(seen.at, came - A_MOMENT) if seen.channel is Channel.MAIL and came is not None else seen.at
        for seen in observations
        if (seen.channel in OWN_RECORD or seen.at not in partly)
        and (
            seen.result is CheckResult.ABSENT
            or (seen.result is CheckResult.SEEN and seen.channel not in OWN_RECORD and not is_effective(seen))
        )
    )


def looks(observations: Sequence[Observation]) -> list[datetime]:
    """Return the instants at which the site was truly read, whatever it showed, in order: what paces the visits.

    A text or a gap that was read beside an unreadable place is tried again like a failure: it decides nothing yet.
    """
    partly = unread(observations)
    return sorted(
        seen.at
        for seen in observations
        if (seen.result is CheckResult.UNLISTED and seen.channel not in OWN_RECORD)
        or (seen.result is CheckResult.ABSENT and seen.channel in OWN_RECORD)
        or (
            seen.result in (CheckResult.ABSENT, CheckResult.SEEN)
            and seen.channel not in OWN_RECORD
            and seen.at not in partly
        )
    )


def replies(observations: Sequence[Observation], asked_at: datetime) -> list[Reply]:
    """Return each distinct text once, with the first sighting that the record supports."""
    found: dict[tuple[bool, str, int], Reply] = {}
    for seen in sorted(observations, key=lambda seen: (seen.at, seen.id)):
        judged = seen.verdict or seen.judgement
        if seen.result is not CheckResult.SEEN or judged is None:
            continue
        # The same words that a person wrote down twice are two records: the time of one may be wrong.
        key = (seen.channel in OWN_RECORD, " ".join(seen.text.split()), seen.id if seen.channel in TYPED else 0)
        if key not in found:
            found[key] = Reply(
                channel=seen.channel,
                kind=judged.kind,
                sure=judged.sure,
                sighting=_sighting(seen, observations, asked_at),
                text=seen.text,
                stated=seen.stated,
                evidence=seen.evidence,
                reviewed=seen.verdict is not None,
            )
    return list(found.values())


def _sighting(seen: Observation, observations: Sequence[Observation], asked_at: datetime) -> Sighting:
    if seen.channel in OWN_RECORD:
        return At(instant=seen.at)
    partly = unread(observations)
    before = [
        other.at
        for other in observations
        if other.at < seen.at
        and other.at not in partly
        and other.channel not in OWN_RECORD
        and other.result in (CheckResult.ABSENT, CheckResult.SEEN)
        and other.text != seen.text
    ]
    # Where nobody had looked before, it may have stood there from the moment of asking.
    return Between(after=min(max([asked_at, *before]), seen.at), before=seen.at)


def stated_precision(observations: Sequence[Observation]) -> Precision | None:
    """Return how exactly the site states its times, None where it has stated none yet."""
    stated = [seen.stated.precision for seen in observations if seen.stated is not None]
    return stated[-1] if stated else None
