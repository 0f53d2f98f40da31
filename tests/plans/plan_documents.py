"""The example plan document, and the vectors that differ from it."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

TESTS = Path(__file__).resolve().parent.parent
GOLDEN = json.loads((TESTS / "golden" / "changes.json").read_text(encoding="utf-8"))


def example(**over: object) -> dict[str, Any]:
    """Give a fresh copy of the example, with some of its collections replaced."""
    return {**copy.deepcopy(GOLDEN["document"]), **copy.deepcopy(over)}


def document_of(case: dict[str, Any]) -> Any:
    """Give the document of a vector."""
    return case["document"] if "document" in case else example(**case.get("over", {}))
