"""Plans in the API's form, and what the services refuse as answers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from planning.accounts import policy
from planning.accounts.models import User
from planning.accounts.policy import Action
from planning.api.errors import body, said
from planning.api.studies import patient_json
from planning.geometry.reasons import Reason
from planning.plans.document import open_document
from planning.plans.models import Plan, Side
from planning.plans.refusals import PlanChanged, PlanInvalid, PlanRefused
from planning.plans.selectors import latest_signed

MAY = {
    "edit": Action.PLAN,
    "sign": Action.SIGN,
    "write_note": Action.WRITE_NOTE,
    "acknowledge": Action.ACKNOWLEDGE,
}


class PlanSummaryOutput(serializers.Serializer):
    """A plan in a list."""

    id = serializers.UUIDField()
    study_id = serializers.UUIDField()
    patient = serializers.DictField()
    operation = serializers.CharField()
    side = serializers.ChoiceField(choices=[("", ""), *Side.choices])
    planned_on = serializers.DateField(allow_null=True)
    planned_order = serializers.IntegerField(allow_null=True)
    state = serializers.CharField()
    version = serializers.IntegerField()
    owner = serializers.DictField()
    team = serializers.DictField(allow_null=True)
    changed_at = serializers.DateTimeField()
    changed_by = serializers.CharField()
    signed = serializers.DictField(allow_null=True)


class PlanOutput(PlanSummaryOutput):
    """A plan with its working document."""

    document = serializers.DictField()
    read_only = serializers.DictField(allow_null=True)
    may = serializers.DictField(child=serializers.BooleanField())


def named(row: Any) -> dict | None:
    """Return a person or team as id and name."""
    return {"id": str(row.pk), "name": str(row)} if row else None


def plan_summary(plan: Plan) -> dict:
    """Return a plan for a list; from ``plans_for``, else each takes queries of its own."""
    signed = latest_signed(plan)
    return {
        "id": str(plan.pk),
        "study_id": str(plan.study_id),
        "patient": patient_json(plan.study),
        "operation": plan.operation,
        "side": plan.side,
        "planned_on": plan.planned_on.isoformat() if plan.planned_on else None,
        "planned_order": plan.planned_order,
        "state": plan.state,
        "version": plan.version,
        "owner": named(plan.owner),
        "team": named(plan.team),
        "changed_at": plan.changed_at.isoformat(),
        "changed_by": str(plan.changed_by),
        "signed": signed
        and {
            "number": signed.number,
            "by": str(signed.signed_by),
            "at": signed.signed_at.isoformat(),
        },
    }


def plan_json(plan: Plan, user: User) -> dict:
    """Return a plan with its document and what this person may do with it."""
    opened = open_document(plan.document)
    newer = opened if isinstance(opened, Reason) else opened.read_only
    may = {name: policy.may_at(user, action, plan.site_id) for name, action in MAY.items()}
    return plan_summary(plan) | {
        "document": plan.document if isinstance(opened, Reason) else opened.document,
        "read_only": _read_only(plan, newer, may),
        "may": may,
    }


def _read_only(plan: Plan, newer: Reason | None, may: Mapping[str, bool]) -> dict | None:
    if newer is not None:
        return said(str(newer.code), newer.params)
    if plan.state != Plan.State.DRAFT:
        return said(f"plan_{plan.state}")
    return None if may["edit"] else said("plan_of_surgeons")


class PlanView(APIView):
    """A view whose services refuse in the plans' own words."""

    def handle_exception(self, exc: Exception) -> Response:
        """Turn what the services of plans raise into an answer."""
        answer = self._refusal(exc)
        return super().handle_exception(exc) if answer is None else answer

    def _refusal(self, exc: Exception) -> Response | None:
        if isinstance(exc, PlanRefused):
            return Response(body(exc.code, exc.params), status=409 if exc.conflict else 400)
        if isinstance(exc, PlanInvalid):
            problems = [{"code": str(one.code), "params": dict(one.params)} for one in exc.problems]
            return Response(body(exc.code) | {"problems": problems}, status=422)
        if isinstance(exc, PlanChanged):
            current = plan_json(exc.plan, self.request.user)
            return Response(body(exc.code, exc.params) | {"current": current}, status=409)
        return None
