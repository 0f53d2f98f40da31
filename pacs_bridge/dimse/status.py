"""What the status of a DIMSE response means for the caller (PS3.7 Annex C, PS3.4 B and C).

Failure is never "nothing found": only 0000 ends a search or a retrieval well.
"""

from __future__ import annotations

from pacs_bridge.errors import (
    ArchiveError,
    Busy,
    DestinationUnknown,
    NotAuthorised,
    RequestFailed,
    ServiceNotOffered,
)
from pacs_bridge.types import Step

SUCCESS = 0x0000
CANCEL = 0xFE00
PENDING = (0xFF00, 0xFF01)
PARTLY_RETRIEVED = 0xB000

_MEANINGS = {
    0x0110: "processing failure",
    0x0112: "no such SOP instance",
    0x0117: "invalid SOP instance",
    0x0122: "SOP class not supported",
    0x0124: "not authorised",
    0x0210: "duplicate message ID",
    0x0211: "unrecognised operation",
    0xA700: "out of resources",
    0xA701: "out of resources: cannot count the matches",
    0xA702: "out of resources: cannot perform the sub-operations",
    0xA801: "move destination unknown",
    0xA900: "data set does not match the SOP class",
    0xFE00: "the archive cancelled",
}
_KINDS = {0x0122: ServiceNotOffered, 0x0124: NotAuthorised, 0xA801: DestinationUnknown}


def describe(status: int) -> str:
    """Say a status in technical words: ``A900 data set does not match the SOP class``."""
    meaning = _MEANINGS.get(status)
    if meaning is None:
        meaning = "cannot process" if 0xC000 <= status <= 0xCFFF else "status not known to DICOM"
        meaning = "out of resources" if 0xA700 <= status <= 0xA7FF else meaning
        meaning = "warning" if is_warning(status) else meaning
    return f"{status:04X} {meaning}"


def is_warning(status: int) -> bool:
    """Whether the operation was done, with a remark (PS3.7 C.4)."""
    return status == 0x0001 or 0xB000 <= status <= 0xBFFF or status in (0x0107, 0x0116)


def is_busy(status: int) -> bool:
    """Whether the archive lacks resources now, and may have them later."""
    return 0xA700 <= status <= 0xA7FF


def failure(node: str, step: Step, status: int, remark: str = "") -> ArchiveError:
    """Make the error for a failure status.

    Parameters
    ----------
    node, step
        Where it happened.
    status : int
        Any status that is neither success, pending nor an expected warning.
    remark : str
        Added to the cause; never text that came from the archive.
    """
    kind = _KINDS.get(status, Busy if is_busy(status) else RequestFailed)
    return kind(node, step, "; ".join(filter(None, (describe(status), remark))))
