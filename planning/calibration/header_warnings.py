"""What else a person should know about a header's spacing, as data.

Each entry looks at the evidence and at the row that was chosen, and gives the parameters
of its warning or None.
"""

from __future__ import annotations

from collections.abc import Callable

from planning.calibration.header_evidence import (
    MAGNIFICATION_ASK_ABOVE,
    MAGNIFICATION_IMPOSSIBLE_BELOW,
    SQUARE_WITHIN,
    Evidence,
    equal,
)
from planning.calibration.header_rows import Row
from planning.geometry.reasons import Reason

Params = dict[str, str | float]
Look = Callable[[Evidence, Row], Params | None]


def _row_column_differ(e: Evidence, row: Row) -> Params | None:
    used = row.spacing(e)
    if used is None or not e.radiograph:
        return None
    if abs(used.row_mm - used.column_mm) / max(used) <= SQUARE_WITHIN:
        return None
    return {"row_mm": used.row_mm, "column_mm": used.column_mm}


def _below_one(e: Evidence, row: Row) -> Params | None:
    if not row.corrected or e.magnification is None:
        return None
    least = min(e.magnification_by_axis)
    return {"magnification": least} if least < MAGNIFICATION_IMPOSSIBLE_BELOW else None


def _high(e: Evidence, row: Row) -> Params | None:
    magnification = e.magnification if row.corrected else row.offers(e)
    if magnification is None or magnification <= MAGNIFICATION_ASK_ABOVE:
        return None
    return {"magnification": magnification}


def _differs_by_axis(e: Evidence, row: Row) -> Params | None:
    if not row.corrected or e.magnification is None:
        return None
    along_rows, along_columns = e.magnification_by_axis
    if abs(along_rows - along_columns) / max(along_rows, along_columns) <= SQUARE_WITHIN:
        return None
    return {"along_rows": along_rows, "along_columns": along_columns}


def _bucky_distance(e: Evidence, row: Row) -> Params | None:
    magnification = row.offers(e)
    return None if magnification is None else {"magnification": magnification}


def _factor_ignored(e: Evidence, row: Row) -> Params | None:
    return {"factor": e.ermf} if e.ermf is not None and e.ermf <= 1 else None


def _distances_ignored(e: Evidence, row: Row) -> Params | None:
    if e.sid_mm is None or e.sod_mm is None or e.distance_magnification is not None:
        return None
    return {"sid_mm": e.sid_mm, "sod_mm": e.sod_mm}


def _invalid(e: Evidence, row: Row) -> Params | None:
    return {"elements": " ".join(e.invalid)} if e.invalid else None


def _unknown_type(e: Evidence, row: Row) -> Params | None:
    return {} if e.calibration_type not in {"", "FIDUCIAL", "GEOMETRY"} else None


def _type_without_spacing(e: Evidence, row: Row) -> Params | None:
    return {} if e.calibration_type and e.pixel is None else None


def _no_description(e: Evidence, row: Row) -> Params | None:
    return {} if row.reason == "fiducial" and not e.description else None


def _equals_film(e: Evidence, row: Row) -> Params | None:
    return {} if row.corrected and e.imager is None and equal(e.pixel, e.scanned) else None


def _placeholder(e: Evidence, row: Row) -> Params | None:
    return {} if row.number == 10 and e.pixel == (1.0, 1.0) else None


def _localizer(e: Evidence, row: Row) -> Params | None:
    return {} if e.localizer and row.spacing(e) is not None else None


def _field_varies(e: Evidence, row: Row) -> Params | None:
    return {} if e.field_varies and row.spacing(e) is not None else None


WARNINGS: tuple[tuple[str, Look], ...] = (
    ("magnification_below_one", _below_one),
    ("magnification_high", _high),
    ("magnification_differs_by_axis", _differs_by_axis),
    ("distance_is_not_the_anatomy", _bucky_distance),
    ("row_column_differ", _row_column_differ),
    ("placeholder_spacing", _placeholder),
    ("invalid_values_ignored", _invalid),
    ("factor_ignored", _factor_ignored),
    ("distances_ignored", _distances_ignored),
    ("unknown_calibration_type", _unknown_type),
    ("type_without_spacing", _type_without_spacing),
    ("fiducial_without_description", _no_description),
    ("equals_film_spacing", _equals_film),
    ("localizer_is_a_projection", _localizer),
    ("magnification_varies_over_the_field", _field_varies),
)


def warnings_for(evidence: Evidence, row: Row) -> tuple[Reason, ...]:
    """Collect the warnings, most serious first."""
    looked = ((code, look(evidence, row)) for code, look in WARNINGS)
    return tuple(Reason(code, params) for code, params in looked if params is not None)
