"""PURE. Everything that a report prints, read from a signed version and nothing else.

The version was frozen when it was signed: its numbers and its strings are printed as they
are. Nothing is computed again here, so shown equals stored equals sent.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from planning.geometry.reasons import Reason
from planning.measuring.formatting import format_number, format_quantity
from planning.measuring.quantity import Quantity, result_from_json
from planning.reports.wording import (
    CALIBRATION_METHODS,
    MEANINGS,
    NOT_CALIBRATED,
    SIDES,
    UNKNOWN,
    VIEW_SIDES,
)

Json = Mapping[str, Any]
DIGEST_SHOWN = 16
_NUMBER_DECIMALS = 1


@dataclass(frozen=True, slots=True)
class PatientLines:
    """The patient as the study's own files name them."""

    name: str
    ideographic: str
    patient_id: str
    issuer: str
    birth_date: str
    sex: str

    @property
    def full_name(self) -> str:
        """Both ways of writing the name, where there are two."""
        return " ".join(part for part in (self.name, self.ideographic) if part)

    @property
    def identity(self) -> str:
        """Birth date, number with its issuer and sex on one line."""
        number = f"{self.patient_id} ({self.issuer})" if self.issuer else self.patient_id
        parts = (f"born {self.birth_date}", f"ID {number}", self.sex)
        return "  ·  ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class ViewLines:
    """A film of the plan and what a millimetre is on it."""

    view_id: str
    sop_instance_uid: str
    name: str
    film_date: str
    side: str
    calibrated: bool
    calibration: str


@dataclass(frozen=True, slots=True)
class Reading:
    """One value: in words as it was shown, and as a number with its error."""

    words: str
    number: str


@dataclass(frozen=True, slots=True)
class ResultLine:
    """A measurement as it is on the film and as it is planned."""

    measurement_id: str
    view_id: str
    name: str
    native: Reading
    planned: Reading
    changed: bool
    source: str


@dataclass(frozen=True, slots=True)
class ImplantLine:
    """An implant template of the plan."""

    implant_id: str
    name: str
    side: str
    size: str
    options: str
    generic: bool


@dataclass(frozen=True, slots=True)
class NoteLine:
    """A note that had to be read, and who acknowledged it."""

    text: str
    author: str
    written_at: str
    acknowledged: str


@dataclass(frozen=True, slots=True)
class Signature:
    """Who signed, what it means, when, and what exactly."""

    signer: str
    meaning: str
    signed_at: str
    number: int
    version: int
    digest: str
    software: str

    @property
    def digest_start(self) -> str:
        """The first digits, enough to tell two versions apart."""
        return self.digest[:DIGEST_SHOWN]


@dataclass(frozen=True, slots=True)
class Report:
    """Everything on the pages, in words."""

    patient: PatientLines
    operation: str
    side: str
    planned_on: str
    views: tuple[ViewLines, ...]
    results: tuple[ResultLine, ...]
    implants: tuple[ImplantLine, ...]
    notes: tuple[NoteLine, ...]
    signature: Signature


def read(signed: Json, *, names: Mapping[str, str] | None = None, time_zone: str = "UTC") -> Report:
    """Read a signed version.

    Parameters
    ----------
    signed : mapping
        ``number``, ``version``, ``meaning``, ``signed_by``, ``signed_at``, ``digest``,
        ``software`` and ``content`` of a signed version.
    names : mapping of str to str, optional
        What measurements are called, by definition key.
    time_zone : str
        In which times are printed.

    Returns
    -------
    Report
    """
    content, zone = signed["content"], ZoneInfo(time_zone)
    case = content["case"]
    return Report(
        patient=_patient(content["patient"]),
        operation=case.get("operation") or "",
        side=SIDES.get(case.get("side") or "", ""),
        planned_on=case.get("planned_on") or "",
        views=tuple(_view(view) for view in content["views"]),
        results=tuple(_result(result, names or {}) for result in content["results"]),
        implants=tuple(_implant(implant) for implant in content["implants"]),
        notes=tuple(_note(note, zone) for note in content["notes"]),
        signature=_signature(signed, zone),
    )


def at(moment: str | None, zone: ZoneInfo) -> str:
    """Print an ISO time: ``2026-11-22 09:30 UTC``."""
    if not moment:
        return UNKNOWN
    return datetime.fromisoformat(moment).astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")


def person(value: str | Json | None) -> str:
    """Print a person that is given by name or as ``{"id", "name"}``."""
    if isinstance(value, Mapping):
        value = value.get("name")
    return value or UNKNOWN


