"""Zip archives from strangers, read with limits (PKWARE APPNOTE 4.3).

The standard library trusts the directory: it makes an object for every claimed entry and
inflates as far as the data go. Here the directory is bounded before anything is made of
it, entries may not overlap, and the bytes that really come out are counted.
"""

from __future__ import annotations

import os
import stat
import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import BinaryIO

from pacs_bridge.charset import clean
from pacs_bridge.limits import MIB, Limits

_END = struct.Struct("<4s4H2IH")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_LOCAL = struct.Struct("<4s5H3I2H")
_STORED, _DEFLATED, _AES = 0, 8, 99
_ENCRYPTED, _UTF8 = 0x1, 0x800
_MADE_ON_UNIX = 3
_SATURATED = 0xFFFFFFFF
_MOST_DIRECTORY_BYTES = 16 * MIB
_BLOCK_BYTES = 64 * 1024
_SMALL_BYTES = 1 * MIB
"""The ratio says nothing about members smaller than this."""


class ZipCode(StrEnum):
    """Why an archive or a member of it was refused."""

    DAMAGED = "archive_damaged"
    PROTECTED = "protected_archive"
    TOO_MANY_MEMBERS = "archive_too_many_members"
    TOO_LARGE = "archive_too_large"
    BOMB = "archive_bomb"
    METHOD = "archive_method"
    NOT_REGULAR = "not_a_regular_file"
    MEMBER_TOO_LARGE = "file_too_large"


class ZipRefused(Exception):
    """An archive or a member is not unpacked.

    Parameters
    ----------
    code : ZipCode
        Why.
    params : str or int
        Technical values for the sentence.
    """

    def __init__(self, code: ZipCode, **params: str | int):
        self.code = code
        self.params = params
        super().__init__(code, params)


@dataclass(frozen=True, slots=True)
class Member:
    """One entry of the directory; its name is for display only."""

    name: str
    method: int
    flags: int
    packed_bytes: int
    size_bytes: int
    crc: int
    offset: int
    mode: int

    @property
    def is_folder(self) -> bool:
        """Whether this is only the name of a folder."""
        return self.name.endswith("/") or stat.S_ISDIR(self.mode)


def looks_like_zip(head: bytes) -> bool:
    """Whether a file begins as a zip archive does and is not DICOM with such a preamble."""
    return head[:4] in (b"PK\x03\x04", b"PK\x05\x06") and head[128:132] != b"DICM"


def read_directory(archive: BinaryIO, limits: Limits) -> list[Member]:
    """Read the central directory, and refuse archives that announce too much.

    Raises
    ------
    ZipRefused
        ``archive_damaged``, ``archive_too_many_members``, ``archive_too_large`` or
        ``archive_bomb``.
    """
    size, count, offset = _find_directory(archive)
    if count > limits.zip_members:
        raise ZipRefused(ZipCode.TOO_MANY_MEMBERS, limit=limits.zip_members)
    members = list(_entries(_read(archive, offset, size), limits))
    total = sum(member.size_bytes for member in members)
    if total > limits.zip_bytes:
        raise ZipRefused(ZipCode.TOO_LARGE, limit_bytes=limits.zip_bytes)
    packed = sum(member.packed_bytes for member in members)
    if total > max(_SMALL_BYTES, packed * limits.zip_ratio):
        raise ZipRefused(ZipCode.BOMB, limit_ratio=limits.zip_ratio)
    _refuse_overlaps(members, directory_offset=offset)
    return members


def _find_directory(archive: BinaryIO) -> tuple[int, int, int]:
    """Return size, entry count and offset of the directory, from the end record."""
    archive_bytes = os.fstat(archive.fileno()).st_size
    tail_bytes = min(archive_bytes, _END.size + 0xFFFF)
    tail = _read(archive, archive_bytes - tail_bytes, tail_bytes)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < _END.size:
        raise ZipRefused(ZipCode.DAMAGED, cause="no directory")
    _, disc, first_disc, _, count, size, offset, _ = _END.unpack_from(tail, at)
    end_offset = archive_bytes - tail_bytes + at
    if disc or first_disc:
        raise ZipRefused(ZipCode.DAMAGED, cause="split archive")
    if size == _SATURATED or offset == _SATURATED:
        raise ZipRefused(ZipCode.TOO_LARGE, cause="zip64")
    if size > _MOST_DIRECTORY_BYTES:
        raise ZipRefused(ZipCode.TOO_MANY_MEMBERS, cause="directory")
    if offset + size > end_offset:
        raise ZipRefused(ZipCode.DAMAGED, cause="directory")
    return size, count, offset


