"""PURE. The one gate: whatever comes in passes here before any parser with ambitions.

A file leaves as :class:`Scanned` (whole, within limits, with the tags that the product
needs) or as :class:`ImportRefused`; nothing else ever comes out. Reading it costs about
a millisecond and some tens of kilobytes, whatever the file is.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pacs_bridge.limits import LIMITS, Limits
from pacs_bridge.scanning import index
from pacs_bridge.scanning.found import Pixels, Walk
from pacs_bridge.scanning.image import check_image
from pacs_bridge.scanning.kind import guess_syntax, recognise
from pacs_bridge.scanning.meta import Meta, read_meta
from pacs_bridge.scanning.refusal import Code, ImportRefused
from pacs_bridge.scanning.source import BytesSource, FileSource, Source, inflate
from pacs_bridge.scanning.syntaxes import IMPLICIT_LITTLE, TRANSFER_SYNTAXES, TransferSyntax
from pacs_bridge.scanning.walker import walk
from pacs_bridge.uids import valid_uid

__all__ = ["Code", "ImportRefused", "Pixels", "Scanned", "scan_bytes", "scan_file"]

_DICOMDIR_CLASS = "1.2.840.10008.1.3.10"
_UIDS = ("SOPClassUID", "SOPInstanceUID", "StudyInstanceUID", "SeriesInstanceUID")
_IDENTIFYING = (*_UIDS, "PatientID", "PatientName", "Modality")
# Fewer good elements than these prove nothing about bytes without a header.
_FEWEST_ELEMENTS = 3


@dataclass(frozen=True, slots=True)
class Scanned:
    """A file that passed.

    Attributes
    ----------
    size_bytes : int
        Of the whole file.
    has_preamble, has_meta : bool
        What stood before the data set.
    meta : mapping of str to str
        Keyword → value of the file meta information.
    transfer_syntax_uid : str
        Named by the file, or found by looking where it names none.
    dataset_offset : int
        Where the data set begins in the file.
    explicit_vr, little_endian, deflated : bool
        How the data set is really written.
    tags : mapping of str to tuple of str
        Keyword → values as text, of :data:`pacs_bridge.scanning.index.KEYWORDS`. Only
        elements that are present; numbers are decimal text; nothing is interpreted.
    sequences : frozenset of str
        Keywords of sequences with at least one item, of
        :data:`pacs_bridge.scanning.index.SEQUENCES` (``ModalityLUTSequence`` ...).
    overlay_groups : tuple of int
        Groups 60xx that hold overlay data.
    pixels : Pixels or None
        Where the pixel data lie; offsets are those of the file, or of the inflated data
        set when ``deflated``.
    character_set_known : bool
        False when the file named a character set that DICOM does not have; its text was
        read as the default repertoire.
    element_count : int
    """

    size_bytes: int
    has_preamble: bool
    has_meta: bool
    meta: Mapping[str, str]
    transfer_syntax_uid: str
    dataset_offset: int
    explicit_vr: bool
    little_endian: bool
    deflated: bool
    tags: Mapping[str, tuple[str, ...]]
    sequences: frozenset[str] = frozenset()
    overlay_groups: tuple[int, ...] = ()
    pixels: Pixels | None = None
    character_set_known: bool = True
    element_count: int = field(default=0)

    def first(self, keyword: str) -> str:
        """First value of an element, or nothing."""
        return index.first(self.tags, keyword)

    @property
    def sop_class_uid(self) -> str:
        """SOP Class UID of the data set, else of the file meta information."""
        return self.first("SOPClassUID") or self.meta.get("MediaStorageSOPClassUID", "")


def scan_file(path: Path, limits: Limits = LIMITS) -> Scanned:
    """Pass one file through the gate.

    Parameters
    ----------
    path : Path
        A file on our disc or on media; only read. Symbolic links are not followed.
    limits : Limits

    Returns
    -------
    Scanned

    Raises
    ------
    ImportRefused
        With a :class:`Code` and technical parameters.
    """
    try:
        # Without O_NONBLOCK, opening a named pipe would wait for a writer.
        descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except (OSError, ValueError) as error:
        raise _unreadable(error) from None
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise ImportRefused(Code.NOT_DICOM, looks_like="no regular file")
        return scan_source(FileSource(descriptor), limits)
    except OSError as error:
        raise _unreadable(error) from None
    finally:
        os.close(descriptor)


def scan_bytes(data: bytes, limits: Limits = LIMITS) -> Scanned:
    """Pass bytes in memory through the gate; see :func:`scan_file`."""
    return scan_source(BytesSource(data), limits)


def _unreadable(error: Exception) -> ImportRefused:
    name = errno.errorcode.get(getattr(error, "errno", None) or 0, type(error).__name__)
    return ImportRefused(Code.UNREADABLE, cause=name)


def scan_source(source: Source, limits: Limits) -> Scanned:
    """Pass a source of bytes through the gate; see :func:`scan_file`."""
    if source.size > limits.file_bytes:
        raise ImportRefused(
            Code.FILE_TOO_LARGE, size_bytes=source.size, limit_bytes=limits.file_bytes
        )
    opening = recognise(source)
    if opening.meta_offset is None:
        meta = Meta({}, opening.dataset_offset)
    else:
        meta = read_meta(source, opening.meta_offset, limits)
    if meta.sop_class_uid == _DICOMDIR_CLASS:
        raise ImportRefused(Code.DICOMDIR)
    syntax = _syntax(source, meta)
    dataset, start = source, meta.dataset_offset
    if syntax.deflated:
        dataset, start = inflate(source, start, limits), 0
    headless = not opening.has_preamble and not meta.values
    found = _walk(dataset, start, syntax, limits, headless=headless)
    tags, coding = index.read_tags(dataset, found, little=syntax.little)
    if headless and not any(index.first(tags, keyword) for keyword in _IDENTIFYING):
        raise ImportRefused(Code.NOT_DICOM, looks_like="unknown")
    _check_uids(tags)
    sop_class_uid = index.first(tags, "SOPClassUID") or meta.sop_class_uid
    if sop_class_uid == _DICOMDIR_CLASS:
        raise ImportRefused(Code.DICOMDIR)
    check_image(tags, found.pixels, syntax, sop_class_uid, limits)
    return Scanned(
        size_bytes=source.size,
        has_preamble=opening.has_preamble,
        has_meta=bool(meta.values),
        meta=meta.values,
        transfer_syntax_uid=syntax.uid,
        dataset_offset=meta.dataset_offset,
        explicit_vr=found.explicit,
        little_endian=syntax.little,
        deflated=syntax.deflated,
        tags=tags,
        sequences=index.named_sequences(found),
        overlay_groups=tuple(found.overlay_groups),
        pixels=found.pixels,
        character_set_known=coding.known,
        element_count=found.count,
    )


def _syntax(source: Source, meta: Meta) -> TransferSyntax:
    uid = meta.transfer_syntax_uid
    if not uid:
        uid = guess_syntax(source, meta.dataset_offset) or IMPLICIT_LITTLE
    syntax = TRANSFER_SYNTAXES.get(uid)
    if syntax is None:
        raise ImportRefused(Code.UNSUPPORTED_TRANSFER_SYNTAX, uid=uid[:64])
    return syntax


def _walk(
    dataset: Source, start: int, syntax: TransferSyntax, limits: Limits, *, headless: bool
) -> Walk:
    if start >= dataset.size:
        raise ImportRefused(Code.EMPTY_DATASET)
    try:
        return walk(
            dataset,
            start,
            explicit=syntax.explicit,
            little=syntax.little,
            limits=limits,
            wanted=index.WANTED,
            wanted_nested=index.WANTED_NESTED,
        )
    except ImportRefused as refusal:
        if headless and int(refusal.params.get("elements_before", 0)) < _FEWEST_ELEMENTS:
            raise ImportRefused(Code.NOT_DICOM, looks_like="unknown") from None
        raise


def _check_uids(tags: index.Tags) -> None:
    for keyword in _UIDS:
        values = tags.get(keyword, ())
        if any(values) and (len(values) != 1 or not valid_uid(values[0])):
            raise ImportRefused(Code.BAD_UID, element=keyword)
