"""Whether a machine sent a mail: RFC 3834, vendors' marks, and what automatic answers say in their subject."""

from __future__ import annotations

from collections.abc import Sequence

from huiying.mailbox.marks import marks
from huiying.mailbox.parts import Parts

_PROGRAMS = (b"autorespond", b"vacation", b"autoreply")
_NO = frozenset({b"", b"no", b"false", b"0", b"none", b"never", b"off"})


def why_automatic(parts: Parts, *, fields: Sequence[tuple[str, bytes]], subject: str, text: str, quoting: bool) -> str:
    """Return one Chinese line that says by what a mail is known as automatic, "" when nothing shows it.

    It does not prove that the mail is no answer: a site's software sends real answers with the same marks (DOMAIN §6).
    """
    if is_receipt(parts, subject):
        return "阅读回执"
    words = marks()
    for name, value in fields:
        if _marked(name, value.strip().lower()):
            return f"邮件头 {name}"
    if titled_automatic(subject):
        return "主题是自动回复"
    absent = words.absences.search(text[:250]) if len(text) < 800 and not quoting else None
    if words.auto_texts.search(text[:3000]) or absent:
        return "正文自称自动回复"
    return _by_kind(fields)


def _marked(name: str, value: bytes) -> bool:
    words = marks()
    if words.auto_headers.search(name) and "suppress" not in name:
        return value not in _NO
    if name in {"precedence", "x-precedence"}:
        return bool(words.auto_precedence.search(value.decode("ascii", "replace")))
    return name in {"delivered-to", "x-loop", "x-mailer"} and any(mark in value for mark in _PROGRAMS)


def titled_automatic(subject: str) -> bool:
    """Whether the subject calls the mail an automatic answer."""
    return bool(marks().auto_subjects.search(subject))


def is_receipt(parts: Parts, subject: str) -> bool:
    """Whether the mail only says that ours was read or delivered (RFC 8098, RFC 3464 with action delivered)."""
    return any("disposition-notification" in kind for kind in parts.media_types) or bool(
        marks().receipts.search(subject)
    )


def _by_kind(fields: Sequence[tuple[str, bytes]]) -> str:
    names = dict(fields)
    bulk = names.get("precedence", b"").strip().lower() == b"bulk"
    listed = {"list-id", "list-post", "list-unsubscribe", "in-reply-to", "references"} & set(names)
    if bulk and not listed:
        return "邮件头 precedence"
    if "x-auto-response-suppress" in names and not {"in-reply-to", "references"} & set(names):
        return "邮件头 x-auto-response-suppress"
    return ""
