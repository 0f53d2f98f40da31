"""PURE. A family in the list of the library: what there is of it, without its geometry."""

from __future__ import annotations

from typing import Any


def summary_of(full: dict[str, Any], digest: str) -> dict[str, Any]:
    """Return a family's sizes, options and names.

    Parameters
    ----------
    full : dict
        The geometry from the front.
    digest : str
        Under which that is kept.
    """
    kept = ("key", "version", "name", "kind", "component", "fixation", "generic", "notice",
            "status", "placement")  # fmt: skip
    options = full["options"]
    return {
        **{name: full[name] for name in kept},
        "status_reason": "",
        "digest": digest,
        "sizes": [{"size": size["size"], "name": size["name"]} for size in full["sizes"]],
        "options": {name: list(option["values"]) for name, option in options.items()},
        "defaults": {name: option["default"] for name, option in options.items()},
        "labels": {name: _labels(option) for name, option in options.items()},
    }


def _labels(option: dict[str, Any]) -> dict[str, Any]:
    values = {value: meaning["name"] for value, meaning in option["values"].items()}
    return {"name": option["name"], "values": values}
