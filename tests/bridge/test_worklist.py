"""Modality worklists: what is asked, what is read, what is left out."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import replace
from datetime import date, time

import pytest
from pydicom.dataset import Dataset
from pynetdicom import AE, evt

from pacs_bridge.checks import Check, CheckResult, Outcome
from pacs_bridge.connect import talk_to
from pacs_bridge.errors import BadQuery, RequestFailed, ServiceNotOffered
from pacs_bridge.types import Deadlines, Node, Protocol, SearchEnd
from pacs_bridge.worklist import WorklistItem, WorklistQuery, fits, select_items

MWL = "1.2.840.10008.5.1.4.31"
TODAY = date(2026, 11, 22)
ASKED = WorklistQuery(TODAY, TODAY)


def scheduled(**fields) -> Dataset:
    """One answer of a worklist server."""
    step_fields = {
        "Modality": "DX",
        "ScheduledStationAETitle": "ROOM1",
        "ScheduledProcedureStepStartDate": "20261122",
        "ScheduledProcedureStepStartTime": "0930",
        "ScheduledProcedureStepDescription": "Becken a.p.",
        "ScheduledProcedureStepID": "S1",
    }
    answer, step = Dataset(), Dataset()
    answer.SpecificCharacterSet = fields.pop("SpecificCharacterSet", "ISO_IR 100")
    patient = {
        "AccessionNumber": "A1", "PatientName": "MÜLLER^ANNA", "PatientID": "P1",
        "PatientBirthDate": "19500517", "PatientSex": "F", "StudyInstanceUID": "1.2.3",
        "RequestedProcedureID": "R1", "RequestedProcedureDescription": "Hüfte",
    }  # fmt: skip
    for name, value in (patient | fields).items():
        setattr(step if name in step_fields else answer, name, value)
    for name, value in step_fields.items():
        if name not in fields:
            setattr(step, name, value)
    answer.ScheduledProcedureStepSequence = [step]
    return answer


@contextmanager
def server(*answers, status=0x0000, context=MWL):
    """A worklist server on pynetdicom; yields a node for it and the requests that came."""
    asked = []

    def handle(event):
        asked.append(event.identifier)
        for answer in answers:
            yield 0xFF00, answer
        yield status, None

    entity = AE(ae_title="RIS")
    entity.add_supported_context(context)
    running = entity.start_server(
        ("127.0.0.1", 0), block=False, evt_handlers=[(evt.EVT_C_FIND, handle)]
    )
    try:
        port = running.server_address[1]
        deadlines = Deadlines(5, 5, 10, 5, 10, 5)
        yield Node("RIS", Protocol.DIMSE, "127.0.0.1", port, "RIS", deadlines=deadlines), asked
    finally:
        running.shutdown()


def listed(node, query=ASKED):
    return list(talk_to(node).find_worklist(query))


def test_a_step_is_read_with_its_patient_in_every_character_set():
    japanese = scheduled(
        SpecificCharacterSet=["", "ISO 2022 IR 87"], PatientName="Yamada^Taro=山田^太郎",
        PatientID="P2", RequestedProcedureDescription="", ScheduledProcedureStepDescription="股",
    )  # fmt: skip
    with server(scheduled(), japanese) as (node, _):
        anna, taro, end = listed(node)
    assert anna == WorklistItem(
        node="RIS", patient_id="P1", issuer="", patient_name="MÜLLER^ANNA",
        birth_date=date(1950, 5, 17), sex="F", accession_number="A1", study_uid="1.2.3",
        requested_procedure_id="R1", requested_procedure="Hüfte", referring_physician="",
        modality="DX", station_ae_title="ROOM1", start_date=TODAY, start_time=time(9, 30),
        performing_physician="", step_description="Becken a.p.", step_id="S1",
    )  # fmt: skip
    assert (taro.patient_name, taro.step_description) == ("Yamada^Taro=山田^太郎", "股")
    assert end == SearchEnd(limit_reached=False)


def test_the_day_and_what_narrows_it_are_asked_for():
    query = replace(ASKED, modality="DX", station_ae_title="ROOM1", family_name="Müller")
    with server() as (node, asked):
        assert listed(node, query) == [SearchEnd(limit_reached=False)]
    (request,) = asked
    (step,) = request.ScheduledProcedureStepSequence
    assert step.ScheduledProcedureStepStartDate == "20261122"
    assert (step.Modality, step.ScheduledStationAETitle) == ("DX", "ROOM1")
    assert str(request.PatientName) == "MÜLLER*"
    assert request.SpecificCharacterSet == "ISO_IR 192"
    assert "AccessionNumber" in request
    assert "QueryRetrieveLevel" not in request


def test_what_was_not_asked_for_is_left_out_and_counted():
    others = [
        scheduled(ScheduledProcedureStepStartDate="20261123"),
        scheduled(Modality="CT"),
        scheduled(PatientName="", PatientID=""),
        scheduled(ScheduledStationAETitle="ROOM2"),
    ]
    query = replace(ASKED, modality="DX", station_ae_title="room1")
    with server(*others, scheduled()) as (node, _):
        *found, end = listed(node, query)
    assert [item.patient_id for item in found] == ["P1"]
    assert end.dropped == len(others)


def test_the_limit_ends_the_search():
    answers = [scheduled(PatientID=f"P{number}") for number in range(5)]
    with server(*answers) as (node, _):
        *found, end = listed(node, replace(ASKED, limit=3))
    assert len(found) == 3
    assert end.limit_reached


def test_a_test_finds_a_mere_worklist(tmp_path):
    with server(scheduled()) as (node, _):
        *items, profile = talk_to(node).probe(tmp_path)
    results = {item.check: item for item in items if isinstance(item, CheckResult)}
    assert results[Check.STUDIES].outcome is Outcome.ABSENT
    assert results[Check.WORKLIST].outcome is Outcome.WORKS
    assert (profile.searches, profile.worklist, profile.retrievals) == (False, True, ())


def test_a_server_without_worklists_says_so():
    with server(context="1.2.840.10008.1.1") as (node, _), pytest.raises(ServiceNotOffered):
        listed(node)


def test_a_failure_is_not_an_empty_worklist():
    with server(status=0xC001) as (node, _), pytest.raises(RequestFailed):
        listed(node)


@pytest.mark.parametrize(
    ("query", "cause"),
    [
        (replace(ASKED, date_from=date(2026, 11, 23)), "dates_reversed"),
        (replace(ASKED, patient_id="a\\b"), "backslash"),
        (replace(ASKED, modality="D*"), "bad_modality"),
        (replace(ASKED, family_name="*"), "only_wildcards"),
        (replace(ASKED, limit=0), "bad_limit"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anybody_is_called(query, cause):
    nowhere = Node("RIS", Protocol.DIMSE, "127.0.0.1", 1, "RIS")
    with pytest.raises(BadQuery) as refused:
        talk_to(nowhere).find_worklist(query)
    assert refused.value.cause == cause


ITEM = WorklistItem(
    "RIS", "P1", "", "SMITH^JOHN", None, "", "", "", "", "", "", "DX", "ROOM1\\ROOM2", TODAY,
    None, "", "", "S1",
)  # fmt: skip


def test_one_of_several_stations_is_enough_and_an_unknown_day_is_no_mismatch():
    assert fits(ITEM, replace(ASKED, station_ae_title="ROOM2"))
    assert fits(replace(ITEM, start_date=None, modality=""), replace(ASKED, modality="DX"))
    assert not fits(ITEM, replace(ASKED, patient_id="P"))
    assert not fits(ITEM, replace(ASKED, family_name="jones"))


def test_a_step_that_comes_twice_is_one():
    assert list(select_items([ITEM, None, ITEM], ASKED)) == [ITEM, SearchEnd(False, dropped=1)]
