"""Storage commitment for callers: asked in a child process, under a deadline from outside."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from pacs_bridge.dimse.commitment_spool import CommitmentResult, Reference, forget, results
from pacs_bridge.errors import ServiceNotOffered
from pacs_bridge.guard import run_guarded
from pacs_bridge.types import Node, Protocol, Step

__all__ = ["CommitmentResult", "Reference", "forget", "request", "results"]

WAIT_S = 5.0
"""How long the association stays open for an archive that answers on it."""


def request(
    node: Node,
    references: Sequence[Reference],
    transaction_uid: str,
    spool: Path,
    *,
    wait_s: float = WAIT_S,
    cancelled: Callable[[], bool] | None = None,
) -> CommitmentResult | None:
    """Ask an archive to answer for objects that it has been sent (PS3.4 Annex J).

    Parameters
    ----------
    node : Node
    references : sequence of Reference
    transaction_uid : str
        Ours, never used before.
    spool : Path
        Of our receiver, to which the archive may answer later; see :func:`results`.
    wait_s : float
        How long to wait for an answer on the same association.
    cancelled : callable, optional
        Asked about five times a second; True ends it.

    Returns
    -------
    CommitmentResult or None
        None when the archive has understood and will answer later.

    Raises
    ------
    ArchiveError
        By what went wrong; after a transient one it is not known whether the archive has
        understood.
    """
    if node.protocol is not Protocol.DIMSE:
        raise ServiceNotOffered(node.name, Step.STORE, "Storage Commitment needs DIMSE")
    limit_s = node.deadlines.find_s + wait_s
    answers = run_guarded(
        _ask,
        (node, tuple(references), transaction_uid, spool, wait_s),
        node=node.name,
        step=Step.STORE,
        total_s=limit_s,
        stall_s=limit_s,
        cancelled=cancelled,
    )
    return next(iter(list(answers)), None)


def _ask(*args: object) -> Iterator[CommitmentResult]:
    # Only the child loads what speaks DICOM.
    from pacs_bridge.dimse.commitment import ask

    yield from ask(*args)
