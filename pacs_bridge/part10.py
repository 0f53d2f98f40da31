"""The form in which a film is kept: a Part 10 file with a zero preamble (PS3.10 7.1).

The data set's bytes are exactly those that came. The preamble is zeroed, because a
program can hide there (CVE-2019-11687). The file meta information is as received, or ours
where there was none or it did not name the transfer syntax.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from pacs_bridge.scan import Code, ImportRefused, Scanned
from pacs_bridge.uids import IMPLEMENTATION_NAME, IMPLEMENTATION_UID, valid_uid

PREAMBLE = bytes(128) + b"DICM"
_BLOCK_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class StoredForm:
    """What was written.

    Attributes
    ----------
    stored_sha256 : str
        Of the file as written.
    received_sha256 : str
        Of the file as it came.
    dataset_sha256 : str
        Of the data set alone: equal for one data set behind two headers.
    size_bytes : int
        Of the file as written.
    """

    stored_sha256: str
    received_sha256: str
    dataset_sha256: str
    size_bytes: int


def file_header(
    *, transfer_syntax_uid: str, sop_class_uid: str = "", sop_instance_uid: str = ""
) -> bytes:
    """Make preamble and file meta information for a data set that came without.

    Parameters
    ----------
    transfer_syntax_uid : str
        In which the data set is written.
    sop_class_uid, sop_instance_uid : str
        Left out when unknown (an ACR-NEMA image has none).
    """
    elements = (
        _element(0x0001, b"OB", b"\x00\x01"),
        _uid_element(0x0002, sop_class_uid),
        _uid_element(0x0003, sop_instance_uid),
        _uid_element(0x0010, transfer_syntax_uid),
        _uid_element(0x0012, IMPLEMENTATION_UID),
        _element(0x0013, b"SH", IMPLEMENTATION_NAME.encode()),
    )
    group = b"".join(elements)
    return PREAMBLE + _element(0x0000, b"UL", len(group).to_bytes(4, "little")) + group


def _uid_element(number: int, uid: str) -> bytes:
    return _element(number, b"UI", uid.encode("ascii")) if valid_uid(uid) else b""


def _element(number: int, vr: bytes, value: bytes) -> bytes:
    if len(value) % 2:
        value += b"\0" if vr == b"UI" else b" "
    if vr == b"OB":
        length = b"\0\0" + len(value).to_bytes(4, "little")
    else:
        length = len(value).to_bytes(2, "little")
    return b"\x02\x00" + number.to_bytes(2, "little") + vr + length + value


def write_stored_form(received: Path, scanned: Scanned, target: Path) -> StoredForm:
    """Write a received file in the form in which it is kept.

    Parameters
    ----------
    received : Path
        The file that was scanned; only read, once.
    scanned : Scanned
        What the gate said about it.
    target : Path
        A file that does not exist yet. Synchronising and renaming it is the caller's.

    Raises
    ------
    ImportRefused
        ``unreadable`` when the file changed after it was scanned.
    OSError
        When the target cannot be written (a full disc).
    """
    received_digest, stored_digest = hashlib.sha256(), hashlib.sha256()
    dataset_digest = hashlib.sha256()
    with received.open("rb") as film, target.open("xb") as kept:
        before = film.read(scanned.dataset_offset)
        received_digest.update(before)
        header = _header(before, scanned)
        stored_digest.update(header)
        kept.write(header)
        total = len(before)
        for block in _blocks(film):
            for digest in (received_digest, stored_digest, dataset_digest):
                digest.update(block)
            kept.write(block)
            total += len(block)
        if total != scanned.size_bytes:
            raise ImportRefused(Code.UNREADABLE, cause="changed while it was read")
        size_bytes = kept.tell()
    return StoredForm(
        stored_sha256=stored_digest.hexdigest(),
        received_sha256=received_digest.hexdigest(),
        dataset_sha256=dataset_digest.hexdigest(),
        size_bytes=size_bytes,
    )


@dataclass(frozen=True, slots=True)
class Digests:
    """What reading a received file once tells.

    Attributes
    ----------
    received_sha256 : str
        Of the whole file.
    dataset_sha256 : str
        Of the data set alone, without what stands before it.
    in_stored_form : bool
        Whether the file already is as it would be kept, byte for byte.
    """

    received_sha256: str
    dataset_sha256: str
    in_stored_form: bool


def digests(received: Path, scanned: Scanned) -> Digests:
    """Read a received file from the disc, once, for all its digests."""
    whole, dataset = hashlib.sha256(), hashlib.sha256()
    with received.open("rb") as film:
        before = film.read(scanned.dataset_offset)
        whole.update(before)
        for block in _blocks(film):
            whole.update(block)
            dataset.update(block)
    in_stored_form = "TransferSyntaxUID" in scanned.meta and _header(before, scanned) == before
    return Digests(whole.hexdigest(), dataset.hexdigest(), in_stored_form)


def write_inert(received: Path, target: Path) -> bool:
    """Copy a file that did not pass the gate so that nothing hides in its preamble.

    Returns
    -------
    bool
        False, and nothing written, for what is no Part 10 file.
    """
    with received.open("rb") as film:
        if film.read(len(PREAMBLE))[-4:] != PREAMBLE[-4:]:
            return False
        with target.open("xb") as kept:
            kept.write(PREAMBLE)
            for block in _blocks(film):
                kept.write(block)
    return True


def _header(before: bytes, scanned: Scanned) -> bytes:
    if "TransferSyntaxUID" in scanned.meta:
        return PREAMBLE + (before[len(PREAMBLE) :] if scanned.has_preamble else before)
    return file_header(
        transfer_syntax_uid=scanned.transfer_syntax_uid,
        sop_class_uid=scanned.sop_class_uid,
        sop_instance_uid=scanned.first("SOPInstanceUID"),
    )


def _blocks(film: BinaryIO) -> Iterator[bytes]:
    while block := film.read(_BLOCK_BYTES):
        yield block
