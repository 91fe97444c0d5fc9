"""The walls of the schema: what no process, old or hand-written, may do (anchor: procrastinate's schema.sql).

Two dialects, one list. Each wall is a trigger that aborts with the wall's name. The list says how they stand now; each
migration holds those that it builds as they stood then, and a test holds the two together.
"""

from __future__ import annotations

from collections.abc import Sequence

_NEW_DISPATCH = "NEW.outcome <> OLD.outcome"

# name, table, "BEFORE …" event, the condition that must not be, the message
Wall = tuple[str, str, str, str]
FIRST_WALLS: tuple[Wall, ...] = (
    ("dispatch_never_deleted", "dispatch", "DELETE", "true"),
    ("event_append_only", "event", "UPDATE", "true"),
    ("event_never_deleted", "event", "DELETE", "true"),
    ("observation_append_only", "observation", "UPDATE", "true"),
    ("observation_never_deleted", "observation", "DELETE", "true"),
    ("verdict_append_only", "verdict", "UPDATE", "true"),
    ("verdict_never_deleted", "verdict", "DELETE", "true"),
    ("evidence_append_only", "evidence", "UPDATE", "true"),
    ("evidence_never_deleted", "evidence", "DELETE", "true"),
    ("dispute_append_only", "dispute", "UPDATE", "true"),
    ("dispute_never_deleted", "dispute", "DELETE", "true"),
    ("dispute_decision_append_only", "dispute_decision", "UPDATE", "true"),
    ("dispute_decision_never_deleted", "dispute_decision", "DELETE", "true"),
    (
        "upheld_about_its_own_inquiry",
        "dispute_decision",
        "INSERT",
        (
            "NEW.verdict_id IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM verdict JOIN observation ON observation.id = verdict.observation_id "
            "JOIN dispute ON dispute.inquiry_id = observation.inquiry_id "
            "WHERE verdict.id = NEW.verdict_id AND dispute.id = NEW.dispute_id)"
        ),
    ),
    (
        "proved_only_by_a_document",
        "verdict",
        "INSERT",
        (
            "EXISTS (SELECT 1 FROM observation WHERE observation.id = NEW.observation_id "
            "AND observation.channel = 'proved') AND NOT EXISTS "
            "(SELECT 1 FROM evidence WHERE evidence.observation_id = NEW.observation_id)"
        ),
    ),
    ("inquiry_never_deleted", "inquiry", "DELETE", "true"),
    (
        "inquiry_moves",
        "inquiry",
        "UPDATE",
        (
            "NEW.state <> OLD.state AND NOT EXISTS "
            "(SELECT 1 FROM move WHERE move.before = OLD.state AND move.after = NEW.state)"
        ),
    ),
    (
        "inquiry_keeps_its_place",
        "inquiry",
        "UPDATE",
        "NEW.round_id <> OLD.round_id OR NEW.site_id <> OLD.site_id",
    ),
    (
        "dispatch_settles_once",
        "dispatch",
        "UPDATE",
        (
            f"{_NEW_DISPATCH} AND NOT (OLD.outcome = 'open' OR (OLD.outcome = 'unknown' AND NEW.outcome = 'accepted') "  # noqa: S608
            "OR (OLD.outcome = 'accepted' AND NEW.outcome = 'unknown' AND (EXISTS "  # the mail that proved it was another's
            "(SELECT 1 FROM mail_move WHERE mail_move.before_inquiry_id = NEW.inquiry_id "
            "AND mail_move.withdrawn_id IS NOT NULL) OR EXISTS "  # or the call
            "(SELECT 1 FROM withdrawal JOIN observation ON observation.id = withdrawal.observation_id "
            "WHERE observation.inquiry_id = NEW.inquiry_id))))"
        ),
    ),
    (
        "dispatch_keeps_its_place",
        "dispatch",
        "UPDATE",
        (
            "NEW.inquiry_id <> OLD.inquiry_id OR NEW.round_id <> OLD.round_id OR NEW.site_id <> OLD.site_id "
            "OR NEW.armed_at <> OLD.armed_at"
        ),
    ),
    (
        "no_verdict_without_evidence",
        "dispatch",
        "UPDATE",
        (
            f"{_NEW_DISPATCH} AND NEW.outcome IN ('accepted', 'rejected') AND NOT EXISTS "  # noqa: S608 - no value of a user
            "(SELECT 1 FROM evidence WHERE evidence.dispatch_id = NEW.id)"
        ),
    ),
    (
        "dispatch_matches_inquiry",
        "dispatch",
        "INSERT",
        (
            "NOT EXISTS (SELECT 1 FROM inquiry WHERE inquiry.id = NEW.inquiry_id AND inquiry.round_id = NEW.round_id "
            "AND inquiry.site_id = NEW.site_id AND inquiry.state = 'planned')"
        ),
    ),
    (
        "armed_needs_dispatch",
        "inquiry",
        "UPDATE",
        (
            "NEW.state = 'armed' AND OLD.state <> 'armed' AND NOT EXISTS "
            "(SELECT 1 FROM dispatch WHERE dispatch.inquiry_id = NEW.id AND dispatch.outcome = 'open')"
        ),
    ),
    (
        "slot_opens_only_when_rejected",
        "inquiry",
        "UPDATE",
        (
            "OLD.state <> NEW.state AND NEW.state IN ('planned', 'blocked') AND EXISTS "
            "(SELECT 1 FROM dispatch WHERE dispatch.inquiry_id = NEW.id AND dispatch.outcome <> 'rejected')"
        ),
    ),
)

