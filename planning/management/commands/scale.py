"""``manage.py scale``: what a millimetre is on a file, by its header alone."""

from __future__ import annotations

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from planning.calibration.from_header import decide
from planning.calibration.spacing_header import SpacingHeader
from planning.pacs.gate import ImportRefused, inspect
from planning.words import sentence


class Command(BaseCommand):
    """Print the row of the decision table that a file matches."""

    help = "Say what a millimetre is on a DICOM file. Needs no database and no service."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        """Add the file and the form of the answer."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, **options) -> None:
        """Print the decision."""
        try:
            inspected = inspect(options["file"])
        except OSError as error:
            raise CommandError(f"{options['file']}: {error.strerror or error}") from error
        except ImportRefused as refusal:
            raise CommandError(sentence(refusal.code, dict(refusal.params))) from refusal
        decided = decide(SpacingHeader.from_tags(inspected.tags)).to_json()
        if options["json"]:
            self.stdout.write(json.dumps(decided))
            return
        spacing = decided["spacing_mm"]
        shown = f"{spacing[0]:g} x {spacing[1]:g} mm" if spacing else "no millimetres"
        self.stdout.write(f"row {decided['row']}: {shown} ({decided['label']})")
        self.stdout.write(sentence(decided["reason"]))
