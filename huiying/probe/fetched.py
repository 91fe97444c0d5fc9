"""What the HTTP client hands back: a page, or why it could not be had."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum


class FailureKind(StrEnum):
    """Why a page could not be had."""

    UNREACHABLE = "unreachable"
    TIMEOUT = "timeout"
    STATUS = "status"
    OFF_ROSTER = "off_roster"
    TOO_LARGE = "too_large"
    UNDECODABLE = "undecodable"


GONE = frozenset({404, 410})
"""Of what a dead link names there is nothing to read, for us or for a citizen: no answer stands there."""


class FetchFailed(Exception):
    """A page could not be had. `note` is one Chinese line for the operator; `status` the HTTP status where there was one."""

    def __init__(self, kind: FailureKind, note: str, *, status: int = 0) -> None:
        self.kind = kind
        self.note = note
        self.status = status
        super().__init__(note)


@dataclass(frozen=True, kw_only=True, slots=True)
class Fetched:
    """What a server sent. `url` is where the redirects ended; `text` is "" for a picture.

    `not_modified`: the server says that nothing changed since our last visit; bytes and text are those of then.
    """

    url: str
    status: int
    bytes: bytes
    text: str
    headers: Mapping[str, str] = field(default_factory=dict)
    not_modified: bool = False
