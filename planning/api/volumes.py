"""Stacks of slices: what they are, and their planes cut out of the volume as they are asked for."""

from __future__ import annotations

import asyncio
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from drf_spectacular.utils import OpenApiParameter, OpenApiTypes, extend_schema
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from planning.accounts import policy
from planning.accounts.policy import Action
from planning.api.errors import Refused, body
from planning.api.permissions import needs
from planning.api.pixels import CACHE, answer
from planning.api.whole_numbers import counting_number
from planning.audit import services as audit
from planning.imaging.refusal import CannotShow
from planning.imaging.volume_models import Volume
from planning.imaging.volume_pool import cut_planes
from planning.imaging.volume_selectors import RUN, VolumeState, volume_display, volume_state
from planning.imaging.volume_services import request_volume
from planning.store import blobs
from planning.studies.models import Series
from planning.words import sentence

MOST_STACKS = 9999

# As many as there are children: who waits here keeps no thread that a film needs.
_cutters = ThreadPoolExecutor(max_workers=2, thread_name_prefix="cut")


def _said(reason: dict | None) -> dict | None:
    return reason and reason | {"sentence": sentence(reason["code"], reason.get("params", {}))}


def state_json(state: VolumeState) -> dict:
    """Return how far a stack is, and the volume itself when it is ready."""
    shown = {
        "state": state.state,
        "reason": _said(state.reason),
        "done": state.done,
        "total": state.total,
        "stacks": [
            {"number": each.number, "slices": len(each.slices)}
            for each in state.stacks
            if each.slices
        ],
        "volume": None,
    }
    if state.state == "ready":
        volume = volume_display(state.volume)
        volume["refusal"] = _said(volume["refusal"])
        volume["notes"] = [_said(note) for note in volume["notes"]]
        shown["volume"] = volume
    return shown


class SeriesVolume(APIView):
    """A stack of a series."""

    permission_classes = [needs(Action.VIEW)]

    @extend_schema(
        parameters=[OpenApiParameter("stack", OpenApiTypes.INT)],
        responses={200: OpenApiTypes.OBJECT},
    )
    def get(self, request: Request, series_id: str) -> Response:
        """Return how far it is; one that nobody has asked for yet is begun."""
        series, number = _asked(request, series_id)
        audit.record_access(
            actor=request.user, study=series.study, address=request.META.get("REMOTE_ADDR")
        )
        state = volume_state(series, number)
        if not state.asked:
            request_volume(series=series, number=number)
        return Response(state_json(state))

    @extend_schema(
        parameters=[OpenApiParameter("stack", OpenApiTypes.INT)],
        request=None,
        responses={202: OpenApiTypes.OBJECT},
    )
    def post(self, request: Request, series_id: str) -> Response:
        """Try once more to make one that failed."""
        series, number = _asked(request, series_id)
        request_volume(series=series, number=number)
        return Response(state_json(volume_state(series, number)), status=202)


def _asked(request: Request, series_id: str) -> tuple[Series, int]:
    number = counting_number(request.query_params.get("stack", "1"), MOST_STACKS)
    if number is None:
        raise Refused("bad_request")
    return policy.get(request.user, Series, series_id), number


@dataclass(frozen=True, slots=True)
class _Cut:
    path: Path
    shape: tuple[int, int, int]
    plane: dict
    start: int
    count: int
    encoding: str
    etag: str


async def planes(
    request: HttpRequest, volume_id: UUID, plane: str, start: int, count: int, sha256: str
) -> HttpResponse:
    """Serve planes of a volume, cut now: as many as make a run, or one.

    The answer is a level of that many planes; its checks come in a header. The address
    holds the digest of the volume's values, so it never means anything else.
    """
    accepted = request.headers.get("Accept-Encoding", "")
    encoding = "zstd" if "zstd" in accepted else "gzip"
    return await answer(request, _serve, _find, volume_id, plane, start, count, sha256, encoding)


def _find(
    user, volume_id: UUID, name: str, start: int, count: int, sha256: str, encoding: str
) -> _Cut | None:
    volume = policy.get(user, Volume, volume_id)
    plane = next((each for each in volume.geometry["planes"] if each["name"] == name), None)
    if plane is None or not volume.sha256 or sha256 != volume.sha256:
        raise Http404
    if count not in (1, RUN) or start % count or start >= plane["shape"][0]:
        raise Http404
    if not blobs.cache().exists(volume.sha256):
        request_volume(series=volume.series, number=volume.number)
        return None
    return _Cut(
        path=blobs.cache().local_path(volume.sha256),
        shape=tuple(volume.geometry["shape"]),
        plane=plane,
        start=start,
        count=count,
        encoding=encoding,
        etag=f'"{sha256}-{name}-{start}-{count}-{encoding}"',
    )


async def _serve(wanted: _Cut) -> HttpResponse:
    work = partial(
        cut_planes,
        wanted.path,
        shape=wanted.shape,
        axes=tuple(wanted.plane["axes"]),
        backwards=tuple(wanted.plane["reversed"]),
        start=wanted.start,
        count=wanted.count,
        encoding=wanted.encoding,
    )
    try:
        coded, checks = await asyncio.get_running_loop().run_in_executor(_cutters, work)
    except CannotShow as reason:
        return JsonResponse(body(reason.code, reason.params), status=503)
    response = HttpResponse(coded, content_type="application/octet-stream")
    response["Content-Encoding"] = wanted.encoding
    response["Vary"] = "Accept-Encoding"
    response["X-Level-Checks"] = " ".join(str(check) for check in checks)
    response["Cache-Control"] = CACHE
    response["ETag"] = wanted.etag
    response["Content-Disposition"] = "attachment"
    return response
