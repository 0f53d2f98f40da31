"""Whatever code a measurement answers with, people read a sentence."""

from __future__ import annotations

import re
from pathlib import Path

from planning.geometry.reasons import Degenerate
from planning.measuring.definition_files import catalogue
from planning.words import SENTENCES

ROOT = Path(__file__).resolve().parents[2]
MEASURING = ROOT / "planning" / "measuring"
CODE = re.compile(r'^[A-Z_]+ = "([a-z]+(?:_[a-z]+)+)"', re.MULTILINE)
NOT_CODES = {"by_side", "first_of"}
# No definition fits an ellipse, solves a system or looks for a ball.
NO_DEFINITION = {
    Degenerate.NOT_AN_ELLIPSE, Degenerate.SINGULAR, Degenerate.IMPOSSIBLE_PROJECTION,
}  # fmt: skip


def codes() -> set[str]:
    """Return every code that measuring can answer with."""
    written = {
        code for path in MEASURING.glob("*.py") for code in CODE.findall(path.read_text())
    } - NOT_CODES  # fmt: skip
    named = {param.missing for each in catalogue().by_key.values() for param in each.params}
    return written | named | {str(code) for code in set(Degenerate) - NO_DEFINITION}


def test_every_code_has_a_sentence_on_the_server():
    assert len(codes()) > 20
    assert sorted(codes() - set(SENTENCES)) == []


def test_every_code_has_a_sentence_in_the_browser():
    texts = (ROOT / "static" / "js" / "text" / name for name in ("reasons.js", "results.js"))
    said = {code for text in texts for code in re.findall(r"^\s+(\w+):", text.read_text(), re.M)}
    ours = codes() - {"not_calibrated", "scale_error_unknown"}
    assert sorted(ours - said) == []
