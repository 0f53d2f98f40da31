"""A note is written once and kept: retries, refusals, marks, the audit trail."""

from __future__ import annotations

import uuid
from dataclasses import replace

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from planning.audit.append_only import protect, release
from planning.audit.models import AuditEvent
from planning.notes import services
from planning.notes.models import Note, NoteMark
from planning.notes.services import NoteRefused
from tests.notes.rows import draft, mark, note
from tests.web import world as worlds

TEXT = "Doe has a lytic lesion."


def write(world, sent, role="radiologist") -> tuple[Note, bool]:
    return services.write_note(actor=world.people[role], study=world.study, draft=sent)


def refused(world, sent) -> NoteRefused:
    with pytest.raises(NoteRefused) as caught:
        write(world, sent)
    assert not Note.objects.exists()
    return caught.value


def test_a_note_keeps_who_where_and_what(world):
    pinned = draft(TEXT, priority="must_read", instance=world.film, point_px=(12.5, 4280.0))
    written, is_new = write(world, pinned)
    written.refresh_from_db()
    assert is_new
    assert (written.author, written.site, written.text) == (
        world.people["radiologist"], world.site, TEXT,
    )  # fmt: skip
    assert (written.instance, written.frame, written.point_px) == (world.film, 1, [12.5, 4280.0])


def test_a_note_bears_a_moment_of_its_own_transaction(world, monkeypatch):
    """Who waited for the database would else be older than what the live news have seen."""
    begun, atomic = [], transaction.atomic

    def waiting(*args, **more):
        begun.append(timezone.now())
        return atomic(*args, **more)

    monkeypatch.setattr(services.transaction, "atomic", waiting)
    written, _ = write(world, draft())
    assert written.written_at >= begun[0]


def test_the_same_draft_again_is_the_same_note(world):
    sent = draft(instance=world.film, point_px=(1.25, 2.5))
    first, _ = write(world, sent)
    again, is_new = write(world, sent)
    assert (again.pk, is_new, Note.objects.count()) == (first.pk, False, 1)
    assert AuditEvent.objects.filter(object_kind="note").count() == 1


@pytest.mark.parametrize(
    "change",
    [{"text": "Another text"}, {"priority": "must_read"}, {"point_px": (3.0, 3.0)}],
    ids=str,
)
def test_other_words_under_the_same_key_are_refused_and_the_first_stay(world, change):
    sent = draft(TEXT, instance=world.film, point_px=(1.0, 1.0))
    write(world, sent)
    with pytest.raises(NoteRefused, match="note_sent_differently"):
        write(world, replace(sent, **change))
    assert Note.objects.get().text == TEXT


def test_another_persons_key_is_refused(world):
    sent = draft(TEXT)
    write(world, sent)
    with pytest.raises(NoteRefused, match="note_sent_differently"):
        write(world, sent, role="surgeon")


def test_an_answer_to_an_answer_joins_the_thread(world):
    first, _ = write(world, draft("Is the cup loose?"))
    answer, _ = write(world, draft("Yes.", reply_to=first), role="surgeon")
    last, _ = write(world, draft("Thank you.", reply_to=answer))
    assert (answer.reply_to, last.reply_to) == (first, first)


@pytest.mark.parametrize("text", ["", "  \n\t "])
def test_nothing_is_no_note(world, text):
    assert refused(world, draft(text)).code == "note_empty"


def test_a_text_that_is_too_long_is_refused_and_says_by_how_much(world):
    refusal = refused(world, draft("x" * 4001))
    assert (refusal.code, refusal.params) == ("note_too_long", {"length": 4001, "allowed": 4000})
    write(world, draft("山" * 4000))


def test_a_pin_lies_on_the_film(world):
    for point in [(-0.1, 5.0), (3520.5, 5.0), (5.0, 4280.5), (float("nan"), 5.0)]:
        wrong = draft(instance=world.film, point_px=point)
        assert refused(world, wrong).code == "note_pin_outside_film"
    assert refused(world, draft(point_px=(1.0, 1.0))).code == "note_pin_without_film"
    assert refused(world, draft(instance=world.film, frame=2)).code == "no_such_frame"


def test_films_and_threads_of_another_study_are_refused(world):
    other = worlds.study(world.site, number=7)
    film = worlds.film(other)
    assert refused(world, draft(instance=film)).code == "note_film_of_another_study"
    elsewhere = note(other, world.people["surgeon"])
    with pytest.raises(NoteRefused, match="note_reply_to_another_study"):
        write(world, draft(reply_to=elsewhere))


def test_acknowledging_twice_leaves_one_mark_and_one_line_in_the_trail(world):
    written, _ = write(world, draft(priority="must_read"))
    surgeon = world.people["surgeon"]
    first = services.acknowledge(actor=surgeon, note=written)
    assert services.acknowledge(actor=surgeon, note=written) == first
    assert sorted(NoteMark.objects.values_list("kind", flat=True)) == ["acknowledged", "read"]
    assert AuditEvent.objects.filter(object_kind="note_acknowledgement").count() == 1


def test_reading_is_marked_once_and_never_for_the_author(world):
    written, _ = write(world, draft())
    for role in ("radiologist", "surgeon", "surgeon"):
        services.read(actor=world.people[role], note=written)
    assert NoteMark.objects.get().made_by == world.people["surgeon"]


def test_the_trail_names_note_and_patient_by_key_and_never_the_text(world):
    written, _ = write(world, draft(TEXT, priority="must_read", instance=world.film))
    services.acknowledge(actor=world.people["surgeon"], note=written)
    events = list(AuditEvent.objects.order_by("pk"))
    assert [(e.object_kind, e.object_id) for e in events] == [
        ("note", str(written.pk)),
        ("note_acknowledgement", str(written.pk)),
    ]
    assert events[0].detail["priority"] == "must_read"
    for event in events:
        assert len(event.patient_key) == 64
        assert "Doe" not in str(event.__dict__)
        assert "lytic" not in str(event.__dict__)


@pytest.fixture
def protected():
    """The triggers as the migration sets them; a test database may have lost them."""
    for table in ("planning_note", "planning_notemark"):
        release(connection, table)
        protect(connection, table)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE planning_note SET text = 'nothing to see'",
        "UPDATE planning_note SET priority = 'normal'",
        "DELETE FROM planning_note",
        "UPDATE planning_notemark SET kind = 'read'",
        "DELETE FROM planning_notemark",
    ],
)
def test_the_database_itself_refuses_to_change_or_remove(world, protected, statement):
    written = note(world.study, world.people["radiologist"], text=TEXT, priority="must_read")
    mark(written, world.people["surgeon"], "acknowledged")
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        connection.cursor().execute(statement)
    written.refresh_from_db()
    assert (written.text, written.priority) == (TEXT, "must_read")
    assert NoteMark.objects.get().kind == "acknowledged"


def test_a_key_is_any_uuid(world):
    key = uuid.UUID("00000000-0000-4000-8000-000000000001")
    assert write(world, draft(id=key))[0].pk == key
