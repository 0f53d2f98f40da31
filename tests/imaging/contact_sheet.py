"""Every shared file as a tile, to be looked at: ``python -m tests.imaging.contact_sheet OUT``.

Files that cannot be shown stand there with their reason; neighbours in a long series are
left out. Run from the top of the repository.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections import Counter
from pathlib import Path

from PIL import Image, ImageDraw

from planning.imaging import child_pool
from planning.imaging.refusal import CannotShow

_TILE_PX = 200
_LABEL_PX = 26
_PER_ROW = 9
_ROWS = 6
_NOT_DICOM = {".csv", ".md"}
_MOST_PER_SERIES = 2


def files(root: Path) -> list[Path]:
    """Return the files to show, in order."""
    seen: Counter[Path] = Counter()
    chosen = []
    for path in sorted(root.rglob("*")):
        if not path.is_file() or path.suffix in _NOT_DICOM:
            continue
        if path.is_relative_to(root / "ct"):
            seen[path.parent] += 1
            if seen[path.parent] > _MOST_PER_SERIES:
                continue
        chosen.append(path)
    return chosen


def tile(path: Path, root: Path, scratch: Path) -> Image.Image:
    """Return one file as a tile with its name below."""
    out = Image.new("RGB", (_TILE_PX, _TILE_PX + _LABEL_PX), (40, 44, 52))
    pen = ImageDraw.Draw(out)
    picture = scratch / "tile.png"
    try:
        child_pool.write_picture(path, frame=1, out=picture, kind="PNG", longest_px=_TILE_PX)
        with Image.open(picture) as image:
            out.paste(image.convert("RGB"))
    except CannotShow as reason:
        pen.text((6, 80), reason.code, fill=(255, 170, 80))
    name = str(path.relative_to(root))
    pen.text((2, _TILE_PX), name[:33], fill=(220, 220, 220))
    pen.text((2, _TILE_PX + 12), name[33:66], fill=(220, 220, 220))
    return out


def main(target: Path) -> None:
    """Write ``sheet-1.png`` and so on into a folder."""
    shared = Path(os.environ.get("PLUMBLINE_SHARED", "../shared")).resolve() / "data"
    target.mkdir(parents=True, exist_ok=True)
    chosen = files(shared)
    per_sheet = _PER_ROW * _ROWS
    with tempfile.TemporaryDirectory() as scratch:
        for first in range(0, len(chosen), per_sheet):
            sheet = Image.new(
                "RGB", (_PER_ROW * _TILE_PX, _ROWS * (_TILE_PX + _LABEL_PX)), (0, 0, 0)
            )
            for at, path in enumerate(chosen[first : first + per_sheet]):
                place = (at % _PER_ROW * _TILE_PX, at // _PER_ROW * (_TILE_PX + _LABEL_PX))
                sheet.paste(tile(path, shared, Path(scratch)), place)
            sheet.save(target / f"sheet-{first // per_sheet + 1}.png")
    child_pool.stop()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
