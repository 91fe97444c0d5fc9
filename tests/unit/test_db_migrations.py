"""The migrations build exactly the schema that the tables describe."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, inspect

from huiying.db.ledger import Ledger
from huiying.db.tables import metadata
from huiying.db.walls import WALLS


def test_the_migrated_database_has_the_tables_columns_and_indexes_of_the_code(ledger: Ledger) -> None:
    with ledger.engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []


def test_the_migrated_database_has_every_check_of_the_code(ledger: Ledger) -> None:
    """Alembic's comparison leaves checks out."""
    built = inspect(ledger.engine)
    for table in metadata.sorted_tables:
        wanted = {str(check.name) for check in table.constraints if isinstance(check, CheckConstraint) and check.name}
        assert {check["name"] for check in built.get_check_constraints(table.name)} == wanted, table.name


def test_the_migrated_database_has_every_wall(ledger: Ledger) -> None:
    query = {
        "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
        "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal",
    }[ledger.engine.dialect.name]
    with ledger.engine.connect() as connection:
        assert set(connection.exec_driver_sql(query).scalars()) == {name for name, *_ in WALLS}
