"""Whether a mail is returned mail: by its structure (RFC 3464), by flufl.bounce, or by what mail systems write."""

from __future__ import annotations

import logging
import re
from collections.abc import Sequence
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses

from flufl.bounce import all_failures

from huiying.mailbox.marks import marks
from huiying.mailbox.parts import Parts

logging.getLogger("flufl.bounce").addHandler(logging.NullHandler())  # it logs what it stumbles over, with tracebacks

_HEAD = 6000
_ASCII = bytes(byte if byte < 0x80 else 0x3F for byte in range(256))
_HUMAN_SUBJECT = re.compile(
    r"^\s*(?:re|aw|sv|antw|回复|答复|回覆|答覆|fw|fwd|转发|轉寄)\s*(?:\[\d+\])?\s*[:：]", re.IGNORECASE
)
_ACTION = re.compile(r"^\s*action\s*:\s*(\w+)", re.IGNORECASE | re.MULTILINE)


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
    if reason := _by_structure(parts, fields):
        return reason
    if reason == "" and _delivered(parts):
        return ""
    words = marks()
    daemon = bool(words.bounce_daemon.search(sender))
    if words.auto_subjects.search(subject) or words.receipts.search(subject):
        return ""
    if _HUMAN_SUBJECT.match(subject) and not daemon:
        return ""
    if _by_flufl(message):
        return "flufl.bounce 认出退信格式"
    return _by_words(sender=sender, subject=subject, head=text[:_HEAD], empty_path=_empty_path(fields))


def _by_structure(parts: Parts, fields: Sequence[tuple[str, bytes]]) -> str:
    names = {name for name, _ in fields}
    if names & {"x-failed-recipients", "x-ms-exchange-message-is-ndr"}:
        return "邮件头标明投递失败"
    kinds = dict(fields).get("content-type", b"").lower()
    report = (
        b"multipart/report" in kinds and b"disposition-notification" not in kinds and b"feedback-report" not in kinds
    )
    status = any("delivery-status" in kind for kind in parts.media_types)
    if (status or (report and b"delivery-status" in kinds)) and not _delivered(parts):
        return "投递状态报告(RFC 3464)"
    return ""


def _delivered(parts: Parts) -> bool:
    actions = {action.lower() for report in parts.reports for action in _ACTION.findall(report)}
    return bool(actions) and actions <= {"delivered", "relayed", "expanded"}


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


def _by_words(*, sender: str, subject: str, head: str, empty_path: bool) -> str:
    words = marks()
    from_system = bool(words.bounce_senders.search(sender))
    told = bool(words.bounce_subjects.search(subject))
    said = bool(words.bounce_phrases.search(head))
    coded = bool(words.bounce_codes.search(head) or words.bounce_fields.search(head))
    if words.bounce_daemon.search(sender) and (told or said or coded or empty_path):
        return "发件人是邮件系统"
    evidence = sum((from_system, told, said, coded, empty_path and (told or said)))
    if (from_system or told) and evidence >= 2:
        return "发件人、主题或正文说明投递失败"
    if said and len(words.bounce_fields.findall(head)) >= 2:
        return "正文带有投递状态字段"
    if empty_path and said and coded:
        return "无退回路径的投递失败说明"
    return ""


def _empty_path(fields: Sequence[tuple[str, bytes]]) -> bool:
    return any(name == "return-path" and value.strip() in {b"<>", b"", b"<MAILER-DAEMON>"} for name, value in fields)
