"""QIDO-RS: pages, wildcards, character sets, and servers that ignore parameters."""

from __future__ import annotations

import json
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from pacs_bridge.connect import talk_to
from pacs_bridge.dicomweb.answers import text
from pacs_bridge.dicomweb.find import PAGE, query_parts
from pacs_bridge.types import Node, Profile, Protocol, Retrieval, SearchEnd, StudyQuery
from tests.builders.web_peer import reply, web_peer


def found(*matches: dict):
    return reply(200, json.dumps(list(matches)).encode())


def study(number: int, name: str = "SMITH^JOHN", modality: str = "DX") -> dict:
    return {
        "0020000D": {"vr": "UI", "Value": [f"1.2.3.{number}"]},
        "00100010": {"vr": "PN", "Value": [{"Alphabetic": name}]},
        "00100020": {"vr": "LO", "Value": [f"P{number}"]},
        "00080061": {"vr": "CS", "Value": [modality]},
    }


def search(peer, profile: Profile | None = None, **asked) -> list:
    node = Node(
        "WEB", Protocol.DICOMWEB, url=peer.url, retrieval=Retrieval.WADO_RS, profile=profile
    )
    return list(talk_to(node).find_studies(StudyQuery(**asked)))


def query_of(request) -> dict[str, list[str]]:
    return parse_qs(urlsplit(request.target).query, keep_blank_values=True)


def test_wildcards_are_sent_as_they_are():
    assert query_parts({"PatientName": "SMITH*"}) == ["PatientName=SMITH*"]
    assert query_parts({"PatientID": "P?1"}) == ["PatientID=P?1"]


def test_a_caret_becomes_a_wildcard_because_some_servers_do_not_decode_it():
    assert query_parts({"PatientName": "SMITH^JOHN*"}) == ["PatientName=SMITH*JOHN*"]


def test_what_would_mean_something_in_a_url_is_encoded():
    assert query_parts({"PatientID": "a&b=c#d+e%f"}) == ["PatientID=a%26b%3Dc%23d%2Be%25f"]


def test_the_lenient_form_has_nothing_encoded():
    assert query_parts({"PatientName": "MÜLLER*"}, lenient=True) == ["PatientName=M*LLER*"]
    assert query_parts({"PatientID": "a&b"}, lenient=True) == ["PatientID=a*b"]


def test_a_key_that_restricts_nothing_is_left_out():
    assert query_parts({"PatientName": "*山田*"}, lenient=True) == []


def test_a_server_that_does_not_decode_gets_a_second_chance():
    with web_peer(found(), found(study(1, "MÜLLER^ANNA"))) as peer:
        match, end = search(peer, family_name="Müller")
    assert match.patient_name == "MÜLLER^ANNA"
    assert end == SearchEnd(limit_reached=False)
    first, second = (urlsplit(request.target).query for request in peer.requests)
    assert "PatientName=M%C3%9CLLER*" in first
    assert "PatientName=M*LLER*" in second


@pytest.mark.parametrize(
    ("decodes", "sent"), [(True, "PatientName=M%C3%9CLLER*"), (False, "PatientName=M*LLER*")]
)
def test_a_server_that_was_tested_is_asked_once_in_its_own_way(decodes, sent):
    with web_peer(found()) as peer:
        search(peer, Profile(decodes_keys=decodes), family_name="Müller")
    (request,) = peer.requests
    assert sent in urlsplit(request.target).query


def test_a_server_that_compares_letters_is_asked_more_widely_when_nothing_is_found():
    profile = Profile(decodes_keys=True, folds_accents=False)
    with web_peer(found(), found(study(1, "MÜLLER^ANNA"), study(2, "MAYER^EVA"))) as peer:
        match, end = search(peer, profile, family_name="muller")
    assert match.patient_name == "MÜLLER^ANNA"
    assert end.dropped == 1
    assert query_of(peer.requests[1])["PatientName"] == ["M*"]


