"""One set of promises, kept by every kind of archive against real peers."""

from __future__ import annotations

import dataclasses
import threading
from datetime import date

import pytest

from pacs_bridge.connect import open_archive
from pacs_bridge.errors import ArchiveError, BadQuery, Cancelled
from pacs_bridge.scan import scan_file
from pacs_bridge.types import (
    FetchEnd,
    ReceivedFile,
    Retrieval,
    SearchEnd,
    Step,
    StudyQuery,
    Wanted,
)
from tests.peers import films
from tests.peers.films import JANE, MANY, MANY_DAY, MUELLER, SMITH, YAMADA

ORTHANC, DCMTK = pytest.mark.peer("orthanc"), pytest.mark.peer("dcmtk")
ARCHIVES = {
    "orthanc_get": ORTHANC,
    "orthanc_get_by_library": ORTHANC,
    "orthanc_move": ORTHANC,
    "orthanc_web": ORTHANC,
    "dcmqrscp_get": DCMTK,
    "dcmqrscp_get_by_library": DCMTK,
    "dcmqrscp_move": DCMTK,
    "demo_get": (),
    "demo_move": (),
    "folder_copy": (),
}


@pytest.fixture(params=[pytest.param(name, marks=mark) for name, mark in ARCHIVES.items()])
def subject(request):
    return request.getfixturevalue(request.param)


# The same door to an archive, whatever films come back through.
DOORS = {name: mark for name, mark in ARCHIVES.items() if not name.endswith(("_move", "_library"))}
one_door_each = pytest.mark.parametrize(
    "subject", [pytest.param(name, marks=mark) for name, mark in DOORS.items()], indirect=True
)


@pytest.fixture
def archive(subject):
    return open_archive(subject.node)


def find(archive, **asked):
    """Search; return the study UIDs and the end marker."""
    *matches, end = archive.find_studies(StudyQuery(**asked))
    assert isinstance(end, SearchEnd)
    return {match.study_uid for match in matches}, end


def fetch(archive, wanted, into):
    """Retrieve; return data sets by SOP Instance UID, and the end marker."""
    *received, end = archive.fetch(wanted, into)
    assert isinstance(end, FetchEnd)
    assert all(isinstance(item, ReceivedFile) for item in received)
    assert len({item.path for item in received}) == len(received)
    found = {}
    for item in received:
        content = item.path.read_bytes()
        assert len(content) == item.size_bytes
        scanned = scan_file(item.path)
        found[scanned.first("SOPInstanceUID")] = content[scanned.dataset_offset :]
    return found, end


def stored(*study_uids, **only):
    """Data sets that were put into the archives, by SOP Instance UID."""
    everything = [*films.collection(), films.compressed()]
    return {
        film.sop_uid: film.dataset
        for film in everything
        if film.study_uid in study_uids
        and all(getattr(film, name) in values for name, values in only.items())
    }


@one_door_each
def test_answers_an_echo(archive, subject):
    answer = archive.echo()
    assert answer.node == subject.node.name
    assert 0 <= answer.seconds < subject.node.deadlines.echo_s


def test_says_how_films_are_retrieved(archive, subject):
    assert subject.node.retrieval in archive.capabilities().retrievals


@one_door_each
@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({"family_name": "smith"}, {SMITH, JANE}),
        ({"family_name": "smi"}, {SMITH, JANE}),
        ({"family_name": "Smith", "given_name": "john"}, {SMITH}),
        ({"given_name": "Jane"}, {JANE}),
        ({"patient_id": "P100"}, {SMITH}),
        ({"accession_number": "A101"}, {JANE}),
        ({"birth_date": date(1961, 7, 4)}, {JANE}),
        ({"study_uid": YAMADA}, {YAMADA}),
        ({"date_from": date(2024, 2, 1), "date_to": date(2024, 3, 31)}, {MUELLER, YAMADA}),
        ({"date_from": date(2024, 3, 15), "patient_id": "P101"}, {JANE}),
        ({"family_name": "Müller"}, {MUELLER}),
        ({"family_name": "山田"}, {YAMADA}),
        ({"family_name": "山田", "given_name": "太郎"}, {YAMADA}),
        ({"family_name": "yamada"}, {YAMADA}),
        ({"family_name": "nobody"}, set()),
    ],
    ids=lambda value: "-".join(map(str, value.values())) if isinstance(value, dict) else "",
)
def test_finds_exactly_what_was_asked_for(archive, asked, expected):
    found, end = find(archive, **asked)
    assert found == expected
    assert not end.limit_reached


