"""What the receiver does with what has come, whichever upper layer brought it."""

from __future__ import annotations

import errno
import shutil
import threading
from dataclasses import replace
from pathlib import Path

from pacs_bridge.dimse.commitment_result import hear_bytes
from pacs_bridge.dimse.spool import Sender, deliver
from pacs_bridge.limits import LIMITS, MIB
from pacs_bridge.scan import ImportRefused, scan_file

# Only the study's UID is wanted here, and memory is to stay flat: what inflates to more than
# this is looked into by whoever takes it in.
_LIMITS = replace(LIMITS, inflated_bytes=16 * MIB)

# The database often lies on the same disc, and people must be able to go on with what there is.
_RESERVE_BYTES = 512 * MIB
_RESERVE_SHARE = 1 / 20


class Keeper:
    """Puts objects and answers into the spool; may be called from any thread.

    Parameters
    ----------
    spool : Path
    """

    def __init__(self, spool: Path):
        self.spool = spool
        # A deflated object is inflated in memory to be looked into: one at a time.
        self._looking = threading.Lock()

    def keep(self, film: Path, sender: Sender) -> None:
        """Deliver a complete, synced object.

        Raises
        ------
        OSError
            When it could not be made durable, or would take the last of the disc; it is then
            not in the spool.
        """
        disc = shutil.disk_usage(self.spool)
        if disc.free < min(_RESERVE_BYTES, disc.total * _RESERVE_SHARE):
            raise OSError(errno.ENOSPC, "the last of the disc is not for what is sent to us")
        with self._looking:
            study_uid = _study_uid(film)
        deliver(self.spool, film, study_uid, sender)

    def notice(self, content: bytes, explicit_vr: bool) -> int:
        """Take the result of a storage commitment; return the status of the answer."""
        return hear_bytes(self.spool, content, explicit_vr=explicit_vr)


def _study_uid(film: Path) -> str:
    """Read the study from an object; empty when it does not pass the gate or names none."""
    try:
        return next(iter(scan_file(film, _LIMITS).tags.get("StudyInstanceUID", ())), "")
    except ImportRefused:
        return ""
