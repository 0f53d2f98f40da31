"""``manage.py restore``: bring a backup back where nothing is yet."""

from __future__ import annotations

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from planning.safekeeping.refusal import SafekeepingRefused
from planning.safekeeping.restoring import Restored, restore
from planning.words import sentence


class Command(BaseCommand):
    """Restore a backup."""

    help = (
        "Bring a backup back into an empty PLUMBLINE_HOME. Every file is compared with the "
        "manifest before and after; ends by saying whether migrations are needed."
    )
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        """Add the backup and the form of the answer."""
        parser.add_argument("source", type=Path, help="a folder that manage.py backup made")
        parser.add_argument("--json", action="store_true", help="one JSON object on stdout")

    def handle(self, **options) -> None:
        """Restore and say what is next."""
        try:
            done = restore(options["source"].absolute())
        except SafekeepingRefused as refused:
            raise CommandError(sentence(refused.code, refused.params)) from refused
        except DatabaseError as error:
            raise CommandError(sentence("database_unavailable")) from error
        if options["json"]:
            self.stdout.write(json.dumps(_answer(done)))
        else:
            self._say(done)

    def _say(self, done: Restored) -> None:
        held = done.manifest
        self.stdout.write(f"Restored {len(held.files)} files of the backup made {held.made_at}.")
        for problem in held.problems:
            self.stdout.write(
                f"Already so when it was backed up: {sentence(problem['code'], problem)}"
            )
        if not done.key_fits:
            self.stdout.write(sentence("restored_other_key"))
        if done.pending:
            self.stdout.write(
                f"{len(done.pending)} migrations are needed: {', '.join(done.pending)}."
            )
            self.stdout.write(sentence("migrations_pending"))
        else:
            self.stdout.write("No migrations are needed. Start with manage.py up.")


def _answer(done: Restored) -> dict:
    return {
        "files": len(done.manifest.files),
        "size_bytes": done.manifest.size_bytes(),
        "made_at": done.manifest.made_at,
        "software": done.manifest.software,
        "problems": done.manifest.problems,
        "key_fits": done.key_fits,
        "migrations_pending": done.pending,
    }
