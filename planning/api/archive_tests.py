"""Tests of archives: begin one, watch it, stop it."""

from __future__ import annotations

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from planning.accounts import policy
from planning.accounts.policy import Action
from planning.api.errors import said
from planning.api.permissions import needs
from planning.jobs.models import ACTIVE, Job
from planning.pacs import testing
from planning.pacs.models import PacsNode
from planning.wording.archive_tests import title


class TestOutput(serializers.Serializer):
    """Where a test is."""

    state = serializers.CharField()
    active = serializers.BooleanField()
    done = serializers.IntegerField()
    total = serializers.IntegerField()
    check_title = serializers.CharField(allow_blank=True)
    error = serializers.DictField(allow_null=True)


def state_of(job: Job | None) -> dict:
    """Return what the page shows of a test that is under way."""
    progress = job.progress if job else {}
    return {
        "state": job.state if job else "none",
        "active": job is not None and job.state in ACTIVE,
        "done": progress.get("done", 0),
        "total": progress.get("total", 0),
        "check_title": title(progress["check"]) if "check" in progress else "",
        "error": said(job.error["code"], job.error.get("params")) if job and job.error else None,
    }


class ArchiveTest(APIView):
    """The test of one archive."""

    permission_classes = [needs(Action.MANAGE_NODES)]

    def _node(self, request: Request, node_id: str) -> PacsNode:
        return policy.get(request.user, PacsNode, node_id, Action.MANAGE_NODES)

    @extend_schema(responses=TestOutput)
    def get(self, request: Request, node_id: str) -> Response:
        """Return where the test is."""
        return Response(state_of(testing.latest_job(self._node(request, node_id))))

    @extend_schema(request=None, responses={202: TestOutput})
    def post(self, request: Request, node_id: str) -> Response:
        """Begin a test; one that is under way goes on."""
        job = testing.request_test(
            actor=request.user,
            node=self._node(request, node_id),
            address=request.META.get("REMOTE_ADDR"),
        )
        return Response(state_of(job), status=202)

    @extend_schema(request=None, responses=TestOutput)
    def delete(self, request: Request, node_id: str) -> Response:
        """Stop it; what was tested before stays in use."""
        node = self._node(request, node_id)
        return Response(state_of(testing.cancel_test(actor=request.user, node=node)))
