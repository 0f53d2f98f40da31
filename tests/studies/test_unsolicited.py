"""What nobody asked for waits for a person, with who sent it, and is never lost."""

from __future__ import annotations

import json
from dataclasses import replace
from unittest import mock

import pytest
from django.db import DataError, OperationalError

from pacs_bridge.dimse.spool import REFUSED, UNSOLICITED, Sender, deliver
from planning.accounts.models import Site
from planning.audit.models import AuditEvent
from planning.jobs.models import Job, JobState
from planning.jobs.work import run_inline
from planning.pacs import strays
from planning.pacs.models import PacsNode
from planning.store.blobs import StoreFull, originals
from planning.studies import unsolicited
from planning.studies.arrival import Source, receive
from planning.studies.identity import Asked
from planning.studies.models import Instance, Quarantined
from planning.studies.unsolicited import take_in
from tests.builders.dicom_files import FILM, film
from tests.web import world as worlds


@pytest.fixture
def world(db, data_folder, settings):
    settings.RECEIVER_SPOOL.mkdir(parents=True)
    unsolicited._told.clear()
    made = worlds.build()
    worlds.archive(made.site, "Pushing PACS", host="10.1.2.3", ae_title="PUSH")
    return made


@pytest.fixture
def send(tmp_path, settings):
    def arrive(content: bytes, sender: Sender):
        path = tmp_path / "film.part"
        path.write_bytes(content)
        return deliver(settings.RECEIVER_SPOOL, path, "", sender)

    return arrive


def left(settings) -> list:
    return list((settings.RECEIVER_SPOOL / UNSOLICITED).iterdir())


def test_a_film_of_an_archive_becomes_a_row_with_all_that_is_known(world, send, settings):
    content = film()
    send(content, Sender("PUSH", "10.1.2.3", "OTHER", 7))
    assert take_in() == 1
    row = Quarantined.objects.get()
    assert row.code == "unsolicited"
    assert (row.node.name, row.site, row.origin) == ("Pushing PACS", world.site, "PUSH@10.1.2.3")
    assert row.params == {
        "sender": "PUSH", "address": "10.1.2.3", "asked_by": "OTHER", "node": "Pushing PACS",
    }  # fmt: skip
    assert row.header["PatientID"] == ["P1"]
    assert originals().exists(row.stored_sha256)
    assert not Instance.objects.filter(sop_instance_uid=row.sop_instance_uid).exists()
    assert left(settings) == []


@pytest.fixture
def imported(world, tmp_path, settings):
    """A study of which one film has come from the archive."""
    node = PacsNode.objects.get(name="Pushing PACS")
    path = tmp_path / "first.dcm"
    path.write_bytes(film(SOPInstanceUID="1.2.3.1"))
    asked = Asked(FILM["StudyInstanceUID"], "P1")
    source = Source(node.site, node.identity_domain, node=node, asked=asked)
    assert receive(path=path, source=source).outcome == "imported"
    return Sender("PUSH", "10.1.2.3", settings.RECEIVER_AE_TITLE, 7)


def test_a_film_that_trails_behind_its_c_move_is_imported(imported, send, settings):
    send(film(SOPInstanceUID="1.2.3.2"), imported)
    take_in()
    assert Instance.objects.get(sop_instance_uid="1.2.3.2").series.study.node.name == "Pushing PACS"
    assert not Quarantined.objects.exists()
    assert left(settings) == []


@pytest.mark.parametrize(
    ("changed", "sender", "code"),
    [
        ({"PatientID": "P2"}, {}, "other_patient"),
        ({"StudyInstanceUID": "1.2.3.9"}, {}, "unsolicited"),
        ({}, {"move_originator_ae": "OTHER"}, "unsolicited"),
        ({}, {"calling_ae": "DX1"}, "unsolicited"),
    ],
)
def test_what_only_looks_as_if_it_trailed_behind_waits(imported, send, changed, sender, code):
    send(film(SOPInstanceUID="1.2.3.2", **changed), replace(imported, **sender))
    take_in()
    assert Quarantined.objects.get().code == code
    assert not Instance.objects.filter(sop_instance_uid="1.2.3.2").exists()


def test_a_film_of_a_modality_waits_at_the_first_site(world, send):
    send(film(), Sender("DX1", "10.9.9.9"))
    take_in()
    row = Quarantined.objects.get()
    assert row.node is None
    assert row.site == Site.objects.order_by("name").first()
    assert row.params["sender"] == "DX1"


def test_the_same_title_from_elsewhere_is_not_the_archive(world, send):
    send(film(), Sender("PUSH", "10.1.2.4"))
    take_in()
    assert Quarantined.objects.get().node is None


