"""The signer's password, asked for again at the moment of signing."""

from __future__ import annotations

from axes.helpers import get_client_ip_address
from axes.utils import reset
from django.contrib.auth import authenticate
from django.http import HttpRequest

from planning.api.errors import Refused


def confirm_password(request: HttpRequest, password: str) -> None:
    """Make sure that whoever sits there is who is signed in.

    Wrong passwords count as failed sign-ins do, and lock the account for a while.

    Parameters
    ----------
    request : HttpRequest
        Of Django itself, not of the API framework.
    password : str

    Raises
    ------
    Refused
        403 ``password_wrong``, or ``password_locked`` after too many wrong ones.
    """
    username = request.user.get_username()
    user = authenticate(request, username=username, password=password)
    locked = getattr(request, "axes_locked_out", False)
    # Otherwise the lock-out page would take the place of our answer.
    request.axes_locked_out = False
    if locked:
        raise Refused("password_locked", status=403)
    if user is None or user.pk != request.user.pk:
        raise Refused("password_wrong", status=403)
    reset(username=username, ip=get_client_ip_address(request))
