"""The planner asks for all its modules at once, not one after the other."""

from __future__ import annotations

import re
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static"
LIST = STATIC.parent / "templates" / "planner" / "modules.html"
IMPORT = re.compile(
    r'^(?:import|export)\b[^;]*?\bfrom "(\.[^"]+)";|^import "(\.[^"]+)";', re.M | re.S
)


def imported(module: Path, found: set[Path]) -> set[Path]:
    found.add(module)
    for pair in IMPORT.findall(module.read_text()):
        other = (module.parent / (pair[0] or pair[1])).resolve()
        if other not in found:
            imported(other, found)
    return found


def test_the_list_of_modules_to_preload_is_what_the_planner_imports():
    needed = {
        path.relative_to(STATIC).as_posix()
        for path in imported(STATIC / "js" / "pages" / "planner.js", set())
    }
    listed = re.findall(r"static '([^']+)'", LIST.read_text())
    assert len(needed) > 30
    assert sorted(needed) == sorted(listed)
