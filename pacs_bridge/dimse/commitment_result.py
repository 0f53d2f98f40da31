"""What an archive says about objects that it was asked to keep (PS3.4 Table J.3-2)."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

from pydicom.dataset import Dataset
from pynetdicom.dsutils import decode

from pacs_bridge.dimse import status
from pacs_bridge.dimse.commitment_spool import CommitmentResult, put_down
from pacs_bridge.uids import valid_uid

PROCESSING_FAILURE = 0x0110
NO_SUCH_TRANSACTION = 0x0112
INVALID_ARGUMENT = 0x0115

_REASONS = {
    0x0110: "processing failure",
    0x0112: "it does not have this object",
    0x0119: "it has this object under another class",
    0x0122: "it does not keep objects of this class",
    0x0131: "the transaction was used before",
    0x0213: "it has no room",
}
"""Failure Reason (0008,1197) of a storage commitment (PS3.3 C.14.1.1)."""


def read_result(data_set: Dataset) -> CommitmentResult:
    """Read the event information (PS3.4 Table J.3-2).

    Raises
    ------
    ValueError
        When it is not what it should be; whatever a peer sends, nothing else is raised.
    """
    try:
        result = CommitmentResult(
            str(data_set.TransactionUID),
            tuple(_instance(one) for one in data_set.get("ReferencedSOPSequence") or ()),
            tuple(
                (_instance(one), _reason(one)) for one in data_set.get("FailedSOPSequence") or ()
            ),
        )
    except Exception as problem:
        raise ValueError("not the result of a storage commitment") from problem
    if not valid_uid(result.transaction_uid) or not (result.committed or result.refused):
        raise ValueError("not the result of a storage commitment")
    return result


def hear(spool: Path, data_set: Dataset) -> int:
    """Take the event information of an N-EVENT-REPORT; return the status of our answer."""
    try:
        return status.SUCCESS if put_down(spool, read_result(data_set)) else NO_SUCH_TRANSACTION
    except ValueError:
        return INVALID_ARGUMENT
    except OSError:
        return PROCESSING_FAILURE


def hear_bytes(spool: Path, content: bytes, *, explicit_vr: bool) -> int:
    """Take event information as it came over the network; see :func:`hear`."""
    try:
        data_set = decode(BytesIO(content), not explicit_vr, True)
    except Exception:
        return INVALID_ARGUMENT
    return hear(spool, data_set)


def _instance(reference: Dataset) -> str:
    uid = str(reference.ReferencedSOPInstanceUID)
    if not valid_uid(uid):
        raise ValueError("not a UID")
    return uid


def _reason(reference: Dataset) -> str:
    code = int(reference.get("FailureReason") or PROCESSING_FAILURE)
    return f"{code:04X} {_REASONS.get(code, 'a reason not known to DICOM')}"
