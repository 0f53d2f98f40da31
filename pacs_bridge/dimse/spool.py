"""The spool: where the receiver puts what archives send, and where a C-MOVE looks for it.

Two processes meet here and nowhere else. Whoever asks for a study claims it first, which
makes a folder named by the hash of the study's UID; the receiver puts objects of claimed
studies, and those that name a running request, there and all others into
``unsolicited``. Files appear complete: written and
synced elsewhere on the same file system, then renamed. Beside each lies a small JSON file
that says who sent it and for which request.

A process that is killed leaves its folder and the files in it. The next claim of that
study takes them over; where there is none for a while, they join what nobody asked for.
Nothing is lost.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
import os
import re
import secrets
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TextIO

from pacs_bridge.landing import new_name, sync_folder

UNSOLICITED = "unsolicited"
REFUSED = "refused"
ABANDONED_AFTER_S = 900.0
"""So long what came for a retrieval that is gone waits for the next one of that study."""

_ATTEMPTS = 3
_LOCK = ".claims"
_TWIN = ".twin"
_STUDY_FOLDER = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Sender:
    """Who sent an object, as the C-STORE request says (PS3.7 9.1.1.1)."""

    calling_ae: str
    address: str = ""
    move_originator_ae: str = ""
    move_originator_id: int | None = None


@dataclass(frozen=True, slots=True)
class Claim:
    """A running C-MOVE's interest in a study.

    Attributes
    ----------
    folder : Path
        Where objects of the study arrive.
    ae_title : str
        Our title, which comes back as Move Originator AE Title.
    message_ids : range
        Message IDs of our requests, which come back as Move Originator Message ID.
    archive : str
        AE title of who was asked; empty when any sender may be meant.
    """

    folder: Path
    ae_title: str
    message_ids: range
    archive: str = ""

    def take(self) -> Iterator[Path]:
        """Yield complete files that are ours; the caller moves them away, if nobody else did.

        Ours is what names one of our requests, what names none, and what was left by a
        process that is gone. What another running request asked for stays.

        What names none may be the push of a modality, which was answered with success and
        need not have it any more: should this retrieval come to nothing, its twin is there.
        """
        others = _living_claims(self.folder)
        for film in sorted(self.folder.glob("*.dcm")):
            sender = _read_sender(film)
            asked_by = (sender.move_originator_ae, sender.move_originator_id)
            if not self._names(*asked_by) and any(other._names(*asked_by) for other in others):
                continue
            if self._may_be_a_push(sender):
                _keep_twin(film)
            try:
                yield film
            finally:
                # A note that stays behind would keep the folder, also when this is closed early.
                if not film.exists() and not film.with_suffix(_TWIN).exists():
                    _sidecar(film).unlink(missing_ok=True)

    def _may_be_a_push(self, sender: Sender) -> bool:
        return sender.move_originator_id is None and sender.calling_ae != self.archive

    def _names(self, ae_title: str, message_id: int | None) -> bool:
        return ae_title == self.ae_title and message_id in self.message_ids


@contextmanager
def claim(
    spool: Path, study_uid: str, ae_title: str, message_ids: range, archive: str = ""
) -> Iterator[Claim]:
    """Announce that objects of a study are expected; see :class:`Claim`."""
    folder = study_folder(spool, study_uid)
    make_spool(spool)
    with _alone(spool):
        note, held = _announce(folder, [ae_title, message_ids.start, message_ids.stop])
    with held:
        try:
            sync_folder(spool)
            yield Claim(folder, ae_title, message_ids, archive)
        finally:
            note.unlink(missing_ok=True)
            with suppress(OSError), _alone(spool):
                folder.rmdir()


def make_spool(spool: Path) -> None:
    """Make the spool where it is absent, readable by its owner only."""
    spool.mkdir(parents=True, exist_ok=True, mode=0o700)


@contextmanager
def _alone(spool: Path) -> Iterator[None]:
    """Keep out whoever else begins a claim or clears folders away; for moments only."""
    with (spool / _LOCK).open("a") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def _announce(folder: Path, content: list) -> tuple[Path, TextIO]:
    folder.mkdir(exist_ok=True, mode=0o700)
    draft = folder / f"{secrets.token_hex(8)}.draft"
    held = draft.open("x")
    # The lock goes with the process, however it ends; the file alone would outlive it.
    fcntl.flock(held, fcntl.LOCK_EX)
    held.write(json.dumps(content))
    held.flush()
    return draft.rename(draft.with_suffix(".claim")), held


def clear_notes(spool: Path) -> None:
    """Drop notes whose film never followed; nothing may be arriving meanwhile."""
    for note in spool.glob("*/*.json"):
        if not note.with_suffix(".dcm").exists():
            note.unlink(missing_ok=True)


def is_receiving(spool: Path, within_s: float) -> bool:
    """Whether the receiver wrote to an object that is still arriving, for whomever."""
    now = time.time()
    for path in spool.glob("arriving-*/*"):
        with suppress(OSError):
            if now - path.stat().st_mtime < within_s:
                return True
    return False


def unsolicited(spool: Path) -> Iterator[tuple[Path, Sender]]:
    """Yield what nobody waits for, oldest first; :func:`drop` or :func:`refuse` each."""
    films = ((_arrived(film), film) for film in (spool / UNSOLICITED).glob("*.dcm"))
    for _, film in sorted(films):
        yield film, _read_sender(film)


def has_unsolicited(spool: Path) -> bool:
    """Whether there is anything that nobody waits for."""
    return next((spool / UNSOLICITED).glob("*.dcm"), None) is not None


def release_abandoned(spool: Path, after_s: float = ABANDONED_AFTER_S) -> int:
    """Put what came for retrievals that are gone to what nobody asked for.

    A retrieval that is killed leaves its folder, and all that is sent of the study afterwards
    goes there. Where nobody asks for that study again, nobody would ever look.

    Parameters
    ----------
    spool : Path
    after_s : float
        Seconds for which nothing has changed in a folder.

    Returns
    -------
    int
        How many films were moved.
    """
    if not spool.is_dir():
        return 0
    left = [one for one in spool.iterdir() if _STUDY_FOLDER.fullmatch(one.name)]
    released = 0
    for folder in left:
        with suppress(FileNotFoundError):
            if _quiet_s(folder) > after_s:
                with _alone(spool):
                    released += _release(spool, folder, after_s)
    return released


def _release(spool: Path, folder: Path, after_s: float) -> int:
    if _living_claims(folder):
        return 0
    films = [*folder.glob("*.dcm"), *folder.glob(f"*{_TWIN}")]
    if films:
        target = _unsolicited_folder(spool)
        for film in films:
            with suppress(FileNotFoundError):
                _sidecar(film).rename(target / _sidecar(film).name)
            film.rename((target / film.name).with_suffix(".dcm"))
        sync_folder(target)
    for rest in (*folder.glob("*.json"), *folder.glob("*.draft")):
        # A young note may be one whose film is about to follow.
        if _quiet_s(rest) > after_s:
            rest.unlink()
    with suppress(OSError):
        folder.rmdir()
    return len(films)


def _quiet_s(path: Path) -> float:
    return time.time() - path.stat().st_mtime


def drop(film: Path) -> None:
    """Remove an object that is safe elsewhere, and the note beside it."""
    film.unlink(missing_ok=True)
    _sidecar(film).unlink(missing_ok=True)


def refuse(spool: Path, film: Path, code: str) -> Path:
    """Put an object that the gate does not let in where only a person looks, with the reason."""
    folder = spool / REFUSED
    folder.mkdir(exist_ok=True, mode=0o700)
    target = folder / film.name
    with suppress(FileExistsError), _sidecar(target).open("x") as note:
        json.dump(asdict(_read_sender(film)) | {"code": code}, note)
    film.rename(target)
    _sidecar(film).unlink(missing_ok=True)
    return target


def _arrived(film: Path) -> float:
    try:
        return film.stat().st_mtime
    except OSError:
        return 0.0


def study_folder(spool: Path, study_uid: str) -> Path:
    """Return a study's folder; nothing of the UID itself gets into the path."""
    return spool / hashlib.sha256(study_uid.encode("utf-8", "replace")).hexdigest()


