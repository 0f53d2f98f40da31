"""Where questions about storage commitment and the answers to them are put down.

The answer may come at once or hours later, on the same association or on one that the
archive opens to our receiver (PS3.4 J.3.3). Whoever hears it writes it beside the question,
which was written down before it was asked; only then is the archive told that we have heard.
So nothing that we acknowledged is lost, whoever dies.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path

from pacs_bridge.dimse.spool import make_spool
from pacs_bridge.landing import sync_folder

FOLDER = "commitments"


@dataclass(frozen=True, slots=True)
class Reference:
    """An object that the archive is asked about."""

    sop_class_uid: str
    sop_instance_uid: str


@dataclass(frozen=True, slots=True)
class CommitmentResult:
    """An archive's answer.

    Attributes
    ----------
    transaction_uid : str
    committed : tuple of str
        SOP Instance UIDs that it keeps from now on.
    refused : tuple of (str, str)
        SOP Instance UIDs that it does not, each with the reason in words.
    """

    transaction_uid: str
    committed: tuple[str, ...]
    refused: tuple[tuple[str, str], ...]


def expect(spool: Path, transaction_uid: str) -> None:
    """Write down that an answer is awaited; to be called before it is asked for."""
    folder = spool / FOLDER
    make_spool(spool)
    folder.mkdir(exist_ok=True, mode=0o700)
    sync_folder(spool)
    _write(_place(spool, transaction_uid, ".asked"), {"transaction_uid": transaction_uid})


def put_down(spool: Path, result: CommitmentResult) -> bool:
    """Keep an answer; False when nobody asked, and nothing is kept then.

    Raises
    ------
    OSError
        When the disc refuses.
    """
    if not _place(spool, result.transaction_uid, ".asked").exists():
        return False
    _write(_place(spool, result.transaction_uid, ".result"), asdict(result))
    return True


def results(spool: Path) -> Iterator[CommitmentResult]:
    """Yield the answers that lie there; :func:`forget` those that were dealt with."""
    for path in sorted((spool / FOLDER).glob("*.result")):
        with suppress(OSError, ValueError, TypeError):
            read = json.loads(path.read_text())
            yield CommitmentResult(
                read["transaction_uid"],
                tuple(read["committed"]),
                tuple((uid, reason) for uid, reason in read["refused"]),
            )


def forget(spool: Path, transaction_uid: str) -> None:
    """Drop question and answer."""
    for kind in (".result", ".asked"):
        _place(spool, transaction_uid, kind).unlink(missing_ok=True)


def _place(spool: Path, transaction_uid: str, kind: str) -> Path:
    """Nothing of the UID itself gets into the path."""
    name = hashlib.sha256(transaction_uid.encode("utf-8", "replace")).hexdigest()
    return spool / FOLDER / f"{name}{kind}"


def _write(path: Path, content: dict) -> None:
    draft = path.with_suffix(f"{path.suffix}.{os.getpid()}-{os.urandom(4).hex()}")
    with draft.open("x") as file:
        json.dump(content, file)
        file.flush()
        os.fsync(file.fileno())
    draft.rename(path)
    sync_folder(path.parent)
