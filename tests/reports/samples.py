"""A signed version as plain values, written by hand: what pure tests read."""

from __future__ import annotations

import copy
from typing import Any

VIEW = "11111111-1111-4111-8111-111111111111"
BALL = "calibrated (user: 25.4 mm ball)"


def quantity(value: float, unit: str = "mm", error: float | None = 1.0, **fields: Any) -> dict:
    """Give a quantity as it is frozen."""
    label = BALL if unit == "mm" else ""
    return {
        "kind": "quantity",
        "value": value,
        "unit": unit,
        "plus_minus_95": error,
        "plus_minus_reason": None if error is not None else "scale_error_unknown",
        "label": label,
        "method": "ball" if label else None,
        "calibrated": bool(label),
    } | fields


def reason(code: str, **params: Any) -> dict:
    """Give a reason as it is frozen."""
    return {"kind": "reason", "code": code, "params": params}


def result(key: str, native: dict, planned: dict, text: str, planned_text: str, **fields) -> dict:
    """Give a result as it is frozen."""
    return {
        "id": f"id-{key}",
        "definition": key,
        "definition_version": 1,
        "name": key.replace("_", " "),
        "side": "R",
        "view_id": VIEW,
        "native": native,
        "planned": planned,
        "text": text,
        "planned_text": planned_text,
        "short": text,
        "planned_short": planned_text,
        "normal": None,
    } | fields


SCALE = {
    "unit": "mm",
    "row_mm": 0.25,
    "column_mm": 0.25,
    "aspect": 1.0,
    "method": "ball",
    "label": BALL,
    "confidence": "high",
    "templating": "yes",
    "relative_sigma": 0.0125,
    "magnification": 1.1742,
    "calibrated": True,
    "reason": None,
}

SIGNED: dict[str, Any] = {
    "number": 2,
    "version": 41,
    "meaning": "approved",
    "signed_at": "2026-11-22T09:30:12+00:00",
    "digest": "5f2c" * 16,
    "software": "plumbline 0.1.0",
    "content": {
        "case": {"operation": "Total hip arthroplasty", "side": "R", "planned_on": "2026-11-24"},
        "patient": {
            "id": "MRN-00007",
            "issuer": "HOSP",
            "name": "Yamada, Taro",
            "ideographic": "山田 太郎",
            "birth_date": "1947-08-15",
            "sex": "F",
        },
        "signer": {"id": "x", "username": "ada", "name": "Dr Ada Weber"},
        "views": [
            {
                "id": VIEW,
                "sop_instance_uid": "2.25.1",
                "frame": 1,
                "film_date": "2026-03-02",
                "view": "AP",
                "side": "B",
                "patient_right_on": "left",
                "scale": SCALE,
                "calibration": {"method": "ball", "created_by": "Dr Ada Weber"},
            }
        ],
        "results": [
            result(
                "leg_length", quantity(-7.64, error=2.1), quantity(1.82, error=2.1),
                "right 8 mm short", "right 2 mm long",
            ),
            result("femoral_offset", quantity(34.04), quantity(38.25), "34 mm", "38 mm"),
            result(
                "cup_inclination", reason("missing_landmark", role="rim_lat"),
                quantity(41.6, "deg", 0.9), "", "42°", name="Cup inclination, radiographic",
            ),
        ],
        "implants": [
            {
                "id": "i1",
                "view_id": VIEW,
                "family": "press_fit_cup",
                "name": "press-fit cup, 52 mm",
                "size": "52",
                "options": {"head": "36"},
                "side": "R",
                "generic": True,
                "notice": "generic shape, not a product",
            }
        ],
        "notes": [
            {
                "id": "n1",
                "author": "Δρ Ελένη Ιωάννου",
                "text": "Bone island <b>& a cyst</b>.\nSee the CT.",
                "priority": "must_read",
                "reply_to": None,
                "written_at": "2026-11-21T15:00:00+00:00",
                "acknowledged": [{"by": "Dr Ada Weber", "at": "2026-11-22T09:12:00+00:00"}],
            },
            {
                "id": "n2",
                "author": "Др Иванов",
                "text": "Seen.",
                "priority": "normal",
                "reply_to": "n1",
                "written_at": "2026-11-21T16:00:00+00:00",
                "acknowledged": [],
            },
        ],
    },
}  # fmt: skip


def signed(**content: Any) -> dict[str, Any]:
    """Give a copy of the version with other parts in its content."""
    version = copy.deepcopy(SIGNED)
    version["content"] |= content
    return version


def said(code: str, params: dict) -> str:
    """Say a code in the simplest way."""
    return f"no value: {code} {params}"
