"""The only way to an object: who may do what, and on which rows.

Every model says in ``site_path`` how it reaches its site. Views and services get
objects through :func:`visible_to` and :func:`get`; a lint forbids other ways.
"""

from __future__ import annotations

from collections.abc import Iterable
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

_REMEMBERED = "_memberships_of_this_request"


def _roles_that_may(action: Action) -> list[str]:
    return [role for role, actions in ALLOWED.items() if action in actions]


def remember(user: User) -> None:
    """Read a person's memberships once, for as long as this very object is kept.

    Only for answering a request that merely reads, and on its ``request.user``, which ends
    with it: an object that lives on would not notice that somebody has lost a role. What is
    remembered are the roles themselves; every question is still answered by :data:`ALLOWED`.
    """
    if user.is_authenticated:
        roles = Membership.objects.filter(user=user).values_list("site_id", "role")
        setattr(user, _REMEMBERED, tuple(roles))


def _has_no_access(user: User) -> bool:
    return not user.is_authenticated or not user.is_active or user.must_change_password


def _remembered_sites(user: User, action: Action) -> list | None:
    """Return the keys of the sites where the remembered roles allow `action`, or None."""
    roles = getattr(user, _REMEMBERED, None)
    if roles is None:
        return None
    return [site_id for site_id, role in roles if action in ALLOWED.get(role, ())]


def sites_for(user: User, action: Action = Action.VIEW) -> models.QuerySet[Site]:
    """Return the sites where `user` may do `action`.

    None for who is not signed in, and none until a handed-out password has been changed.
    """
    if _has_no_access(user):
        return Site.objects.none()
    remembered = _remembered_sites(user, action)
    if remembered is not None:
        return Site.objects.filter(pk__in=remembered)
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
    remembered = None if _has_no_access(user) else _remembered_sites(user, action)
    sites = sites_for(user, action) if remembered is None else remembered
    return model._default_manager.filter(**{path: sites})


def get(
    user: User,
    model: type[M],
    pk: object,
    action: Action = Action.VIEW,
    *,
    along: Iterable[str] = (),
) -> M:
    """Return one row.

    Parameters
    ----------
    user : User
        Who asks.
    model : type
        A model with ``site_path``.
    pk : object
        Its primary key.
    action : Action
        What is to be done with it.
    along : iterable of str
        Related rows to read in the same query.

    Raises
    ------
    Http404
        If the row does not exist or the user may not know that it does.
    PermissionDenied
        If the user sees it but may not do `action`.
    """
    rows = visible_to(user, model).filter(pk=pk)
    row = (rows.select_related(*along) if along else rows).first()
    if row is None:
        raise Http404
    if action is not Action.VIEW and not visible_to(user, model, action).filter(pk=pk).exists():
        raise PermissionDenied(action)
    return row


def may(user: User, action: Action) -> bool:
    """Say whether `user` may do `action` at any site; pages use it to show or hide a control."""
    if _has_no_access(user):
        return False
    remembered = _remembered_sites(user, action)
    return sites_for(user, action).exists() if remembered is None else bool(remembered)


def may_at(user: User, action: Action, site_id: object) -> bool:
    """Say whether `user` may do `action` at one site."""
    if _has_no_access(user):
        return False
    remembered = _remembered_sites(user, action)
    if remembered is None:
        return sites_for(user, action).filter(pk=site_id).exists()
    return site_id in remembered


def require(user: User, action: Action) -> None:
    """Raise :class:`PermissionDenied` unless the user may do `action` somewhere."""
    if not may(user, action):
        raise PermissionDenied(action)
