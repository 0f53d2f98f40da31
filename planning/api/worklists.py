"""Today's worklist: patients who are scheduled, to choose one without typing a name."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from planning.accounts import policy
from planning.accounts.policy import Action
from planning.api.errors import said
from planning.api.permissions import needs
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.pacs import worklists
from planning.pacs.models import PacsNode
from planning.pacs.worklists import Scheduled, WorklistItem, WorklistQuery
from planning.studies import names

DAYS_AT_MOST = 31


class WorklistInput(serializers.Serializer):
    """Which day or days, and what narrows them; today where nothing is said."""

    date = serializers.DateField(allow_null=True, required=False, default=None)
    days = serializers.IntegerField(min_value=1, max_value=DAYS_AT_MOST, required=False, default=1)
    modality = serializers.RegexField(
        r"^[A-Z]{0,16}$", required=False, default="", allow_blank=True
    )
    station_ae_title = serializers.CharField(
        max_length=16, required=False, default="", allow_blank=True
    )
    patient_id = serializers.CharField(max_length=64, required=False, default="", allow_blank=True)
    family_name = serializers.CharField(max_length=64, required=False, default="", allow_blank=True)
    node = serializers.UUIDField(allow_null=True, required=False, default=None)


class WorklistOutput(serializers.Serializer):
    """What is scheduled, and which systems were asked."""

    date_from = serializers.DateField()
    date_to = serializers.DateField()
    nodes = serializers.ListField(child=serializers.DictField())
    items = serializers.ListField(child=serializers.DictField())


class Worklist(APIView):
    """What is scheduled in the systems of the person's sites."""

    permission_classes = [needs(Action.SEARCH)]

    @extend_schema(request=WorklistInput, responses=WorklistOutput)
    def post(self, request: Request) -> Response:
        """List scheduled steps; by POST, since what narrows them may name a patient."""
        asked = WorklistInput(data=request.data)
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        query = _query(values)
        nodes = _nodes(request, values["node"])
        audit.record(
            actor=request.user,
            action=AuditAction.SEARCH,
            object_kind="worklists",
            site=nodes[0].site if nodes else None,
            detail={"nodes": [node.name for node in nodes]},
            address=request.META.get("REMOTE_ADDR"),
        )
        answers = worklists.scheduled(nodes, query)
        return Response(
            {
                "date_from": query.date_from,
                "date_to": query.date_to,
                "nodes": [_state(answer) for answer in answers],
                "items": _items(answers),
            }
        )


def _query(values: dict) -> WorklistQuery:
    first = values["date"] or timezone.localdate()
    return WorklistQuery(
        date_from=first,
        date_to=first + timedelta(days=values["days"] - 1),
        modality=values["modality"],
        station_ae_title=values["station_ae_title"],
        patient_id=values["patient_id"],
        family_name=values["family_name"],
    )


def _nodes(request: Request, node_id) -> list[PacsNode]:
    if node_id is None:
        return worklists.offering(request.user)
    return [
        policy.get(
            request.user, PacsNode, node_id, Action.SEARCH, along=("site", "identity_domain")
        )
    ]


def _state(answer: Scheduled) -> dict:
    error = answer.error
    return {
        "id": str(answer.node.pk),
        "name": answer.node.name,
        "items": len(answer.items),
        "limit_reached": answer.limit_reached,
        "error": said(error.code, error.params) if error else None,
    }


def _items(answers: list[Scheduled]) -> list[dict]:
    """Return each step once, also where two systems have it."""
    shown: dict[tuple, dict] = {}
    for answer in answers:
        for item in answer.items:
            same = (item.patient_id, item.study_uid, item.accession_number, item.step_id)
            if same in shown and any(same[1:]):
                shown[same]["nodes"].append(_named(answer.node))
            else:
                shown[(*same, len(shown)) if same in shown else same] = _item(answer.node, item)
    return list(shown.values())


def _named(node: PacsNode) -> dict:
    return {"id": str(node.pk), "name": node.name}


def _item(node: PacsNode, item: WorklistItem) -> dict:
    return {
        "nodes": [_named(node)],
        "patient": {
            "name": names.readable(item.patient_name),
            "ideographic": names.ideographic(item.patient_name),
            "id": item.patient_id,
            "issuer": item.issuer or node.identity_domain.name,
            "birth_date": item.birth_date,
            "sex": item.sex,
        },
        "accession_number": item.accession_number,
        "study_instance_uid": item.study_uid,
        "procedure": item.requested_procedure or item.step_description,
        "step": item.step_description,
        "modality": item.modality,
        "station": item.station_ae_title,
        "date": item.start_date,
        "time": item.start_time,
        "referring_physician": names.readable(item.referring_physician),
    }
