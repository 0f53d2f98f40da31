"""What every page knows about the product and the person."""

from __future__ import annotations

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from planning.accounts import policy
from planning.accounts.models import Membership, User
from planning.accounts.policy import Action
from planning.studies.quarantine_reading import how_many_wait


class _May:
    """``may.manage_people`` in a template: asks the policy when it is used."""

    def __init__(self, user: User | AnonymousUser):
        self._user = user

    def __getitem__(self, name: str) -> bool:
        return policy.may(self._user, Action(name))


def _memberships(user: User | AnonymousUser) -> list[Membership]:
    if not user.is_authenticated:
        return []
    visible = policy.visible_to(user, Membership).filter(user=user)
    return list(visible.select_related("site").order_by("site__name"))


def _set_aside(user: User | AnonymousUser) -> int:
    return how_many_wait(user) if policy.may(user, Action.IMPORT) else 0


def product(request: HttpRequest) -> dict:
    """Return the version, the person's memberships, what they may do, what waits for them."""
    user = getattr(request, "user", None) or AnonymousUser()
    return {
        "plumbline_version": settings.PLUMBLINE_VERSION,
        "memberships": SimpleLazyObject(lambda: _memberships(user)),
        "may": _May(user),
        "set_aside": SimpleLazyObject(lambda: _set_aside(user)),
    }
