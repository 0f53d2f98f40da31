"""Teams of a site: made, renamed, removed; each member is in one of them or in none."""

from __future__ import annotations

from django.db import transaction

from planning.accounts import policy
from planning.accounts.errors import AccountRefused
from planning.accounts.models import Membership, Site, Team, User
from planning.accounts.policy import Action
from planning.audit.models import AuditAction
from planning.audit.services import record

NAME_LENGTH = Team._meta.get_field("name").max_length


@transaction.atomic
def create_team(*, actor: User, site: Site, name: str) -> Team:
    """Add a team to a site.

    Raises
    ------
    Http404, PermissionDenied
        If `actor` does not manage people at `site`.
    AccountRefused
        ``team_name_invalid`` if it is empty or too long; ``team_name_taken`` if the site
        has a team of that name, in capitals or not.
    """
    site = policy.get(actor, Site, site.pk, Action.MANAGE_PEOPLE)
    name = _usable_name(actor, site, name)
    team = Team.objects.create(site=site, name=name)
    _record(actor, AuditAction.CREATE, team, name=name)
    return team


@transaction.atomic
def rename_team(*, actor: User, team: Team, name: str) -> Team:
    """Give a team another name.

    Raises
    ------
    Http404, PermissionDenied, AccountRefused
        As for :func:`create_team`.
    """
    team = policy.get(actor, Team, team.pk, Action.MANAGE_PEOPLE)
    before = team.name
    team.name = _usable_name(actor, team.site, name, besides=team)
    team.save(update_fields=["name"])
    _record(actor, AuditAction.CHANGE, team, name=team.name, name_before=before)
    return team


@transaction.atomic
def remove_team(*, actor: User, team: Team) -> None:
    """Remove a team; its people stay members of the site, its plans stay without a team.

    Raises
    ------
    Http404, PermissionDenied
        If `actor` does not manage people there.
    """
    team = policy.get(actor, Team, team.pk, Action.MANAGE_PEOPLE)
    members = team.memberships.count()
    _record(actor, AuditAction.CHANGE, team, event="removed", name=team.name, members=members)
    team.delete()


@transaction.atomic
def change_team(*, actor: User, membership: Membership, team: Team | None) -> Membership:
    """Put a member into a team of the same site, or into none.

    Raises
    ------
    Http404, PermissionDenied
        If `actor` does not manage people there.
    AccountRefused
        ``team_of_another_site``.
    """
    membership = policy.get(actor, Membership, membership.pk, Action.MANAGE_PEOPLE)
    if team is not None and team.site_id != membership.site_id:
        raise AccountRefused("team_of_another_site")
    before = membership.team
    membership.team = team
    membership.save(update_fields=["team"])
    record(
        actor=actor,
        action=AuditAction.CHANGE,
        object_kind="user",
        object_id=membership.user_id,
        site=membership.site,
        detail={"team": str(team or ""), "team_before": str(before or "")},
    )
    return membership


def _usable_name(actor: User, site: Site, name: str, besides: Team | None = None) -> str:
    name = " ".join(name.split())
    if not name or "\0" in name or len(name) > NAME_LENGTH:
        raise AccountRefused("team_name_invalid", length=NAME_LENGTH)
    # The lock makes two administrators who choose one name take turns.
    policy.visible_to(actor, Site, Action.MANAGE_PEOPLE).select_for_update().get(pk=site.pk)
    others = site.teams.exclude(pk=besides.pk) if besides else site.teams
    if name.casefold() in {other.name.casefold() for other in others.all()}:
        raise AccountRefused("team_name_taken", name=name)
    return name


def _record(actor: User, action: AuditAction, team: Team, **detail) -> None:
    record(
        actor=actor,
        action=action,
        object_kind="team",
        object_id=team.pk,
        site=team.site,
        detail=detail,
    )
