"""The members of one's sites: an administrator adds, changes and stops accounts."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from planning.accounts import policy, services
from planning.accounts.errors import AccountRefused
from planning.accounts.models import Membership, Role, Site, Team, User
from planning.accounts.policy import Action
from planning.web.access import page
from planning.web.forms import PersonForm, add_refusal
from planning.words import sentence

FIELD_OF_CODE = {
    "username_taken": "username",
    "username_invalid": "username",
    "role_unknown": "role",
}


@dataclass(frozen=True, slots=True)
class SiteOnPage:
    """A site with the people and teams that its page lists."""

    site: Site
    members: list[Membership]
    teams: list[Team]


@require_http_methods(["GET", "POST"])
@page(Action.MANAGE_PEOPLE)
def people(request: HttpRequest) -> HttpResponse:
    """List the members; add one and show the password once."""
    sites = policy.sites_for(request.user, Action.MANAGE_PEOPLE).order_by("name")
    form = PersonForm(request.POST or None, sites=sites)
    if form.is_valid():
        try:
            user, password = services.create_person(actor=request.user, **form.cleaned_data)
        except AccountRefused as refused:
            add_refusal(form, refused, field=FIELD_OF_CODE.get(refused.code))
        else:
            return _show_once(request, user, password)
    context = {"form": form, "sites": _what_sites_have(request.user, sites), "roles": Role.choices}
    return render(request, "people/people.html", context)


@require_POST
@page(Action.MANAGE_PEOPLE)
def role(request: HttpRequest, membership_id) -> HttpResponse:
    """Give a member another role."""
    membership = _membership(request, membership_id)
    try:
        services.change_role(
            actor=request.user, membership=membership, role=request.POST.get("role", "")
        )
    except AccountRefused as refused:
        return _refuse(request, refused)
    messages.success(request, _("The role is changed."))
    return redirect("people")


@require_POST
@page(Action.MANAGE_PEOPLE)
def active(request: HttpRequest, membership_id) -> HttpResponse:
    """Stop a member from signing in, or let them again."""
    user = _membership(request, membership_id).user
    change = services.reactivate if request.POST.get("active") == "1" else services.deactivate
    try:
        change(actor=request.user, user=user)
    except AccountRefused as refused:
        return _refuse(request, refused)
    if user.is_active:
        messages.success(request, _("%(person)s can sign in again.") % {"person": user})
    else:
        messages.success(request, _("%(person)s can no longer sign in.") % {"person": user})
    return redirect("people")


@require_POST
@page(Action.MANAGE_PEOPLE)
def new_password(request: HttpRequest, membership_id) -> HttpResponse:
    """Give a member a new random password and show it once."""
    user = _membership(request, membership_id).user
    try:
        password = services.reset_password(actor=request.user, user=user)
    except AccountRefused as refused:
        return _refuse(request, refused)
    return _show_once(request, user, password)


def _membership(request: HttpRequest, membership_id) -> Membership:
    return policy.get(request.user, Membership, membership_id, Action.MANAGE_PEOPLE)


def _what_sites_have(user: User, sites) -> list[SiteOnPage]:
    members = policy.visible_to(user, Membership, Action.MANAGE_PEOPLE)
    members = members.select_related("user").order_by("-user__is_active", "user__display_name")
    teams = policy.visible_to(user, Team, Action.MANAGE_PEOPLE)
    teams = teams.annotate(size=Count("memberships")).order_by("name")
    by_site = {site.pk: SiteOnPage(site, [], []) for site in sites}
    for member in members:
        by_site[member.site_id].members.append(member)
    for team in teams:
        by_site[team.site_id].teams.append(team)
    return list(by_site.values())


def _show_once(request: HttpRequest, user: User, password: str) -> HttpResponse:
    # Rendered in the answer itself: a redirect would have to keep the password somewhere.
    return render(request, "people/password_once.html", {"person": user, "password": password})


def _refuse(request: HttpRequest, refused: AccountRefused) -> HttpResponse:
    messages.error(request, sentence(refused.code, refused.params))
    return redirect("people")
