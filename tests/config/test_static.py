"""What browsers get of our modules: hashed names, nothing superfluous, not too much."""

from __future__ import annotations

import gzip
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command
from django.test import override_settings

from planning.config import settings as project
from planning.config.static import strip
from tests.builders.modules import STATIC, imported
from tests.peers.programs import node

# Bytes over the wire, gzip: until the film is on the screen and can be moved and zoomed, and
# until every tool of the planner is there.
FIRST_PICTURE_BYTES = 32_000
PLANNER_BYTES = 230_000
SAME_PROGRAM = Path(__file__).resolve().parents[1] / "js" / "same_program.cjs"
DYNAMIC = re.compile(r"""\bimport\(["'](\./[^"']+)["']\)""")


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Our own static files, collected as an installation does it."""
    root = tmp_path_factory.mktemp("static")
    changes = {
        "STATIC_ROOT": root,
        "STORAGES": project.STORAGES,
        "STATICFILES_FINDERS": ["django.contrib.staticfiles.finders.FileSystemFinder"],
    }
    with override_settings(**changes):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield root


def hashed(name: str) -> str:
    return staticfiles_storage.stored_name(name)


def wire_bytes(root: Path, names: set[str]) -> int:
    return sum((root / f"{name}.gz").stat().st_size for name in names)


def delivered(root: Path, name: str) -> str:
    return gzip.decompress((root / f"{name}.gz").read_bytes()).decode()


def test_the_first_picture_needs_few_bytes(collected: Path):
    first = imported(hashed("js/pages/planner.js"), collected)
    assert len(first) > 20
    assert wire_bytes(collected, first) <= FIRST_PICTURE_BYTES


def test_the_whole_planner_stays_within_its_bytes(collected: Path):
    whole = imported(hashed("js/pages/planner.js"), collected)
    whole |= imported(hashed("js/pages/planner/work.js"), collected)
    assert len(whole) > 100
    assert wire_bytes(collected, whole) <= PLANNER_BYTES


def test_modules_that_come_later_are_asked_for_by_their_hashed_names(collected: Path):
    found = {}
    for page in ("js/pages/planner.js", "js/view/renderer-choice.js"):
        name = hashed(page)
        for asked in DYNAMIC.findall(delivered(collected, name)):
            found[asked] = (collected / name).parent / asked
    assert len(found) == 2
    for asked, path in found.items():
        assert re.search(r"\.[0-9a-f]{12}\.js$", asked)
        assert path.is_file(), asked


def test_what_is_delivered_is_the_program_that_was_written(collected: Path):
    names = {path.relative_to(STATIC).as_posix() for path in STATIC.glob("js/**/*.js")}
    pairs = [
        ((collected / hashed(name)).read_text(), delivered(collected, hashed(name)))
        for name in sorted(names)
    ]
    assert len(pairs) > 150
    assert different(pairs) == []
    assert sum(len(short) for _, short in pairs) < 0.8 * sum(len(whole) for whole, _ in pairs)


def test_another_program_is_noticed():
    source = "const a = 1; // one\nexport const b = `x  // y`;\n"
    assert different([(source, strip(source)), (source, source.replace("x  //", "x //"))]) == [1]


def test_sentences_within_sentences_keep_their_spaces():
    source = "export const step = (n, of) => `step${of > 1 ? ` (${n} of ${of})` : ''}`;\n"
    assert different([(source, strip(source))]) == []


def different(pairs: list[tuple[str, str]]) -> list[int]:
    """Return the numbers of the pairs that are not the same program."""
    done = subprocess.run(
        [node(), "--expose-internals", str(SAME_PROGRAM)],
        input=json.dumps(pairs),
        capture_output=True,
        text=True,
        timeout=60,
        check=True,
    )
    return json.loads(done.stdout)
