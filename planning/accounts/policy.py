"""The only way to an object: who may do what, and on which rows.

Every model says in ``site_path`` how it reaches its site. Views and services get
objects through :func:`visible_to` and :func:`get`; a lint forbids other ways.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeVar

from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404

from planning.accounts.models import Membership, Role, Site, User


class Action(StrEnum):
    """Everything somebody may or may not do."""

    VIEW = "view"
    SEARCH = "search"
    IMPORT = "import"
    CALIBRATE = "calibrate"
    PLAN = "plan"
    SIGN = "sign"
    WRITE_NOTE = "write_note"
    ACKNOWLEDGE = "acknowledge"
    MANAGE_NODES = "manage_nodes"
    MANAGE_SITE = "manage_site"
    MANAGE_PEOPLE = "manage_people"


_READING = frozenset({Action.VIEW, Action.SEARCH, Action.IMPORT})

ALLOWED: dict[str, frozenset[Action]] = {
    Role.SURGEON: _READING
    | {Action.CALIBRATE, Action.PLAN, Action.SIGN, Action.WRITE_NOTE, Action.ACKNOWLEDGE},
    Role.RADIOLOGIST: _READING | {Action.CALIBRATE, Action.WRITE_NOTE},
    Role.ADMINISTRATOR: _READING | {Action.MANAGE_NODES, Action.MANAGE_SITE, Action.MANAGE_PEOPLE},
}

M = TypeVar("M", bound=models.Model)


def _roles_that_may(action: Action) -> list[str]:
    return [role for role, actions in ALLOWED.items() if action in actions]


def sites_for(user: User, action: Action = Action.VIEW) -> models.QuerySet[Site]:
    """Return the sites where `user` may do `action`.

    None for who is not signed in, and none until a handed-out password has been changed.
    """
    if not user.is_authenticated or not user.is_active or user.must_change_password:
        return Site.objects.none()
    memberships = Membership.objects.filter(user=user, role__in=_roles_that_may(action))
    return Site.objects.filter(pk__in=memberships.values("site"))


def visible_to(user: User, model: type[M], action: Action = Action.VIEW) -> models.QuerySet[M]:
    """Return the rows of `model` on which `user` may do `action`.

    Parameters
    ----------
    user : User
        Who asks; an anonymous user sees nothing.
    model : type
        A model with ``site_path``.
    action : Action
        What is to be done with the rows.

    Returns
    -------
    QuerySet
        Possibly empty; never more than the user's sites.
    """
    path = f"{model.site_path}__in" if model.site_path else "pk__in"
    return model._default_manager.filter(**{path: sites_for(user, action)})


def get(user: User, model: type[M], pk: object, action: Action = Action.VIEW) -> M:
    """Return one row.

    Raises
    ------
    Http404
        If the row does not exist or the user may not know that it does.
    PermissionDenied
        If the user sees it but may not do `action`.
    """
    row = visible_to(user, model).filter(pk=pk).first()
    if row is None:
        raise Http404
    if action is not Action.VIEW and not visible_to(user, model, action).filter(pk=pk).exists():
        raise PermissionDenied(action)
    return row


def may(user: User, action: Action) -> bool:
    """Say whether `user` may do `action` at any site; pages use it to show or hide a control."""
    return sites_for(user, action).exists()


def require(user: User, action: Action) -> None:
    """Raise :class:`PermissionDenied` unless the user may do `action` somewhere."""
    if not may(user, action):
        raise PermissionDenied(action)
