"""C-FIND: studies, series and instances, as they come; C-CANCEL when we have enough."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from contextlib import closing, suppress

from pydicom.dataset import Dataset

from pacs_bridge.dimse import identifiers, status
from pacs_bridge.dimse.association import Talk, associate
from pacs_bridge.dimse.contexts import service_context
from pacs_bridge.errors import ArchiveError
from pacs_bridge.matching import (
    check_query,
    select_instances,
    select_series,
    select_studies,
    study_keys,
)
from pacs_bridge.rows import (
    INSTANCE_KEYWORDS,
    SERIES_KEYWORDS,
    STUDY_KEYWORDS,
    instance_match,
    series_match,
    study_match,
)
from pacs_bridge.types import (
    InstanceMatch,
    Node,
    SearchEnd,
    SeriesMatch,
    Step,
    StudyMatch,
    StudyQuery,
)

CANCEL_S = 3.0
"""How long an archive may take to stop after C-CANCEL; then we abort."""

_MESSAGE_ID = 1


def find_studies(node: Node, query: StudyQuery) -> Iterator[StudyMatch | SearchEnd]:
    """Search at the study level (PS3.4 C.6.2).

    Raises
    ------
    BadQuery
        Before anything is sent.
    ArchiveError
        By what the archive did.
    """
    check_query(query, node.name)
    keys = study_keys(query, node.character_set)
    rows = _search(node, "STUDY", keys, STUDY_KEYWORDS)
    with closing(rows):
        matches = (study_match(node.name, row or {}) for row in rows)
        yield from select_studies(matches, query)


def find_series(node: Node, study_uid: str) -> Iterator[SeriesMatch | SearchEnd]:
    """List the series of a study."""
    rows = _search(node, "SERIES", {"StudyInstanceUID": study_uid}, SERIES_KEYWORDS)
    with closing(rows):
        yield from select_series(series_match(row or {}, study_uid=study_uid) for row in rows)


def find_instances(
    node: Node, study_uid: str, series_uid: str
) -> Iterator[InstanceMatch | SearchEnd]:
    """List the instances of a series."""
    keys = {"StudyInstanceUID": study_uid, "SeriesInstanceUID": series_uid}
    rows = _search(node, "IMAGE", keys, INSTANCE_KEYWORDS)
    with closing(rows):
        yield from select_instances(
            instance_match(row or {}, study_uid=study_uid, series_uid=series_uid) for row in rows
        )


def storage_classes(node: Node, study_uid: str) -> tuple[str, ...] | None:
    """Ask which storage classes a study holds.

    Returns
    -------
    tuple of str or None
        Empty when the archive does not say (SOP Classes in Study is an optional key);
        None when it has no such study.
    """
    wanted = ("SOPClassesInStudy", "StudyInstanceUID")
    with closing(_search(node, "STUDY", {"StudyInstanceUID": study_uid}, wanted)) as rows:
        ours = [row for row in rows if row and row.get("StudyInstanceUID") in (None, study_uid)]
    if not ours:
        return None
    return tuple(filter(None, ours[0].get("SOPClassesInStudy", "").split("\\")))


def _search(
    node: Node, level: str, keys: Mapping[str, str], keywords: tuple[str, ...]
) -> Iterator[dict[str, str] | None]:
    """Yield rows of text, None for an answer that could not be read."""
    request = identifiers.identifier(level, keys, keywords, node.character_set)
    with associate(
        node,
        [service_context(identifiers.FIND)],
        step=Step.SEARCH,
        answer_s=node.deadlines.find_s,
    ) as talk:
        talk.need(identifiers.FIND, "C-FIND, Study Root")
        with closing(_responses(talk, request)) as answers:
            for answer in answers:
                try:
                    yield identifiers.row(answer, keywords)
                except GeneratorExit:
                    # Enough: the search is cancelled on the way out, and the association
                    # released as after any other search.
                    return


def _responses(talk: Talk, request: Dataset) -> Iterator[Dataset | None]:
    """Yield pending identifiers; closing early cancels the search at the archive."""
    sent = talk.association.send_c_find(request, identifiers.FIND, msg_id=_MESSAGE_ID)
    answers = talk.checked(sent)
    try:
        for answer, match in answers:
            if answer.Status not in status.PENDING:
                _check_end(talk, answer.Status)
                return
            yield match
    except GeneratorExit:
        _cancel(talk, answers)
        raise


def _check_end(talk: Talk, code: int) -> None:
    if code != status.SUCCESS:
        raise status.failure(talk.node.name, talk.step, code)


def _cancel(talk: Talk, answers: Iterator[tuple[Dataset, Dataset | None]]) -> None:
    talk.association.dimse_timeout = CANCEL_S
    until = time.monotonic() + CANCEL_S
    with suppress(ArchiveError, RuntimeError):
        talk.association.send_c_cancel(_MESSAGE_ID, query_model=identifiers.FIND)
        for answer, _ in answers:
            if answer.Status not in status.PENDING:
                return
            if time.monotonic() > until:
                break
    talk.abort()
