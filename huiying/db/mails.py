"""Mails: kept raw before anybody looks, then matched, held for a person, or set aside."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from email.parser import BytesHeaderParser

from sqlalchemy import Connection, Engine, Row, func, insert, select, update
from sqlalchemy.exc import IntegrityError

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


@dataclass(frozen=True, kw_only=True, slots=True)
class MailMark:
    """What became of a mail: matched to an inquiry, held for a person, or other.

    `candidates` are the inquiries to which a held one may belong.
    """

    mail_id: int
    status: str
    why: str
    inquiry_id: int | None = None
    candidates: tuple[int, ...] = ()


Place = tuple[str, str, int, int]
"""Account, folder, UIDVALIDITY, UID."""


@dataclass(frozen=True, kw_only=True, slots=True)
class _Arrived:
    """A mail on its way into the tables."""

    mail: IncomingMail
    identity: str
    file: Evidence

    @property
    def place(self) -> Place:
        return (self.mail.account, self.mail.folder, self.mail.uidvalidity, self.mail.uid)

    @property
    def uid(self) -> dict[str, object]:
        return dict(zip(("account", "folder", "uidvalidity", "uid"), self.place, strict=True))

    @property
    def row(self) -> dict[str, object]:
        return {
            "account": self.mail.account,
            "received_at": self.mail.received_at,
            "identity": self.identity,
            "sha256": self.file.sha256,
            "path": self.file.path,
            "size": self.file.size,
            "kept_at": self.file.kept_at,
        }


DELIVERED = ("Delivered-To", "X-Original-To", "Envelope-To")


def identity(raw: bytes) -> str:
    """Return what stays the same when a server gives a mail a new UID: Message-ID, whom it was delivered to and body,
    else all its bytes.

    One mail that a site sends to two of our addresses comes twice, and is two mails.
    """
    head, _, body = raw.replace(b"\r\n", b"\n").partition(b"\n\n")
    try:
        fields = BytesHeaderParser().parsebytes(head)
        message_id = str(fields.get("Message-ID", "")).strip()
        to = sorted({str(value).strip().lower() for name in DELIVERED for value in fields.get_all(name, [])})
    except (ValueError, LookupError, IndexError, TypeError, AttributeError):  # the parser's own bugs on broken headers
        message_id, to = "", []
    known = "\0".join((message_id, *to)).encode("utf-8", "surrogateescape") + b"\0" + body if message_id else raw
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

    def keep_mails(self, mails: Sequence[IncomingMail]) -> int:
        """Commit raw mails of one account together and return how many are new.

        The files first, so that a crash between leaves files without rows, never the other way round.
        """
        if not mails:
            return 0
        (account,) = {mail.account for mail in mails}
        files = self._vault.keep_all(
            [mail.raw for mail in mails], kind=EvidenceKind.MAIL, suffix=".eml", folder=f"mail/{account}"
        )
        arrived = [
            _Arrived(mail=mail, identity=identity(mail.raw), file=file) for mail, file in zip(mails, files, strict=True)
        ]
        try:
            return self._commit(account, arrived)
        except IntegrityError:  # another process kept one of them meanwhile; now it is there to be seen
            return self._commit(account, arrived)

    def _commit(self, account: str, arrived: Sequence[_Arrived]) -> int:
        with self._engine.begin() as connection:
            known = _known(connection, account, [one.identity for one in arrived])
            fresh = {one.identity: one for one in reversed(arrived) if one.identity not in known}
            if fresh:
                connection.execute(insert(t.mail), [one.row for one in reversed(fresh.values())])
                known |= _known(connection, account, list(fresh))
            noted = _noted(connection, arrived)
            uids = {one.place: {**one.uid, "mail_id": known[one.identity]} for one in arrived if one.place not in noted}
            if uids:
                connection.execute(insert(t.mail_uid), list(uids.values()))
        return len(fresh)

    def with_status(self, *statuses: str) -> list[KeptMail]:
        """Return the mails of these statuses (new, matched, held, other), in order of arrival."""
        query = select(t.mail).where(t.mail.c.status.in_(statuses)).order_by(t.mail.c.received_at, t.mail.c.id)
        with reading(self._engine) as connection:
            return [_kept(row) for row in connection.execute(query)]

    def get(self, mail_id: int) -> KeptMail | None:
        """Return the mail of this number, whatever has become of it."""
        with reading(self._engine) as connection:
            row = connection.execute(select(t.mail).where(t.mail.c.id == mail_id)).first()
        return _kept(row) if row is not None else None

    def mark(self, marks: Sequence[MailMark]) -> None:
        """Note together what the rule makes of new mails; one that is no longer new stays as it is."""
        with self._engine.begin() as connection:
            fresh = still_new(connection, [one.mail_id for one in marks])
            for one in marks:
                if one.mail_id in fresh:
                    write_mark(connection, one)

    def claims(self, round_id: int, *, until: datetime) -> dict[int, int]:
        """Return how many held mails that came by then may belong to each inquiry of the round, by inquiry."""
        query = (
            select(t.mail_candidate.c.inquiry_id, func.count())
            .join(t.mail, t.mail.c.id == t.mail_candidate.c.mail_id)
            .join(t.inquiry, t.inquiry.c.id == t.mail_candidate.c.inquiry_id)
            .where(t.mail.c.status == "held", t.mail.c.received_at <= until, t.inquiry.c.round_id == round_id)
            .group_by(t.mail_candidate.c.inquiry_id)
        )
        with reading(self._engine) as connection:
            return {row[0]: row[1] for row in connection.execute(query)}

    def count(self, status: str) -> int:
        """Return how many mails have this status."""
        with reading(self._engine) as connection:
            query = select(func.count()).select_from(t.mail).where(t.mail.c.status == status)
            return connection.execute(query).scalar_one()


def _kept(row: Row[tuple[object, ...]]) -> KeptMail:
    m = row._mapping  # noqa: SLF001 - SQLAlchemy's public name for it
    return KeptMail(
        id=m["id"],
        received_at=m["received_at"],
        status=m["status"],
        evidence=Evidence(
            sha256=m["sha256"], kind=EvidenceKind.MAIL, path=m["path"], size=m["size"], kept_at=m["kept_at"]
        ),
        inquiry_id=m["inquiry_id"],
        why=m["why"],
    )


def write_mark(connection: Connection, mark: MailMark) -> None:
    """Note in this transaction what became of a mail."""
    values = {"status": mark.status, "why": mark.why, "inquiry_id": mark.inquiry_id}
    connection.execute(update(t.mail).where(t.mail.c.id == mark.mail_id).values(values))
    of_mail = t.mail_candidate.c.mail_id == mark.mail_id
    known = set(connection.execute(select(t.mail_candidate.c.inquiry_id).where(of_mail)).scalars())
    if rows := [{"mail_id": mark.mail_id, "inquiry_id": each} for each in mark.candidates if each not in known]:
        connection.execute(insert(t.mail_candidate), rows)


def still_new(connection: Connection, mail_ids: Sequence[int]) -> set[int]:
    """Return which of these mails nobody has marked yet, and keep every other process from doing so meanwhile."""
    query = select(t.mail.c.id).where(t.mail.c.id.in_(mail_ids), t.mail.c.status == "new")
    return set(connection.execute(query.order_by(t.mail.c.id).with_for_update()).scalars()) if mail_ids else set()


def _known(connection: Connection, account: str, identities: Sequence[str]) -> dict[str, int]:
    """Return the mails that are kept already, by identity."""
    same = (t.mail.c.account == account, t.mail.c.identity.in_(identities))
    return {row.identity: row.id for row in connection.execute(select(t.mail.c.identity, t.mail.c.id).where(*same))}


def _noted(connection: Connection, arrived: Sequence[_Arrived]) -> set[Place]:
    """Return which of these UIDs are noted already."""
    columns = (t.mail_uid.c.account, t.mail_uid.c.folder, t.mail_uid.c.uidvalidity, t.mail_uid.c.uid)
    found: set[Place] = set()
    for box in {one.place[:3] for one in arrived}:
        uids = [one.mail.uid for one in arrived if one.place[:3] == box]
        inside = [column == value for column, value in zip(columns, box, strict=False)]
        found |= {
            (*box, uid) for uid in connection.execute(select(columns[3]).where(*inside, columns[3].in_(uids))).scalars()
        }
    return found
