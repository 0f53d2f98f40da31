"""What a reader is told: unread, open, acknowledged, and counts for many studies at once."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from planning.notes import events, selectors
from planning.notes.selectors import NoteCounts
from tests.notes.rows import mark, note
from tests.web import world as worlds


def test_notes_come_oldest_first_with_their_answers(world):
    radiologist, surgeon = world.people["radiologist"], world.people["surgeon"]
    first = note(world.study, radiologist, minutes=1)
    answer = note(world.study, surgeon, minutes=3, reply_to=first)
    second = note(world.study, radiologist, minutes=2)
    note(worlds.study(world.site, number=5), radiologist)
    assert list(selectors.notes_of(world.study, surgeon)) == [first, second, answer]


def test_read_is_said_for_the_reader_alone_and_own_notes_need_no_reading(world):
    radiologist, surgeon = world.people["radiologist"], world.people["surgeon"]
    written = note(world.study, radiologist)
    mark(written, world.people["administrator"], "read")
    assert [n.read_by_me for n in selectors.notes_of(world.study, surgeon)] == [False]
    assert [n.read_by_me for n in selectors.notes_of(world.study, radiologist)] == [True]
    mark(written, surgeon, "read")
    assert [n.read_by_me for n in selectors.notes_of(world.study, surgeon)] == [True]


def test_must_read_is_open_until_acknowledged_and_reading_is_not_enough(world):
    radiologist, surgeon = world.people["radiologist"], world.people["surgeon"]
    note(world.study, radiologist)
    important = note(world.study, radiologist, minutes=1, priority="must_read")
    mark(important, surgeon, "read")
    assert list(selectors.open_must_read(world.study)) == [important]
    mark(important, surgeon, "acknowledged")
    assert not selectors.open_must_read(world.study).exists()


def test_counts_for_many_studies_are_one_query(world, django_assert_num_queries):
    radiologist, surgeon = world.people["radiologist"], world.people["surgeon"]
    studies = [world.study] + [worlds.study(world.site, number=n) for n in range(2, 12)]
    first = note(world.study, radiologist, priority="must_read")
    mark(first, surgeon, "read")
    note(world.study, radiologist, minutes=1, reply_to=first)
    note(world.study, surgeon, minutes=2)
    settled = note(studies[1], radiologist, priority="must_read")
    mark(settled, surgeon, "read")
    mark(settled, surgeon, "acknowledged")
    mark(settled, world.people["administrator"], "read")
    with django_assert_num_queries(1):
        counts = selectors.note_counts(surgeon, studies)
    assert counts == {
        world.study.pk: NoteCounts(total=3, unread=1, open_must_read=1),
        studies[1].pk: NoteCounts(total=1, unread=0, open_must_read=0),
    }
    assert selectors.note_counts(radiologist, [s.pk for s in studies])[world.study.pk].unread == 1


def test_many_notes_are_listed_in_few_queries(world, django_assert_max_num_queries):
    for minute in range(20):
        mark(
            note(world.study, world.people["radiologist"], minutes=minute),
            world.people["surgeon"],
            "acknowledged",
        )
    with django_assert_max_num_queries(3):
        notes = list(selectors.notes_of(world.study, world.people["surgeon"]))
        assert [len(one.acknowledgements) for one in notes] == [1] * 20
        assert set(selectors.roles_of_authors(notes).values()) == {"radiologist"}


def test_writing_and_acknowledging_are_told_by_keys_to_the_notes_site(world):
    written = note(world.study, world.people["radiologist"], written_at=timezone.now())
    left = mark(written, world.people["surgeon"], "acknowledged")
    mark(written, world.people["surgeon"], "read")
    long_ago = worlds.NOW - timedelta(days=1)
    told = []
    for source in (events.NOTES, events.ACKNOWLEDGEMENTS):
        (row,) = source.changed_since(long_ago)
        told.append((source.event, source.present(row), source.site_id(row), source.stamp(row)))
    keys = {"study_id": str(world.study.pk), "note_id": str(written.pk)}
    assert told == [
        ("note", keys, world.site.pk, written.written_at),
        ("note", keys, world.site.pk, left.made_at),
    ]
    assert events.NOTES.changed_since(timezone.now()) == []
