"""Changes to people. Each asks the policy, writes, and leaves an audit entry."""

from __future__ import annotations

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction

from planning.accounts import policy
from planning.accounts.errors import AccountRefused
from planning.accounts.models import Membership, Role, Site, User
from planning.accounts.passwords import random_password
from planning.accounts.policy import Action
from planning.audit.models import AuditAction
from planning.audit.services import record


@transaction.atomic
def create_person(
    *, actor: User, site: Site, username: str, display_name: str, role: str
) -> tuple[User, str]:
    """Add a person to a site, with a random password that has to be changed at first use.

    Returns
    -------
    tuple of User and str
        The person, and the password in clear: show it once, it is stored nowhere.

    Raises
    ------
    Http404, PermissionDenied
        If `actor` does not manage people at `site`.
    AccountRefused
        ``username_taken``, ``username_invalid`` or ``role_unknown``.
    """
    site = policy.get(actor, Site, site.pk, Action.MANAGE_PEOPLE)
    _require_known(role)
    username = User.normalize_username(username.strip())
    user = User(username=username, display_name=display_name.strip(), must_change_password=True)
    password = random_password()
    user.set_password(password)
    _require_usable_name(user)
    user.save()
    membership = Membership.objects.create(user=user, site=site, role=role)
    _record(actor, AuditAction.CREATE, membership, role=role)
    return user, password


@transaction.atomic
def change_role(*, actor: User, membership: Membership, role: str) -> Membership:
    """Give a member another role at the same site.

    Raises
    ------
    Http404, PermissionDenied
        If `actor` does not manage people there.
    AccountRefused
        ``role_unknown``; ``last_administrator`` if nobody would be left to manage the site.
    """
    membership = policy.get(actor, Membership, membership.pk, Action.MANAGE_PEOPLE)
    _require_known(role)
    if role != Role.ADMINISTRATOR:
        _require_another_administrator(actor, membership)
    before = membership.role
    membership.role = role
    membership.save(update_fields=["role"])
    _record(actor, AuditAction.CHANGE, membership, role=role, role_before=before)
    return membership


@transaction.atomic
def deactivate(*, actor: User, user: User) -> None:
    """Stop a person from signing in; open sessions end with their next request.

    Raises
    ------
    PermissionDenied
        If `actor` does not manage people where the person is a member.
    AccountRefused
        ``own_account``, ``person_of_another_site`` or ``last_administrator``.
    """
    memberships = _memberships_under(actor, user)
    if user.pk == actor.pk:
        raise AccountRefused("own_account")
    for membership in memberships:
        _require_another_administrator(actor, membership)
    _set_active(actor, user, memberships, active=False)


@transaction.atomic
def reactivate(*, actor: User, user: User) -> None:
    """Let a deactivated person sign in again, with the password they had.

    Raises
    ------
    PermissionDenied, AccountRefused
        As for :func:`deactivate`.
    """
    _set_active(actor, user, _memberships_under(actor, user), active=True)


@transaction.atomic
def reset_password(*, actor: User, user: User) -> str:
    """Give a person a new random password; their sessions end.

    Returns
    -------
    str
        The password in clear: show it once, it is stored nowhere.

    Raises
    ------
    PermissionDenied
        If `actor` does not manage people where the person is a member.
    AccountRefused
        ``own_account``; ``person_of_another_site``, since the password would open that
        other site as well.
    """
    memberships = _memberships_under(actor, user)
    if user.pk == actor.pk:
        raise AccountRefused("own_account")
    password = random_password()
    user.set_password(password)
    user.must_change_password = True
    user.save(update_fields=["password", "must_change_password"])
    for membership in memberships:
        _record(actor, AuditAction.SECURITY, membership, event="password_reset")
    return password


@transaction.atomic
def change_password(*, user: User, new_password: str) -> None:
    """Store the password that a person chose; their other sessions end.

    Raises
    ------
    ValidationError
        If the password is too short, too common or like the person's name.
    AccountRefused
        ``password_unchanged`` if it is the one they have.
    """
    validate_password(new_password, user)
    if user.check_password(new_password):
        raise AccountRefused("password_unchanged")
    user.set_password(new_password)
    user.must_change_password = False
    user.save(update_fields=["password", "must_change_password"])
    record(
        actor=user,
        action=AuditAction.SECURITY,
        object_kind="user",
        object_id=user.pk,
        detail={"event": "password_changed"},
    )


def _require_known(role: str) -> None:
    if role not in Role.values:
        raise AccountRefused("role_unknown")


def _require_usable_name(user: User) -> None:
    try:
        user.full_clean(exclude=["password"])
    except ValidationError as invalid:
        taken = any(error.code == "unique" for error in invalid.error_dict.get("username", []))
        raise AccountRefused("username_taken" if taken else "username_invalid") from None


def _memberships_under(actor: User, user: User) -> list[Membership]:
    manageable = policy.sites_for(actor, Action.MANAGE_PEOPLE)
    mine = list(user.memberships.filter(site__in=manageable).select_related("site"))
    if not mine:
        raise PermissionDenied(Action.MANAGE_PEOPLE)
    if user.memberships.exclude(site__in=manageable).exists():
        raise AccountRefused("person_of_another_site")
    return mine


def _require_another_administrator(actor: User, membership: Membership) -> None:
    if membership.role != Role.ADMINISTRATOR or not membership.user.is_active:
        return
    # The lock makes two administrators who demote each other take turns.
    site = (
        policy.visible_to(actor, Site, Action.MANAGE_PEOPLE)
        .select_for_update()
        .get(pk=membership.site_id)
    )
    others = site.memberships.filter(role=Role.ADMINISTRATOR, user__is_active=True)
    if not others.exclude(pk=membership.pk).exists():
        raise AccountRefused("last_administrator", site=site.name)


def _set_active(actor: User, user: User, memberships: list[Membership], *, active: bool) -> None:
    user.is_active = active
    user.save(update_fields=["is_active"])
    event = "reactivated" if active else "deactivated"
    for membership in memberships:
        _record(actor, AuditAction.SECURITY, membership, event=event)


def _record(actor: User, action: AuditAction, membership: Membership, **detail) -> None:
    record(
        actor=actor,
        action=action,
        object_kind="user",
        object_id=membership.user_id,
        site=membership.site,
        detail=detail,
    )
