"""A whole film passes the gate and gives its tags, however it is written."""

from __future__ import annotations

import io
import struct

import pydicom
import pytest

from pacs_bridge.scan import scan_bytes, scan_file
from tests.builders import dicom_files as files
from tests.builders import hostile
from tests.builders.dicom_files import (
    BIG,
    EXPLICIT,
    FILM,
    IMPLICIT,
    JPEG,
    LITTLE,
    MPEG4,
    PIXELS,
    RLE,
    Encoding,
    compressed_film,
    dataset,
    film,
    part10,
)

WRITTEN = {
    "explicit little endian": (Encoding(), EXPLICIT),
    "implicit little endian": (Encoding(explicit=False), IMPLICIT),
    "explicit big endian": (Encoding(little=False), BIG),
}
NATIVE = pytest.mark.parametrize("way", WRITTEN)


def expected_tags():
    return {
        keyword: tuple(str(value).split("\\"))
        for keyword, value in FILM.items()
        if keyword != "PixelData"
    }


@NATIVE
def test_every_native_syntax_gives_the_same_tags(way):
    encoding, syntax = WRITTEN[way]
    scanned = scan_bytes(part10(dataset(encoding=encoding), transfer_syntax=syntax))
    assert scanned.tags == expected_tags()
    assert scanned.transfer_syntax_uid == syntax
    assert scanned.explicit_vr is encoding.explicit
    assert scanned.little_endian is (syntax != BIG)
    assert scanned.has_preamble
    assert scanned.has_meta


@NATIVE
def test_pixels_are_where_the_gate_says(way):
    encoding, syntax = WRITTEN[way]
    data = part10(dataset(encoding=encoding), transfer_syntax=syntax)
    pixels = scan_bytes(data).pixels
    sign = encoding.sign
    stored = data[pixels.offset : pixels.offset + pixels.length]
    assert struct.unpack(f"{sign}192H", stored) == tuple(range(192))
    assert not pixels.encapsulated


@NATIVE
def test_a_data_set_without_any_header_is_recognised(way):
    encoding, syntax = WRITTEN[way]
    scanned = scan_bytes(dataset(encoding=encoding))
    assert scanned.tags == expected_tags()
    assert scanned.transfer_syntax_uid == syntax
    assert not scanned.has_preamble
    assert not scanned.has_meta
    assert scanned.dataset_offset == 0


def test_meta_information_without_a_preamble_is_recognised():
    scanned = scan_bytes(film()[132:])
    assert scanned.has_meta
    assert not scanned.has_preamble
    assert scanned.tags == expected_tags()


def test_a_preamble_without_meta_information_is_recognised():
    scanned = scan_bytes(bytes(128) + b"DICM" + dataset())
    assert scanned.has_preamble
    assert not scanned.has_meta
    assert scanned.dataset_offset == 132


def test_dicm_inside_a_text_is_no_preamble():
    head = LITTLE.element(0x00080005, "CS", b"ISO_IR 100")
    filler = LITTLE.element(0x00080008, "CS", b"A" * (128 - len(head) - 16))
    data = head + filler + LITTLE.element(0x00080012, "LO", b"DICM text here  ")
    data += dataset({"ImageType": None, "SpecificCharacterSet": None})
    assert data[128:132] == b"DICM"
    scanned = scan_bytes(data)
    assert not scanned.has_preamble
    assert scanned.first("PatientID") == "P1"


def test_a_missing_transfer_syntax_is_found_by_looking():
    for way in WRITTEN:
        encoding, syntax = WRITTEN[way]
        data = part10(dataset(encoding=encoding), transfer_syntax=None)
        assert scan_bytes(data).transfer_syntax_uid == syntax


def test_an_implicit_data_set_under_an_explicit_name_is_read_as_it_is():
    data = part10(dataset(encoding=Encoding(explicit=False)), transfer_syntax=EXPLICIT)
    scanned = scan_bytes(data)
    assert scanned.tags == expected_tags()
    assert not scanned.explicit_vr