def deliver(spool: Path, film: Path, study_uid: str, sender: Sender) -> Path:
    """Move a complete, synced file to where it belongs.

    Parameters
    ----------
    spool : Path
        Root of the spool, on the file system of ``film``.
    film : Path
        Complete and synced.
    study_uid : str
        Empty when it could not be read.
    sender : Sender
        Written beside it.

    Returns
    -------
    Path
        Where it is now.

    Raises
    ------
    OSError
        When it could not be made durable; the file is then not in the spool.
    """
    for _ in range(_ATTEMPTS):
        folder = _expecting(spool, study_uid, sender) or _unsolicited_folder(spool)
        try:
            return _put(film, folder / new_name(), sender)
        except FileNotFoundError:
            # The claim ended between our look and our rename.
            continue
    raise FileNotFoundError("the spool folder keeps vanishing")


def _unsolicited_folder(spool: Path) -> Path:
    folder = spool / UNSOLICITED
    if not folder.is_dir():
        folder.mkdir(exist_ok=True, mode=0o700)
        sync_folder(spool)
    return folder


def _expecting(spool: Path, study_uid: str, sender: Sender) -> Path | None:
    """Find who waits for an object: the request that it names, else its study's claim."""
    if sender.move_originator_id is not None:
        asked_by = (sender.move_originator_ae, sender.move_originator_id)
        # Message IDs are drawn by lot: should two requests have the same, the study decides.
        ours = study_folder(spool, study_uid)
        notes = sorted(spool.glob("*/*.claim"), key=lambda note: note.parent != ours)
        for note in notes:
            with suppress(OSError, ValueError):
                if _read_claim(note)._names(*asked_by):
                    return note.parent
    folder = study_folder(spool, study_uid)
    return folder if study_uid and folder.is_dir() else None


