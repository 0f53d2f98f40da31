"""Every size of every family, to be looked at: ``python -m tests.library.contact_sheet FOLDER``.

Writes an HTML page per family and view, millimetres at three pixels, and one page with implants
on a synthetic film, where they should look like what a surgeon knows.
"""

from __future__ import annotations

import base64
import io
import math
import sys
from pathlib import Path
from xml.sax.saxutils import escape

import numpy as np
from PIL import Image

from planning.library import built_in
from planning.phantom import Film, generate

STYLES = {
    "outline": 'stroke="#fff" stroke-width=".5" fill="#fff" fill-opacity=".12"',
    "shell": 'stroke="#fff" stroke-width=".35"',
    "liner": 'stroke="#fff" stroke-width=".35" fill="#fff" fill-opacity=".08"',
    "mantle": 'stroke="#ffb84d" stroke-width=".4"',
    "axis": 'stroke="#999" stroke-width=".25" stroke-dasharray="3 .8 .5 .8"',
    "neck_axis": 'stroke="#999" stroke-width=".2" stroke-dasharray="2 1"',
    "resection": 'stroke="#FFD84D" stroke-width=".4"',
}
PLAIN = 'stroke="#ccc" stroke-width=".25"'
PAGE = (
    '<!doctype html><meta charset="utf-8"><style>body{{background:#0b0e11;color:#f4f4f4;'
    "font:11px sans-serif;margin:8px}}figure{{display:inline-block;margin:4px}}</style>{}"
)
# What would make a sheet too long to look at: one choice of these stands for all.
NARROWED = {
    "press_fit_cup": {"liner": ("elevated", "lateralised")},
    "tapered_wedge_stem": {"offset": ("standard",)},
    "bipolar_head": {"increment": ("0", "+8")},
}
SCALE = 3.0
PIXEL_MM = 0.5
# A patient whom sizes near the middle of the ladders fit.
SEED = 31


def strokes(variant: dict) -> str:
    """Return a variant's paths in millimetres."""
    return "".join(
        f'<path d="{path["d"]}" {STYLES.get(path["role"], PLAIN)}/>' for path in variant["outline"]
    )


def picture(variant: dict) -> str:
    """Return one variant as a figure with its named points."""
    corners = [p for path in variant["outline"] for p in path["polyline"]]
    left, top = (min(p[k] for p in corners) - 3 for k in (0, 1))
    wide, high = (max(p[k] for p in corners) + 3 - low for k, low in ((0, left), (1, top)))
    marks = "".join(
        f'<circle cx="{x}" cy="{y}" r=".7" fill="#4AA3FF"/>' for x, y in variant["points"].values()
    )
    return (
        f'<figure><svg fill="none" width="{wide * SCALE}" height="{high * SCALE}" '
        f'viewBox="{left} {top} {wide} {high}">{strokes(variant)}{marks}</svg>'
        f"<figcaption>{escape(variant['name'])}</figcaption></figure>"
    )


def sheet(key: str, version: int, view: str) -> str:
    """Return all sizes of a family from one side."""
    narrowed = NARROWED.get(key, {})
    shown = [
        picture(variant)
        for size in built_in.geometry(key, version, view)["sizes"]
        for variant in size["variants"]
        if all(variant["options"][name] in values for name, values in narrowed.items())
    ]
    return PAGE.format("".join(shown))


def variant_of(key: str, size: str, **options: str) -> dict:
    """Return one variant from the front."""
    [found] = [
        variant
        for one in built_in.geometry(key, 1)["sizes"]
        for variant in one["variants"]
        if one["size"] == size and variant["options"] == options
    ]
    return found


def on_film(film: Film) -> str:
    """Return a film with a cementless hip on the right and a cemented one on the left."""
    view, truth = film.truth["view"], film.truth["landmarks"]
    mm_per_px = view["pixel_mm"] / film.truth["planes"]["hip"]["magnification"]
    columns, rows = view["columns"], view["rows"]
    cementless = (
        variant_of("press_fit_cup", "54", head="36", liner="neutral"),
        variant_of("tapered_wedge_stem", "148", offset="standard", ccd="131"),
        variant_of("modular_head", "36", increment="0"),
    )
    cemented = (
        variant_of("cemented_cup", "50", head="28", liner="neutral", mantle="3"),
        variant_of("cemented_taper_stem", "28", offset="37.5", length="150"),
        variant_of("modular_head", "28", increment="0"),
    )
    laid = _hip(cementless, truth, "R", mm_per_px) + _hip(cemented, truth, "L", mm_per_px)
    grey = film.pixels.astype(float)
    low, high = np.percentile(grey, (1, 99.5))
    shown = ((grey - low) / (high - low)).clip(0, 1) * 255
    stream = io.BytesIO()
    Image.fromarray(shown.astype(np.uint8)).save(stream, "PNG")
    data = base64.b64encode(stream.getvalue()).decode()
    return PAGE.format(
        f'<svg fill="none" width="{columns * 1.5}" viewBox="0 0 {columns} {rows}">'
        f'<image href="data:image/png;base64,{data}" width="{columns}" height="{rows}"/>'
        f"{laid}</svg>"
    )


def _hip(parts: tuple[dict, dict, dict], truth: dict, side: str, mm_per_px: float) -> str:
    """Lay a cup into the socket, and a stem along the shaft with its head in the cup."""
    cup, stem, head = parts
    across = -1 if side == "L" else 1
    centre = truth[f"socket_centre_{side}"]["image_px"]
    (ax, ay), (bx, by) = (truth[f"shaft_{end}_{side}"]["image_px"] for end in ("prox", "dist"))
    shaft_deg = math.degrees(math.atan2((ax - bx) * across, by - ay))

    def placed(variant: dict, turn_deg: float, at_mm: list[float]) -> str:
        scale = 1 / mm_per_px
        move = f"translate({-at_mm[0]} {-at_mm[1]})"
        return (
            f'<g transform="translate({centre[0]} {centre[1]}) scale({scale * across} {scale}) '
            f'rotate({turn_deg}) {move}">{strokes(variant)}</g>'
        )

    return (
        placed(cup, 40, cup["points"]["liner_head_centre"])
        + placed(stem, shaft_deg, stem["points"]["head_centre_0"])
        + placed(head, shaft_deg, [0, 0])
    )


def main(folder: Path) -> None:
    """Write the sheets."""
    folder.mkdir(parents=True, exist_ok=True)
    for (key, version), family in built_in.families().items():
        for view in family.data["views"]:
            page = sheet(key, version, view)
            (folder / f"{key}-{view}.html").write_text(page, encoding="utf-8")
    film = generate("ap_pelvis", SEED, pixel_mm=PIXEL_MM)
    (folder / "on-film.html").write_text(on_film(film), encoding="utf-8")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
