"""Every shared film as a tile, to be looked at: ``python -m tests.imaging.contact_sheet OUT``.

Tiles are the previews, with overlays and shutters; small films are enlarged. A file that
cannot be shown stands there with its reason. Run from the top of the repository.
"""

from __future__ import annotations

import os
import sys
import tempfile
import textwrap
import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path

from PIL import Image, ImageDraw

from planning.imaging.refusal import CannotShow
from tests.imaging.every_film import Delivered, all_delivered

_TILE_PX = 200
_LABEL_PX = 26
_PER_ROW = 9
_ROWS = 6
_PANEL, _TEXT, _WARNING = (40, 44, 52), (220, 220, 220), (255, 170, 80)


def sheets(
    shown: Sequence[Delivered], refused: Mapping[Path, CannotShow], folder: Path
) -> list[Path]:
    """Write ``sheet-1.png`` and so on into a folder, in the order of the files' names."""
    tiles = {(film.path, film.frame): _picture_tile(film) for film in shown}
    tiles |= {(path, 0): _reason_tile(path, reason) for path, reason in refused.items()}
    ordered = [tiles[key] for key in sorted(tiles)]
    per_sheet, written = _PER_ROW * _ROWS, []
    for first in range(0, len(ordered), per_sheet):
        sheet = Image.new("RGB", (_PER_ROW * _TILE_PX, _ROWS * (_TILE_PX + _LABEL_PX)))
        for at, tile in enumerate(ordered[first : first + per_sheet]):
            row, column = divmod(at, _PER_ROW)
            sheet.paste(tile, (column * _TILE_PX, row * (_TILE_PX + _LABEL_PX)))
        written.append(folder / f"sheet-{first // per_sheet + 1}.png")
        sheet.save(written[-1])
    return written


def _picture_tile(film: Delivered) -> Image.Image:
    tile = _labelled(film.path, f" #{film.frame}" if film.meaning["frames"] > 1 else "")
    with Image.open(film.preview) as preview:
        picture = preview.convert("RGB")
    scale = _TILE_PX / max(picture.size)
    size = tuple(max(1, round(side * scale)) for side in picture.size)
    # Enlarged by whole pixels, so that a small film is seen as it is.
    how = Image.Resampling.NEAREST if scale > 1 else Image.Resampling.LANCZOS
    tile.paste(picture.resize(size, how))
    return tile


def _reason_tile(path: Path, reason: CannotShow) -> Image.Image:
    # Sentences need Django's settings, which a script has not loaded yet.
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planning.config.settings")
    from planning.wording.films import PIXELS

    tile = _labelled(path, "")
    lines = [reason.code, "", *textwrap.wrap(PIXELS[reason.code].format(**reason.params), 32)]
    ImageDraw.Draw(tile).text((6, 70), "\n".join(lines), fill=_WARNING)
    return tile


def _labelled(path: Path, more: str) -> Image.Image:
    tile = Image.new("RGB", (_TILE_PX, _TILE_PX + _LABEL_PX), _PANEL)
    pen = ImageDraw.Draw(tile)
    name = f"{path.parent.name}/{path.name}{more}"
    pen.text((2, _TILE_PX), name[:33], fill=_TEXT)
    pen.text((2, _TILE_PX + 12), name[33:66], fill=_TEXT)
    return tile


def main(target: Path) -> None:
    """Render the shared films and write their sheets."""
    warnings.simplefilter("ignore")
    shared = Path(os.environ.get("PLUMBLINE_SHARED", "../shared")).resolve() / "data"
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        sheets(*all_delivered(shared, Path(scratch)), target)


if __name__ == "__main__":
    main(Path(sys.argv[1]))
