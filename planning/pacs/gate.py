"""The one gate for whatever comes in, and the form in which it is kept."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pacs_bridge.scanning.refusal import ImportRefused

if TYPE_CHECKING:
    from pacs_bridge.part10 import StoredForm
    from pacs_bridge.scan import Scanned

__all__ = ["ImportRefused", "Inspected", "inspect", "write_inert", "write_stored_form"]

# The scanner brings pydicom's dictionary, which takes two seconds to load: only processes
# that look into files pay for it, when they do.


@dataclass(frozen=True, slots=True)
class Inspected:
    """A file that passed the gate.

    Attributes
    ----------
    tags : mapping
        DICOM keyword to its values as text.
    transfer_syntax_uid : str
    has_pixels : bool
    size_bytes : int
    received_sha256 : str
        Of the whole file, read from the disc.
    dataset_sha256 : str
        Of the data set's bytes, without what stands before them.
    in_stored_form : bool
        Whether the file already is as it would be kept.
    """

    tags: Mapping[str, tuple[str, ...]]
    transfer_syntax_uid: str
    has_pixels: bool
    size_bytes: int
    received_sha256: str
    dataset_sha256: str
    in_stored_form: bool
    scanned: Scanned


def inspect(path: Path) -> Inspected:
    """Pass a file through the gate.

    Raises
    ------
    ImportRefused
        With a code; nothing else leaves the gate.
    """
    from pacs_bridge import part10, scan

    scanned = scan.scan_file(path)
    tags = dict(scanned.tags)
    # A file whose data set names no class may still do so in its file meta information.
    if scanned.sop_class_uid:
        tags.setdefault("SOPClassUID", (scanned.sop_class_uid,))
    digests = part10.digests(path, scanned)
    return Inspected(
        tags=tags,
        transfer_syntax_uid=scanned.transfer_syntax_uid,
        has_pixels=scanned.pixels is not None,
        size_bytes=scanned.size_bytes,
        received_sha256=digests.received_sha256,
        dataset_sha256=digests.dataset_sha256,
        in_stored_form=digests.in_stored_form,
        scanned=scanned,
    )


def write_stored_form(path: Path, inspected: Inspected, target: Path) -> StoredForm:
    """Write the file in the form in which it is kept; see :mod:`pacs_bridge.part10`."""
    from pacs_bridge import part10

    return part10.write_stored_form(path, inspected.scanned, target)


def write_inert(path: Path, target: Path) -> bool:
    """Copy a file that was refused, harmless; see :mod:`pacs_bridge.part10`."""
    from pacs_bridge import part10

    return part10.write_inert(path, target)
