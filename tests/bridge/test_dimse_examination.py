"""The test of DIMSE archives that are odd in one way each."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace

from pydicom.dataset import Dataset
from pynetdicom import AE, evt

from pacs_bridge.checks import Check, CheckResult, Outcome
from pacs_bridge.connect import talk_to
from pacs_bridge.dimse.identifiers import FIND, GET, PATIENT_FIND
from pacs_bridge.matching import wildcard_match
from pacs_bridge.types import Deadlines, Node, Protocol, Retrieval, SearchEnd, StudyQuery

ECHO = "1.2.840.10008.1.1"
PDF = "1.2.840.10008.5.1.4.1.1.104.1"
NAMES = {"1.2.1": "SMITH^JOHN", "1.2.2": "MEYER^EVA"}


def answer(request: Dataset):
    """Yield what fits a request at any level; the whole archive is two studies."""
    for study, name in NAMES.items():
        held = Dataset()
        held.StudyInstanceUID, held.PatientName = study, name
        held.PatientID, held.ModalitiesInStudy = f"P{study[-1]}", "DX"
        held.SeriesInstanceUID, held.SOPInstanceUID = f"{study}.1", f"{study}.1.1"
        asked = (
            not request.get(key) or wildcard_match(str(held[key].value), str(request[key].value))
            for key in ("StudyInstanceUID", "PatientID", "PatientName")
        )
        if all(asked):
            yield 0xFF00, held
    yield 0x0000, None


def by_sense(event):
    """Answer a search for names by their first letter; the negotiation is agreed to."""
    request = event.identifier
    if request.get("PatientName"):
        request.PatientName = str(request.PatientName)[0] + "*"
    yield from answer(request)


@contextmanager
def archive(*services, find=lambda event: answer(event.identifier), more=()):
    """Run an archive that offers these services."""
    entity = AE(ae_title="ODD")
    for service in services:
        entity.add_supported_context(service)
    handlers = [(evt.EVT_C_FIND, find), *more]
    server = entity.start_server(("127.0.0.1", 0), block=False, evt_handlers=handlers)
    try:
        yield Node(
            "ODD", Protocol.DIMSE, "127.0.0.1", server.server_address[1], "ODD",
            retrieval=Retrieval.BEST, deadlines=Deadlines(5, 5, 10, 5, 10, 5),
        )  # fmt: skip
    finally:
        server.shutdown()


def examine(node, into):
    *items, profile = talk_to(node).probe(into)
    results = {item.check: item for item in items if isinstance(item, CheckResult)}
    return {check: (one.outcome, one.code) for check, one in results.items()}, profile


def aborting_long_proposals(event):
    if len(event.assoc.requestor.requested_contexts) > 60:
        event.assoc.abort()


def test_an_archive_that_breaks_off_long_proposals_is_asked_for_less(tmp_path):
    more = [(evt.EVT_REQUESTED, aborting_long_proposals)]
    with archive(ECHO, FIND, PDF, more=more) as node:
        results, profile = examine(node, tmp_path)
    assert results[Check.CONNECTION] == (Outcome.PARTLY, "short_proposals")
    assert results[Check.STORE] == (Outcome.PARTLY, "classes_missing")
    assert results[Check.INSTANCES] == (Outcome.WORKS, "")
    assert profile.storage_sop_classes == (PDF,)


def test_an_archive_without_c_echo_is_tested_all_the_same(tmp_path):
    with archive(FIND, PATIENT_FIND) as node:
        results, profile = examine(node, tmp_path)
    assert results[Check.CONNECTION] == (Outcome.PARTLY, "no_echo")
    assert results[Check.PATIENTS] == results[Check.WILDCARDS] == (Outcome.WORKS, "")
    assert results[Check.C_GET] == results[Check.STORE] == (Outcome.ABSENT, "")
    assert profile.retrievals == ()


def test_an_archive_that_searches_by_sense_is_searched_so(tmp_path):
    agreeing = (evt.EVT_SOP_EXTENDED, lambda event: event.app_info)
    with archive(ECHO, FIND, find=by_sense, more=[agreeing]) as node:
        results, profile = examine(node, tmp_path)
        assert results[Check.FUZZY] == results[Check.RELATIONAL] == (Outcome.WORKS, "")
        assert profile.fuzzy_names
        found = talk_to(replace(node, profile=profile)).find_studies(
            StudyQuery(family_name="meier")
        )
        assert [one.study_uid for one in found if not isinstance(one, SearchEnd)] == ["1.2.2"]


def test_an_archive_that_has_nothing_is_said_to(tmp_path):
    with archive(ECHO, FIND, GET, find=lambda event: iter([(0x0000, None)])) as node:
        results, _ = examine(node, tmp_path)
    assert results[Check.STUDIES] == (Outcome.PARTLY, "no_studies")
    assert results[Check.C_GET] == (Outcome.UNTESTED, "no_example")
    assert results[Check.WILDCARDS] == (Outcome.UNTESTED, "no_example")
