"""To which inquiry a mail belongs: sure, several, none (DOMAIN §6). Pure.

A mail that could belong to two inquiries is never given to one: an address or a number that names one decides, unless
something else names another; what only fits, fits together or is left to a person.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass

from huiying.mailbox.message import MailText
from huiying.mailbox.signs import EXACT, Sign, by_alias, by_host, by_name, by_number, by_question, by_title
from huiying.model import Inquiry


@dataclass(frozen=True, kw_only=True, slots=True)
class Sure:
    """The mail belongs to this inquiry."""

    inquiry: Inquiry
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class Several:
    """The mail may belong to these; a person decides. One candidate means that the signs are too weak to be sure."""

    inquiries: tuple[Inquiry, ...]
    why: str


@dataclass(frozen=True, kw_only=True, slots=True)
class NoMatch:
    """Nothing ties the mail to an inquiry; it is kept for a person."""

    why: str


Match = Sure | Several | NoMatch


def match(mail: MailText, inquiries: Sequence[Inquiry], *, settled: Collection[int] = ()) -> Match:
    """Say to which of the inquiries a mail belongs.

    `settled` are the ids of inquiries of ended rounds that have their answer: only an address or a number still names
    one of them. All others, of every round, stand beside each other.
    """
    named = [sign for sign in (by_alias(mail, inquiries), by_number(mail, inquiries)) if sign.places]
    waiting = [place for place, inquiry in enumerate(inquiries) if inquiry.id not in settled]
    fitting = [sign for find in _FITTING if (sign := _among(find, mail, inquiries, waiting)).places]
    if not named and not fitting:
        return NoMatch(why="收件地址、编号、发件单位、标题都与本轮咨询不符")
    if named:
        return _decide(named, fitting, inquiries)
    return _weigh(fitting, inquiries)


def _among(
    find: Callable[[MailText, Sequence[Inquiry]], Sign],
    mail: MailText,
    inquiries: Sequence[Inquiry],
    places: list[int],
) -> Sign:
    """Look for a sign among the inquiries at these places."""
    sign = find(mail, [inquiries[place] for place in places])
    return Sign(places=frozenset(places[found] for found in sign.places), why=sign.why)


def _decide(named: list[Sign], fitting: list[Sign], inquiries: Sequence[Inquiry]) -> Match:
    common = frozenset.intersection(*(sign.places for sign in named))
    if not common and (own := _addressed(named, fitting)):
        return Sure(inquiry=inquiries[own[0]], why=own[1])
    if not common:
        return _several(named, inquiries, "指向不同的咨询件")
    if len(common) > 1:
        for sign in fitting:
            common = common & sign.places or common
        used = [*named, *(sign for sign in fitting if common <= sign.places)]
        if len(common) == 1 and len(used) > len(named):
            return Sure(inquiry=inquiries[next(iter(common))], why="；".join(sign.why for sign in used))
        return Several(inquiries=_of(common, inquiries), why=f"{named[0].why}，但相符的不止一件")
    place = next(iter(common))
    against = [sign for sign in fitting[:1] if place not in sign.places and sign.why.startswith("发件域名")]
    if against and not any(sign.why.endswith(EXACT) for sign in named):
        return _several([*named, *against], inquiries, "指向不同的咨询件")
    return Sure(inquiry=inquiries[place], why="；".join(sign.why for sign in named))


def _addressed(named: list[Sign], fitting: list[Sign]) -> tuple[int, str] | None:
    """Return the inquiry whose own address was written to by its own site, though another site has that number too.

    Each site counts its letters for itself, so a number alone is never against an address and its sender.
    """
    exact, senders = named[0], [sign for sign in fitting if sign.why.startswith("发件")]
    if not exact.why.endswith(EXACT) or len(exact.places) != 1 or not senders:
        return None
    if any(not exact.places <= sign.places for sign in senders):
        return None
    return next(iter(exact.places)), "；".join(sign.why for sign in (exact, *senders))


def _weigh(fitting: list[Sign], inquiries: Sequence[Inquiry]) -> Match:
    """Without an address or number: two kinds of sign that meet in one inquiry, none of them against it."""
    common = frozenset.intersection(*(sign.places for sign in fitting))
    why = "；".join(sign.why for sign in fitting)
    if len(common) == 1 and len(fitting) >= 2 and any(sign.why.startswith("发件") for sign in fitting):
        return Sure(inquiry=inquiries[next(iter(common))], why=why)
    if common:
        return Several(inquiries=_of(common, inquiries), why=f"{why}，不足以确定")
    return _several(fitting, inquiries, "互相不符")


def _several(signs: Iterable[Sign], inquiries: Sequence[Inquiry], why: str) -> Several:
    places = frozenset[int]().union(*(sign.places for sign in signs))
    return Several(inquiries=_of(places, inquiries), why=f"{'；'.join(sign.why for sign in signs)}，{why}")


def _of(places: frozenset[int], inquiries: Sequence[Inquiry]) -> tuple[Inquiry, ...]:
    return tuple(inquiries[place] for place in sorted(places))


_FITTING = (by_host, by_name, by_question, by_title)