def _put(film: Path, target: Path, sender: Sender) -> Path:
    sidecar = _sidecar(target)
    try:
        # First the note, then the film: whoever sees the film can read who sent it.
        with sidecar.open("x") as note:
            json.dump(asdict(sender), note)
            note.flush()
            if target.parent.name == UNSOLICITED:
                # Of what is expected somebody else knows as well who sends it.
                os.fsync(note.fileno())
        film.rename(target)
    except OSError:
        sidecar.unlink(missing_ok=True)
        raise
    sync_folder(target.parent)
    return target


def _keep_twin(film: Path) -> None:
    # Not every file system has links; without, it is as safe as what was asked for.
    with suppress(OSError):
        film.with_suffix(_TWIN).hardlink_to(film)


def _sidecar(film: Path) -> Path:
    return film.with_suffix(".json")


def _read_sender(film: Path) -> Sender:
    try:
        return Sender(**json.loads(_sidecar(film).read_text()))
    except (OSError, ValueError, TypeError):
        return Sender("")


def _read_claim(note: Path) -> Claim:
    ae_title, start, stop = json.loads(note.read_text())
    return Claim(note.parent, ae_title, range(start, stop))


def _living_claims(folder: Path) -> list[Claim]:
    """Claims whose process still runs; notes of dead ones are cleared away."""
    living = []
    for note in folder.glob("*.claim"):
        with suppress(OSError), note.open() as held:
            try:
                fcntl.flock(held, fcntl.LOCK_SH | fcntl.LOCK_NB)
            except BlockingIOError:
                with suppress(ValueError):
                    living.append(_read_claim(note))
            else:
                note.unlink(missing_ok=True)
    return living
