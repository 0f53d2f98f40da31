"""What every page knows about the product and the person."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest

from planning.accounts import policy
from planning.accounts.policy import Action


def product(request: HttpRequest) -> dict:
    """Return the product's version and what the person may do, by action name."""
    user = getattr(request, "user", None)
    signed_in = user is not None and user.is_authenticated
    return {
        "plumbline_version": settings.PLUMBLINE_VERSION,
        "may": {str(action): policy.may(user, action) for action in Action} if signed_in else {},
    }
