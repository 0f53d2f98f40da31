"""What planning begins with: one's own choices at each site, and those of the sites one manages."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from planning.accounts import policy
from planning.accounts.models import Site, User
from planning.accounts.policy import Action
from planning.library import preferences
from planning.library.preferences import ANGLES_DEG, PreferenceRefused
from planning.web.access import page
from planning.words import sentence

MINE, OF_SITE = "mine", "site"
LABELS = {
    "cup_family": _("Cup"),
    "stem_family": _("Stem"),
    "head_family": _("Head"),
    "head_mm": _("Diameter of the head"),
    "liner": _("Liner"),
}
ANGLE_LABELS = {
    "inclination_deg": _("Inclination of the cup, degrees"),
    "version_deg": _("Anteversion of the cup, degrees"),
}


class PreferenceForm(forms.Form):
    """Everything that may be chosen; left empty, the site's or the family's own holds."""

    def __init__(self, *args, user: User, site: Site, whose: str, **kwargs):
        owner = user if whose == MINE else None
        kwargs["initial"] = preferences.held_by(site, owner)
        super().__init__(*args, auto_id=f"{site.pk}-{whose}-%s", **kwargs)
        self.site, self.whose = site, whose
        nothing = ("", _("as the site") if whose == MINE else _("no preference"))
        for name, choices in preferences.offered(user).items():
            self.fields[name] = forms.ChoiceField(
                label=LABELS[name], choices=[nothing, *choices], required=False
            )
        for name, (low, high) in ANGLES_DEG.items():
            self.fields[name] = forms.FloatField(
                label=ANGLE_LABELS[name],
                required=False,
                min_value=low,
                max_value=high,
                widget=forms.NumberInput(attrs={"step": "1", "inputmode": "decimal"}),
            )


@require_http_methods(["GET", "POST"])
@page()
def mine(request: HttpRequest) -> HttpResponse:
    """Show what planning begins with; keep what was sent."""
    places = _places(request.user)
    all_forms = [
        PreferenceForm(user=request.user, site=site, whose=whose) for site, whose in places
    ]
    if request.method == "POST":
        asked = (request.POST.get("site", ""), request.POST.get("whose", ""))
        site, whose = _chosen(places, *asked)
        sent = PreferenceForm(request.POST, user=request.user, site=site, whose=whose)
        if sent.is_valid() and _kept(request, sent):
            return redirect("preferences")
        all_forms = [sent if (one.site, one.whose) == (site, whose) else one for one in all_forms]
    return render(request, "preferences/preferences.html", {"forms": all_forms})


def _places(user: User) -> list[tuple[Site, str]]:
    """Return where one plans, and which sites one manages."""
    own = [(site, MINE) for site in policy.sites_for(user, Action.PLAN).order_by("name")]
    managed = policy.sites_for(user, Action.MANAGE_SITE).order_by("name")
    return own + [(site, OF_SITE) for site in managed]


def _chosen(places: list[tuple[Site, str]], site_id: str, whose: str) -> tuple[Site, str]:
    for site, one in places:
        if (str(site.pk), one) == (site_id, whose):
            return site, one
    raise Http404


def _kept(request: HttpRequest, sent: PreferenceForm) -> bool:
    try:
        preferences.prefer(
            actor=request.user,
            site=sent.site,
            values=sent.cleaned_data,
            for_site=sent.whose == OF_SITE,
        )
    except PreferenceRefused as refused:
        sent.add_error(None, sentence(refused.code, refused.params))
        return False
    messages.success(
        request, _("Saved. New plans at %(site)s begin with it.") % {"site": sent.site}
    )
    return True
