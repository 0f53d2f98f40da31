"""A report reaches the archive once and whole, or says on each object why it did not."""

from __future__ import annotations

import io
from datetime import date, timedelta
from itertools import islice
from unittest import mock
from zoneinfo import ZoneInfo

import pytest
from django.http import Http404
from django.utils import timezone
from PIL import Image

from pacs_bridge.errors import Cancelled, TitleRefused, Unreachable
from pacs_bridge.types import Step
from planning.accounts.models import Membership, Role
from planning.audit.models import AuditEvent
from planning.jobs import claims
from planning.jobs import services as jobs
from planning.jobs.handlers import JobCancelled, LeaseLost, RunningJob
from planning.jobs.models import Job, JobState
from planning.jobs.work import run_inline
from planning.pacs import gateway
from planning.pacs.gate import inspect
from planning.pacs.gateway import StudyMatch
from planning.plans.signing import sign
from planning.reports import services
from planning.reports.dicom_object import Making, SourceImage
from planning.reports.dicom_pdf import encapsulated_pdf
from planning.reports.dicom_picture import secondary_capture
from planning.reports.making import signed_json
from planning.reports.models import ReportObject
from planning.reports.sending import send_report
from planning.reports.services import SendingRefused
from planning.store.blobs import originals
from planning.words import sentence
from tests.plans.ready import ready_plan
from tests.reports import rows
from tests.reports.archive import Archive, busy, refused, stand_in
from tests.web.world import archive as add_node

State = ReportObject.State


@pytest.fixture
def archive(monkeypatch) -> Archive:
    return stand_in(monkeypatch)


@pytest.fixture
def version(world, phantom):
    """A signed version whose two objects are made already: small, but real ones."""
    tags = inspect(phantom.path).tags
    world.study.study_instance_uid = tags["StudyInstanceUID"][0]
    world.study.received_name = tags["PatientName"][0]
    world.study.received_birth_date = "1947-08-15"
    world.study.save()
    world.study.patient.patient_id = tags["PatientID"][0]
    world.study.patient.save()
    signed = rows.signed(world)
    for row in signed.objects_made.all():
        keep(row, tags)
    signed.plan.study.refresh_from_db()
    return signed


def keep(row: ReportObject, tags) -> None:
    source = SourceImage(tags["SOPClassUID"][0], tags["SOPInstanceUID"][0])
    making = Making(
        str(row.plan_version_id), 1, timezone.now(), ZoneInfo("UTC"), "test", ("2.25.1", "TEST"),
        tags, "R", (source,),
    )  # fmt: skip
    if row.kind == "pdf":
        content = encapsulated_pdf(making, b"%PDF")
    else:
        content = secondary_capture(making, Image.new("RGB", (4, 4)), number=1, source=source)
    row.stored_sha256 = originals().put(io.BytesIO(content))
    row.size_bytes = len(content)
    row.save()


def queued_job() -> Job:
    return Job.objects.filter(kind="send_report", state=JobState.QUEUED).latest("created_at")


def run() -> Job:
    Job.objects.filter(state=JobState.QUEUED).update(not_before=timezone.now())
    return run_inline(queued_job())


def states(version) -> list[str]:
    return [row.state for row in version.objects_made.order_by("kind", "number")]


def test_signing_queues_the_pdf_and_a_picture_for_the_archive_of_the_films(version, world):
    made = version.objects_made.order_by("kind")
    assert [(row.kind, row.number, row.state) for row in made] == [
        ("pdf", 1, "queued"), ("picture", 1, "queued"),
    ]  # fmt: skip
    assert {row.node for row in made} == {world.node}
    assert queued_job().arguments == {"version": str(version.pk)}


def test_a_plan_on_films_from_no_archive_is_made_and_waits_for_a_choice(world):
    plan = ready_plan(world).plan
    signed = sign(actor=world.people["surgeon"], plan=plan, version=7, meaning="planned")
    assert states(signed) == ["made", "made"]
    assert {row.node for row in signed.objects_made.all()} == {None}
    assert queued_job().arguments == {"version": str(signed.pk)}


def test_both_objects_arrive_and_the_rows_say_so(version, archive):
    assert run().state == JobState.DONE
    assert states(version) == ["sent", "sent"]
    assert set(archive.held) == {row.sop_instance_uid for row in version.objects_made.all()}
    sent = AuditEvent.objects.filter(action="send", object_kind="report", outcome="ok")
    assert sent.count() == 2
    assert version.plan.patient.patient_id not in str(sent.values())


def test_a_refusal_keeps_the_archives_own_words_and_spares_the_others(version, archive):
    archive.answers = [refused("C123 cannot process: study is locked")]
    assert run().state == JobState.DONE
    pdf, picture = version.objects_made.order_by("kind")
    assert (pdf.state, picture.state) == ("refused", "sent")
    assert "study is locked" in sentence(pdf.reason["code"], pdf.reason["params"])
    assert AuditEvent.objects.filter(action="send", outcome="refused").count() == 1


