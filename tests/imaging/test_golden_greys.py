"""Made-up films of every kind: the browser's greys against pydicom and DCMTK within one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pydicom.dataset import Dataset

from tests.imaging import references
from tests.imaging.every_film import Delivered, delivered, show
from tests.imaging.films import film, with_pixels, write

pytestmark = [pytest.mark.filterwarnings("ignore"), pytest.mark.peer("node")]

NOISE = np.random.default_rng(77)
ROWS, COLUMNS = 33, 41


def _window(center: str, width: str, function: str = "LINEAR") -> dict:
    return {"WindowCenter": center, "WindowWidth": width, "VOILUTFunction": function}


def _grey(bits: int, *, signed: bool = False, **attributes: object) -> Dataset:
    """Return noise over all values of so many bits, with a ramp of them in the first rows."""
    low = -(1 << bits - 1) if signed else 0
    values = NOISE.integers(low, low + (1 << bits), (ROWS, COLUMNS))
    values[:3] = np.linspace(low, low + (1 << bits) - 1, 3 * COLUMNS).reshape(3, COLUMNS)
    size = 8 if bits <= 8 else 16
    kind = f"{'i' if signed else 'u'}{size // 8}"
    return with_pixels(values.astype(kind), BitsStored=bits, HighBit=bits - 1, **attributes)


def _table(first: int, values: list[int], bits: int) -> Dataset:
    item = Dataset()
    item.add_new("LUTDescriptor", "US" if first >= 0 else "SS", [len(values), first, bits])
    item.add_new("LUTData", "US", values)
    return item


ONE = {"PhotometricInterpretation": "MONOCHROME1"}
INVERSE = ONE | {"PresentationLUTShape": "INVERSE"}
CURVE = [min(4095, int(4095 * (k / 2999) ** 0.6)) for k in range(3000)]
FILMS = {
    "linear": lambda: _grey(12, **_window("2000", "1500")),
    "linear of width one": lambda: _grey(12, **_window("2000", "1")),
    "linear exact": lambda: _grey(12, **_window("2000", "1500", "LINEAR_EXACT")),
    "sigmoid": lambda: _grey(12, **_window("2000", "1500", "SIGMOID")),
    "two windows": lambda: _grey(12, WindowCenter=["900", "3000"], WindowWidth=["600", "2500"]),
    "inverted linear": lambda: _grey(12, **_window("2000", "1500"), **ONE),
    "inverted exact": lambda: _grey(12, **_window("2000", "1500", "LINEAR_EXACT"), **ONE),
    "inverted sigmoid": lambda: _grey(12, **_window("2000", "1500", "SIGMOID"), **ONE),
    "inverted, and said twice": lambda: _grey(12, **_window("2000", "1500"), **INVERSE),
    "rescaled": lambda: _grey(
        12, RescaleSlope="2.5", RescaleIntercept="-1000", **_window("40", "3000")
    ),
    "signed": lambda: _grey(12, signed=True, **_window("40", "900")),
    "signed and inverted": lambda: _grey(12, signed=True, **_window("40", "900"), **ONE),
    "signed of 16 bits": lambda: _grey(16, signed=True, **_window("-300", "20000")),
    "signed of 9 bits": lambda: _grey(9, signed=True, **_window("0", "300")),
    "one bit in eight": lambda: _grey(1, **_window("0.5", "1", "LINEAR_EXACT")),
    "seven bits": lambda: _grey(7, **_window("64", "100")),
    "eight bits": lambda: _grey(8, **_window("128", "256")),
    "ten bits": lambda: _grey(10, **_window("512", "700")),
    "thirteen bits": lambda: _grey(13, **_window("4000", "5000")),
    "sixteen bits": lambda: _grey(16, **_window("30000", "40000")),
    "padded": lambda: _grey(
        12, PixelPaddingValue=0, PixelPaddingRangeLimit=300, **_window("2000", "3000")
    ),
    "padded and inverted": lambda: _grey(
        12, PixelPaddingValue=4095, PixelPaddingRangeLimit=4000, **_window("2000", "3000"), **ONE
    ),
    "table of greys": lambda: _grey(12, VOILUTSequence=[_table(500, CURVE, 12)]),
    "table of greys, inverted": lambda: _grey(12, VOILUTSequence=[_table(500, CURVE, 12)], **ONE),
    "table of signed greys": lambda: _grey(
        12, signed=True, VOILUTSequence=[_table(-900, CURVE[:2000], 12)]
    ),
    "three tables": lambda: _grey(
        12,
        VOILUTSequence=[
            _table(500, CURVE, 12),
            _table(0, CURVE[::-1], 12),
            _table(90, CURVE[:999], 12),
        ],
    ),
    "table before the window": lambda: _grey(
        12, ModalityLUTSequence=[_table(100, CURVE, 16)], **_window("2000", "3000")
    ),
    "table before the table": lambda: _grey(
        12,
        ModalityLUTSequence=[_table(100, CURVE, 16)],
        VOILUTSequence=[_table(300, CURVE, 12)],
    ),
    "tall pixels": lambda: _grey(12, PixelSpacing=["0.3", "0.2"], **_window("2000", "1500")),
}


@pytest.fixture(scope="module")
def films(tmp_path_factory) -> dict[str, Delivered]:
    """Render the films, and let the browser's code show them."""
    folder = tmp_path_factory.mktemp("made")
    made = {}
    for at, (name, make) in enumerate(FILMS.items()):
        dataset = make()
        path = write(folder / f"{at}.dcm", dataset)
        made[name] = delivered(path, 1, folder / str(at))
    show(list(made.values()))
    return made


