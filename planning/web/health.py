"""Is the process alive, and is it ready to serve? For supervisors and front servers."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_safe

from planning.safekeeping.schema import pending_migrations
from planning.store.blobs import cache, originals


@require_safe
def alive(request: HttpRequest) -> JsonResponse:
    """Answer 200 while the process handles requests; asks nothing of anybody else."""
    return JsonResponse({"ok": True})


@require_safe
def ready(request: HttpRequest) -> JsonResponse:
    """Answer 200 if database, store and migrations are in order, else 503.

    Names what is wrong, never why: the address is open to everybody.
    """
    checks = {name: check() for name, check in CHECKS.items()}
    ok = all(checks.values())
    return JsonResponse({"ok": ok, "checks": checks}, status=200 if ok else 503)


def _database() -> bool:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
            return cursor.fetchone() == (1,)
    except DatabaseError:
        return False


def _migrations() -> bool:
    try:
        return not pending_migrations()
    except DatabaseError:
        return False


def _store() -> bool:
    try:
        for store in (originals(), cache()):
            with store.scratch() as folder:
                (folder / "ready").write_bytes(b"ready")
    except OSError:
        return False
    return True


CHECKS: dict[str, Callable[[], bool]] = {
    "database": _database,
    "migrations": _migrations,
    "store": _store,
}
