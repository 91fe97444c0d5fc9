"""Whether a machine sent a mail: RFC 3834, vendors' marks, and what automatic answers say in their subject."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from huiying.mailbox.marks import marks
from huiying.mailbox.parts import Parts

_PROGRAMS = (b"autorespond", b"vacation", b"autoreply")
_ACTION = re.compile(r"^\s*action\s*:\s*(\w+)", re.IGNORECASE | re.MULTILINE)
_SELF = 600
_FOOT = 300
"""Where a machine says that it is one: at the beginning and at the end, never in the middle of a letter."""
_NO = frozenset({b"", b"no", b"false", b"0", b"none", b"never", b"off"})


@dataclass(frozen=True, kw_only=True, slots=True)
class Automatic:
    """By what a mail is known as sent by a machine: `why` is one Chinese line, "" when nothing shows it.

    `reply`: the mark says that it answers by itself (RFC 3834 auto-replied, vacation, 自动回复, a receipt). Without it
    the mark only says that a program sent it, as a site's software does with real answers (DOMAIN §6).
    """

    why: str = ""
    reply: bool = False


def automatic_of(
    parts: Parts, *, fields: Sequence[tuple[str, bytes]], subject: str, text: str, quoting: bool
) -> Automatic:
    """Say by what a mail is known as automatic. It does not prove that the mail is no answer."""
    if is_receipt(parts, subject):
        return Automatic(why="阅读或送达回执", reply=True)
    words = marks()
    marked = [(name, value.strip().lower()) for name, value in fields]
    marked = [(name, value) for name, value in marked if _marked(name, value)]
    titled = titled_automatic(subject)
    absent = words.absences.search(text[:250]) if len(text) < 800 and not quoting else None
    declared = words.auto_texts.search(text[:_SELF]) or words.auto_texts.search(text[-_FOOT:]) or absent
    if marked:
        name = next((name for name, value in marked if _replies(name, value)), "")
        return Automatic(why=f"邮件头 {name or marked[0][0]}", reply=bool(name or titled or declared))
    if titled:
        return Automatic(why="主题是自动回复", reply=True)
    if declared:
        return Automatic(why="正文自称自动回复", reply=True)
    return Automatic(why=_by_kind(fields))


def _replies(name: str, value: bytes) -> bool:
    """Whether a mark says more than that a program wrote the mail."""
    return not ("generated" in name or b"generated" in value or value in {b"junk", b"bulk"} or "source" in name)


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
    return proved_receipt(parts) or bool(marks().receipts.search(subject))


def proved_receipt(parts: Parts) -> bool:
    """Whether its structure, not its subject alone, makes it a receipt."""
    return any("disposition-notification" in kind for kind in parts.media_types) or delivered(parts)


def delivered(parts: Parts) -> bool:
    """Whether a status report tells of success only (RFC 3464 §2.3.3)."""
    actions = {action.lower() for report in parts.reports for action in _ACTION.findall(report)}
    return bool(actions) and actions <= {"delivered", "relayed", "expanded"}


def _by_kind(fields: Sequence[tuple[str, bytes]]) -> str:
    names = dict(fields)
    bulk = names.get("precedence", b"").strip().lower() == b"bulk"
    listed = {"list-id", "list-post", "list-unsubscribe", "in-reply-to", "references", "x-loop", "mailing-list"}
    from_list = b"owner-" in names.get("sender", b"").lower()
    if bulk and not listed & set(names) and not from_list:
        return "邮件头 precedence"
    if "x-auto-response-suppress" in names and not {"in-reply-to", "references"} & set(names):
        return "邮件头 x-auto-response-suppress"
    return ""
