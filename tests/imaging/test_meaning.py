"""What a header means for a screen: windows, tables, polarity, padding, shape; and nonsense."""

from __future__ import annotations

import numpy as np
import pytest
from pydicom.dataelem import RawDataElement
from pydicom.dataset import Dataset
from pydicom.pixels import apply_modality_lut, apply_voi
from pydicom.tag import Tag

from planning.imaging.description import describe
from planning.imaging.display_lut import lut, modality_values
from planning.imaging.meaning import meaning_of
from planning.imaging.pixels import to_level
from planning.imaging.stored import StoredFrame
from planning.imaging.tones import Tones
from tests.imaging.films import with_pixels

RAMP = np.arange(4000, dtype=np.uint16).reshape(40, 100)


def _meaning(dataset: Dataset, values: np.ndarray = RAMP, frame: int = 1) -> dict:
    keyword = "FloatPixelData" if values.dtype.kind == "f" else "PixelData"
    description = describe(dataset, keyword)
    stored = StoredFrame(
        raw=values,
        colour=description.photometric,
        bits=description.bits_stored,
        shift=0,
        signed=values.dtype.kind == "i",
        container_bytes=values.dtype.itemsize,
    )
    level = to_level(stored)
    tones = Tones(level.rows, level.columns)
    for block in level.blocks(0):
        tones.add(block)
    return meaning_of(dataset, frame, description, level, tones, is_big_endian=False, lossy=False)


def _film(values: np.ndarray = RAMP, **attributes: object) -> dict:
    return _meaning(with_pixels(values, **attributes), values)


def test_every_window_of_the_header_is_offered_in_order_with_its_name():
    meaning = _film(
        WindowCenter=[2000, 700],
        WindowWidth=[4000, 300],
        WindowCenterWidthExplanation=["NORMAL", "HARDER"],
        VOILUTFunction="SIGMOID",
    )
    assert meaning["windows"] == [
        {"name": "NORMAL", "center": 2000.0, "width": 4000.0, "function": "SIGMOID"},
        {"name": "HARDER", "center": 700.0, "width": 300.0, "function": "SIGMOID"},
    ]
    assert meaning["notes"] == []


def test_without_a_window_the_robust_span_of_the_film_is_used():
    values = RAMP.copy()
    values[0, :3] = 65535
    (window,) = _film(values)["windows"]
    assert (window["name"], window["function"]) == ("auto", "LINEAR_EXACT")
    low, high = window["center"] - window["width"] / 2, window["center"] + window["width"] / 2
    assert 10 <= low <= 30
    assert 3970 <= high <= 3999


@pytest.mark.parametrize("width", ["0", "-5", "NaN", "1e999", "4000000000000", ""])
def test_a_senseless_window_width_never_blanks_the_film(width):
    dataset = with_pixels(RAMP, WindowCenter=100)
    # As read from a file: pydicom would refuse to take such a text from us.
    dataset[0x00281051] = RawDataElement(
        Tag(0x00281051), "DS", len(width), width.encode(), 0, False, True
    )
    meaning = _meaning(dataset)
    assert [window["name"] for window in meaning["windows"]] == ["auto"]
    assert np.ptp(lut(meaning)[:4000].astype(int)) > 250


def test_a_window_beside_the_pixels_gives_way_but_stays_on_offer():
    meaning = _film(WindowCenter=60000, WindowWidth=100)
    assert [window["name"] for window in meaning["windows"]] == ["auto", ""]
    assert meaning["notes"] == ["window_shows_nothing"]


@pytest.mark.parametrize("slope", ["0", "1e308", "-1e200"])
def test_an_absurd_slope_is_left_out_and_noted(slope):
    meaning = _film(RescaleSlope=slope, RescaleIntercept="7")
    assert (meaning["slope"], meaning["intercept"]) == (1, 0)
    assert meaning["notes"] == ["rescale_unusable"]


def test_rescale_is_applied_to_stored_values():
    meaning = _film(RescaleSlope="2.5", RescaleIntercept="-1024")
    assert modality_values(meaning, np.array([0.0, 10.0])).tolist() == [-1024, -999]


@pytest.mark.parametrize(
    ("photometric", "shape", "invert", "notes"),
    [
        ("MONOCHROME1", None, True, []),
        ("MONOCHROME1", "INVERSE", True, []),
        ("MONOCHROME2", "IDENTITY", False, []),
        ("MONOCHROME2", "INVERSE", False, ["polarity_disagrees"]),
        ("MONOCHROME1", "IDENTITY", True, ["polarity_disagrees"]),
    ],
)
def test_a_film_is_inverted_once_by_its_photometric_interpretation(
    photometric, shape, invert, notes
):
    attributes = {"PresentationLUTShape": shape} if shape else {}
    meaning = _film(PhotometricInterpretation=photometric, **attributes)
    assert (meaning["invert"], meaning["notes"]) == (invert, notes)
    greys = lut(meaning)
    assert (greys[0] > greys[3999]) is np.bool_(invert)


