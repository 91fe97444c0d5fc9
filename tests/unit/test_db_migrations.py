"""The migrations build exactly the schema that the tables describe."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Engine, create_engine, inspect
from sqlalchemy.pool import NullPool

from huiying.db.engine import upgrade
from huiying.db.ledger import Ledger
from huiying.db.tables import metadata
from huiying.db.walls import WALLS
from huiying.lifecycle import MOVES


def test_the_migrated_database_has_the_tables_columns_and_indexes_of_the_code(ledger: Ledger) -> None:
    with ledger.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_migrated_database_has_every_check_of_the_code(ledger: Ledger) -> None:
    """Alembic's comparison leaves checks out."""
    built = inspect(ledger.engine)
    for table in metadata.sorted_tables:
        wanted = {str(check.name) for check in table.constraints if isinstance(check, CheckConstraint) and check.name}
        assert {check["name"] for check in built.get_check_constraints(table.name)} == wanted, table.name


def test_the_migrated_database_has_every_wall_as_it_stands_in_the_code(ledger: Ledger) -> None:
    assert built_walls(ledger.engine) == {name: forbidden for name, _, _, forbidden in WALLS}


def test_the_migrated_database_has_every_move_of_the_code(ledger: Ledger) -> None:
    with ledger.engine.connect() as connection:
        rows = connection.exec_driver_sql("SELECT before, after FROM move").all()
    assert {(before, after) for before, after in rows} == {(before.value, after.value) for before, after in MOVES}


@pytest.mark.parametrize("revision", ["0001", "0002", "0003", "0004"])
def test_no_wall_speaks_of_a_table_that_comes_later(tmp_path: Path, revision: str) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'old.sqlite'}", poolclass=NullPool)
    upgrade(engine, revision)
    later = set(metadata.tables) - set(inspect(engine).get_table_names())
    spoken = {word for forbidden in built_walls(engine).values() for word in re.findall(r"\w+", forbidden)}
    assert later & spoken == set()


def built_walls(engine: Engine) -> dict[str, str]:
    """The walls that stand in a database, by name, with what each forbids."""
    found, query = {
        "sqlite": (r"WHEN (.*) BEGIN SELECT RAISE", "SELECT name, sql FROM sqlite_master WHERE type = 'trigger'"),
        "postgresql": (
            r"IF (.*) THEN RAISE",
            "SELECT tgname, prosrc FROM pg_trigger JOIN pg_proc ON pg_proc.oid = tgfoid WHERE NOT tgisinternal",
        ),
    }[engine.dialect.name]
    with engine.connect() as connection:
        return {name: re.findall(found, body, re.DOTALL)[0] for name, body in connection.exec_driver_sql(query)}
