"""From a page's bytes to its text: BOM, header and <meta> are heard, the bytes have the last word (DOMAIN §4)."""

from __future__ import annotations

import codecs
import re

_META = re.compile(rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_XML = re.compile(rb"^\s*<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9_:.-]{2,40})")
_HEADER = re.compile(r"charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_GB = frozenset(
    [
        "gb2312",
        "gbk",
        "gb-2312",
        "gb_2312-80",
        "x-gbk",
        "cp936",
        "ms936",
        "gb18030",
        "euc-cn",
        "hz-gb-2312",
        "chinese",
        "csgb2312",
    ]
)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1f]")
_SEARCHED = 4096
_MOST_DAMAGED = 0.02


class Undecodable(ValueError):
    """The bytes are no text in any charset that Chinese sites use."""


def decode(raw: bytes, content_type: str = "") -> str:
    """Return the text of a page.

    gb2312 and gbk are read as gb18030, of which they are parts. A label that the bytes contradict is not believed.

    Raises:
        Undecodable: the bytes are no text (a picture, a damaged body).
    """
    for mark, charset in _BOMS:
        if raw.startswith(mark):
            return raw.decode(charset, errors="replace")
    named = _named(raw, content_type)
    # Text in another charset is practically never sound UTF-8; HZ is 7-bit and looks like it.
    hz = ["hz"] if "hz" in named and b"~{" in raw else []
    for charset in dict.fromkeys([*hz, "utf-8", *named, "gb18030", "big5"]):
        try:
            return _text(raw.decode(charset))
        except UnicodeDecodeError:
            continue
    return _least_damaged(raw, named)


def _named(raw: bytes, content_type: str) -> list[str]:
    head = raw[:_SEARCHED]
    found = [match[1] for match in [_HEADER.search(content_type)] if match]
    found += [match[1].decode("ascii") for match in (_META.search(head), _XML.search(head)) if match]
    return [charset for charset in map(_known, found) if charset]


def _known(name: str) -> str:
    lowered = name.lower()
    if lowered in _GB:
        return "hz" if lowered == "hz-gb-2312" else "gb18030"
    try:
        charset = codecs.lookup(lowered).name
    except LookupError:
        return ""
    # Latin labels fit any bytes; a Chinese page that carries one is mislabelled.
    return "" if charset in {"iso8859-1", "ascii", "cp1252", "latin-1"} else charset


def _text(text: str) -> str:
    if len(_CONTROLS.findall(text)) > max(8, len(text) * _MOST_DAMAGED):
        raise Undecodable("二进制内容")
    return text


def _least_damaged(raw: bytes, named: list[str]) -> str:
    tries = [raw.decode(charset, errors="replace") for charset in dict.fromkeys([*named, "utf-8", "gb18030"])]
    best = min(tries, key=lambda text: text.count("\ufffd"))
    if best.count("\ufffd") > max(3, len(best) * _MOST_DAMAGED):
        raise Undecodable("不是可识别的文字")
    return _text(best)
