"""The settings of one's sites."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from planning.accounts import policy, site_settings
from planning.accounts.models import Site
from planning.accounts.policy import Action
from planning.web.access import page
from planning.web.forms import BallForm


@require_http_methods(["GET", "POST"])
@page(Action.MANAGE_SITE)
def site(request: HttpRequest) -> HttpResponse:
    """Show each site's settings; store the one that was sent."""
    sites = policy.sites_for(request.user, Action.MANAGE_SITE).order_by("name")
    forms = [BallForm(site=each) for each in sites]
    if request.method == "POST":
        chosen = _chosen(sites, request.POST.get("site", ""))
        sent = BallForm(request.POST, site=chosen)
        if sent.is_valid():
            site_settings.set_ball_diameter(actor=request.user, site=chosen, **sent.cleaned_data)
            messages.success(request, _("Saved for %(site)s.") % {"site": chosen})
            return redirect("site")
        forms = [sent if form.site == chosen else form for form in forms]
    return render(request, "site/site.html", {"forms": forms})


def _chosen(sites: Iterable[Site], identifier: str) -> Site:
    for each in sites:
        if str(each.pk) == identifier:
            return each
    raise Http404
