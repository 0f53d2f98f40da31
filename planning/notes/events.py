"""What is told live of notes: that one was written, and that one was acknowledged.

Only keys travel; who is told asks for the notes, and what they may see is decided there.
"""

from __future__ import annotations

from operator import attrgetter

from planning.jobs.broadcast import Source
from planning.notes.models import Note, NoteMark
from planning.notes.selectors import acknowledged_since, written_since

EVENT = "note"


def _of_note(note: Note) -> dict:
    return {"study_id": str(note.study_id), "note_id": str(note.pk)}


def _of_mark(mark: NoteMark) -> dict:
    return _of_note(mark.note)


NOTES = Source(EVENT, written_since, _of_note, stamp=attrgetter("written_at"))
ACKNOWLEDGEMENTS = Source(
    EVENT,
    acknowledged_since,
    _of_mark,
    stamp=attrgetter("made_at"),
    site_id=attrgetter("note.site_id"),
)
