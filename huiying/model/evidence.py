"""Files that are written once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class EvidenceKind(StrEnum):
    """证据种类."""

    PAGE_BEFORE = "page_before"
    SCREENSHOT_BEFORE = "screenshot_before"
    ALERT = "alert"
    PAGE_AFTER = "page_after"
    RESPONSES = "responses"
    SCREENSHOT_AFTER = "screenshot_after"
    CHALLENGE = "challenge"
    CHECKED_PAGE = "checked_page"
    MAIL = "mail"
    ATTACHMENT = "attachment"
    DOCUMENT = "document"


@dataclass(frozen=True, kw_only=True, slots=True)
class Evidence:
    """证据: a file that is written once. `path` is relative to the vault; `sha256` is of the bytes as they lie there."""

    sha256: str
    kind: EvidenceKind
    path: str
    size: int
    kept_at: datetime
