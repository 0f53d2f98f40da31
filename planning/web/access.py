"""Who may open a page."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from planning.accounts import policy
from planning.accounts.policy import Action

View = Callable[..., HttpResponse]


def page(action: Action | None = None, *, before_own_password: bool = False):
    """Return a decorator that opens a page only to who may see it.

    Parameters
    ----------
    action : Action, optional
        What the person must be allowed to do at one of their sites; none for pages
        that every account may open.
    before_own_password : bool
        True for the pages that somebody with a handed-out password may open.

    Returns
    -------
    callable
        Sends strangers to the sign-in page, handed-out passwords to the page that
        changes them, and answers 403 to other roles.
    """

    def decorate(view: View) -> View:
        @wraps(view)
        @login_required
        def guarded(request: HttpRequest, *args, **kwargs) -> HttpResponse:
            if request.user.must_change_password and not before_own_password:
                return redirect("password")
            if action is not None:
                policy.require(request.user, action)
            return view(request, *args, **kwargs)

        return guarded

    return decorate


def address(request: HttpRequest) -> str | None:
    """Return the network address that a request came from, for the audit trail."""
    return request.META.get("REMOTE_ADDR") or None
