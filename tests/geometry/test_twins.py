"""Python and JavaScript offer the same functions under the same names."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
LAYERS = ("geometry", "measuring")
# Definition files are read and checked on the server; the browser gets them ready to use.
SERVER_ONLY = {
    "geometry": set(),
    "measuring": {
        "construction_inputs", "definition", "definition_files", "definition_form", "drawing",
        "examples", "sets",
    },
}  # fmt: skip
EXPORT = re.compile(r"^export (?:async )?(?:function|class|const) (\w+)", re.MULTILINE)

# A definition is checked and compiled when it is loaded here, when it is first used there; what
# only one side has, by module: (Python, JavaScript).
ONE_SIDED = {
    "construction": ({"runStep"}, {"runSteps"}),
    "evaluate": (set(), {"constructionOf"}),
    "words": ({"checkWords"}, set()),
}


def _python_modules(layer: str) -> dict[str, Path]:
    folder = ROOT / "planning" / layer
    left_out = {"__init__", *SERVER_ONLY[layer]}
    return {path.stem: path for path in folder.glob("*.py") if path.stem not in left_out}


def _javascript_modules(layer: str) -> dict[str, Path]:
    return {path.stem: path for path in (ROOT / "static" / "js" / layer).glob("*.js")}


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part[:1].upper() + part[1:] for part in tail)


def _python_functions(path: Path) -> set[str]:
    body = ast.parse(path.read_text(encoding="utf-8")).body
    names = {node.name for node in body if isinstance(node, ast.FunctionDef)}
    return {_camel(name) for name in names if not name.startswith("_")}


def _makers(path: Path) -> set[str]:
    """Return what a function is called that makes in JavaScript what a class does in Python."""
    body = ast.parse(path.read_text(encoding="utf-8")).body
    names = {node.name for node in body if isinstance(node, ast.ClassDef)}
    return {name[0].lower() + name[1:] for name in names}


def _javascript_functions(path: Path) -> set[str]:
    names = EXPORT.findall(path.read_text(encoding="utf-8"))
    return {name for name in names if name[0].islower()}


@pytest.mark.parametrize("layer", LAYERS)
def test_every_module_has_a_twin(layer):
    assert set(_python_modules(layer)) == set(_javascript_modules(layer))


@pytest.mark.parametrize(
    ("layer", "module"), [(layer, name) for layer in LAYERS for name in _python_modules(layer)]
)
def test_twins_offer_the_same_functions(layer, module):
    python = _python_functions(_python_modules(layer)[module])
    javascript = _javascript_functions(_javascript_modules(layer)[module])
    makers = _makers(_python_modules(layer)[module]) - python
    here, there = ONE_SIDED.get(module, (set(), set()))
    assert python - here == javascript - makers - there
