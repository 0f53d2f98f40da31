"""A signed plan is found back in a real archive, in the study of its films."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
import requests
from pydicom.dataset import Dataset
from pynetdicom import AE, AllStoragePresentationContexts, evt
from pypdf import PdfReader

from pacs_bridge.demo_orthanc import Modality, free_port
from planning.calibration.models import Calibration
from planning.imaging.services import render
from planning.jobs.models import Job
from planning.jobs.work import run_inline
from planning.pacs.gate import inspect
from planning.pacs.models import PacsNode
from planning.reports import services
from planning.reports.models import ReportObject
from planning.store.blobs import originals
from planning.studies import services as studies
from planning.studies.models import Instance
from planning.words import sentence
from tests.peers.orthanc import orthanc
from tests.reports import hip
from tests.web import world as worlds

pytestmark = [pytest.mark.peer("orthanc"), pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def running(tmp_path_factory, phantom):
    folder = tmp_path_factory.mktemp("orthanc")
    with orthanc(folder, [Modality("PLUMBLINE", 11113)], [phantom.path]) as archive:
        yield archive


def dimse(site, running) -> PacsNode:
    port = running.settings.dicom_port
    return worlds.archive(site, "Orthanc", port=port, ae_title="ORTHANC")


def dicomweb(site, running) -> PacsNode:
    return worlds.archive(
        site, "Orthanc web", protocol="dicomweb", retrieval="wado-rs", url=running.dicomweb_url
    )


def planned(world, node, phantom):
    """Import the study from the archive, plan on its film and sign: the surgeon's morning."""
    uid = inspect(phantom.path).tags["StudyInstanceUID"][0]
    job = studies.request_import(actor=world.people["surgeon"], node=node, study_uid=uid)
    assert run_inline(job).state == "done"
    film = Instance.objects.get(sop_instance_uid=phantom.truth["sop_instance_uid"])
    render(instance=film)
    film.refresh_from_db()
    hip.must_read(world, film, phantom)
    return hip.signed_hip(world, hip.planned_hip(world, film, phantom))


def in_orthanc(running, sop_uid: str) -> str:
    """Return Orthanc's own key of an object."""
    query = {"Level": "Instance", "Query": {"SOPInstanceUID": sop_uid}}
    answer = requests.post(f"{running.rest_url}/tools/find", json=query, timeout=30)
    (found,) = answer.json()
    return found


def send(version) -> Job:
    return run_inline(Job.objects.filter(kind="send_report", state="queued").latest("created_at"))


@pytest.mark.parametrize("connect", [dimse, dicomweb])
def test_report_and_picture_are_found_back_in_the_study(world, running, phantom, connect):
    node = connect(world.site, running)
    version = planned(world, node, phantom)
    assert send(version).state == "done"
    rows = list(version.objects_made.all())
    assert [row.state for row in rows] == ["sent", "sent"], [row.reason for row in rows]
    for row in rows:
        key = in_orthanc(running, row.sop_instance_uid)
        tags = requests.get(
            f"{running.rest_url}/instances/{key}/simplified-tags", timeout=30
        ).json()
        assert tags["StudyInstanceUID"] == version.plan.study.study_instance_uid
        assert tags["SeriesInstanceUID"] == row.series_instance_uid
        assert tags["PatientID"] == version.plan.patient.patient_id
        assert tags["PatientName"] == "DEMO^SEED 7"
    pdf = next(row for row in rows if row.kind == "pdf")
    document = requests.get(
        f"{running.rest_url}/instances/{in_orthanc(running, pdf.sop_instance_uid)}/pdf", timeout=30
    ).content
    pages = PdfReader(io.BytesIO(document)).pages
    text = " ".join(" ".join(page.extract_text() for page in pages).split())
    for result in version.content["results"]:
        assert result["planned_text"] in text
    cup = next(one for one in version.content["results"] if one["definition"] == "cup_inclination")
    # The cup was turned by 0.7 rad, 40.1 degrees.
    assert cup["planned"]["value"] == pytest.approx(40.1, abs=2)
    assert Calibration.objects.count() == 1


def test_sending_twice_leaves_one_object_each(world, running, phantom):
    node = dimse(world.site, running)
    version = planned(world, node, phantom)
    send(version)
    version.objects_made.update(state=ReportObject.State.FAILED)
    services.request_sending(actor=world.people["surgeon"], version=version)
    assert send(version).state == "done"
    for row in version.objects_made.all():
        assert row.state == "sent"
        in_orthanc(running, row.sop_instance_uid)


@contextmanager
def locked_archive() -> Iterator[int]:
    """An archive that takes no object and says why; yields its port."""

    def refuse(event) -> Dataset:
        answer = Dataset()
        answer.Status = 0xC123
        answer.ErrorComment = "study is locked"
        return answer

    port = free_port()
    server = AE("ORTHANC")
    for context in AllStoragePresentationContexts:
        server.add_supported_context(context.abstract_syntax)
    listening = server.start_server(
        ("127.0.0.1", port), block=False, evt_handlers=[(evt.EVT_C_STORE, refuse)]
    )
    try:
        yield port
    finally:
        listening.shutdown()


def test_a_locked_study_is_told_in_its_words_and_sent_after_it_was_unlocked(
    world, running, phantom
):
    node = dimse(world.site, running)
    version = planned(world, node, phantom)
    with locked_archive() as port:
        PacsNode.objects.filter(pk=node.pk).update(port=port)
        send(version)
    for row in version.objects_made.all():
        assert row.state == "refused"
        assert "study is locked" in sentence(row.reason["code"], row.reason["params"])
        assert originals().exists(row.stored_sha256)
    PacsNode.objects.filter(pk=node.pk).update(port=running.settings.dicom_port)
    for row in version.objects_made.select_related("node", "plan_version__plan__study__node"):
        services.retry(actor=world.people["surgeon"], row=row)
        send(version)
    for row in version.objects_made.all():
        assert row.state == "sent", row.reason
        in_orthanc(running, row.sop_instance_uid)
