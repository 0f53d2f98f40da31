"""Bring a backup back, into an installation that holds nothing yet."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection

from planning.safekeeping import databases, manifest, schema
from planning.safekeeping.backing_up import key_fingerprint
from planning.safekeeping.files import FileEntry, copy, staging, synchronise
from planning.safekeeping.manifest import Manifest
from planning.safekeeping.refusal import SafekeepingRefused, said_plainly
from planning.store import blobs

logger = logging.getLogger("planning.safekeeping")
KEY = manifest.SECRET_KEY


@dataclass(frozen=True, slots=True)
class Restored:
    """What was brought back.

    Attributes
    ----------
    manifest : Manifest
    pending : list of str
        ``app.name`` of the migrations that the database still needs.
    key_fits : bool
        Whether this installation has the secret key that sealed the audit trail.
    """

    manifest: Manifest
    pending: list[str]
    key_fits: bool


def restore(source: Path) -> Restored:
    """Bring a backup back.

    Every file is compared with the manifest before anything is written, and again as it
    lies on this disc before it gets its name. The database comes last: an installation
    without one is none.

    Raises
    ------
    SafekeepingRefused
        ``backup_not_one``, ``backup_manifest_damaged``, ``backup_damaged``,
        ``backup_newer``, ``backup_other_database``, ``restore_not_empty``,
        ``disc_full``, ``disc_failed``, ``database_tool_missing``, ``database_tool_failed``.
    """
    held = manifest.read(source)
    if set(held.migrations) - schema.known():
        raise SafekeepingRefused("backup_newer", software=held.software)
    if held.vendor != connection.vendor:
        raise SafekeepingRefused("backup_other_database", vendor=held.vendor)
    _require_empty()
    logger.info("reading %d files of the backup", len(held.files))
    manifest.require_whole(source, held.files)
    with said_plainly(Path(settings.PLUMBLINE_HOME)), ExitStack() as stack:
        _bring(source, held, stack)
    return Restored(held, sorted(schema.known() - set(held.migrations)), _key_fits(held))


def _require_empty() -> None:
    home = Path(settings.PLUMBLINE_HOME)
    root = blobs.originals().root
    # Starting this very command made a secret key where there was none.
    found = [path for path in home.rglob("*") if not path.is_dir() and path != home / KEY]
    found += root.iterdir() if root.is_dir() else []
    if connection.vendor == "sqlite":
        database = databases.sqlite_path()
        found += [database] if database.exists() else []
    elif connection.introspection.table_names():
        raise SafekeepingRefused("restore_not_empty", path=connection.settings_dict["NAME"])
    if found:
        raise SafekeepingRefused("restore_not_empty", path=str(found[0]))


def _bring(source: Path, held: Manifest, stack: ExitStack) -> None:
    name = manifest.DATABASE[held.vendor]
    root, key = blobs.originals().root, Path(settings.PLUMBLINE_HOME) / KEY
    database = databases.sqlite_path() if held.vendor == "sqlite" else key.with_name(name)
    places = {manifest.ORIGINALS: root, KEY: key, name: database}
    if not _own_key():
        del places[KEY]
    staged = {}
    for part, place in places.items():
        files = tuple(entry for entry in held.files if entry.path.split("/")[0] == part)
        if files:
            staged[part] = stack.enter_context(staging(place)) / part
            _copy_all(source, staged[part].parent, files)
    dump = staged.pop(name) if held.vendor == "postgresql" else None
    with _put_back_on_failure(staged, places):
        for part, path in staged.items():
            path.replace(places[part])
            synchronise(places[part].parent)
        if dump is not None:
            databases.load(dump)


@contextmanager
def _put_back_on_failure(staged: dict[str, Path], places: dict[str, Path]) -> Iterator[None]:
    """Take the names away again that parts of the backup got, so that nothing is half there."""
    try:
        yield
    except BaseException:
        for part, path in staged.items():
            if not path.exists():
                places[part].replace(path)
        raise


def _copy_all(source: Path, folder: Path, files: tuple[FileEntry, ...]) -> None:
    for entry in files:
        copy(source / entry.path, folder / entry.path)
    manifest.require_whole(folder, files)
    # As the store keeps them: nothing in it is ever changed.
    for entry in files:
        if entry.path.startswith(f"{manifest.ORIGINALS}/"):
            (folder / entry.path).chmod(0o400)


def _own_key() -> bool:
    return not os.environ.get("PLUMBLINE_SECRET_KEY")


def _key_fits(held: Manifest) -> bool:
    return (held.has_key() and _own_key()) or held.key_fingerprint == key_fingerprint()
