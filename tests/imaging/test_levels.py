"""From a file to the levels and the preview, all in one pass and nothing lost."""

from __future__ import annotations

import gzip
import hashlib
from pathlib import Path

import numpy as np
import pydicom
import pytest
import zstandard
from PIL import Image

from planning.imaging.child import render_frame, write_gzip, write_picture
from planning.imaging.rendered import Rendered, RenderedFile
from planning.imaging.strips import decode_level
from tests.imaging.films import with_pixels, write
from tests.imaging.plain_strips import quarter

NOISE = np.random.default_rng(8)
GREY = NOISE.integers(0, 4096, (150, 90)).astype(np.uint16)


def _render(path: Path, scratch: Path, frame: int = 1) -> tuple[Rendered, dict[str, RenderedFile]]:
    scratch.mkdir()
    rendered = render_frame(str(path), frame, str(scratch), True)
    return rendered, {file.level: file for file in rendered.files}


def _values(file: RenderedFile) -> np.ndarray:
    data = Path(file.path).read_bytes()
    assert hashlib.sha256(data).hexdigest() == file.sha256
    assert len(data) == file.size_bytes
    size = 2 * file.planes * file.rows * file.columns
    assert zstandard.frame_content_size(data) == size
    return decode_level(
        zstandard.ZstdDecompressor().decompress(data),
        planes=file.planes,
        rows=file.rows,
        columns=file.columns,
        strip_rows=file.strip_rows,
        expected_checks=file.checks,
    )


@pytest.mark.parametrize("photometric", ["MONOCHROME2", "MONOCHROME1"])
def test_full_level_is_every_stored_value(tmp_path, photometric):
    path = write(tmp_path / "a.dcm", with_pixels(GREY, PhotometricInterpretation=photometric))
    rendered, files = _render(path, tmp_path / "out")
    assert np.array_equal(_values(files["full"])[0], GREY)
    assert rendered.meaning["value_offset"] == 0
    digest = hashlib.sha256(GREY.astype("<u2").tobytes()).hexdigest()
    assert rendered.pixel_sha256 == digest


def test_quarter_level_is_the_mean_of_the_full_one(tmp_path):
    _, files = _render(write(tmp_path / "a.dcm", with_pixels(GREY)), tmp_path / "out")
    expected = quarter(GREY.reshape(-1).tolist(), 150, 90, 1)
    found = _values(files["quarter"])
    assert found.shape == (1, 38, 23)
    assert found.reshape(-1).tolist() == expected


def test_signed_values_come_back_with_their_offset(tmp_path):
    values = (GREY.astype(np.int32) - 2000).astype(np.int16)
    path = write(tmp_path / "a.dcm", with_pixels(values, BitsStored=13, HighBit=12))
    rendered, files = _render(path, tmp_path / "out")
    again = _values(files["full"])[0].astype(int) + rendered.meaning["value_offset"]
    assert np.array_equal(again, values)


def test_colour_has_three_planes_one_after_the_other(tmp_path):
    values = NOISE.integers(0, 256, (70, 31, 3), np.uint8)
    rendered, files = _render(write(tmp_path / "a.dcm", with_pixels(values)), tmp_path / "out")
    assert np.array_equal(_values(files["full"]), np.moveaxis(values, -1, 0))
    assert files["quarter"].planes == 3
    assert rendered.pixel_sha256 == hashlib.sha256(values.tobytes()).hexdigest()


def test_every_frame_counts_in_the_digest_and_each_has_its_levels(tmp_path):
    values = NOISE.integers(0, 4096, (3 * 20, 31)).astype(np.uint16)
    path = write(tmp_path / "a.dcm", with_pixels(values, Rows=20, NumberOfFrames=3))
    for frame in (1, 3):
        rendered, files = _render(path, tmp_path / f"out{frame}", frame)
        assert np.array_equal(_values(files["full"])[0], values[20 * frame - 20 : 20 * frame])
        assert rendered.meaning["frames"] == 3
        assert rendered.pixel_sha256 == hashlib.sha256(values.tobytes()).hexdigest()


