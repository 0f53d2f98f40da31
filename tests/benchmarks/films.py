"""From the click to the stored film, and from the stored film to its preview."""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

from pacs_bridge.demo_orthanc import Modality, Orthanc, OrthancSettings
from planning.config import embedded
from planning.imaging import child_pool
from planning.jobs.models import Job, JobState
from planning.jobs.work import run_inline
from planning.pacs import gateway
from planning.pacs.services import create_node
from planning.phantom import generate
from planning.store.blobs import originals
from planning.studies.models import Instance, Patient, Study
from planning.studies.services import request_import
from tests.benchmarks.rounds import Ratio, compare
from tests.peers.programs import dcmtk

SEED = 7


@contextmanager
def archive(folder: Path, pixel_mm: float | None) -> Iterator[tuple[Orthanc, list[Path], str]]:
    """Run an Orthanc that holds a pelvis; yield it, the film and its study."""
    first = generate("ap_pelvis", SEED, pixel_mm=pixel_mm)
    paths = [first.write(folder / "a")]
    study = first.order.study_uid
    with Orthanc(OrthancSettings(folder / "orthanc", modalities=(Modality("PLUMBLINE", 1),))) as it:
        for path in paths:
            it.upload(path)
        yield it, paths, study


def import_ratio(orthanc: Orthanc, study_uid: str, *, rounds: int) -> Ratio:
    """Compare our import, end to end, with DCMTK's getscu at its best settings.

    Ours ends when the film is received, gated, hashed, stored durably and indexed;
    getscu's when its file is written.
    """
    site = embedded.first_site()
    node = create_node(
        actor=None, site=site, identity_domain="BENCH", name="BENCH", protocol="dimse",
        retrieval="c-get", host="127.0.0.1", port=orthanc.settings.dicom_port,
        ae_title=orthanc.settings.ae_title,
    )  # fmt: skip
    gateway.warm_up()

    def forget() -> None:
        for model in (Job, Instance, Study, Patient):
            model.objects.all().delete()
        for digest in list(originals().digests()):
            originals().delete(digest)

    def ours() -> None:
        job = run_inline(request_import(actor=None, node=node, study_uid=study_uid))
        assert job.state == JobState.DONE, job.error

    def theirs() -> None:
        with tempfile.TemporaryDirectory() as out:
            subprocess.run(
                [
                    dcmtk("getscu"), "+B", "-S", "-pdu", "131072", "-aet", "PLUMBLINE",
                    "-aec", orthanc.settings.ae_title, "-od", out, "-k", "QueryRetrieveLevel=STUDY",
                    "-k", f"StudyInstanceUID={study_uid}", "127.0.0.1",
                    str(orthanc.settings.dicom_port),
                ],
                env=os.environ | {"TCP_NODELAY": "1"},
                check=True,
                capture_output=True,
            )  # fmt: skip
            assert list(Path(out).iterdir())

    return compare(
        "import of a pelvis by C-GET, end to end / tuned getscu",
        ours,
        theirs,
        rounds=rounds,
        between=forget,
    )


def preview_ratio(path: Path, *, rounds: int) -> Ratio:
    """Compare our 1024 px preview with numpy merely summing the pixels."""
    with tempfile.TemporaryDirectory() as out:
        target = Path(out) / "preview.jpg"

        def ours() -> None:
            target.unlink(missing_ok=True)
            child_pool.write_picture(path, frame=1, out=target, kind="jpeg", longest_px=1024)

        def theirs() -> None:
            np.fromfile(path, dtype="<u2", offset=path.stat().st_size % 2).sum(dtype=np.uint64)

        ratio = compare("1024 px preview / numpy summing the pixels", ours, theirs, rounds=rounds)
    child_pool.stop()
    return ratio