def test_a_server_that_searches_by_sense_is_asked_to():
    with web_peer(found(study(1, "SMYTHE^JOHN"))) as peer:
        assert len(search(peer, Profile(fuzzy_names=True), family_name="smith")) == 2
        search(peer, Profile(fuzzy_names=True), patient_id="P1")
    named, numbered = map(query_of, peer.requests)
    assert named["fuzzymatching"] == ["true"]
    assert "fuzzymatching" not in numbered


def test_a_server_that_holds_its_answers_short_and_says_so_is_asked_on():
    more = "299 PACS: There are 1 additional results that can be requested"
    first = reply(200, json.dumps([study(1), study(2)]).encode(), Warning=more)
    with web_peer(first, found(study(3))) as peer:
        *matches, end = search(peer, family_name="smith")
    assert [match.patient_id for match in matches] == ["P1", "P2", "P3"]
    assert [query_of(request)["offset"] for request in peer.requests] == [["0"], ["2"]]
    assert not end.limit_reached


def test_a_server_known_to_hold_its_answers_short_is_asked_for_as_much():
    with web_peer(found(study(1), study(2)), found()) as peer:
        *matches, _ = search(peer, Profile(page_matches=2), family_name="smith")
    assert len(matches) == 2
    assert [query_of(request)["limit"] for request in peer.requests] == [["2"], ["2"]]


def test_every_page_is_read():
    page = [study(number) for number in range(PAGE)]
    with web_peer(found(*page), found(study(PAGE))) as peer:
        *matches, end = search(peer, family_name="smith", limit=1000)
    assert len(matches) == PAGE + 1
    assert not end.limit_reached
    assert [query_of(request)["offset"] for request in peer.requests] == [["0"], [str(PAGE)]]


def test_a_server_that_ignores_the_offset_is_noticed():
    page = [study(number) for number in range(PAGE)]
    with web_peer(found(*page)) as peer:
        *matches, end = search(peer, family_name="smith", limit=1000)
    assert len(matches) == PAGE
    assert not end.limit_reached
    assert len(peer.requests) == 2


def test_a_server_that_ignores_the_keys_is_filtered():
    strangers = [study(2, "JONES^MARY"), study(3, "SMITH^JOHN", "CT")]
    with web_peer(found(study(1), *strangers)) as peer:
        *matches, end = search(peer, family_name="smith", modalities=("DX",))
    assert [match.patient_id for match in matches] == ["P1"]
    assert end.dropped == 2


def test_several_modalities_are_asked_for_one_by_one_and_each_study_comes_once():
    with web_peer(found(study(1)), found(study(1), study(2, modality="CR"))) as peer:
        *matches, _ = search(peer, family_name="smith", modalities=("DX", "CR"))
    assert [match.patient_id for match in matches] == ["P1", "P2"]
    assert [query_of(request)["ModalitiesInStudy"] for request in peer.requests] == [["DX"], ["CR"]]


def test_dates_are_sent_as_a_range():
    with web_peer(found()) as peer:
        search(peer, date_from=date(2024, 1, 1), date_to=date(2024, 1, 31))
    assert query_of(peer.requests[0])["StudyDate"] == ["20240101-20240131"]


def test_no_content_means_nothing_found():
    with web_peer(reply(204)) as peer:
        assert search(peer, patient_id="P1") == [SearchEnd(limit_reached=False)]


@pytest.mark.parametrize(
    ("element", "expected"),
    [
        ({"vr": "PN", "Value": [{"Alphabetic": "A^B", "Ideographic": "山"}]}, "A^B=山"),
        ({"vr": "PN", "Value": [{"Ideographic": "山"}]}, "=山"),
        ({"vr": "CS", "Value": ["DX", "CR"]}, "DX\\CR"),
        ({"vr": "IS", "Value": [3]}, "3"),
        ({"vr": "IS", "Value": [3.0]}, "3"),
        ({"vr": "LO"}, ""),
        ({"vr": "LO", "Value": [None]}, ""),
        ({"vr": "LO", "Value": "text"}, ""),
        ({"vr": "LO", "Value": [["nested"]]}, ""),
        ("not an element", ""),
    ],
)
def test_values_of_dicom_json_are_read_leniently(element, expected):
    assert text({"00100010": element}, "PatientName") == expected