def test_a_retry_sends_the_same_object_again_and_only_that(version, archive, world):
    archive.answers = [refused("C123 cannot process: study is locked")]
    run()
    pdf = version.objects_made.get(kind="pdf")
    again = services.retry(actor=world.people["surgeon"], row=pdf)
    assert (again.state, again.reason, again.attempts) == ("queued", {}, 0)
    assert run().state == JobState.DONE
    assert states(version) == ["sent", "sent"]
    assert archive.sent == 3
    assert set(archive.held) == {row.sop_instance_uid for row in version.objects_made.all()}


def test_asking_twice_for_a_retry_queues_once(version, archive, world):
    archive.answers = [refused("no"), refused("no")]
    run()
    pdf = version.objects_made.get(kind="pdf")
    for _ in range(2):
        services.retry(actor=world.people["surgeon"], row=pdf)
    assert Job.objects.filter(state=JobState.QUEUED, kind="send_report").count() == 1


def test_an_archive_that_is_away_is_tried_again_and_then_it_is_sent(version, archive):
    archive.answers = [Unreachable("Main PACS", Step.STORE, "connection refused")]
    assert run().state == JobState.QUEUED
    assert states(version) == ["queued", "queued"]
    waits = version.objects_made.first()
    assert waits.reason["code"] == "archive_unreachable"
    assert run().state == JobState.DONE
    assert states(version) == ["sent", "sent"]


def test_what_arrived_before_the_line_broke_is_not_sent_again(version, archive):
    taken = {"stored": True, "status": "0000"}
    archive.answers = [taken, Unreachable("Main PACS", Step.STORE, "reset")]
    run()
    assert states(version) == ["sent", "queued"]
    run()
    assert states(version) == ["sent", "sent"]
    assert archive.sent == 3


def test_after_the_last_attempt_it_has_failed_and_says_why(version, archive, settings):
    settings.JOB_MAX_ATTEMPTS = 2
    archive.answers = [Unreachable("Main PACS", Step.STORE, "refused") for _ in range(2)]
    run()
    assert run().state == JobState.FAILED
    assert states(version) == ["failed", "failed"]


def test_a_lack_of_room_is_tried_again_and_then_refused_in_its_words(version, archive, settings):
    settings.JOB_MAX_ATTEMPTS = 2
    archive.answers = [busy(), busy(), busy(), busy()]
    assert run().state == JobState.QUEUED
    assert states(version) == ["queued", "queued"]
    run()
    assert states(version) == ["refused", "refused"]
    reason = version.objects_made.first().reason
    assert "out of resources" in sentence(reason["code"], reason["params"])


def test_a_title_that_is_not_known_is_not_tried_again(version, archive):
    archive.answers = [TitleRefused("Main PACS", Step.STORE, "called AE title")]
    assert run().state == JobState.FAILED
    assert states(version) == ["failed", "failed"]


def test_an_archive_that_has_it_already_counts_as_sent(version, archive):
    archive.answers = [refused("0111 duplicate SOP instance", "0111")]
    run()
    assert states(version) == ["sent", "sent"]


def test_a_worker_that_dies_loses_nothing(version, archive):
    dies = mock.patch("planning.reports.sending._sent", side_effect=KeyboardInterrupt)
    with dies, pytest.raises(KeyboardInterrupt):
        run()
    assert states(version) == ["sending", "sending"]
    # Its lease runs out, another worker takes the job over.
    Job.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    left = Job.objects.get(kind="send_report")
    assert run_inline(left).state == JobState.DONE
    assert states(version) == ["sent", "sent"]
    assert len(archive.held) == 2


def test_a_file_of_somebody_else_never_leaves(version, archive):
    version.plan.study.patient.patient_id = "SOMEBODY-ELSE"
    version.plan.study.patient.save()
    assert run().state == JobState.FAILED
    assert states(version) == ["failed", "failed"]
    assert version.objects_made.first().reason["code"] == "report_wrong_patient"
    assert archive.sent == 0


@pytest.mark.parametrize(
    ("name", "born", "goes"),
    [("OTHER^PERSON", None, False), ("DEMO^SEED 7", "1947-08-15", True)],
)
def test_another_archive_is_asked_whom_it_knows_by_the_number(
    version, archive, world, name, born, goes
):
    clinic = add_node(world.site, "Clinic")
    study = version.plan.study
    archive.matches = [
        StudyMatch(
            "Clinic", "1.9.9", study.patient.patient_id, "", name,
            date.fromisoformat(born) if born else None, "", "", None, None, "", (), None, None,
        )
    ]  # fmt: skip
    version.objects_made.update(state=State.MADE, node=None)
    services.request_sending(actor=world.people["surgeon"], version=version, node=clinic)
    run()
    assert states(version) == (["sent", "sent"] if goes else ["failed", "failed"])
    assert (archive.sent > 0) == goes


