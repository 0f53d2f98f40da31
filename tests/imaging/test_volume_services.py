"""From the files of a series to planes, value by value, through the real import and children."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pydicom
import pytest
import zstandard

from pacs_bridge.scan import scan_file
from planning.imaging import volume_pool, volume_services
from planning.imaging.strips import STRIP_ROWS, decode_level
from planning.imaging.volume_headers import may_be_stack
from planning.imaging.volume_models import Volume
from planning.imaging.volume_selectors import (
    current_volumes,
    may_open_as_volume,
    volume_display,
    volume_state,
)
from planning.imaging.volume_services import make_volume, request_volume
from planning.jobs.models import JobState
from planning.jobs.work import run_inline
from planning.store.blobs import cache, originals
from planning.studies.models import Instance, Series
from tests.imaging.volume_files import bring, write_enhanced, write_slices

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_folder", "children")]
VALUES = np.random.default_rng(3).integers(-1024, 3000, (19, 24, 33)).astype(np.int16)


def made(series: Series, number: int = 1) -> Volume:
    return make_volume(series=series, number=number, report=lambda **progress: None)


def planes(volume: Volume, name: str, start: int, count: int = 16) -> np.ndarray:
    """Modality values of planes, decoded as the browser decodes them."""
    plane = next(each for each in volume.geometry["planes"] if each["name"] == name)
    coded, checks = volume_pool.cut_planes(
        cache().local_path(volume.sha256),
        shape=tuple(volume.geometry["shape"]),
        axes=tuple(plane["axes"]),
        backwards=tuple(plane["reversed"]),
        start=start,
        count=count,
        encoding="zstd",
    )
    total, rows, columns = plane["shape"]
    level = decode_level(
        zstandard.ZstdDecompressor().decompress(coded),
        planes=min(count, total - start),
        rows=rows,
        columns=columns,
        strip_rows=STRIP_ROWS,
        expected_checks=checks,
    )
    meaning = volume.meaning
    stored = level.astype(np.int64) + meaning["value_offset"]
    return stored * meaning["slope"] + meaning["intercept"]


def stacked(paths: list[Path]) -> np.ndarray:
    """The values of a series as pydicom gives them, from the feet to the head."""
    files = [pydicom.dcmread(path) for path in paths]
    files.sort(key=lambda dataset: float(dataset.ImagePositionPatient[2]))
    return np.stack(
        [each.pixel_array * each.RescaleSlope + each.RescaleIntercept for each in files]
    )


def test_a_real_ct_has_the_values_of_pydicoms_array_along_a_coronal_line(shared_data, tmp_path):
    paths = sorted((shared_data / "ct" / "shoulder-spine_acrin").glob("*.dcm"))
    volume = made(bring(paths, tmp_path))
    array = stacked(paths)
    assert volume.geometry["refusal"] is None
    assert volume.geometry["step_mm"] == pytest.approx(3.27, abs=1e-4)
    # Head up, right on the left: the file's rows of slices turned over, its columns as they are.
    assert np.array_equal(planes(volume, "coronal", 256, 1)[0], array[::-1, 256, :])
    assert np.array_equal(
        planes(volume, "sagittal", 240), array[::-1, :, 240:256].transpose(2, 0, 1)
    )
    assert np.array_equal(planes(volume, "axial", 0), array[::-1][:16])
    assert np.array_equal(planes(volume, "axial", 48), array[::-1][48:])
    coronal = next(each for each in volume.geometry["planes"] if each["name"] == "coronal")
    assert coronal["letters"] == {"left": "R", "right": "L", "top": "H", "bottom": "F"}
    assert coronal["aspect"] == pytest.approx(3.27 / 0.976562, abs=1e-4)
    assert coronal["origin_mm"] == pytest.approx([-250.0, -250.0, 78.0])


def test_the_pelvis_is_ordered_by_place_with_its_own_meaning(shared_data, tmp_path):
    paths = sorted((shared_data / "ct" / "pelvis_visible-human-female").glob("*.dcm"))
    volume = made(bring(reversed(paths), tmp_path))
    array = stacked(paths)
    assert np.array_equal(planes(volume, "axial", 0), array[::-1])
    assert np.array_equal(planes(volume, "coronal", 200, 1)[0], array[::-1, 200, :])


def test_an_enhanced_extremity_scanned_feet_first_hangs_head_up(shared_data, tmp_path):
    path = shared_data / "multiframe" / "enhanced_ct_extremity_volume.dcm"
    series = bring([path], tmp_path)
    assert may_open_as_volume(series.modality, list(series.instances.all()))
    volume = made(series)
    dataset = pydicom.dcmread(path)
    # Its frames run from -456 to -480 mm, towards the feet, as they are shown.
    array = dataset.pixel_array * 1.0 - 1024
    assert volume.geometry["step_mm"] == pytest.approx(4.0)
    assert np.array_equal(planes(volume, "axial", 0), array)
    assert np.array_equal(planes(volume, "coronal", 100, 1)[0], array[:, 100, :])
    (axial,) = [each for each in volume.geometry["planes"] if each["name"] == "axial"]
    assert axial["origin_mm"] == pytest.approx([-124.744140625, -309.744140625, -456.0])


def test_mirrored_columns_of_a_real_enhanced_ct_are_turned_to_the_usual_side(shared_data, tmp_path):
    path = shared_data / "multiframe" / "eCT_Supplemental.dcm"
    volume = made(bring([path], tmp_path))
    array = pydicom.dcmread(path).pixel_array * 1.0 - 1024
    # Image Orientation is -1\0\0\0\1\0; the second frame lies 10 mm towards the head.
    assert np.array_equal(planes(volume, "axial", 0), array[::-1, :, ::-1])
    assert np.array_equal(planes(volume, "sagittal", 0, 1)[0], array[::-1, :, -1])
    letters = {each["name"]: each["letters"]["left"] for each in volume.geometry["planes"]}
    assert letters == {"axial": "R", "coronal": "R", "sagittal": "A"}
    # Blood flow, not Hounsfield units: its Rescale Type is US.
    assert volume.geometry["unit"] == ""


def test_frames_of_an_enhanced_object_are_ordered_by_place(tmp_path):
    order = [3, 0, 4, 1, 2]
    series = bring([write_enhanced(tmp_path / "e.dcm", VALUES[:5], order)], tmp_path)
    volume = made(series)
    assert [frame for _, frame in volume.slices] == [2, 4, 5, 1, 3]
    assert np.array_equal(planes(volume, "axial", 0), VALUES[:5][::-1])


def test_mirrored_columns_and_a_sagittal_acquisition_come_out_the_usual_way(tmp_path):
    # Rows run to the front, columns to the feet, slices from left to right.
    paths = write_slices(
        tmp_path / "s", VALUES, directions=(0, -1, 0, 0, 0, -1), step=(-2.0, 0.0, 0.0)
    )
    volume = made(bring(paths, tmp_path))
    by_place = VALUES[::-1]
    assert np.array_equal(planes(volume, "sagittal", 0), by_place[:16, :, ::-1])
    assert np.array_equal(planes(volume, "axial", 3, 1)[0], by_place[:, 3, ::-1].T)
    assert np.array_equal(planes(volume, "coronal", 0, 1)[0], by_place[:, :, 32].T)


def test_a_tilted_series_is_scrolled_but_not_cut(tmp_path):
    paths = write_slices(
        tmp_path / "t", VALUES, directions=(1, 0, 0, 0, 0.965926, 0.258819), step=(0, 0, 2.0)
    )
    volume = made(bring(paths, tmp_path))
    assert volume.geometry["refusal"] == {"code": "volume_tilted", "params": {"degrees": 15.0}}
    assert [each["name"] for each in volume.geometry["planes"]] == ["axial"]
    assert np.array_equal(planes(volume, "axial", 0), VALUES[::-1][:16])


def test_passes_that_the_headers_tell_apart_are_two_stacks(tmp_path):
    first = write_slices(tmp_path / "a", VALUES, AcquisitionNumber="1")
    second = write_slices(tmp_path / "b", VALUES[:9], like=first[0], AcquisitionNumber="2")
    series = bring([*first, *second], tmp_path)
    volume = made(series, 2)
    assert [len(each.slices) for each in current_volumes(series)] == [19, 9]
    assert np.array_equal(planes(volume, "axial", 0), VALUES[:9][::-1])
    notes = [note["code"] for note in volume.geometry["notes"]]
    assert notes == ["volume_left_out"]


def test_a_job_makes_the_volume_and_what_was_evicted_again(tmp_path):
    series = bring(write_slices(tmp_path / "s", VALUES), tmp_path)
    assert volume_state(series, 1).asked is False
    job = request_volume(series=series)
    assert volume_state(series, 1).asked is True
    assert run_inline(job).state == JobState.DONE
    state = volume_state(series, 1)
    assert state.state == "ready"
    digest = state.volume.sha256
    cache().delete(digest)
    assert volume_state(series, 1).state == "making"
    assert run_inline(request_volume(series=series)).state == JobState.DONE
    assert volume_state(series, 1).volume.sha256 == digest


def test_a_slice_that_arrives_later_makes_the_stack_outdated(tmp_path):
    paths = write_slices(tmp_path / "s", VALUES)
    series = bring(paths[:-1], tmp_path)
    made(series)
    bring(paths[-1:], tmp_path, series.study.site)
    assert current_volumes(series) == []
    assert len(made(series).slices) == 19


def test_the_file_of_an_outdated_stack_is_given_up(tmp_path):
    paths = write_slices(tmp_path / "s", VALUES)
    series = bring(paths[:-1], tmp_path)
    outdated = made(series).sha256
    bring(paths[-1:], tmp_path, series.study.site)
    assert cache().exists(made(series).sha256)
    assert not cache().exists(outdated)


def test_beyond_what_is_kept_the_oldest_files_go(tmp_path, monkeypatch):
    site = None
    volumes = []
    for number in range(3):
        folder = tmp_path / f"s{number}"
        series = bring(write_slices(folder, VALUES + number), tmp_path, site)
        site = series.study.site
        size = volumes[0].size_bytes if volumes else 0
        monkeypatch.setattr(volume_services, "KEPT_BYTES", max(2 * size, 2**30 * (not volumes)))
        volumes.append(made(series))
    assert [cache().exists(volume.sha256) for volume in volumes] == [False, True, True]
    assert np.array_equal(planes(made(volumes[0].series), "axial", 0), VALUES[::-1][:16])


def test_a_slice_that_cannot_be_decoded_is_named_and_nothing_is_shown(tmp_path):
    series = bring(write_slices(tmp_path / "s", VALUES), tmp_path)
    broken = Instance.objects.filter(series=series).order_by("number")[7]
    path = originals().local_path(broken.stored_sha256)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-500])
    assert run_inline(request_volume(series=series)).state == JobState.DONE
    state = volume_state(series, 1)
    assert (state.state, state.reason["code"]) == ("refused", "pixels_truncated")


def test_a_lost_original_fails_the_job_with_its_sentence(tmp_path):
    series = bring(write_slices(tmp_path / "s", VALUES), tmp_path)
    lost = Instance.objects.filter(series=series).first()
    originals().local_path(lost.stored_sha256).unlink()
    assert run_inline(request_volume(series=series)).state == JobState.FAILED
    state = volume_state(series, 1)
    assert (state.state, state.reason["code"]) == ("failed", "original_missing")


def test_a_cut_file_of_values_is_never_cut_into_planes(tmp_path):
    volume = made(bring(write_slices(tmp_path / "s", VALUES), tmp_path))
    path = cache().local_path(volume.sha256)
    path.chmod(0o600)
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(Exception, match="pixels_truncated"):
        planes(volume, "axial", 0)


def test_the_browser_is_told_windows_places_and_addresses(tmp_path):
    paths = write_slices(tmp_path / "s", VALUES, WindowCenter="50", WindowWidth="350")
    volume = made(bring(paths, tmp_path))
    shown = volume_display(volume)
    assert [(each["name"], each["center"], each["width"]) for each in shown["windows"]] == [
        ("bone", 400.0, 1800.0),
        ("soft_tissue", 40.0, 400.0),
        ("", 50.0, 350.0),
    ]
    (coronal,) = [each for each in shown["planes"] if each["name"] == "coronal"]
    assert (coronal["count"], coronal["rows"], coronal["columns"]) == (24, 19, 33)
    assert coronal["aspect"] == pytest.approx(2.0 / 0.5)
    assert coronal["url"].endswith(f"/planes/coronal/{{start}}/{{count}}/{volume.sha256}")


@pytest.mark.parametrize(
    ("modality", "said", "unit", "presets"),
    [("CT", "HU", "HU", 2), ("CT", "US", "", 0), ("CT", "MGML", "MGML", 0), ("MR", "US", "", 0)],
)
def test_hounsfield_units_are_told_only_where_the_file_gives_them(
    tmp_path, modality, said, unit, presets
):
    paths = write_slices(tmp_path / "s", VALUES[:3], Modality=modality, RescaleType=said)
    shown = volume_display(made(bring(paths, tmp_path)))
    assert shown["unit"] == unit
    assert sum(bool(each.get("preset")) for each in shown["windows"]) == presets


@pytest.mark.parametrize("name", ["NM-MONO2-16-13x-heart.dcm", "xa_96frames_jpeg.dcm"])
def test_a_cine_is_not_offered_as_a_stack(shared_data, name):
    tags = scan_file(shared_data / "multiframe" / name).tags
    assert not may_be_stack(tags["Modality"][0], [(tags, int(tags["NumberOfFrames"][0]))])
