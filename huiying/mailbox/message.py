"""A mail's bytes as what an office needs to know of it. Pure; never raises, whatever the bytes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from email.message import Message

from huiying.mailbox.arrival import stamped
from huiying.mailbox.automatic import automatic_of, is_receipt, proved_receipt
from huiying.mailbox.bounce import why_bounce
from huiying.mailbox.headers import addresses, fields, instant, message_ids, words
from huiying.mailbox.markup import links_in, text_of
from huiying.mailbox.parts import Attachment, Parts, parse, read_parts
from huiying.mailbox.quoted import split_quoted

__all__ = ["Attachment", "MailText", "read_message"]

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
_OF_A_MAIL = _TO | {
    "from", "sender", "reply-to", "return-path", "subject", "date", "received", "message-id", "mime-version",
    "content-type",
}  # fmt: skip
MAX_NESTED = 4
_FOR = re.compile(rb"\sfor\s+(<[^<>\s]{3,320}>)")
_STUB = re.compile(r"html|浏览器|客户端|不支持|无法显示|browser|mail (?:reader|client|program)", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True, slots=True)
class MailText:
    """What a mail says. `recipients` are all addresses that it may have been sent to, lower case, each once.

    `date` is the sender's word; `received` is that of the mailbox's own server, from the topmost Received line.
    `text` is what the writer wrote, `quoted_text` what only repeats earlier mails; `automatic` and `bounce` say in
    Chinese by what the mail is known as such, "" where it is not; `problem` says what could not be read. `headless`:
    no field of a mail stands at its head, so it is none.
    """

    subject: str = ""
    sender: str = ""
    sender_name: str = ""
    recipients: tuple[str, ...] = ()
    date: datetime | None = None
    received: datetime | None = None
    message_id: str = ""
    references: tuple[str, ...] = ()
    text: str = ""
    quoted_text: str = ""
    charset: str = ""
    attachments: tuple[Attachment, ...] = ()
    links: tuple[str, ...] = ()
    automatic: str = ""
    auto_reply: bool = False
    receipt: bool = False
    proved_receipt: bool = False
    bulk: bool = False
    bounce: str = ""
    problem: str = ""
    headless: bool = False

    @property
    def quoted_removed(self) -> bool:
        return bool(self.quoted_text)


def read_message(raw: bytes) -> MailText:
    """Read a mail. Whatever is wrong with it, what is known comes back and `problem` says the rest."""
    message, problem = parse(raw)
    headers = fields(message)
    if not raw.strip():
        return MailText(problem="邮件是空的", headless=True)
    if not any(name in _OF_A_MAIL for name, _ in headers):
        return replace(_read(message, headers, problem), problem="文件没有邮件头，不是邮件", headless=True)
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
    automatic = automatic_of(parts, fields=headers, subject=subject, text=own, quoting=bool(quoted))
    return MailText(
        subject=subject,
        sender=senders[0][1] if senders else "",
        sender_name=senders[0][0] if senders else from_field[:200],
        recipients=_recipients(headers),
        date=instant(values("date")) or instant([value.rpartition(b";")[2].strip() for value in values("received")]),
        received=stamped(headers),
        message_id=next(iter(message_ids(values("message-id"))), ""),
        references=message_ids(values("references", "in-reply-to")),
        text=own,
        quoted_text=quoted,
        charset=parts.charset or "us-ascii",
        attachments=tuple(parts.attachments),
        links=links,
        automatic=automatic.why,
        auto_reply=automatic.reply,
        receipt=is_receipt(parts, subject),
        proved_receipt=proved_receipt(parts),
        bulk=_bulk(headers),
        bounce=bounce,
        problem=problem or parts.problem,
    )


def _body(parts: Parts) -> tuple[str, str, tuple[str, ...]]:
    """Return (own text, quoted text, links); HTML is read where there is no plain text worth reading."""
    plain = "\n\n".join(parts.plain).strip()
    quotes: list[str] = []
    links: tuple[str, ...] = ()
    text = plain
    read = [text_of(markup) for markup in parts.html[:20]]
    if not any(char.isalnum() for char in plain) or _is_stub(plain, [shown for shown, _, _ in read]):
        text = "\n\n".join(shown for shown, _, _ in read).strip() or plain
        quotes += [cut for _, cut, _ in read]
    for _, _, targets in read:
        links += targets
    own, quoted = split_quoted(text)
    quotes.append(quoted)
    return own, "\n".join(filter(None, quotes)), tuple(dict.fromkeys((*links, *links_in(own))))


def _is_stub(plain: str, shown: Sequence[str]) -> bool:
    """Whether the plain text only says that the mail is to be read as HTML."""
    return len(plain) < 200 and bool(_STUB.search(plain)) and sum(map(len, shown)) > 2 * len(plain)


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


def _bulk(headers: Sequence[tuple[str, bytes]]) -> bool:
    """Whether a mail went to many without being a letter to a discussion list, to which members write."""
    names = {name for name, _ in headers}
    return "list-unsubscribe" in names and not names & {"list-post", "x-mailing-list"}


def _recipients(headers: Sequence[tuple[str, bytes]]) -> tuple[str, ...]:
    """Return whom the fields name, and whom servers noted on the way: a site may send to nobody's name."""
    found = [address for name, value in headers if name in _TO for _, address in addresses([value])]
    noted = [match[1] for name, value in headers if name == "received" for match in _FOR.finditer(value)]
    found += [address for _, address in addresses(noted)]
    return tuple(dict.fromkeys(found))[:200]
