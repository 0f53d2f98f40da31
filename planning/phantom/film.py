"""Make a film from a seed, and write it with its truth beside it."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from planning.phantom.ap_pelvis import ap_pelvis
from planning.phantom.dataset import build
from planning.phantom.hip_patient import PelvisPatient, draw_patient, earlier
from planning.phantom.long_leg import LegPatient, draw_leg_patient, long_leg
from planning.phantom.orders import Order, plain_order
from planning.phantom.render import render
from planning.phantom.scene import Scene
from planning.phantom.truth import truth

AnyPatient = TypeVar("AnyPatient", PelvisPatient, LegPatient)


@dataclass(frozen=True, slots=True)
class Film:
    """A finished film.

    Attributes
    ----------
    order : Order
        Whose film it is and how it is stored.
    pixels : ndarray of uint16, shape (rows, columns)
        Stored values, mirrored and inverted as the order says.
    truth : dict
        See `planning.phantom.truth`.
    """

    order: Order
    pixels: NDArray[np.uint16]
    truth: dict[str, object]

    @property
    def field_px(self) -> tuple[int, int, int, int]:
        """Collimator edges on the stored film: left, top, right, bottom, in pixels."""
        view = self.truth["view"]
        left, top, right, bottom = (v / view["pixel_mm"] for v in view["open_mm"])
        if self.truth["mirrored"]:
            left, right = -right, -left
        x, y = view["centre_px"]
        rows, columns = self.pixels.shape
        return (
            max(round(x + left), 0),
            max(round(y + top), 0),
            min(round(x + right), columns),
            min(round(y + bottom), rows),
        )

    def write(self, folder: Path) -> Path:
        """Write the DICOM file and its truth; returns the path of the DICOM file."""
        folder.mkdir(parents=True, exist_ok=True)
        order = self.order
        name = f"{order.person.patient_id}_{order.study}_{order.kind}_{order.seed}"
        path = folder / f"{name}.dcm"
        dataset = build(self)
        dataset.save_as(path, enforce_file_format=True)
        record = {"file": path.name, "sop_instance_uid": str(dataset.SOPInstanceUID)} | self.truth
        path.with_suffix(".json").write_text(
            json.dumps(record, indent=1, ensure_ascii=False) + "\n", encoding="utf-8"
        )
        return path


def _pelvis_scene(order: Order, pixel_mm: float | None, matrix: tuple[int, int] | None) -> Scene:
    patient = draw_patient(order.seed, order.person.sex)
    if order.earlier:
        patient = earlier(patient)
    return ap_pelvis(_as_ordered(patient, order), pixel_mm=pixel_mm, matrix=matrix)


def _leg_scene(order: Order, pixel_mm: float | None, matrix: tuple[int, int] | None) -> Scene:
    patient = draw_leg_patient(order.seed, order.person.sex)
    return long_leg(_as_ordered(patient, order), pixel_mm=pixel_mm, matrix=matrix)


def _as_ordered(patient: AnyPatient, order: Order) -> AnyPatient:
    patient = replace(patient, bits=order.bits)
    if order.ball_offset_mm is not None:
        patient = replace(patient, ball_offset_mm=order.ball_offset_mm)
    return patient if order.ball else replace(patient, ball_offset_mm=None)


SCENES: dict[str, Callable[[Order, float | None, tuple[int, int] | None], Scene]] = {
    "ap_pelvis": _pelvis_scene,
    "long_leg": _leg_scene,
}


def generate(
    kind: str,
    seed: int,
    *,
    order: Order | None = None,
    pixel_mm: float | None = None,
    matrix: tuple[int, int] | None = None,
) -> Film:
    """A film of one kind from a seed.

    Parameters
    ----------
    kind : str
        ``ap_pelvis`` or ``long_leg``.
    seed : int
        The same seed gives the same film, bit for bit.
    order : Order, optional
        Person and storage; an anonymous one by default. Its kind and seed give way to
        the arguments.
    pixel_mm : float, optional
        Detector pixel pitch; larger pixels give a smaller film of the same field.
    matrix : tuple of int, optional
        (rows, columns), if the field itself shall differ.

    Returns
    -------
    Film

    Raises
    ------
    ValueError
        If the kind is unknown.
    """
    if kind not in SCENES:
        raise ValueError(f"unknown kind of film {kind!r}: choose from {', '.join(SCENES)}")
    order = replace(order, kind=kind, seed=seed) if order else plain_order(kind, seed)
    scene = SCENES[kind](order, pixel_mm, matrix)
    pixels = render(scene, seed, exposure=order.study)
    if order.mirrored:
        pixels = np.ascontiguousarray(pixels[:, ::-1])
    if order.inverted:
        pixels = np.uint16(2**order.bits - 1) - pixels
    return Film(order, pixels, truth(scene, kind=kind, seed=seed, mirrored=order.mirrored))
