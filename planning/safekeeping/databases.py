"""Copy the database as it was at one moment, while others go on writing, and put it back."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from planning.safekeeping import originals, schema
from planning.safekeeping.refusal import SafekeepingRefused

LIBPQ = {"HOST": "PGHOST", "PORT": "PGPORT", "USER": "PGUSER", "PASSWORD": "PGPASSWORD",
         "NAME": "PGDATABASE"}  # fmt: skip
LIBPQ_OPTIONS = {"sslmode": "PGSSLMODE", "sslrootcert": "PGSSLROOTCERT", "sslcert": "PGSSLCERT",
                 "sslkey": "PGSSLKEY"}  # fmt: skip


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a SQLite file by its own online backup; writers are not kept waiting."""
    with closing(sqlite3.connect(source)) as read, closing(sqlite3.connect(target)) as written:
        read.backup(written)


def dump(target: Path) -> set[str]:
    """Write the database's state of one moment to `target`.

    Returns
    -------
    set of str
        The digest of every original that a row of that state names.

    Raises
    ------
    SafekeepingRefused
        ``database_damaged``, ``database_tool_missing``, ``database_tool_failed``.
    """
    return _dump_sqlite(target) if connection.vendor == "sqlite" else _dump_postgresql(target)


def load(source: Path) -> None:
    """Fill the empty PostgreSQL database from a dump, wholly or not at all.

    Raises
    ------
    SafekeepingRefused
        ``database_tool_missing``, ``database_tool_failed``.
    """
    _run("pg_restore", "--single-transaction", "--exit-on-error", "--no-owner",
         "--no-privileges", "--dbname", connection.settings_dict["NAME"], str(source))  # fmt: skip


def require_there() -> None:
    """Make sure that there is a database, without making one by looking.

    Raises
    ------
    SafekeepingRefused
        ``database_missing``.
    """
    if connection.vendor == "sqlite":
        path = sqlite_path()
        if not path.is_file() or not path.stat().st_size:
            raise SafekeepingRefused("database_missing", path=str(path))
    if not schema.applied():
        raise SafekeepingRefused("database_missing", path=str(connection.settings_dict["NAME"]))


def sqlite_path() -> Path:
    """Return where the SQLite database is or would be."""
    return Path(settings.DATABASES["default"]["NAME"])


def _dump_sqlite(target: Path) -> set[str]:
    source = sqlite_path()
    copy_sqlite(source, target)
    target.chmod(0o600)
    with closing(sqlite3.connect(target)) as copied:
        # A copy beside a log of its own would be two files.
        copied.execute("PRAGMA journal_mode=DELETE")
        if copied.execute("PRAGMA integrity_check").fetchone() != ("ok",):
            raise SafekeepingRefused("database_damaged", path=str(source))
        query = originals.digests_query()
        return {digest for (digest,) in copied.execute(query)} if query else set()


def _dump_postgresql(target: Path) -> set[str]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        # The snapshot lives as long as this transaction, however long pg_dump takes.
        cursor.execute("SET LOCAL idle_in_transaction_session_timeout = 0")
        cursor.execute("SELECT pg_export_snapshot()")
        (snapshot,) = cursor.fetchone()
        _run("pg_dump", "--format=custom", "--no-owner", "--no-privileges",
             f"--snapshot={snapshot}", f"--file={target}")  # fmt: skip
        query = originals.digests_query()
        if query is None:
            return set()
        cursor.execute(query)
        return {digest for (digest,) in cursor.fetchall()}


def _run(tool: str, *arguments: str) -> None:
    program = shutil.which(tool)
    if program is None:
        raise SafekeepingRefused("database_tool_missing", tool=tool)
    done = subprocess.run(
        [program, *arguments], env=os.environ | _libpq(), capture_output=True, text=True
    )
    if done.returncode:
        said = [line for line in done.stderr.splitlines() if line.strip()] or ["?"]
        raise SafekeepingRefused("database_tool_failed", tool=tool, cause=said[0])


def _libpq() -> dict[str, str]:
    # Through the environment: arguments can be read by everybody on the machine.
    chosen = connection.settings_dict
    options = chosen.get("OPTIONS", {})
    named = {variable: chosen.get(name) for name, variable in LIBPQ.items()}
    named |= {variable: options.get(name) for name, variable in LIBPQ_OPTIONS.items()}
    return {variable: str(value) for variable, value in named.items() if value}
