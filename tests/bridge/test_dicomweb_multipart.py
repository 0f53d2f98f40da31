"""The multipart reader gives every part its own bytes, however the stream is cut."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pacs_bridge.dicomweb.multipart import BLOCK_BYTES, MultipartError, boundary_of, read_parts


def parts_of(data: bytes, boundary: bytes, step: int = BLOCK_BYTES) -> list[tuple[str, bytes]]:
    stream = io.BytesIO(data)
    found = read_parts(lambda size: stream.read(min(size, step)), boundary)
    return [(part.headers.get("Content-Type", ""), b"".join(part.body)) for part in found]


def encode(bodies: list[bytes], boundary: bytes, before: bytes = b"") -> bytes:
    head = b"Content-Type: application/dicom\r\n\r\n"
    marked = (b"\r\n--" + boundary + b"\r\n" + head + body for body in bodies)
    return before + b"".join(marked) + b"\r\n--" + boundary + b"--"


tricky = st.one_of(
    st.binary(max_size=400),
    st.lists(
        st.sampled_from([b"\r", b"\n", b"-", b"--", b"b", b"\r\n--", b"\r\n--bo", b"\0"]),
        max_size=40,
    ).map(b"".join),
)


@given(st.lists(tricky, min_size=1, max_size=4), st.integers(1, 50))
def test_bodies_come_back_as_they_were(bodies, step):
    boundary = b"bound"
    bodies = [body.replace(b"\r\n--" + boundary, b"") for body in bodies]
    expected = [("application/dicom", body) for body in bodies]
    assert parts_of(encode(bodies, boundary), boundary, step) == expected


def test_what_stands_before_the_first_part_is_skipped():
    data = encode([b"one"], b"b", before=b"This is a multi-part message")
    assert parts_of(data, b"b") == [("application/dicom", b"one")]


def test_the_first_delimiter_may_begin_the_stream():
    assert parts_of(b"--b\r\n\r\nbody\r\n--b--\r\n", b"b") == [("", b"body")]


def test_padding_after_a_delimiter_is_allowed():
    assert parts_of(b"--b  \t\r\nContent-Type: x/y\r\n\r\nbody\r\n--b--", b"b") == [
        ("x/y", b"body")
    ]


def test_a_part_that_nobody_reads_is_passed_over():
    stream = io.BytesIO(encode([b"x" * 300_000, b"two"], b"b"))
    _, second = read_parts(stream.read, b"b")
    assert second.headers["Content-Type"] == "application/dicom"


@given(st.integers(0, 120))
def test_a_stream_that_ends_early_is_an_error(length):
    whole = encode([b"a" * 30, b"b" * 30], b"bound")
    with pytest.raises(MultipartError):
        parts_of(whole[: min(length, len(whole) - 2)], b"bound")


@pytest.mark.parametrize("filler", [b"\r\nX: " + b"a" * 500_000, b"\r\nX: y" * 10_000])
def test_headers_without_end_are_refused(filler):
    with pytest.raises(MultipartError):
        parts_of(b"--b" + filler, b"b")


@pytest.mark.parametrize(
    ("header", "boundary"),
    [
        ('multipart/related; type="application/dicom"; boundary=abc', b"abc"),
        ('Multipart/Related; boundary="a b=c"; type="application/dicom"', b"a b=c"),
    ],
)
def test_the_boundary_is_read_from_the_header(header, boundary):
    assert boundary_of(header) == boundary


@pytest.mark.parametrize("header", ["", "text/html", "multipart/related", "multipart/mixed"])
def test_another_content_type_is_refused(header):
    with pytest.raises(MultipartError):
        boundary_of(header)