def test_a_film_that_is_sent_twice_waits_once(world, send, settings):
    for _ in range(2):
        send(film(), Sender("PUSH", "10.1.2.3"))
    assert take_in() == 2
    assert Quarantined.objects.count() == 1
    assert left(settings) == []
    assert AuditEvent.objects.filter(object_kind="set_aside", outcome="ok").count() == 1


def test_what_the_gate_refuses_is_kept_apart_with_the_reason(world, send, settings):
    sent = send(b"not a film", Sender("PUSH", "10.1.2.3"))
    take_in()
    assert not Quarantined.objects.exists()
    assert left(settings) == []
    kept = settings.RECEIVER_SPOOL / REFUSED / sent.name
    assert kept.read_bytes() == b"not a film"
    note = json.loads(kept.with_suffix(".json").read_text())
    assert (note["calling_ae"], note["code"]) == ("PUSH", "not_dicom")
    assert AuditEvent.objects.filter(object_kind="set_aside", outcome="refused").exists()


def test_a_full_store_leaves_it_for_later(world, send, settings):
    send(film(), Sender("PUSH", "10.1.2.3"))
    for _ in range(2):
        unsolicited.ask_for_it()
    job = Job.objects.get(kind=unsolicited.JOB_KIND)
    with mock.patch.object(unsolicited, "receive", side_effect=StoreFull):
        assert run_inline(job).state == JobState.QUEUED
    assert len(left(settings)) == 2
    Job.objects.update(not_before=job.created_at)
    assert run_inline(job).state == JobState.DONE
    assert left(settings) == []
    unsolicited.ask_for_it()
    assert Job.objects.filter(kind=unsolicited.JOB_KIND).count() == 1


def test_a_process_that_dies_on_the_way_loses_nothing(world, send, settings):
    send(film(), Sender("PUSH", "10.1.2.3"))
    dies = mock.patch.object(strays, "forget", side_effect=KeyboardInterrupt)
    with dies, pytest.raises(KeyboardInterrupt):
        take_in()
    assert take_in() == 1
    assert Quarantined.objects.count() == 1
    assert left(settings) == []


def test_one_that_breaks_something_holds_up_no_other_and_is_kept(world, send, settings):
    broken = send(film(), Sender("PUSH", "10.1.2.3"))
    with mock.patch.object(unsolicited, "receive", side_effect=ZeroDivisionError):
        take_in()
    send(film(PatientID="P2", SOPInstanceUID="1.2.3.4.5"), Sender("PUSH", "10.1.2.3"))
    assert take_in() == 1
    assert (settings.RECEIVER_SPOOL / REFUSED / broken.name).exists()
    assert left(settings) == []


@pytest.mark.parametrize("problem", [DataError("invalid byte"), ValueError("NUL")])
def test_a_value_that_the_database_does_not_take_holds_up_nothing(world, send, settings, problem):
    broken = send(film(), Sender("PUSH", "10.1.2.3"))
    with mock.patch.object(unsolicited, "receive", side_effect=problem):
        take_in()
    assert (settings.RECEIVER_SPOOL / REFUSED / broken.name).exists()
    assert left(settings) == []
    (told,) = AuditEvent.objects.filter(object_kind="set_aside", outcome="refused")
    assert told.detail == {"code": "not_taken_in", "sender": "PUSH"}


def test_a_database_that_is_away_refuses_nothing(world, send, settings):
    sent = send(film(), Sender("PUSH", "10.1.2.3"))
    away = mock.patch.object(unsolicited, "receive", side_effect=OperationalError)
    with away, pytest.raises(OperationalError):
        take_in()
    assert sent in left(settings)


def test_one_that_the_disc_does_not_give_waits_and_the_others_do_not(world, send, settings):
    first = send(film(), Sender("PUSH", "10.1.2.3"))
    send(film(PatientID="P2", SOPInstanceUID="1.2.3.4.5"), Sender("PUSH", "10.1.2.3"))

    def unlucky(*, path, **more):
        if path == first:
            raise OSError(5, "Input/output error")
        return receive(path=path, **more)

    broken = mock.patch.object(unsolicited, "receive", side_effect=unlucky)
    with broken, pytest.raises(OSError, match="Input"):
        take_in()
    assert Quarantined.objects.get().header["PatientID"] == ["P2"]
    assert sorted(left(settings)) == sorted((first, first.with_suffix(".json")))
    assert take_in() == 1


def test_a_lack_of_our_own_refuses_no_film(world, send, settings):
    send(film(), Sender("PUSH", "10.1.2.3"))
    full = mock.patch("pacs_bridge.scan.os.open", side_effect=OSError(24, "Too many open files"))
    with full, pytest.raises(OSError, match="EMFILE"):
        take_in()
    assert take_in() == 1
    assert Quarantined.objects.count() == 1
