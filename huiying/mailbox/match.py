"""To which inquiry a mail belongs: sure, several, none (DOMAIN §6). Pure.

A mail that could belong to two inquiries is never given to one: an address or a number that names one decides, unless
something else names another; what only fits, fits together or is left to a person.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize
from urllib.parse import urlsplit

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from huiying.mailbox.alias import folded
from huiying.mailbox.message import MailText
from huiying.model import Inquiry

MAX_TEXT = 50_000
_EXACT = "完全一致"
_SHORTEST_NUMBER = 5
_SHORTEST_TITLE = 4
_PUBLIC = frozenset(
    [
        "163.com",
        "126.com",
        "yeah.net",
        "qq.com",
        "foxmail.com",
        "vip.qq.com",
        "sina.com",
        "sina.cn",
        "sohu.com",
        "139.com",
        "189.cn",
        "wo.cn",
        "aliyun.com",
        "gmail.com",
        "outlook.com",
        "hotmail.com",
        "21cn.com",
        "tom.com",
        "263.net",
        "icloud.com",
    ]
)


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


@dataclass(frozen=True, kw_only=True, slots=True)
class _Sign:
    """The inquiries (by place in the list) to which one kind of sign points, and how to say it."""

    places: frozenset[int]
    why: str


def match(mail: MailText, inquiries: Sequence[Inquiry], *, settled: Collection[int] = ()) -> Match:
    """Say to which of the inquiries a mail belongs.

    `settled` are the ids of inquiries of ended rounds that have their answer: only an address or a number still names
    one of them. All others, of every round, stand beside each other.
    """
    named = [sign for sign in (_by_alias(mail, inquiries), _by_number(mail, inquiries)) if sign.places]
    waiting = [place for place, inquiry in enumerate(inquiries) if inquiry.id not in settled]
    fitting = [sign for find in _FITTING if (sign := _among(find, mail, inquiries, waiting)).places]
    if not named and not fitting:
        return NoMatch(why="收件地址、编号、发件单位、标题都与本轮咨询不符")
    if named:
        return _decide(named, fitting, inquiries)
    return _weigh(fitting, inquiries)


def _among(
    find: Callable[[MailText, Sequence[Inquiry]], _Sign],
    mail: MailText,
    inquiries: Sequence[Inquiry],
    places: list[int],
) -> _Sign:
    """Look for a sign among the inquiries at these places."""
    sign = find(mail, [inquiries[place] for place in places])
    return _Sign(places=frozenset(places[found] for found in sign.places), why=sign.why)


def _decide(named: list[_Sign], fitting: list[_Sign], inquiries: Sequence[Inquiry]) -> Match:
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
    if against and not any(sign.why.endswith(_EXACT) for sign in named):
        return _several([*named, *against], inquiries, "指向不同的咨询件")
    return Sure(inquiry=inquiries[place], why="；".join(sign.why for sign in named))


def _addressed(named: list[_Sign], fitting: list[_Sign]) -> tuple[int, str] | None:
    """Return the inquiry whose own address was written to by its own site, though another site has that number too.

    Each site counts its letters for itself, so a number alone is never against an address and its sender.
    """
    exact, senders = named[0], [sign for sign in fitting if sign.why.startswith("发件")]
    if not exact.why.endswith(_EXACT) or len(exact.places) != 1 or not senders:
        return None
    if any(not exact.places <= sign.places for sign in senders):
        return None
    return next(iter(exact.places)), ";".join(sign.why for sign in (exact, *senders))


def _weigh(fitting: list[_Sign], inquiries: Sequence[Inquiry]) -> Match:
    """Without an address or number: two kinds of sign that meet in one inquiry, none of them against it."""
    common = frozenset.intersection(*(sign.places for sign in fitting))
    why = "；".join(sign.why for sign in fitting)
    if len(common) == 1 and len(fitting) >= 2 and any(sign.why.startswith("发件") for sign in fitting):
        return Sure(inquiry=inquiries[next(iter(common))], why=why)
    if common:
        return Several(inquiries=_of(common, inquiries), why=f"{why}，不足以确定")
    return _several(fitting, inquiries, "互相不符")


def _several(signs: Iterable[_Sign], inquiries: Sequence[Inquiry], why: str) -> Several:
    places = frozenset[int]().union(*(sign.places for sign in signs))
    return Several(inquiries=_of(places, inquiries), why=f"{'；'.join(sign.why for sign in signs)}，{why}")


def _of(places: frozenset[int], inquiries: Sequence[Inquiry]) -> tuple[Inquiry, ...]:
    return tuple(inquiries[place] for place in sorted(places))


def _by_alias(mail: MailText, inquiries: Sequence[Inquiry]) -> _Sign:
    shared = _shared(inquiries)
    aliases = {
        place: alias
        for place, inquiry in enumerate(inquiries)
        if (alias := inquiry.alias.strip().lower()) and (inquiry.round_id, alias) not in shared
    }
    exact = frozenset(place for place, alias in aliases.items() if alias in mail.recipients)
    if exact:
        return _Sign(places=exact, why=f"收件地址{_EXACT}")
    received = {folded(address) for address in mail.recipients}
    alike = frozenset(place for place, alias in aliases.items() if folded(alias) in received)
    if alike:
        return _Sign(places=alike, why="收件地址一致（易混字符）")
    near = frozenset(
        place for place, alias in aliases.items() if any(_damaged(address, folded(alias)) for address in received)
    )
    return _Sign(places=near, why="收件地址只差一个字符")


def _shared(inquiries: Sequence[Inquiry]) -> set[tuple[int, str]]:
    """Return the addresses that a round gave to more than one site: the one mailbox of all names none of them."""
    given = Counter((inquiry.round_id, inquiry.alias.strip().lower()) for inquiry in inquiries)
    return {address for address, times in given.items() if times > 1}


def _damaged(address: str, alias: str) -> bool:
    local, _, domain = alias.rpartition("@")
    other, _, host = address.rpartition("@")
    return domain == host and len(local) >= 5 and Levenshtein.distance(local, other, score_cutoff=1) <= 1


def _by_number(mail: MailText, inquiries: Sequence[Inquiry]) -> _Sign:
    text = normalize("NFKC", f"{mail.subject}\n{mail.text}\n{mail.quoted_text}"[:MAX_TEXT]).upper()
    found = frozenset(
        place for place, inquiry in enumerate(inquiries) if _stands(inquiry.receipt.number.strip().upper(), text)
    )
    return _Sign(places=found, why="编号一致")


def _stands(number: str, text: str) -> bool:
    if len(number) < _SHORTEST_NUMBER:
        return False
    return bool(re.search(rf"(?<![0-9A-Z]){re.escape(number)}(?![0-9A-Z])", text))


def _by_host(mail: MailText, inquiries: Sequence[Inquiry]) -> _Sign:
    """The sender's host is the site's or below it; the longest such host wins over a city's common domain."""
    host = mail.sender.rpartition("@")[2]
    if not host or host in _PUBLIC:
        return _Sign(places=frozenset(), why="")
    lengths = {place: _fit(host, inquiry) for place, inquiry in enumerate(inquiries)}
    longest = max(lengths.values(), default=0)
    found = frozenset(place for place, length in lengths.items() if longest and length == longest)
    return _Sign(places=found, why=f"发件域名 {host} 属于该网站")


