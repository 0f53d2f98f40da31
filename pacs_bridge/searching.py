"""What every archive's search has in common, whatever it speaks: rows in, matches out."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from functools import partial
from typing import TypeVar

from pacs_bridge.asking import check_uids
from pacs_bridge.matching import check_query, select_instances, select_series, select_studies
from pacs_bridge.rows import Row, instance_match, series_match, study_match
from pacs_bridge.types import (
    InstanceMatch,
    Node,
    SearchEnd,
    SeriesMatch,
    Step,
    StudyMatch,
    StudyQuery,
)

Rows = Generator[Row | None, None, None]
"""Rows as they come, None for an answer that could not be read; closing it ends the search."""

T = TypeVar("T")


class RowSearch(ABC):
    """The searches of :class:`pacs_bridge.port.Archive`, given what the archive answers.

    What cannot be asked is refused at once, before the archive is spoken to.

    Parameters
    ----------
    node : Node
        The archive.
    """

    def __init__(self, node: Node):
        self._node = node

    def find_studies(self, query: StudyQuery) -> Iterator[StudyMatch | SearchEnd]:
        """Search for studies."""
        check_query(query, self._node.name)
        read = partial(study_match, self._node.name)
        fuzzy = self._node.profile is not None and self._node.profile.fuzzy_names
        select = partial(select_studies, query=query, fuzzy=fuzzy)
        return _selected(self._study_rows(query), read, select)

    def find_series(self, study_uid: str) -> Iterator[SeriesMatch | SearchEnd]:
        """List the series of a study."""
        check_uids(self._node.name, Step.SEARCH, study_uid)
        read = partial(series_match, study_uid=study_uid)
        return _selected(self._series_rows(study_uid), read, select_series)

    def find_instances(
        self, study_uid: str, series_uid: str
    ) -> Iterator[InstanceMatch | SearchEnd]:
        """List the instances of a series."""
        check_uids(self._node.name, Step.SEARCH, study_uid, series_uid)
        read = partial(instance_match, study_uid=study_uid, series_uid=series_uid)
        return _selected(self._instance_rows(study_uid, series_uid), read, select_instances)

    @abstractmethod
    def _study_rows(self, query: StudyQuery) -> Rows:
        """Yield the studies that the archive has for a query."""

    @abstractmethod
    def _series_rows(self, study_uid: str) -> Rows:
        """Yield the series of a study."""

    @abstractmethod
    def _instance_rows(self, study_uid: str, series_uid: str) -> Rows:
        """Yield the instances of a series."""


def _selected(
    rows: Rows,
    read: Callable[[Row], T | None],
    select: Callable[[Iterator[T | None]], Iterator[T | SearchEnd]],
) -> Iterator[T | SearchEnd]:
    with closing(rows):
        yield from select(read(row or {}) for row in rows)