def test_a_deflated_film_is_read():
    scanned = scan_bytes(hostile.deflated(dataset()))
    assert scanned.deflated
    assert scanned.tags == expected_tags()
    assert dataset()[scanned.pixels.offset :][: scanned.pixels.length] == PIXELS


def test_fragments_are_counted_and_located():
    fragments = [hostile.tiny_jpeg(), b"abcd", b"ef"]
    data = compressed_film(
        JPEG, fragments, NumberOfFrames="2", BitsAllocated=8, BitsStored=8, HighBit=7
    )
    pixels = scan_bytes(data).pixels
    assert pixels.encapsulated
    assert pixels.fragments == 3
    assert pixels.fragment_bytes == sum(len(f) + len(f) % 2 for f in fragments)
    assert data[pixels.offset : pixels.offset + 4] == b"\xfe\xff\x00\xe0"
    assert data[pixels.offset + pixels.length :] == LITTLE.delimiter(0xE0DD)


def test_the_offset_table_is_counted():
    element = LITTLE.encapsulated([b"ab", b"cd"], offsets=[0, 10])
    content = dataset({"PixelData": None, "NumberOfFrames": "2"}, extra={0x7FE00010: element})
    assert scan_bytes(part10(content, transfer_syntax=RLE)).pixels.offset_table_entries == 2


def test_one_fragment_may_be_a_whole_video():
    data = compressed_film(
        MPEG4, [b"mpeg"], NumberOfFrames="100", BitsAllocated=8, BitsStored=8, HighBit=7
    )
    assert scan_bytes(data).pixels.fragments == 1


@pytest.mark.parametrize("undefined", [False, True])
@NATIVE
def test_sequences_are_seen_and_stepped_over(way, undefined):
    encoding, syntax = WRITTEN[way]
    inner = encoding.element(0x00100020, "LO", b"OTHER ")
    lut = encoding.sequence(0x00283010, [encoding.item(inner)] * 2, undefined=undefined)
    icon = encoding.sequence(
        0x00880200,
        [encoding.item(encoding.element(0x7FE00010, "OB", b"\1\2"), files.UNDEFINED)],
        undefined=undefined,
    )
    empty = encoding.sequence(0x00283000, [], undefined=undefined)
    content = dataset(
        encoding=encoding, extra={0x00283000: empty, 0x00283010: lut, 0x00880200: icon}
    )
    scanned = scan_bytes(part10(content, transfer_syntax=syntax))
    assert scanned.sequences == {"VOILUTSequence", "IconImageSequence"}
    assert scanned.first("PatientID") == "P1"
    assert scanned.pixels.length == len(PIXELS)


def test_a_compressed_icon_does_not_hide_the_image():
    icon = LITTLE.item(LITTLE.encapsulated([b"icon"]), files.UNDEFINED)
    sequence = LITTLE.sequence(0x00880200, [icon], undefined=True)
    scanned = scan_bytes(part10(dataset(extra={0x00880200: sequence})))
    assert not scanned.pixels.encapsulated
    assert scanned.pixels.length == len(PIXELS)


def test_overlay_planes_are_listed():
    planes = {
        group << 16 | 0x3000: LITTLE.element(group << 16 | 0x3000, "OW", bytes(24))
        for group in (0x6000, 0x6002)
    }
    assert scan_bytes(part10(dataset(extra=planes))).overlay_groups == (0x6000, 0x6002)


def test_an_enhanced_object_gives_the_spacing_of_its_functional_groups():
    spacing = LITTLE.element(0x00280030, "DS", b"0.5\\0.25")
    measures = LITTLE.sequence(0x00289110, [LITTLE.item(spacing)])
    shared = LITTLE.sequence(0x52009229, [LITTLE.item(measures)])
    bare = dataset({"PixelSpacing": None}, extra={0x52009229: shared})
    assert scan_bytes(part10(bare)).tags["PixelSpacing"] == ("0.5", "0.25")
    both = dataset({"PixelSpacing": "1\\1"}, extra={0x52009229: shared})
    assert scan_bytes(part10(both)).tags["PixelSpacing"] == ("1", "1")


