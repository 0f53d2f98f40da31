"""Change sets of a plan: save, set aside, look back."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from planning.accounts.policy import Action
from planning.api.permissions import needs
from planning.api.plan_output import PlanView
from planning.api.trail import address, plan_for
from planning.plans import saving, selectors
from planning.plans.changes import ChangeSet, parse_change_set
from planning.plans.refusals import PlanInvalid


class ChangeSetInput(serializers.Serializer):
    """Items put in or taken out, and the version that they start from."""

    id = serializers.UUIDField()
    base_version = serializers.IntegerField(min_value=0)
    changes = serializers.ListField(child=serializers.DictField())


class SavedOutput(serializers.Serializer):
    """What came of a change set."""

    version = serializers.IntegerField(allow_null=True)
    saved_at = serializers.DateTimeField()
    saved_by = serializers.CharField()


class HistoryOutput(serializers.Serializer):
    """One change set in the history."""

    id = serializers.UUIDField()
    version = serializers.IntegerField(allow_null=True)
    base_version = serializers.IntegerField()
    outcome = serializers.CharField()
    by = serializers.CharField()
    at = serializers.DateTimeField()
    count = serializers.IntegerField()


class DocumentOutput(serializers.Serializer):
    """The document as it was."""

    version = serializers.IntegerField()
    document = serializers.DictField()


def _asked(request: Request) -> tuple[UUID, ChangeSet]:
    if not isinstance(request.data, dict):
        raise serializers.ValidationError("An object belongs here.")
    payload = dict(request.data)
    key = serializers.UUIDField().run_validation(payload.pop("id", None))
    parsed = parse_change_set(payload)
    if not isinstance(parsed, ChangeSet):
        raise PlanInvalid(parsed)
    return key, parsed


def _saved(saved: saving.Saved) -> dict:
    return {
        "version": saved.version,
        "saved_at": saved.at.isoformat(),
        "saved_by": str(saved.by),
    }


class Changes(PlanView):
    """Save what somebody did."""

    permission_classes = [needs(Action.PLAN)]

    @extend_schema(request=ChangeSetInput, responses=SavedOutput)
    def post(self, request: Request, plan_id: str) -> Response:
        """Save a change set; 409 with the plan as it is where somebody else was faster."""
        plan = plan_for(request, plan_id, Action.PLAN)
        key, change_set = _asked(request)
        saved = saving.save_changes(
            actor=request.user,
            plan=plan,
            change_id=key,
            change_set=change_set,
            address=address(request),
        )
        return Response(_saved(saved))


class SettingAside(PlanView):
    """Keep what is not applied."""

    permission_classes = [needs(Action.PLAN)]

    @extend_schema(request=ChangeSetInput, responses={201: SavedOutput})
    def post(self, request: Request, plan_id: str) -> Response:
        """Keep a change set whose maker took the other version."""
        plan = plan_for(request, plan_id, Action.PLAN)
        key, change_set = _asked(request)
        saved = saving.set_aside(
            actor=request.user,
            plan=plan,
            change_id=key,
            change_set=change_set,
            address=address(request),
        )
        return Response(_saved(saved), status=201)


class History(PlanView):
    """Who changed what, when."""

    permission_classes = [needs(Action.VIEW)]

    @extend_schema(responses=HistoryOutput(many=True))
    def get(self, request: Request, plan_id: str) -> Response:
        """List every change set, applied or set aside, oldest first."""
        plan = plan_for(request, plan_id)
        return Response(
            [
                {
                    "id": str(row.pk),
                    "version": row.version,
                    "base_version": row.base_version,
                    "outcome": row.outcome,
                    "by": str(row.made_by),
                    "at": row.made_at.isoformat(),
                    "count": len(row.changes),
                }
                for row in selectors.history(plan)
            ]
        )


class EarlierDocument(PlanView):
    """The plan as it once was."""

    permission_classes = [needs(Action.VIEW)]

    @extend_schema(responses=DocumentOutput)
    def get(self, request: Request, plan_id: str, version: int) -> Response:
        """Build the document of a version from the changes."""
        plan = plan_for(request, plan_id)
        try:
            document = selectors.document_at(plan, version)
        except LookupError:
            raise Http404 from None
        return Response({"version": version, "document": document})
