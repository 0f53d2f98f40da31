"""The house keeps its shape: imports downwards, small files, objects through the policy."""

from __future__ import annotations

import ast
import re
import statistics
import subprocess
import sys
from pathlib import Path

import pytest

from planning.config.checks import FORBIDDEN_DECODERS

ROOT = Path(__file__).resolve().parents[2]
SOURCES = ("planning", "pacs_bridge", "static/js", "templates", "tests")
LONGEST = 400
MEDIAN_AT_MOST = 140


def tracked(*suffixes: str) -> list[Path]:
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", *SOURCES],
        cwd=ROOT,
        check=True,
        capture_output=True,
        text=True,
    ).stdout.splitlines()
    paths = [ROOT / name for name in listed if name.endswith(suffixes)]
    return [path for path in paths if path.is_file() and "migrations" not in path.parts]


def lines(path: Path) -> int:
    return len(path.read_text().splitlines())


def test_stages_import_downwards_only():
    found = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert found.returncode == 0, found.stdout


def test_no_file_is_longer_than_four_hundred_lines():
    long = {str(p.relative_to(ROOT)): lines(p) for p in tracked(".py", ".js", ".html", ".css")}
    assert {name: count for name, count in long.items() if count > LONGEST} == {}


def test_files_are_small_in_the_middle_too():
    counts = [lines(p) for p in tracked(".py", ".js") if lines(p) > 5]
    assert statistics.median(counts) <= MEDIAN_AT_MOST


@pytest.mark.parametrize("stage", ["api", "web"])
def test_views_get_objects_through_the_policy_only(stage):
    """A manager in a view is a way around ``policy.py``; a few reads name no patient."""
    allowed = {
        ("people.py", "Membership"),
        ("jobs.py", "Study"),
        ("jobs.py", "Instance"),
        ("jobs.py", "PacsNode"),
        ("pixels.py", "Rendition"),
        ("calibrations.py", "Calibration"),
    }
    ways_around = [
        f"{path.name}: {name}"
        for path in (ROOT / "planning" / stage).glob("*.py")
        for name in re.findall(r"\b([A-Z]\w+)\.objects\b", path.read_text())
        if (path.name, name) not in allowed
    ]
    assert ways_around == []


def test_only_the_store_joins_paths_below_the_data_folder():
    users = [
        str(path.relative_to(ROOT))
        for path in tracked(".py")
        if "PLUMBLINE_DATA" in path.read_text() and path.is_relative_to(ROOT / "planning")
    ]
    assert sorted(users) == ["planning/config/settings.py", "planning/store/blobs.py"]


def test_celery_never_runs_eagerly():
    said = [p for p in tracked(".py") if "task_always_eager" in p.read_text()]
    assert [p.name for p in said if p.name != Path(__file__).name] == []


def test_no_function_is_a_maze_of_nesting():
    deep = []
    for path in tracked(".py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.FunctionDef) and _depth(node) > 5:
                deep.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert deep == []


def _depth(node: ast.AST, level: int = 0) -> int:
    blocks = (ast.If, ast.For, ast.While, ast.With, ast.Try)
    inner = [
        _depth(child, level + isinstance(child, blocks)) for child in ast.iter_child_nodes(node)
    ]
    return max([level, *inner])


def test_decoders_that_abort_or_change_the_licence_are_not_installed():
    for name in FORBIDDEN_DECODERS:
        with pytest.raises(ModuleNotFoundError):
            __import__(name)
