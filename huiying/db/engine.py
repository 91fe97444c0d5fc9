"""Opening the database: SQLite by default (WAL, every commit on the disk), PostgreSQL for many machines."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DatabaseError, OperationalError
from sqlalchemy.pool import NullPool

from huiying.errors import BadInput, Unreachable

BUSY_SECONDS = 30


def open_engine(url: str) -> Engine:
    """Return an engine for the URL with its schema brought up to date.

    Raises:
        BadInput: the URL is not one of SQLite or PostgreSQL.
        Unreachable: the database can't be opened.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise BadInput(where="数据库地址", what="格式不对", do="应为 sqlite:///文件 或 postgresql://…") from error
    kind = parsed.get_backend_name()
    if kind not in ("sqlite", "postgresql"):
        raise BadInput(where="数据库地址", what=f"不支持 {kind}", do="请使用 SQLite 或 PostgreSQL")
    if kind == "sqlite":
        if parsed.database:
            Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
        # One connection a transaction: threads and processes queue at the file's own lock.
        engine = create_engine(parsed, poolclass=NullPool, connect_args={"timeout": BUSY_SECONDS})
        _sqlite_ways(engine)
    else:
        engine = create_engine(parsed.set(drivername="postgresql+psycopg"), pool_pre_ping=True)
    try:
        upgrade(engine)
    except (OperationalError, DatabaseError) as error:
        raise Unreachable(
            what="数据库", why=_first_line(error), do="请检查数据库地址、文件权限或服务是否运行"
        ) from error
    return engine


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Bring the schema to the newest revision, or to this one; two processes at once are safe."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    with engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.exec_driver_sql("SELECT pg_advisory_xact_lock(20240205)")
        config.attributes["connection"] = connection
        command.upgrade(config, revision)


def _sqlite_ways(engine: Engine) -> None:
    @event.listens_for(engine, "connect")
    def _on_connect(connection: sqlite3.Connection, _record: object) -> None:
        connection.isolation_level = None  # SQLAlchemy's BEGIN below, not sqlite3's own
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", f"busy_timeout={BUSY_SECONDS}000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def _on_begin(connection: Any) -> None:
        # A deferred transaction would read first and find at its first write that another has passed it.
        readonly = connection.get_execution_options().get("readonly", False)
        connection.exec_driver_sql("BEGIN" if readonly else "BEGIN IMMEDIATE")


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Give a connection that only reads, and so never waits for a writer."""
    with engine.connect().execution_options(readonly=True) as connection:
        yield connection


def _first_line(error: Exception) -> str:
    return str(getattr(error, "orig", error)).strip().splitlines()[0][:200]
