"""The search page. Searching itself is a request of the browser to the API."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from planning.accounts import policy
from planning.accounts.policy import Action
from planning.pacs.models import PacsNode
from planning.pacs.nodes import searchable
from planning.web.access import page
from planning.web.search_form import DEFAULTS, SearchForm

REMEMBERED = "search"


@require_http_methods(["GET", "POST"])
@page(Action.SEARCH)
def search(request: HttpRequest) -> HttpResponse:
    """Show the page with the last search of this session, or take a new one.

    What was typed names a patient, so it comes by POST and is kept with the session on
    the server: never in an address, a tab title or the browser's own store. Going back
    from a film therefore finds the search again.
    """
    visible = policy.visible_to(request.user, PacsNode, Action.SEARCH)
    nodes = searchable(visible.filter(enabled=True))
    if request.method == "POST":
        form = SearchForm(request.POST, nodes=nodes)
        if form.is_valid():
            before = request.session.get(REMEMBERED, {})
            request.session[REMEMBERED] = before | {"reading": ""} | form.remembered()
        if request.headers.get("Accept") == "application/json":
            # The page's own script searches by itself and only leaves the search here.
            return HttpResponse(status=204)
        return redirect("search")
    initial = DEFAULTS | request.session.get(REMEMBERED, {})
    form = SearchForm(initial=initial, nodes=nodes)
    return render(request, "search/search.html", {"form": form, "own_search": True})
