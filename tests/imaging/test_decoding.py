"""Every transfer syntax, bit by bit against a decoder that is not ours."""

from __future__ import annotations

import subprocess
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

import imagecodecs
import numpy as np
import pydicom
import pytest
from pydicom.encaps import get_frame

from planning.imaging.child import pixel_digest
from planning.imaging.decode import decode_frame
from planning.imaging.decoders import DECODERS, VIDEO
from planning.imaging.description import PixelDescription, describe
from planning.imaging.palette import palette_of
from planning.imaging.pixel_source import NATIVE, PixelSource, open_source
from planning.imaging.pixels import to_level
from planning.imaging.refusal import CannotShow
from planning.imaging.stored import StoredFrame
from tests.imaging.films import film, with_pixels, write
from tests.peers.programs import dcmtk

pytestmark = pytest.mark.filterwarnings("ignore")

NOISE = np.random.default_rng(5)
GREY_12 = NOISE.integers(0, 4096, (61, 47), np.uint16)
RGB_8 = NOISE.integers(0, 256, (61, 47, 3), np.uint8)
LOSSLESS_CT = ("1.99", "1", "2", "4.57", "4.70", "4.80", "4.90", "5")
LOSSLESS_HIP = ("RG2_J2KR", "RG2_JLSL", "RG2_JPLL", "RG2_RLE")


@contextmanager
def _opened(path: Path) -> Iterator[tuple[PixelSource, PixelDescription]]:
    source = open_source(path)
    try:
        yield source, describe(source.header, source.pixel_keyword)
    finally:
        source.close()


def _stored(path: Path, frame: int = 1) -> StoredFrame:
    with _opened(path) as (source, description):
        return decode_frame(source, description, frame)


