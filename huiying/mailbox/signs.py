"""What ties a mail to inquiries: one kind of sign each (DOMAIN §6). Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from unicodedata import normalize
from urllib.parse import urlsplit

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from huiying.mailbox.alias import folded
from huiying.mailbox.message import MailText
from huiying.model import Inquiry

EXACT = "完全一致"
"""How the strongest sign, the whole address, is told."""
MAX_TEXT = 50_000
_SHORTEST_NUMBER = 5
_PLAIN_DIGITS = 9
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
class Sign:
    """The inquiries (by place in the list) to which one kind of sign points, and how to say it."""

    places: frozenset[int]
    why: str


def by_alias(mail: MailText, inquiries: Sequence[Inquiry]) -> Sign:
    shared = _shared(inquiries)
    aliases = {
        place: alias
        for place, inquiry in enumerate(inquiries)
        if (alias := inquiry.alias.strip().lower()) and (inquiry.round_id, alias) not in shared
    }
    exact = frozenset(place for place, alias in aliases.items() if alias in mail.recipients)
    if exact:
        return Sign(places=exact, why=f"收件地址{EXACT}")
    received = {folded(address) for address in mail.recipients}
    alike = frozenset(place for place, alias in aliases.items() if folded(alias) in received)
    if alike:
        return Sign(places=alike, why="收件地址一致（易混字符）")
    near = frozenset(
        place for place, alias in aliases.items() if any(_damaged(address, folded(alias)) for address in received)
    )
    return Sign(places=near, why="收件地址只差一个字符")


def _shared(inquiries: Sequence[Inquiry]) -> set[tuple[int, str]]:
    """Return the addresses that a round gave to more than one site: the one mailbox of all names none of them."""
    given = Counter((inquiry.round_id, inquiry.alias.strip().lower()) for inquiry in inquiries)
    return {address for address, times in given.items() if times > 1}


def _damaged(address: str, alias: str) -> bool:
    local, _, domain = alias.rpartition("@")
    other, _, host = address.rpartition("@")
    return domain == host and len(local) >= 5 and Levenshtein.distance(local, other, score_cutoff=1) <= 1


def by_number(mail: MailText, inquiries: Sequence[Inquiry]) -> Sign:
    text = normalize("NFKC", f"{mail.subject}\n{mail.text}\n{mail.quoted_text}"[:MAX_TEXT]).upper()
    found = frozenset(
        place for place, inquiry in enumerate(inquiries) if _stands(inquiry.receipt.number.strip().upper(), text)
    )
    return Sign(places=found, why="编号一致")


def _stands(number: str, text: str) -> bool:
    if len(number) < _SHORTEST_NUMBER:
        return False
    before = [found[1] for found in re.finditer(rf"(.{{0,12}})(?<![0-9A-Z]){re.escape(number)}(?![0-9A-Z])", text)]
    # 12345 is a hotline and 475000 a postcode: a few digits are a number only where the text calls them one.
    if len(number) >= _PLAIN_DIGITS or not number.isdigit():
        return bool(before)
    return any(re.search(r"(?:编号|编码|受理号|信件号|流水号|单号|查询号|NO\.?|ID|#)\W*$", said) for said in before)


def by_host(mail: MailText, inquiries: Sequence[Inquiry]) -> Sign:
    """The sender's host is the site's or below it; the longest such host wins over a city's common domain."""
    host = mail.sender.rpartition("@")[2]
    if not host or host in _PUBLIC:
        return Sign(places=frozenset(), why="")
    lengths = {place: _fit(host, inquiry) for place, inquiry in enumerate(inquiries)}
    longest = max(lengths.values(), default=0)
    found = frozenset(place for place, length in lengths.items() if longest and length == longest)
    return Sign(places=found, why=f"发件域名 {host} 属于该网站")


def _fit(host: str, inquiry: Inquiry) -> int:
    own = {name.rpartition(":")[0] if name.rpartition(":")[2].isdigit() else name for name in inquiry.site.hosts}
    own.add(urlsplit(inquiry.site.home_url).hostname or "")
    names = {name.lower().removeprefix("www.") for name in own if "." in name}
    return max((len(name) for name in names if host == name or host.endswith(f".{name}")), default=0)


def by_name(mail: MailText, inquiries: Sequence[Inquiry]) -> Sign:
    """The unit's or site's name in the sender's name, the subject, or the last lines (a signature)."""
    tail = "\n".join(mail.text.strip().splitlines()[-3:])[-200:]
    places = f"{mail.sender_name}\n{mail.subject}\n{tail}"
    lengths = {
        place: max((len(name) for name in _names(inquiry) if name in places), default=0)
        for place, inquiry in enumerate(inquiries)
    }
    longest = max(lengths.values(), default=0)
    found = frozenset(place for place, length in lengths.items() if longest and length == longest)
    return Sign(places=found, why="发件人、主题或落款是该单位")


def _names(inquiry: Inquiry) -> set[str]:
    site = inquiry.site
    trimmed = {re.sub(r"(?:门户)?(?:政府)?网站?$|人民政府网$", "", site.name), site.name, site.unit}
    return {name for name in trimmed if len(name) >= 3}


def by_question(mail: MailText, inquiries: Sequence[Inquiry]) -> Sign:
    text = _letters(f"{mail.text}\n{mail.quoted_text}")
    bodies = [_bare(inquiry.body or inquiry.question.body) for inquiry in inquiries]
    quoted = {body for body in set(bodies) if _quotes(body, text)}
    found = frozenset(place for place, body in enumerate(bodies) if body in quoted)
    return Sign(places=found, why="引用了咨询内容")


def _quotes(body: str, text: str) -> bool:
    if len(body) < 10 or len(text) < len(body) * 0.8:
        return False
    return body in text or fuzz.partial_ratio(body[:1000], text[:5000]) >= 92


def by_title(mail: MailText, inquiries: Sequence[Inquiry]) -> Sign:
    text = _letters(f"{mail.subject}\n{mail.text}\n{mail.quoted_text}")
    titles = [(place, _bare(inquiry.title or inquiry.question.title)) for place, inquiry in enumerate(inquiries)]
    found = frozenset(place for place, title in titles if len(title) >= _SHORTEST_TITLE and title in text)
    return Sign(places=found, why="标题一致")


def _letters(text: str) -> str:
    return "".join(char for char in text[:MAX_TEXT] if char.isalnum()).lower()


@lru_cache(maxsize=4096)
def _bare(text: str) -> str:
    """As `_letters`, for the few titles and questions that every mail is held against."""
    return _letters(text)
