"""A view of the API reaches plans and notes only on the way that writes the audit trail."""

from __future__ import annotations

import re
from pathlib import Path

API = Path(__file__).resolve().parents[2] / "planning" / "api"
PAST_THE_TRAIL = re.compile(r"policy\.get\(\s*[\w.]+,\s*(Plan|PlanVersion|Note|NoteMark)\b")


def test_plans_and_notes_come_through_the_trail():
    found = [
        f"{path.name}: {line}"
        for path in API.glob("*.py")
        for line in PAST_THE_TRAIL.findall(path.read_text())
        if path.name != "trail.py"
    ]
    assert found == []


def test_the_check_would_find_a_way_around():
    assert PAST_THE_TRAIL.search("plan = policy.get(request.user, Plan, plan_id, Action.PLAN)")
    assert PAST_THE_TRAIL.search("policy.get(\n    user, Note, key\n)")
