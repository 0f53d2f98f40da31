"""Zip archives that mean harm, one builder for each fault (rows F16 to F18)."""

from __future__ import annotations

import io
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterable

from tests.builders.dicom_files import film


def archive(members: Iterable[tuple[str, bytes]], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Pack named contents with the standard library."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as packed:
        for name, content in members:
            packed.writestr(name, content)
    return out.getvalue()


def bomb() -> bytes:
    """Zeros, a thousand to one."""
    return archive([("zeros.dcm", bytes(30_000_000))])


def directory(entries: list[tuple[bytes, bytes, int, int, int]], count: int | None = None) -> bytes:
    """A central directory and its end record, as claimed by each entry.

    Parameters
    ----------
    entries : list of (name, local part, claimed size, flags, offset)
        Local parts are written one after the other unless the offset points back.
    count : int, optional
        Entries that the end record claims.
    """
    local = b"".join(part for _, part, _, _, _ in entries)
    listing = b"".join(_entry(*entry) for entry in entries)
    claimed = len(entries) if count is None else count
    end = struct.pack(
        "<4s4H2IH", b"PK\x05\x06", 0, 0, claimed, claimed, len(listing), len(local), 0
    )
    return local + listing + end


def _entry(name: bytes, part: bytes, size: int, flags: int, offset: int) -> bytes:
    packed = max(0, len(part) - 30 - len(name))
    fields = (b"PK\x01\x02", 20, 20, flags, 0, 0, 0, 0, packed, size, len(name))
    return struct.pack("<4s6H3I5H2I", *fields, 0, 0, 0, 0, 0, offset) + name


def local_part(name: bytes, content: bytes) -> bytes:
    """A stored member."""
    crc = zlib.crc32(content)
    head = struct.pack(
        "<4s5H3I2H", b"PK\x03\x04", 20, 0, 0, 0, 0, crc, len(content), len(content), len(name), 0
    )
    return head + name + content


def many_members(count: int) -> bytes:
    """Empty members, more than anybody packs."""
    return archive([(f"{number}.dcm", b"") for number in range(count)])


def hidden_members(count: int) -> bytes:
    """The same, but the end record claims one (the standard library reads them all)."""
    entries = [(b"m", local_part(b"m", b""), 0, 0, 31 * number) for number in range(count)]
    return directory(entries, count=1)


def overlapping() -> bytes:
    """Twenty entries that are all the same bytes."""
    part = local_part(b"m", bytes(1_000_000))
    return directory([(b"m", part, 1_000_000, 0, 0)] + [(b"m", b"", 1_000_000, 0, 0)] * 19)


def forged_size() -> bytes:
    """The directory claims ten bytes of what inflates to thirty million."""
    data = bytearray(bomb())
    at = data.rfind(b"PK\x01\x02")
    data[at + 24 : at + 28] = struct.pack("<I", 10)
    return bytes(data)


def forged_checksum() -> bytes:
    """A member whose content is not what the checksum says."""
    data = bytearray(archive([("m.dcm", film())], method=zipfile.ZIP_STORED))
    data[400] ^= 0xFF
    return bytes(data)


def encrypted() -> bytes:
    """One member in clear, one that claims to be encrypted."""
    data = bytearray(archive([("open.dcm", film()), ("secret.dcm", b"x" * 100)]))
    at = data.rfind(b"PK\x01\x02")
    data[at + 8] |= 1
    return bytes(data)


def with_symlink() -> bytes:
    """A symbolic link to the password file, and a film."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        link = zipfile.ZipInfo("link.dcm")
        link.create_system = 3
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        packed.writestr(link, "/etc/passwd")
        packed.writestr("film.dcm", film())
    return out.getvalue()


def slipping() -> bytes:
    """Names that point outside."""
    names = ("../../../tmp/hostile_escape", "/tmp/hostile_escape", "..\\..\\hostile_escape")
    return archive([(name, film()) for name in names])


def nested() -> bytes:
    """An archive within an archive, and a film."""
    return archive([("inner.zip", archive([("m.dcm", film())])), ("film.dcm", film())])


def mixed() -> bytes:
    """Good films, a text, a cut film and a folder."""
    return archive(
        [
            ("a.dcm", film()),
            ("folder/", b""),
            ("folder/readme.txt", b"hello"),
            ("folder/cut.dcm", film()[:-5]),
            ("folder/b.dcm", film(SOPInstanceUID="1.2.3.2", PatientID="P2")),
        ]
    )


def odd_method() -> bytes:
    """A member packed with LZMA."""
    return archive([("m.dcm", film())], method=zipfile.ZIP_LZMA)
