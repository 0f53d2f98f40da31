"""A C-GET as pynetdicom's examples do it; prints how long it took, without loading modules.

python -m tests.benchmarks.pacs.naive PORT AE_TITLE STUDY_UID FOLDER
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from pydicom.dataset import Dataset
from pynetdicom import AE, build_role, evt
from pynetdicom.sop_class import StudyRootQueryRetrieveInformationModelGet as Get

from tests.benchmarks.pacs.studies import CT, DX


def main(port: int, title: str, study_uid: str, folder: Path) -> None:
    """Retrieve a study into a folder."""

    def keep(event) -> int:
        instance = event.dataset
        instance.file_meta = event.file_meta
        instance.save_as(folder / f"{instance.SOPInstanceUID}.dcm", enforce_file_format=False)
        return 0x0000

    entity = AE(ae_title="PLUMBLINE")
    entity.add_requested_context(Get)
    for sop_class in (CT, DX):
        entity.add_requested_context(sop_class)
    wanted = Dataset()
    wanted.QueryRetrieveLevel = "STUDY"
    wanted.StudyInstanceUID = study_uid
    began = time.perf_counter()
    association = entity.associate(
        "127.0.0.1",
        port,
        ae_title=title,
        ext_neg=[build_role(sop_class, scp_role=True) for sop_class in (CT, DX)],
        evt_handlers=[(evt.EVT_C_STORE, keep)],
    )
    assert association.is_established
    statuses = [status for status, _ in association.send_c_get(wanted, Get)]
    association.release()
    assert statuses[-1].Status == 0x0000, statuses[-1]
    sys.stdout.write(f"{time.perf_counter() - began}\n")


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3], Path(sys.argv[4]))
