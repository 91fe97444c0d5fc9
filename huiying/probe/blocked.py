"""Why a question could not be put: the one exception of everything that happens before the door (DESIGN §6)."""

from __future__ import annotations

from huiying.model import BlockReason


class Blocked(Exception):
    """The question could not be put; nothing was sent. `note` is one Chinese line for the operator."""

    def __init__(self, reason: BlockReason, note: str = "") -> None:
        self.reason = reason
        self.note = note or reason.label
        super().__init__(f"{reason.label}：{self.note}")
