"""The measurements of a plan as a file: what other programs read, every value with its source."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils import timezone

from planning.accounts.models import User
from planning.audit import services as audit
from planning.audit.models import AuditAction
from planning.geometry.reasons import Reason
from planning.measuring.quantity import Quantity
from planning.plans.films import ViewFilm
from planning.plans.models import Plan
from planning.plans.readiness import Readiness, readiness
from planning.plans.reading import Reading
from planning.plans.saving import working_document
from planning.studies import mapping, selectors

Json = dict[str, Any]

# A cell that begins so is run as a formula by spreadsheet programs.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


class Format(StrEnum):
    """How the values are written."""

    CSV = "csv"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class ValuesFile:
    """A file to hand out; its name tells nothing of the patient."""

    name: str
    content_type: str
    body: bytes


def export_values(
    *, actor: User, plan: Plan, written: Format, address: str | None = None
) -> ValuesFile:
    """Write every measurement of a plan as it is saved, and record that it was handed out.

    Parameters
    ----------
    actor : User
        May see the plan.
    plan : Plan
    written : Format
    address : str, optional
        Of the client, for the audit trail.

    Raises
    ------
    PlanRefused
        ``newer_schema`` if a newer program wrote the plan.
    """
    working_document(plan)
    values = values_of(plan, readiness(plan))
    audit.record(
        actor=actor,
        action=AuditAction.EXPORT,
        object_kind="plan",
        object_id=plan.pk,
        patient=plan.patient,
        site=plan.site,
        detail={"version": plan.version, "format": str(written), "values": len(values["values"])},
        address=address,
    )
    name = f"measurements-{plan.pk}-v{plan.version}.{written}"
    if written is Format.CSV:
        return ValuesFile(name, "text/csv; charset=utf-8", as_csv(values))
    body = json.dumps(values, ensure_ascii=False, allow_nan=False, indent=1).encode()
    return ValuesFile(name, "application/json", body)


def values_of(plan: Plan, looked_at: Readiness) -> Json:
    """Return the values with whose they are: unrounded, with unit, error, scale and points."""
    films = {one.view["id"]: one for one in looked_at.films}
    items = {item["id"]: item for item in looked_at.document["measurements"]}
    points = {item["id"]: item["point_px"] for item in looked_at.document["landmarks"]}
    patient = selectors.demographics(plan.study, on=plan.study.study_date)
    return {
        "schema": 1,
        "plan": str(plan.pk),
        "version": plan.version,
        "written_at": timezone.now().isoformat(),
        "patient": {key: patient[key] for key in ("id", "issuer", "name", "birth_date", "sex")},
        "values": [
            _value(one, items[one.id], films[one.view_id], points) for one in looked_at.results
        ],
    }


def _value(one: Reading, item: Mapping, film: ViewFilm, points: Mapping[str, Any]) -> Json:
    taken = mapping.film_date(film.film.header) if film.film else None
    read = one.planned if isinstance(one.planned, Quantity) else one.native
    scale = film.scale.to_json()
    return {
        "key": one.definition,
        "definition_version": one.definition_version,
        "name": one.name,
        "side": one.side,
        "unit": str(read.unit) if isinstance(read, Quantity) else None,
        "native": _read(one.native, one.text),
        "planned": _read(one.planned, one.planned_text),
        "scale_method": scale["method"],
        "scale": scale["label"],
        "calibrated": scale["calibrated"],
        "film": film.view["sop_instance_uid"],
        "film_date": taken.isoformat() if taken else None,
        "entered": dict(item.get("params", {})),
        "landmarks_px": {
            role: [points[each] for each in ids] for role, ids in sorted(item["landmarks"].items())
        },
    }


def _read(result: Quantity | Reason, words: str) -> Json:
    if isinstance(result, Reason):
        return {"value": None, "plus_minus_95": None, "words": "", "reason": str(result.code)}
    return {
        "value": result.value,
        "plus_minus_95": result.plus_minus_95,
        "words": words,
        "reason": result.plus_minus_reason,
    }


def as_csv(values: Json) -> bytes:
    """Write a row for each value (RFC 4180), so that no cell can be run as a formula."""
    text = io.StringIO(newline="")
    rows = [_row(values, one) for one in values["values"]]
    writer = csv.DictWriter(text, _COLUMNS, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows({key: _cell(value) for key, value in row.items()} for row in rows)
    # Without the mark, spreadsheet programs take the file for an older encoding.
    return text.getvalue().encode("utf-8-sig")


_COLUMNS = (
    "patient_id", "patient_name", "birth_date", "film_date", "key", "name", "side",
    "native", "native_plus_minus_95", "native_words", "native_reason",
    "planned", "planned_plus_minus_95", "planned_words", "planned_reason",
    "unit", "scale_method", "scale", "calibrated", "definition_version", "entered",
    "landmarks_px", "film", "plan", "version",
)  # fmt: skip


def _row(values: Json, one: Json) -> Json:
    patient = values["patient"]
    return {
        "patient_id": patient["id"],
        "patient_name": patient["name"],
        "birth_date": patient["birth_date"],
        "plan": values["plan"],
        "version": values["version"],
        **{key: one[key] for key in _COLUMNS if key in one},
        **_columns_of("native", one["native"]),
        **_columns_of("planned", one["planned"]),
        "entered": "; ".join(f"{name}={value}" for name, value in sorted(one["entered"].items())),
        "landmarks_px": "; ".join(_points(one["landmarks_px"])),
    }


def _columns_of(name: str, read: Json) -> Json:
    return {name: read["value"]} | {
        f"{name}_{key}": read[key] for key in ("plus_minus_95", "words", "reason")
    }


def _points(landmarks: Mapping[str, Sequence[Sequence[float]]]) -> Iterator[str]:
    for role, points in landmarks.items():
        written = (" ".join(repr(each).removesuffix(".0") for each in point) for point in points)
        yield f"{role}: {', '.join(written)}"


def _cell(value: object) -> object:
    """Return numbers as they are and text as text, whatever it begins with."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str) and value.startswith(_FORMULA_STARTS):
        return f"'{value}"
    return value
