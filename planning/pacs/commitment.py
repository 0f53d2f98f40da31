"""Storage commitment: whether an archive answers for what it was sent."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator

from django.conf import settings

from pacs_bridge import commitment
from pacs_bridge.commitment import CommitmentResult, Reference
from planning.pacs.gateway import bridge_node
from planning.pacs.models import PacsNode

__all__ = ["CommitmentResult", "answers", "ask", "forget", "new_transaction"]


def new_transaction() -> str:
    """Return a UID that was never used (PS3.5 B.2)."""
    return f"2.25.{uuid.uuid4().int}"


def ask(
    node: PacsNode,
    objects: Iterable[tuple[str, str]],
    transaction_uid: str,
    *,
    cancelled: Callable[[], bool] | None = None,
) -> CommitmentResult | None:
    """Ask an archive to answer for objects; None where it will answer later.

    Parameters
    ----------
    node : PacsNode
    objects : iterable of (str, str)
        SOP Class and SOP Instance UIDs.
    transaction_uid : str
        See :func:`new_transaction`.
    cancelled : callable, optional

    Raises
    ------
    ArchiveError
        By what went wrong.
    """
    return commitment.request(
        bridge_node(node),
        [Reference(*one) for one in objects],
        transaction_uid,
        settings.RECEIVER_SPOOL,
        cancelled=cancelled,
    )


def answers() -> Iterator[CommitmentResult]:
    """Yield the answers that have come to the receiver; :func:`forget` each."""
    yield from commitment.results(settings.RECEIVER_SPOOL)


def forget(transaction_uid: str) -> None:
    """Drop a question that was answered, or that nobody waits for any more."""
    commitment.forget(settings.RECEIVER_SPOOL, transaction_uid)
