"""What changes, as server-sent events: one list of every kind of row that is told."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from collections.abc import AsyncIterator

from asgiref.sync import sync_to_async
from django.db import connections
from django.http import HttpRequest, JsonResponse, StreamingHttpResponse

from planning.accounts import policy
from planning.api.errors import body
from planning.api.jobs import job_json
from planning.api.reports import REPORTS
from planning.calibration.events import CALIBRATIONS
from planning.jobs.broadcast import Broadcaster, Listener, Source
from planning.jobs.selectors import changed_since
from planning.notes.events import ACKNOWLEDGEMENTS, NOTES
from planning.plans.events import PLANS

STREAMS_PER_USER = 2
KEEP_ALIVE_S = 15.0

JOBS = Source("job", changed_since, job_json)

broadcaster = Broadcaster(JOBS, PLANS, NOTES, ACKNOWLEDGEMENTS, REPORTS, CALIBRATIONS)
_open_streams: Counter = Counter()


def _who(request: HttpRequest) -> tuple[object, frozenset] | None:
    """Return the person's key and sites; the connection is closed before streaming begins."""
    user = request.user
    try:
        if not user.is_authenticated:
            return None
        sites = frozenset(policy.sites_for(user).values_list("pk", flat=True))
        return (user.pk, sites) if sites else None
    finally:
        connections.close_all()


async def events(request: HttpRequest) -> StreamingHttpResponse | JsonResponse:
    """Stream what changes to whoever may see them; at most two streams a person.

    A third stream ends the count with 429, and the browser polls instead.
    """
    who = await sync_to_async(_who)(request)
    if who is None:
        return JsonResponse(body("not_signed_in"), status=401)
    key, sites = who
    if _open_streams[key] >= STREAMS_PER_USER:
        return JsonResponse(body("too_many_requests"), status=429)
    response = StreamingHttpResponse(_stream(key, sites), content_type="text/event-stream")
    response["Cache-Control"] = "no-store"
    response["X-Accel-Buffering"] = "no"
    return response


async def _stream(key: object, sites: frozenset) -> AsyncIterator[str]:
    listener = Listener(sites)
    _open_streams[key] += 1
    broadcaster.join(listener)
    try:
        yield "event: hello\ndata: {}\n\n"
        while True:
            try:
                event, data = await asyncio.wait_for(listener.queue.get(), KEEP_ALIVE_S)
            except TimeoutError:
                yield ": still here\n\n"
                continue
            yield f"event: {event}\ndata: {json.dumps(data)}\n\n"
    finally:
        broadcaster.leave(listener)
        _open_streams[key] -= 1
        if not _open_streams[key]:
            del _open_streams[key]