def _patient(patient: Json) -> PatientLines:
    return PatientLines(
        name=patient.get("name") or "",
        ideographic=patient.get("ideographic") or "",
        patient_id=patient.get("id") or patient.get("patient_id") or "",
        issuer=patient.get("issuer") or "",
        birth_date=patient.get("birth_date") or UNKNOWN,
        sex=patient.get("sex") or "",
    )


def _view(view: Json) -> ViewLines:
    scale, calibration = view.get("scale") or {}, view.get("calibration")
    calibrated = bool(scale.get("calibrated"))
    return ViewLines(
        view_id=view["id"],
        sop_instance_uid=view["sop_instance_uid"],
        name=view.get("view") or "",
        film_date=view.get("film_date") or UNKNOWN,
        side=VIEW_SIDES.get(view.get("side") or "", ""),
        calibrated=calibrated,
        calibration=_calibration(scale, calibration, calibrated),
    )


def _calibration(scale: Json, calibration: Json | None, calibrated: bool) -> str:
    """Say what a millimetre is: state, label, magnification, error, who and when."""
    label = scale.get("label") or ""
    parts = [label if calibrated else f"{NOT_CALIBRATED} ({label})" if label else NOT_CALIBRATED]
    if scale.get("magnification"):
        parts.append(f"M {format_number(scale['magnification'], 2)}")
    if scale.get("relative_sigma") is not None:
        percent = 1.96 * 100 * scale["relative_sigma"]
        parts.append(f"± {format_number(percent, 1)} %")
    if calibration:
        method = CALIBRATION_METHODS.get(calibration.get("method") or "")
        by = calibration.get("created_by") or calibration.get("by")
        parts += [method] if method and method not in label else []
        parts += [f"by {person(by)}"] if by else []
    return ", ".join(parts)


def _result(result: Json, names: Mapping[str, str]) -> ResultLine:
    native = _reading(result["native"], result.get("text") or "")
    planned_value = result.get("planned") or result["native"]
    planned = _reading(planned_value, result.get("planned_text") or result.get("text") or "")
    key = result["definition"]
    side = {"R": ", right", "L": ", left"}.get(result.get("side") or "", "")
    name = names.get(key) or result.get("name") or key.replace("_", " ")
    return ResultLine(
        measurement_id=result["id"],
        view_id=result["view_id"],
        name=f"{name[:1].upper()}{name[1:]}{side}",
        native=native,
        planned=planned,
        changed=planned != native,
        source=_source(result),
    )


def _reading(value: Json, words: str) -> Reading:
    read_value = result_from_json(value)
    if isinstance(read_value, Reason):
        return Reading(words or UNKNOWN, "")
    number = format_quantity(read_value, _decimals(read_value))
    return Reading(words or number, number)


def _decimals(quantity: Quantity) -> int:
    return 2 if quantity.unit == "ratio" else _NUMBER_DECIMALS


def _source(result: Json) -> str:
    """Say where the number comes from: the scale of a length, the definition's version."""
    label = result["native"].get("label") or ""
    version = f"definition {result['definition']} v{result['definition_version']}"
    return "; ".join(part for part in (label, version) if part)


def _implant(implant: Json) -> ImplantLine:
    options = implant.get("options") or {}
    said = options if isinstance(options, str) else _options(options)
    return ImplantLine(
        implant_id=implant["id"],
        name=implant.get("name") or implant["family"],
        side=VIEW_SIDES.get(implant.get("side") or "", ""),
        size=str(implant["size"]),
        options=said,
        generic=bool(implant.get("generic", True)),
    )


def _options(options: Json) -> str:
    return ", ".join(f"{name} {value}" for name, value in sorted(options.items()))


def _note(note: Json, zone: ZoneInfo) -> NoteLine:
    return NoteLine(
        text=note["text"],
        author=person(note.get("author")),
        written_at=at(note.get("written_at"), zone) if note.get("written_at") else "",
        acknowledged=_acknowledged(note, zone),
    )


def _acknowledged(note: Json, zone: ZoneInfo) -> str:
    marks: Sequence[Json] = note.get("acknowledged") or ()
    if note.get("acknowledged_by"):
        marks = ({"by": note["acknowledged_by"], "at": note.get("at")},)
    return "; ".join(f"{person(one.get('by'))}, {at(one.get('at'), zone)}" for one in marks)


def _signature(signed: Json, zone: ZoneInfo) -> Signature:
    return Signature(
        signer=person(signed["signed_by"]),
        meaning=MEANINGS.get(signed["meaning"], signed["meaning"]),
        signed_at=at(signed["signed_at"], zone),
        number=signed["number"],
        version=signed["version"],
        digest=signed["digest"],
        software=signed["software"],
    )