@one_door_each
def test_filters_by_modality_where_modalities_are_told(archive, subject):
    matches = list(archive.find_studies(StudyQuery(patient_id="P*", modalities=("CR",))))[:-1]
    assert MUELLER in {match.study_uid for match in matches}
    if subject.tells_optional_keys:
        assert {match.study_uid for match in matches} == {MUELLER}
    assert all("CR" in match.modalities for match in matches if match.modalities)


@one_door_each
def test_finds_any_of_several_modalities(archive):
    asked = StudyQuery(date_from=date(2024, 1, 1), date_to=date(2024, 2, 20))
    found = list(archive.find_studies(dataclasses.replace(asked, modalities=("CT", "CR"))))[:-1]
    assert {match.study_uid for match in found} == {SMITH, MUELLER}


@one_door_each
def test_describes_a_study_as_it_is(archive, subject):
    match, _ = archive.find_studies(StudyQuery(patient_id="P100"))
    assert match.node == subject.node.name
    assert (match.patient_name, match.sex) == ("SMITH^JOHN", "F")
    assert match.birth_date == date(1950, 5, 17)
    assert match.study_date == date(2024, 1, 31)
    assert (match.study_time.hour, match.study_time.minute) == (10, 15)
    assert (match.accession_number, match.description) == ("A100", "Pelvis")
    if subject.tells_optional_keys:
        assert set(match.modalities) == {"DX", "CT"}
        assert (match.series_count, match.instance_count) == (2, 3)


@one_door_each
def test_names_arrive_in_their_own_script(archive):
    yamada, _ = archive.find_studies(StudyQuery(patient_id="P300"))
    mueller, _ = archive.find_studies(StudyQuery(patient_id="P200"))
    assert yamada.patient_name == "YAMADA^TARO=山田^太郎=やまだ^たろう"
    assert mueller.patient_name == "MÜLLER^ANNA"


@one_door_each
def test_says_when_there_is_more_than_the_limit(archive):
    found, end = find(archive, date_from=MANY_DAY, date_to=MANY_DAY, limit=3)
    assert len(found) == 3
    assert found < set(MANY)
    assert end.limit_reached
    found, end = find(archive, date_from=MANY_DAY, date_to=MANY_DAY, limit=len(MANY))
    assert found == set(MANY)
    assert not end.limit_reached


@one_door_each
def test_lists_series_and_instances(archive, subject):
    *series, end = archive.find_series(SMITH)
    assert isinstance(end, SearchEnd)
    assert {(one.series_uid, one.modality, one.number) for one in series} == {
        (f"{SMITH}.1", "DX", 1),
        (f"{SMITH}.2", "CT", 2),
    }
    *instances, _ = archive.find_instances(SMITH, f"{SMITH}.1")
    assert {(one.sop_instance_uid, one.number) for one in instances} == {
        (f"{SMITH}.1.1", 1),
        (f"{SMITH}.1.2", 2),
    }
    told = {films.DX} if subject.tells_optional_keys else {""}
    assert {one.sop_class_uid for one in instances} == told


@one_door_each
def test_an_unknown_study_has_no_series(archive):
    assert list(archive.find_series("1.2.3.4")) == [SearchEnd(limit_reached=False)]


def test_a_study_arrives_whole_with_its_bytes_unchanged(archive, tmp_path):
    found, end = fetch(archive, Wanted(SMITH), tmp_path)
    assert found == stored(SMITH)
    assert (end.completed, end.failed, end.failed_sop_uids) == (3, 0, ())
    assert {path.suffix for path in tmp_path.iterdir()} == {".dcm"}


def test_one_series_arrives_alone(archive, tmp_path):
    found, end = fetch(archive, Wanted(SMITH, series_uids=(f"{SMITH}.2",)), tmp_path)
    assert found == stored(SMITH, series_uid={f"{SMITH}.2"})
    assert end.completed == 1


def test_all_series_can_be_asked_for_one_by_one(archive, tmp_path):
    found, end = fetch(archive, Wanted(SMITH, (f"{SMITH}.1", f"{SMITH}.2")), tmp_path)
    assert found == stored(SMITH)
    assert end.completed == 3


