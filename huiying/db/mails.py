"""Mails: kept raw before anybody looks, then matched, held for a person, or set aside."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from email.parser import BytesHeaderParser

from sqlalchemy import Engine, insert, select, update

from huiying.db import tables as t
from huiying.db.engine import reading
from huiying.model import Evidence, EvidenceKind
from huiying.ports import Clock, EvidenceVault, IncomingMail


@dataclass(frozen=True, kw_only=True, slots=True)
class KeptMail:
    """A mail in the database; `evidence` is its raw bytes in the vault."""

    id: int
    received_at: datetime
    status: str
    evidence: Evidence
    inquiry_id: int | None = None
    why: str = ""


def identity(raw: bytes) -> str:
    """Return what stays the same when a server gives a mail a new UID: Message-ID and body, else all its bytes."""
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    try:
        message_id = str(BytesHeaderParser().parsebytes(head).get("Message-ID", "")).strip()
    except (ValueError, LookupError, IndexError, TypeError, AttributeError):  # the parser's own bugs on broken headers
        message_id = ""
    known = message_id.encode("utf-8", "surrogateescape") + b"\0" + body if message_id else raw
    return hashlib.sha256(known).hexdigest()


class Mails:
    """MailStore over database and vault, and the holding pen for mail that is not surely matched."""

    def __init__(self, engine: Engine, clock: Clock, vault: EvidenceVault) -> None:
        self._engine = engine
        self._clock = clock
        self._vault = vault

    def mail_uids(self, account: str, folder: str, uidvalidity: int) -> frozenset[int]:
        """Return the UIDs already kept."""
        place = (t.mail_uid.c.account == account, t.mail_uid.c.folder == folder)
        with reading(self._engine) as connection:
            return frozenset(
                connection.execute(
                    select(t.mail_uid.c.uid).where(*place, t.mail_uid.c.uidvalidity == uidvalidity)
                ).scalars()
            )

    def keep_mail(self, mail: IncomingMail) -> bool:
        """Commit the raw mail; the file first, so that a crash between leaves a file without a row, never the
        other way round.
        """
        kept = self._vault.keep(mail.raw, kind=EvidenceKind.MAIL, suffix=".eml", folder=f"mail/{mail.account}")
        known = identity(mail.raw)
        uid = {"account": mail.account, "folder": mail.folder, "uidvalidity": mail.uidvalidity, "uid": mail.uid}
        with self._engine.begin() as connection:
            same = (t.mail.c.account == mail.account, t.mail.c.identity == known)
            mail_id = connection.execute(select(t.mail.c.id).where(*same)).scalar()
            new = mail_id is None
            if new:
                mail_id = connection.execute(
                    insert(t.mail)
                    .values(
                        account=mail.account,
                        received_at=mail.received_at,
                        identity=known,
                        sha256=kept.sha256,
                        path=kept.path,
                        size=kept.size,
                        kept_at=kept.kept_at,
                    )
                    .returning(t.mail.c.id)
                ).scalar_one()
            noted = connection.execute(select(t.mail_uid.c.mail_id).filter_by(**uid)).scalar()
            if noted is None:
                connection.execute(insert(t.mail_uid).values(mail_id=mail_id, **uid))
        return new

    def with_status(self, *statuses: str) -> list[KeptMail]:
        """Return the mails of these statuses (new, matched, held, other), in order of arrival."""
        query = select(t.mail).where(t.mail.c.status.in_(statuses)).order_by(t.mail.c.received_at, t.mail.c.id)
        with reading(self._engine) as connection:
            return [
                KeptMail(
                    id=row.id,
                    received_at=row.received_at,
                    status=row.status,
                    evidence=Evidence(
                        sha256=row.sha256, kind=EvidenceKind.MAIL, path=row.path, size=row.size, kept_at=row.kept_at
                    ),
                    inquiry_id=row.inquiry_id,
                    why=row.why,
                )
                for row in connection.execute(query)
            ]

    def mark(self, mail_id: int, status: str, *, why: str, inquiry_id: int | None = None) -> None:
        """Note what became of the mail."""
        with self._engine.begin() as connection:
            connection.execute(
                update(t.mail).where(t.mail.c.id == mail_id).values(status=status, why=why, inquiry_id=inquiry_id)
            )
