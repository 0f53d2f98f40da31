"""C-MOVE: the archive sends to our receiver, whose spool we watch (PS3.4 C.4.2)."""

from __future__ import annotations

import queue
import secrets
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from pacs_bridge.dimse import identifiers, status
from pacs_bridge.dimse.association import Talk, associate
from pacs_bridge.dimse.contexts import service_context
from pacs_bridge.dimse.find import storage_classes
from pacs_bridge.dimse.spool import Claim, claim, is_receiving
from pacs_bridge.dimse.tally import NO_SUCH_STUDY, Tally
from pacs_bridge.dimse.wanted import retrieve_identifiers
from pacs_bridge.errors import ArchiveError, NoAnswer, RequestFailed
from pacs_bridge.guarding.pulse import still_there
from pacs_bridge.landing import finish
from pacs_bridge.types import FetchEnd, Node, ReceivedFile, Step, Wanted

GRACE_S = 5.0
"""How long films may trail behind the archive's last word."""

TRAILING_S = 300.0
"""And how long in all while the receiver is busy: with what, only the film's end will tell."""

_LOOK_S = 0.05
_RECEIVER_LOOK_S = 1.0
_FIRST_IDS = range(1, 60_000)


def fetch_by_move(node: Node, wanted: Wanted, into: Path) -> Iterator[ReceivedFile | FetchEnd]:
    """Retrieve by C-MOVE to our receiver; files are yielded while others still arrive.

    Ends when the archive gave its last answer and as many files have come as it says it
    sent, or none has come for :data:`GRACE_S`.

    Raises
    ------
    ArchiveError
        By what the archive did; files yielded before are complete.
    """
    requests = list(retrieve_identifiers(wanted))
    first_id = secrets.choice(_FIRST_IDS)
    message_ids = range(first_id, first_id + len(requests))
    into.mkdir(parents=True, exist_ok=True)
    with (
        claim(
            node.move_spool, wanted.study_uid, node.calling_ae_title, message_ids, node.ae_title
        ) as claimed,
        associate(
            node,
            [service_context(identifiers.MOVE)],
            step=Step.RETRIEVE,
            answer_s=node.deadlines.retrieve_s,
            pdu_s=node.deadlines.stall_s,
        ) as talk,
    ):
        talk.need(identifiers.MOVE, "C-MOVE, Study Root")
        move = _Move(talk, claimed, wanted.study_uid)
        worker = threading.Thread(target=move.ask, args=(requests,), daemon=True)
        worker.start()
        received = 0
        for film in move.films(into):
            yield film
            received += 1
        worker.join()
        end = move.end(received)
    yield end


def _moved(film: Path, into: Path) -> ReceivedFile | None:
    """Move a film out of the spool; None when another request for the study was faster.

    Of archives that do not say which request an object answers, all may take it.
    """
    try:
        return finish(film, into)
    except FileNotFoundError:
        if film.exists() or not into.is_dir():
            raise
        return None


@dataclass(slots=True)
class _Move:
    """One retrieval: what the archive answers, and what arrives meanwhile."""

    talk: Talk
    claimed: Claim
    study_uid: str
    answers: queue.SimpleQueue = field(default_factory=queue.SimpleQueue)
    _outcome: Tally | Exception | None = None
    _arrived_at: float = field(default_factory=time.monotonic)
    _over_at: float | None = None
    _looked_at: float = 0.0

    def ask(self, requests: list) -> None:
        """Send the requests one after the other; runs in a thread of its own."""
        talk, tally = self.talk, Tally()
        try:
            for number, request in zip(self.claimed.message_ids, requests, strict=True):
                sent = talk.association.send_c_move(
                    request, talk.node.move_ae_title, identifiers.MOVE, msg_id=number
                )
                for answer, failed in talk.checked(sent):
                    if answer.Status not in status.PENDING:
                        tally.add(talk, answer, failed)
            self.answers.put(tally)
        except ArchiveError as error:
            self.answers.put(error)
        except RuntimeError:
            self.answers.put(talk.silence(0.0))
        except Exception as error:
            self.answers.put(error)

    def films(self, into: Path) -> Iterator[ReceivedFile]:
        """Yield what comes into the spool, moved from there, until the retrieval is over."""
        received = 0
        while True:
            over = self._is_over()
            for film in filter(None, (_moved(film, into) for film in self.claimed.take())):
                yield film
                received += 1
                self._arrived_at = time.monotonic()
            if over and self._has_all(received):
                return
            self._look_after_large_films()
            self._check_silence()

    def end(self, received: int) -> FetchEnd:
        """Return the counts, or raise what ended the retrieval."""
        if not isinstance(self._outcome, Exception):
            return self._outcome.end(received)
        if isinstance(self._outcome, RequestFailed) and not received:
            return self._explained_end(self._outcome)
        raise self._outcome

    def _is_over(self) -> bool:
        if self._outcome is None:
            try:
                self._outcome = self.answers.get(timeout=_LOOK_S)
                self._arrived_at = self._over_at = time.monotonic()
            except queue.Empty:
                return False
        return True

    def _has_all(self, received: int) -> bool:
        if isinstance(self._outcome, Exception):
            return True
        expected = self._outcome.expected
        if expected is not None and received >= expected:
            return True
        time.sleep(_LOOK_S)
        return time.monotonic() - self._arrived_at > GRACE_S

    def _look_after_large_films(self) -> None:
        """A film that takes minutes makes no response and no file: look at the receiver."""
        now = time.monotonic()
        if now - self._looked_at < _RECEIVER_LOOK_S:
            return
        self._looked_at = now
        if self._over_at is not None and now - self._over_at > TRAILING_S:
            return
        if is_receiving(self.talk.node.move_spool, _RECEIVER_LOOK_S * 2):
            self._arrived_at = now
            still_there()

    def _check_silence(self) -> None:
        limit_s = self.talk.wire.pdu_s
        quiet_s = min(self.talk.wire.quiet_s, time.monotonic() - self._arrived_at)
        if quiet_s > limit_s:
            node = self.talk.node.name
            raise NoAnswer(node, Step.RETRIEVE, "nothing came", seconds=round(quiet_s, 1))

    def _explained_end(self, error: RequestFailed) -> FetchEnd:
        """Look behind a plain failure.

        Orthanc 1.10.1 (2026) answers C000 alike when it has no such study, when it does
        not know the destination (A801 in the standard), and when nobody listens there.
        """
        node = self.talk.node
        if storage_classes(node, self.study_uid) is None:
            return NO_SUCH_STUDY
        ours = node.move_ae_title
        question = f"is {ours} registered there as a move destination, and is it running here?"
        raise RequestFailed(error.node, error.step, f"{error.cause}; {question}") from error