def test_single_instances_arrive_alone(archive, tmp_path):
    missing = ((f"{SMITH}.1", (f"{SMITH}.1.2",)), (f"{SMITH}.2", (f"{SMITH}.2.1",)))
    found, end = fetch(archive, Wanted(SMITH, sop_uids=missing), tmp_path)
    assert found == stored(SMITH, sop_uid={f"{SMITH}.1.2", f"{SMITH}.2.1"})
    assert end.completed == 2


def test_a_compressed_film_arrives_as_it_is_stored(archive, subject, tmp_path):
    if not subject.takes_compressed:
        assert find(archive, patient_id="P400")[0] == set()
        return
    found, _ = fetch(archive, Wanted(films.COMPRESSED), tmp_path)
    assert found == stored(films.COMPRESSED)


def test_an_unknown_study_brings_nothing_and_says_so(archive, tmp_path):
    found, end = fetch(archive, Wanted("1.2.3.4"), tmp_path)
    assert found == {}
    assert (end.completed, end.failed) == (0, 0)


def test_a_stored_film_is_found_and_comes_back(archive, subject, tmp_path):
    # One study per archive: two of the subjects may be doors to one archive.
    study = f"{films.ROOT}.500.{sorted(ARCHIVES).index(_fixture_of(subject))}"
    film = films.make(study, PatientName="SENT^BACK", PatientID="S1")
    (outcome,) = archive.store([film.write(tmp_path / "out")])
    assert outcome.stored
    assert outcome.sop_instance_uid == film.sop_uid
    assert find(archive, study_uid=study)[0] == {study}
    found, _ = fetch(archive, Wanted(study), tmp_path / "in")
    assert found == {film.sop_uid: film.dataset}


def _fixture_of(subject):
    names = {"ORTHANC-": "orthanc_", "DCMQR-": "dcmqrscp_", "DEMO-": "demo_"}
    for prefix, fixture in names.items():
        if subject.node.name.startswith(prefix):
            return fixture + subject.node.name.removeprefix(prefix).lower()
    return "folder_copy"


@one_door_each
def test_every_file_sent_has_an_outcome_in_order(archive, tmp_path):
    known = films.collection()[0].write(tmp_path)
    text = tmp_path / "letter.txt"
    text.write_text("Dear colleague")
    first, second, third = archive.store([known, text, known])
    assert (first.stored, second.stored, third.stored) == (True, False, True)
    assert second.reason or second.status
    assert not second.transient


@one_door_each
def test_an_empty_search_is_refused_before_it_is_sent(archive, subject):
    with pytest.raises(BadQuery) as refused:
        list(archive.find_studies(StudyQuery()))
    assert refused.value.node == subject.node.name
    assert refused.value.step is Step.SEARCH


def test_a_person_can_stop_it_while_films_arrive(subject, tmp_path):
    stop = threading.Event()
    arriving = open_archive(subject.node, cancelled=stop.is_set).fetch(Wanted(SMITH), tmp_path)
    assert isinstance(next(arriving), ReceivedFile)
    stop.set()
    with pytest.raises(Cancelled):
        list(arriving)


def test_closing_early_leaves_an_archive_that_still_answers(archive, tmp_path):
    results = archive.find_studies(StudyQuery(date_from=MANY_DAY, date_to=MANY_DAY))
    next(results)
    results.close()
    arriving = archive.fetch(Wanted(SMITH), tmp_path)
    next(arriving)
    arriving.close()
    assert find(archive, patient_id="P100")[0] == {SMITH}


def gone(node, tmp_path):
    """The same archive at an address where nobody is."""
    if node.retrieval is Retrieval.COPY:
        return dataclasses.replace(node, folder=tmp_path / "unplugged")
    return dataclasses.replace(node, port=1, url="http://127.0.0.1:1/dicom-web")


@pytest.mark.parametrize("operation", ["echo", "search", "retrieve", "store"])
def test_an_archive_that_is_gone_is_unreachable(subject, tmp_path, operation):
    archive = open_archive(gone(subject.node, tmp_path))
    film = films.collection()[0].write(tmp_path)
    call = {
        "echo": archive.echo,
        "search": lambda: list(archive.find_studies(StudyQuery(patient_id="P100"))),
        "retrieve": lambda: list(archive.fetch(Wanted(SMITH), tmp_path / "in")),
        "store": lambda: list(archive.store([film])),
    }[operation]
    with pytest.raises(ArchiveError) as raised:
        call()
    assert raised.value.code == "archive_unreachable"
    assert raised.value.transient
    assert raised.value.node == subject.node.name
    assert raised.value.step in (Step.CONNECT, Step(operation))
