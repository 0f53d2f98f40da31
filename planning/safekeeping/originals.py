"""Which rows name which originals."""

from __future__ import annotations

from collections.abc import Iterator

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models

FIELD = "stored_sha256"


def holders() -> list[type[models.Model]]:
    """Return every model whose rows each name an original."""
    return [model for model in apps.get_app_config("planning").get_models() if _names_one(model)]


def _names_one(model: type[models.Model]) -> bool:
    try:
        model._meta.get_field(FIELD)
    except FieldDoesNotExist:
        return False
    return True


def rows() -> Iterator[tuple[str, str, str]]:
    """Yield (kind, id, digest) of every row that names an original.

    A report that is still to be made has a row and no file yet.
    """
    for model in holders():
        kind = model._meta.model_name
        made = model._default_manager.exclude(**{FIELD: ""})
        for key, digest in made.values_list("pk", FIELD).iterator():
            yield kind, str(key), digest


def digests_query() -> str | None:
    """Return SQL for the digest of every original that a row names.

    Also for a database that is behind the code: tables that it does not have are left out.
    """
    there = set(connection.introspection.table_names())
    tables = [m._meta.db_table for m in holders() if m._meta.db_table in there]
    parts = [f"SELECT {FIELD} FROM {table} WHERE {FIELD} <> ''" for table in tables]  # noqa: S608
    return " UNION ".join(parts) or None
