"""C-FIND: studies, series and instances, as they come; C-CANCEL when we have enough."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, suppress
from functools import partial

from pydicom.dataset import Dataset
from pynetdicom.pdu_primitives import SOPClassExtendedNegotiation

from pacs_bridge.dimse import identifiers, kept_find, status
from pacs_bridge.dimse.association import Talk, associate
from pacs_bridge.dimse.contexts import service_context
from pacs_bridge.errors import ArchiveError
from pacs_bridge.matching import name_keys_to_try, study_keys
from pacs_bridge.rows import INSTANCE_KEYWORDS, SERIES_KEYWORDS, STUDY_KEYWORDS
from pacs_bridge.searching import Rows
from pacs_bridge.types import Node, Profile, Step, StudyQuery

CANCEL_S = 3.0
"""How long an archive may take to stop after C-CANCEL; then we abort."""

CLASS_KEYWORDS = ("SOPClassesInStudy", "StudyInstanceUID")

_MESSAGE_ID = 1


def study_rows(node: Node, query: StudyQuery) -> Rows:
    """Search at the study level (PS3.4 C.6.2), in the way that suits the archive.

    Where nothing is found by a name, it is asked again for less of it; see
    :func:`pacs_bridge.matching.name_keys_to_try`.

    Raises
    ------
    ArchiveError
        By what the archive did.
    """
    profile = node.profile or Profile()
    keys = study_keys(query, node.character_set, wildcards=profile.wildcards)
    negotiation = fuzzy_negotiation() if profile.fuzzy_names and "PatientName" in keys else ()
    found = False
    with closing(_search(node, "STUDY", keys, STUDY_KEYWORDS, negotiation)) as rows:
        for row in rows:
            found = True
            yield row
    name = keys.get("PatientName", "")
    for wider in name_keys_to_try(name, folds_accents=profile.folds_accents):
        if found:
            return
        asked = keys | {"PatientName": wider}
        with closing(_search(node, "STUDY", asked, STUDY_KEYWORDS)) as rows:
            for row in rows:
                found = True
                yield row


def series_rows(node: Node, study_uid: str) -> Rows:
    """List the series of a study."""
    return _search(node, "SERIES", {"StudyInstanceUID": study_uid}, SERIES_KEYWORDS)


def instance_rows(node: Node, study_uid: str, series_uid: str) -> Rows:
    """List the instances of a series."""
    keys = {"StudyInstanceUID": study_uid, "SeriesInstanceUID": series_uid}
    return _search(node, "IMAGE", keys, INSTANCE_KEYWORDS)


def storage_classes(node: Node, study_uid: str) -> tuple[str, ...] | None:
    """Ask which storage classes a study holds.

    Returns
    -------
    tuple of str or None
        Empty when the archive does not say (SOP Classes in Study is an optional key);
        None when it has no such study.
    """
    key = {"StudyInstanceUID": study_uid}
    with closing(_search(node, "STUDY", key, CLASS_KEYWORDS)) as rows:
        return classes_in(filter(None, rows), study_uid)


def classes_in(rows: Iterable[Mapping[str, str]], study_uid: str) -> tuple[str, ...] | None:
    """Read the storage classes of a study from answers at the study level.

    Parameters
    ----------
    rows : iterable of mapping
        With :data:`CLASS_KEYWORDS`; answers about other studies are passed over.
    study_uid : str
        The one that was asked for.

    Returns
    -------
    tuple of str or None
        As of :func:`storage_classes`.
    """
    ours = [row for row in rows if row.get("StudyInstanceUID") in (None, study_uid)]
    if not ours:
        return None
    return tuple(filter(None, ours[0].get("SOPClassesInStudy", "").split("\\")))


def fuzzy_negotiation(
    model: str = identifiers.FIND, *, relational: bool = False
) -> tuple[SOPClassExtendedNegotiation, ...]:
    """Ask for fuzzy semantic matching of names, and for relational queries (PS3.4 C.5.1.1)."""
    item = SOPClassExtendedNegotiation()
    item.sop_class_uid = model
    item.service_class_application_information = bytes((relational, 0, 1))
    return (item,)


def _search(
    node: Node,
    level: str,
    keys: Mapping[str, str],
    keywords: tuple[str, ...],
    negotiation: Sequence[object] = (),
) -> Rows:
    """Yield rows of text, None for an answer that could not be read."""
    request = identifiers.identifier(level, keys, keywords, node.character_set)
    read = partial(identifiers.row, keywords=keywords)
    yield from search(node, request, read, negotiation=negotiation)


def search(
    node: Node,
    request: Dataset,
    read: Callable[[Dataset | None], dict[str, str] | None],
    *,
    model: str = identifiers.FIND,
    service: str = "C-FIND, Study Root",
    negotiation: Sequence[object] = (),
) -> Rows:
    """Carry out one C-FIND and read what comes; closing it cancels the search.

    Parameters
    ----------
    node : Node
    request : Dataset
        The identifier.
    read : callable
        Turns an answer into a row of text.
    model, service : str
        UID of the information model, and its name for errors.
    negotiation : sequence
        Extended negotiation items.

    Raises
    ------
    ArchiveError
        By what the archive did.
    """
    if node.own_receive and not negotiation:
        yield from kept_find.search(node, request, read, model=model, service=service)
        return
    with associate(
        node,
        [service_context(model)],
        step=Step.SEARCH,
        answer_s=node.deadlines.find_s,
        negotiation=negotiation,
    ) as talk:
        talk.need(model, service)
        with closing(_responses(talk, request, model)) as answers:
            for answer in answers:
                try:
                    yield read(answer)
                except GeneratorExit:
                    # Enough: the search is cancelled on the way out, and the association
                    # released as after any other search.
                    return


def _responses(talk: Talk, request: Dataset, model: str) -> Iterator[Dataset | None]:
    """Yield pending identifiers; closing early cancels the search at the archive."""
    sent = talk.association.send_c_find(request, model, msg_id=_MESSAGE_ID)
    answers = talk.checked(sent)
    try:
        for answer, match in answers:
            if answer.Status not in status.PENDING:
                _check_end(talk, answer.Status)
                return
            yield match
    except GeneratorExit:
        _cancel(talk, answers, model)
        raise


def _check_end(talk: Talk, code: int) -> None:
    if code != status.SUCCESS:
        raise status.failure(talk.node.name, talk.step, code)


def _cancel(talk: Talk, answers: Iterator[tuple[Dataset, Dataset | None]], model: str) -> None:
    talk.association.dimse_timeout = CANCEL_S
    until = time.monotonic() + CANCEL_S
    with suppress(ArchiveError, RuntimeError):
        talk.association.send_c_cancel(_MESSAGE_ID, query_model=model)
        for answer, _ in answers:
            if answer.Status not in status.PENDING:
                return
            if time.monotonic() > until:
                break
    talk.abort()
