"""Notes of a study: read, write, acknowledge. Nothing is changed or removed."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from planning.accounts import policy
from planning.accounts.models import User
from planning.accounts.policy import Action
from planning.api.calibrations import PointField
from planning.api.errors import Refused
from planning.api.permissions import needs
from planning.api.trail import note_for, study_for
from planning.notes import selectors, services
from planning.notes.models import Note
from planning.studies.models import Instance

STATUS = {"note_sent_differently": 409}


class NoteOutput(serializers.Serializer):
    """A note as one person sees it."""

    id = serializers.UUIDField()
    study_id = serializers.UUIDField()
    film_id = serializers.UUIDField(allow_null=True)
    frame = serializers.IntegerField(allow_null=True)
    point_px = PointField(allow_null=True)
    reply_to = serializers.UUIDField(allow_null=True)
    priority = serializers.ChoiceField(choices=Note.Priority.choices)
    text = serializers.CharField()
    author = serializers.DictField()
    written_at = serializers.DateTimeField()
    read_by_me = serializers.BooleanField()
    acknowledged = serializers.ListField(child=serializers.DictField())
    open = serializers.BooleanField()
    mine = serializers.BooleanField()


class NoteInput(serializers.Serializer):
    """A note as it comes from who writes; ``id`` is theirs, so that a retry never doubles."""

    id = serializers.UUIDField()
    film_id = serializers.UUIDField(required=False, allow_null=True, default=None)
    frame = serializers.IntegerField(required=False, allow_null=True, default=None, min_value=1)
    point_px = PointField(required=False, allow_null=True, default=None)
    reply_to = serializers.UUIDField(required=False, allow_null=True, default=None)
    priority = serializers.ChoiceField(choices=Note.Priority.choices, default=Note.Priority.NORMAL)
    text = serializers.CharField(allow_blank=True, trim_whitespace=False)


def notes_json(notes: list[Note], user: User) -> list[dict]:
    """Return notes of :func:`selectors.notes_for` as `user` sees them."""
    roles = selectors.roles_of_authors(notes)
    return [_note_json(note, user, roles.get((note.site_id, note.author_id), "")) for note in notes]


def _note_json(note: Note, user: User, role: str) -> dict:
    acknowledged = [
        {"by": str(mark.made_by), "at": mark.made_at.isoformat()} for mark in note.acknowledgements
    ]
    return {
        "id": str(note.pk),
        "study_id": str(note.study_id),
        "film_id": str(note.instance_id) if note.instance_id else None,
        "frame": note.frame,
        "point_px": note.point_px,
        "reply_to": str(note.reply_to_id) if note.reply_to_id else None,
        "priority": note.priority,
        "text": note.text,
        "author": {"id": str(note.author_id), "name": str(note.author), "role": role},
        "written_at": note.written_at.isoformat(),
        "read_by_me": note.read_by_me,
        "acknowledged": acknowledged,
        "open": note.priority == Note.Priority.MUST_READ and not acknowledged,
        "mine": note.author_id == user.pk,
    }


def _one(user: User, note_id: UUID) -> dict:
    visible = policy.visible_to(user, Note).filter(pk=note_id)
    (shown,) = notes_json(list(selectors.notes_for(user, visible)), user)
    return shown


class StudyNotes(APIView):
    """The notes of a study."""

    permission_classes = [needs(Action.VIEW)]

    @extend_schema(responses=NoteOutput(many=True))
    def get(self, request: Request, study_id: str) -> Response:
        """List all, oldest first; replies are rows of their own."""
        study = study_for(request, study_id)
        notes = list(selectors.notes_of(study, request.user))
        return Response(notes_json(notes, request.user))

    @extend_schema(request=NoteInput, responses={200: NoteOutput, 201: NoteOutput})
    def post(self, request: Request, study_id: str) -> Response:
        """Add one: 201. The same one again: 200 and the note that is there."""
        study = study_for(request, study_id, Action.WRITE_NOTE)
        asked = NoteInput(data=request.data)
        asked.is_valid(raise_exception=True)
        draft = _draft(request, asked.validated_data)
        try:
            note, is_new = services.write_note(actor=request.user, study=study, draft=draft)
        except services.NoteRefused as refusal:
            status = STATUS.get(refusal.code, 400)
            raise Refused(refusal.code, status=status, **refusal.params) from refusal
        return Response(_one(request.user, note.pk), status=201 if is_new else 200)


def _draft(request: Request, values: dict) -> services.Draft:
    film_id, reply_to, point_px = values["film_id"], values["reply_to"], values["point_px"]
    return services.Draft(
        id=values["id"],
        text=values["text"],
        priority=values["priority"],
        instance=policy.get(request.user, Instance, film_id) if film_id else None,
        frame=values["frame"],
        point_px=tuple(point_px) if point_px else None,
        reply_to=note_for(request, reply_to) if reply_to else None,
    )


class Acknowledgement(APIView):
    """Somebody who plans has read a note and takes it into account."""

    permission_classes = [needs(Action.ACKNOWLEDGE)]

    @extend_schema(request=None, responses=NoteOutput)
    def post(self, request: Request, note_id: str) -> Response:
        """Acknowledge it; once more changes nothing."""
        note = note_for(request, note_id, Action.ACKNOWLEDGE)
        services.acknowledge(actor=request.user, note=note)
        return Response(_one(request.user, note.pk))


class Reading(APIView):
    """Somebody has opened a note."""

    permission_classes = [needs(Action.VIEW)]

    @extend_schema(request=None, responses=NoteOutput)
    def post(self, request: Request, note_id: str) -> Response:
        """Mark it as read by who asks; once more changes nothing."""
        note = note_for(request, note_id)
        services.read(actor=request.user, note=note)
        return Response(_one(request.user, note.pk))