def _rgb(path: Path) -> np.ndarray:
    with _opened(path) as (source, description):
        frame = decode_frame(source, description, 1)
        level = to_level(frame, palette_of(source.header, is_big_endian=source.is_big_endian))
    planes = [np.concatenate(list(level.blocks(plane))) for plane in range(level.planes)]
    return np.stack(planes * (3 // level.planes), axis=-1)


@pytest.mark.parametrize("name", LOSSLESS_HIP)
def test_lossless_codings_of_the_hip_equal_the_uncompressed_film(shared_data, name):
    plain = _stored(shared_data / "radiographs" / "hip_frogleg_fuji_RG2_UNC.dcm").values()
    coded = _stored(shared_data / "transfer-syntaxes" / "hip-cr" / f"{name}.dcm").values()
    assert np.array_equal(coded, plain)


@pytest.mark.parametrize("syntax", LOSSLESS_CT)
def test_lossless_codings_of_the_ct_slice_equal_the_implicit_one(shared_data, syntax):
    folder = shared_data / "transfer-syntaxes" / "ct"
    plain = _stored(folder / "CT_1.2.840.10008.1.2.dcm").values()
    coded = _stored(folder / f"CT_1.2.840.10008.1.2.{syntax}.dcm").values()
    assert np.array_equal(coded, plain)
    assert plain.min() < 0


def test_pixel_digest_is_the_same_in_every_lossless_coding(shared_data):
    folder = shared_data / "transfer-syntaxes" / "ct"
    digests = {
        pixel_digest(str(folder / f"CT_1.2.840.10008.1.2.{syntax}.dcm")) for syntax in LOSSLESS_CT
    }
    assert len(digests) == 1
    lossy = pixel_digest(str(folder / "CT_1.2.840.10008.1.2.4.81.dcm"))
    assert lossy not in digests


@pytest.mark.peer("dcmtk")
@pytest.mark.parametrize(
    ("name", "allowed"),
    [
        ("transfer-syntaxes/hip-cr/RG2_JPLL.dcm", 0),
        ("transfer-syntaxes/ct/CT_1.2.840.10008.1.2.4.57.dcm", 0),
        ("transfer-syntaxes/ct/CT_1.2.840.10008.1.2.4.53.dcm", 1),
        ("transfer-syntaxes/ct/CT_1.2.840.10008.1.2.4.55.dcm", 1),
        ("transfer-syntaxes/hip-cr/RG2_JPLY.dcm", 1),
        ("transfer-syntaxes/other/JPGExtended.dcm", 1),
        ("radiographs/chicken_fuji_cr_3015x2505.dcm", 1),
        ("radiographs/dental_panoramic_modality_lut.dcm", 0),
        ("multiframe/XA1_JPLL.dcm", 0),
    ],
)
def test_jpeg_of_more_than_eight_bits_equals_dcmtk(shared_data, tmp_path, name, allowed):
    plain = tmp_path / "plain.dcm"
    command = [str(dcmtk("dcmdjpeg")), str(shared_data / name), str(plain)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    theirs = pydicom.dcmread(plain).pixel_array.astype(np.int64)
    ours = _stored(shared_data / name).values().astype(np.int64)
    assert np.abs(ours - theirs).max() <= allowed


@pytest.mark.parametrize("name", ["HTJ2KLossless_08_RGB.dcm", "htj2k_lossless_parity.dcm"])
def test_htj2k_equals_openjph(shared_data, name):
    path = shared_data / "transfer-syntaxes" / "other" / name
    dataset = pydicom.dcmread(path)
    theirs = imagecodecs.htj2k_decode(get_frame(dataset.PixelData, 0, number_of_frames=1))
    assert np.array_equal(_stored(path).values(), theirs)


def test_lossy_htj2k_stays_within_a_few_greys_of_the_lossless_film(shared_data):
    folder = shared_data / "transfer-syntaxes" / "other"
    lossless = _stored(folder / "HTJ2KLossless_08_RGB.dcm").values().astype(int)
    lossy = _stored(folder / "HTJ2K_08_RGB.dcm").values().astype(int)
    assert 0 < np.abs(lossy - lossless).max() <= 4


def test_deflated_frames_are_inflated_one_by_one(shared_data):
    path = shared_data / "transfer-syntaxes" / "other" / "liver_deflate.dcm"
    dataset = pydicom.dcmread(path)
    for number in (1, 2, 3):
        data = get_frame(dataset.PixelData, number - 1, number_of_frames=3)
        bits = np.unpackbits(np.frombuffer(zlib.decompress(data, -15), np.uint8), bitorder="little")
        assert np.array_equal(_stored(path, number).values(), bits.reshape(512, 512))


@pytest.mark.parametrize("syntax", ["1.98", "8.1"])
@pytest.mark.parametrize("photometric", ["MONOCHROME2", "RGB"])
def test_frames_in_fragments_of_their_own_are_what_was_put_in(tmp_path, syntax, photometric):
    values = RGB_8 if photometric == "RGB" else GREY_12 << 4
    dataset = with_pixels(values)
    if photometric == "MONOCHROME2":
        # Twelve bits at the upper end of their words.
        dataset.BitsStored, dataset.HighBit = 12, 15
    data = values.tobytes()
    if syntax == "8.1":
        data = (deflater := zlib.compressobj(wbits=-15)).compress(data) + deflater.flush()
    dataset.NumberOfFrames = 2
    data += b"\0" * (len(data) % 2)
    path = write(tmp_path / "a.dcm", dataset, syntax="1.98", frames=[data, data])
    names = [b"1.2.840.10008.1.2.1.98", b"1.2.840.10008.1.2.8.1\0"]
    if syntax == "8.1":
        path.write_bytes(path.read_bytes().replace(*names, 1))
    expected = values if photometric == "RGB" else GREY_12
    for number in (1, 2):
        assert np.array_equal(_stored(path, number).values(), expected)
    with pytest.raises(CannotShow, match="pixels_truncated"):
        _stored(write(tmp_path / "b.dcm", dataset, syntax="1.98", frames=[data[:-500]] * 2))


def test_jpeg_xl_lossless_gives_back_what_was_encoded(tmp_path):
    for values, samples in ((GREY_12, 1), (RGB_8, 3)):
        data = imagecodecs.jpegxl_encode(values, lossless=True)
        bits = 8 * values.dtype.itemsize
        path = write(
            tmp_path / f"{samples}.dcm",
            film(
                Rows=61,
                Columns=47,
                SamplesPerPixel=samples,
                PhotometricInterpretation="RGB" if samples == 3 else "MONOCHROME2",
                BitsAllocated=bits,
                BitsStored=bits,
                HighBit=bits - 1,
            ),
            syntax="4.201",
            frames=[data],
        )
        # pydicom does not write the transfer syntaxes of JPEG XL yet.
        path.write_bytes(path.read_bytes().replace(b".1.2.4.201", b".1.2.4.110", 1))
        assert np.array_equal(_stored(path).values(), values)


def test_signed_jpeg_lossless_extends_the_sign_of_its_depth(tmp_path):
    values = NOISE.integers(-2048, 2048, (61, 47)).astype(np.int16)
    data = imagecodecs.jpeg8_encode(
        (values & 0xFFF).astype(np.uint16), lossless=True, bitspersample=12
    )
    path = write(
        tmp_path / "signed.dcm",
        film(Rows=61, Columns=47, BitsStored=12, HighBit=11, PixelRepresentation=1),
        syntax="4.70",
        frames=[data],
    )
    assert np.array_equal(_stored(path).values(), values)


def test_frames_of_single_bits_need_not_begin_at_a_byte(tmp_path):
    bits = NOISE.integers(0, 2, (3, 5, 7), np.uint8)
    dataset = film(Rows=5, Columns=7, BitsAllocated=1, BitsStored=1, HighBit=0, NumberOfFrames=3)
    packed = np.packbits(bits.reshape(-1), bitorder="little").tobytes()
    dataset.PixelData = packed + b"\0" * (len(packed) % 2)
    dataset["PixelData"].VR = "OB"
    path = write(tmp_path / "bits.dcm", dataset)
    for number in (1, 2, 3):
        assert np.array_equal(_stored(path, number).values(), bits[number - 1])


def test_overlay_bits_above_the_stored_ones_are_not_seen(tmp_path):
    values = NOISE.integers(0, 65536, (9, 8)).astype(np.uint16)
    path = write(tmp_path / "a.dcm", with_pixels(values, BitsStored=10, HighBit=9))
    assert np.array_equal(_stored(path).values(), values & 0x3FF)


def test_stored_bits_need_not_be_the_lowest(tmp_path):
    values = NOISE.integers(0, 65536, (9, 8)).astype(np.uint16)
    path = write(tmp_path / "a.dcm", with_pixels(values, BitsStored=12, HighBit=15))
    assert np.array_equal(_stored(path).values(), values >> 4)


@pytest.mark.parametrize("planar", [0, 1])
def test_colour_by_plane_and_by_pixel_are_the_same_picture(tmp_path, planar):
    dataset = with_pixels(RGB_8, PlanarConfiguration=planar)
    if planar:
        data = np.moveaxis(RGB_8, -1, 0).tobytes()
        dataset.PixelData = data + b"\0" * (len(data) % 2)
    path = write(tmp_path / "a.dcm", dataset)
    assert np.array_equal(_rgb(path), RGB_8)


@pytest.mark.parametrize(
    ("rows", "code"),
    [(62, "pixels_truncated"), (0, "bad_pixel_description"), (65535, "pixels_truncated")],
)
def test_native_pixels_that_do_not_fit_are_refused(tmp_path, rows, code):
    path = write(tmp_path / "a.dcm", with_pixels(GREY_12, Rows=rows))
    with pytest.raises(CannotShow) as refusal:
        _stored(path)
    assert refusal.value.code == code


@pytest.mark.parametrize(
    "attributes",
    [
        {"BitsAllocated": 7},
        {"BitsAllocated": 128},
        {"BitsStored": 17},
        {"HighBit": 31},
        {"HighBit": 3},
        {"SamplesPerPixel": 65535},
        {"SamplesPerPixel": 2},
    ],
    ids=str,
)
def test_impossible_pixel_descriptions_are_refused_by_attribute(attributes):
    dataset = with_pixels(GREY_12, **attributes)
    with pytest.raises(CannotShow) as refusal:
        describe(dataset, "PixelData")
    (attribute,) = attributes
    assert refusal.value.code == "bad_pixel_description"
    # A Bits Allocated that cannot be is named before what depends on it.
    assert refusal.value.params["attribute"] == attribute


def test_pixels_beyond_the_limit_are_refused_from_the_header():
    dataset = with_pixels(GREY_12, Rows=60000, Columns=60000)
    with pytest.raises(CannotShow, match="too_large"):
        describe(dataset, "PixelData")


@pytest.mark.parametrize("frame", [0, 2])
def test_a_frame_that_is_not_there_is_named(tmp_path, frame):
    path = write(tmp_path / "a.dcm", with_pixels(GREY_12))
    with pytest.raises(CannotShow, match="no_such_frame"):
        _stored(path, frame)


@pytest.mark.parametrize(("syntax", "code"), [("4.102", "video"), ("4.66", "no_decoder")])
def test_what_no_decoder_reads_is_kept_with_its_reason(tmp_path, syntax, code):
    dataset = film(Rows=4, Columns=4)
    path = write(tmp_path / "a.dcm", dataset, syntax=syntax, frames=[b"\0" * 16])
    with pytest.raises(CannotShow) as refusal:
        _stored(path)
    assert refusal.value.code == code


def test_a_deflated_bomb_stops_at_the_cap(tmp_path, monkeypatch):
    monkeypatch.setattr("planning.imaging.pixel_source.MAX_INFLATED_BYTES", 2**20)
    path = write(tmp_path / "a.dcm", with_pixels(np.zeros((4000, 4000), np.uint16)), syntax="1.99")
    assert path.stat().st_size < 200_000
    with pytest.raises(CannotShow, match="too_large"):
        open_source(path)


@pytest.mark.parametrize(
    ("syntax", "data"),
    [
        ("4.50", imagecodecs.jpeg8_encode(RGB_8)),
        ("4.70", imagecodecs.jpeg8_encode(RGB_8, lossless=True)),
        ("4.80", imagecodecs.jpegls_encode(RGB_8)),
        ("4.90", imagecodecs.jpeg2k_encode(RGB_8, codecformat="j2k")),
        ("4.201", imagecodecs.htj2k_encode(RGB_8)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_cut_codestream_is_never_a_picture(tmp_path, syntax, data):
    dataset = film(
        Rows=61,
        Columns=47,
        SamplesPerPixel=3,
        PhotometricInterpretation="RGB",
        PlanarConfiguration=0,
        BitsAllocated=8,
        BitsStored=8,
        HighBit=7,
    )
    whole = write(tmp_path / "whole.dcm", dataset, syntax=syntax, frames=[data])
    _stored(whole)
    for kept in (0.5, 0.9, 0.99):
        cut = write(
            tmp_path / "cut.dcm", dataset, syntax=syntax, frames=[data[: int(kept * len(data))]]
        )
        with pytest.raises((CannotShow, RuntimeError, ValueError)):
            _stored(cut)


def test_every_known_syntax_has_one_reader_or_a_reason():
    assert not NATIVE & set(DECODERS)
    assert not VIDEO & set(DECODERS)


def test_forbidden_decoders_are_not_installed():
    for name in ("gdcm", "_gdcm", "libjpeg", "openjpeg"):
        assert find_spec(name) is None, f"{name} must not be installed"
