"""What a browser sends arrives piece by piece, is looked into once, and every file has its word."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import numpy as np
import pydicom
import pytest
from PIL import Image

from planning.accounts.models import IdentityDomain
from planning.calibration.selectors import header_scale
from planning.imaging.photo_child import read_photograph
from planning.imaging.refusal import CannotShow
from planning.jobs.handlers import JobCancelled, JobFailed, RunningJob
from planning.jobs.models import Job
from planning.pacs.secondary_capture import Photograph, uids_of, write_unassigned
from planning.store.blobs import originals
from planning.store.spool import spool
from planning.studies import quarantine, uploads
from planning.studies.examining import examine
from planning.studies.models import Instance, Patient, Quarantined
from planning.studies.photographs import PictureRefused
from planning.studies.quarantine_undoing import undo
from planning.studies.upload_models import Upload
from planning.studies.uploads import Announced, UploadRefused
from tests.builders.dicom_files import film
from tests.studies.set_aside import some_site, waiting, work_off

pytestmark = pytest.mark.django_db


@pytest.fixture
def place(data_folder):
    return some_site()


def picture(kind: str = "PNG", *, mode: str = "L", size=(6, 4), **options) -> bytes:
    """Return a picture, a ramp from its top left corner."""
    out = io.BytesIO()
    ramp = np.arange(size[0] * size[1], dtype=np.uint8).reshape(size[1], size[0]) * 8
    Image.fromarray(ramp).convert(mode).save(out, kind, **options)
    return out.getvalue()


def take_picture(path: Path, *, sha256: str, scratch: Path) -> Path:
    """Do in this process what the child does."""
    pixels = scratch / "pixels"
    try:
        read = read_photograph(str(path), str(pixels), 20_000, 10**8)
    except CannotShow as error:
        raise PictureRefused(error.code, **error.params) from error
    shape = {name: read[name] for name in ("rows", "columns", "samples", "bits")}
    lossy = read["format"] == "JPEG"
    photograph = Photograph(pixels, **shape, lossy=lossy, coded_bytes=path.stat().st_size)
    write_unassigned(photograph, uids_of(sha256), scratch / "made.dcm")
    return scratch / "made.dcm"


def send(place, files: dict[str, bytes]) -> Upload:
    site, ada = place
    announced = [Announced(name, len(content)) for name, content in files.items()]
    upload = uploads.begin(actor=ada, site=site, files=announced)
    for number, content in enumerate(files.values()):
        if content:
            uploads.add(upload=upload, number=number, piece=content, at=0)
    return uploads.finish(upload=upload)


def examined(upload: Upload) -> dict[str, tuple[str, str]]:
    """Look into the files and return outcome and code by name."""
    examine(RunningJob(upload.job, lambda progress, result: None), take_picture)
    upload.refresh_from_db()
    assert upload.state == Upload.State.EXAMINED
    lines = [line for file in upload.files.all() for line in file.outcomes]
    return {line["origin"]: (line["outcome"], line["code"]) for line in lines}


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in members.items():
            archive.writestr(name.replace("_", "."), content)
    return out.getvalue()


def test_pieces_make_a_file_and_a_lost_connection_loses_none(place):
    site, ada = place
    content = film()
    upload = uploads.begin(actor=ada, site=site, files=[Announced("a.dcm", len(content))])
    assert uploads.add(upload=upload, number=0, piece=content[:100], at=0) == 100
    with pytest.raises(UploadRefused) as refused:
        uploads.add(upload=upload, number=0, piece=content[:100], at=0)
    assert (refused.value.code, refused.value.params) == ("upload_offset", {"received_bytes": 100})
    assert uploads.received_bytes(upload) == {0: 100}
    uploads.add(upload=upload, number=0, piece=content[100:], at=100)
    assert spool().path(upload.pk, 0).read_bytes() == content


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ([], "upload_empty"),
        ([Announced("a", 1)] * 10_001, "upload_too_many"),
        ([Announced("a", 2**30 + 1)], "upload_file_too_large"),
        ([Announced("a", 2**30)] * 9, "upload_too_large"),
    ],
)
def test_more_than_anybody_needs_is_refused_before_it_is_sent(place, files, code):
    site, ada = place
    with pytest.raises(UploadRefused) as refused:
        uploads.begin(actor=ada, site=site, files=files)
    assert refused.value.code == code


def test_a_full_disc_and_a_full_day_are_said_before_anything_is_sent(place, monkeypatch):
    site, ada = place
    gigabyte = [Announced("a", 2**30)]
    monkeypatch.setattr("planning.store.spool.Spool.free_bytes", lambda self: 3 * 2**30 - 1)
    with pytest.raises(UploadRefused) as refused:
        uploads.begin(actor=ada, site=site, files=gigabyte)
    assert refused.value.code == "upload_no_room"
    monkeypatch.setattr("planning.store.spool.Spool.free_bytes", lambda self: 2**50)
    for _ in range(20):
        uploads.begin(actor=ada, site=site, files=gigabyte)
    with pytest.raises(UploadRefused) as refused:
        uploads.begin(actor=ada, site=site, files=gigabyte)
    assert refused.value.code == "upload_day_limit"


def test_more_than_was_said_is_refused_and_a_cancelled_upload_leaves_nothing(place):
    site, ada = place
    upload = uploads.begin(actor=ada, site=site, files=[Announced("a", 10)])
    uploads.add(upload=upload, number=0, piece=b"x" * 10, at=0)
    for number, piece, at, code in (
        (0, b"x", 10, "upload_longer_than_said"),
        (1, b"x", 0, "upload_no_such_file"),
        (0, bytes(uploads.PIECE_BYTES + 1), 0, "upload_piece_too_large"),
    ):
        with pytest.raises(UploadRefused) as refused:
            uploads.add(upload=upload, number=number, piece=piece, at=at)
        assert refused.value.code == code
    upload = uploads.cancel(upload=upload)
    with pytest.raises(UploadRefused):
        uploads.add(upload=upload, number=0, piece=b"x", at=0)


def test_every_file_of_a_disc_gets_an_outcome_and_its_films_wait_for_a_person(place):
    files = {
        "CD/DICOM/a.dcm": film(),
        "CD/DICOM/again.dcm": film(),
        "CD/DICOM/nobody.dcm": film(PatientID=None, SOPInstanceUID="1.2.3.4"),
        "CD/viewer/logo.png": picture(),
        "CD/viewer/run.exe": b"MZ" + bytes(200),
        "CD/empty": b"",
        "CD/more.zip": zipped(m_dcm=film(SOPInstanceUID="1.2.3.5"), p_png=picture(), t_txt=b"hi"),
    }
    upload = send(place, files)
    assert examined(upload) == {
        "CD/DICOM/a.dcm": ("quarantined", "from_media"),
        "CD/DICOM/again.dcm": ("quarantined", "from_media"),
        "CD/DICOM/nobody.dcm": ("quarantined", "missing_identity"),
        "CD/viewer/logo.png": ("refused", "picture_beside_films"),
        "CD/viewer/run.exe": ("refused", "not_dicom"),
        "CD/empty": ("refused", "file_empty"),
        "CD/more.zip!/m.dcm": ("quarantined", "from_media"),
        "CD/more.zip!/p.png": ("refused", "picture_in_archive"),
        "CD/more.zip!/t.txt": ("refused", "not_dicom"),
    }
    assert Quarantined.objects.count() == 3
    assert set(Quarantined.objects.values_list("upload", flat=True)) == {upload.pk}


def test_what_is_here_already_is_a_duplicate(place):
    _, ada = place
    examined(send(place, {"a.dcm": film()}))
    quarantine.take_as_new(actor=ada, rows=waiting(), new=quarantine.NewPatient("P1", "Müller^A"))
    work_off()
    assert examined(send(place, {"a.dcm": film()})) == {"a.dcm": ("duplicate", "")}


def test_a_file_that_did_not_come_whole_is_said_and_an_interrupted_look_goes_on(place):
    site, ada = place
    content = film()
    names = [Announced(name, len(content)) for name in ("half.dcm", "whole.dcm")]
    upload = uploads.begin(actor=ada, site=site, files=names)
    uploads.add(upload=upload, number=0, piece=content[:200], at=0)
    uploads.add(upload=upload, number=1, piece=content, at=0)
    upload = uploads.finish(upload=upload)
    assert uploads.finish(upload=upload).job == upload.job
    assert Job.objects.filter(kind="upload").count() == 1
    stopped = RunningJob(upload.job, lambda progress, result: None)
    stopped.stop(lost=False)
    with pytest.raises(JobCancelled):
        examine(stopped, take_picture)
    assert examined(upload) == {
        "half.dcm": ("refused", "file_not_whole"),
        "whole.dcm": ("quarantined", "from_media"),
    }


def test_photographs_wait_upright_bare_and_without_a_scale(place):
    turned = Image.Exif()
    turned[0x0112] = 6  # To be turned by 90 degrees clockwise.
    turned[0x010F] = "Phone of somebody"
    photograph = picture("JPEG", exif=turned, quality=95)
    files = {"IMG_1.jpg": photograph, "again.jpg": photograph, "b.gif": picture("GIF"),
             "c.png": picture()[:60]}  # fmt: skip
    assert examined(send(place, files)) == {
        "IMG_1.jpg": ("quarantined", "photograph"),
        "again.jpg": ("quarantined", "photograph"),
        "b.gif": ("refused", "photograph_format"),
        "c.png": ("refused", "photograph_unreadable"),
    }
    row = Quarantined.objects.get()
    kept = originals().local_path(row.stored_sha256)
    made = pydicom.dcmread(kept)
    assert (made.Rows, made.Columns) == (6, 4), "6 columns and 4 rows, turned"
    assert made.pixel_array[0, 0] > made.pixel_array[0, -1], "the first column is on top now"
    assert (made.ConversionType, made.LossyImageCompression) == ("DF", "01")
    assert not {"PixelSpacing", "ImagerPixelSpacing", "NominalScannedPixelSpacing"} & set(
        made.dir()
    )
    assert "Not calibrated" in made.ImageComments
    assert b"Phone of somebody" not in kept.read_bytes()


def test_a_photograph_becomes_a_film_of_the_patient_whom_a_person_chose(
    place, django_capture_on_commit_callbacks
):
    site, ada = place
    examined(send(place, {"a.png": picture(), "b.png": picture(size=(5, 5))}))
    domain = IdentityDomain.objects.create(site=site, name="HOSP")
    patient = Patient.objects.create(
        identity_domain=domain, patient_id="MRN-1", name="Müller^Anna", sex="F"
    )
    details = {"date": "20260301", "description": "Pelvis AP"}
    photographs = set(originals().digests())
    decision = quarantine.take(actor=ada, rows=waiting(), patient=patient, details=details)
    work_off()
    one, other = Instance.objects.order_by("number")
    assert one.series == other.series
    assert (one.series.study.patient, str(one.series.study.study_date)) == (patient, "2026-03-01")
    made = pydicom.dcmread(originals().local_path(one.stored_sha256))
    assert (str(made.PatientName), made.PatientID) == ("Müller^Anna", "MRN-1")
    assert header_scale(one).scale.reason == "no_spacing"
    assert examined(send(place, {"a.png": picture()})) == {"a.png": ("duplicate", "")}
    with django_capture_on_commit_callbacks(execute=True):
        undo(actor=ada, decision=decision, in_plans=lambda films: False)
    assert (len(waiting()), Instance.objects.count()) == (2, 0)
    assert set(originals().digests()) == photographs, "what was written for the patient is gone"


@pytest.mark.parametrize(
    ("mode", "samples", "bits"),
    [("1", 1, 8), ("L", 1, 8), ("LA", 1, 8), ("P", 1, 8), ("RGB", 1, 8), ("I;16", 1, 16)],
)
def test_grey_pictures_of_every_kind_become_grey_films(tmp_path, mode, samples, bits):
    (tmp_path / "in").write_bytes(picture(mode=mode))
    read = read_photograph(str(tmp_path / "in"), str(tmp_path / "out"), 100, 1000)
    assert (read["samples"], read["bits"]) == (samples, bits)
    assert (tmp_path / "out").stat().st_size == 24 * samples * bits // 8


def test_colour_stays_colour_and_what_is_too_large_is_refused_undecoded(tmp_path):
    Image.new("RGB", (6, 4), (200, 10, 10)).save(tmp_path / "in.png")
    read = read_photograph(str(tmp_path / "in.png"), str(tmp_path / "out"), 100, 1000)
    assert (read["samples"], (tmp_path / "out").read_bytes()[:3]) == (3, bytes((200, 10, 10)))
    with pytest.raises(CannotShow) as refused:
        read_photograph(str(tmp_path / "in.png"), str(tmp_path / "out"), 100, 71)
    assert refused.value.code == "photograph_too_large"


def test_a_disc_that_fills_while_looking_loses_nothing_and_is_said(place):
    def full(path, *, sha256, scratch):
        raise OSError(28, "No space left on device")

    upload = send(place, {"a.png": picture()})
    with pytest.raises(JobFailed) as failed:
        examine(RunningJob(upload.job, lambda progress, result: None), full)
    assert (failed.value.code, failed.value.transient) == ("store_full", True)
    assert examined(upload) == {"a.png": ("quarantined", "photograph")}
