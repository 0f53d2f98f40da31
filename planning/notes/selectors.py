"""Read notes: those of a study, what of them is unread or open, and counts for lists."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from planning.accounts.models import Membership, User
from planning.notes.models import Note, NoteMark
from planning.studies.models import Study


def _marked(kind: str, **of: object) -> Exists:
    return Exists(NoteMark.objects.filter(note=OuterRef("pk"), kind=kind, **of))


def _acknowledgements() -> Prefetch:
    marks = NoteMark.objects.filter(kind=NoteMark.Kind.ACKNOWLEDGED).select_related("made_by")
    return Prefetch("marks", queryset=marks.order_by("made_at"), to_attr="acknowledgements")


def notes_for(user: User, notes: QuerySet[Note]) -> QuerySet[Note]:
    """Return notes with what a reader needs, oldest first.

    Parameters
    ----------
    user : User
        Who reads.
    notes : QuerySet of Note
        Of what the user may see.

    Returns
    -------
    QuerySet of Note
        Each with ``acknowledgements`` (a list of marks, oldest first) and ``read_by_me``,
        true also for the reader's own notes.
    """
    return (
        notes.select_related("author")
        .prefetch_related(_acknowledgements())
        .annotate(read_by_me=_marked(NoteMark.Kind.READ, made_by=user) | Q(author=user))
        .order_by("written_at", "pk")
    )


def notes_of(study: Study, user: User) -> QuerySet[Note]:
    """Return the notes of a study as :func:`notes_for` gives them."""
    return notes_for(user, Note.objects.filter(study=study))


def roles_of_authors(notes: Iterable[Note]) -> dict[tuple[UUID, UUID], str]:
    """Return by site and person what the authors of notes are there, in one query."""
    notes = list(notes)
    memberships = Membership.objects.filter(
        site__in={note.site_id for note in notes}, user__in={note.author_id for note in notes}
    )
    return {(one.site_id, one.user_id): one.role for one in memberships}


def open_must_read(study: Study) -> QuerySet[Note]:
    """Return the notes to read before theatre that nobody has acknowledged, oldest first.

    Only who may acknowledge can leave the mark, so a mark is enough.
    """
    return (
        Note.objects.filter(study=study, priority=Note.Priority.MUST_READ)
        .exclude(_marked(NoteMark.Kind.ACKNOWLEDGED))
        .select_related("author")
        .order_by("written_at", "pk")
    )


@dataclass(frozen=True, slots=True)
class NoteCounts:
    """How many notes a study has, how many one person has not read, how many are open."""

    total: int = 0
    unread: int = 0
    open_must_read: int = 0


def note_counts(user: User, studies: Iterable[Study | UUID]) -> dict[UUID, NoteCounts]:
    """Return counts by study for one person, in one query for all studies.

    Parameters
    ----------
    user : User
    studies : iterable of Study or of their keys
        What the user may see.

    Returns
    -------
    dict
        Without the studies that have no notes.
    """
    rows = (
        Note.objects.filter(study__in=list(studies))
        .annotate(
            is_read=_marked(NoteMark.Kind.READ, made_by=user) | Q(author=user),
            is_acknowledged=_marked(NoteMark.Kind.ACKNOWLEDGED),
        )
        .values("study")
        .order_by()
        .annotate(
            total=Count("pk"),
            unread=Count("pk", filter=Q(is_read=False)),
            open_must_read=Count(
                "pk", filter=Q(priority=Note.Priority.MUST_READ, is_acknowledged=False)
            ),
        )
    )
    return {
        row["study"]: NoteCounts(row["total"], row["unread"], row["open_must_read"]) for row in rows
    }


def written_since(moment: datetime) -> list[Note]:
    """Return the notes written after a moment."""
    return list(Note.objects.filter(written_at__gt=moment))


def acknowledged_since(moment: datetime) -> list[NoteMark]:
    """Return the acknowledgements after a moment, with their notes."""
    marks = NoteMark.objects.filter(kind=NoteMark.Kind.ACKNOWLEDGED, made_at__gt=moment)
    return list(marks.select_related("note"))
