"""What was set aside: look at it, decide, undo."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from planning.accounts import policy
from planning.accounts.policy import Action
from planning.api.errors import Refused, said
from planning.api.permissions import needs
from planning.imaging import child_pool
from planning.imaging.refusal import CannotShow
from planning.plans.film_use import in_plans
from planning.store.blobs import BlobMissing, cache, originals
from planning.studies import names
from planning.studies.mapping import Identity
from planning.studies.models import Patient, Quarantined, QuarantineDecision
from planning.studies.quarantine import NewPatient, QuarantineRefused
from planning.studies.quarantine_choices import (
    Choice,
    Option,
    decide,
    options,
    record_look,
    record_picture,
)
from planning.studies.quarantine_reading import (
    Candidate,
    Group,
    candidates,
    group_of,
    groups,
    waiting,
)
from planning.studies.quarantine_undoing import undo

PICTURE_PX = 640


class GroupOutput(serializers.Serializer):
    """Files that one decision fits."""

    id = serializers.UUIDField()
    reason = serializers.DictField()
    said = serializers.DictField()
    asked = serializers.DictField()
    studies = serializers.ListField(child=serializers.DictField())
    files = serializers.IntegerField()
    size_bytes = serializers.IntegerField()
    arrived_at = serializers.DateTimeField()
    rows = serializers.ListField(child=serializers.UUIDField())
    options = serializers.ListField(child=serializers.CharField())


class GroupDetailOutput(GroupOutput):
    """A group with the patients who may be meant."""

    candidates = serializers.ListField(child=serializers.DictField())


class NewPatientInput(serializers.Serializer):
    """Somebody new; what is left out is as the files say."""

    patient_id = serializers.CharField(max_length=64, required=False)
    name = serializers.CharField(max_length=330, required=False)
    birth_date = serializers.DateField(required=False, allow_null=True)
    sex = serializers.ChoiceField(choices=["", "M", "F", "O"], required=False)


class DecisionInput(serializers.Serializer):
    """What a person decides."""

    decision = serializers.ChoiceField(choices=[str(each) for each in Option])
    files = serializers.IntegerField(min_value=1)
    patient = serializers.UUIDField(required=False, allow_null=True, default=None)
    new = NewPatientInput(required=False, default=dict)
    rows = serializers.ListField(child=serializers.UUIDField(), required=False, default=list)
    date = serializers.DateField(required=False, allow_null=True, default=None)
    description = serializers.CharField(max_length=64, required=False, allow_blank=True, default="")


class DecisionOutput(serializers.Serializer):
    """A decision."""

    id = serializers.UUIDField()
    decision = serializers.ChoiceField(choices=QuarantineDecision.Kind.choices)
    files = serializers.IntegerField()
    undone = serializers.BooleanField()


@contextmanager
def _answering() -> Iterator[None]:
    """Answer a service's refusal: it is about the state of things, not about the request."""
    try:
        yield
    except QuarantineRefused as refusal:
        raise Refused(refusal.code, status=409, **refusal.params) from refusal


def identity_json(identity: Identity) -> dict:
    """Return who somebody is."""
    return {
        "id": identity.patient_id,
        "issuer": identity.issuer,
        "name": names.readable(identity.name),
        "ideographic": names.ideographic(identity.name),
        "birth_date": identity.birth_date and identity.birth_date.isoformat(),
        "sex": identity.sex,
    }


def _group_json(group: Group) -> dict:
    return {
        "id": str(group.id),
        "reason": said(group.code, group.params),
        "said": identity_json(group.said),
        "asked": group.asked,
        "studies": [
            {
                "study_instance_uid": study.uid,
                "date": study.day and study.day.isoformat(),
                "description": study.description,
                "modality": study.modality,
                "files": study.files,
            }
            for study in group.studies
        ],
        "files": len(group.rows),
        "size_bytes": group.size_bytes,
        "arrived_at": group.arrived_at.isoformat(),
        "rows": [str(row) for row in group.rows],
        "options": [str(each) for each in options(group)],
    }


def _candidate_json(candidate: Candidate) -> dict:
    patient = candidate.patient
    return {
        "patient": str(patient.pk),
        "id": patient.patient_id,
        "issuer": patient.identity_domain.name,
        "name": names.readable(patient.name),
        "ideographic": names.ideographic(patient.name),
        "birth_date": patient.birth_date and patient.birth_date.isoformat(),
        "sex": patient.sex,
        "differs": list(candidate.differs),
        "because": candidate.reason,
        "studies": candidate.studies,
    }


