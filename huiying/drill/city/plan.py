"""What each site is going to do: its family, and when and how it answers. Drawn once, from the seed alone."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from huiying.drill.city.clock import BEIJING
from huiying.drill.city.dice import dice
from huiying.drill.city.places import Place

MAIL_FAMILIES = frozenset({"iframe", "letterbox", "pointer"})
ACKNOWLEDGING = frozenset({"letterbox", "pointer"})
FAMILIES = ("notice", "table", "inline", "alert", "captcha", "iframe", "letterbox", "pointer", "editor")

LATER = timedelta(hours=2)
"""A site that was asked after its planned answer takes at least this long."""

_EDGES: dict[str, tuple[str, ...]] = {
    "one_workday": (
        "02-05 14:20",
        "02-05 16:45",
        "02-06 09:40",
        "02-06 15:10",
        "02-06 23:52",
        "02-05 23:55",
        "02-06 10:30",
    ),
    "five_workdays": ("02-07 10:20", "02-09 16:30", "02-12 11:05", "02-18 22:47"),
    "over_five": ("02-19 15:10", "02-19 00:05", "02-21 09:30", "02-25 23:50"),
    "no_reply": ("", "", "", "", "02-26 00:07", "02-27 10:15"),
}
"""Moments that a counter gets wrong first: midnight, the last workday before the holiday, the holiday, the make-up Sunday."""
_PUBLISHED = {**_EDGES, "over_five": _EDGES["over_five"][:1], "no_reply": _EDGES["no_reply"][:4]}
_SPANS = {
    "one_workday": ("02-05 13:00", "02-06 23:50"),
    "five_workdays": ("02-07 00:10", "02-18 23:50"),
    "over_five": ("02-19 00:10", "02-25 23:50"),
}
_SILENCES = ("silent", "acknowledged", "processing", "transferred")
_PUBLISHED_SILENCE = {
    "市粮食和储备局": "silent",
    "市公安局": "acknowledged",
    "市生态环境局": "processing",
    "市乡村振兴局": "transferred",
}


@dataclass(frozen=True, kw_only=True, slots=True)
class Plan:
    """One site's behaviour. `answer_at` is None where it never answers.

    `interim` is what stands where the answer will be before there is one: "" nothing, "processing" a line that the
    letter is being dealt with, "transferred" that it was sent on; "acknowledged" a mail. `style` varies wordings and layout.
    """

    site: str
    family: str
    row: str
    answer_at: datetime | None
    interim: str
    style: int

    def answered(self, asked_at: datetime) -> datetime | None:
        """Return when a question asked at `asked_at` is answered: as planned, or LATER where that is past."""
        if self.answer_at is None:
            return None
        return self.answer_at if self.answer_at > asked_at else asked_at + LATER


def draw(sites: Sequence[Place], seed: int | None) -> dict[str, Plan]:
    """Return the plan of every site by name; without a seed each lands in its row of the published annex."""
    chance = dice("plan", seed)
    rows = {place.name: place.row for place in sites} if seed is None else _shuffled_rows(sites, chance)
    moments = _moments(rows, chance, _PUBLISHED if seed is None else _EDGES, published=seed is None)
    interims = _interims(rows, moments, chance, published=seed is None)
    families = _families(interims, moments, chance)
    return {
        name: Plan(
            site=name,
            family=families[name],
            row=row,
            answer_at=moments[name],
            interim=_fitting(interims[name], families[name], chance),
            style=number if seed is None else chance.randrange(12),
        )
        for number, (name, row) in enumerate(rows.items())
    }


def _shuffled_rows(sites: Sequence[Place], chance: Random) -> dict[str, str]:
    spread = ["one_workday"] * 4 + ["five_workdays"] * 5 + ["over_five"] * 3 + ["no_reply"] * 4
    spread += chance.choices(list(_EDGES), weights=(5, 3, 2, 2), k=len(sites) - len(spread))
    chance.shuffle(spread)
    return {place.name: row for place, row in zip(sites, spread, strict=True)}


def _moments(
    rows: dict[str, str], chance: Random, edges: dict[str, tuple[str, ...]], *, published: bool
) -> dict[str, datetime | None]:
    used = dict.fromkeys(edges, 0)
    moments: dict[str, datetime | None] = {}
    for name, row in rows.items():
        ahead = edges[row]
        turn = used[row]
        used[row] += 1
        if published or turn < len(ahead):
            text = ahead[turn % len(ahead)]
            moments[name] = _moment(text) if text else None
        else:
            moments[name] = _between(row, chance)
    return moments


def _moment(text: str) -> datetime:
    return datetime.strptime(f"2024-{text}", "%Y-%m-%d %H:%M").replace(tzinfo=BEIJING)


def _between(row: str, chance: Random) -> datetime | None:
    if row not in _SPANS:
        return None
    first, last = map(_moment, _SPANS[row])
    return first + timedelta(minutes=chance.randrange(int((last - first) / timedelta(minutes=1))))


def _interims(
    rows: dict[str, str], moments: dict[str, datetime | None], chance: Random, *, published: bool
) -> dict[str, str]:
    silent = [name for name in rows if moments[name] is None]
    interims = {name: _SILENCES[turn % len(_SILENCES)] for turn, name in enumerate(silent)}
    if published:
        interims |= _PUBLISHED_SILENCE
    for name in rows:
        if name not in interims:
            interims[name] = chance.choice(("", "", "processing", "transferred"))
    return interims


def _families(interims: dict[str, str], moments: dict[str, datetime | None], chance: Random) -> dict[str, str]:
    deck = [FAMILIES[turn % len(FAMILIES)] for turn in range(len(interims))]
    chance.shuffle(deck)
    chosen: dict[str, str] = {}
    for name in sorted(interims, key=lambda name: moments[name] is not None):  # the silent ones fit fewer families
        fits = _silence_fits(interims[name]) if moments[name] is None else FAMILIES
        turn = next((turn for turn, family in enumerate(deck) if family in fits), 0)
        chosen[name] = deck.pop(turn)
    return chosen


def _silence_fits(interim: str) -> Iterable[str]:
    if interim == "acknowledged":
        return ACKNOWLEDGING
    return [family for family in FAMILIES if family not in MAIL_FAMILIES]


def _fitting(interim: str, family: str, chance: Random) -> str:
    if family in ACKNOWLEDGING:
        return "acknowledged"
    if family == "iframe":
        return ""
    return interim if interim != "acknowledged" else chance.choice(("", "processing"))
