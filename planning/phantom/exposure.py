"""From paths through tissue to the pixel values a radiography system would store."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from planning.phantom.filters import Picture, blur, resize, wide_blur
from planning.phantom.materials import ATTENUATION_PER_CM, ENERGIES_KEV, WEIGHTS
from planning.phantom.projection import View

BLOCK_ROWS = 256
ELECTRONIC_QUANTA = np.float32(5.0)


@dataclass(frozen=True, slots=True)
class Technique:
    """How the film was exposed and processed.

    Attributes
    ----------
    photons_per_mm2 : float
        Quanta that reach the detector without a patient.
    scatter_to_primary : float
        Behind the grid, in the thickest part.
    focal_spot_mm : float
    detector_blur_mm : float
        Sigma of the detector's spread.
    bits : int
        Bits stored.
    flatten : float
        How much of the large scale contrast the processing removes, 0 to 1.
    sharpen : float
        How much fine detail the processing adds.
    """

    photons_per_mm2: float = 9.0e6
    scatter_to_primary: float = 0.5
    focal_spot_mm: float = 0.5
    detector_blur_mm: float = 0.04
    bits: int = 12
    flatten: float = 0.55
    sharpen: float = 0.3


@dataclass(frozen=True, slots=True)
class Patch:
    """Transmission of something dense, one picture per energy, where it lies on the film."""

    rows: slice
    columns: slice
    transmission: NDArray[np.float32]


@dataclass(slots=True)
class Paths:
    """What every ray crosses, in mm.

    Attributes
    ----------
    soft, fat : ndarray
        On the reduced view, bone not yet taken out of `soft`.
    compact, marrow : ndarray
        On the full view.
    patches : list of Patch
    """

    soft: Picture
    fat: Picture
    compact: Picture
    marrow: Picture
    patches: list[Patch] = field(default_factory=list)


def transmission(paths: Paths) -> Picture:
    """Share of the primary radiation that passes, over all energies."""
    rows, columns = paths.compact.shape
    soft = resize(paths.soft, rows, columns)
    fat = resize(paths.fat, rows, columns)
    weights = WEIGHTS / WEIGHTS.sum()
    mu = {name: (value / 10).astype(np.float32) for name, value in ATTENUATION_PER_CM.items()}
    result = np.zeros((rows, columns), np.float32)
    for start in range(0, rows, BLOCK_ROWS):
        part = slice(start, min(start + BLOCK_ROWS, rows))
        bone, marrow = paths.compact[part], paths.marrow[part]
        tissue = np.maximum(soft[part] - bone - marrow, 0)
        lean = np.maximum(fat[part], 0) + marrow
        for n in range(len(ENERGIES_KEV)):
            passed = tissue * -mu["soft"][n]
            passed -= lean * mu["fat"][n]
            passed -= bone * mu["bone"][n]
            np.exp(passed, out=passed)
            passed *= np.float32(weights[n])
            for patch in paths.patches:
                _apply(passed, patch, part, n)
            result[part] += passed
    return result


def _apply(passed: Picture, patch: Patch, part: slice, energy: int) -> None:
    first, last = max(patch.rows.start, part.start), min(patch.rows.stop, part.stop)
    if first < last:
        inner = patch.transmission[energy, first - patch.rows.start : last - patch.rows.start]
        passed[first - part.start : last - part.start, patch.columns] *= inner


def expose(
    primary: Picture,
    thickness: Picture,
    view: View,
    technique: Technique,
    magnification: float,
    rng: np.random.Generator,
) -> Picture:
    """Detector signal relative to the unattenuated beam.

    Parameters
    ----------
    primary : ndarray
        Transmission per pixel.
    thickness : ndarray
        Soft tissue in mm on any coarser matrix of the same field: where scatter arises.
    view : View
    technique : Technique
    magnification : float
        Of the anatomy, for the penumbra of the focal spot.
    rng : numpy.random.Generator
    """
    rows, columns = primary.shape
    source = resize(primary, *thickness.shape) * (thickness / (thickness + 60))
    spread = blur(source, 28 / (view.pixel_mm * columns / thickness.shape[1]))
    scatter = technique.scatter_to_primary * resize(spread, rows, columns)
    signal = primary + np.maximum(scatter, 0)
    quanta = np.float32(technique.photons_per_mm2 * view.pixel_mm**2)
    noise = rng.standard_normal(signal.shape, dtype=np.float32)
    noise *= np.sqrt(signal / quanta + (ELECTRONIC_QUANTA / quanta) ** 2)
    signal += noise
    penumbra = technique.focal_spot_mm * (magnification - 1) / 2.355
    signal = blur(signal, np.hypot(penumbra, technique.detector_blur_mm) / view.pixel_mm)
    return np.maximum(signal, np.float32(4.0 / quanta))


def process(signal: Picture, view: View, technique: Technique) -> NDArray[np.uint16]:
    """Log, flattening, sharpening and the tone curve: values for presentation, bone bright."""
    p = -np.log(signal)
    p = np.clip(p, 0, 9)
    base = wide_blur(p, 14 / view.pixel_mm)
    body = np.median(p[::16, ::16][p[::16, ::16] > 1.5]) if (p > 1.5).any() else 3.0
    fine = wide_blur(p, 0.9 / view.pixel_mm)
    p = (
        p
        - np.float32(technique.flatten) * _evened(base - np.float32(body))
        + np.float32(technique.sharpen) * (p - fine)
    )
    tone = 1 / (1 + np.exp(-2.7 * (p - np.float32(body + 0.2))))
    top = 2**technique.bits - 1
    return np.clip(tone * np.float32(top), 0, top).astype(np.uint16)


def _evened(excess: Picture) -> Picture:
    """Large scale excess over the body's middle: thin parts are lifted more, air is not."""
    return np.where(excess > 0, excess, np.maximum(1.25 * excess, -2.2))
