"""The report of a signed version: to read, to send, and what became of it."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.negotiation import DefaultContentNegotiation
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from planning.accounts import policy
from planning.accounts.policy import Action
from planning.api.errors import Refused, said
from planning.api.permissions import needs
from planning.api.trail import address, plan_for
from planning.imaging.refusal import CannotShow
from planning.jobs.broadcast import Source
from planning.pacs.models import PacsNode
from planning.plans.models import PlanVersion
from planning.reports import selectors, services
from planning.reports.exporting import ReportUnavailable, export_pdf, export_picture
from planning.reports.models import ReportObject
from planning.store.blobs import BlobMissing

PAPERS = ("a4", "letter")


class ReportObjectOutput(serializers.Serializer):
    """One object made of a signed version."""

    id = serializers.UUIDField()
    kind = serializers.ChoiceField(choices=ReportObject.Kind.choices)
    number = serializers.IntegerField()
    state = serializers.ChoiceField(choices=ReportObject.State.choices)
    commitment = serializers.ChoiceField(choices=ReportObject.Commitment.choices)
    node = serializers.DictField(allow_null=True)
    reason = serializers.DictField(allow_null=True)
    sop_instance_uid = serializers.CharField()
    size_bytes = serializers.IntegerField()
    attempts = serializers.IntegerField()
    changed_at = serializers.DateTimeField()


class SendingInput(serializers.Serializer):
    """Where to send; without it the archive that the films came from."""

    node = serializers.UUIDField(required=False, allow_null=True, default=None)


def report_object_json(row: ReportObject) -> dict:
    """Return what the browser shows of an object, the archive's reason in words."""
    return {
        "id": str(row.pk),
        "kind": row.kind,
        "number": row.number,
        "state": row.state,
        "commitment": row.commitment,
        "node": {"id": str(row.node.pk), "name": row.node.name} if row.node else None,
        "reason": said(row.reason["code"], row.reason.get("params")) if row.reason else None,
        "sop_instance_uid": row.sop_instance_uid,
        "size_bytes": row.size_bytes,
        "attempts": row.attempts,
        "changed_at": row.changed_at.isoformat(),
    }


REPORTS = Source("report", selectors.changed_since, report_object_json, site_id=selectors.site_of)


def _version(request: Request, plan_id: str, number: int, action=Action.VIEW) -> PlanVersion:
    """Return a signed version of a plan that the person may do this with."""
    plan = plan_for(request, plan_id, action)
    versions = policy.visible_to(request.user, PlanVersion).filter(plan=plan, number=number)
    version = versions.select_related("signed_by", "plan__study__patient", "plan__site").first()
    if version is None:
        raise Http404
    return version


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response["Content-Disposition"] = f'inline; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response


class AnythingGoes(DefaultContentNegotiation):
    """A file is what it is, whatever an image or a new tab says that it prefers."""

    def select_renderer(self, request, renderers, format_suffix=None):
        """Return the renderer of errors."""
        return renderers[0], renderers[0].media_type


class ReportFile(APIView):
    """A file made of a signed version."""

    permission_classes = [needs(Action.VIEW)]
    content_negotiation_class = AnythingGoes

    def handle_exception(self, exc: Exception):
        """Say in words why a report cannot be shown."""
        if isinstance(exc, CannotShow | ReportUnavailable):
            exc = Refused(exc.code, status=409, **exc.params)
        elif isinstance(exc, BlobMissing):
            exc = Refused("original_missing", status=409)
        return super().handle_exception(exc)


class ReportPdf(ReportFile):
    """The PDF."""

    @extend_schema(
        parameters=[OpenApiParameter("paper", enum=PAPERS)],
        responses={(200, "application/pdf"): OpenApiTypes.BINARY},
    )
    def get(self, request: Request, plan_id: str, number: int) -> HttpResponse:
        """Return the PDF on A4 or Letter."""
        asked = request.query_params.get("paper", PAPERS[0])
        paper = serializers.ChoiceField(choices=PAPERS).run_validation(asked)
        version = _version(request, plan_id, number)
        content = export_pdf(
            actor=request.user,
            version=version,
            paper=paper,
            address=address(request),
        )
        return _file(content, "application/pdf", f"plan-version-{number}.pdf")


class ReportPicture(ReportFile):
    """A film with the plan drawn on it."""

    @extend_schema(responses={(200, "image/png"): OpenApiTypes.BINARY})
    def get(self, request: Request, plan_id: str, number: int, picture: int) -> HttpResponse:
        """Return the picture, counted from 1."""
        version = _version(request, plan_id, number)
        try:
            content = export_picture(
                actor=request.user,
                version=version,
                number=picture,
                address=address(request),
            )
        except IndexError:
            raise Http404 from None
        return _file(content, "image/png", f"plan-version-{number}-picture-{picture}.png")


class ReportObjects(APIView):
    """What was made of a version."""

    permission_classes = [needs(Action.VIEW)]

    @extend_schema(responses=ReportObjectOutput(many=True))
    def get(self, request: Request, plan_id: str, number: int) -> Response:
        """List the objects: the PDF, then the pictures."""
        version = _version(request, plan_id, number)
        rows = selectors.visible_objects(request.user, version)
        return Response([report_object_json(row) for row in rows])


class Sending(APIView):
    """Sending a version to an archive."""

    permission_classes = [needs(Action.SIGN)]

    @extend_schema(request=SendingInput, responses={202: ReportObjectOutput(many=True)})
    def post(self, request: Request, plan_id: str, number: int) -> Response:
        """Queue what is not in an archive yet."""
        version = _version(request, plan_id, number, Action.SIGN)
        asked = SendingInput(data=request.data)
        asked.is_valid(raise_exception=True)
        key = asked.validated_data["node"]
        node = policy.get(request.user, PacsNode, key) if key else None
        try:
            rows = services.request_sending(
                actor=request.user,
                version=version,
                node=node,
                address=address(request),
            )
        except services.SendingRefused as refusal:
            raise Refused(refusal.code, **refusal.params) from refusal
        return Response([report_object_json(row) for row in rows], status=202)

    @extend_schema(responses=ReportObjectOutput(many=True))
    def delete(self, request: Request, plan_id: str, number: int) -> Response:
        """Stop; what is in the archive stays there."""
        version = _version(request, plan_id, number, Action.SIGN)
        rows = services.cancel(actor=request.user, version=version)
        return Response([report_object_json(row) for row in rows])


class RetryReport(APIView):
    """One object again."""

    permission_classes = [needs(Action.SIGN)]

    @extend_schema(request=None, responses={202: ReportObjectOutput})
    def post(self, request: Request, report_id: str) -> Response:
        """Queue it again."""
        row = policy.get(request.user, ReportObject, report_id, Action.SIGN)
        try:
            row = services.retry(actor=request.user, row=row, address=address(request))
        except services.SendingRefused as refusal:
            raise Refused(refusal.code, **refusal.params) from refusal
        return Response(report_object_json(row), status=202)
