"""The planner asks for its modules at once, not one after the other: first and later ones."""

from __future__ import annotations

import re

from tests.builders.modules import STATIC, TEMPLATES, planner_lists

TO_MEND = "run: python -m tests.builders.modules"


def listed(name: str) -> list[str]:
    return re.findall(r"static '([^']+)'", (TEMPLATES / name).read_text())


def test_the_list_of_modules_to_preload_is_what_the_first_picture_needs():
    assert listed("modules.html") == planner_lists()["modules.html"], TO_MEND


def test_the_list_of_modules_that_come_later_is_what_the_work_needs_besides():
    later = planner_lists()["later_modules.html"]
    assert len(later) > 30
    assert listed("later_modules.html") == later, TO_MEND


def test_the_work_is_asked_for_by_a_name_that_gets_a_hash():
    source = (STATIC / "js/pages/planner.js").read_text()
    assert 'import("./planner/work.js")' in source
