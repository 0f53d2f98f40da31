"""The page that tests an archive and says in words what came out."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from planning.accounts import policy
from planning.accounts.policy import Action
from planning.jobs.models import ACTIVE
from planning.pacs import testing
from planning.pacs.models import PacsNode
from planning.web import node_report
from planning.web.access import address, page
from planning.wording.archive_tests import title
from planning.words import sentence


@require_http_methods(["GET", "POST"])
@page(Action.MANAGE_NODES)
def node_test(request: HttpRequest, node_id) -> HttpResponse:
    """Show the last test; POST begins another."""
    row = policy.get(request.user, PacsNode, node_id, Action.MANAGE_NODES)
    if request.method == "POST":
        testing.request_test(actor=request.user, node=row, address=address(request))
        return redirect("node-test", node_id=row.pk)
    test, before = testing.last_two(row)
    context = {
        "node": row,
        "test": test,
        "before": before,
        "groups": node_report.grouped(test) if test else [],
        "changed": node_report.changed(test, before) if test else [],
        "void": test is not None and bool(test.profile) and not row.profile,
        "used": node_report.used(row),
        "ours": node_report.registration(row, test),
        "letter": node_report.letter(row, test),
        **_under_way(row),
    }
    return render(request, "nodes/test.html", context)


def _under_way(row: PacsNode) -> dict[str, object]:
    job = testing.latest_job(row)
    if job is None:
        return {"active": False, "failed": ""}
    active = job.state in ACTIVE
    failed = sentence(job.error["code"], job.error.get("params")) if job.error else ""
    return {
        "active": active,
        "failed": "" if active else failed,
        "stopped": job.state == "cancelled",
        "at": title(job.progress["check"]) if "check" in job.progress else "",
    }
