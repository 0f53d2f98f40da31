"""What is marked PURE imports neither Django nor a database, seen in a fresh interpreter."""

from __future__ import annotations

import json
import pkgutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("planning.geometry", "planning.measuring", "planning.phantom")
MODULES = (
    "planning.plans.document",
    "planning.plans.changes",
    "planning.plans.poses",
    "planning.plans.reading",
    "planning.plans.implant_sets",
    "planning.plans.implant_adding",
    "planning.plans.implant_moves",
    "planning.plans.implant_choices",
    "planning.library.geometry",
    "planning.reports.drawing",
    "planning.reports.measured",
    "planning.reports.pdf",
    "planning.reports.dicom_pdf",
    "planning.reports.dicom_picture",
    "planning.calibration.from_header",
    "planning.calibration.from_marker",
    "planning.calibration.labels",
    "planning.calibration.detect",
    "planning.calibration.detect_candidates",
    "planning.calibration.detect_edges",
    "planning.calibration.film_view",
    "planning.calibration.from_objects",
    "planning.calibration.marker_warnings",
    "planning.calibration.snap",
    "planning.imaging.pixels",
    "planning.imaging.overlays",
    "planning.imaging.shutters",
    "planning.imaging.volume_stack",
    "planning.imaging.volume_planes",
    "planning.imaging.volume_headers",
    "planning.imaging.volume_bricks",
    "pacs_bridge.scan",
)
FORBIDDEN = ("django", "rest_framework", "celery", "sqlite3", "psycopg", "redis")

IMPORT_ONE_BY_ONE = """
import importlib, json, sys
names, forbidden = json.loads(sys.argv[1]), set(json.loads(sys.argv[2]))
guilty = {}
for name in names:
    importlib.import_module(name)
    found = forbidden & {module.split(".")[0] for module in sys.modules}
    if found:
        guilty[name] = sorted(found)
        forbidden -= found
print(json.dumps({"guilty": guilty, "imported": sorted({m.split(".")[0] for m in sys.modules})}))
"""


def _modules_of(package: str) -> list[str]:
    """List a package's modules from its files, without importing them here."""
    folder = ROOT / Path(*package.split("."))
    found = [package]
    for module in pkgutil.iter_modules([str(folder)], f"{package}."):
        found.extend(_modules_of(module.name) if module.ispkg else [module.name])
    return found


def _import_afresh(modules: list[str]) -> dict:
    done = subprocess.run(
        [sys.executable, "-c", IMPORT_ONE_BY_ONE, json.dumps(modules), json.dumps(FORBIDDEN)],
        cwd=ROOT,
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


@pytest.mark.parametrize("package", PACKAGES)
def test_pure_package_imports_no_framework_and_no_database(package):
    modules = _modules_of(package)
    assert len(modules) > 3
    assert _import_afresh(modules)["guilty"] == {}


def test_pure_modules_import_no_framework_and_no_database():
    assert _import_afresh(list(MODULES))["guilty"] == {}


def test_arithmetic_needs_nothing_but_the_standard_library():
    modules = [*_modules_of("planning.geometry"), *_modules_of("planning.measuring")]
    imported = {name for name in _import_afresh(modules)["imported"] if not name.startswith("_")}
    assert imported - set(sys.stdlib_module_names) == {"planning"}


def test_the_check_would_name_the_module_that_imports_django():
    guilty = _import_afresh(["planning.geometry.points", "django.utils.timezone"])["guilty"]
    assert guilty == {"django.utils.timezone": ["django"]}
