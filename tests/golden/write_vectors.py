"""Write every generated file of golden vectors: ``python tests/golden/write_vectors.py``."""

from __future__ import annotations

import make_geometry_circles
import make_geometry_ellipses
import make_geometry_projection
import make_implants
import make_measurements
import make_measuring
from exact import FOLDER

GENERATORS = (
    make_geometry_circles,
    make_geometry_ellipses,
    make_geometry_projection,
    make_implants,
    make_measuring,
    make_measurements,
)


def all_files() -> dict[str, str]:
    """Return the text of every generated file by its name."""
    return {name: text for module in GENERATORS for name, text in module.files().items()}


if __name__ == "__main__":
    for name, text in all_files().items():
        (FOLDER / name).write_text(text, encoding="utf-8")
