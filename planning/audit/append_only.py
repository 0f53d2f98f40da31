"""Tables whose rows cannot be changed or removed, kept by the database itself."""

from __future__ import annotations

SQLITE = """
CREATE TRIGGER {table}_no_{verb_lower} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END;
"""
POSTGRESQL_FUNCTION = """
CREATE OR REPLACE FUNCTION plumbline_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN RAISE EXCEPTION '% is append-only', TG_TABLE_NAME; END $$;
"""
POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb_lower} BEFORE {verb} ON {table}
FOR EACH ROW EXECUTE FUNCTION plumbline_append_only();
"""
VERBS = ("UPDATE", "DELETE")


def protect(connection, table: str) -> None:
    """Refuse UPDATE and DELETE on `table` from now on.

    Parameters
    ----------
    connection : django.db.backends.base.base.BaseDatabaseWrapper
        SQLite or PostgreSQL.
    table : str
        The table's name; from our own models, never from outside.
    """
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(POSTGRESQL_FUNCTION)
        statement = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
        for verb in VERBS:
            cursor.execute(statement.format(table=table, verb=verb, verb_lower=verb.lower()))


def release(connection, table: str) -> None:
    """Take the protection off again, for a migration that is undone."""
    suffix = f" ON {table}" if connection.vendor == "postgresql" else ""
    with connection.cursor() as cursor:
        for verb in VERBS:
            cursor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb.lower()}{suffix}")