def test_signed_padding_is_read_as_signed():
    padding = {0x00280120: LITTLE.element(0x00280120, "SS", struct.pack("<h", -2000))}
    scanned = scan_bytes(part10(dataset({"PixelRepresentation": 1}, extra=padding)))
    assert scanned.tags["PixelPaddingValue"] == ("-2000",)
    implicit = Encoding(explicit=False)
    padding = {0x00280120: implicit.element(0x00280120, "SS", struct.pack("<h", -2000))}
    content = dataset({"PixelRepresentation": 1}, encoding=implicit, extra=padding)
    scanned = scan_bytes(part10(content, transfer_syntax=IMPLICIT))
    assert scanned.tags["PixelPaddingValue"] == ("-2000",)


def test_a_value_written_as_unknown_is_read_by_the_dictionary():
    rows = {0x00280010: LITTLE.element(0x00280010, "UN", struct.pack("<H", 12))}
    assert scan_bytes(part10(dataset({"Rows": None}, extra=rows))).tags["Rows"] == ("12",)


def test_an_unknown_value_that_only_looks_like_a_sequence_is_opaque():
    blob = b"\xfe\xff\x00\xe0\xff\xff\xff\x7f" + b"binary data of a vendor."
    private = {0x00091010: LITTLE.element(0x00091010, "UN", blob)}
    assert scan_bytes(part10(dataset(extra=private))).first("PatientID") == "P1"


def test_padding_of_blocks_after_the_data_set_is_allowed():
    assert scan_bytes(film() + bytes(1024)).tags == expected_tags()
    trailing = LITTLE.element(0xFFFCFFFC, "OB", b"whatever")
    assert scan_bytes(film() + trailing).tags == expected_tags()


def test_padding_within_the_pixel_data_is_allowed():
    assert scan_bytes(film(PixelData=PIXELS + bytes(128))).pixels.length == len(PIXELS) + 128


def test_a_report_needs_no_pixels():
    content = dataset(
        {
            "SOPClassUID": files.SR,
            "Modality": "SR",
            **dict.fromkeys(("Rows", "Columns", "BitsAllocated", "PixelData")),
        }
    )
    assert scan_bytes(part10(content, sop_class=files.SR)).pixels is None


def test_an_unknown_character_set_is_flagged():
    assert scan_bytes(film()).character_set_known
    assert not scan_bytes(film(SpecificCharacterSet="utf_7")).character_set_known


def test_a_file_on_disc_reads_like_bytes(tmp_path):
    path = tmp_path / "film"
    path.write_bytes(film())
    assert scan_file(path) == scan_bytes(film())


def test_an_uncompressed_long_leg_film_is_not_read_whole(tmp_path, monkeypatch):
    path = tmp_path / "long.dcm"
    path.write_bytes(film(Rows=9000, Columns=3000, PixelData=bytes(54_000_000)))
    from pacs_bridge.scanning import source

    read_bytes = []
    pread = source.os.pread
    monkeypatch.setattr(
        source.os, "pread", lambda *args: read_bytes.append(args[1]) or pread(*args)
    )
    assert scan_file(path).pixels.length == 54_000_000
    assert sum(read_bytes) < 2_000_000


def test_of_two_equal_elements_the_last_counts_as_for_every_reader():
    twice = b"".join(LITTLE.element(0x00100020, "LO", value) for value in (b"P1", b"P2"))
    data = part10(dataset(extra={0x00100020: twice}))
    assert scan_bytes(data).first("PatientID") == "P2"
    assert pydicom.dcmread(io.BytesIO(data)).PatientID == "P2"
