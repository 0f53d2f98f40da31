"""The measurements of a plan as a file to hand out."""

from __future__ import annotations

from django.http import HttpResponse
from drf_spectacular.utils import OpenApiTypes, extend_schema
from rest_framework.request import Request

from planning.accounts.policy import Action
from planning.api.permissions import needs
from planning.api.plan_output import PlanView
from planning.api.trail import address, plan_for
from planning.plans.values_file import Format, export_values


class ValuesFile(PlanView):
    """Every value of a plan in one file."""

    permission_classes = [needs(Action.VIEW)]
    written: Format = Format.JSON

    def get(self, request: Request, plan_id: str) -> HttpResponse:
        """Hand the values out as they are saved; the audit trail says so."""
        plan = plan_for(request, plan_id)
        file = export_values(
            actor=request.user, plan=plan, written=self.written, address=address(request)
        )
        answer = HttpResponse(file.body, content_type=file.content_type)
        answer["Content-Disposition"] = f'attachment; filename="{file.name}"'
        answer["X-Content-Type-Options"] = "nosniff"
        return answer


@extend_schema(responses={(200, "text/csv"): OpenApiTypes.STR})
class ValuesTable(ValuesFile):
    """Every value of a plan as a table."""

    written = Format.CSV


@extend_schema(responses={200: OpenApiTypes.OBJECT})
class ValuesData(ValuesFile):
    """Every value of a plan as data."""

    written = Format.JSON
