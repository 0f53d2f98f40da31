"""Tests of archives as jobs: what is kept, what is used, what is said of it."""

from __future__ import annotations

import socket

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from pacs_bridge.checks import DICOMWEB_CHECKS, DIMSE_CHECKS, WADO_CHECKS, Outcome
from pacs_bridge.types import Profile, Retrieval
from planning.audit.models import AuditEvent
from planning.jobs.handlers import JobCancelled, JobFailed, RunningJob
from planning.jobs.models import Job, JobState
from planning.management.commands import pacs
from planning.pacs import testing
from planning.pacs.models import NodeTest, PacsNode
from planning.pacs.nodes import bridge_node
from planning.pacs.profiles import from_json, to_json
from planning.web import node_report
from planning.wording import archive_tests
from tests.builders.misbehaving import peer, silent_tcp
from tests.pacs.rows import kept, with_two_tests
from tests.web.world import archive, build

PROFILE = Profile(
    retrievals=(Retrieval.WADO_RS, Retrieval.C_GET),
    character_set="ISO_IR 100",
    folds_accents=False,
    storage_sop_classes=("1.2.840.10008.5.1.4.1.1.7",),
)


@pytest.fixture
def world(db):
    return build()


def carried_out(job, node) -> NodeTest:
    """Carry out a test in this thread; a heart of its own would wait for our transaction."""
    return testing.carry_out(RunningJob(job, lambda progress, result: None), node)


def test_a_profile_survives_the_way_through_the_database(world):
    world.node.profile = to_json(PROFILE)
    world.node.save()
    assert bridge_node(PacsNode.objects.get(pk=world.node.pk)).profile == PROFILE


def test_a_profile_of_another_version_is_read_as_far_as_it_is_known():
    assert from_json({}) is None
    plain = {"retrievals": ["c-get", "telepathy"], "mood": "good"}
    assert from_json(plain) == Profile(retrievals=(Retrieval.C_GET,))


@pytest.mark.timeout(60)
def test_an_archive_that_is_down_is_said_to_be_and_what_was_known_of_it_stays(world):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        port = closed.getsockname()[1]
    PacsNode.objects.filter(pk=world.node.pk).update(profile=to_json(PROFILE), port=port)
    asked = testing.request_test(actor=world.people["administrator"], node=world.node)
    assert testing.request_test(actor=world.people["administrator"], node=world.node) == asked
    for number in range(testing.KEPT + 3):
        kept(world.node, {}, hours_ago=number + 1)
    test = carried_out(asked, PacsNode.objects.get(pk=world.node.pk))
    assert testing.last_two(world.node)[0] == test
    assert world.node.tests.count() == testing.KEPT
    outcomes = {result["check"]: (result["outcome"], result["code"]) for result in test.results}
    assert outcomes.pop("connection") == ("fails", "archive_unreachable")
    assert set(outcomes.values()) == {("untested", "no_connection")}
    assert set(outcomes) == {str(check) for check in DIMSE_CHECKS} - {"connection"}
    world.node.refresh_from_db()
    assert from_json(world.node.profile) == PROFILE
    said = AuditEvent.objects.filter(object_kind="node", object_id=str(world.node.pk))
    assert [event.action for event in said.order_by("pk")] == ["search", "search", "change"]


@pytest.mark.timeout(60)
def test_the_command_line_says_the_same_and_fails_when_nobody_answers(world, monkeypatch, capsys):
    def in_this_thread(job):
        carried_out(job, world.node)
        Job.objects.filter(pk=job.pk).update(state=JobState.DONE)
        return Job.objects.get(pk=job.pk)

    monkeypatch.setattr(pacs, "run_inline", in_this_thread)
    with pytest.raises(CommandError, match="Main PACS could not be reached"):
        call_command("pacs", "test", "Main PACS")
    said = capsys.readouterr().out
    assert "does not work         Connection" in said
    assert "not tested            Films by C-GET" in said
    assert "Please register the DICOM node PLUMBLINE" in said


