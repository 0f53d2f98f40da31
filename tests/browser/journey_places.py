"""Where journeys take place: an archive, an installation that knows it, a film with its truth."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pacs_bridge.demo_orthanc import Modality, Orthanc
from planning.phantom.film import generate
from tests.browser.plan_steps import outline
from tests.installation import Installation

PLUMBLINE = Modality("PLUMBLINE", 11113)
RIM_POINTS = 12
AT_THE_HIPS_MM = 1.0


def seed_with_a_ball_at_the_hips() -> int:
    """Return a patient whose ball lies at the depth of the joints, as it should."""
    for seed in range(1, 60):
        ball = generate("ap_pelvis", seed, pixel_mm=3.0).truth["ball"]
        if ball and abs(ball["depth_offset_mm"]) <= AT_THE_HIPS_MM:
            return seed
    raise AssertionError("no such patient")


def phantom(folder: Path, pixel_mm: float | None = None) -> dict:
    """Write a pelvis, its ball at the depth of the hips, with its truth; else of full size."""
    seed = seed_with_a_ball_at_the_hips()
    path = generate("ap_pelvis", seed, pixel_mm=pixel_mm).write(folder)
    return {"path": path, "seed": seed, "truth": json.loads(path.with_suffix(".json").read_text())}


def rim(truth: dict) -> list[tuple[float, float]]:
    """Return points on the true outline of the ball's shadow."""
    return outline(truth["ball"]["outline"], RIM_POINTS)


@contextmanager
def installed(folder: Path, orthanc: Orthanc) -> Iterator[Installation]:
    """Run an installation whose one archive is ``orthanc``."""
    with Installation(folder) as running:
        running.manage(
            "pacs", "add", "MAIN", "--host", "127.0.0.1",
            "--port", str(orthanc.settings.dicom_port), "--ae-title", orthanc.settings.ae_title,
        )  # fmt: skip
        yield running
