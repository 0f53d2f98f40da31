"""What pydicom and DCMTK make of a film, for comparison with what the browser shows."""

from __future__ import annotations

import copy
import subprocess
from pathlib import Path

import numpy as np
import pydicom
from PIL import Image
from pydicom.dataset import Dataset
from pydicom.pixels import (
    apply_color_lut,
    apply_modality_lut,
    apply_voi,
    apply_windowing,
    get_decoder,
)

from tests.imaging.every_film import Delivered
from tests.peers.programs import dcmtk

JPEG_LS = ("1.2.840.10008.1.2.4.80", "1.2.840.10008.1.2.4.81")
DCT = ("1.2.840.10008.1.2.4.50", "1.2.840.10008.1.2.4.51")
PROGRESSIVE = ("1.2.840.10008.1.2.4.53", "1.2.840.10008.1.2.4.55")
_CANNOT = (AttributeError, NotImplementedError, RuntimeError, ValueError, TypeError, KeyError)


def stored_values(film: Delivered, header: Dataset) -> np.ndarray | None:
    """Return a frame's stored values by pydicom, through DCMTK where it has no decoder.

    None where neither can; nothing is converted in colour. Kept beside the film, because
    decoding takes most of a comparison's time.
    """
    kept = film.coded.with_name("stored.npy")
    if not kept.exists():
        found = _decoded(film, header)
        if found is None:
            return None
        np.save(kept, found)
    return np.load(kept, mmap_mode="r")


def _decoded(film: Delivered, header: Dataset) -> np.ndarray | None:
    found = _by_pydicom(header, film.frame)
    if found is not None:
        return found
    plain = film.coded.with_name("plain.dcm")
    for tool in ("dcmdjpeg", "dcmdjpls"):
        command = [str(dcmtk(tool)), str(film.path), str(plain)]
        done = subprocess.run(command, capture_output=True, timeout=60, check=False)
        if done.returncode == 0:
            return _by_pydicom(pydicom.dcmread(plain), film.frame)
    return None


def _by_pydicom(header: Dataset, frame: int) -> np.ndarray | None:
    try:
        decoder = get_decoder(header.file_meta.TransferSyntaxUID)
        return decoder.as_array(header, index=frame - 1, raw=True)[0]
    except _CANNOT:
        return None


def colours(film: Delivered, header: Dataset) -> np.ndarray | None:
    """Return a frame by pydicom in RGB, rows x columns x 3, or None where it cannot."""
    try:
        pixels = pydicom.pixels.pixel_array(header, index=film.frame - 1)
        if header.PhotometricInterpretation == "PALETTE COLOR":
            pixels = apply_color_lut(pixels, header)
    except _CANNOT:
        return None
    return pixels


def frame_header(header: Dataset, frame: int) -> Dataset:
    """Return the header with the functional groups of one frame at its top (C.7.6.16)."""
    if "SharedFunctionalGroupsSequence" not in header:
        return header
    flat = copy.copy(header)
    groups = [header.SharedFunctionalGroupsSequence[0]]
    groups.append(header.PerFrameFunctionalGroupsSequence[frame - 1])
    for group in groups:
        for keyword in ("PixelValueTransformationSequence", "FrameVOILUTSequence"):
            for item in group.get(keyword, ()):
                flat.update(item)
    return flat


def greys(stored: np.ndarray, header: Dataset, view: str) -> np.ndarray:
    """Return 0 to 255 by pydicom's functions: modality, then window or table, then polarity.

    ``view`` is the number of a window of the header, or ``voi_lut`` for its first table,
    ``voi_lut:1`` for the second.
    """
    modality = apply_modality_lut(stored, header).astype(np.float64)
    if view.startswith("voi_lut"):
        lowest, at = int(modality.min()), table_index(view)
        kind = np.int32 if lowest < 0 else np.uint16
        shown = apply_voi(modality.astype(kind), header, index=at).astype(np.float64)
        ends = (0, 2 ** header.VOILUTSequence[at].LUTDescriptor[2] - 1)
    else:
        shown = apply_windowing(modality, header, index=int(view))
        ends = apply_windowing(np.array([-1e9, 1e9]), header, index=int(view))
    seen = (shown - ends[0]) / (ends[1] - ends[0]) * 255
    return 255 - seen if header.PhotometricInterpretation == "MONOCHROME1" else seen


def table_index(view: str) -> int:
    """Return which item of the VOI LUT Sequence a view shows, from 0."""
    return int(view.partition(":")[2] or 0)


def by_dcmtk(film: Delivered, view: str) -> np.ndarray | None:
    """Return what dcmj2pnm shows in one of our views; None where it does not read the film."""
    tool = "dcml2pnm" if film.header().file_meta.TransferSyntaxUID in JPEG_LS else "dcmj2pnm"
    out = film.coded.with_name("dcmtk.pnm")
    command = [str(dcmtk(tool)), "-O", "+F", str(film.frame), *_options(film, view)]
    command += [str(film.path), str(out)]
    done = subprocess.run(command, capture_output=True, timeout=60, check=False)
    if done.returncode != 0 or not out.exists():
        return None
    with Image.open(out) as image:
        return np.asarray(image, dtype=int)


def _options(film: Delivered, view: str) -> list[str]:
    if view.startswith("voi_lut"):
        return ["+op", "+Wl", str(table_index(view) + 1)]
    if film.level["planes"] == 3:
        return ["+op"]
    window = film.meaning["windows"][int(view)]
    center, width, function = window["center"], window["width"], window["function"]
    if function == "LINEAR_EXACT":
        # The same ramp in the words of LINEAR: half a step on, one step wider.
        center, width = center + 0.5, width + 1
    shape = ["+Wfs"] if function == "SIGMOID" else ["+Wfl"]
    return ["+op", *shape, "+Ww", str(center), str(width)]


def is_shown_elsewhere(path: Path) -> bool:
    """Whether pydicom or DCMTK makes a picture of a file."""
    try:
        pydicom.dcmread(path, force=True).pixel_array  # noqa: B018
    except (*_CANNOT, OSError):
        return any(_dcmtk_shows(path, tool) for tool in ("dcmj2pnm", "dcml2pnm"))
    return True


def _dcmtk_shows(path: Path, tool: str) -> bool:
    command = [str(dcmtk(tool)), "+op", str(path), "/dev/null"]
    return subprocess.run(command, capture_output=True, timeout=60, check=False).returncode == 0
