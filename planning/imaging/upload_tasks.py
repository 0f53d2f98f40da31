"""The entrance for uploads, here because photographs are decoded in this stage's children."""

from __future__ import annotations

from pathlib import Path

from planning.imaging import photographs
from planning.imaging.refusal import CannotShow
from planning.jobs.handlers import RunningJob, handles
from planning.studies.examining import examine
from planning.studies.photographs import PictureRefused


def take_picture(path: Path, *, sha256: str, scratch: Path) -> Path:
    """Write a picture as a Secondary Capture.

    Raises
    ------
    PictureRefused
        With the reason.
    """
    try:
        return photographs.secondary_capture(path, sha256=sha256, scratch=scratch)
    except CannotShow as error:
        raise PictureRefused(error.code, **error.params) from error


@handles("upload", long=True)
def run_upload(job: RunningJob) -> None:
    """Look into the files of the upload that the job names."""
    examine(job, take_picture)
