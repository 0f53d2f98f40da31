"""What may be asked by UID: UIDs, and nothing that means more than itself."""

from __future__ import annotations

from collections.abc import Iterator

from pacs_bridge.errors import BadQuery
from pacs_bridge.types import Step, Wanted
from pacs_bridge.uids import valid_uid


def check_uids(node: str, step: Step, *uids: str) -> None:
    """Refuse wildcards, lists and paths where one UID belongs.

    Raises
    ------
    BadQuery
        With the cause ``bad_uid``.
    """
    if not all(map(valid_uid, uids)):
        raise BadQuery(node, step, "bad_uid")


def check_wanted(node: str, wanted: Wanted) -> None:
    """Check every UID of a retrieval; see :func:`check_uids`."""
    check_uids(node, Step.RETRIEVE, *_uids(wanted))


def _uids(wanted: Wanted) -> Iterator[str]:
    yield wanted.study_uid
    yield from wanted.series_uids
    for series_uid, sop_uids in wanted.sop_uids:
        yield series_uid
        yield from sop_uids
