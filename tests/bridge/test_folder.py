"""A folder, a CD or a zip is an archive like any other."""

from __future__ import annotations

import hashlib
import os
from datetime import date
from pathlib import Path

import pytest

from pacs_bridge.errors import BadQuery, ServiceNotOffered, Unreachable
from pacs_bridge.folder import FolderArchive
from pacs_bridge.guard import GuardedArchive
from pacs_bridge.port import Archive
from pacs_bridge.scan import scan_file
from pacs_bridge.types import (
    FetchEnd,
    Node,
    Protocol,
    Retrieval,
    SearchEnd,
    StudyQuery,
    Wanted,
)
from tests.builders import hostile_zips
from tests.builders.dicom_files import dataset, film

STUDY = "1.2.826.0.1.3680043.10.1"
SERIES = f"{STUDY}.1"
OTHER = "1.2.826.0.1.3680043.10.2"


@pytest.fixture
def cd(tmp_path):
    """Two studies of two people, a report's worth of rubbish, and a headless film."""
    folder = tmp_path / "cd"
    (folder / "DIR").mkdir(parents=True)
    (folder / "1.dcm").write_bytes(film())
    (folder / "DIR" / "2").write_bytes(dataset({"SOPInstanceUID": f"{SERIES}.2"}))
    (folder / "DIR" / "again").write_bytes(film())
    (folder / "DIR" / "ct").write_bytes(
        film(
            SOPInstanceUID=f"{STUDY}.2.1",
            SeriesInstanceUID=f"{STUDY}.2",
            Modality="CT",
            SeriesNumber="2",
        )
    )
    (folder / "other").write_bytes(
        film(
            SOPInstanceUID=f"{OTHER}.1.1",
            SeriesInstanceUID=f"{OTHER}.1",
            StudyInstanceUID=OTHER,
            PatientName="SMITH^JOHN",
            PatientID="P2",
            StudyDate="20240301",
        )
    )
    (folder / "nameless").write_bytes(film(StudyInstanceUID=None))
    (folder / "readme.txt").write_text("not a film")
    return folder


def node(folder: Path) -> Node:
    return Node(name="CD", protocol=Protocol.FOLDER, folder=folder, retrieval=Retrieval.COPY)


@pytest.fixture(params=["in this process", "guarded"])
def archive(request, cd) -> Archive:
    if request.param == "guarded":
        return GuardedArchive(node(cd), FolderArchive)
    return FolderArchive(node(cd))


def test_it_is_there_and_copies(archive):
    assert isinstance(archive, Archive)
    assert archive.echo().node == "CD"
    assert archive.capabilities().retrievals == (Retrieval.COPY,)


def test_a_search_finds_studies_and_counts_what_it_cannot_use(archive):
    match, end = archive.find_studies(StudyQuery(family_name="muller"))
    assert (match.study_uid, match.patient_id, match.issuer) == (STUDY, "P1", "HOSP_A")
    assert match.patient_name == "Müller^Anna"
    assert match.birth_date == date(1950, 5, 17)
    assert set(match.modalities) == {"DX", "CT"}
    assert (match.series_count, match.instance_count) == (2, 3)
    # The other patient's study and the film that names no study.
    assert end == SearchEnd(limit_reached=False, dropped=2)


def test_the_newest_study_comes_first_and_the_limit_is_said(archive):
    query = StudyQuery(date_from=date(2024, 1, 1), limit=1)
    match, end = archive.find_studies(query)
    assert match.study_uid == OTHER
    assert end.limit_reached


def test_series_and_instances_are_listed(archive):
    *series, end = archive.find_series(STUDY)
    assert {(s.series_uid, s.modality, s.instance_count) for s in series} == {
        (SERIES, "DX", 2),
        (f"{STUDY}.2", "CT", 1),
    }
    assert end == SearchEnd(limit_reached=False)
    *instances, end = archive.find_instances(STUDY, SERIES)
    assert {i.sop_instance_uid for i in instances} == {f"{SERIES}.1", f"{SERIES}.2"}
    assert list(archive.find_series("1.2.3")) == [SearchEnd(limit_reached=False)]


def fetched(archive, wanted, tmp_path):
    into = tmp_path / "into"
    into.mkdir()
    *files, end = archive.fetch(wanted, into)
    assert sorted(into.iterdir()) == sorted(file.path for file in files)
    return files, end


