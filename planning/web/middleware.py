"""What every answer carries."""

from __future__ import annotations

from inspect import iscoroutinefunction

from django.utils.decorators import sync_and_async_middleware

PERMISSIONS_POLICY = "camera=(), microphone=(), geolocation=(), payment=(), usb=()"


def _finish(response):
    # Pages and API answers name patients; only content-addressed pixels may be kept,
    # and the view that serves them says so itself.
    if "Cache-Control" not in response:
        response["Cache-Control"] = "no-store"
    response["Permissions-Policy"] = PERMISSIONS_POLICY
    return response


@sync_and_async_middleware
def NoStoreMiddleware(get_response):
    """Forbid caching unless a view allowed it, and switch off what no page needs."""
    if iscoroutinefunction(get_response):

        async def middleware(request):
            return _finish(await get_response(request))

    else:

        def middleware(request):
            return _finish(get_response(request))

    return middleware
