"""The limited children: a hostile film costs itself alone, and nothing outlives its parent."""

from __future__ import annotations

import io
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
from PIL import Image

from planning.imaging import child_entry, child_pool
from planning.imaging.refusal import CannotShow
from tests.imaging.films import film, with_pixels, write

NOISE = np.random.default_rng(21)
ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.usefixtures("children")


def _good(folder: Path, name: str = "good.dcm") -> Path:
    return write(folder / name, with_pixels(NOISE.integers(0, 4096, (70, 50)).astype(np.uint16)))


def _slow(folder: Path) -> Path:
    """Return a small film that decodes for a minute: its last scan comes over and over."""
    out = io.BytesIO()
    Image.new("L", (4000, 4000), 128).save(out, "JPEG", progressive=True)
    data = out.getvalue()
    last_scan = data[data.rindex(b"\xff\xda") : -2]
    dataset = film(Rows=4000, Columns=4000, BitsAllocated=8, BitsStored=8, HighBit=7)
    endless = data[:-2] + 1500 * last_scan + data[-2:]
    return write(folder / "slow.dcm", dataset, syntax="4.55", frames=[endless])


def _huge_header(folder: Path, rows: int) -> Path:
    """Return a film of some hundred bytes whose codestream and data set both claim much."""
    data = bytearray(
        imagecodecs.jpeg2k_encode(np.zeros((64, 64), np.uint8), codecformat="j2k", level=0)
    )
    for at in (8, 12, 24, 28):
        data[at : at + 4] = rows.to_bytes(4, "big")
    dataset = film(Rows=rows, Columns=rows, BitsAllocated=8, BitsStored=8, HighBit=7)
    return write(folder / "huge.dcm", dataset, syntax="4.90", frames=[bytes(data)])


def _workers() -> list[int]:
    return [process.pid for process in multiprocessing.active_children()]


def _status(pid: int | str, field: str) -> int:
    for line in Path(f"/proc/{pid}/status").read_text().splitlines():
        if line.startswith(f"{field}:"):
            return int(line.split()[1]) * 1024
    raise LookupError(field)


def _is_there(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[0] != "Z"
    except OSError:
        return False


def _refusal(path: Path) -> CannotShow:
    with pytest.raises(CannotShow) as refusal:
        child_pool.pixel_digest(path)
    return refusal.value


@pytest.mark.parametrize("rows", [20, 65000])
def test_a_codestream_that_disagrees_is_refused_before_it_is_decoded(tmp_path, rows):
    data = imagecodecs.jpeg2k_encode(NOISE.integers(0, 256, (64, 64), np.uint8))
    dataset = film(Rows=rows, Columns=64, BitsAllocated=8, BitsStored=8, HighBit=7)
    path = write(tmp_path / "a.dcm", dataset, syntax="4.90", frames=[data])
    refusal = _refusal(path)
    assert refusal.code == "codestream_mismatch"
    assert refusal.params == {"what": "rows", "promised": rows, "found": 64}


def test_a_header_that_asks_for_gigabytes_stays_within_the_limit(tmp_path):
    refusal = _refusal(_huge_header(tmp_path, 22000))
    assert refusal.code in ("too_large", "decode_failed")
    assert child_pool.pixel_digest(_good(tmp_path))


def test_every_child_is_limited_in_memory_and_leaves_no_core(tmp_path):
    child_pool.pixel_digest(_good(tmp_path))
    limits = ("Max address space", "Max core file size")
    expected = [str(child_entry.MEMORY_BYTES), "0"]
    for pid in _workers():
        assert _soon(lambda pid=pid: [_limit(pid, name) for name in limits] == expected)


def _limit(pid: int, name: str) -> str:
    (line,) = [
        line for line in Path(f"/proc/{pid}/limits").read_text().splitlines() if name in line
    ]
    return line.removeprefix(name).split()[0]


def _soon(promise: Callable[[], bool]) -> bool:
    """Wait up to twenty seconds for a promise to hold."""
    deadline = time.monotonic() + 20
    while not promise() and time.monotonic() < deadline:
        time.sleep(0.02)
    return promise()


def test_a_hanging_decoder_is_ended_and_the_next_film_is_shown(tmp_path, monkeypatch):
    monkeypatch.setattr(child_pool, "DEADLINE_S", 2.0)
    started = time.monotonic()
    assert _refusal(_slow(tmp_path)).code == "decode_timeout"
    assert time.monotonic() - started < 15
    assert child_pool.pixel_digest(_good(tmp_path))


@pytest.mark.parametrize("ending", [signal.SIGSEGV, signal.SIGABRT])
def test_a_child_that_dies_costs_its_own_film_alone(tmp_path, ending):
    slow, good = _slow(tmp_path), _good(tmp_path)
    expected = child_pool.pixel_digest(good)
    with ThreadPoolExecutor(3) as threads:
        hostile = threads.submit(_refusal, slow)
        others = [threads.submit(child_pool.pixel_digest, good) for _ in range(6)]
        assert {other.result(30) for other in others} == {expected}
        # It is tried once more in a fresh child; both are ended.
        for _ in range(2):
            os.kill(_busy_worker(), ending)
        assert hostile.result(30).code == "decoder_died"
    assert child_pool.pixel_digest(good) == expected


def _busy_worker() -> int:
    """Wait for a child that works longer than any start or good film does; return its pid."""
    before: dict[int, int] = {}
    busy: list[int] = []

    def look() -> bool:
        for pid in filter(_is_there, _workers()):
            ticks = int(Path(f"/proc/{pid}/stat").read_text().split(")")[1].split()[11])
            if ticks - before.setdefault(pid, ticks) >= 100:
                busy.append(pid)
        return bool(busy)

    assert _soon(look), "no child was busy"
    return busy[0]


def test_a_failed_decoder_is_not_used_again(tmp_path):
    data = bytearray(
        imagecodecs.jpeg8_encode(NOISE.integers(0, 256, (64, 64), np.uint8), lossless=True)
    )
    # The Huffman table is what lossless JPEG cannot do without.
    at = data.index(b"\xff\xc4")
    data[at + 5 : at + 20] = b"\xff" * 15
    dataset = film(Rows=64, Columns=64, BitsAllocated=8, BitsStored=8, HighBit=7)
    path = write(tmp_path / "a.dcm", dataset, syntax="4.70", frames=[bytes(data)])
    child_pool.pixel_digest(_good(tmp_path))
    before = set(_workers())
    refusal = _refusal(path)
    assert (refusal.code, refusal.params) == ("decode_failed", {"cause": "decoder"})
    child_pool.pixel_digest(_good(tmp_path))
    assert set(_workers()) != before


def test_many_threads_get_each_their_own_film(tmp_path):
    films = [_good(tmp_path, f"{k}.dcm") for k in range(8)]
    alone = [child_pool.pixel_digest(path) for path in films]
    assert len(set(alone)) == 8
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(child_pool.pixel_digest, films)) == alone


