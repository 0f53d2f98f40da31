"""What ``make bench-viewer`` is made of does what it says; no peer and no time is asserted."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.benchmarks.viewer import chromium, crowd, machine, peer_files
from tests.benchmarks.viewer.front import File, Front, Upstream
from tests.benchmarks.viewer.routes import Routes, is_pixels
from tests.benchmarks.viewer.wire import get

BUSY = "import time\nwhile time.process_time() < 0.5: pass\ninput()"
PARENT = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {BUSY!r}])"
# Black, then a picture, then another one; a small one and a flat one are no pictures.
PAINTING = b"""<!doctype html><canvas id="film" width="800" height="600"></canvas>
<canvas id="small" width="100" height="100"></canvas>
<canvas id="flat" width="800" height="600"></canvas>
<script>
  const draw = (id, from) => {
    const canvas = document.getElementById(id);
    const context = canvas.getContext("2d");
    for (let x = 0; x < canvas.width; x += 1) {
      const grey = (from + x) % 256;
      context.fillStyle = `rgb(${grey}, ${grey}, ${grey})`;
      context.fillRect(x, 0, 1, canvas.height);
    }
  };
  draw("small", 0);
  globalThis.painted = [];
  const paint = (from) => {
    painted.push(performance.now());
    draw("film", from);
  };
  setTimeout(() => paint(0), 300);
  setTimeout(() => { paint(60); document.body.dataset.loaded = "full"; }, 900);
  let held = false;
  addEventListener("mousedown", () => { held = true; });
  addEventListener("mousemove", (event) => {
    if (held && !globalThis.deaf) draw("film", event.x);
  });
</script>"""


def page_alone(path: str) -> File | Upstream | None:
    return File(PAINTING, "text/html") if path == "/page" else None


@pytest.fixture(scope="module")
def browser(tmp_path_factory):
    with chromium.session(tmp_path_factory.mktemp("chromium") / "profile") as started:
        yield started


@pytest.fixture
def address():
    with Front(page_alone, is_pixels) as front:
        yield f"{front.address}/page"


@pytest.mark.peer("chromium")
def test_a_paint_is_seen_after_it_happened_and_nothing_before(browser, address):
    page, seen = browser.visit(address, until="full", hold=True)
    first, second = page.evaluate("() => painted")
    assert first <= seen.first_ms < second <= seen.last_ms
    assert seen.full_ms >= second
    assert len(page.evaluate("() => bench.changes")) == 2
    page.close()


@pytest.mark.peer("chromium")
def test_a_page_without_a_picture_is_not_taken_for_one(browser, address, monkeypatch):
    monkeypatch.setattr(chromium, "VISIT_S", 3.0)
    with pytest.raises(chromium.NoPicture, match="no picture"):
        browser.visit(f"{address}-that-is-not-there")


@pytest.mark.peer("chromium")
def test_a_drag_counts_only_if_the_picture_follows(browser, address):
    page, _ = browser.visit(address, hold=True)
    drag = chromium.drag(page, browser.root, button="left", steps=10, watch_frames=True)
    assert drag.wall_ms > 0
    assert drag.cpu_ms > 0
    assert len(drag.frames_ms) >= 1
    page.evaluate("() => { globalThis.deaf = true; }")
    with pytest.raises(chromium.NoPicture, match="changed nothing"):
        chromium.drag(page, browser.root, button="left", steps=10)
    page.close()


@pytest.mark.peer("chromium")
def test_memory_and_processes_are_those_of_this_browser(browser):
    pids = machine.tree(browser.root)
    assert len(pids) > 2
    assert machine.pss_bytes(pids) >= machine.pss_bytes([browser.root]) > 0


def test_the_time_of_a_grandchild_counts_and_it_dies_with_its_parent():
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdin=subprocess.PIPE,
        preexec_fn=machine.die_with_parent,
    )
    try:
        deadline = time.monotonic() + 30
        while machine.cpu_s(machine.tree(parent.pid)) < 0.4:
            assert time.monotonic() < deadline
            time.sleep(0.05)
        assert len(machine.tree(parent.pid)) == 2
        assert machine.cpu_s([parent.pid]) < machine.cpu_s(machine.tree(parent.pid))
    finally:
        parent.stdin.close()
        parent.wait(30)
    assert machine.cpu_s([parent.pid]) == 0


async def _upstream(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Answer with the path that was asked for, as something that may be kept."""
    head = (await reader.readuntil(b"\r\n\r\n")).decode()
    path = head.split(" ")[1].encode()
    writer.write(
        b"HTTP/1.1 200 OK\r\nContent-Type: text/javascript; charset=utf-8\r\n"
        b"Cache-Control: max-age=60\r\nContent-Length: %d\r\n\r\n%s" % (len(path), path)
    )
    await writer.drain()
    writer.close()


def asked_through_the_front(*paths: str):
    """Ask for paths; returns each answer, and what the front server has seen."""

    async def ask() -> list:
        server = await asyncio.start_server(_upstream, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        async with server:
            with Front(Routes(port, orthanc=port), is_pixels) as front:
                answers = [await get(front.port, path, "") for path in paths]
                return [answers, list(front.transfers)]

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, ask()).result(30)


def test_everything_comes_from_one_origin_and_pixels_are_never_kept():
    paths = (
        "/studies/1/",
        "/api/v1/films/1/levels/full/a",
        "/orthanc/instances/1/file",
        "/dicom-web/studies",
    )
    answers, transfers = asked_through_the_front(*paths)
    assert [body.decode() for _, body in answers] == [
        "/studies/1/",
        "/api/v1/films/1/levels/full/a",
        "/instances/1/file",
        "/dicom-web/studies",
    ]
    kept = [head.get("cache-control") for head, _ in answers]
    assert kept == ["max-age=60", "no-store", "no-store", "no-store"]
    assert [(one.path, one.size_bytes, one.kind) for one in transfers] == [
        (path, len(body), "text/javascript") for path, (_, body) in zip(paths, answers, strict=True)
    ]


def test_a_file_of_a_peer_is_below_its_folder_or_not_there(tmp_path):
    (tmp_path / "secret.txt").write_text("x")
    (tmp_path / "pages").mkdir()
    (tmp_path / "pages" / "dwv.js").write_text("1")
    routes = Routes(1, pages=tmp_path / "pages")
    assert routes("/peers/dwv.js?x=1") == File(b"1", "text/javascript")
    assert routes("/peers/../secret.txt") is None
    assert routes("/dicom-web/studies") is None
    assert routes("/studies/") == Upstream(1, "/studies/")


def test_the_slowest_of_twenty_is_nearly_the_95th_percentile():
    found = crowd.Crowd((0.5, 0.1, 0.3), tuple(float(n) for n in range(1, 22)))
    assert found.one_s == 0.3
    assert found.p95_s == pytest.approx(20.0)


def test_a_peer_that_cannot_be_had_is_a_reason_and_not_a_failure(tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(peer_files, "WEB_VIEWER_PLUGINS", ())
    found = peer_files.install(tmp_path / "cache")
    assert (found.pages, found.ohif, found.web_viewer) == (None, None, None)
    assert found.reasons["pages"] == found.reasons["ohif"] == "npm is not installed"
    assert "apt-get" in found.reasons["web_viewer"]
