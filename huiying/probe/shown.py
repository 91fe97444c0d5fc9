"""What one visit to a site's pages showed of an inquiry."""

from __future__ import annotations

from dataclasses import dataclass

from huiying.model import Channel, Evidence, Judgement
from huiying.probe.pages.reading import PageReading


@dataclass(frozen=True, kw_only=True, slots=True)
class Seen:
    """A reply's text was read. `own`: at a place that decides for the letter (a look-up by number, a page of its own)."""

    channel: Channel
    reading: PageReading
    judgement: Judgement
    evidence: tuple[Evidence, ...]
    url: str = ""
    own: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Absent:
    """The page was read, would have shown a reply, and showed none.

    `weak`: the list does not show our question at all; no look-up could be asked. `own` is as in Seen.
    """

    channel: Channel
    evidence: tuple[Evidence, ...]
    state: str = ""
    weak: bool = False
    own: bool = False


@dataclass(frozen=True, kw_only=True, slots=True)
class Unreadable:
    """The way could not be used this time; `why` is one Chinese line.

    `named`: the letter's own page points here, or keeps its reply back: no other place can stand in for it.
    """

    channel: Channel
    why: str
    evidence: tuple[Evidence, ...] = ()
    named: bool = False


Item = Seen | Absent | Unreadable


@dataclass(frozen=True, kw_only=True, slots=True)
class Recheck:
    """What one visit showed.

    `found`: the question itself stands on the site, proof that it was accepted, with `evidence`; `number` is the
    receipt number that the site shows with it. `reached`: any page of the site was truly read. Seen items may still be
    acknowledgements; a visit with an Unreadable item proves no absence, whatever else it shows.
    """

    items: tuple[Item, ...] = ()
    found: bool = False
    number: str = ""
    evidence: tuple[Evidence, ...] = ()
    reached: bool = False
