"""The parts of a mail: text, attachments, reports; every count and size bounded, nothing raised (RFC 2045-2049)."""

from __future__ import annotations

import quopri
import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass, field
from email.errors import MessageError
from email.message import Message
from email.parser import BytesHeaderParser, BytesParser
from email.policy import compat32

from huiying.mailbox.charset import decode
from huiying.mailbox.headers import clean, fields, unbase64, words

MAX_RAW = 40_000_000
MAX_HEADER = 500_000
MAX_PARTS = 500
MAX_DEPTH = 12
MAX_TEXT = 1_000_000
MAX_ATTACHMENTS = 30
MAX_ATTACHED = 25_000_000

_META = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([A-Za-z0-9_:.-]{2,40})", re.IGNORECASE)
_RAW_NAME = re.compile(rb"(?:file)?name\s*=\s*\"?([^\";\r\n]+)", re.IGNORECASE)
_UNSAFE = re.compile(r"[\\/:*?\"<>|%$`;&]+")
_UUENCODED = re.compile(rb"^begin [0-7]{3} [^\r\n]{1,200}\r?\n(?:[ -`]{1,90}\r?\n)+?`?\r?\n?end\s*$", re.MULTILINE)


@dataclass(frozen=True, kw_only=True, slots=True)
class Attachment:
    """A file that came with a mail. `name` is safe as a file name; `media_type` is what the mail claims.

    `inline`: a picture that the mail's own text shows, such as a letterhead.
    """

    name: str
    media_type: str
    data: bytes
    inline: bool = False


@dataclass(kw_only=True, slots=True)
class Parts:
    """What was found in a mail's body, in the order of the mail; `problem` is one Chinese line, "" when all is well."""

    plain: list[str] = field(default_factory=list)
    html: list[str] = field(default_factory=list)
    charset: str = ""
    attachments: list[Attachment] = field(default_factory=list)
    reports: list[str] = field(default_factory=list)
    nested: list[Message[str, str]] = field(default_factory=list)
    media_types: list[str] = field(default_factory=list)
    problem: str = ""


def parse(raw: bytes) -> tuple[Message[str, str], str]:
    """Parse a mail; a body that the parser gives up on is left as one text. Returns the message and a problem or ""."""
    problem = f"邮件超过 {MAX_RAW // 1_000_000} MB，只读取了前面部分" if len(raw) > MAX_RAW else ""
    raw = _first_lines(raw, MAX_RAW).removeprefix(BOM_UTF8).lstrip(b"\r\n")
    if raw.startswith((b"From ", b">From ")):
        raw = raw.partition(b"\n")[2]
    end = re.search(rb"\r?\n\r?\n", raw[: MAX_HEADER + 4])
    if end is None and len(raw) > MAX_HEADER:
        raw, problem = _without_end_of_header(raw), problem or "邮件头过长，只读取了前面部分"
    try:
        return BytesParser(policy=compat32).parsebytes(raw), problem
    except (RecursionError, ValueError, LookupError, IndexError, TypeError, AttributeError, MessageError):
        return BytesHeaderParser(policy=compat32).parsebytes(raw), "邮件结构无法解析，只读取了邮件头"


def _without_end_of_header(raw: bytes) -> bytes:
    end = re.search(rb"\r?\n\r?\n", raw)
    head = raw[:MAX_HEADER].rpartition(b"\n")[0] or raw[:MAX_HEADER]
    return head + (raw[end.start() :] if end else b"\r\n\r\n")


def read_parts(message: Message[str, str]) -> Parts:
    """Walk the parts of a message, not into the messages that it carries along."""
    parts = Parts()
    size = 0
    for count, part in enumerate(_leaves(message, 0)):
        if count >= MAX_PARTS:
            parts.problem = parts.problem or f"邮件分段过多，只读取了前 {MAX_PARTS} 段"
            break
        kind = _kind(part)
        parts.media_types.append(kind)
        if kind in {"message/rfc822", "message/global", "text/rfc822-headers"} or kind.startswith("message/partial"):
            parts.nested += [inner for inner in _inner(part) if len(parts.nested) < 10]
        elif kind in {
            "message/delivery-status",
            "message/disposition-notification",
            "message/feedback-report",
            "message/global-delivery-status",
        }:
            parts.reports.append(_report(part))
        elif kind.startswith(("text/", "multipart/")) and not _attached(part):
            _take_text(parts, part, kind)
        elif len(parts.attachments) < MAX_ATTACHMENTS:
            data = payload(part)
            size += len(data)
            if size > MAX_ATTACHED:
                parts.problem = parts.problem or "附件过大，只保留了前面部分"
                size -= len(data)
                continue
            name = _name(part, kind, len(parts.attachments))
            parts.attachments.append(Attachment(name=name, media_type=kind, data=data, inline=_inline(part, kind)))
    return parts


