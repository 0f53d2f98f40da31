"""Every real file passes or is refused for a reason, and pydicom reads the same tags."""

from __future__ import annotations

import warnings

import pydicom
import pytest
from pydicom.multival import MultiValue

from pacs_bridge.scan import ImportRefused, scan_file
from pacs_bridge.scanning.index import KEYWORDS

REFUSED = {
    # No pixels where the storage class promises an image.
    "charsets/chrJapMulti.dcm": "pixels_missing",
    "charsets/chrJapMultiExplicitIR6.dcm": "pixels_missing",
    "charsets/chrKoreanMulti.dcm": "pixels_missing",
    "charsets/chrSQEncoding.dcm": "pixels_missing",
    "charsets/chrSQEncoding1.dcm": "pixels_missing",
    "malformed/GH178.dcm": "pixels_missing",
    "malformed/GH223.dcm": "pixels_missing",
    "malformed/GH487.dcm": "pixels_missing",
    "malformed/UN_sequence.dcm": "pixels_missing",
    "malformed/no_meta_group_length.dcm": "pixels_missing",
    # The directory of a CD; its members come on their own.
    "dicomdir/DICOMDIR": "dicomdir",
    # Says JPEG-LS, holds native pixels.
    "malformed/20-wrong-transfer-syntax.dcm": "transfer_syntax_mismatch",
    # Cut off.
    "malformed/3gb-bulk-data-truncated": "truncated",
    "malformed/MR_truncated.dcm": "truncated",
    "malformed/emri_small_jpeg_2k_lossless_too_short.dcm": "truncated",
    "malformed/rtplan_truncated.dcm": "truncated",
    # An element with blanks for a VR claims 139 kB.
    "malformed/GH179A.dcm": "truncated",
    # A private sequence in explicit VR within implicit VR; pydicom loses its pixels.
    "malformed/GH626.dcm": "truncated",
    # Items that stand outside any sequence.
    "malformed/GH364.dcm": "damaged",
    # 12 bits allocated; frames "1A"; pixels of two bytes without any description.
    "malformed/GH340.dcm": "bad_image_description",
    "malformed/badVR.dcm": "bad_image_description",
    "malformed/meta_missing_tsyntax.dcm": "bad_image_description",
    "malformed/nested_priv_SQ.dcm": "bad_image_description",
    # UIDs replaced by hexadecimal digests.
    "malformed/bad_sequence.dcm": "bad_uid",
    # gzip; one stray byte before the first element; tables and texts.
    "malformed/zipMR.gz": "not_dicom",
    "no-preamble/no_meta.dcm": "not_dicom",
    "MANIFEST.csv": "not_dicom",
    "NOTICE.md": "not_dicom",
}


def test_every_shared_file_has_the_expected_outcome(shared_data):
    outcomes = {}
    total = 0
    for path in sorted(shared_data.rglob("*")):
        if path.is_file():
            total += 1
            try:
                scan_file(path)
            except ImportRefused as refusal:
                outcomes[path.relative_to(shared_data).as_posix()] = str(refusal.code)
    assert outcomes == REFUSED
    assert total == 282


def _texts(element) -> tuple[str, ...]:
    """What pydicom makes of an element, as the text that stood in the file."""
    if element.VR == "PN":
        # pydicom leaves out empty groups at the end of a name.
        return tuple(str(name) for name in _values(element.value) if str(name))
    texts = []
    for value in _values(element.value):
        if hasattr(value, "original_string"):
            texts.append(value.original_string.strip(" \0"))
        elif element.VR == "FL":
            texts.append(f"{value:.9g}")
        else:
            texts.append(str(value).strip(" \0"))
    return tuple(texts) if texts != [""] else ()


def _values(value) -> list:
    if value is None:
        return []
    return list(value) if isinstance(value, MultiValue | list) else [value]


def _in_a_functional_group(dataset, keyword) -> bool:
    groups = ("SharedFunctionalGroupsSequence", "PerFrameFunctionalGroupsSequence")
    return any(
        keyword in item
        for group in groups
        for frame in dataset.get(group, ())
        for macro in frame
        if macro.VR == "SQ"
        for item in macro.value
    )


def test_tags_are_those_that_pydicom_reads(shared_data):
    compared = 0
    for path in sorted(shared_data.rglob("*")):
        name = path.relative_to(shared_data).as_posix()
        if not path.is_file() or name in REFUSED:
            continue
        # DICM stands by chance at byte 128 of a headless file, which misleads pydicom;
        # of ISO-IR 58 it leaves the escape sequences in the text; a little-endian sequence
        # in a big-endian file it does not read.
        if path.name in ("no_preamble_dicm_in_data", "chrGB2312.dcm") or "GH177" in path.name:
            continue
        compared += _compare(path, name)
    assert compared > 10_000


def _compare(path, name) -> int:
    tags = scan_file(path).tags
    compared = 0
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        dataset = pydicom.dcmread(path, force=True)
        for keyword in KEYWORDS:
            if keyword in dataset:
                found = tuple(text.rstrip("=") for text in tags[keyword])
                assert found == _texts(dataset[keyword]), (name, keyword)
                compared += 1
            elif keyword in tags:
                assert _in_a_functional_group(dataset, keyword), (name, keyword)
    return compared


@pytest.mark.parametrize(
    ("name", "spacing"),
    [
        ("multiframe/eCT_Supplemental.dcm", ("0.388672", "0.388672")),
        ("multiframe/enhanced_ct_extremity_volume.dcm", ("0.51171875", "0.51171875")),
        ("radiographs/hip_frogleg_fuji_RG2_UNC.dcm", ("0.2000", "0.2000")),
        ("radiographs/ct_scout_ap_spine_pelvis_nonsquare.dcm", ("0.545455", "0.596847")),
    ],
)
def test_spacing_of_well_known_files(shared_data, name, spacing):
    assert scan_file(shared_data / name).tags["PixelSpacing"] == spacing


def test_pixel_data_lie_where_pydicom_finds_them(shared_data):
    compared = 0
    for path in sorted((shared_data / "photometric").iterdir()):
        scanned = scan_file(path)
        if scanned.pixels is None or scanned.pixels.tag != 0x7FE00010:
            continue
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            value = pydicom.dcmread(path, force=True).get_item("PixelData").value
        ours = path.read_bytes()[scanned.pixels.offset :][: scanned.pixels.length]
        assert ours == value, path.name
        compared += 1
    assert compared > 25
