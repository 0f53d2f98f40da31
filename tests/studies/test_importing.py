"""An import brings what is new, counts it, and says what is missing."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from pacs_bridge.errors import NoAnswer, TitleRefused
from pacs_bridge.folder import FolderArchive
from pacs_bridge.types import FetchEnd, Node, Protocol, Step
from planning.jobs import services as jobs
from planning.jobs.models import Job, JobState
from planning.jobs.work import run_inline
from planning.pacs import gateway
from planning.store.blobs import originals
from planning.studies import services
from planning.studies.models import Instance, Quarantined, Study
from tests.builders.dicom_files import PIXELS, film
from tests.web import world as worlds

pytestmark = pytest.mark.django_db
STUDY = "1.2.826.0.1.3680043.10.1"


class Archive(FolderArchive):
    """A folder that can be told to fail."""

    def __init__(self, node):
        super().__init__(node)
        self.place = node.folder
        self.asked = []
        self.keep_back = set()
        self.break_after = None

    def fetch(self, wanted, into):
        self.asked.append(wanted)
        for number, item in enumerate(super().fetch(wanted, into)):
            if number == self.break_after:
                raise NoAnswer("MAIN", Step.RETRIEVE, "silence", seconds=120)
            if not isinstance(item, FetchEnd) and any(
                uid.encode() in item.path.read_bytes() for uid in self.keep_back
            ):
                continue
            yield item


@pytest.fixture
def archive(tmp_path: Path, monkeypatch, data_folder) -> Archive:
    folder = tmp_path / "archive"
    folder.mkdir()
    for number in (1, 2, 3):
        uid = f"1.2.826.0.1.3680043.10.1.1.{number}"
        (folder / f"{number}.dcm").write_bytes(film(SOPInstanceUID=uid, InstanceNumber=str(number)))
    archive = Archive(Node(name="MAIN", protocol=Protocol.FOLDER, folder=folder))
    monkeypatch.setattr(gateway, "_archive", lambda row, cancelled=None: archive)
    return archive


@pytest.fixture
def node():
    return worlds.build().node


def ask(node) -> Job:
    return run_inline(services.request_import(actor=None, node=node, study_uid=STUDY))


def test_a_study_comes_whole(archive, node):
    job = ask(node)
    study = Study.objects.get(study_instance_uid=STUDY)
    assert (job.state, study.state) == (JobState.DONE, Study.State.COMPLETE)
    assert (job.progress["files_done"], job.progress["files_total"]) == (3, 3)
    assert job.progress["bytes_done"] > 0
    assert study.study_date == date(2024, 1, 31)


def test_again_brings_nothing(archive, node):
    ask(node)
    archive.asked.clear()
    assert ask(node).state == JobState.DONE
    assert archive.asked == []


def test_again_brings_only_what_is_new(archive, node):
    ask(node)
    archive.asked.clear()
    fourth = "1.2.826.0.1.3680043.10.1.1.4"
    (archive.place / "4.dcm").write_bytes(film(SOPInstanceUID=fourth))
    assert ask(node).state == JobState.DONE
    (wanted,) = archive.asked
    assert [uids for _, uids in wanted.sop_uids] == [(fourth,)]


def test_what_does_not_come_is_named_and_can_be_asked_for_again(archive, node):
    archive.keep_back = {"1.2.826.0.1.3680043.10.1.1.2"}
    job = ask(node)
    study = Study.objects.get(study_instance_uid=STUDY)
    assert (job.state, study.state) == (JobState.INCOMPLETE, Study.State.INCOMPLETE)
    assert job.error == {"code": "import_incomplete", "params": {"have": 2, "expected": 3}}
    assert study.missing == [{"series": 1, "modality": "DX", "description": "AP", "count": 1}]
    archive.keep_back = set()
    assert run_inline(jobs.retry(job=job)).state == JobState.DONE
    study.refresh_from_db()
    assert (study.state, study.missing) == (Study.State.COMPLETE, [])


def test_what_arrived_before_the_archive_fell_silent_stays(archive, node, settings):
    settings.JOB_MAX_ATTEMPTS = 1
    archive.break_after = 2
    job = ask(node)
    assert (job.state, job.error["code"]) == (JobState.INCOMPLETE, "archive_no_answer")
    assert Instance.objects.filter(series__study__study_instance_uid=STUDY).count() == 2


def test_silence_is_tried_again_by_itself(archive, node):
    archive.break_after = 1
    assert ask(node).state == JobState.QUEUED


def test_a_refusal_is_not_tried_again_and_names_node_and_step(archive, node, monkeypatch):
    def refuse(query):
        raise TitleRefused("MAIN", Step.ASSOCIATE, "called AE title not recognised")

    monkeypatch.setattr(archive, "find_studies", refuse)
    job = ask(node)
    assert (job.state, job.error["code"]) == (JobState.FAILED, "archive_title_refused")
    assert (job.error["params"]["node"], job.error["params"]["step"]) == ("MAIN", "associate")


def test_a_study_that_is_gone_says_so(archive, node):
    job = run_inline(services.request_import(actor=None, node=node, study_uid="1.2.3"))
    assert (job.state, job.error["code"]) == (JobState.FAILED, "study_not_found")


def sends(archive, monkeypatch, contents: dict[int, bytes], *, says: bytes | None = None) -> None:
    """Let the archive send other bytes for some of its films; `says` is what it hashes."""
    real = archive.fetch

    def swapped(wanted, into):
        for number, item in enumerate(real(wanted, into)):
            if number in contents and not isinstance(item, FetchEnd):
                item.path.write_bytes(contents[number])
                digest = hashlib.sha256(says or contents[number]).hexdigest()
                item = replace(item, received_sha256=digest)
            yield item

    monkeypatch.setattr(archive, "fetch", swapped)


OTHERS = {
    "other_patient": film(PatientID="SOMEBODY"),
    "other_study": film(StudyInstanceUID="1.2.826.0.1.3680043.10.2"),
    "pixels_do_not_fit": film(PixelData=PIXELS[: len(PIXELS) // 4 * 2]),
    "truncated": film()[:-40],
}


@pytest.mark.parametrize("code", OTHERS)
def test_what_was_not_asked_for_and_what_is_spoilt_is_named_and_set_aside(
    code, archive, node, monkeypatch
):
    sends(archive, monkeypatch, {1: OTHERS[code]})
    job = ask(node)
    assert (job.state, job.error["code"]) == (JobState.INCOMPLETE, "import_incomplete")
    assert job.progress["quarantined"] == 1
    (row,) = Quarantined.objects.all()
    assert row.code == code
    assert originals().verify(row.stored_sha256)
    assert originals().local_path(row.stored_sha256).read_bytes()[:132] == bytes(128) + b"DICM"
    study = Study.objects.get(study_instance_uid=STUDY)
    assert (study.state, study.missing[0]["count"]) == (Study.State.INCOMPLETE, 1)
    assert Instance.objects.filter(series__study=study).count() == 2


def test_nothing_but_another_patient_is_a_failure(archive, node, monkeypatch):
    sends(archive, monkeypatch, dict.fromkeys(range(3), OTHERS["other_patient"]))
    job = ask(node)
    assert (job.state, job.error["code"]) == (JobState.FAILED, "import_nothing_usable")
    assert {row.code for row in Quarantined.objects.all()} == {"other_patient"}


def test_a_disc_that_gives_back_other_bytes_is_named_and_not_believed(archive, node, monkeypatch):
    sends(archive, monkeypatch, {0: film()}, says=b"something else")
    job = ask(node)
    assert (job.state, job.error["code"]) == (JobState.QUEUED, "store_unreliable")
    uid = "1.2.826.0.1.3680043.10.1.1.1"
    assert not Instance.objects.filter(sop_instance_uid=uid).exists()


def test_films_are_rendered_as_they_come_and_slices_when_all_have_come(archive, node, monkeypatch):
    for number in range(4, 24):
        (archive.place / f"{number}.dcm").write_bytes(
            film(
                SOPInstanceUID=f"1.2.826.0.1.3680043.10.1.2.{number}",
                SeriesInstanceUID="1.2.826.0.1.3680043.10.1.2",
                Modality="CT",
            )
        )
    assert ask(node).state == JobState.DONE
    renders = Job.objects.filter(kind="render")
    assert renders.count() == 3 + 1
    slices = Job.objects.get(kind="render_slices")
    assert slices.not_before <= timezone.now()
    assert run_inline(slices).state == JobState.DONE
    wanted = Instance.objects.filter(series__study__study_instance_uid=STUDY)
    assert renders.count() == wanted.count() == 23


def test_slices_of_an_import_that_never_ends_are_rendered_after_a_while(archive, node, monkeypatch):
    for number in (1, 2):
        path = archive.place / f"{number}.dcm"
        path.write_bytes(film(SOPInstanceUID=f"{STUDY}.3.{number}", Modality="CT"))
    archive.break_after = 2
    assert ask(node).state == JobState.QUEUED
    slices = Job.objects.get(kind="render_slices")
    assert timezone.now() < slices.not_before < timezone.now() + timedelta(seconds=300)


def test_the_first_film_has_the_line_for_itself(archive, node, monkeypatch):
    for number in (4, 5):
        uid = f"1.2.826.0.1.3680043.10.1.{number}"
        changes = {"SeriesInstanceUID": uid, "SOPInstanceUID": f"{uid}.1", "SeriesNumber": number}
        (archive.place / f"{number}.dcm").write_bytes(film(**changes))
    real, order = archive.fetch, []

    def fetch(wanted, into):
        order.append(("asked", wanted.series_uids[0][-1]))
        for item in real(wanted, into):
            order.append(("came", wanted.series_uids[0][-1]))
            yield item

    monkeypatch.setattr(archive, "fetch", fetch)
    assert ask(node).state == JobState.DONE
    assert order[:2] == [("asked", "1"), ("came", "1")]
    assert {uid for what, uid in order if what == "asked"} == {"1", "4", "5"}


def test_series_whose_number_is_told_are_listed_only_when_fewer_came(archive, node, monkeypatch):
    listed = []
    real = archive.find_instances

    def find_instances(study_uid, series_uid):
        listed.append(series_uid)
        return real(study_uid, series_uid)

    monkeypatch.setattr(archive, "find_instances", find_instances)
    archive.keep_back = {"1.2.826.0.1.3680043.10.1.1.2"}
    job = ask(node)
    assert (job.state, len(listed)) == (JobState.INCOMPLETE, 1)
    listed.clear()
    Instance.objects.filter(series__study__study_instance_uid=STUDY).delete()
    archive.keep_back = set()
    assert run_inline(jobs.retry(job=job)).state == JobState.DONE
    assert listed == []


def test_asking_while_it_is_under_way_gives_the_same_job(archive, node):
    first = services.request_import(actor=None, node=node, study_uid=STUDY)
    assert services.request_import(actor=None, node=node, study_uid=STUDY).pk == first.pk
