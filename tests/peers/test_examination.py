"""Tests of real archives find out what each of them does, and leave nothing behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from pacs_bridge import connect
from pacs_bridge.checks import Check, CheckResult, Outcome, Surroundings
from pacs_bridge.errors import ServiceNotOffered
from pacs_bridge.types import Profile, Protocol, Retrieval, SearchEnd, StudyQuery
from pacs_bridge.worklist import WorklistQuery
from tests.peers.films import MUELLER

pytestmark = [pytest.mark.peer("orthanc"), pytest.mark.peer("dcmtk"), pytest.mark.timeout(120)]
DAY = WorklistQuery(date(2026, 11, 22), date(2026, 11, 22))


def examine(node, into):
    """Test a node; return outcome and code by check, what surrounds it, and its profile."""
    *items, profile = connect.probe(node, into)
    assert isinstance(profile, Profile)
    assert list(into.iterdir()) == []
    results = {
        item.check: (item.outcome, item.code) for item in items if isinstance(item, CheckResult)
    }
    surroundings = next((item for item in items if isinstance(item, Surroundings)), None)
    return results, surroundings, profile


def found(node, family_name):
    """Search an archive as it was found to be."""
    matches = connect.open_archive(node).find_studies(StudyQuery(family_name=family_name))
    return [match.study_uid for match in matches if not isinstance(match, SearchEnd)]


def test_orthanc_with_both_protocols_is_used_in_the_best_way(orthanc_move, orthanc_peer, tmp_path):
    node = replace(orthanc_move.node, url=orthanc_peer.dicomweb_url, retrieval=Retrieval.BEST)
    results, surroundings, profile = examine(node, tmp_path)
    absent = {Check.FUZZY, Check.RELATIONAL}
    failing = {
        check: said for check, said in results.items()
        if said[0] not in (Outcome.WORKS, Outcome.PARTLY) and check not in absent
    }  # fmt: skip
    assert failing == {}
    assert results[Check.ENCRYPTION] == (Outcome.PARTLY, "not_encrypted")
    assert surroundings.our_address == "127.0.0.1"
    assert profile.retrievals == (Retrieval.WADO_RS, Retrieval.C_GET, Retrieval.C_MOVE)
    # Orthanc 1.10.1 compares accents as they are written (facts of 2026).
    assert (profile.character_set, profile.folds_accents) == ("ISO_IR 192", False)
    assert profile.worklist
    assert {"1.2.840.10008.5.1.4.1.1.104.1", "1.2.840.10008.5.1.4.1.1.7"} <= set(
        profile.storage_sop_classes
    )
    assert found(replace(node, profile=profile), "muller") == [MUELLER]


def test_orthancs_web_server_finds_no_accents_and_is_asked_without(orthanc_web, tmp_path):
    results, _, profile = examine(orthanc_web.node, tmp_path)
    assert results[Check.WILDCARDS] == (Outcome.WORKS, "")
    assert results[Check.ACCENTS] == (Outcome.PARTLY, "accents_replaced")
    assert results[Check.FUZZY] == (Outcome.ABSENT, "")
    working = {Check.WADO_SERIES, Check.WADO_STUDY, Check.STORE, Check.PAGES, Check.SERIES}
    assert {check: results[check][0] for check in working} == dict.fromkeys(working, Outcome.WORKS)
    assert profile.retrievals == (Retrieval.WADO_RS,)
    assert profile.decodes_keys is False
    assert found(replace(orthanc_web.node, profile=profile), "Müller") == [MUELLER]


def test_a_pacs_that_only_moves_is_told_what_to_register(dcmqrscp_move, tmp_path):
    results, _, profile = examine(dcmqrscp_move.node, tmp_path)
    assert results[Check.C_MOVE] == (Outcome.WORKS, "")
    assert Retrieval.C_MOVE in profile.retrievals
    assert results[Check.WORKLIST][0] is Outcome.ABSENT
    stranger = replace(dcmqrscp_move.node, move_ae_title="NOBODY")
    results, _, profile = examine(stranger, tmp_path)
    assert results[Check.C_MOVE][0] is Outcome.FAILS
    assert Retrieval.C_MOVE not in profile.retrievals


def test_a_wrong_title_ends_the_test_with_its_reason(orthanc_get, tmp_path):
    results, _, profile = examine(replace(orthanc_get.node, ae_title="WRONG"), tmp_path)
    assert results.pop(Check.CONNECTION) == (Outcome.FAILS, "archive_title_refused")
    assert set(results.values()) == {(Outcome.UNTESTED, "no_connection")}
    assert profile == Profile()


@pytest.fixture(params=["orthanc_peer", "wlmscpfs_peer"])
def worklist_node(request, orthanc_get):
    peer = request.getfixturevalue(request.param)
    if request.param == "orthanc_peer":
        return orthanc_get.node
    return replace(orthanc_get.node, name="RIS", port=peer.port, ae_title=peer.ae_title)


@pytest.mark.parametrize(
    ("query", "patients"),
    [
        (DAY, ["P100", "P200", "P300"]),
        (replace(DAY, modality="DX"), ["P100", "P200"]),
        (replace(DAY, modality="DX", station_ae_title="ROOM2"), ["P200"]),
        (replace(DAY, date_to=date(2026, 11, 23), modality="DX"), ["P100", "P200", "P400"]),
        (replace(DAY, patient_id="P300"), ["P300"]),
    ],
)
def test_a_worklist_is_what_is_scheduled(worklist_node, query, patients):
    *items, end = connect.search_worklist(worklist_node, query)
    assert sorted(item.patient_id for item in items) == patients
    assert not end.limit_reached
    assert {item.requested_procedure for item in items} == {"Pelvis and hip"}


def test_names_of_a_worklist_arrive_in_their_own_script(worklist_node):
    names = {
        item.patient_id: item.patient_name
        for item in connect.search_worklist(worklist_node, DAY)
        if not isinstance(item, SearchEnd)
    }
    assert names["P200"] == "MÜLLER^ANNA"
    assert names["P300"] == "YAMADA^TARO=山田^太郎"


def test_an_archive_without_worklists_says_so(dcmqrscp_get):
    assert dcmqrscp_get.node.protocol is Protocol.DIMSE
    with pytest.raises(ServiceNotOffered):
        list(connect.search_worklist(dcmqrscp_get.node, DAY))