def _decision_json(decision: QuarantineDecision) -> dict:
    return {
        "id": str(decision.pk),
        "decision": decision.kind,
        "files": decision.files,
        "undone": decision.undone_at is not None,
    }


def _address(request: Request) -> str | None:
    return request.META.get("REMOTE_ADDR") or None


class SetAside(APIView):
    """What waits for a person."""

    permission_classes = [needs(Action.IMPORT)]

    @extend_schema(responses=GroupOutput(many=True))
    def get(self, request: Request) -> Response:
        """List it, what came last first."""
        found = groups(waiting(request.user))
        for group in found:
            record_look(actor=request.user, group=group, patients=[], address=_address(request))
        return Response([_group_json(group) for group in found])


class OneSetAside(APIView):
    """Files that one decision fits."""

    permission_classes = [needs(Action.IMPORT)]

    @extend_schema(responses=GroupDetailOutput)
    def get(self, request: Request, row_id: str) -> Response:
        """Return them with the patients known here who may be meant."""
        group = group_of(request.user, row_id)
        found = candidates(request.user, group)
        patients = [each.patient for each in found]
        record_look(actor=request.user, group=group, patients=patients, address=_address(request))
        return Response(
            _group_json(group) | {"candidates": [_candidate_json(each) for each in found]}
        )


class Decisions(APIView):
    """Decide."""

    permission_classes = [needs(Action.IMPORT)]

    @extend_schema(request=DecisionInput, responses={201: DecisionOutput})
    def post(self, request: Request, row_id: str) -> Response:
        """Carry out a decision on the files that were seen."""
        group = group_of(request.user, row_id, Action.IMPORT)
        asked = DecisionInput(data=request.data)
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        patient = None
        if values["patient"]:
            patient = policy.get(request.user, Patient, values["patient"], Action.IMPORT)
        day = values["date"]
        choice = Choice(
            option=Option(values["decision"]),
            files=values["files"],
            patient=patient,
            new=_new(group, values["new"]),
            rows=tuple(values["rows"]),
            details={
                "date": day.strftime("%Y%m%d") if day else "",
                "description": values["description"],
            },
        )
        with _answering():
            made = decide(actor=request.user, group=group, choice=choice, address=_address(request))
        return Response(_decision_json(made), status=201)


def _new(group: Group, typed: dict) -> NewPatient:
    return NewPatient(
        patient_id=typed.get("patient_id", group.said.patient_id),
        name=typed.get("name", group.said.name),
        birth_date=typed.get("birth_date", group.said.birth_date),
        sex=typed.get("sex", group.said.sex),
    )


class UndoDecision(APIView):
    """Undo."""

    permission_classes = [needs(Action.IMPORT)]

    @extend_schema(request=None, responses=DecisionOutput)
    def post(self, request: Request, decision_id: str) -> Response:
        """Undo a decision on which nothing builds yet."""
        decision = policy.get(request.user, QuarantineDecision, decision_id, Action.IMPORT)
        with _answering():
            undone = undo(
                actor=request.user,
                decision=decision,
                in_plans=in_plans,
                address=_address(request),
            )
        return Response(_decision_json(undone))


class SetAsidePicture(APIView):
    """A small picture of a file that was set aside, made when it is asked for."""

    permission_classes = [needs(Action.IMPORT)]

    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    def get(self, request: Request, row_id: str) -> HttpResponse:
        """Draw it, in the limited child."""
        row = policy.get(request.user, Quarantined, row_id, Action.IMPORT)
        record_picture(actor=request.user, row=row, address=_address(request))
        try:
            path = originals().local_path(row.stored_sha256)
            with cache().scratch() as scratch:
                out = scratch / "picture.jpg"
                child_pool.write_picture(path, frame=1, out=out, kind="JPEG", longest_px=PICTURE_PX)
                return HttpResponse(out.read_bytes(), content_type="image/jpeg")
        except CannotShow as reason:
            raise Refused(reason.code, status=409, **reason.params) from reason
        except BlobMissing as missing:
            raise Refused("original_missing", status=409) from missing
