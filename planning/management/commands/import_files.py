"""``manage.py import_files``: bring in files, folders, zips and CDs."""

from __future__ import annotations

import json
from pathlib import Path

from django.core.management.base import BaseCommand

from planning.config import embedded
from planning.imaging.models import FilmDisplay
from planning.jobs.models import ACTIVE, Job
from planning.jobs.work import run_inline
from planning.studies.arrival import Outcome
from planning.studies.media import FILES_DOMAIN, Line, import_paths
from planning.studies.models import Quarantined
from planning.words import sentence

FOLLOWING = ("render", "compare_pixels")


class Command(BaseCommand):
    """Take in files; every regular file gets an outcome."""

    help = (
        "Import DICOM files, folders and zip archives. A line a file: imported, duplicate, "
        "refused or quarantined, with a code and the reason. Needs no service."
    )

    def add_arguments(self, parser) -> None:
        """Add the paths and who gave out the patient IDs in them."""
        parser.add_argument("paths", nargs="+", type=Path)
        parser.add_argument("--json", action="store_true", help="one JSON object a line")
        parser.add_argument(
            "--identity-domain",
            default=FILES_DOMAIN,
            help="who gave out the patient IDs where a file names no issuer",
        )

    def handle(self, **options) -> None:
        """Import, render what came in, and print the lines."""
        embedded.prepare()
        lines = import_paths(
            paths=options["paths"],
            site=embedded.first_site(),
            identity_domain=options["identity_domain"],
        )
        for line in lines:
            self._work_off()
            self._print(line, as_json=options["json"])

    def _work_off(self) -> None:
        """Carry out in this process what the arrival asked for."""
        for job in Job.objects.filter(kind__in=FOLLOWING, state__in=ACTIVE):
            run_inline(job)

    def _print(self, line: Line, *, as_json: bool) -> None:
        outcome, code, params = _final(line)
        reason = sentence(code, params) if code else ""
        if not as_json:
            self.stdout.write(f"{outcome:<12} {line.path}{'  ' + reason if reason else ''}")
            return
        answer = {
            "path": line.path,
            "outcome": outcome,
            "code": code,
            "reason": reason,
            "sop_instance_uid": line.arrival.sop_instance_uid,
        }
        self.stdout.write(json.dumps(answer, ensure_ascii=False))
        self.stdout.flush()


def _final(line: Line) -> tuple[str, str, dict]:
    """Return the outcome as it is after rendering and comparing."""
    arrival = line.arrival
    if arrival.quarantined_id:
        row = Quarantined.objects.filter(pk=arrival.quarantined_id).first()
        if row is None:
            return Outcome.IMPORTED, "header_revision", {}
        return Outcome.QUARANTINED, row.code, row.params
    if arrival.outcome == Outcome.IMPORTED:
        display = FilmDisplay.objects.filter(
            pk=arrival.instance_id, state=FilmDisplay.State.UNDECODABLE
        ).first()
        if display is not None:
            return Outcome.IMPORTED, display.code, display.params
    return arrival.outcome, arrival.code, arrival.params
