"""Alembic's entry: the connection comes from huiying.db.engine, never from a file."""

from alembic import context

from huiying.db.tables import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata, render_as_batch=False)
with context.begin_transaction():
    context.run_migrations()
