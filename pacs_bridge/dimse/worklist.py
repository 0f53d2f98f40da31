"""C-FIND of modality worklists (PS3.4 Annex K): who is scheduled where, and for what."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from functools import partial

from pacs_bridge.charset import query_key
from pacs_bridge.dimse import identifiers
from pacs_bridge.dimse.find import search
from pacs_bridge.matching import name_key
from pacs_bridge.searching import Rows
from pacs_bridge.types import Node, SearchEnd
from pacs_bridge.worklist import (
    PATIENT_KEYWORDS,
    STEP_KEYWORDS,
    WorklistItem,
    WorklistQuery,
    check_worklist_query,
    select_items,
    step_dates,
    worklist_item,
)

SERVICE = "Modality Worklist"


def find_worklist(node: Node, query: WorklistQuery) -> Iterator[WorklistItem | SearchEnd]:
    """List what is scheduled.

    Raises
    ------
    BadQuery
        Before the server is spoken to.
    ArchiveError
        By what the server did.
    """
    check_worklist_query(query, node.name)
    return _items(node, query)


def _items(node: Node, query: WorklistQuery) -> Iterator[WorklistItem | SearchEnd]:
    with closing(worklist_rows(node, query)) as rows:
        yield from select_items((worklist_item(node.name, row or {}) for row in rows), query)


def worklist_rows(node: Node, query: WorklistQuery) -> Rows:
    """Yield scheduled steps as rows of text."""
    keys = {
        "PatientID": query.patient_id.strip(),
        "PatientName": name_key(query.family_name, query.given_name),
    }
    step_keys = {
        "ScheduledProcedureStepStartDate": step_dates(query),
        "Modality": query.modality,
        "ScheduledStationAETitle": query.station_ae_title.strip(),
    }
    request = identifiers.worklist_identifier(
        _asked(keys, node.character_set),
        _asked(step_keys, node.character_set),
        PATIENT_KEYWORDS,
        STEP_KEYWORDS,
        node.character_set,
    )
    read = partial(identifiers.worklist_row, keywords=PATIENT_KEYWORDS, step_keywords=STEP_KEYWORDS)
    return search(node, request, read, model=identifiers.WORKLIST_FIND, service=SERVICE)


def _asked(keys: dict[str, str], character_set: str) -> dict[str, str]:
    return {name: query_key(key, character_set) for name, key in keys.items() if key}
