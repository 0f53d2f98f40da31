"""Imports and other work: ask, watch, stop, try again."""

from __future__ import annotations

from django.http import Http404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from planning.accounts import policy
from planning.accounts.models import User
from planning.accounts.policy import Action
from planning.api.errors import Refused, said
from planning.api.permissions import needs
from planning.jobs import services as jobs
from planning.jobs.models import ACTIVE, Job, JobState
from planning.jobs.selectors import jobs_for
from planning.pacs.models import PacsNode
from planning.studies import services as studies
from planning.studies.models import Instance, Study


class JobOutput(serializers.Serializer):
    """A job as people see it."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    state = serializers.ChoiceField(choices=JobState.choices)
    node = serializers.DictField(allow_null=True)
    title = serializers.CharField()
    study_instance_uid = serializers.CharField()
    study_id = serializers.UUIDField(allow_null=True)
    files_done = serializers.IntegerField()
    files_total = serializers.IntegerField(allow_null=True)
    bytes_done = serializers.IntegerField()
    rate_bytes_s = serializers.IntegerField()
    films_ready = serializers.IntegerField()
    first_film = serializers.DictField(allow_null=True)
    message = serializers.DictField(allow_null=True)
    error = serializers.DictField(allow_null=True)
    missing = serializers.ListField()
    refused = serializers.IntegerField()
    quarantined = serializers.IntegerField()
    attempt = serializers.IntegerField()
    created_at = serializers.DateTimeField()
    changed_at = serializers.DateTimeField()


class ImportInput(serializers.Serializer):
    """Which study to bring, from where."""

    node = serializers.UUIDField()
    study_instance_uid = serializers.RegexField(r"^[0-9.]{1,64}$")
    title = serializers.CharField(max_length=200, required=False, default="", allow_blank=True)


def job_json(job: Job) -> dict:
    """Return what the browser shows of a job, films that are ready included."""
    study = Study.objects.filter(site_id=job.site_id, study_instance_uid=job.study_uid).first()
    ready = _ready_films(study)
    progress, message, error = job.progress, job.progress.get("message"), job.error
    return {
        "id": str(job.pk),
        "kind": job.kind,
        "state": job.state,
        "node": _node(job),
        "title": job.title,
        "study_instance_uid": job.study_uid,
        "study_id": str(study.pk) if study else None,
        "files_done": progress.get("files_done", 0),
        "files_total": progress.get("files_total"),
        "bytes_done": progress.get("bytes_done", 0),
        "rate_bytes_s": progress.get("rate_bytes_s", 0) if job.state in ACTIVE else 0,
        "films_ready": len(ready),
        "first_film": {"study_id": str(study.pk), "film_id": str(ready[0])} if ready else None,
        "message": said(message) if message else None,
        "error": said(error["code"], error.get("params")) if error else None,
        "missing": study.missing if study and job.state == JobState.INCOMPLETE else [],
        "refused": progress.get("refused", 0),
        "quarantined": progress.get("quarantined", 0),
        "attempt": job.attempt,
        "created_at": job.created_at.isoformat(),
        "changed_at": job.changed_at.isoformat(),
    }


def _ready_films(study: Study | None) -> list:
    if study is None:
        return []
    films = Instance.objects.filter(series__study=study, display__state="ready")
    return list(films.order_by("received_at").values_list("pk", flat=True))


def _node(job: Job) -> dict | None:
    node = PacsNode.objects.filter(pk=job.arguments.get("node")).first()
    return {"id": str(node.pk), "name": node.name} if node else None


def _shown(user: User, job_id: str, action: Action = Action.VIEW) -> Job:
    """Return a job of the drawer; work behind the scenes is asked for and stopped elsewhere."""
    job = policy.get(user, Job, job_id, action)
    if not job.visible:
        raise Http404
    return job


class Imports(APIView):
    """Bring studies from an archive."""

    permission_classes = [needs(Action.IMPORT)]

    @extend_schema(request=ImportInput, responses={202: JobOutput})
    def post(self, request: Request) -> Response:
        """Ask for a study; asking twice gives the job that is under way."""
        asked = ImportInput(data=request.data)
        asked.is_valid(raise_exception=True)
        node = policy.get(request.user, PacsNode, asked.validated_data["node"], Action.IMPORT)
        if not node.enabled:
            raise Refused("node_disabled", node=node.name)
        job = studies.request_import(
            actor=request.user,
            node=node,
            study_uid=asked.validated_data["study_instance_uid"],
            title=asked.validated_data["title"],
            address=request.META.get("REMOTE_ADDR"),
        )
        return Response(job_json(job), status=202)


class Jobs(APIView):
    """What is under way and what ended lately."""

    permission_classes = [needs(Action.VIEW)]

    @extend_schema(responses=JobOutput(many=True))
    def get(self, request: Request) -> Response:
        """List the jobs of the last hours; ``active=1`` and ``kind=`` narrow."""
        found = jobs_for(
            request.user,
            kind=request.query_params.get("kind", ""),
            active=request.query_params.get("active") == "1",
        )
        return Response([job_json(job) for job in found])


class OneJob(APIView):
    """One job."""

    permission_classes = [needs(Action.VIEW)]

    @extend_schema(responses=JobOutput)
    def get(self, request: Request, job_id: str) -> Response:
        """Return the job as it is now."""
        return Response(job_json(_shown(request.user, job_id)))


class CancelJob(APIView):
    """Stop a job."""

    permission_classes = [needs(Action.IMPORT)]

    @extend_schema(request=None, responses=JobOutput)
    def post(self, request: Request, job_id: str) -> Response:
        """Stop it; what has arrived stays."""
        job = _shown(request.user, job_id, Action.IMPORT)
        return Response(job_json(jobs.cancel(job=job)))


class RetryJob(APIView):
    """Try a job again."""

    permission_classes = [needs(Action.IMPORT)]

    @extend_schema(request=None, responses=JobOutput)
    def post(self, request: Request, job_id: str) -> Response:
        """Queue it again; an import brings what is missing."""
        job = _shown(request.user, job_id, Action.IMPORT)
        return Response(job_json(jobs.retry(job=job)))
