"""Database settings from one URL, with the options that keep plans and audit safe."""

from __future__ import annotations

import environ

SQLITE_OPTIONS = {
    "timeout": 20,
    "transaction_mode": "IMMEDIATE",
    "init_command": ("PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"),
}
POSTGRESQL_OPTIONS = {
    "pool": {"min_size": 1, "max_size": 24, "timeout": 20},
    "options": (
        "-c statement_timeout=30s -c lock_timeout=5s -c idle_in_transaction_session_timeout=60s"
    ),
}


def database_settings(url: str) -> dict:
    """Return Django's settings for one database.

    Parameters
    ----------
    url : str
        ``sqlite:////absolute/path`` or ``postgresql://user:password@host:port/name``.

    Returns
    -------
    dict
        SQLite: write-ahead log, immediate transactions, full synchronisation.
        PostgreSQL: a connection pool and server-side limits.
    """
    settings = environ.Env.db_url_config(url)
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = SQLITE_OPTIONS
        return settings
    settings["OPTIONS"] = settings.get("OPTIONS", {}) | POSTGRESQL_OPTIONS
    settings["CONN_HEALTH_CHECKS"] = True
    return settings
