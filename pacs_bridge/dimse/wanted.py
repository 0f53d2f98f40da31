"""The identifiers of C-GET and C-MOVE for what is wanted."""

from __future__ import annotations

from collections.abc import Iterator

from pydicom.dataset import Dataset

from pacs_bridge.dimse.identifiers import identifier
from pacs_bridge.types import Wanted

UIDS_PER_REQUEST = 64
"""Long UID lists are slow or refused by some archives (Orthanc: 12-16 ms of CPU for each)."""


def retrieve_identifiers(wanted: Wanted) -> Iterator[Dataset]:
    """Yield one request identifier per study, series, or group of instances.

    The unique key of the level may be a list, those above it may not (PS3.4 C.4.3.1.3.1);
    series are asked for one by one, because a list of series is less widely understood.
    """
    study = {"StudyInstanceUID": wanted.study_uid}
    if not wanted.series_uids and not wanted.sop_uids:
        yield identifier("STUDY", study)
    for series_uid in wanted.series_uids:
        yield identifier("SERIES", study | {"SeriesInstanceUID": series_uid})
    for series_uid, sop_uids in wanted.sop_uids:
        series = study | {"SeriesInstanceUID": series_uid}
        for first in range(0, len(sop_uids), UIDS_PER_REQUEST):
            group = sop_uids[first : first + UIDS_PER_REQUEST]
            yield identifier("IMAGE", series | {"SOPInstanceUID": "\\".join(group)})