def _fit(host: str, inquiry: Inquiry) -> int:
    own = {name.rpartition(":")[0] if name.rpartition(":")[2].isdigit() else name for name in inquiry.site.hosts}
    own.add(urlsplit(inquiry.site.home_url).hostname or "")
    names = {name.lower().removeprefix("www.") for name in own if "." in name}
    return max((len(name) for name in names if host == name or host.endswith(f".{name}")), default=0)


def _by_name(mail: MailText, inquiries: Sequence[Inquiry]) -> _Sign:
    """The unit's or site's name in the sender's name, the subject, or the last lines (a signature)."""
    tail = "\n".join(mail.text.strip().splitlines()[-3:])[-200:]
    places = f"{mail.sender_name}\n{mail.subject}\n{tail}"
    lengths = {
        place: max((len(name) for name in _names(inquiry) if name in places), default=0)
        for place, inquiry in enumerate(inquiries)
    }
    longest = max(lengths.values(), default=0)
    found = frozenset(place for place, length in lengths.items() if longest and length == longest)
    return _Sign(places=found, why="发件人、主题或落款是该单位")


def _names(inquiry: Inquiry) -> set[str]:
    site = inquiry.site
    trimmed = {re.sub(r"(?:门户)?(?:政府)?网站?$|人民政府网$", "", site.name), site.name, site.unit}
    return {name for name in trimmed if len(name) >= 3}


def _by_question(mail: MailText, inquiries: Sequence[Inquiry]) -> _Sign:
    text = _letters(f"{mail.text}\n{mail.quoted_text}")
    bodies = [_bare(inquiry.body or inquiry.question.body) for inquiry in inquiries]
    quoted = {body for body in set(bodies) if _quotes(body, text)}
    found = frozenset(place for place, body in enumerate(bodies) if body in quoted)
    return _Sign(places=found, why="引用了咨询内容")


def _quotes(body: str, text: str) -> bool:
    if len(body) < 10 or len(text) < len(body) * 0.8:
        return False
    return body in text or fuzz.partial_ratio(body[:1000], text[:5000]) >= 92


def _by_title(mail: MailText, inquiries: Sequence[Inquiry]) -> _Sign:
    text = _letters(f"{mail.subject}\n{mail.text}\n{mail.quoted_text}")
    titles = [(place, _bare(inquiry.title or inquiry.question.title)) for place, inquiry in enumerate(inquiries)]
    found = frozenset(place for place, title in titles if len(title) >= _SHORTEST_TITLE and title in text)
    return _Sign(places=found, why="标题一致")


def _letters(text: str) -> str:
    return "".join(char for char in text[:MAX_TEXT] if char.isalnum()).lower()


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    """As `_letters`, for the few titles and questions that every mail is held against."""
    return _letters(text)


_FITTING = (_by_host, _by_name, _by_question, _by_title)
