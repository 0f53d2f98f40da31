"""The trail cannot be changed without showing it, and names no patient."""

from __future__ import annotations

import pytest
from django.db import DatabaseError, connection, transaction

from planning.accounts.models import IdentityDomain, Site
from planning.audit import seal
from planning.audit.append_only import protect, release
from planning.audit.models import AuditAction, AuditEvent, AuditSeal
from planning.audit.services import record
from planning.studies.models import Patient

pytestmark = pytest.mark.django_db


def events(count: int) -> None:
    for number in range(count):
        record(actor=None, action=AuditAction.SEARCH, object_kind="test", object_id=number)


def test_a_sealed_trail_reads_as_whole():
    events(3)
    assert seal.seal_pending() == 3
    events(1)
    state = seal.verify()
    assert (state.sealed, state.unsealed, state.first_bad) == (3, 1, None)
    assert state.whole


def test_sealing_twice_seals_each_event_once():
    events(2)
    assert (seal.seal_pending(), seal.seal_pending()) == (2, 0)


@pytest.fixture
def unprotected():
    """Take the triggers off, as somebody with the database's password could."""
    for table in ("planning_auditevent", "planning_auditseal"):
        release(connection, table)


def test_a_changed_event_is_named(unprotected):
    events(3)
    seal.seal_pending()
    second = AuditEvent.objects.order_by("pk")[1]
    AuditEvent.objects.filter(pk=second.pk).update(actor="somebody else")
    assert seal.verify().first_bad == second.pk


def test_a_removed_event_shows_in_the_next_one(unprotected):
    events(3)
    seal.seal_pending()
    _, second, third = AuditEvent.objects.order_by("pk")
    second.seal.delete()
    second.delete()
    assert seal.verify().first_bad == third.pk


def test_a_removed_event_is_named_where_only_its_seal_is_left(unprotected):
    events(3)
    seal.seal_pending()
    last = AuditEvent.objects.latest("pk")
    with connection.constraint_checks_disabled():
        AuditEvent.objects.filter(pk=last.pk)._raw_delete("default")
        state = seal.verify()
        assert (state.first_bad, state.sealed) == (last.pk, 2)
        AuditSeal.objects.latest("pk").delete()


def test_an_end_that_was_cut_off_shows_against_a_head_that_was_kept_elsewhere(unprotected):
    events(3)
    seal.seal_pending()
    head = seal.verify().head
    assert seal.verify(anchor=head).whole
    last = AuditEvent.objects.latest("pk")
    last.seal.delete()
    last.delete()
    assert seal.verify().whole
    state = seal.verify(anchor=head)
    assert (state.first_bad, state.anchored, state.whole) == (None, False, False)


@pytest.mark.parametrize(
    "verb", ["UPDATE planning_auditevent SET actor='x'", "DELETE FROM planning_auditevent"]
)
def test_the_database_itself_refuses_to_change_the_trail(verb):
    release(connection, "planning_auditevent")
    protect(connection, "planning_auditevent")
    events(1)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(verb)
    assert AuditEvent.objects.count() == 1


def test_a_patient_appears_by_a_key_that_tells_nothing():
    site = Site.objects.create(name="Here")
    domain = IdentityDomain.objects.create(site=site, name="HOSP")
    patient = Patient.objects.create(identity_domain=domain, patient_id="4711", name="Doe^Jane")
    event = record(actor=None, action=AuditAction.VIEW, patient=patient, site=site)
    again = record(actor=None, action=AuditAction.VIEW, patient=patient, site=site)
    assert event.patient_key == again.patient_key
    assert len(event.patient_key) == 64
    assert "4711" not in str(event.__dict__)
    assert "Doe" not in str(event.__dict__)
