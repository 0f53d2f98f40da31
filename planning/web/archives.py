"""The archives of one's sites: everybody sees them, administrators change them."""

from __future__ import annotations

from copy import copy

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from planning.accounts import policy
from planning.accounts.models import IdentityDomain, Site
from planning.accounts.policy import Action
from planning.pacs import services
from planning.pacs.models import PacsNode
from planning.web.access import page
from planning.web.node_form import NodeForm


@require_safe
@page(Action.VIEW)
def nodes(request: HttpRequest) -> HttpResponse:
    """List the archives; disabled ones only for who can enable them."""
    rows = policy.visible_to(request.user, PacsNode).select_related("site", "identity_domain")
    manageable = policy.sites_for(request.user, Action.MANAGE_NODES)
    context = {
        "nodes": rows.order_by("site__name", "position", "name"),
        "manageable": set(manageable.values_list("pk", flat=True)),
    }
    return render(request, "nodes/nodes.html", context)


@require_http_methods(["GET", "POST"])
@page(Action.MANAGE_NODES)
def new_node(request: HttpRequest, site_id) -> HttpResponse:
    """Add an archive to a site."""
    site = policy.get(request.user, Site, site_id, Action.MANAGE_NODES)
    form = NodeForm(request.POST or None)
    if form.is_valid() and _saved(form, services.create_node, actor=request.user, site=site):
        messages.success(request, _("Added. Test it now, before somebody needs it."))
        added = policy.visible_to(request.user, PacsNode, Action.MANAGE_NODES)
        return redirect("node-test", added.get(site=site, name=form.cleaned_data["name"]).pk)
    return _form_page(request, form, site)


@require_http_methods(["GET", "POST"])
@page(Action.MANAGE_NODES)
def node(request: HttpRequest, node_id) -> HttpResponse:
    """Change an archive."""
    row = policy.get(request.user, PacsNode, node_id, Action.MANAGE_NODES)
    site, name = row.site, row.name
    # The form fills the object it is given, so it gets one of its own.
    form = NodeForm(request.POST or None, instance=copy(row))
    if form.is_valid() and _saved(form, services.update_node, actor=request.user, node=row):
        messages.success(request, _("Saved. Test it to be sure."))
        return redirect("node-test", row.pk)
    return _form_page(request, form, site, name)


@require_POST
@page(Action.MANAGE_NODES)
def enabled(request: HttpRequest, node_id) -> HttpResponse:
    """Take an archive out of use, or into it again. Nothing is ever deleted."""
    row = policy.get(request.user, PacsNode, node_id, Action.MANAGE_NODES)
    services.update_node(
        actor=request.user,
        node=row,
        identity_domain=row.identity_domain.name,
        enabled=request.POST.get("enabled") == "1",
    )
    if row.enabled:
        messages.success(request, _("%(node)s is in use again.") % {"node": row})
    else:
        messages.success(request, _("%(node)s is out of use. Its films stay here.") % {"node": row})
    return redirect("nodes")


def _saved(form: NodeForm, save, **target) -> bool:
    try:
        save(**target, **form.cleaned_data)
    except ValidationError as invalid:
        for name, errors in invalid.error_dict.items():
            _add_errors(form, name, errors)
        return False
    return True


def _add_errors(form: NodeForm, name: str, errors: list[ValidationError]) -> None:
    if any(error.code in ("unique", "unique_together") for error in errors):
        form.add_error("name", _("Another archive of this site has this name."))
    else:
        form.add_error(name if name in form.fields else None, errors)


def _form_page(request: HttpRequest, form: NodeForm, site: Site, name: str = "") -> HttpResponse:
    domains = policy.visible_to(request.user, IdentityDomain, Action.MANAGE_NODES)
    context = {
        "form": form,
        "groups": form.groups(),
        "site": site,
        "name": name,
        "domains": domains.filter(site=site).order_by("name").values_list("name", flat=True),
    }
    return render(request, "nodes/node.html", context)
