"""Whether a mail is returned mail: by its structure (RFC 3464), by flufl.bounce, or by what mail systems write."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses

from flufl.bounce import all_failures

from huiying.mailbox.automatic import delivered
from huiying.mailbox.headers import addresses
from huiying.mailbox.headers import fields as fields_of
from huiying.mailbox.marks import marks
from huiying.mailbox.parts import Parts

logging.getLogger("flufl.bounce").addHandler(logging.NullHandler())  # it logs what it stumbles over, with tracebacks

_HEAD = 6000
_ASCII = bytes(byte if byte < 0x80 else 0x3F for byte in range(256))
_NOTIFIED = re.compile(r'^\s*\{\s*"(?:notificationType|eventType)"\s*:\s*"(?:Bounce|Complaint)"')
"""How a cloud's sending service tells of returned mail: as JSON."""

_HUMAN_SUBJECT = re.compile(
    r"^\s*(?:re|aw|sv|antw|回复|答复|回覆|答覆|fw|fwd|转发|轉寄)\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE
)


def why_bounce(
    message: Message[str, str],
    parts: Parts,
    *,
    fields: Sequence[tuple[str, bytes]],
    sender: str,
    subject: str,
    text: str,
) -> str:
    """Return one Chinese line that says by what a mail is known as returned, "" when it is none.

    `sender` is the whole From field as text; `text` is the body, at least its beginning.
    """
    if reason := _by_structure(parts, fields, text):
        return reason
    if delivered(parts):
        return ""
    words = marks()
    if words.auto_subjects.search(subject) or words.receipts.search(subject):
        return ""
    signs = _Signs(
        daemon=bool(words.bounce_daemon.search(sender)),
        system=bool(words.bounce_senders.search(sender)),
        told=bool(words.bounce_subjects.search(subject)),
        said=bool(words.bounce_phrases.search(text[:_HEAD])),
        coded=bool(words.bounce_codes.search(text[:_HEAD]) or words.bounce_fields.search(text[:_HEAD])),
        null_path=_empty_path(fields),
        returned=_returned(parts, fields) or bool(words.bounce_returned.search(text[:_HEAD])),
    )
    machine = signs.daemon or ((signs.system or signs.null_path) and signs.said and signs.coded)
    if _HUMAN_SUBJECT.match(subject) and not machine:
        return ""
    if signs.any and _by_flufl(message):
        return "flufl.bounce 认出退信格式"
    return _by_words(signs, listed=len(words.bounce_fields.findall(text[:_HEAD])))


@dataclass(frozen=True, kw_only=True, slots=True)
class _Signs:
    """What speaks for returned mail: who sent it, what its subject and its text say, what it carries along."""

    daemon: bool
    system: bool
    told: bool
    said: bool
    coded: bool
    null_path: bool
    returned: bool

    @property
    def any(self) -> bool:
        return self.system or self.told or self.said or self.coded or self.null_path or self.returned


def _by_structure(parts: Parts, fields: Sequence[tuple[str, bytes]], text: str) -> str:
    names = {name for name, _ in fields}
    if names & {"x-failed-recipients", "x-ms-exchange-message-is-ndr"}:
        return "邮件头标明投递失败"
    if "message/feedback-report" in parts.media_types:
        return "邮件系统的投诉报告（RFC 5965）"
    if _NOTIFIED.search(text[:_HEAD]):
        return "投递服务的退信通知"
    kinds = dict(fields).get("content-type", b"").lower()
    report = (
        b"multipart/report" in kinds and b"disposition-notification" not in kinds and b"feedback-report" not in kinds
    )
    status = any("delivery-status" in kind for kind in parts.media_types)
    if (status or (report and b"delivery-status" in kinds)) and not delivered(parts):
        return "投递状态报告（RFC 3464）"
    return ""


def _by_flufl(message: Message[str, str]) -> bool:
    """Ask flufl.bounce; it raises on raw 8-bit headers, so it gets a copy whose headers are ASCII."""
    try:
        raw = message.as_bytes(policy=compat32)[:200_000]
        copy = BytesParser(policy=compat32).parsebytes(raw.translate(_ASCII))
        if not getaddresses([str(copy.get("from", ""))]):
            del copy["from"]
            copy["From"] = "nobody@invalid"
        temporary, permanent = all_failures(copy)
    except Exception:  # noqa: BLE001  a parser of foreign formats may stumble over anything
        return False
    return bool(temporary or permanent)


def _by_words(signs: _Signs, *, listed: int) -> str:
    """Weigh the signs; `listed` counts the fields of a status report that stand in the text."""
    if signs.daemon:  # in whatever language: no person and no site's software writes under its name
        return "发件人是邮件系统"
    evidence = sum((signs.system, signs.told, signs.said, signs.coded, signs.null_path and (signs.told or signs.said)))
    if (signs.system or signs.told) and evidence >= 2:
        return "发件人、主题或正文说明投递失败"
    if signs.said and listed >= 2:
        return "正文带有投递状态字段"
    if signs.said and (signs.returned or signs.null_path) and (signs.coded or signs.system):
        return "投递失败说明，附有被退回的邮件"
    return ""


def _returned(parts: Parts, fields: Sequence[tuple[str, bytes]]) -> bool:
    """Whether the mail carries one along that its own recipient had sent."""
    ours = {address for _, address in addresses([value for name, value in fields if name in {"to", "delivered-to"}])}
    for message in parts.nested:
        froms = [value for name, value in fields_of(message) if name in {"from", "return-path", "sender"}]
        if ours & {address for _, address in addresses(froms)}:
            return True
    return False


def _empty_path(fields: Sequence[tuple[str, bytes]]) -> bool:
    return any(name == "return-path" and value.strip() in {b"<>", b"", b"<MAILER-DAEMON>"} for name, value in fields)