def test_stop_ends_the_children_and_the_next_film_starts_new_ones(tmp_path):
    good = _good(tmp_path)
    digest = child_pool.pixel_digest(good)
    workers = _workers()
    assert workers
    child_pool.stop()
    assert not any(map(_is_there, workers))
    assert child_pool.pixel_digest(good) == digest


_PROGRAM = """
import multiprocessing, os, signal, sys, threading
from pathlib import Path
from planning.imaging import child_pool
if __name__ == "__main__":
    child_pool.pixel_digest(Path(sys.argv[1]))
    from multiprocessing import forkserver
    pids = [p.pid for p in multiprocessing.active_children()]
    print(*pids, forkserver._forkserver._forkserver_pid, flush=True)
    if sys.argv[2] == "killed":
        os.kill(os.getpid(), signal.SIGKILL)
"""


@pytest.mark.parametrize("ending", ["killed", "finished"])
def test_no_child_outlives_its_parent(tmp_path, ending):
    program = tmp_path / "program.py"
    program.write_text(_PROGRAM)
    done = subprocess.run(
        [sys.executable, str(program), str(_good(tmp_path)), ending],
        capture_output=True,
        text=True,
        timeout=60,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        check=False,
    )
    assert done.returncode == (-signal.SIGKILL if ending == "killed" else 0), done.stderr
    pids = [int(pid) for pid in done.stdout.split()]
    assert len(pids) >= 2
    assert _soon(lambda: not any(map(_is_there, pids)))


def _modules_after(statement: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", f"import sys; {statement}; print(*sys.modules)"],
        capture_output=True,
        text=True,
        timeout=60,
        cwd=ROOT,
        check=True,
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


def test_the_child_knows_neither_django_nor_settings():
    modules = _modules_after("import planning.imaging.child, planning.imaging.child_entry")
    assert "imagecodecs" in modules
    assert "django" not in modules


def test_the_parent_loads_no_decoder():
    modules = _modules_after("import planning.imaging.child_pool")
    assert not modules & {"numpy", "imagecodecs", "rle", "PIL", "pydicom", "zstandard"}


def test_the_parent_does_not_grow_by_the_film(tmp_path):
    values = NOISE.integers(0, 16384, (9000, 1), np.uint16) + np.arange(3000, dtype=np.uint16)
    path = write(tmp_path / "leg.dcm", with_pixels(values))
    assert path.stat().st_size > 54_000_000
    del values
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    child_pool.pixel_digest(_good(tmp_path))
    peak = [0]
    stop = threading.Event()

    def watch() -> None:
        while not stop.is_set():
            peak[0] = max(peak[0], _status("self", "VmRSS"))
            time.sleep(0.01)

    watcher = threading.Thread(target=watch)
    before = _status("self", "VmRSS")
    watcher.start()
    child_pool.render_frame(path, frame=1, scratch=scratch, with_digest=True)
    stop.set()
    watcher.join()
    assert peak[0] - before < 30_000_000
