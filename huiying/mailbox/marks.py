"""The words of marks.toml, compiled once."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files


@dataclass(frozen=True, kw_only=True, slots=True)
class Marks:
    """How machines write: `bounce_*` of returned mail, the rest of automatic answers."""

    bounce_senders: re.Pattern[str]
    bounce_daemon: re.Pattern[str]
    bounce_subjects: re.Pattern[str]
    bounce_phrases: re.Pattern[str]
    bounce_codes: re.Pattern[str]
    bounce_fields: re.Pattern[str]
    bounce_returned: re.Pattern[str]
    auto_headers: re.Pattern[str]
    auto_precedence: re.Pattern[str]
    auto_subjects: re.Pattern[str]
    receipts: re.Pattern[str]
    auto_texts: re.Pattern[str]
    absences: re.Pattern[str]


@cache
def marks() -> Marks:
    """Read marks.toml from the package."""
    words = tomllib.loads(files(__package__).joinpath("marks.toml").read_text("utf-8"))
    bounce, automatic = words["bounce"], words["automatic"]

    def union(patterns: str | list[str]) -> re.Pattern[str]:
        listed = [patterns] if isinstance(patterns, str) else patterns
        return re.compile("|".join(f"(?:{pattern})" for pattern in listed), re.IGNORECASE | re.MULTILINE)

    return Marks(
        bounce_senders=union(bounce["senders"]),
        bounce_daemon=union(bounce["daemon"]),
        bounce_subjects=union(bounce["subjects"]),
        bounce_phrases=union(bounce["phrases"]),
        bounce_codes=union(bounce["codes"]),
        bounce_fields=union(bounce["fields"]),
        bounce_returned=union(bounce["returned"]),
        auto_headers=union(automatic["headers"]),
        auto_precedence=union(automatic["precedence"]),
        auto_subjects=union(automatic["replies"]),
        receipts=union(automatic["receipts"]),
        auto_texts=union(automatic["texts"]),
        absences=union(automatic["absences"]),
    )
