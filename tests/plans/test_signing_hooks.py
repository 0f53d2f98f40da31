"""Whoever signs first in a process finds everything that is done about a signature."""

from __future__ import annotations

import subprocess
import sys

from tests.installation import ROOT

FRESH = """
import os
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planning.config.settings")
import django
django.setup()
from planning.plans import signing
from planning.jobs import handlers
assert signing.after_signing == [], "nothing has brought them yet"
handlers.load()
print(*(hook.__name__ for hook in signing.after_signing))
"""


def test_the_report_is_asked_for_also_where_no_job_was_ever_carried_out():
    told = subprocess.run(
        [sys.executable, "-c", FRESH], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["report_signed"]