@pytest.mark.parametrize(
    ("dtype", "value", "limit", "expected"),
    [
        (np.uint16, 0, None, [0, 0]),
        (np.uint16, 0, 40, [0, 40]),
        (np.uint16, 4095, 4000, [4000, 4095]),
        (np.int16, 63536, None, [-2000, -2000]),
        (np.uint16, -1, None, [65535, 65535]),
    ],
)
def test_padding_is_in_stored_values_whatever_its_own_signedness(dtype, value, limit, expected):
    values = RAMP.astype(dtype)
    dataset = with_pixels(values)
    signed = "SS" if value < 0 else "US"
    dataset.add_new("PixelPaddingValue", signed, value)
    if limit is not None:
        dataset.add_new("PixelPaddingRangeLimit", "US", limit)
    assert _meaning(dataset, values)["padding"] == expected


@pytest.mark.parametrize(
    ("attributes", "aspect"),
    [
        ({"PixelSpacing": ["0.3", "0.25"]}, 1.2),
        ({"PixelSpacing": ["0.000", "0.000"], "ImagerPixelSpacing": ["0.2", "0.1"]}, 2.0),
        ({"NominalScannedPixelSpacing": ["0.1", "0.1"]}, 1.0),
        ({"PixelAspectRatio": [4, 3]}, 4 / 3),
        ({"PixelAspectRatio": [0, 3]}, 1.0),
        ({"PixelSpacing": ["1", "1000"]}, 1.0),
        ({}, 1.0),
    ],
)
def test_pixel_shape_is_height_by_width_from_the_first_usable_pair(attributes, aspect):
    assert _film(**attributes)["aspect"] == pytest.approx(aspect)


def test_frames_of_an_enhanced_object_have_their_own_meaning():
    dataset = with_pixels(RAMP, NumberOfFrames=1)
    frames = []
    for intercept, center in (("-1000", "40"), ("-5", "900")):
        transformation, voi, item = Dataset(), Dataset(), Dataset()
        transformation.RescaleSlope, transformation.RescaleIntercept = "1", intercept
        voi.WindowCenter, voi.WindowWidth = center, "2000"
        item.PixelValueTransformationSequence, item.FrameVOILUTSequence = [transformation], [voi]
        frames.append(item)
    measures, shared = Dataset(), Dataset()
    measures.PixelSpacing = ["0.5", "0.25"]
    shared.PixelMeasuresSequence = [measures]
    dataset.PerFrameFunctionalGroupsSequence = frames
    dataset.SharedFunctionalGroupsSequence = [shared]
    second = _meaning(dataset, frame=2)
    assert second["intercept"] == -5
    assert second["windows"][0]["center"] == 900
    assert second["aspect"] == 2.0


def _table(first: int, values: list[int], bits: int) -> Dataset:
    item = Dataset()
    item.add_new("LUTDescriptor", "US", [len(values), first, bits])
    item.add_new("LUTData", "US", values)
    item.LUTExplanation = "BONE"
    return item


def test_modality_table_agrees_with_pydicom():
    table = [5 * i % 4001 for i in range(3000)]
    dataset = with_pixels(RAMP, ModalityLUTSequence=[_table(200, table, 16)])
    meaning = _meaning(dataset)
    ours = modality_values(meaning, RAMP.astype(np.float64))
    assert np.array_equal(ours, apply_modality_lut(RAMP, dataset))


def test_voi_table_agrees_with_pydicom_and_is_the_default_without_a_window():
    table = [min(1023, i * i // 9000) for i in range(3000)]
    dataset = with_pixels(RAMP, VOILUTSequence=[_table(500, table, 10)])
    meaning = _meaning(dataset)
    assert meaning["windows"] == []
    assert meaning["voi_lut"]["name"] == "BONE"
    theirs = apply_voi(RAMP, dataset) / 1023 * 255
    assert np.abs(lut(meaning)[RAMP] - theirs).max() <= 0.5


def test_a_broken_voi_table_leaves_a_window():
    item = _table(0, [1, 2, 3], 8)
    item.LUTDescriptor = [500, 0, 8]
    meaning = _film(VOILUTSequence=[item])
    assert meaning["voi_lut"] is None
    assert [window["name"] for window in meaning["windows"]] == ["auto"]
    assert meaning["notes"] == ["voi_lut_unusable"]


def test_lossy_is_said_when_the_header_says_it():
    assert _film(LossyImageCompression="01")["lossy"] is True
    assert _film(LossyImageCompression="00")["lossy"] is False


def test_fractional_maps_keep_their_unit():
    values = np.linspace(0, 0.94, 4000, dtype=np.float32).reshape(40, 100)
    meaning = _film(values, WindowCenter="0.5", WindowWidth="1")
    assert meaning["windows"][0]["function"] == "LINEAR_EXACT"
    greys = lut(meaning)
    assert greys[65535] == round(0.94 * 255)


def test_a_film_that_is_all_padding_still_has_a_window():
    values = np.zeros((4, 4), np.uint16)
    meaning = _film(values, PixelPaddingValue=0)
    assert meaning["windows"][0]["width"] > 0
