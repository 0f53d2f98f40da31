"""Pixels by content: permission first, then the stored bytes, nothing computed."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from typing import BinaryIO, TypeVar
from uuid import UUID

from asgiref.sync import sync_to_async
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse

from planning.accounts import policy
from planning.api.errors import body
from planning.imaging.models import Rendition
from planning.imaging.services import request_variant
from planning.store import blobs

# A quarter level in one turn of a thread, and twenty downloads still cost twenty megabytes.
CHUNK_BYTES = 2**20
CACHE = "private, max-age=86400, immutable"
CONTENT_TYPES = {"jpeg": "image/jpeg"}

T = TypeVar("T")


class _NotSignedIn(Exception):
    """Nobody asks."""


@dataclass(frozen=True, slots=True)
class _Blob:
    sha256: str
    encoding: str
    size_bytes: int


async def level(request: HttpRequest, film_id: UUID, level: str, sha256: str) -> HttpResponse:
    """Serve one level of a film in a coding that the browser undoes by itself.

    202 says that this coding is being made; the browser asks again.
    """
    accepted = request.headers.get("Accept-Encoding", "")
    return await answer(request, serve_blob, _level, film_id, level, sha256, "zstd" in accepted)


async def preview(request: HttpRequest, film_id: UUID, sha256: str) -> HttpResponse:
    """Serve the small picture of a film for lists."""
    return await answer(request, serve_blob, _preview, film_id, sha256)


async def answer(
    request: HttpRequest, serve: Callable[[T], Awaitable[HttpResponse]], find, *arguments
) -> HttpResponse:
    """Answer a request for pixels.

    Parameters
    ----------
    request : HttpRequest
    serve : callable
        Makes the answer of what was found.
    find : callable
        Called with the user and `arguments`; raises Http404, or returns None for what is
        being made, which gives 202.
    """
    if request.method not in ("GET", "HEAD"):
        return JsonResponse(body("method_not_allowed"), status=405)

    def asked() -> T | None:
        if not request.user.is_authenticated:
            raise _NotSignedIn
        return find(request.user, *arguments)

    # One visit to a thread for all questions: among many pages each visit waits for its turn.
    # The thread is this request's own (Django's ASGI handler makes a context for each), so a
    # page that takes long holds up no pixels, and its connection is closed with the request.
    try:
        found = await sync_to_async(asked)()
    except _NotSignedIn:
        return JsonResponse(body("not_signed_in"), status=401)
    except Http404:
        return JsonResponse(body("not_found"), status=404)
    except PermissionDenied:
        return JsonResponse(body("forbidden"), status=403)
    if found is None:
        return JsonResponse({"state": "rendering"}, status=202, headers={"Retry-After": "1"})
    return await serve(found)


def _rendition(user, film_id: UUID, **which) -> Rendition:
    found = policy.visible_to(user, Rendition).filter(instance_id=film_id, **which)
    rendition = found.select_related("instance").first()
    if rendition is None:
        raise Http404
    return rendition


def _level(user, film_id: UUID, level: str, sha256: str, takes_zstd: bool) -> _Blob | None:
    original = _rendition(user, film_id, level=level, sha256=sha256, encoding="zstd")
    if takes_zstd and blobs.cache().exists(original.sha256):
        return _Blob(original.sha256, "zstd", original.size_bytes)
    if takes_zstd:
        request_variant(rendition=original, encoding="zstd")
        return None
    variant = Rendition.objects.filter(
        instance_id=film_id, frame=original.frame, level=level, encoding="gzip"
    ).first()
    if variant is None or not blobs.cache().exists(variant.sha256):
        request_variant(rendition=original, encoding="gzip")
        return None
    return _Blob(variant.sha256, "gzip", variant.size_bytes)


def _preview(user, film_id: UUID, sha256: str) -> _Blob | None:
    rendition = _rendition(user, film_id, level="preview", sha256=sha256)
    if not blobs.cache().exists(rendition.sha256):
        request_variant(rendition=rendition, encoding="jpeg")
        return None
    return _Blob(rendition.sha256, "jpeg", rendition.size_bytes)


async def serve_blob(blob: _Blob) -> HttpResponse:
    """Send a blob in chunks, or leave it to the server in front.

    Files are read in a thread, a megabyte at a time, so that twenty downloads of a
    long-leg film cost twenty chunks and not twenty films.
    """
    if settings.ACCEL_REDIRECT_PREFIX:
        response = HttpResponse()
        name = blobs.cache().accel_name(blob.sha256)
        response["X-Accel-Redirect"] = f"{settings.ACCEL_REDIRECT_PREFIX.rstrip('/')}/{name}"
    else:
        file = await asyncio.to_thread(blobs.cache().open, blob.sha256)
        response = StreamingHttpResponse(_chunks(file))
        response["Content-Length"] = blob.size_bytes
    response["Content-Type"] = CONTENT_TYPES.get(blob.encoding, "application/octet-stream")
    if blob.encoding in ("zstd", "gzip"):
        response["Content-Encoding"] = blob.encoding
        response["Vary"] = "Accept-Encoding"
    response["Cache-Control"] = CACHE
    response["ETag"] = f'"{blob.sha256}"'
    response["Content-Disposition"] = "attachment"
    return response


async def _chunks(file: BinaryIO) -> AsyncIterator[bytes]:
    try:
        while chunk := await asyncio.to_thread(file.read, CHUNK_BYTES):
            yield chunk
    finally:
        file.close()
