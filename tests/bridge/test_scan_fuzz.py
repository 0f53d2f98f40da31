"""Whatever is done to a file, only a refusal leaves the gate, and soon.

``FUZZ_EXAMPLES=100000 pytest --timeout=0 tests/bridge/test_scan_fuzz.py`` looks longer.
"""

from __future__ import annotations

import os
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pacs_bridge.limits import LIMITS
from pacs_bridge.scan import ImportRefused, scan_source
from pacs_bridge.scanning.source import BytesSource
from tests.builders import hostile
from tests.builders.dicom_files import (
    BIG,
    IMPLICIT,
    JPEG,
    LITTLE,
    PIXELS,
    UNDEFINED,
    Encoding,
    compressed_film,
    dataset,
    film,
    part10,
)


def _rich() -> bytes:
    """A film with sequences of both kinds, private elements and an icon."""
    inner = LITTLE.sequence(0x00081140, [LITTLE.item(LITTLE.element(0x00081150, "UI", b"1.2\0"))])
    return part10(
        dataset(
            extra={
                0x00082112: LITTLE.sequence(
                    0x00082112, [LITTLE.item(inner, UNDEFINED)], undefined=True
                ),
                0x00091001: LITTLE.element(0x00091001, "UN", LITTLE.item(b"\x08\0\x05\0CS\2\0ab")),
                0x00283010: LITTLE.sequence(0x00283010, [LITTLE.item(b""), LITTLE.item(inner)]),
            }
        )
    )


SEEDS = [
    film(),
    _rich(),
    dataset(encoding=Encoding(explicit=False)),
    part10(dataset(encoding=Encoding(explicit=False)), transfer_syntax=IMPLICIT),
    part10(dataset(encoding=Encoding(little=False)), transfer_syntax=BIG),
    hostile.deflated(dataset()),
    compressed_film(JPEG, [hostile.tiny_jpeg(), b"ab"], BitsAllocated=8, BitsStored=8, HighBit=7),
    hostile.with_sequence(hostile.nested(31)),
]
INTERESTING = [b"\0", b"\xff\xff", b"\xff" * 4, b"\xfe\xff\x00\xe0", b"\xfe\xff\xdd\xe0", b"SQ\0\0"]
INTERESTING += [
    b"UN\0\0\xff\xff\xff\xff",
    b"OB",
    b"  ",
    b"\xfe\xff\x0d\xe0\0\0\0\0",
    b"\xe0\x7f\x10\0",
]


def passes_or_is_refused(data: bytes) -> None:
    started = time.process_time()
    try:
        # Not scan_bytes: nothing may need to be caught there either.
        scanned = scan_source(BytesSource(data), LIMITS)
    except ImportRefused as refusal:
        str(refusal)
    else:
        assert all(isinstance(v, str) for values in scanned.tags.values() for v in values)
        if scanned.pixels and not scanned.deflated:
            assert scanned.pixels.offset + scanned.pixels.length <= len(data)
    assert time.process_time() - started < 2


def _set_byte(data, at, draw):
    data[at : at + 1] = bytes([draw(st.integers(0, 255))])


def _overwrite(data, at, draw):
    token = draw(st.sampled_from(INTERESTING))
    data[at : at + len(token)] = token


def _insert(data, at, draw):
    data[at:at] = draw(st.sampled_from(INTERESTING))


def _cut(data, at, draw):
    del data[at : at + draw(st.integers(1, 64))]


def _double(data, at, draw):
    data[at:at] = data[at : at + draw(st.integers(1, 64))]


def _swap(data, at, draw):
    other = draw(st.integers(0, max(0, len(data) - 1)))
    data[at : at + 8], data[other : other + 8] = data[other : other + 8], data[at : at + 8]


@st.composite
def mutations(draw):
    data = bytearray(draw(st.sampled_from(SEEDS)))
    for _ in range(draw(st.integers(1, 6))):
        at = draw(st.integers(0, max(0, len(data) - 1)))
        mutate = draw(st.sampled_from([_set_byte, _overwrite, _insert, _cut, _double, _swap]))
        mutate(data, at, draw)
    return bytes(data)


@settings(max_examples=int(os.environ.get("FUZZ_EXAMPLES", "500")), deadline=None)
@given(mutations())
def test_mutated_films(data):
    passes_or_is_refused(data)


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["bare", "part 10", "implicit"]))
def test_random_bytes(content, way):
    if way == "bare":
        passes_or_is_refused(content)
    else:
        passes_or_is_refused(
            part10(content, transfer_syntax=IMPLICIT if way == "implicit" else None)
        )


def test_every_byte_of_a_film_set_to_extremes():
    seed = _rich()
    for at in range(128, len(seed) - len(PIXELS)):
        for value in (0x00, 0xFF):
            passes_or_is_refused(seed[:at] + bytes([value]) + seed[at + 1 :])


def test_every_prefix_of_real_files(shared_data):
    for name in ("overlays-luts/mlut_18.dcm", "multiframe/eCT_Supplemental.dcm"):
        data = (shared_data / name).read_bytes()
        for length in [*range(0, 6000, 17), *range(6000, len(data), 80_009)]:
            with pytest.raises(ImportRefused):
                scan_source(BytesSource(data[:length]), LIMITS)
