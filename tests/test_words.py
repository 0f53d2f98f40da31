"""Every code that a service can raise has a sentence that says what to do."""

from __future__ import annotations

import re
import string
from pathlib import Path

import pytest

from pacs_bridge import errors
from pacs_bridge.scan import Code
from pacs_bridge.unzip import ZipCode
from planning.calibration import header_rows, header_warnings
from planning.geometry.reasons import Degenerate
from planning.wording import films
from planning.words import SENTENCES, sentence

ROOT = Path(__file__).resolve().parents[1]
RAISED = re.compile(
    r"(?:Refused|JobFailed|JobIncomplete|Conflict|CannotShow|CalibrationRefused|NoteRefused|Reason"
    r"|Skipped)"
    r"\(\s*(?:_shown\(\w+\),\s*)?\"([a-z_]{4,})\""
)
STAGES = ("api", "web", "accounts", "jobs", "studies", "imaging", "calibration", "notes")
# Geometry that no calibration can run into.
NOT_SHOWN = {
    Degenerate.PARALLEL_LINES,
    Degenerate.NO_INTERSECTION,
    Degenerate.NOT_AN_ELLIPSE,
    Degenerate.NO_CONVERGENCE,
    Degenerate.SINGULAR,
    Degenerate.IMPOSSIBLE_PROJECTION,
}


def raised() -> set[str]:
    paths = [path for stage in STAGES for path in (ROOT / "planning" / stage).glob("*.py")]
    paths.append(ROOT / "pacs_bridge" / "media.py")
    return {code for path in paths for code in RAISED.findall(path.read_text())}


def declared() -> set[str]:
    archive = {
        kind.code
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, errors.ArchiveError)
    }
    return (
        {str(code) for code in (*Code, *ZipCode, *(set(Degenerate) - NOT_SHOWN))}
        | (archive - {"archive_transient", "archive_permanent"})
        | {row.reason for row in header_rows.ROWS}
        | {code for code, _ in header_warnings.WARNINGS}
    )


def test_every_note_about_a_picture_has_a_sentence():
    source = (ROOT / "planning" / "imaging" / "meaning.py").read_text()
    codes = set(re.findall(r'meaning\["notes"\]\.append\("(\w+)"\)', source))
    assert len(codes) == source.count('["notes"].append(') > 3
    assert codes == set(films.PICTURE_NOTES)


def test_every_code_has_a_sentence():
    assert sorted((raised() | declared()) - set(SENTENCES)) == []


@pytest.mark.parametrize("code", sorted(SENTENCES))
def test_a_sentence_is_one_and_survives_missing_values(code):
    text = sentence(code)
    assert text[0].isupper() or text.startswith("?")
    assert text.rstrip().endswith((".", "?"))
    fields = {name for _, name, _, _ in string.Formatter().parse(SENTENCES[code]) if name}
    assert "{" not in sentence(code, dict.fromkeys(fields, "x"))


def test_a_hostile_value_cannot_open_another_placeholder():
    assert sentence("archive_error", {"node": "{step}", "step": "find", "cause": "x"}).startswith(
        "{step} failed"
    )