def _leaves(part: Message[str, str], depth: int) -> Iterator[Message[str, str]]:
    body = _body(part)
    if isinstance(body, list) and _kind(part).startswith("multipart/") and depth < MAX_DEPTH:
        for inner in body[: MAX_PARTS + 1]:
            if isinstance(inner, Message):
                yield from _leaves(inner, depth + 1)
    else:
        yield part


def _kind(part: Message[str, str]) -> str:
    try:
        return clean(part.get_content_type()).lower()
    except (ValueError, TypeError, AttributeError, IndexError):
        return "text/plain"


def _body(part: Message[str, str]) -> object:
    """Return what stands in a part, undecoded. The parser's own way stumbles over a charset with a null in its name."""
    return vars(part).get("_payload")


def _inner(part: Message[str, str]) -> list[Message[str, str]]:
    body = _body(part)
    if isinstance(body, list):
        return [inner for inner in body if isinstance(inner, Message)]
    return [parse(payload(part))[0]]


def _report(part: Message[str, str]) -> str:
    body = _body(part)
    blocks = body if isinstance(body, list) else []
    lines = [
        f"{name}: {str(value)[:1000]}"
        for block in blocks[:50]
        if isinstance(block, Message)
        for name, value in block.items()
    ]
    return "\n".join(lines)[:20_000] or decode(payload(part)[:20_000])[0]


def _attached(part: Message[str, str]) -> bool:
    disposition = str(part.get("content-disposition", "")).strip().lower()
    return disposition.startswith("attachment") or (bool(disposition) and "filename" in disposition)


def _inline(part: Message[str, str], kind: str) -> bool:
    shown = not str(part.get("content-disposition", "")).strip().lower().startswith("attachment")
    return kind.startswith("image/") and shown and "content-id" in part


def _take_text(parts: Parts, part: Message[str, str], kind: str) -> None:
    data = _first_lines(payload(part), MAX_TEXT * 4)
    label = _parameter(part, "charset")
    if kind == "text/html" and (meta := _META.search(data[:4096])) and not label:
        label = meta[1].decode("ascii")
    data = _UUENCODED.sub(b"", data)
    text, used = decode(data, label)
    text = text[:MAX_TEXT].replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    (parts.html if kind in {"text/html", "text/x-html", "application/xhtml+xml"} else parts.plain).append(text)
    if not parts.charset or parts.charset == "us-ascii":
        parts.charset = used


def _first_lines(data: bytes, size: int) -> bytes:
    """Cut at the end of a line: a text that is cut inside a character reads as one in another charset."""
    return data if len(data) <= size else data[:size].rpartition(b"\n")[0] or data[:size]


def _parameter(part: Message[str, str], name: str) -> str:
    try:
        value = part.get_param(name, "")
    except (ValueError, TypeError, AttributeError, IndexError, LookupError):
        return ""
    if isinstance(value, tuple):
        value = value[2] if len(value) == 3 else ""
    return str(value or "")


def payload(part: Message[str, str]) -> bytes:
    """Return a part's bytes; a broken transfer encoding yields what can be read of it."""
    body = _body(part)
    if isinstance(body, list):
        return b""
    raw = str(body or "").encode("utf-8", "surrogateescape")
    encoding = str(part.get("content-transfer-encoding", "")).strip().strip("\"'").lower()
    if encoding.startswith("base64"):
        return unbase64(raw)
    if encoding.startswith("quoted-printable"):
        return quopri.decodestring(raw)
    if encoding in {"x-uuencode", "uuencode", "uue", "x-uue"}:
        try:
            data = part.get_payload(decode=True)
        except (ValueError, LookupError, TypeError, AttributeError):
            return raw
        return data if isinstance(data, bytes) else b""
    return raw


def _name(part: Message[str, str], kind: str, index: int) -> str:
    value: object = ""
    claimed = dict(reversed(fields(part)))
    for raw_field in (claimed.get("content-disposition", b""), claimed.get("content-type", b"")):
        if not raw_field.isascii() and (raw := _RAW_NAME.search(raw_field)):
            return safe_name(words(raw[1])) or f"附件{index + 1}"
    for header, parameter in (("content-disposition", "filename"), ("content-type", "name")):
        try:
            value = part.get_param(parameter, "", header=header)
        except (ValueError, TypeError, AttributeError, IndexError, LookupError):
            value = ""
        if value:
            break
    if isinstance(value, tuple) and len(value) == 3:
        name = decode(str(value[2]).encode("latin-1", "replace"), str(value[0] or ""))[0]
    else:
        name = words(str(value).encode("utf-8", "surrogateescape"))
    return safe_name(name) or f"附件{index + 1}{'.html' if kind == 'text/html' else ''}"


def safe_name(name: str) -> str:
    """Return a file name without folders, control characters, reserved signs or leading dots, at most 100 characters."""
    name = clean(name).replace("\\", "/").rpartition("/")[2]
    name = _UNSAFE.sub("_", name).strip(" .")
    stem, dot, suffix = name.rpartition(".")
    if dot and len(suffix) <= 10:
        return f"{stem[: 99 - len(suffix)]}.{suffix}"
    return name[:100]
