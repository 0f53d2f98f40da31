"""Plans: begin, list, read, change what is known of the operation, reopen."""

from __future__ import annotations

from django.db.models import QuerySet
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from planning.accounts import policy
from planning.accounts.models import Membership, Team
from planning.accounts.policy import Action
from planning.api.permissions import needs
from planning.api.plan_output import (
    PlanOutput,
    PlanSummaryOutput,
    PlanView,
    plan_json,
    plan_summary,
)
from planning.api.trail import address, plan_for, study_for
from planning.plans import selectors, services
from planning.plans.models import Plan, Side
from planning.plans.refusals import PlanRefused

SIDES = [("", "not known"), *Side.choices]
# Of PositiveSmallIntegerField, on every database.
LAST_IN_LIST = 32767
# Signing and reopening are addresses of their own.
STATES_BY_REQUEST = rf"^({Plan.State.ARCHIVED}|{Plan.State.DRAFT})$"


class PlanInput(serializers.Serializer):
    """A new plan; its key comes from the browser."""

    id = serializers.UUIDField()
    study_id = serializers.UUIDField()
    operation = serializers.CharField(max_length=120, required=False, default="", allow_blank=True)
    side = serializers.ChoiceField(choices=SIDES, required=False, default="")
    planned_on = serializers.DateField(required=False, default=None, allow_null=True)


class CaseInput(serializers.Serializer):
    """Any subset of what is known of the operation."""

    operation = serializers.CharField(max_length=120, required=False, allow_blank=True)
    side = serializers.ChoiceField(choices=SIDES, required=False)
    planned_on = serializers.DateField(required=False, allow_null=True)
    planned_order = serializers.IntegerField(
        min_value=0, max_value=LAST_IN_LIST, required=False, allow_null=True
    )
    team = serializers.UUIDField(required=False, allow_null=True)
    owner = serializers.UUIDField(required=False)
    state = serializers.RegexField(STATES_BY_REQUEST, required=False)


class Plans(PlanView):
    """Plans that a person sees."""

    permission_classes = [needs(Action.VIEW)]

    @extend_schema(
        parameters=[OpenApiParameter("study", OpenApiTypes.UUID)],
        responses=PlanSummaryOutput(many=True),
    )
    def get(self, request: Request) -> Response:
        """List them, or those of one study."""
        found = selectors.plans_for(request.user)
        if "study" in request.query_params:
            key = serializers.UUIDField().run_validation(request.query_params["study"])
            found = found.filter(study=study_for(request, key))
        return Response([plan_summary(plan) for plan in found[: selectors.LISTED_AT_MOST]])

    @extend_schema(request=PlanInput, responses={201: PlanOutput, 200: PlanOutput})
    def post(self, request: Request) -> Response:
        """Begin one; 200 with the plan that is there when its key comes again."""
        asked = PlanInput(data=request.data)
        asked.is_valid(raise_exception=True)
        values = dict(asked.validated_data)
        study = study_for(request, values.pop("study_id"), Action.PLAN)
        plan, is_new = services.create_plan(
            actor=request.user,
            study=study,
            plan_id=values.pop("id"),
            address=address(request),
            **values,
        )
        return Response(plan_json(plan, request.user), status=201 if is_new else 200)


class OnePlan(PlanView):
    """One plan."""

    permission_classes = [needs(Action.VIEW)]

    @extend_schema(responses=PlanOutput)
    def get(self, request: Request, plan_id: str) -> Response:
        """Return it with its document."""
        plan = plan_for(request, plan_id)
        return Response(plan_json(plan, request.user))

    @extend_schema(request=CaseInput, responses=PlanOutput)
    def patch(self, request: Request, plan_id: str) -> Response:
        """Change what is known of the operation."""
        plan = plan_for(request, plan_id, Action.PLAN)
        asked = CaseInput(data=request.data)
        asked.is_valid(raise_exception=True)
        changes = dict(asked.validated_data)
        if changes.get("team") is not None:
            teams = policy.visible_to(request.user, Team).filter(pk=changes["team"])
            changes["team"] = _found(teams, "team_of_another_site")
        if "owner" in changes:
            members = policy.visible_to(request.user, Membership).filter(
                site=plan.site_id, user=changes["owner"]
            )
            changes["owner"] = _found(members, "owner_may_not_plan").user
        plan = services.change_case(
            actor=request.user, plan=plan, changes=changes, address=address(request)
        )
        return Response(plan_json(plan, request.user))


def _found(rows: QuerySet, code: str):
    row = rows.first()
    if row is None:
        raise PlanRefused(code, conflict=False)
    return row


class Reopening(PlanView):
    """A signed plan becomes a draft again."""

    permission_classes = [needs(Action.PLAN)]

    @extend_schema(request=None, responses=PlanOutput)
    def post(self, request: Request, plan_id: str) -> Response:
        """Reopen it; what was signed stays."""
        plan = plan_for(request, plan_id, Action.PLAN)
        plan = services.reopen(actor=request.user, plan=plan, address=address(request))
        return Response(plan_json(plan, request.user))
