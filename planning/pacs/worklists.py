"""What is scheduled: modality worklists of the archives and systems that have one."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial

from django.db import connections

from pacs_bridge import connect
from pacs_bridge.errors import ArchiveError
from pacs_bridge.types import SearchEnd, Step
from pacs_bridge.worklist import WorklistItem, WorklistQuery
from planning.accounts import policy
from planning.accounts.models import User
from planning.accounts.policy import Action
from planning.pacs import traffic
from planning.pacs.models import PacsNode
from planning.pacs.nodes import bridge_node

__all__ = ["Scheduled", "WorklistItem", "WorklistQuery", "offering", "scheduled"]

AT_ONCE = 4

Stop = Callable[[], bool]


@dataclass(frozen=True, slots=True)
class Scheduled:
    """What one system answered.

    Attributes
    ----------
    node : PacsNode
    items : tuple of WorklistItem
        By time, then name.
    limit_reached : bool
        Whether it had more.
    error : ArchiveError or None
        Why nothing, or not everything, came.
    """

    node: PacsNode
    items: tuple[WorklistItem, ...] = ()
    limit_reached: bool = False
    error: ArchiveError | None = None


def offering(user: User) -> list[PacsNode]:
    """Return the systems whose test found a worklist, of the person's sites."""
    nodes = policy.visible_to(user, PacsNode, Action.SEARCH).filter(
        enabled=True, protocol=PacsNode.Protocol.DIMSE
    )
    found = list(nodes.select_related("site", "identity_domain"))
    return [node for node in found if node.profile.get("worklist")]


def scheduled(nodes: Iterable[PacsNode], query: WorklistQuery) -> list[Scheduled]:
    """Ask several systems at once; one that fails leaves the others their answers.

    Parameters
    ----------
    nodes : iterable of PacsNode
        That the person may search.
    query : WorklistQuery
        Days, and what narrows them.

    Raises
    ------
    BadQuery
        When the question cannot be sent at all; then no system is asked.
    """
    asked = list(nodes)
    if not asked:
        return []
    with ThreadPoolExecutor(min(AT_ONCE, len(asked)), thread_name_prefix="worklist") as pool:
        return list(pool.map(partial(_of_one, query=query), asked))


def _of_one(node: PacsNode, query: WorklistQuery) -> Scheduled:
    items: list[WorklistItem] = []
    try:
        for item in _ask(node, query):
            if isinstance(item, SearchEnd):
                return Scheduled(node, _in_order(items), item.limit_reached)
            items.append(item)
    except ArchiveError as error:
        return Scheduled(node, _in_order(items), error=error)
    finally:
        connections.close_all()
    return Scheduled(node, _in_order(items))


def _ask(node: PacsNode, query: WorklistQuery) -> Iterator[WorklistItem | SearchEnd]:
    def open_worklist(cancelled: Stop | None) -> _Worklist:
        return _Worklist(node, cancelled)

    return traffic.talk(node, Step.SEARCH, open_worklist, "find_worklist", query)


@dataclass(frozen=True, slots=True)
class _Worklist:
    """A node as what it is asked for here."""

    node: PacsNode
    cancelled: Stop | None

    def find_worklist(self, query: WorklistQuery) -> Iterator[WorklistItem | SearchEnd]:
        return connect.search_worklist(bridge_node(self.node), query, cancelled=self.cancelled)


def _in_order(items: list[WorklistItem]) -> tuple[WorklistItem, ...]:
    def when(item: WorklistItem) -> tuple[str, str, str]:
        day = item.start_date.isoformat() if item.start_date else ""
        return day, item.start_time.isoformat() if item.start_time else "", item.patient_name

    return tuple(sorted(items, key=when))