def _entries(directory: bytes, limits: Limits) -> Iterator[Member]:
    at = made = 0
    while at < len(directory):
        if len(directory) - at < _ENTRY.size:
            raise ZipRefused(ZipCode.DAMAGED, cause="directory")
        fields = _ENTRY.unpack_from(directory, at)
        signature, made_by, _, flags, method, _, _, crc, packed, size = fields[:10]
        name_bytes, extra_bytes, comment_bytes, _, _, attributes, offset = fields[10:]
        made += 1
        if signature != b"PK\x01\x02":
            raise ZipRefused(ZipCode.DAMAGED, cause="directory")
        if made > limits.zip_members:
            raise ZipRefused(ZipCode.TOO_MANY_MEMBERS, limit=limits.zip_members)
        if _SATURATED in (packed, size, offset):
            raise ZipRefused(ZipCode.TOO_LARGE, cause="zip64")
        start = at + _ENTRY.size
        name = directory[start : start + name_bytes]
        on_unix = made_by >> 8 == _MADE_ON_UNIX
        yield Member(
            name=clean(name.decode("utf-8" if flags & _UTF8 else "cp437", errors="replace")),
            method=method,
            flags=flags,
            packed_bytes=packed,
            size_bytes=size,
            crc=crc,
            offset=offset,
            mode=attributes >> 16 if on_unix else 0,
        )
        at = start + name_bytes + extra_bytes + comment_bytes


def _refuse_overlaps(members: list[Member], *, directory_offset: int) -> None:
    """Entries that share bytes multiply them; no packer writes such a thing."""
    end = 0
    for member in sorted(members, key=lambda member: member.offset):
        if member.offset < end:
            raise ZipRefused(ZipCode.BOMB, cause="overlapping members")
        end = member.offset + _LOCAL.size + member.packed_bytes
    if end > directory_offset:
        raise ZipRefused(ZipCode.DAMAGED, cause="member beyond the directory")


def unpack(archive: BinaryIO, member: Member, target: BinaryIO, limits: Limits) -> int:
    """Unpack one member and return how many bytes it really had.

    Raises
    ------
    ZipRefused
        ``protected_archive``, ``not_a_regular_file``, ``archive_method``,
        ``file_too_large``, ``archive_bomb`` or ``archive_damaged``.
    """
    _refuse_kind(member)
    written = crc = 0
    cap = max(_SMALL_BYTES, member.packed_bytes * limits.zip_ratio)
    for block in _unpacked_blocks(archive, member):
        written += len(block)
        crc = zlib.crc32(block, crc)
        if written > limits.file_bytes:
            raise ZipRefused(ZipCode.MEMBER_TOO_LARGE, limit_bytes=limits.file_bytes)
        if written > cap:
            raise ZipRefused(ZipCode.BOMB, limit_ratio=limits.zip_ratio)
        target.write(block)
    if written != member.size_bytes or crc != member.crc:
        raise ZipRefused(ZipCode.DAMAGED, cause="size or checksum")
    return written


def _refuse_kind(member: Member) -> None:
    if member.flags & _ENCRYPTED or member.method == _AES:
        raise ZipRefused(ZipCode.PROTECTED)
    if member.mode and stat.S_IFMT(member.mode) not in (0, stat.S_IFREG):
        raise ZipRefused(ZipCode.NOT_REGULAR)
    if member.method not in (_STORED, _DEFLATED):
        raise ZipRefused(ZipCode.METHOD, method=member.method)


def _unpacked_blocks(archive: BinaryIO, member: Member) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS) if member.method == _DEFLATED else None
    for packed in _packed_blocks(archive, member):
        if inflater is None:
            yield packed
            continue
        try:
            while packed:
                yield inflater.decompress(packed, 4 * _BLOCK_BYTES)
                packed = inflater.unconsumed_tail
        except zlib.error:
            raise ZipRefused(ZipCode.DAMAGED, cause="deflate") from None
    if inflater is not None:
        yield inflater.flush()


def _packed_blocks(archive: BinaryIO, member: Member) -> Iterator[bytes]:
    local = _read(archive, member.offset, _LOCAL.size)
    if len(local) < _LOCAL.size or local[:4] != b"PK\x03\x04":
        raise ZipRefused(ZipCode.DAMAGED, cause="member")
    name_bytes, extra_bytes = _LOCAL.unpack(local)[-2:]
    at = member.offset + _LOCAL.size + name_bytes + extra_bytes
    left = member.packed_bytes
    while left:
        block = _read(archive, at, min(_BLOCK_BYTES, left))
        if not block:
            raise ZipRefused(ZipCode.DAMAGED, cause="truncated")
        at += len(block)
        left -= len(block)
        yield block


def _read(archive: BinaryIO, offset: int, length: int) -> bytes:
    try:
        archive.seek(offset)
        return archive.read(length)
    except OSError as error:
        raise ZipRefused(ZipCode.DAMAGED, cause=error.strerror or "unreadable") from None
