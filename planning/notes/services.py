"""Write notes, read them, acknowledge them. Nothing here changes or removes a row."""

from __future__ import annotations

import math
from dataclasses import dataclass
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from planning.accounts.models import User
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.notes.models import Note, NoteMark
from planning.refused import Refused
from planning.studies.models import Instance, Study

LONGEST = Note._meta.get_field("text").max_length


class NoteRefused(Refused):
    """The note cannot be written; a code says why and what to do."""


@dataclass(frozen=True, slots=True)
class Draft:
    """What a person wrote.

    Attributes
    ----------
    id : UUID
        Made by who writes, so that sending again never writes twice.
    text : str
    priority : str
        A value of :class:`Note.Priority`.
    instance : Instance or None
        The film it is about.
    frame : int or None
        From 1.
    point_px : tuple of float or None
        (x, y) in image pixels, where it is pinned.
    reply_to : Note or None
    """

    id: UUID
    text: str
    priority: str = Note.Priority.NORMAL
    instance: Instance | None = None
    frame: int | None = None
    point_px: tuple[float, float] | None = None
    reply_to: Note | None = None


def write_note(*, actor: User, study: Study, draft: Draft) -> tuple[Note, bool]:
    """Add a note to a study.

    Parameters
    ----------
    actor : User
        Who writes.
    study : Study
    draft : Draft

    Returns
    -------
    tuple
        The note, and whether it is new; the same draft again gives the note that is there.

    Raises
    ------
    NoteRefused
        With a code for the sentence; nothing was written.
    """
    wanted = _note(actor, study, draft)
    there = Note.objects.filter(pk=draft.id).first()
    if there is not None:
        return _same(there, wanted), False
    try:
        with transaction.atomic():
            # Only now: whoever waited for the database would bear a moment that the live news
            # have looked at already.
            wanted.written_at = timezone.now()
            wanted.save(force_insert=True)
            _record(actor, wanted)
    except IntegrityError:
        # The same draft came a second time while the first was being written.
        there = Note.objects.filter(pk=draft.id).first()
        if there is None:
            raise
        return _same(there, wanted), False
    return wanted, True


def acknowledge(*, actor: User, note: Note) -> NoteMark:
    """Say that `actor` has read a note and takes it into account; once is enough."""
    with transaction.atomic():
        mark, is_new = _mark(actor, note, NoteMark.Kind.ACKNOWLEDGED)
        if is_new:
            audit.record(
                actor=actor,
                action=AuditAction.CREATE,
                object_kind="note_acknowledgement",
                object_id=note.pk,
                patient=note.study.patient,
                site=note.site,
                detail={"priority": note.priority},
            )
        read(actor=actor, note=note)
    return mark


def read(*, actor: User, note: Note) -> None:
    """Remember that `actor` has read a note; nobody needs to read their own."""
    if note.author_id != actor.pk:
        _mark(actor, note, NoteMark.Kind.READ)


def _mark(actor: User, note: Note, kind: str) -> tuple[NoteMark, bool]:
    return NoteMark.objects.get_or_create(
        note=note, made_by=actor, kind=kind, defaults={"made_at": timezone.now()}
    )


def _note(actor: User, study: Study, draft: Draft) -> Note:
    return Note(
        id=draft.id,
        site=study.site,
        study=study,
        instance=_film(study, draft),
        frame=_frame(draft),
        point_px=_point_px(draft),
        reply_to=_thread(study, draft),
        priority=draft.priority,
        text=_text(draft.text),
        author=actor,
    )


def _text(text: str) -> str:
    text = text.replace("\r\n", "\n").strip()
    if not text:
        raise NoteRefused("note_empty")
    if len(text) > LONGEST:
        raise NoteRefused("note_too_long", length=len(text), allowed=LONGEST)
    return text


def _film(study: Study, draft: Draft) -> Instance | None:
    if draft.instance is not None and draft.instance.series.study_id != study.pk:
        raise NoteRefused("note_film_of_another_study")
    return draft.instance


def _frame(draft: Draft) -> int | None:
    if draft.instance is None:
        return None
    frame = draft.frame or 1
    if frame > draft.instance.frames:
        raise NoteRefused("no_such_frame", frames=draft.instance.frames)
    return frame


def _point_px(draft: Draft) -> list[float] | None:
    if draft.point_px is None:
        return None
    if draft.instance is None:
        raise NoteRefused("note_pin_without_film")
    size = (draft.instance.columns, draft.instance.rows)
    for value, most in zip(draft.point_px, size, strict=True):
        if not math.isfinite(value) or value < 0 or (most and value > most):
            raise NoteRefused("note_pin_outside_film")
    return list(draft.point_px)


def _thread(study: Study, draft: Draft) -> Note | None:
    """Return the note that began the thread: an answer to an answer is one more answer."""
    if draft.reply_to is None:
        return None
    if draft.reply_to.study_id != study.pk:
        raise NoteRefused("note_reply_to_another_study")
    return draft.reply_to.reply_to or draft.reply_to


SAID = (
    "author_id", "study_id", "instance_id", "frame", "point_px", "reply_to_id", "priority", "text",
)  # fmt: skip


def _same(there: Note, wanted: Note) -> Note:
    """Return the note that is there if it says what is wanted; never two notes under one key."""
    if any(getattr(there, name) != getattr(wanted, name) for name in SAID):
        raise NoteRefused("note_sent_differently")
    return there


def _record(actor: User, note: Note) -> None:
    audit.record(
        actor=actor,
        action=AuditAction.CREATE,
        object_kind="note",
        object_id=note.pk,
        patient=note.study.patient,
        site=note.site,
        detail={
            "priority": note.priority,
            "film": str(note.instance_id) if note.instance_id else None,
            "reply_to": str(note.reply_to_id) if note.reply_to_id else None,
        },
    )
