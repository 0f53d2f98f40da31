"""The teams on the people page: an administrator makes, renames, removes and fills them."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from planning.accounts import policy, teams
from planning.accounts.errors import AccountRefused
from planning.accounts.models import Membership, Site, Team
from planning.accounts.policy import Action
from planning.web.access import page
from planning.words import sentence


@require_POST
@page(Action.MANAGE_PEOPLE)
def new_team(request: HttpRequest, site_id) -> HttpResponse:
    """Add a team to a site."""
    site = policy.get(request.user, Site, site_id, Action.MANAGE_PEOPLE)
    try:
        team = teams.create_team(actor=request.user, site=site, name=request.POST.get("name", ""))
    except AccountRefused as refused:
        return _refuse(request, refused)
    messages.success(request, _("Team %(team)s is added.") % {"team": team})
    return redirect("people")


@require_POST
@page(Action.MANAGE_PEOPLE)
def team(request: HttpRequest, team_id) -> HttpResponse:
    """Rename a team."""
    found = policy.get(request.user, Team, team_id, Action.MANAGE_PEOPLE)
    try:
        teams.rename_team(actor=request.user, team=found, name=request.POST.get("name", ""))
    except AccountRefused as refused:
        return _refuse(request, refused)
    messages.success(request, _("The team is renamed."))
    return redirect("people")


@require_POST
@page(Action.MANAGE_PEOPLE)
def removal(request: HttpRequest, team_id) -> HttpResponse:
    """Remove a team; its people stay."""
    found = policy.get(request.user, Team, team_id, Action.MANAGE_PEOPLE)
    teams.remove_team(actor=request.user, team=found)
    messages.success(
        request, _("Team %(team)s is removed; its people are still here.") % {"team": found.name}
    )
    return redirect("people")


@require_POST
@page(Action.MANAGE_PEOPLE)
def of_member(request: HttpRequest, membership_id) -> HttpResponse:
    """Put a member into a team or, with an empty choice, into none."""
    membership = policy.get(request.user, Membership, membership_id, Action.MANAGE_PEOPLE)
    try:
        chosen = _chosen(request)
        teams.change_team(actor=request.user, membership=membership, team=chosen)
    except AccountRefused as refused:
        return _refuse(request, refused)
    member = {"person": membership.user, "team": chosen}
    said = _("%(person)s is now in %(team)s.") if chosen else _("%(person)s is now in no team.")
    messages.success(request, said % member)
    return redirect("people")


def _chosen(request: HttpRequest) -> Team | None:
    identifier = request.POST.get("team", "")
    if not identifier:
        return None
    mine = policy.visible_to(request.user, Team, Action.MANAGE_PEOPLE)
    for each in mine:
        if str(each.pk) == identifier:
            return each
    raise AccountRefused("team_gone")


def _refuse(request: HttpRequest, refused: AccountRefused) -> HttpResponse:
    messages.error(request, sentence(refused.code, refused.params))
    return redirect("people")
