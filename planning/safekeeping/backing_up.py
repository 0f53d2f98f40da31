"""Make a backup: the database of one moment and every original that it names."""

from __future__ import annotations

import hashlib
import json
import logging
from pathlib import Path

from django.conf import settings
from django.db import connection
from django.utils import timezone

from planning.audit.models import AuditAction, AuditSeal
from planning.audit.services import record
from planning.safekeeping import databases, manifest, originals, schema
from planning.safekeeping.files import FileEntry, Unreadable, copy, entry_of, staging, synchronise
from planning.safekeeping.manifest import Manifest
from planning.safekeeping.refusal import SafekeepingRefused, said_plainly
from planning.store import blobs

logger = logging.getLogger("planning.safekeeping")


def make_backup(target: Path) -> Manifest:
    """Make a backup in a new folder, which appears whole or not at all.

    The database is copied first and the originals that it names after it, since an
    original is stored before its row and never changed. Caches are left out: they are
    made again.

    Parameters
    ----------
    target : Path
        Must not exist.

    Returns
    -------
    Manifest
        Its ``problems`` name originals that are missing or damaged in the store; all the
        rest is in the backup.

    Raises
    ------
    SafekeepingRefused
        ``backup_exists``, ``database_missing``, ``disc_full``, ``disc_failed``, and what
        :func:`databases.dump` raises. Nothing is left behind.
    """
    if target.exists() or target.is_symlink():
        raise SafekeepingRefused("backup_exists", path=str(target))
    databases.require_there()
    if not schema.pending_migrations():
        record(actor=None, action=AuditAction.EXPORT, object_kind="backup")
    with said_plainly(target.parent), staging(target) as folder:
        made = _fill(folder)
        (folder / manifest.NAME).write_text(json.dumps(made.to_json(), indent=1))
        synchronise(folder)
        folder.rename(target)
        synchronise(target.parent)
    return made


def key_fingerprint() -> str:
    """Tell secret keys apart without telling them."""
    return hashlib.sha256(b"plumbline backup\0" + settings.SECRET_KEY.encode()).hexdigest()[:16]


def _fill(folder: Path) -> Manifest:
    store = blobs.originals()
    present = set(store.digests())
    migrations = schema.applied()
    head = AuditSeal.objects.order_by("-pk").first()
    name = manifest.DATABASE[connection.vendor]
    named = databases.dump(folder / name)
    logger.info("database copied; copying %d originals", len(named))
    files, problems = [entry_of(folder, name)], []
    for digest in sorted(named):
        _copy_original(store, digest, folder, files, problems)
    # What arrived meanwhile belongs to the next backup; what no row names is kept too.
    for digest in sorted(present - named - _named_now()):
        _copy_original(store, digest, folder, files, problems)
    _copy_key(folder, files)
    return Manifest(
        made_at=timezone.now().isoformat(timespec="seconds"),
        software=settings.PLUMBLINE_VERSION,
        vendor=connection.vendor,
        migrations=migrations,
        key_fingerprint=key_fingerprint(),
        audit_head=head.digest if head else "",
        problems=problems,
        files=tuple(files),
    )


def _copy_original(
    store: blobs.BlobStore, digest: str, folder: Path, files: list[FileEntry], problems: list[dict]
) -> None:
    if not store.exists(digest):
        problems.append({"code": "original_missing", "sha256": digest})
        return
    path = f"{manifest.ORIGINALS}/{store.accel_name(digest)}"
    try:
        size_bytes, found = copy(store.local_path(digest), folder / path)
    except Unreadable as error:
        # One bad place on the disc is a reason for a backup, not against it.
        logger.warning("an original cannot be read: %s", error.strerror)
        problems.append({"code": "original_damaged", "sha256": digest})
        return
    files.append(FileEntry(path, size_bytes, found))
    if found != digest:
        problems.append({"code": "original_damaged", "sha256": digest})


def _copy_key(folder: Path, files: list[FileEntry]) -> None:
    """Take the secret key along if it is our own file: the audit trail is sealed with it."""
    own = Path(settings.PLUMBLINE_HOME) / manifest.SECRET_KEY
    if own.is_file() and own.read_text().strip() == settings.SECRET_KEY:
        size_bytes, digest = copy(own, folder / manifest.SECRET_KEY)
        files.append(FileEntry(manifest.SECRET_KEY, size_bytes, digest))


def _named_now() -> set[str]:
    query = originals.digests_query()
    if query is None:
        return set()
    with connection.cursor() as cursor:
        cursor.execute(query)
        return {digest for (digest,) in cursor.fetchall()}
