"""What a signed plan aimed at, beside what a later film of the same patient shows."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from planning.accounts.policy import Action
from planning.api.permissions import needs
from planning.api.plan_output import PlanView
from planning.api.trail import address, plan_for, study_for
from planning.audit import services as audit
from planning.plans.earlier_plans import Comparison, comparison


class AchievedQuery(serializers.Serializer):
    """Whose measurements count: a plan of the study, or none yet."""

    plan = serializers.UUIDField(required=False)


class AchievedOutput(serializers.Serializer):
    """The plan that is compared with, and each value planned and achieved."""

    plan = serializers.DictField(allow_null=True)
    warnings = serializers.ListField(child=serializers.CharField())
    rows = serializers.ListField(child=serializers.DictField())


class Achieved(PlanView):
    """Planned and achieved."""

    permission_classes = [needs(Action.VIEW)]

    @extend_schema(parameters=[AchievedQuery], responses=AchievedOutput)
    def get(self, request: Request, study_id: str) -> Response:
        """Compare; ``plan`` is null where no signed plan from before has such a value."""
        study = study_for(request, study_id)
        asked = AchievedQuery(data=request.query_params)
        asked.is_valid(raise_exception=True)
        measured = None
        if plan_id := asked.validated_data.get("plan"):
            measured = plan_for(request, plan_id)
            if measured.study_id != study.pk:
                raise Http404
        found = comparison(request.user, study, measured)
        if found is None:
            return Response({"plan": None, "warnings": [], "rows": []})
        earlier = found.version.plan.study
        audit.record_access(actor=request.user, study=earlier, address=address(request))
        return Response(_shown(found))


def _shown(found: Comparison) -> dict[str, Any]:
    version, plan = found.version, found.version.plan
    case = version.content.get("case", {})
    return {
        "plan": {
            "id": str(plan.pk),
            "study_id": str(plan.study_id),
            "number": version.number,
            "operation": case.get("operation", ""),
            "side": case.get("side", ""),
            "signed_by": version.content["signer"]["name"],
            "signed_at": version.signed_at.isoformat(),
            "film_date": plan.study.study_date.isoformat(),
        },
        "warnings": list(found.warnings),
        "rows": [row.to_json() for row in found.rows],
    }