def test_settings_that_cannot_be_tested_end_the_job_with_their_reason(world):
    world.node.ca_file = "/nowhere/ca.pem"
    job = testing.request_test(actor=world.people["administrator"], node=world.node)
    with pytest.raises(JobFailed) as failed:
        carried_out(job, world.node)
    assert failed.value.code == "archive_configuration"
    assert not NodeTest.objects.exists()


def test_a_test_that_is_stopped_before_it_began_leaves_everything_as_it_was(world):
    testing.request_test(actor=world.people["administrator"], node=world.node)
    testing.cancel_test(actor=world.people["administrator"], node=world.node)
    assert Job.objects.get(kind=testing.KIND).state == JobState.CANCELLED
    assert not NodeTest.objects.exists()


@pytest.mark.timeout(60)
def test_a_test_that_is_stopped_while_an_archive_is_silent_ends(world):
    with peer(silent_tcp) as port:
        PacsNode.objects.filter(pk=world.node.pk).update(port=port)
        world.node.refresh_from_db()
        job = testing.request_test(actor=world.people["administrator"], node=world.node)
        running = RunningJob(job, lambda progress, result: running.stop(lost=False))
        with pytest.raises(JobCancelled):
            testing.carry_out(running, world.node)
    assert running.progress["check"] == "connection"
    assert not NodeTest.objects.exists()


def test_what_changed_since_the_last_test_is_said(world):
    before = kept(
        world.node, {"c-get": ("absent", ""), "c-move": ("works", ""), "fuzzy": ("absent", "")}
    )
    now = kept(
        world.node, {"c-get": ("works", ""), "c-move": ("works", ""), "pages": ("works", "")}
    )
    assert testing.changes(now, before) == [("c-get", "absent", "works")]
    assert testing.changes(now, None) == []


def test_the_page_says_what_works_what_does_not_and_what_changed(world, client):
    with_two_tests(world.node)
    client.force_login(
        world.people["administrator"], backend="django.contrib.auth.backends.ModelBackend"
    )
    page = client.get(reverse("node-test", kwargs={"node_id": world.node.pk})).content.decode()
    assert "does not know where to send the films" in page
    assert "Have our receiver registered as this page says." in page
    assert "step retrieve" in page
    assert "Step retrieve: A801" in page
    assert "C-GET is not offered" in page
    assert "It knows us and answered in 0.02 seconds." in page
    assert "It does not accept: Encapsulated PDF Storage." in page
    assert "not offered, before: works" in page
    assert "Please register the DICOM node PLUMBLINE at 10.1.2.3" in page
    assert page.index("What does not work") < page.index("What works")


def test_a_receiver_that_nobody_else_reaches_is_said_to_be(world, settings):
    settings.RECEIVER_HOST = "127.0.0.1"
    assert not node_report.registration(world.node, None).only_here
    world.node.host = "pacs.example.org"
    assert node_report.registration(world.node, None).only_here
    settings.RECEIVER_HOST = "10.1.2.3"
    assert not node_report.registration(world.node, None).only_here


def test_a_test_knows_how_many_checks_it_has(world):
    assert testing.checks_for(world.node) == DIMSE_CHECKS
    mixed = archive(world.site, "Mixed", url="https://pacs.example/dicom-web")
    assert set(testing.checks_for(mixed)) == {*DIMSE_CHECKS, *WADO_CHECKS}
    web = archive(world.site, "Web", protocol="dicomweb", url="https://pacs.example/dicom-web")
    assert testing.checks_for(web) == DICOMWEB_CHECKS


@pytest.mark.parametrize("check", sorted({*map(str, DIMSE_CHECKS), *map(str, DICOMWEB_CHECKS)}))
@pytest.mark.parametrize("outcome", [str(outcome) for outcome in Outcome])
def test_every_check_has_a_name_and_every_outcome_a_sentence(check, outcome):
    assert archive_tests.title(check) != check
    said = archive_tests.sentence_for(check, outcome, "")
    assert said is None or said.rstrip().endswith(".")
    assert said is not None or outcome in ("partly", "untested")
