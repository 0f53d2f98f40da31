"""``manage.py detect_marker``: look for the calibration ball on a DICOM file."""

from __future__ import annotations

import json
from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from planning.calibration.detect import Detected, detect_ball
from planning.calibration.film_levels import level_of_file
from planning.calibration.from_marker import BALL_LIMITS_MM
from planning.calibration.header_evidence import read
from planning.calibration.spacing_header import SpacingHeader
from planning.imaging import child_pool
from planning.imaging.refusal import CannotShow
from planning.pacs.gate import ImportRefused, inspect
from planning.words import sentence


def _diameter(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    least, most = BALL_LIMITS_MM
    if not least <= value <= most:
        raise ArgumentTypeError(f"give the ball's diameter in mm, from {least:g} to {most:g}")
    return value


class Command(BaseCommand):
    """Decode a file in the limited child and look for a ball."""

    help = "Look for a calibration ball on a DICOM file. Needs no database and no service."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        """Add the file, the ball's diameter and the form of the answer."""
        parser.add_argument("file", type=Path)
        parser.add_argument(
            "--diameter", type=_diameter, required=True, metavar="MM", help="true diameter in mm"
        )
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, **options) -> None:
        """Print what was found."""
        file = options["file"]
        try:
            # The gate follows no symbolic links; a person who names one means its target.
            film = file.resolve(strict=True)
            header = SpacingHeader.from_tags(inspect(film).tags)
            level = level_of_file(film)
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror or 'cannot be read'}") from error
        except (ImportRefused, CannotShow) as refusal:
            said = sentence(refusal.code, dict(refusal.params))
            raise CommandError(f"{file}: {said}") from refusal
        finally:
            child_pool.stop()
        evidence = read(header)
        found = detect_ball(
            level.values,
            diameter_mm=options["diameter"],
            spacing_mm=evidence.reference or evidence.pixel,
            dense_is_low=level.dense_is_low,
        )
        self.stdout.write(json.dumps(found.to_json()) if options["json"] else _line(found))


def _line(found: Detected) -> str:
    if not found.found:
        return sentence(found.reason)
    x, y = found.center_px
    return (
        f"ball at {x:.1f}, {y:.1f}: {found.diameter_px:.2f} px, {found.mm_per_px:.5f} mm per px, "
        f"residual {found.residual_px:.2f} px, {found.agree} of {found.of} edge points agree"
    )
