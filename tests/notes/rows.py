"""Notes as they lie in the database, and drafts as people send them."""

from __future__ import annotations

import uuid
from datetime import timedelta

from planning.accounts.models import User
from planning.notes.models import Note, NoteMark
from planning.notes.services import Draft
from planning.studies.models import Study
from tests.web.world import NOW


def note(study: Study, author: User, *, minutes: float = 0, **fields) -> Note:
    """Add a note, written some minutes after the world began."""
    values = {
        "text": "Lytic lesion behind the cup.",
        "written_at": NOW + timedelta(minutes=minutes),
    }
    return Note.objects.create(site=study.site, study=study, author=author, **(values | fields))


def mark(of: Note, by: User, kind: str) -> NoteMark:
    """Add a mark to a note."""
    return NoteMark.objects.create(note=of, made_by=by, kind=kind, made_at=NOW)


def draft(text: str = "Lytic lesion behind the cup.", **fields) -> Draft:
    """Return a draft with an identifier of its own."""
    return Draft(**({"id": uuid.uuid4(), "text": text} | fields))


def sent(**fields) -> dict:
    """Return what a browser sends."""
    return {"id": str(uuid.uuid4()), "priority": "normal", "text": "Lytic lesion."} | fields
