"""``manage.py evaluate_measurements``: hold the definitions against worked examples."""

from __future__ import annotations

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from planning.measuring.construction_inputs import DefinitionError
from planning.measuring.definition_files import catalogue
from planning.measuring.examples import BadExamples, failures, read_examples


class Command(BaseCommand):
    """Evaluate every example of a file; print a line for each that is not as expected."""

    help = "Evaluate examples of measurements. Needs no database and no service."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        """Add the file."""
        parser.add_argument("file", type=Path)

    def handle(self, **options) -> None:
        """Print failures and how many examples are within tolerance; exit 1 on any failure."""
        path = options["file"]
        try:
            examples = read_examples(json.loads(path.read_text(encoding="utf-8")))
            known = catalogue()
        except OSError as error:
            raise CommandError(f"{path}: {error.strerror or error}") from error
        except (json.JSONDecodeError, RecursionError) as error:
            raise CommandError(f"{path} is not JSON: {error}") from error
        except UnicodeDecodeError as error:
            raise CommandError(f"{path} is not a text file in UTF-8.") from error
        except (BadExamples, DefinitionError) as error:
            raise CommandError(f"{path}: {error}") from error
        failed = 0
        for line in failures(examples, known):
            self.stdout.write(line)
            failed += 1
        self.stdout.write(f"{len(examples) - failed} of {len(examples)} within tolerance")
        if failed:
            raise SystemExit(1)