MAIL_WALLS: tuple[Wall, ...] = (
    ("mail_move_append_only", "mail_move", "UPDATE", "true"),
    ("mail_move_never_deleted", "mail_move", "DELETE", "true"),
    (
        "withdrawn_with_its_own_mail",
        "mail_move",
        "INSERT",
        (
            "NEW.withdrawn_id IS NOT NULL AND NOT EXISTS "
            "(SELECT 1 FROM observation JOIN evidence ON evidence.observation_id = observation.id "
            "JOIN mail ON mail.sha256 = evidence.sha256 WHERE observation.id = NEW.withdrawn_id "
            "AND mail.id = NEW.mail_id AND observation.inquiry_id = NEW.before_inquiry_id)"
        ),
    ),
)

OWN_WALLS: tuple[Wall, ...] = (
    ("withdrawal_append_only", "withdrawal", "UPDATE", "true"),
    ("withdrawal_never_deleted", "withdrawal", "DELETE", "true"),
    (  # what a person puts on record rests on a document; what software saw, on pages and mails
        "withdrawn_only_if_a_person_wrote_it",
        "withdrawal",
        "INSERT",
        (
            "NOT EXISTS (SELECT 1 FROM evidence WHERE evidence.observation_id = NEW.observation_id "
            "AND evidence.kind = 'document')"
        ),
    ),
)

WALLS = (*FIRST_WALLS, *MAIL_WALLS, *OWN_WALLS)


def statements(dialect: str, walls: Sequence[Wall]) -> list[str]:
    """Return the DDL that builds the walls."""
    build = _sqlite if dialect == "sqlite" else _postgresql
    return [statement for wall in walls for statement in build(*wall)]


def replaced(dialect: str, wall: Wall) -> list[str]:
    """Return the DDL by which a wall that stands already takes this form."""
    name, table, *_ = wall
    drop = f"DROP TRIGGER {name}" if dialect == "sqlite" else f"DROP TRIGGER {name} ON {table}"
    return [drop, *([] if dialect == "sqlite" else [f"DROP FUNCTION wall_{name}()"]), *statements(dialect, [wall])]


def moves(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Return what writes moves (before, after) into their table, those that it does not have yet."""
    return [
        f"INSERT INTO move (before, after) SELECT '{before}', '{after}' WHERE NOT EXISTS "  # noqa: S608 - our own words
        f"(SELECT 1 FROM move WHERE before = '{before}' AND after = '{after}')"
        for before, after in pairs
    ]


def _sqlite(name: str, table: str, event: str, forbidden: str) -> list[str]:
    return [
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} WHEN {forbidden} BEGIN SELECT RAISE(ABORT, '{name}'); END"
    ]


def _postgresql(name: str, table: str, event: str, forbidden: str) -> list[str]:
    returned = "OLD" if event == "DELETE" else "NEW"
    return [
        (
            f"CREATE FUNCTION wall_{name}() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"IF {forbidden} THEN RAISE EXCEPTION '{name}'; END IF; RETURN {returned}; END $$"
        ),
        f"CREATE TRIGGER {name} BEFORE {event} ON {table} FOR EACH ROW EXECUTE FUNCTION wall_{name}()",
    ]
