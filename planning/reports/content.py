"""PURE. Everything that a report prints, read from a signed version and nothing else.

The version was frozen when it was signed: its numbers and its strings are printed as they
are. Nothing is computed again here, so shown equals stored equals sent.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from planning.geometry.reasons import Reason
from planning.measuring.formatting import format_number, format_quantity
from planning.measuring.quantity import Quantity, Unit, result_from_json
from planning.reports.wording import (
    MEANINGS,
    NOT_CALIBRATED,
    NOT_ON_THE_FILM,
    SIDES,
    UNKNOWN,
    USUAL,
    VIEW_SIDES,
)

Json = Mapping[str, Any]
Say = Callable[[str, dict], str]
DIGEST_SHOWN = 16
_NUMBER_DECIMALS, _RATIO_DECIMALS = 1, 2


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
    """One value: in words as it was shown, and as a number with its error, where it is one."""

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
    notice: str


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


def read(signed: Json, *, say: Say, time_zone: str = "UTC") -> Report:
    """Read a signed version.

    Parameters
    ----------
    signed : mapping
        ``number``, ``version``, ``meaning``, ``signed_at``, ``digest``, ``software`` and
        ``content`` of a signed version.
    say : callable
        Turns the code and parameters of a missing value into a sentence.
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
        operation=case["operation"],
        side=SIDES.get(case["side"], ""),
        planned_on=case["planned_on"] or "",
        views=tuple(_view(view) for view in content["views"]),
        results=tuple(_result(result, say) for result in content["results"]),
        implants=tuple(_implant(implant) for implant in content["implants"]),
        notes=tuple(_note(note, zone) for note in must_read(content)),
        signature=_signature(signed, zone),
    )


def at(moment: str, zone: ZoneInfo) -> str:
    """Print an ISO time: ``2026-11-22 09:30 UTC``."""
    return datetime.fromisoformat(moment).astimezone(zone).strftime("%Y-%m-%d %H:%M %Z")


def must_read(content: Json) -> list[Json]:
    """Return the notes that had to be read before theatre, without the replies."""
    return [
        note
        for note in content["notes"]
        if note["priority"] == "must_read" and not note["reply_to"]
    ]


def _patient(patient: Json) -> PatientLines:
    return PatientLines(
        name=patient["name"],
        ideographic=patient["ideographic"],
        patient_id=patient["id"],
        issuer=patient["issuer"],
        birth_date=patient["birth_date"] or UNKNOWN,
        sex=patient["sex"],
    )


def _view(view: Json) -> ViewLines:
    scale = view["scale"]
    calibrated = bool(scale["calibrated"])
    return ViewLines(
        view_id=view["id"],
        sop_instance_uid=view["sop_instance_uid"],
        name=view["view"],
        film_date=view["film_date"] or UNKNOWN,
        side=VIEW_SIDES.get(view["side"] or "", ""),
        calibrated=calibrated,
        calibration=_calibration(scale, view["calibration"], calibrated),
    )


def _calibration(scale: Json, calibration: Json | None, calibrated: bool) -> str:
    """Say what a millimetre is: state, label, magnification, error, who."""
    label = scale["label"]
    parts = [label if calibrated else f"{NOT_CALIBRATED} ({label})"]
    if scale["magnification"]:
        parts.append(f"M {format_number(scale['magnification'], 2)}")
    if scale["relative_sigma"] is not None:
        percent = 1.96 * 100 * scale["relative_sigma"]
        parts.append(f"± {format_number(percent, 1)} %")
    if calibration:
        parts.append(f"by {calibration['created_by']}")
    return ", ".join(parts)


def _result(result: Json, say: Say) -> ResultLine:
    planned = _reading(result["planned"], result["planned_text"], say)
    # What only the plan has, such as a cup, is not missing on the film.
    only_planned = (result["native"]["kind"], result["planned"]["kind"]) == ("reason", "quantity")
    native = _reading(result["native"], result["text"], say)
    if only_planned:
        native = Reading(NOT_ON_THE_FILM, "")
    name = f"{result['name']}{_side_of(result)}"
    return ResultLine(
        measurement_id=result["id"],
        view_id=result["view_id"],
        name=f"{name[:1].upper()}{name[1:]}",
        native=native,
        planned=planned,
        changed=planned != native,
        source=_source(result),
    )


def _side_of(result: Json) -> str:
    """Name the measured side, where the words of the result do not do so themselves."""
    side = VIEW_SIDES.get(result["side"] or "", "")
    told = {word for key in ("text", "planned_text") for word in result[key].lower().split()}
    return f", {side}" if side and not told & {"right", "left"} else ""


def _reading(value: Json, words: str, say: Say) -> Reading:
    read_value = result_from_json(value)
    if isinstance(read_value, Reason):
        return Reading(say(str(read_value.code), dict(read_value.params)), "")
    if read_value.unit is Unit.CLASS:
        # A class has a name, not a number.
        return Reading(words, "")
    return Reading(words, format_quantity(read_value, _decimals(read_value)))


def _decimals(quantity: Quantity) -> int:
    return _RATIO_DECIMALS if quantity.unit is Unit.RATIO else _NUMBER_DECIMALS


def _source(result: Json) -> str:
    """Say where the number comes from: the scale of a length, what was entered, the definition."""
    label = result["planned"].get("label") or result["native"].get("label") or ""
    version = f"{result['definition']} v{result['definition_version']}"
    # Versions that were signed before values could be entered have none.
    entered = (
        f"{one['name']}: {one['text']}{USUAL if one['usual'] else ''}"
        for one in result.get("entered", ())
    )
    return "; ".join(part for part in (label, *entered, version) if part)


def _implant(implant: Json) -> ImplantLine:
    name = implant["name"]
    return ImplantLine(
        implant_id=implant["id"],
        name=f"{name[:1].upper()}{name[1:]}",
        side=VIEW_SIDES.get(implant["side"] or "", ""),
        size=str(implant["size"]),
        notice=implant["notice"] if implant["generic"] else "",
    )


def _note(note: Json, zone: ZoneInfo) -> NoteLine:
    marks = (f"{mark['by']}, {at(mark['at'], zone)}" for mark in note["acknowledged"])
    return NoteLine(
        text=note["text"],
        author=note["author"],
        written_at=at(note["written_at"], zone),
        acknowledged="; ".join(marks),
    )


def _signature(signed: Json, zone: ZoneInfo) -> Signature:
    return Signature(
        signer=signed["content"]["signer"]["name"],
        meaning=MEANINGS[signed["meaning"]],
        signed_at=at(signed["signed_at"], zone),
        number=signed["number"],
        version=signed["version"],
        digest=signed["digest"],
        software=signed["software"],
    )
