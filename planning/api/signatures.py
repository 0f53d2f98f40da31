"""Signing: what is left, the results, the signature, what was signed."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from planning.accounts.policy import Action
from planning.api.errors import Refused, body, said
from planning.api.password_again import confirm_password
from planning.api.permissions import needs
from planning.api.plan_output import PlanView
from planning.api.trail import address, plan_for
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.plans import selectors, signing
from planning.plans.models import Plan, PlanVersion
from planning.plans.readiness import Gap, readiness

LONGEST_PASSWORD = 500


class SignatureInput(serializers.Serializer):
    """The signer's password, what the signature means, and what was seen of the plan."""

    password = serializers.CharField(max_length=LONGEST_PASSWORD, trim_whitespace=False)
    meaning = serializers.ChoiceField(choices=PlanVersion.Meaning.choices)
    version = serializers.IntegerField(min_value=0)
    seen = serializers.CharField(max_length=64, allow_blank=True)


class ReadinessOutput(serializers.Serializer):
    """What is left before signing, and what should be known."""

    ready = serializers.BooleanField()
    missing = serializers.ListField(child=serializers.DictField())
    warnings = serializers.ListField(child=serializers.DictField())


class ResultsOutput(serializers.Serializer):
    """Every measurement as the server reads it, and the digest of what would be signed."""

    version = serializers.IntegerField()
    seen = serializers.CharField(allow_blank=True)
    results = serializers.ListField(child=serializers.DictField())


class SignedVersionOutput(serializers.Serializer):
    """A signed version with everything that was signed."""

    number = serializers.IntegerField()
    version = serializers.IntegerField()
    meaning = serializers.CharField()
    signed_by = serializers.CharField()
    signed_at = serializers.DateTimeField()
    digest = serializers.CharField()
    intact = serializers.BooleanField()
    software = serializers.CharField()
    content = serializers.DictField()
    document = serializers.DictField()


def gap_json(gap: Gap) -> dict:
    """Return one thing that is left, in words and with where to go."""
    params = dict(gap.params)
    if "reason" in params:
        params["reason"] = said(params["reason"], params.pop("reason_params"))["sentence"]
    return said(gap.code, params) | {"target": gap.target}


def signed_version_json(version: PlanVersion) -> dict:
    """Return a signed version; ``intact`` says whether its digest still holds."""
    return {
        "number": version.number,
        "version": version.version,
        "meaning": version.meaning,
        "signed_by": version.content["signer"]["name"],
        "signed_at": version.signed_at.isoformat(),
        "digest": version.digest,
        "intact": signing.is_intact(version),
        "software": version.software,
        "content": version.content,
        "document": version.document,
    }


class WhatIsLeft(PlanView):
    """What is left before a plan can be signed."""

    permission_classes = [needs(Action.VIEW)]

    @extend_schema(responses=ReadinessOutput)
    def get(self, request: Request, plan_id: str) -> Response:
        """List what is left, most serious first."""
        found = readiness(plan_for(request, plan_id))
        return Response(
            {
                "ready": found.ready,
                "missing": [gap_json(gap) for gap in found.blockers],
                "warnings": [gap_json(gap) for gap in found.warnings],
            }
        )


class Results(PlanView):
    """The measurements as the server computes them."""

    permission_classes = [needs(Action.VIEW)]

    @extend_schema(responses=ResultsOutput)
    def get(self, request: Request, plan_id: str) -> Response:
        """Read every measurement, native and planned."""
        plan = plan_for(request, plan_id)
        looked_at = readiness(plan)
        return Response(
            {
                "version": plan.version,
                "results": [result.to_json() for result in looked_at.results],
                "seen": signing.seen_by(request.user, plan, looked_at),
            }
        )


class Signatures(PlanView):
    """Sign."""

    permission_classes = [needs(Action.SIGN)]

    @extend_schema(request=SignatureInput, responses={201: SignedVersionOutput})
    def post(self, request: Request, plan_id: str) -> Response:
        """Sign the plan as it is; 422 with what is left where it is not ready."""
        plan = plan_for(request, plan_id, Action.SIGN)
        asked = SignatureInput(data=request.data)
        asked.is_valid(raise_exception=True)
        values = asked.validated_data
        self._confirm(request, plan, values["password"])
        try:
            version = signing.sign(
                actor=request.user,
                plan=plan,
                version=values["version"],
                meaning=values["meaning"],
                seen=values["seen"],
                address=address(request),
            )
        except signing.NotReady as left:
            missing = [gap_json(gap) for gap in left.missing]
            return Response(body(left.code) | {"missing": missing}, status=422)
        return Response(signed_version_json(version), status=201)

    def _confirm(self, request: Request, plan: Plan, password: str) -> None:
        try:
            confirm_password(request._request, password)
        except Refused as refused:
            audit.record(
                actor=request.user,
                action=AuditAction.SIGN,
                object_kind="plan",
                object_id=plan.pk,
                patient=plan.patient,
                site=plan.site,
                outcome="refused",
                detail={"code": refused.code},
                address=address(request),
            )
            raise


class SignedVersions(PlanView):
    """What was signed of a plan."""

    permission_classes = [needs(Action.VIEW)]

    @extend_schema(responses=SignedVersionOutput(many=True))
    def get(self, request: Request, plan_id: str) -> Response:
        """List the signed versions, the first one first."""
        plan = plan_for(request, plan_id)
        return Response([signed_version_json(row) for row in selectors.signed_versions(plan)])


class OneSignedVersion(PlanView):
    """One signed version."""

    permission_classes = [needs(Action.VIEW)]

    @extend_schema(responses=SignedVersionOutput)
    def get(self, request: Request, plan_id: str, number: int) -> Response:
        """Return it."""
        plan = plan_for(request, plan_id)
        for row in selectors.signed_versions(plan).filter(number=number):
            return Response(signed_version_json(row))
        raise Http404