def test_a_whole_study_is_copied_with_every_file_in_part_10_form(archive, cd, tmp_path):
    files, end = fetched(archive, Wanted(STUDY), tmp_path)
    assert end == FetchEnd(completed=4, status="0000")
    assert {os.path.relpath(file.origin, cd) for file in files} == {
        "1.dcm",
        "DIR/2",
        "DIR/again",
        "DIR/ct",
    }
    for file in files:
        content = file.path.read_bytes()
        assert file.size_bytes == len(content)
        assert file.received_sha256 == hashlib.sha256(content).hexdigest()
        assert scan_file(file.path).has_meta
        assert content.endswith(Path(file.origin).read_bytes()[-300:])


@pytest.mark.parametrize(
    ("wanted", "names"),
    [
        (Wanted(STUDY, series_uids=(f"{STUDY}.2",)), {"ct"}),
        (Wanted(STUDY, sop_uids=((SERIES, (f"{SERIES}.2",)),)), {"2"}),
        (
            Wanted(STUDY, series_uids=(f"{STUDY}.2",), sop_uids=((SERIES, (f"{SERIES}.2",)),)),
            {"2", "ct"},
        ),
        (Wanted("1.2.3"), set()),
    ],
)
def test_only_what_is_wanted_is_copied(archive, tmp_path, wanted, names):
    files, end = fetched(archive, wanted, tmp_path)
    assert {Path(file.origin).name for file in files} == names
    assert end.completed == len(names)


def test_the_medium_itself_is_never_changed(archive, cd, tmp_path):
    before = {path: path.read_bytes() for path in cd.rglob("*") if path.is_file()}
    fetched(archive, Wanted(STUDY), tmp_path)
    list(archive.find_studies(StudyQuery(patient_id="P1")))
    assert {path: path.read_bytes() for path in cd.rglob("*") if path.is_file()} == before


def test_a_zip_is_searched_and_fetched(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(hostile_zips.mixed())
    archive = FolderArchive(node(path))
    matches = list(archive.find_studies(StudyQuery(patient_id="P1")))
    assert [m.study_uid for m in matches[:-1]] == [STUDY]
    files, _ = fetched(archive, Wanted(STUDY), tmp_path)
    assert [file.origin for file in files] == [f"{path}!/a.dcm", f"{path}!/folder/b.dcm"]
    with pytest.raises(ServiceNotOffered):
        list(archive.store([path]))


def test_films_are_stored_once_and_can_be_found(archive, cd, tmp_path):
    new = tmp_path / "new.dcm"
    new.write_bytes(film(SOPInstanceUID="1.2.9.1", StudyInstanceUID="1.2.9", PatientID="P9"))
    broken = tmp_path / "broken.dcm"
    broken.write_bytes(film()[:-1])
    first, second, refused = archive.store([new, new, broken])
    assert (first.sop_instance_uid, first.stored, first.status) == ("1.2.9.1", True, "0000")
    assert (second.stored, second.reason) == (True, "already there")
    assert (refused.stored, refused.reason, refused.transient) == (False, "truncated", False)
    match, _ = archive.find_studies(StudyQuery(patient_id="P9"))
    assert match.instance_count == 1
    assert not list(cd.glob("arriving-*"))


def test_a_full_disc_is_transient(cd, tmp_path, monkeypatch):
    new = tmp_path / "new.dcm"
    new.write_bytes(film(SOPInstanceUID="1.2.9.1"))

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("pacs_bridge.folder.seal", full)
    (outcome,) = FolderArchive(node(cd)).store([new])
    assert (outcome.stored, outcome.status, outcome.transient) == (False, "A700", True)
    assert not list(cd.glob("arriving-*"))


def test_a_folder_that_is_not_there_is_unreachable(archive, cd):
    for path in sorted(cd.rglob("*"), reverse=True):
        path.rmdir() if path.is_dir() else path.unlink()
    cd.rmdir()
    with pytest.raises(Unreachable) as caught:
        archive.echo()
    assert caught.value.node == "CD"
    with pytest.raises(Unreachable):
        list(archive.find_studies(StudyQuery(patient_id="P1")))


def test_a_search_for_nothing_is_refused(archive):
    with pytest.raises(BadQuery):
        list(archive.find_studies(StudyQuery()))


def test_the_file_set_of_the_shared_data_is_an_archive(shared_data, tmp_path):
    archive = FolderArchive(node(shared_data / "dicomdir"))
    matches = list(archive.find_studies(StudyQuery(family_name="doe")))
    assert [match.patient_name for match in matches[:-1]]
    study = matches[0]
    *series, _ = archive.find_series(study.study_uid)
    assert sum(s.instance_count for s in series) == study.instance_count
    files, end = fetched(archive, Wanted(study.study_uid), tmp_path)
    assert len(files) == end.completed == study.instance_count
