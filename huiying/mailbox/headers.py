"""Header fields as they come: folded, raw 8-bit, in encoded words that split characters, or broken (RFC 2047, 5322)."""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from datetime import datetime
from email.message import Message
from email.utils import getaddresses, parsedate_to_datetime

from huiying.mailbox.charset import decode
from huiying.model import SHANGHAI

MAX_VALUE = 16_384
MAX_FIELDS = 400
MAX_ADDRESSES = 100

_WORD = re.compile(rb"=\?([^?\s]{1,60})\?([bBqQ])\?([^?]*(?:\?(?!=)[^?]*)*)\?=")
_ADDRESS = re.compile(r"[^\s<>\"'(),;:@\[\]]{1,64}@[^\s<>\"'(),;:@\[\]]{1,255}")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]+")


def fields(message: Message[str, str]) -> list[tuple[str, bytes]]:
    """Return the fields in order: lower-case name and raw, unfolded bytes, both bounded."""
    return [(name.lower(), _raw(value)) for name, value in _first(message.raw_items())]


def _first(items: Iterator[tuple[str, object]]) -> Iterator[tuple[str, object]]:
    for count, item in enumerate(items):
        if count >= MAX_FIELDS:
            return
        yield item


def _raw(value: object) -> bytes:
    data = str(value)[:MAX_VALUE].encode("utf-8", "surrogateescape")
    return re.sub(rb"\r?\n(?=[ \t])|[\r\n]", b"", data).strip()


def words(value: bytes) -> str:
    """Decode a field's value; neighbouring encoded words of one charset are joined before they are decoded."""
    pieces: list[tuple[bytes, str | None]] = []
    at = 0
    for match in _WORD.finditer(value):
        between = value[at : match.start()]
        if between.strip() or (between and (not pieces or pieces[-1][1] is None)):
            pieces.append((between, None))
        label = match[1].split(b"*")[0].decode("ascii", "replace").lower()
        data = _payload(match[2], match[3])
        if pieces and pieces[-1][1] == label:
            pieces[-1] = (pieces[-1][0] + data, label)
        else:
            pieces.append((data, label))
        at = match.end()
    pieces.append((value[at:], None))
    return clean("".join(decode(data, label or "")[0] for data, label in pieces))


def _payload(encoding: bytes, data: bytes) -> bytes:
    if encoding in b"qQ":
        return binascii.a2b_qp(data.replace(b" ", b"_"), header=True)
    return unbase64(data)


def unbase64(data: bytes) -> bytes:
    """Decode base64 that may be cut, unpadded or littered with foreign characters."""
    letters = re.sub(rb"[^A-Za-z0-9+/]", b"", data)
    letters = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    return base64.b64decode(letters + b"=" * (-len(letters) % 4))


def clean(text: str) -> str:
    """Drop control characters, direction marks and lone surrogates; one space for each run of blanks."""
    return re.sub(r"\s+", " ", _CONTROL.sub(" ", text)).strip()


def addresses(values: list[bytes]) -> tuple[tuple[str, str], ...]:
    """Return (display name, address in lower case) of address fields; an address without a name has ""."""
    found: list[tuple[str, str]] = []
    for value in values[:20]:
        try:
            pairs = getaddresses([value.decode("utf-8", "replace")])
        except (ValueError, IndexError, RecursionError):
            pairs = []
        good = [
            (words(name.encode("utf-8", "replace")), address) for name, address in pairs if _ADDRESS.fullmatch(address)
        ]
        loose = _ADDRESS.findall(words(value)) if not good else []
        if not good and len(loose) == 1:
            name = words(value).replace(loose[0], "").strip(" <>\"'")
            good = [(name, loose[0])]
        found += good or [("", address) for address in loose]
    return tuple((name[:200], address.lower()) for name, address in found[:MAX_ADDRESSES])


def instant(values: list[bytes]) -> datetime | None:
    """Return the first readable date, aware; a date without a zone is taken to be Beijing's."""
    for value in values[:5]:
        try:
            when = parsedate_to_datetime(value[:200].decode("ascii", "replace"))
            aware = when if when.tzinfo else when.replace(tzinfo=SHANGHAI)
            aware.astimezone(SHANGHAI)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        return aware
    return None


def message_ids(values: list[bytes]) -> tuple[str, ...]:
    """Return the <…> ids of Message-ID, References or In-Reply-To fields, without brackets, each once."""
    text = " ".join(value.decode("ascii", "replace") for value in values[:20])
    return tuple(dict.fromkeys(found[:250] for found in re.findall(r"<([^<>\s]{1,500})>", text)[:100]))
