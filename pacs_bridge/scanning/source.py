"""PURE. The bytes of a file, read where needed and never as a whole."""

from __future__ import annotations

import os
import zlib
from typing import Protocol

from pacs_bridge.limits import MIB, Limits
from pacs_bridge.scanning.refusal import Code, ImportRefused

_CHUNK_BYTES = 64 * 1024
_SMALLEST_CAP_BYTES = 4 * MIB


class Source(Protocol):
    """Random access to bytes."""

    size: int

    def read(self, offset: int, length: int) -> bytes:
        """Return the bytes there; fewer at the end."""


class BytesSource:
    """Bytes in memory."""

    def __init__(self, data: bytes | bytearray):
        self.size = len(data)
        self._data = data

    def read(self, offset: int, length: int) -> bytes:
        """Return the bytes there; fewer at the end."""
        return bytes(self._data[offset : offset + length])


class FileSource:
    """An open regular file, by its descriptor; the caller closes it.

    Read with ``pread``, not mapped: a map of a file on a failing disc or share ends the
    process with SIGBUS.
    """

    def __init__(self, descriptor: int):
        self.size = os.fstat(descriptor).st_size
        self._descriptor = descriptor

    def read(self, offset: int, length: int) -> bytes:
        """Return the bytes there; fewer at the end."""
        return os.pread(self._descriptor, length, offset)


def inflate(source: Source, start: int, limits: Limits) -> BytesSource:
    """Inflate a deflated data set (PS3.5 A.5) under a cap.

    Raises
    ------
    ImportRefused
        ``inflates_too_much``, ``truncated`` or ``damaged``.
    """
    compressed_bytes = source.size - start
    cap = max(_SMALLEST_CAP_BYTES, compressed_bytes * limits.inflation_ratio)
    cap = min(cap, limits.inflated_bytes)
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    data = bytearray()
    at = start
    try:
        while not inflater.eof and at < source.size:
            chunk = source.read(at, _CHUNK_BYTES)
            if not chunk:
                break
            at += len(chunk)
            data += inflater.decompress(chunk, cap + 1 - len(data))
            if len(data) > cap:
                raise ImportRefused(Code.INFLATES_TOO_MUCH, limit_bytes=cap)
    except zlib.error:
        raise ImportRefused(Code.DAMAGED, cause="deflate") from None
    if not inflater.eof:
        raise ImportRefused(Code.TRUNCATED, cause="deflate")
    return BytesSource(data)