def test_levels_of_real_films_equal_the_pixels_of_pydicom(shared_data, tmp_path):
    names = (
        "radiographs/hip_frogleg_fuji_RG2_UNC.dcm",
        "radiographs/vet_thorax_spine_fuji_dx_small.dcm",
        "no-preamble/CR-MONO1-10-chest",
        "ct/pelvis_visible-human-female/vhf.1000.dcm",
        "transfer-syntaxes/hip-cr/RG2_RLE.dcm",
        "transfer-syntaxes/ct/CT_1.2.840.10008.1.2.1.99.dcm",
        "transfer-syntaxes/ct/CT_1.2.840.10008.1.2.2.dcm",
        "transfer-syntaxes/other/MR_small_bigendian.dcm",
    )
    for at, name in enumerate(names):
        dataset = pydicom.dcmread(shared_data / name, force=True)
        if "TransferSyntaxUID" not in dataset.file_meta:
            dataset.file_meta.TransferSyntaxUID = "1.2.840.10008.1.2"
        rendered, files = _render(shared_data / name, tmp_path / str(at))
        again = _values(files["full"])[0].astype(int) + rendered.meaning["value_offset"]
        assert np.array_equal(again, dataset.pixel_array), name


@pytest.mark.parametrize(
    ("spacing", "size"),
    [
        (None, (1024, 512)),
        (["0.2", "0.1"], (1024, 1024)),
        (["0.1", "0.4"], (1024, 128)),
    ],
)
def test_preview_shows_true_shape_within_1024_pixels(tmp_path, spacing, size):
    values = np.tile(np.arange(3000, dtype=np.uint16), (1500, 1))
    dataset = with_pixels(values, BitsStored=12, HighBit=11)
    if spacing:
        dataset.PixelSpacing = spacing
    _, files = _render(write(tmp_path / "a.dcm", dataset), tmp_path / "out")
    preview = files["preview"]
    with Image.open(preview.path) as image:
        assert (image.format, image.mode, image.size) == ("JPEG", "L", size)
        assert (preview.columns, preview.rows) == size
        assert image.getpixel((3, 60)) < 8
        assert image.getpixel((size[0] - 3, 60)) > 247


@pytest.mark.parametrize("photometric", ["MONOCHROME2", "MONOCHROME1"])
@pytest.mark.parametrize("size", [100, 37, 20, 8])
def test_pictures_of_any_size_keep_the_greys_of_the_film(tmp_path, photometric, size):
    values = np.zeros((100, 100), np.uint16)
    values[:, 50:] = 1000
    dataset = with_pixels(
        values, PhotometricInterpretation=photometric, WindowCenter=500, WindowWidth=2001
    )
    path = write(tmp_path / "a.dcm", dataset)
    written = write_picture(str(path), 1, str(tmp_path / "a.png"), "PNG", size)
    # 500 lies in the middle of the window: 0 and 1000 are a quarter and three quarters.
    left, right = (64, 191) if photometric == "MONOCHROME2" else (191, 64)
    with Image.open(tmp_path / "a.png") as image:
        assert image.size == (size, size) == (written.columns, written.rows)
        assert abs(image.getpixel((1, size // 2)) - left) <= 1
        assert abs(image.getpixel((size - 2, size // 2)) - right) <= 1


def test_a_small_film_is_not_enlarged(tmp_path):
    path = write(tmp_path / "a.dcm", with_pixels(GREY))
    written = write_picture(str(path), 1, str(tmp_path / "a.png"), "PNG", 1024)
    assert (written.columns, written.rows) == (90, 150)


def test_gzip_variant_holds_the_same_bytes_and_is_the_same_every_time(tmp_path):
    _, files = _render(write(tmp_path / "a.dcm", with_pixels(GREY)), tmp_path / "out")
    made = [write_gzip(files["full"].path, str(tmp_path / name)) for name in ("x.gz", "y.gz")]
    assert made[0] == made[1]
    coded = zstandard.ZstdDecompressor().decompress(Path(files["full"].path).read_bytes())
    written = (tmp_path / "x.gz").read_bytes()
    assert gzip.decompress(written) == coded
    assert made[0] == (hashlib.sha256(written).hexdigest(), len(written))
