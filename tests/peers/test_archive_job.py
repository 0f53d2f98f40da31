"""An administrator's test of a running archive, from the job to the search that uses it."""

from __future__ import annotations

import json
import logging
from datetime import date

import pytest

from planning.jobs.handlers import RunningJob
from planning.pacs import gateway, testing, worklists
from planning.pacs.gateway import SearchEnd, StudyQuery
from planning.pacs.models import PacsNode
from planning.pacs.worklists import WorklistQuery
from planning.web import node_report
from tests.peers.films import MUELLER
from tests.web.world import archive, build

pytestmark = [pytest.mark.peer("orthanc"), pytest.mark.timeout(120)]


def test_what_a_test_found_is_kept_said_and_used(db, orthanc_peer, caplog):
    caplog.set_level(logging.DEBUG)
    world = build()
    row = archive(
        world.site, "Orthanc", host="127.0.0.1", port=orthanc_peer.settings.dicom_port,
        ae_title="ORTHANC", url=orthanc_peer.dicomweb_url, retrieval="best",
    )  # fmt: skip
    job = testing.request_test(actor=world.people["administrator"], node=row)
    told: list[dict] = []
    running = RunningJob(job, lambda progress, result: told.append(dict(progress)))
    testing.carry_out(running, row)
    total = len(testing.checks_for(row))
    assert [(one["done"], one["total"]) for one in told] == [(n, total) for n in range(total)]
    row = PacsNode.objects.select_related("site").get(pk=row.pk)
    assert row.tested_at is not None
    assert row.profile["retrievals"][:2] == ["wado-rs", "c-get"]
    test, _ = testing.last_two(row)
    kept = json.dumps([test.results, test.profile, test.surroundings, told]) + caplog.text
    assert not [word for word in ("SMITH", "MÜLLER", "P100", "P200") if word in kept]
    said = {line.check: line.sentence for line in node_report.lines(test)}
    assert "It knows us and answered in" in said["connection"]
    # Nobody runs the receiver that Django's settings name, so C-MOVE says nothing of Orthanc.
    assert "Our receiver does not answer at port" in said["c-move"]
    assert len(said) == total
    found = gateway.find_studies(row, StudyQuery(family_name="muller"))
    assert [one.study_uid for one in found if not isinstance(one, SearchEnd)] == [MUELLER]
    assert row in worklists.offering(world.people["surgeon"])
    assert row not in worklists.offering(world.people["outsider"])
    day = date(2026, 11, 22)
    # All at half past nine, so by name: Müller, Smith, Yamada.
    (answer,) = worklists.scheduled([row], WorklistQuery(day, day))
    assert [item.patient_id for item in answer.items] == ["P200", "P100", "P300"]
