"""Imports in processes that may be killed: a parent that only forks, so each begins at once.

    python -m tests.faults.importer ARCHIVE_PORT AE_TITLE STUDY_UID

Reads one order a line from standard input and answers with one line of JSON. ``import`` forks
a process that carries out the import (its number comes back); ``wait`` waits for that process;
``ask`` asks for the import anew, everything of before forgotten; ``abandon`` lets the lease of
the killed process be over, as the time does otherwise; ``state`` says what is there.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import timedelta

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planning.config.settings")
django.setup()

from django.db import connections  # noqa: E402 - the settings come first
from django.utils import timezone  # noqa: E402

from pacs_bridge import connect  # noqa: E402
from planning.accounts.models import Site  # noqa: E402
from planning.jobs import work  # noqa: E402
from planning.jobs.models import Job, JobState  # noqa: E402
from planning.pacs import gateway  # noqa: E402
from planning.pacs.models import PacsNode  # noqa: E402
from planning.pacs.nodes import bridge_node  # noqa: E402
from planning.pacs.services import create_node  # noqa: E402
from planning.store.blobs import originals  # noqa: E402
from planning.studies import tasks as _handlers  # noqa: E402, F401
from planning.studies.models import Instance, Patient, Quarantined, Series, Study  # noqa: E402
from planning.studies.services import request_import  # noqa: E402


class Importer:
    """Carries out orders."""

    def __init__(self, port: int, ae_title: str, study_uid: str):
        self.study_uid = study_uid
        self.pid = 0
        # The archive is talked to in the process that is killed: a helper of its own would
        # only take seconds to start, and goes with its caller in any case.
        gateway._archive = lambda row, cancelled=None: connect.talk_to(bridge_node(row))
        create_node(
            actor=None, site=Site.objects.get(), identity_domain="ONE", name="MAIN",
            protocol="dimse", retrieval="c-get", host="127.0.0.1", port=port, ae_title=ae_title,
        )  # fmt: skip
        # Once here: what is loaded on the way, processes that are forked have from the start.
        self.ask()
        self._carry_out()

    def ask(self) -> None:
        """Forget everything and ask for the import."""
        for model in (Job, Quarantined, Instance, Study, Patient):
            model.objects.all().delete()
        for digest in list(originals().digests()):
            originals().delete(digest)
        request_import(actor=None, node=PacsNode.objects.get(), study_uid=self.study_uid)

    def begin(self) -> int:
        """Fork a process that carries out the import and nothing else."""
        connections.close_all()
        self.pid = os.fork()
        if self.pid == 0:
            self._carry_out()
            os._exit(0)
        return self.pid

    def _carry_out(self) -> None:
        work.run_inline(Job.objects.get(kind="import"))
        connections.close_all()

    def wait(self) -> int:
        """Wait for that process; return its exit code, negative for a signal."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def abandon(self) -> str:
        """Say in which state the job was left, and let its lease be over."""
        state = Job.objects.get(kind="import").state
        past = timezone.now() - timedelta(seconds=1)
        Job.objects.filter(kind="import", state=JobState.RUNNING).update(lease_until=past)
        Job.objects.filter(kind="import", state=JobState.QUEUED).update(not_before=past)
        return state

    def state(self) -> dict:
        """Return the rows without their keys and moments, and the files."""
        job = Job.objects.get(kind="import")
        fields = ("sop_instance_uid", "stored_sha256", "received_sha256", "dataset_sha256")
        fields += ("size_bytes", "series__series_instance_uid", "rows", "columns")
        root = originals().root
        return {
            "job": job.state,
            "error": job.error.get("code", ""),
            "done": [job.progress.get("files_done"), job.progress.get("files_total")],
            "films": sorted(map(list, Instance.objects.values_list(*fields))),
            "renders": Job.objects.filter(kind="render").count(),
            "places": [model.objects.count() for model in (Patient, Study, Series, Quarantined)],
            "studies": list(map(list, Study.objects.values_list("state", "expected_instances"))),
            "files": sorted(originals().digests()),
            "sound": all(map(originals().verify, originals().digests())),
            "left_over": sorted(one.name for one in root.glob(".*")) if root.is_dir() else [],
        }


def main(port: int, ae_title: str, study_uid: str) -> None:
    """Serve until standard input ends."""
    importer = Importer(port, ae_title, study_uid)
    orders = {
        "ask": importer.ask,
        "import": importer.begin,
        "wait": importer.wait,
        "abandon": importer.abandon,
        "state": importer.state,
    }
    for line in sys.stdin:
        sys.stdout.write(json.dumps(orders[line.strip()]()) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], sys.argv[3])
