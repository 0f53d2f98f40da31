"""Searches one after the other over one association, nothing else: what the archive can do.

    python -m tests.benchmarks.pacs.ceiling PORT AE_TITLE FIRST_PATIENT COUNT

Several of these at once give the archive's own ceiling. Begins at the first line of standard
input, ends by printing how long it took.
"""

from __future__ import annotations

import sys
import time

from pacs_bridge.dimse.find import study_rows
from pacs_bridge.guarding.keeping import KEEPING
from pacs_bridge.types import Node, Protocol, StudyQuery
from tests.benchmarks.pacs.studies import patient_id


def main(port: int, title: str, first: int, count: int) -> None:
    """Ask for so many patients."""
    node = Node("BENCH", Protocol.DIMSE, "127.0.0.1", port, title)
    KEEPING.allowed = True
    assert list(study_rows(node, StudyQuery(patient_id=patient_id(first))))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    sys.stdin.readline()
    began = time.perf_counter()
    for number in range(first, first + count):
        assert list(study_rows(node, StudyQuery(patient_id=patient_id(number))))
    sys.stdout.write(f"{time.perf_counter() - began}\n")
    sys.stdout.flush()
    KEEPING.close_all()


if __name__ == "__main__":
    main(int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
