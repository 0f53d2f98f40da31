"""Small files that ask for much cost themselves alone: by real files, in the real children."""

from __future__ import annotations

import resource
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import imagecodecs
import numpy as np
import pytest

from planning.imaging import child_pool, decoders, services
from planning.imaging.child import pixel_digest
from planning.imaging.overlays import overlays_of
from planning.imaging.refusal import CannotShow
from planning.imaging.selectors import film_display
from planning.studies.models import Instance
from tests.imaging.bombs import (
    CODECS,
    SMALL_PX,
    bomb,
    deflated_bomb,
    many_fragments,
    overlay_bomb,
)
from tests.imaging.films import with_pixels, write
from tests.imaging.rows import make_instance

pytestmark = [pytest.mark.usefixtures("children"), pytest.mark.filterwarnings("ignore")]

NOISE = np.random.default_rng(50)
GREY = NOISE.integers(0, 4096, (70, 50)).astype(np.uint16)
# What our own process may grow by while others decode.
ALLOWED_BYTES = 100_000_000


def _refusal(path: Path) -> CannotShow:
    with pytest.raises(CannotShow) as refusal:
        child_pool.pixel_digest(path)
    return refusal.value


@contextmanager
def _watched_memory() -> Iterator[None]:
    """Fail when this process grows beyond what is allowed."""
    page, peak, stop = resource.getpagesize(), [0], threading.Event()

    def size() -> int:
        return int(Path("/proc/self/statm").read_text().split()[1]) * page

    def watch() -> None:
        while not stop.is_set():
            peak[0] = max(peak[0], size())
            time.sleep(0.01)

    before, watcher = size(), threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        stop.set()
        watcher.join()
    assert peak[0] - before < ALLOWED_BYTES


@pytest.mark.parametrize("codec", [name for name in CODECS if name != "RLE"])
@pytest.mark.parametrize("codestream_px", [SMALL_PX + 1, 60_000])
def test_a_codestream_of_another_size_never_reaches_its_decoder(
    tmp_path, monkeypatch, codec, codestream_px
):
    def decode(*_arguments, **_options):
        raise AssertionError("the decoder was called")

    for name in dir(imagecodecs):
        if name.endswith("_decode") and name in Path(decoders.__file__).read_text():
            monkeypatch.setattr(imagecodecs, name, decode)
    path = bomb(tmp_path / "a.dcm", codec, film_px=SMALL_PX, codestream_px=codestream_px)
    with pytest.raises(CannotShow) as refusal:
        pixel_digest(str(path))
    assert refusal.value.code == "codestream_mismatch"
    assert refusal.value.params["found"] == codestream_px


@pytest.mark.parametrize("codec", CODECS)
def test_the_honest_film_of_the_same_codec_is_shown(tmp_path, codec):
    path = bomb(tmp_path / "a.dcm", codec, film_px=SMALL_PX, codestream_px=SMALL_PX)
    plain = write(tmp_path / "b.dcm", with_pixels(np.zeros((SMALL_PX, SMALL_PX), np.uint8)))
    assert child_pool.pixel_digest(path) == child_pool.pixel_digest(plain)


@pytest.mark.parametrize("codec", CODECS)
def test_a_small_file_that_claims_gigabytes_is_refused_from_its_header(tmp_path, codec):
    path = bomb(tmp_path / "a.dcm", codec, film_px=60_000, codestream_px=60_000)
    refusal = _refusal(path)
    assert (refusal.code, refusal.params) == ("too_large", {"megabytes": 3600, "limit": 536})


@pytest.mark.parametrize("codec", CODECS)
def test_a_claim_within_the_limit_is_decoded_or_refused_and_never_made_up(tmp_path, codec):
    path = bomb(tmp_path / "a.dcm", codec, film_px=12_000, codestream_px=12_000)
    assert path.stat().st_size < 2000
    with _watched_memory():
        refusal = _refusal(path)
    allowed = {"decode_failed", "pixels_truncated", "codestream_mismatch", "too_large"}
    assert refusal.code in allowed
    assert child_pool.pixel_digest(write(tmp_path / "good.dcm", with_pixels(GREY)))


def test_a_deflated_bomb_ends_at_the_cap(tmp_path):
    path = deflated_bomb(tmp_path / "a.dcm", 600 * 2**20)
    assert path.stat().st_size < 1_000_000
    with _watched_memory():
        refusal = _refusal(path)
    assert (refusal.code, refusal.params) == ("too_large", {"limit": 570})


def test_a_hundred_thousand_empty_fragments_are_no_picture(tmp_path):
    path = many_fragments(tmp_path / "a.dcm", 100_000)
    with _watched_memory():
        assert _refusal(path).code == "decode_failed"


def test_overlays_that_claim_gigabytes_are_left_out(tmp_path):
    dataset = overlay_bomb(with_pixels(GREY))
    found, is_broken = overlays_of(dataset, 1, None, is_big_endian=False)
    assert (found, is_broken) == ([], True)
    path = write(tmp_path / "a.dcm", dataset)
    (tmp_path / "out").mkdir()
    with _watched_memory():
        rendered = child_pool.render_frame(
            path, frame=1, scratch=tmp_path / "out", with_digest=True
        )
    assert rendered.meaning["notes"] == ["overlay_unusable"]


@pytest.mark.django_db
def test_bombs_become_films_with_a_reason_and_the_next_film_is_shown(tmp_path, data_folder):
    with _watched_memory():
        for codec in CODECS:
            path = bomb(tmp_path / f"{codec}.dcm", codec, film_px=12_000, codestream_px=12_000)
            services.render(instance=make_instance(path))
        good = make_instance(write(tmp_path / "good.dcm", with_pixels(GREY)))
        services.render(instance=good)
    films = Instance.objects.select_related("display").exclude(pk=good.pk)
    shown = [film_display(film) for film in films]
    assert len(shown) == len(CODECS)
    assert {film["state"] for film in shown} == {"undecodable"}
    assert all(film["reason"]["code"] and not film["levels"] for film in shown)
    assert film_display(Instance.objects.get(pk=good.pk))["state"] == "ready"
