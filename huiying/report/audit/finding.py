"""What an audit finds."""

from __future__ import annotations

from dataclasses import asdict, dataclass


@dataclass(frozen=True, kw_only=True, slots=True)
class Finding:
    """审核发现: where it stands, what stands there, what should, and why; all Chinese."""

    place: str
    stands: str
    should: str
    why: str

    def to_json(self) -> dict[str, str]:
        """Return the finding as plain data."""
        return asdict(self)