def test_stopping_before_it_begins_leaves_what_was_made(version, archive, world):
    shown = services.cancel(actor=world.people["surgeon"], version=version)
    assert [row.state for row in shown] == ["made", "made"]
    assert not Job.objects.filter(kind="send_report", state=JobState.QUEUED).exists()
    services.request_sending(actor=world.people["surgeon"], version=version)
    run()
    assert states(version) == ["sent", "sent"]


def test_stopping_on_the_way_keeps_what_arrived(version, archive):
    job = queued_job()

    def stop_here():
        jobs.cancel(job=job)
        return {"stored": True, "status": "0000"}

    archive.answers = [stop_here, JobCancelled("stopped")]
    assert run_inline(job).state == JobState.CANCELLED
    assert states(version) == ["sent", "made"]


def test_sending_that_is_stopped_and_asked_for_again_is_sent(version, archive, world):
    """The first job notices late that it was stopped; what was asked for after that goes on."""
    surgeon, job = world.people["surgeon"], queued_job()

    def stop_and_ask_again():
        services.cancel(actor=surgeon, version=version)
        services.request_sending(actor=surgeon, version=version)
        return {"stored": True, "status": "0000"}

    archive.answers = [stop_and_ask_again, JobCancelled("stopped")]
    assert run_inline(job).state == JobState.CANCELLED
    assert states(version) == ["sent", "queued"]
    assert run().state == JobState.DONE
    assert states(version) == ["sent", "sent"]


def test_no_room_after_it_was_stopped_leaves_what_was_made(version, archive, world):
    def stop():
        services.cancel(actor=world.people["surgeon"], version=version)
        return busy()

    archive.answers = [stop, busy()]
    run()
    assert states(version) == ["made", "made"]
    assert Job.objects.get(kind="send_report").error.get("code") != "job_broke"


def test_a_worker_that_lost_the_job_leaves_its_objects_to_the_next(version, archive):
    job = claims.claim(job_id=queued_job().pk)
    running = RunningJob(job, lambda progress, result: None)

    def taken_over():
        running.stop(lost=True)
        return {"stored": True, "status": "0000"}

    archive.answers = [taken_over, Cancelled("Main PACS", Step.STORE, "stopped")]
    with pytest.raises(LeaseLost):
        send_report(running, version)
    assert states(version) == ["sent", "sending"]


def test_what_arrived_and_its_line_in_the_audit_trail_are_one(version, archive):
    dies = mock.patch("planning.reports.sending._record", side_effect=KeyboardInterrupt)
    with dies, pytest.raises(KeyboardInterrupt):
        run()
    assert states(version) == ["sending", "sending"]


def test_an_archive_that_answers_too_little_is_asked_again(version, archive):
    short = mock.Mock(side_effect=lambda *of, **more: islice(archive.store(*of, **more), 1))
    with mock.patch.object(gateway, "store", short):
        assert run().state == JobState.QUEUED
    assert states(version) == ["sent", "queued"]
    assert run().state == JobState.DONE
    assert states(version) == ["sent", "sent"]


def test_an_archive_that_is_switched_off_takes_no_order(version, world):
    version.objects_made.update(state=State.FAILED)
    world.node.enabled = False
    world.node.save()
    pdf = version.objects_made.select_related("node").get(kind="pdf")
    with pytest.raises(SendingRefused) as refusal:
        services.retry(actor=world.people["surgeon"], row=pdf)
    assert refusal.value.code == "node_disabled"


def test_a_report_goes_to_no_archive_of_another_site(version, world):
    """Also for somebody who works at both."""
    surgeon = world.people["surgeon"]
    Membership.objects.create(user=surgeon, site=world.elsewhere, role=Role.SURGEON)
    there = add_node(world.elsewhere, "Their PACS")
    version.objects_made.update(state=State.FAILED)
    with pytest.raises(Http404):
        services.request_sending(actor=surgeon, version=version, node=there)
    version.objects_made.update(node=there)
    pdf = version.objects_made.select_related("node").get(kind="pdf")
    with pytest.raises(Http404):
        services.retry(actor=surgeon, row=pdf)
    assert states(version) == ["failed", "failed"]


def test_what_is_printed_names_the_signer_of_that_day(version):
    assert signed_json(version)["content"]["signer"]["name"] == "Dr Ada Weber"


def test_what_nobody_foresaw_is_tried_again_and_never_stays_under_way(version, archive, settings):
    settings.JOB_MAX_ATTEMPTS = 2
    archive.answers = [ZeroDivisionError(), ZeroDivisionError()]
    assert run().state == JobState.QUEUED
    assert states(version) == ["queued", "queued"]
    assert run().state == JobState.FAILED
    assert states(version) == ["failed", "failed"]


def test_an_object_whose_job_is_gone_can_be_sent_again(version, archive, world):
    Job.objects.filter(kind="send_report").update(state=JobState.FAILED)
    version.objects_made.update(state=State.SENDING)
    services.request_sending(actor=world.people["surgeon"], version=version)
    run()
    assert states(version) == ["sent", "sent"]
