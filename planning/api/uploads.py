"""Files that a person brings: announced, sent in pieces, looked into."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager

from django.http import Http404
from django.urls import reverse
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework import serializers
from rest_framework.parsers import BaseParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from planning import refused
from planning.accounts import policy
from planning.accounts.models import Site
from planning.accounts.policy import Action
from planning.api.errors import Refused, said
from planning.api.permissions import needs
from planning.jobs.models import JobState
from planning.studies import uploads
from planning.studies.upload_models import Upload
from planning.studies.uploads import Announced

STATUS = {"upload_no_room": 507, "store_full": 507, "upload_offset": 409, "upload_closed": 409}


class Piece(BaseParser):
    """A piece of a file, as bytes; more than one may have is not even read."""

    media_type = "application/octet-stream"

    def parse(self, stream, media_type=None, parser_context=None) -> bytes:
        """Return the piece, one byte too long if it is too long."""
        return stream.read(uploads.PIECE_BYTES + 1)


class AnnouncedInput(serializers.Serializer):
    """A file that is about to be sent."""

    name = serializers.CharField(max_length=4000, allow_blank=True, trim_whitespace=False)
    size_bytes = serializers.IntegerField(min_value=0, max_value=2**40)


class UploadInput(serializers.Serializer):
    """Files that are about to be sent, and to which site they come."""

    site = serializers.UUIDField(required=False, allow_null=True, default=None)
    files = AnnouncedInput(many=True)


class UploadOutput(serializers.Serializer):
    """How far an upload is."""

    id = serializers.UUIDField()
    state = serializers.ChoiceField(choices=Upload.State.choices)
    files_total = serializers.IntegerField()
    bytes_total = serializers.IntegerField()
    files_done = serializers.IntegerField()
    piece_bytes = serializers.IntegerField()
    received = serializers.DictField(child=serializers.IntegerField())
    outcomes = serializers.DictField(child=serializers.IntegerField())
    error = serializers.DictField(allow_null=True)
    page = serializers.CharField()


class ReceivedOutput(serializers.Serializer):
    """How much of a file is here."""

    received_bytes = serializers.IntegerField()


@contextmanager
def _answering() -> Iterator[None]:
    """Answer a service's refusal with its status."""
    try:
        yield
    except refused.Refused as refusal:
        status = STATUS.get(refusal.code, 400)
        raise Refused(refusal.code, status=status, **refusal.params) from refusal


def upload_json(upload: Upload) -> dict:
    """Return how far an upload is; of files still being sent, how much of each is here."""
    receiving = upload.state == Upload.State.RECEIVING
    received = uploads.received_bytes(upload) if receiving else {}
    examined = upload.files.filter(examined=True)
    # While it goes on, a page asks often and only how far it is.
    ended = upload.state == Upload.State.EXAMINED
    outcomes = examined.values_list("outcomes", flat=True) if ended else ()
    error = upload.job.error if upload.job and upload.job.state == JobState.FAILED else None
    return {
        "id": str(upload.pk),
        "state": upload.state,
        "files_total": upload.files_total,
        "bytes_total": upload.bytes_total,
        "files_done": examined.count(),
        "piece_bytes": uploads.PIECE_BYTES,
        "received": {str(number): size for number, size in received.items() if size},
        "outcomes": Counter(line["outcome"] for lines in outcomes for line in lines),
        "error": said(error["code"], error.get("params")) if error else None,
        "page": reverse("upload-page", args=(upload.pk,)),
    }


def _mine(request: Request, upload_id: str) -> Upload:
    """Return an upload of the person: nobody adds to what another one sends."""
    upload = policy.get(request.user, Upload, upload_id, Action.IMPORT)
    if upload.created_by_id != request.user.pk:
        raise Http404
    return upload


class Uploads(APIView):
    """Begin to send files."""

    permission_classes = [needs(Action.IMPORT)]

    @extend_schema(request=UploadInput, responses={201: UploadOutput})
    def post(self, request: Request) -> Response:
        """Announce the files; they are sent by their place in the list, from 0."""
        asked = UploadInput(data=request.data)
        asked.is_valid(raise_exception=True)
        site_id = asked.validated_data["site"]
        if site_id is None:
            site = policy.sites_for(request.user, Action.IMPORT).order_by("name").first()
        else:
            site = policy.get(request.user, Site, site_id, Action.IMPORT)
        files = [Announced(**file) for file in asked.validated_data["files"]]
        with _answering():
            upload = uploads.begin(
                actor=request.user,
                site=site,
                files=files,
                address=request.META.get("REMOTE_ADDR"),
            )
        return Response(upload_json(upload), status=201)


class OneUpload(APIView):
    """An upload."""

    permission_classes = [needs(Action.IMPORT)]

    @extend_schema(responses=UploadOutput)
    def get(self, request: Request, upload_id: str) -> Response:
        """Return how far it is."""
        return Response(upload_json(_mine(request, upload_id)))

    @extend_schema(responses=UploadOutput)
    def delete(self, request: Request, upload_id: str) -> Response:
        """Give it up while it is being sent; nothing of it is kept."""
        upload = _mine(request, upload_id)
        with _answering():
            return Response(upload_json(uploads.cancel(upload=upload)))


class UploadFile(APIView):
    """A file of an upload."""

    permission_classes = [needs(Action.IMPORT)]
    parser_classes = [Piece]

    @extend_schema(
        request={"application/octet-stream": OpenApiTypes.BINARY},
        parameters=[
            OpenApiParameter(
                "Upload-Offset", OpenApiTypes.INT, OpenApiParameter.HEADER, required=True
            )
        ],
        responses=ReceivedOutput,
    )
    def put(self, request: Request, upload_id: str, number: int) -> Response:
        """Add a piece; 409 names the offset to go on from."""
        upload = _mine(request, upload_id)
        offset = request.headers.get("Upload-Offset", "")
        if not offset.isascii() or not offset.isdigit() or len(offset) > 15:
            raise Refused("bad_request")
        piece = request.data if isinstance(request.data, bytes) else b""
        with _answering():
            here = uploads.add(upload=upload, number=number, piece=piece, at=int(offset))
        return Response({"received_bytes": here})


class FinishUpload(APIView):
    """The end of an upload."""

    permission_classes = [needs(Action.IMPORT)]

    @extend_schema(request=None, responses={202: UploadOutput})
    def post(self, request: Request, upload_id: str) -> Response:
        """Have all of it looked into; again, if that has failed."""
        upload = _mine(request, upload_id)
        with _answering():
            upload = uploads.examine_again(upload=uploads.finish(upload=upload))
        return Response(upload_json(upload), status=202)
