"""Runs the migrations on the connection that `Database.migrate` hands over, inside its transaction."""

from alembic import context

from casework.all_tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
