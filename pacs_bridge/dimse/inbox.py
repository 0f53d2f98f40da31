"""Arriving objects of C-STORE, written to disc as they come.

pynetdicom writes a data set to a temporary file as it arrives, behind a Part 10 header
(STORE_RECV_CHUNKED_DATASET), so memory stays flat. The flag and the folder are
process-wide: only a process that does nothing else may receive.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pynetdicom import _config
from pynetdicom.events import Event

from pacs_bridge.landing import arriving_below


@contextmanager
def receiving_into(folder: Path) -> Iterator[Path]:
    """Let objects arrive below ``folder``; what is incomplete at the end is deleted."""
    with arriving_below(folder) as arriving:
        before = (_config.STORE_RECV_CHUNKED_DATASET, tempfile.tempdir)
        _config.STORE_RECV_CHUNKED_DATASET = True
        tempfile.tempdir = str(arriving)
        try:
            yield arriving
        finally:
            _config.STORE_RECV_CHUNKED_DATASET, tempfile.tempdir = before


def accept(event: Event) -> Path:
    """Take over the temporary file of a C-STORE event; call it in the event's handler."""
    event.request._dataset_file.close()
    return event.dataset_path
