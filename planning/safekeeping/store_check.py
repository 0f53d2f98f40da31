"""Read every original again and compare files with rows."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import asdict, dataclass

from planning.safekeeping import originals
from planning.store import blobs


@dataclass(frozen=True, slots=True)
class Problem:
    """An original that is not as it must be.

    Attributes
    ----------
    code : str
        ``original_missing``, ``original_damaged`` or ``original_without_row``.
    sha256 : str
        Its name in the store.
    rows : tuple of str
        ``kind id`` of every row that names it.
    """

    code: str
    sha256: str
    rows: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class StoreState:
    """What reading the whole store found."""

    rows: int
    originals: int
    problems: tuple[Problem, ...]

    def to_json(self) -> dict:
        """Return the state for ``verify_store --json``."""
        return {"ok": not self.problems} | asdict(self)


def check_store() -> StoreState:
    """Compare every row that names an original with the file, and every file with the rows."""
    store = blobs.originals()
    # Files first: an original is stored before its row.
    present = set(store.digests())
    named = _rows_by_digest()
    problems = [
        Problem(code, digest, tuple(named[digest]))
        for digest in sorted(named)
        if (code := _what_is_wrong(store, digest))
    ]
    # Looked at last, because a row may have followed its file meanwhile.
    orphans = sorted(present - set(_rows_by_digest()))
    problems += [Problem("original_without_row", digest) for digest in orphans]
    return StoreState(sum(map(len, named.values())), len(present), tuple(problems))


def _rows_by_digest() -> dict[str, list[str]]:
    named: dict[str, list[str]] = defaultdict(list)
    for kind, key, digest in originals.rows():
        named[digest].append(f"{kind} {key}")
    return named


def _what_is_wrong(store: blobs.BlobStore, digest: str) -> str:
    try:
        return "" if store.verify(digest) else "original_damaged"
    except FileNotFoundError:
        return "original_missing"
    except OSError:
        return "original_damaged"
