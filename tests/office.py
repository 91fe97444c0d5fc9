"""A city office whose mail arrives, as several tests need it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from huiying.app.letters import read_new_mail
from huiying.app.world import World
from huiying.db.health import MAIL_WHOLE
from huiying.db.ledger import Ledger
from huiying.model import AnswerKind, Inquiry, Round, Unknown
from huiying.ports import IncomingMail
from tests.fakes import FakeClock
from tests.rounds import open_round
from tests.worlds import kept, submit, world_of

ANSWER = "您好！社保卡丢失后，请携带身份证到社保经办窗口办理补卡，工本费20元，当场领取。"
RECEIPT = "您好，您的来信已收到，我们将尽快答复，请耐心等待。"


def press(ledger: Ledger, inquiry: Inquiry) -> Inquiry:
    """Press, and never learn what came of it."""
    return ledger.door.settle(ledger.door.arm(inquiry, evidence=[]), Unknown(why="没有回应"), evidence=[])


class Office:
    """A city office with one round, its sites asked on Monday at nine; of the press at place `unknown` nothing is known."""

    def __init__(
        self,
        tmp_path: Path,
        ledger: Ledger,
        clock: FakeClock,
        *names: str,
        unknown: int | None = None,
    ) -> None:
        self.ledger, self.clock = ledger, clock
        self.world: World = world_of(tmp_path, ledger, clock)
        self.round: Round
        self.inquiries: Sequence[Inquiry]
        self.round, planned = open_round(ledger, *names, mailbox=True)
        receipt = kept(self.world, "受理编号")
        self.inquiries = [
            submit(ledger, inquiry, receipt) if place != unknown else press(ledger, inquiry)
            for place, inquiry in enumerate(planned)
        ]
        self._uid = 0

    def receive(self, text: str, *, at: datetime, **more: str) -> None:
        """Let a mail arrive as `arrive` does, and be looked at."""
        self.arrive(text, at=at, **more)
        read_new_mail(self.world)

    def arrive(
        self,
        text: str,
        *,
        to: str = "",
        sender: str = "office@example.cn",
        subject: str = "答复",
        at: datetime,
        more: str = "",
    ) -> None:
        """Let a mail arrive at that instant, by the server's clock, and be kept."""
        self._uid += 1
        head = f"From: {sender}\r\nTo: {to}\r\nSubject: {subject}\r\nMessage-ID: <{self._uid}@x>\r\n{more}"
        raw = (head if "Content-Type" in more else f"{head}Content-Type: text/plain; charset=utf-8\r\n") + f"\r\n{text}"
        mail = IncomingMail(
            account="wen@city.test", folder="INBOX", uidvalidity=1, uid=self._uid, received_at=at, raw=raw.encode()
        )
        self.ledger.mails.keep_mails([mail])

    def read_whole(self) -> None:
        """Let the mailbox be read at this instant without a gap."""
        self.ledger.health.note(MAIL_WHOLE, at=self.clock.now())

    def held(self) -> list[str]:
        return [kept.why for kept in self.ledger.mails.with_status("held")]

    def seen(self, place: int = 0) -> list[tuple[datetime, AnswerKind, bool]]:
        return [
            (seen.at, seen.judgement.kind, seen.judgement.sure)
            for seen in self.ledger.observations.of(self.inquiries[place].id)
            if seen.judgement
        ]
