"""Searches of an archive with many studies: one person, and a hundred at once."""

from __future__ import annotations

import statistics
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor

from pacs_bridge.types import StudyMatch, StudyQuery
from planning.pacs import gateway
from planning.pacs.lanes import LANES
from planning.pacs.models import PacsNode
from tests.benchmarks.pacs.peers import REPOSITORY, Place, findscu_s
from tests.benchmarks.pacs.studies import patient_id
from tests.benchmarks.pacs.table import Row

PEOPLE = 100
ONE_AFTER_THE_OTHER = 24


def search_s(node: PacsNode, number: int) -> float:
    """Return how long our search for a patient takes."""
    began = time.perf_counter()
    query = StudyQuery(patient_id=patient_id(number))
    found = [one for one in gateway.find_studies(node, query) if isinstance(one, StudyMatch)]
    taken_s = time.perf_counter() - began
    assert [one.patient_id for one in found] == [patient_id(number)]
    return taken_s


def one_person(node: PacsNode, place: Place, row: Row, first: int) -> None:
    """Compare medians of searches: ours over a kept association, a process of findscu each."""
    _open_all(node, first)
    ours, theirs = [], []
    for number in range(first + 1, first + 1 + ONE_AFTER_THE_OTHER):
        ours.append(search_s(node, number))
        theirs.append(findscu_s(place, patient_id(number)))
    row.ratio(statistics.median(ours) * 1000, statistics.median(theirs) * 1000)


def many_people(node: PacsNode, place: Place, row: Row, first: int) -> None:
    """Let a hundred people search at one moment; compare their p95 with what is possible.

    Possible is what four bare associations, all busy, give: at that pace ninety-five people
    have their answers after so and so long.
    """
    pace_s = _ceiling_s(place, first) / PEOPLE
    _open_all(node, first)
    together = threading.Barrier(PEOPLE)

    def person(number: int) -> float:
        together.wait(30)
        return search_s(node, number)

    with ThreadPoolExecutor(PEOPLE) as crowd:
        waits = sorted(crowd.map(person, range(first + 1, first + 1 + PEOPLE)))
    p95_s = waits[int(PEOPLE * 0.95) - 1]
    row.ratio(p95_s, pace_s * PEOPLE * 0.95)


def _open_all(node: PacsNode, first: int) -> None:
    """Search on every lane once, as on any morning; a web process has loaded all it needs."""
    gateway.warm_up()
    with ThreadPoolExecutor(LANES) as people:
        list(people.map(lambda number: search_s(node, number), range(first, first + LANES)))


def _ceiling_s(place: Place, first: int) -> float:
    """Return how long a hundred searches take by four associations without anything else."""
    each = PEOPLE // LANES
    askers = [
        subprocess.Popen(
            [
                *(sys.executable, "-m", "tests.benchmarks.pacs.ceiling"),
                *(str(place.port), place.ae_title, str(first + at * each), str(each)),
            ],
            cwd=REPOSITORY,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        for at in range(LANES)
    ]
    for one in askers:
        assert one.stdout.readline() == "ready\n"
    began = time.perf_counter()
    for one in askers:
        one.stdin.write("go\n")
        one.stdin.flush()
    for one in askers:
        float(one.stdout.readline())
    taken_s = time.perf_counter() - began
    for one in askers:
        one.communicate(timeout=30)
    return taken_s
