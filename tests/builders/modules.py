"""Which modules of the browser import which."""

from __future__ import annotations

import re
from pathlib import Path

STATIC = Path(__file__).resolve().parents[2] / "static"
TEMPLATES = STATIC.parent / "templates" / "planner"
LINK = """<link rel="modulepreload" href="{{% static '{}' %}}">"""
STATEMENT = re.compile(
    r"^(?:import|export)\b[^;]*?\bfrom\s*[\"'](\.[^\"']+)[\"'];|^import\s*[\"'](\.[^\"']+)[\"'];",
    re.M | re.S,
)


def imported(name: str, root: Path = STATIC) -> set[str]:
    """Return a module and all that it imports statically, directly or through others.

    Parameters
    ----------
    name : str
        Path below `root`.
    root : Path
        Where the modules lie: the sources, or what has been collected of them.
    """
    found: set[str] = set()
    waiting = [(root / name).resolve()]
    while waiting:
        module = waiting.pop()
        path = module.relative_to(root.resolve()).as_posix()
        if path in found:
            continue
        found.add(path)
        for pair in STATEMENT.findall(module.read_text()):
            waiting.append((module.parent / (pair[0] or pair[1])).resolve())
    return found


def planner_lists() -> dict[str, list[str]]:
    """Return what the two lists of the planner's modules must name, by template."""
    first = imported("js/pages/planner.js")
    work = imported("js/pages/planner/work.js") - first
    return {"modules.html": sorted(first), "later_modules.html": sorted(work)}


def write_planner_lists() -> None:
    """Bring the lists in the templates up to date, each below its first line."""
    for name, modules in planner_lists().items():
        template = TEMPLATES / name
        head = template.read_text().splitlines()[0]
        links = [LINK.format(path) for path in modules]
        template.write_text("\n".join([head, *links, ""]))


if __name__ == "__main__":
    write_planner_lists()
