"""The films of the run: made once and kept, since making one costs seconds of a core."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import imagecodecs
import numpy as np
import pydicom
from pydicom.encaps import encapsulate
from pydicom.uid import JPEG2000Lossless

from planning.phantom import generate
from planning.phantom.orders import Person, plain_order, uid

SEED = 7
BITS = 14
PELVIS_PIXEL_MM = 0.1
PELVIS_COLUMNS = 4280
SMALL_PX = 1024
CROWD = 20


@dataclass(frozen=True, slots=True)
class Films:
    """Where the films are.

    Attributes
    ----------
    folder : Path
    scale : float
        1 for films of full size; less makes all of them smaller by this factor.
    """

    folder: Path
    scale: float = 1.0

    def main(self) -> Path:
        """Return the pelvis of 4280 x 3520 pixels of 14 bits, 30 MB, its truth beside it."""
        return self._made("main", self._pelvis)

    def compressed(self) -> Path:
        """Return the same pelvis as JPEG 2000 lossless, of another study."""
        return self._made("compressed", lambda folder: _compress(self.main(), folder))

    def long_leg(self) -> Path:
        """Return a long-leg film of 3000 x 9000 pixels."""
        return self._made("long-leg", self._long_leg)

    def small(self) -> Path:
        """Return a pelvis of 1024 x 1024 pixels."""
        return self._made("small", self._small)

    def crowd(self, folder: Path) -> list[Path]:
        """Write a film for each of twenty people: the pelvis, shifted, each of a patient."""
        source = pydicom.dcmread(self.main())
        pixels = np.frombuffer(source.PixelData, "<u2").reshape(source.Rows, source.Columns)
        folder.mkdir(parents=True)
        return [_shifted(source, pixels, number, folder) for number in range(CROWD)]

    def _made(self, name: str, make: Callable[[Path], None]) -> Path:
        place = self.folder / f"{name}-{self.scale:g}"
        if not place.is_dir():
            unfinished = place.with_name(f".{place.name}")
            shutil.rmtree(unfinished, ignore_errors=True)
            unfinished.mkdir(parents=True)
            make(unfinished)
            unfinished.rename(place)
        return next(place.glob("*.dcm"))

    def _pelvis(self, folder: Path) -> None:
        order = _order("ap_pelvis", 1)
        generate("ap_pelvis", SEED, order=order, pixel_mm=PELVIS_PIXEL_MM / self.scale).write(
            folder
        )

    def _long_leg(self, folder: Path) -> None:
        pixel_mm = None if self.scale == 1 else 0.143 / self.scale
        generate("long_leg", SEED, order=_order("long_leg", 2), pixel_mm=pixel_mm).write(folder)

    def _small(self, folder: Path) -> None:
        side = round(SMALL_PX * self.scale)
        generate(
            "ap_pelvis",
            SEED,
            order=_order("ap_pelvis", 3),
            pixel_mm=PELVIS_PIXEL_MM * PELVIS_COLUMNS / side,
            matrix=(side, side),
        ).write(folder)


def _order(kind: str, number: int):
    """Return the order of a patient; the ball lies at the depth of the hips."""
    person = Person(f"BENCH-{number}", f"BENCH^{number}", "F", "19560314")
    ball_offset_mm = 0.0 if kind == "ap_pelvis" else None
    order = plain_order(kind, SEED)
    return replace(order, person=person, bits=BITS, ball_offset_mm=ball_offset_mm)


def _compress(source: Path, folder: Path) -> None:
    film = pydicom.dcmread(source)
    pixels = np.frombuffer(film.PixelData, "<u2").reshape(film.Rows, film.Columns)
    coded = imagecodecs.jpeg2k_encode(
        pixels, level=0, reversible=True, codecformat="j2k", bitspersample=film.BitsStored
    )
    _rename(film, "compressed")
    film.file_meta.TransferSyntaxUID = JPEG2000Lossless
    film.PixelData = encapsulate([coded])
    film["PixelData"].is_undefined_length = True
    film.save_as(folder / "compressed.dcm", enforce_file_format=True)


def _shifted(source: pydicom.Dataset, pixels: np.ndarray, number: int, folder: Path) -> Path:
    _rename(source, f"crowd-{number}")
    source.PixelData = np.roll(pixels, 16 * (number + 1), axis=1).tobytes()
    path = folder / f"{number:02d}.dcm"
    source.save_as(path, enforce_file_format=True)
    return path


def _rename(film: pydicom.Dataset, name: str) -> None:
    """Give a film to another patient, with a study, a series and an instance of its own."""
    film.PatientID = f"BENCH-{name}"
    film.PatientName = f"BENCH^{name}"
    film.StudyInstanceUID = uid("bench", "study", name)
    film.SeriesInstanceUID = uid("bench", "series", name)
    film.SOPInstanceUID = film.file_meta.MediaStorageSOPInstanceUID = uid("bench", "film", name)
    film.AccessionNumber = name[:16]
