"""A small round as several tests need it."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime

from huiying.db.ledger import Ledger
from huiying.db.rounds import Planned
from huiying.model import SHANGHAI, Authority, Evidence, EvidenceKind, Inquiry, Question, Round, Site

AUTHORITY = Authority(office="某市人民政府办公室", ground="检查通知")

CLOSES = datetime(2024, 2, 25, 23, 59, 59, tzinfo=SHANGHAI)


def monday(hour: int = 9) -> datetime:
    """The Monday on which the round of the real notice could have opened."""
    return datetime(2024, 2, 5, hour, tzinfo=SHANGHAI)


def site(order: int = 1, name: str = "杞县", **values: str) -> Site:
    host = f"127.0.43.{order}"
    return Site(id=0, order=order, name=name, home_url=f"http://{host}/", hosts=(host,), unit=name, **values)


QUESTION = Question(
    id=0,
    title="社保卡丢失后如何补办",
    body="您好,我的社保卡不慎丢失,请问补办需要带哪些材料,到哪里办理?谢谢。",
    keywords=("身份证", "社保"),
)


def open_round(
    ledger: Ledger,
    *names: str,
    name: str = "2024年第一季度",
    beside: Sequence[str] = (),
    closes: datetime = CLOSES,
    mailbox: bool = False,
) -> tuple[Round, list[Inquiry]]:
    """Import sites of these names and one question, open a round, return it with its inquiries.

    `mailbox`: the letters name an address for the answer, each its own.
    """
    ledger.rosters.import_sites([site(order, each) for order, each in enumerate(names or ("杞县",), start=1)])
    ledger.rosters.import_questions([QUESTION])
    question = ledger.rosters.questions()[0]
    planned = [
        Planned(
            site=each, question=question, alias=f"a{each.order}@city.test" if mailbox else "", query_password="2345"
        )
        for each in ledger.rosters.sites()
    ]
    opened = ledger.rounds.open(
        name=name, closes_at=closes, authority=AUTHORITY, policy="{}", planned=planned, beside=beside
    )
    return opened, ledger.rounds.inquiries(opened.id)


def proof(text: str = "受理编号 2024001") -> Evidence:
    """A piece of evidence that stands in no vault."""
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Evidence(
        sha256=digest, kind=EvidenceKind.PAGE_AFTER, path=f"x/{digest[:8]}.html", size=len(text), kept_at=monday()
    )
