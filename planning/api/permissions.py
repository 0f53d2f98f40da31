"""Deny by default; each view names the action it needs."""

from __future__ import annotations

from rest_framework.permissions import BasePermission

from planning.accounts import policy
from planning.accounts.policy import Action


class Denied(BasePermission):
    """The default: a view that names no permission answers nobody."""

    def has_permission(self, request, view) -> bool:
        """Return False."""
        return False


class SignedIn(BasePermission):
    """Anybody with an account that is a member of some site."""

    def has_permission(self, request, view) -> bool:
        """Say whether the person is signed in and may view anything at all."""
        return policy.may(request.user, Action.VIEW)


def needs(action: Action) -> type[BasePermission]:
    """Return a permission that asks for `action` at any of the person's sites.

    Which rows it holds for is asked again by ``policy.get`` and ``policy.visible_to``.
    """

    class Needs(BasePermission):
        def has_permission(self, request, view) -> bool:
            return policy.may(request.user, action)

    Needs.__name__ = f"Needs{action.title().replace('_', '')}"
    return Needs
