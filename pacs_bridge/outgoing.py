"""Files to be sent: what they say about themselves, without decoding them."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from pydicom.errors import InvalidDicomError
from pydicom.filereader import read_file_meta_info


@dataclass(frozen=True, slots=True)
class Parcel:
    """A Part 10 file and its meta information (PS3.10 7.1); empty where unreadable."""

    path: Path
    sop_class: str = ""
    sop_instance: str = ""
    transfer_syntax: str = ""

    @property
    def kind(self) -> tuple[str, str]:
        """SOP class and transfer syntax: what has to be negotiated."""
        return (self.sop_class, self.transfer_syntax)


def weigh(path: Path) -> Parcel:
    """Read a file's meta information."""
    try:
        meta = read_file_meta_info(path)
        return Parcel(
            path,
            str(meta.MediaStorageSOPClassUID),
            str(meta.MediaStorageSOPInstanceUID),
            str(meta.TransferSyntaxUID),
        )
    except (AttributeError, InvalidDicomError, OSError, ValueError, EOFError):
        return Parcel(path)
