"""Whether the database fits the code."""

from __future__ import annotations

from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder


def pending_migrations() -> bool:
    """Say whether the database is behind the code."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def applied() -> list[str]:
    """Return ``app.name`` of every migration that the database has."""
    recorded = MigrationRecorder(connection).applied_migrations()
    return sorted(f"{app}.{name}" for app, name in recorded)


def known() -> set[str]:
    """Return ``app.name`` of every migration that the code has; asks no database."""
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}
