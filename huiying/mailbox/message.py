"""A mail's bytes as what an office needs to know of it. Pure; never raises, whatever the bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.message import Message

from huiying.answer import judge
from huiying.mailbox.automatic import is_receipt, titled_automatic, why_automatic
from huiying.mailbox.bounce import why_bounce
from huiying.mailbox.headers import addresses, fields, instant, message_ids, words
from huiying.mailbox.markup import links_in, text_of
from huiying.mailbox.parts import Attachment, Parts, parse, read_parts
from huiying.mailbox.quoted import split_quoted
from huiying.model import AnswerKind

__all__ = ["Attachment", "MailText", "describe", "kind_of", "read_message"]

_TO = frozenset(
    [
        "to",
        "cc",
        "bcc",
        "delivered-to",
        "x-original-to",
        "x-delivered-to",
        "envelope-to",
        "x-envelope-to",
        "x-rcpt-to",
        "x-forwarded-to",
        "apparently-to",
        "resent-to",
        "x-qq-orgsender-to",
        "x-real-to",
    ]
)
MAX_NESTED = 4
_CHINESE = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, kw_only=True, slots=True)
class MailText:
    """What a mail says. `recipients` are all addresses that it may have been sent to, lower case, each once.

    `text` is what the writer wrote, `quoted_text` what only repeats earlier mails; `automatic` and `bounce` say in
    Chinese by what the mail is known as such, "" where it is not; `problem` says what could not be read.
    """

    subject: str = ""
    sender: str = ""
    sender_name: str = ""
    recipients: tuple[str, ...] = ()
    date: datetime | None = None
    message_id: str = ""
    references: tuple[str, ...] = ()
    text: str = ""
    quoted_text: str = ""
    charset: str = ""
    attachments: tuple[Attachment, ...] = ()
    links: tuple[str, ...] = ()
    automatic: str = ""
    receipt: bool = False
    bulk: bool = False
    bounce: str = ""
    problem: str = ""

    @property
    def quoted_removed(self) -> bool:
        return bool(self.quoted_text)


def read_message(raw: bytes) -> MailText:
    """Read a mail. Whatever is wrong with it, what is known comes back and `problem` says the rest."""
    message, problem = parse(raw)
    headers = fields(message)
    if not raw.strip():
        return MailText(problem="邮件是空的")
    return _read(message, headers, problem)


def _read(message: Message[str, str], headers: list[tuple[str, bytes]], problem: str) -> MailText:
    def values(*names: str) -> list[bytes]:
        return [value for name, value in headers if name in names]

    parts = read_parts(message)
    own, quoted, links = _body(parts)
    subject = words(values("subject")[0])[:500] if values("subject") else ""
    senders = addresses(values("from")) or addresses(values("sender", "reply-to", "return-path"))
    from_field = " ".join(words(value) for value in values("from"))[:500]
    whole = f"{own}\n{quoted}" if quoted else own
    bounce = why_bounce(message, parts, fields=headers, sender=from_field, subject=subject, text=_seen(parts, whole))
    if not bounce:
        own = _with_nested(own, parts)
    return MailText(
        subject=subject,
        sender=senders[0][1] if senders else "",
        sender_name=senders[0][0] if senders else from_field[:200],
        recipients=_recipients(headers),
        date=instant(values("date")) or instant([value.rpartition(b";")[2].strip() for value in values("received")]),
        message_id=next(iter(message_ids(values("message-id"))), ""),
        references=message_ids(values("references", "in-reply-to")),
        text=own,
        quoted_text=quoted,
        charset=parts.charset or "us-ascii",
        attachments=tuple(parts.attachments),
        links=links,
        automatic=why_automatic(parts, fields=headers, subject=subject, text=own, quoting=bool(quoted)),
        receipt=is_receipt(parts, subject),
        bulk=bool(values("list-unsubscribe", "list-id")) or "message/feedback-report" in parts.media_types,
        bounce=bounce,
        problem=problem or parts.problem,
    )


def _body(parts: Parts) -> tuple[str, str, tuple[str, ...]]:
    """Return (own text, quoted text, links); HTML is read where there is no plain text worth reading."""
    plain = "\n\n".join(parts.plain).strip()
    quotes: list[str] = []
    links: tuple[str, ...] = ()
    text = plain
    for markup in parts.html[:20]:
        shown, cut, targets = text_of(markup)
        links += targets
        if not any(char.isalnum() for char in plain):
            text = f"{text}\n\n{shown}".strip()
            quotes.append(cut)
    own, quoted = split_quoted(text)
    quotes.append(quoted)
    return own, "\n".join(filter(None, quotes)), tuple(dict.fromkeys((*links, *links_in(own))))


def _seen(parts: Parts, text: str) -> str:
    """What stands in the body for a reader who looks for a mail system's words; reports are read by structure."""
    return text if text.strip() else "\n".join(parts.reports)[:20_000]


def _with_nested(own: str, parts: Parts, depth: int = 0) -> str:
    """Add the text of mails that were attached whole: a unit forwards its answer like that."""
    texts = [own] if own else []
    if any("notification" in kind or "report" in kind for kind in parts.media_types) or depth >= MAX_NESTED:
        return own
    for message in parts.nested[:5]:
        inner = read_parts(message)
        text, _, _ = _body(inner)
        text = _with_nested(text, inner, depth + 1)
        if text:
            texts.append(text)
    return "\n\n".join(texts)[:1_000_000]


def _recipients(headers: Sequence[tuple[str, bytes]]) -> tuple[str, ...]:
    found = [address for name, value in headers if name in _TO for _, address in addresses([value])]
    return tuple(dict.fromkeys(found))[:200]


def kind_of(mail: MailText, *, question: str = "", title: str = "", keywords: Sequence[str] = ()) -> str:
    """Return "bounce", "other" or the value of an AnswerKind."""
    if mail.bounce:
        return "bounce"
    acknowledgement = str(AnswerKind.ACKNOWLEDGEMENT)
    if mail.receipt or (mail.automatic and not _CHINESE.search(mail.text)):
        return acknowledgement if mail.subject or mail.text else "other"
    if _CHINESE.search(mail.text):
        judgement = judge(mail.text, question=question, title=title, keywords=keywords, automatic=bool(mail.automatic))
        return acknowledgement if titled_automatic(mail.subject) and not judgement.sure else str(judgement.kind)
    bulk = mail.bulk and not mail.references and not mail.quoted_removed
    empty = not any(char.isalnum() for char in mail.text)
    return "other" if bulk or empty else str(AnswerKind.SUBSTANTIVE)


def describe(raw: bytes) -> dict[str, object]:
    """Return what `huiying mail read --json` shows of a mail, without its file name."""
    mail = read_message(raw)
    return {
        "kind": kind_of(mail),
        "automatic": bool(mail.automatic),
        "subject": mail.subject,
        "text": mail.text,
        "quoted_removed": mail.quoted_removed,
        "charset": mail.charset,
    }
