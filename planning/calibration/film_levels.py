"""The grey level of a film as numbers: what marker detection looks at."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import zstandard
from numpy.typing import NDArray

from planning.imaging import child_pool
from planning.imaging.models import Rendition
from planning.imaging.refusal import CannotShow
from planning.imaging.rendered import RenderedFile
from planning.imaging.services import request_variant
from planning.imaging.strips import LevelDamaged, decode_level
from planning.store.blobs import cache
from planning.studies.models import Instance

# A stitched long leg film has 40 million pixels; beyond that a search would not be quick.
MAX_PIXELS = 120_000_000


@dataclass(frozen=True, slots=True)
class GreyLevel:
    """Pixels and what low values mean.

    Attributes
    ----------
    values : ndarray of uint16, shape (rows, columns)
    dense_is_low : bool
        MONOCHROME1: low values are shown white.
    """

    values: NDArray[np.uint16]
    dense_is_low: bool


def level_of_file(path: Path) -> GreyLevel:
    """Decode the first frame of a file in the limited child.

    Raises
    ------
    CannotShow
        With the reason; ``colour_has_no_density`` for colour.
    """
    with tempfile.TemporaryDirectory(prefix="plumbline-level-") as scratch:
        rendered = child_pool.render_frame(path, frame=1, scratch=Path(scratch), with_digest=False)
        full = next(file for file in rendered.files if file.level == Rendition.Level.FULL)
        return _level(Path(full.path), full, bool(rendered.meaning["invert"]))


def level_of_film(film: Instance, frame: int = 1) -> GreyLevel:
    """Read the level that the browser gets too.

    Nothing is rendered while somebody waits: what was evicted is asked for.

    Raises
    ------
    CannotShow
        ``film_not_ready`` while it is not there, ``colour_has_no_density`` for colour,
        ``decode_failed`` where the cache is damaged.
    """
    display = getattr(film, "display", None)
    meaning = display and display.meaning.get("frames", {}).get(str(frame))
    made = Rendition.objects.filter(
        instance=film, frame=frame, level=Rendition.Level.FULL, encoding=Rendition.Encoding.ZSTD
    ).first()
    if not meaning or "invert" not in meaning or made is None:
        raise CannotShow("film_not_ready")
    try:
        return _level(cache().local_path(made.sha256), made, bool(meaning["invert"]))
    except FileNotFoundError as error:
        request_variant(rendition=made, encoding=Rendition.Encoding.ZSTD)
        raise CannotShow("film_not_ready") from error


def _level(path: Path, about: RenderedFile | Rendition, dense_is_low: bool) -> GreyLevel:
    if about.planes != 1:
        raise CannotShow("colour_has_no_density")
    if about.rows * about.columns > MAX_PIXELS:
        raise CannotShow("too_large", {"limit": MAX_PIXELS // 10**6})
    checks = about.checks if isinstance(about, RenderedFile) else about.check_sums
    try:
        with path.open("rb") as file:
            coded = zstandard.ZstdDecompressor().stream_reader(file).read()
        level = decode_level(
            coded,
            planes=1,
            rows=about.rows,
            columns=about.columns,
            strip_rows=about.strip_rows,
            expected_checks=tuple(checks),
        )
    except (LevelDamaged, zstandard.ZstdError) as error:
        raise CannotShow("decode_failed", {"cause": "level"}) from error
    return GreyLevel(level[0], dense_is_low)