def _seen(one: Delivered) -> np.ndarray:
    stored = one.values()[0].astype(int) + one.meaning["value_offset"]
    low, high = one.meaning["padding"] or (1, 0)
    return (stored < low) | (stored > high)


@pytest.mark.parametrize("name", FILMS)
def test_greys_are_those_of_pydicom(films, name):
    one = films[name]
    header = one.header()
    stored = references.stored_values(one, header)
    assert one.seen
    for view in one.seen:
        difference = np.abs(one.greys(view)[0] - references.greys(stored, header, view))
        assert difference[_seen(one)].max() <= 1
        assert (one.greys(view)[0][~_seen(one)] == 0).all()
        assert np.ptp(one.greys(view).astype(int)) > 100


@pytest.mark.peer("dcmtk")
@pytest.mark.parametrize("name", FILMS)
def test_greys_are_those_of_dcmtk(films, name):
    one = films[name]
    for view in one.seen:
        expected = references.by_dcmtk(one, view)
        assert np.abs(one.greys(view)[0] - expected)[_seen(one)].max() <= 1


@pytest.mark.peer("dcmtk")
@pytest.mark.parametrize("name", ["linear", "signed", "ten bits"])
def test_every_frame_is_shown_as_dcmtk_shows_it(tmp_path, name):
    single = FILMS[name]()
    frames = [single.PixelData, single.PixelData[::-1][:-1] + b"\0", single.PixelData]
    values = np.frombuffer(b"".join(frames), "<i2" if single.PixelRepresentation else "<u2")
    mask = (1 << single.BitsStored) - 1
    single.NumberOfFrames, single.PixelData = 3, (values & mask).astype("<u2").tobytes()
    path = write(tmp_path / "a.dcm", single)
    for frame in (1, 2, 3):
        one = delivered(path, frame, tmp_path / str(frame))
        show([one])
        difference = np.abs(one.greys("0")[0] - references.by_dcmtk(one, "0"))
        assert difference.max() <= 1


def _colour_film(photometric: str, bits: int, *, planar: int = 0) -> Dataset:
    values = NOISE.integers(0, 1 << bits, (ROWS + 1, COLUMNS + 1, 3)).astype(f"u{bits // 8}")
    dataset = with_pixels(values, PhotometricInterpretation=photometric)
    if planar:
        dataset.PlanarConfiguration = 1
        dataset.PixelData = np.moveaxis(values, -1, 0).tobytes()
    return dataset


def _palette_film(bits: int, first: int) -> Dataset:
    values = NOISE.integers(0, 256, (ROWS, COLUMNS)).astype(np.uint8)
    dataset = with_pixels(values, PhotometricInterpretation="PALETTE COLOR")
    for colour in ("Red", "Green", "Blue"):
        table = NOISE.integers(0, 1 << bits, 200).astype(f"u{bits // 8}")
        setattr(dataset, f"{colour}PaletteColorLookupTableDescriptor", [200, first, bits])
        dataset[f"{colour}PaletteColorLookupTableDescriptor"].VR = "US"
        setattr(dataset, f"{colour}PaletteColorLookupTableData", table.tobytes())
    return dataset


def _packed_422() -> Dataset:
    luminance = NOISE.integers(0, 256, (ROWS, 40))
    chroma = NOISE.integers(0, 256, (ROWS, 20, 2))
    groups = np.concatenate([luminance.reshape(ROWS, 20, 2), chroma], axis=2).astype(np.uint8)
    dataset = film(
        Rows=ROWS,
        Columns=40,
        SamplesPerPixel=3,
        PlanarConfiguration=0,
        BitsAllocated=8,
        BitsStored=8,
        HighBit=7,
        PhotometricInterpretation="YBR_FULL_422",
    )
    dataset.PixelData = groups.tobytes()
    dataset["PixelData"].VR = "OB"
    return dataset


COLOURS = {
    "rgb": lambda: _colour_film("RGB", 8),
    "rgb by plane": lambda: _colour_film("RGB", 8, planar=1),
    "rgb of 16 bits": lambda: _colour_film("RGB", 16),
    "ybr": lambda: _colour_film("YBR_FULL", 8),
    "ybr by plane": lambda: _colour_film("YBR_FULL", 8, planar=1),
    "ybr 4:2:2": _packed_422,
    "palette of 8 bits": lambda: _palette_film(8, 0),
    "palette of 16 bits": lambda: _palette_film(16, 20),
}


@pytest.mark.peer("dcmtk")
@pytest.mark.parametrize("name", COLOURS)
def test_colour_is_that_of_pydicom_and_dcmtk(tmp_path: Path, name):
    one = delivered(write(tmp_path / "a.dcm", COLOURS[name]()), 1, tmp_path / "out")
    show([one])
    shown = np.moveaxis(one.greys("0").astype(int), 0, -1)
    theirs = references.colours(one, one.header())
    scale = 255 / (2 ** (8 * theirs.dtype.itemsize) - 1)
    assert np.abs(shown - theirs * scale).max() <= 1
    allowed = 2 if name.startswith("ybr") else 1
    assert np.abs(shown - references.by_dcmtk(one, "0")).max() <= allowed
