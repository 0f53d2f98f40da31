"""Every size of a family on one page, to be looked at: ``python -m tests.library.contact_sheet``.

Writes an HTML page per family and, where Chromium is, its picture; millimetres at four pixels.
"""

from __future__ import annotations

import sys
from pathlib import Path
from xml.sax.saxutils import escape

from planning.library import built_in as selectors

STROKES = {
    "outline": 'stroke="#fff" stroke-width=".5" fill="#fff" fill-opacity=".1"',
    "shell": 'stroke="#fff" stroke-width=".35"',
    "liner": 'stroke="#fff" stroke-width=".35" fill="#fff" fill-opacity=".08"',
    "axis": 'stroke="#fff" stroke-width=".25" stroke-dasharray="3 .8 .5 .8"',
    "neck_axis": 'stroke="#fff" stroke-width=".2" stroke-dasharray="2 1"',
    "resection": 'stroke="#FFD84D" stroke-width=".4"',
}
PAGE = (
    '<!doctype html><meta charset="utf-8"><style>body{{background:#0b0e11;color:#f4f4f4;'
    "font:11px sans-serif;margin:8px}}figure{{display:inline-block;margin:4px}}</style>{}"
)


def picture(variant: dict, *, scale: float = 4) -> str:
    """Return one variant as a figure with its named points."""
    corners = [p for path in variant["outline"] for p in path["polyline"]]
    left, top = (min(p[k] for p in corners) - 3 for k in (0, 1))
    wide, high = (max(p[k] for p in corners) + 3 - low for k, low in ((0, left), (1, top)))
    paths = "".join(
        f'<path d="{path["d"]}" fill="none" stroke="#ccc" stroke-width=".25" '
        f"{STROKES.get(path['role'], '')}/>"
        for path in variant["outline"]
    ).replace('fill="none" stroke="#ccc" stroke-width=".25" stroke', 'fill-rule="evenodd" stroke')
    marks = "".join(
        f'<circle cx="{x}" cy="{y}" r=".7" fill="#4AA3FF"/>' for x, y in variant["points"].values()
    )
    return (
        f'<figure><svg fill="none" width="{wide * scale}" height="{high * scale}" '
        f'viewBox="{left} {top} {wide} {high}">{paths}{marks}</svg>'
        f"<figcaption>{escape(variant['name'])}</figcaption></figure>"
    )


def page(key: str, version: int, *, scale: float, every: dict[str, str]) -> str:
    """Return all sizes of a family with the options that `every` does not narrow."""
    shown = [
        picture(variant, scale=scale)
        for size in selectors.geometry(key, version)["sizes"]
        for variant in size["variants"]
        if all(variant["options"][name] == value for name, value in every.items())
    ]
    return PAGE.format("".join(shown))


def main(folder: Path) -> None:
    """Write the sheets."""
    folder.mkdir(parents=True, exist_ok=True)
    sheets = {
        "stems": ("tapered_wedge_stem", 3.0, {"ccd": "131"}),
        "stem-angles": ("tapered_wedge_stem", 3.0, {"offset": "standard"}),
        "cups": ("press_fit_cup", 3.0, {"liner": "neutral"}),
        "liners": ("press_fit_cup", 3.0, {"head": "28"}),
        "heads": ("modular_head", 4.0, {}),
    }
    for name, (key, scale, every) in sheets.items():
        (folder / f"{name}.html").write_text(page(key, 1, scale=scale, every=every))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
