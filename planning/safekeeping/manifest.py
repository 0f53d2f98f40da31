"""The list of everything in a backup, with digests; its own among them."""

from __future__ import annotations

import hashlib
import json
import re
from dataclasses import asdict, dataclass
from pathlib import Path

from planning.safekeeping.files import FileEntry, entry_of
from planning.safekeeping.refusal import SafekeepingRefused, said_plainly

NAME = "manifest.json"
FORMAT = 1
SECRET_KEY = "secret_key"  # noqa: S105 - the name of a file
DATABASE = {"sqlite": "database.sqlite3", "postgresql": "database.dump"}
ORIGINALS = "originals"
# Nothing else is ever copied out of a backup, wherever its manifest points.
PATH = re.compile(
    r"database\.sqlite3|database\.dump|secret_key|originals/[0-9a-f]{2}/[0-9a-f]{2}/[0-9a-f]{64}"
)


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup holds and where it comes from.

    Attributes
    ----------
    made_at, software : str
        When (ISO 8601, UTC) and by which version.
    vendor : str
        ``sqlite`` or ``postgresql``.
    migrations : list of str
        ``app.name`` of each one that the database has.
    key_fingerprint : str
        Tells whether two installations have the same secret key, and nothing else of it.
    audit_head : str
        Digest of the newest seal of the audit trail; empty if there is none.
    problems : list of dict
        ``{"code", "sha256"}`` of originals that were missing or damaged already.
    files : tuple of FileEntry
        Every file but the manifest.
    """

    made_at: str
    software: str
    vendor: str
    migrations: list[str]
    key_fingerprint: str
    audit_head: str
    problems: list[dict]
    files: tuple[FileEntry, ...]

    def to_json(self) -> dict:
        """Return the manifest with the digest of its own content."""
        content = {"format": FORMAT} | asdict(self)
        return content | {"sha256": _digest(content)}

    def size_bytes(self) -> int:
        """Return the length of all files together."""
        return sum(entry.size_bytes for entry in self.files)

    def has_key(self) -> bool:
        """Say whether the secret key is in the backup."""
        return any(entry.path == SECRET_KEY for entry in self.files)


def read(folder: Path) -> Manifest:
    """Read a backup's manifest.

    Raises
    ------
    SafekeepingRefused
        ``backup_not_one`` if there is none; ``backup_manifest_damaged`` if it is not what
        was written; ``backup_newer`` if a later format wrote it; ``disc_failed`` if it
        cannot be read.
    """
    try:
        with said_plainly(folder):
            written = json.loads(_text_of(folder))
    except ValueError:
        raise SafekeepingRefused("backup_manifest_damaged") from None
    if not isinstance(written, dict) or written.pop("sha256", "") != _digest(written):
        raise SafekeepingRefused("backup_manifest_damaged")
    if written.pop("format") > FORMAT:
        raise SafekeepingRefused("backup_newer", software=written.get("software", "?"))
    written["files"] = tuple(FileEntry(**entry) for entry in written["files"])
    if any(not PATH.fullmatch(entry.path) for entry in written["files"]):
        raise SafekeepingRefused("backup_manifest_damaged")
    return Manifest(**written)


def _text_of(folder: Path) -> str:
    try:
        return (folder / NAME).read_text()
    except (FileNotFoundError, NotADirectoryError):
        raise SafekeepingRefused("backup_not_one", folder=str(folder)) from None


def require_whole(folder: Path, files: tuple[FileEntry, ...]) -> None:
    """Compare every file below `folder` with its entry.

    Raises
    ------
    SafekeepingRefused
        ``backup_damaged`` with how many files differ, and the first one.
    """
    bad = [entry.path for entry in files if not _is_as_written(folder, entry)]
    if bad:
        raise SafekeepingRefused("backup_damaged", count=len(bad), first=bad[0])


def _is_as_written(folder: Path, entry: FileEntry) -> bool:
    try:
        return entry_of(folder, entry.path) == entry
    except OSError:
        return False


def _digest(content: dict) -> str:
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
