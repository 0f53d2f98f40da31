"""Make an embedded installation ready: back up, migrate, a first site and administrator."""

from __future__ import annotations

import hashlib
import secrets
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import connection, transaction
from django.utils import timezone

from planning.accounts.models import Membership, Role, Site, User
from planning.config import static
from planning.safekeeping.databases import copy_sqlite
from planning.safekeeping.schema import pending_migrations

FIRST_SITE = "Main hospital"
FIRST_ADMINISTRATOR = "admin"
BACKUPS_KEPT = 5
SOURCES_MARKER = ".sources"


def is_embedded() -> bool:
    """Say whether the database is our own SQLite file."""
    return connection.vendor == "sqlite"


def prepare() -> None:
    """Bring an embedded database up to date, with a backup of what was there.

    A server database is left alone: its administrator decides when to migrate.
    """
    if not is_embedded() or not pending_migrations():
        return
    Path(settings.PLUMBLINE_HOME).mkdir(parents=True, exist_ok=True)
    backup()
    call_command("migrate", verbosity=0, interactive=False)


def backup() -> Path | None:
    """Copy the SQLite database with its own online backup; None if there is none yet."""
    database = Path(settings.DATABASES["default"]["NAME"])
    if not database.is_file() or not database.stat().st_size:
        return None
    folder = Path(settings.PLUMBLINE_HOME) / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    target = folder / f"plumbline-{timezone.now():%Y%m%d-%H%M%S}.sqlite3"
    copy_sqlite(database, target)
    for old in sorted(folder.glob("plumbline-*.sqlite3"))[:-BACKUPS_KEPT]:
        old.unlink()
    return target


def collect_static() -> None:
    """Collect the static files, unless exactly these sources have been collected already.

    Hashing and compressing them takes seconds, which a start should cost once only.
    """
    marker = Path(settings.STATIC_ROOT) / SOURCES_MARKER
    sources = _static_sources()
    if marker.is_file() and marker.read_text() == sources:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    marker.write_text(sources)


def _static_sources() -> str:
    """Return a digest of every static source (name, size, time) and of how they are made."""
    digest = hashlib.sha256(settings.PLUMBLINE_VERSION.encode())
    digest.update(Path(static.__file__).read_bytes())
    for finder in get_finders():
        for name, storage in sorted(finder.list([]), key=lambda found: found[0]):
            state = Path(storage.path(name)).stat()
            digest.update(f"{name}|{state.st_size}|{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


@transaction.atomic
def first_site() -> Site:
    """Return the first site, made if there is none."""
    return Site.objects.order_by("name").first() or Site.objects.create(name=FIRST_SITE)


@transaction.atomic
def first_administrator() -> str | None:
    """Make the first administrator if nobody can sign in yet.

    Returns
    -------
    str or None
        The random password, to be printed once; None if there are people already.
    """
    if User.objects.exists():
        return None
    password = secrets.token_urlsafe(12)
    user = User(username=FIRST_ADMINISTRATOR, display_name="Administrator")
    user.must_change_password = True
    user.set_password(password)
    user.save()
    Membership.objects.create(user=user, site=first_site(), role=Role.ADMINISTRATOR)
    return password
