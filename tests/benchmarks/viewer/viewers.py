"""The viewers: where each shows a film, and one round of each."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Page

from tests.benchmarks.viewer import chromium
from tests.benchmarks.viewer.chromium import Drag, Session, Visit
from tests.benchmarks.viewer.front import Front

VISITS = 3
DRAG_BUTTONS = {"ours": "right", "cornerstone": "left"}


@dataclass(frozen=True, slots=True)
class Shown:
    """A film as everybody knows it.

    Attributes
    ----------
    study : str
        Our own name of the study.
    study_uid, instance, series : str
        As the file and Orthanc have it.
    """

    study: str
    study_uid: str
    instance: str = ""
    series: str = ""


@dataclass(frozen=True, slots=True)
class Round:
    """What one viewer did in one round.

    Attributes
    ----------
    cold, hot : Visit
        The first visit of a new profile, and the last.
    over_blank_bytes : int
        Memory after the last visit over that of a blank page.
    drag : Drag or None
    script_bytes, cold_bytes, hot_bytes : int
        Transferred: scripts of the first visit, all of the first, all of the last.
    """

    cold: Visit
    hot: Visit
    over_blank_bytes: int
    drag: Drag | None
    script_bytes: int
    cold_bytes: int
    hot_bytes: int


@dataclass(frozen=True, slots=True)
class Viewer:
    """A viewer of the run.

    Attributes
    ----------
    name : str
    path : callable
        From a film to the address that shows it.
    cookies : list of dict
        What its browser holds before the first visit.
    """

    name: str
    path: Callable[[Shown], str]
    cookies: tuple[dict, ...] = ()

    @property
    def until(self) -> str:
        """What a visit waits for."""
        return "full" if self.name == "ours" else "picture"

    def wait_until_ready(self, page: Page) -> None:
        """Wait for what comes after the picture: our tools, measurements and templates."""
        if self.name == "ours":
            page.wait_for_selector("[data-testid^=implant-shape]", state="attached")
            page.evaluate("() => new Promise((done) => requestIdleCallback(done))")


def all_viewers(cookies: list[dict], width_px: int, height_px: int) -> list[Viewer]:
    """Return every viewer; the minimal pages get a film's region as large as ours."""

    def page(name: str) -> Callable[[Shown], str]:
        size = f"width={width_px}&height={height_px}"
        return lambda film: (
            f"/peers/{name}.html?image=/orthanc/instances/{film.instance}/file&{size}"
        )

    return [
        Viewer("ours", lambda film: f"/studies/{film.study}/", tuple(cookies)),
        Viewer("dwv", page("dwv")),
        Viewer("cornerstone", page("cornerstone")),
        Viewer("orthanc", lambda f: f"/orthanc/web-viewer/app/viewer.html?series={f.series}"),
        Viewer("ohif", lambda f: f"/viewer?StudyInstanceUIDs={f.study_uid}&viewportRendering=cpu"),
    ]


def play(viewer: Viewer, film: Shown, front: Front, folder: Path) -> Round:
    """Visit a film three times in a new profile; the last visit is the one that is measured."""
    with _profile(viewer, folder) as started:
        url = front.address + viewer.path(film)
        marks = [len(front.transfers)]
        _, cold = started.visit(url, until=viewer.until)
        marks.append(len(front.transfers))
        for _ in range(VISITS - 2):
            started.visit(url, until=viewer.until)
        before_hot = len(front.transfers)
        page, hot = started.visit(url, until=viewer.until, hold=True)
        viewer.wait_until_ready(page)
        after_hot = len(front.transfers)
        memory = started.memory_bytes() - started.blank_bytes
        button = DRAG_BUTTONS.get(viewer.name)
        drag = chromium.drag(page, started.root, button=button) if button else None
    first = front.transfers[marks[0] : marks[1]]
    return Round(
        cold,
        hot,
        memory,
        drag,
        sum(one.size_bytes for one in first if "javascript" in one.kind),
        sum(one.size_bytes for one in first),
        sum(one.size_bytes for one in front.transfers[before_hot:after_hot]),
    )


def openings(viewer: Viewer, films: list[Shown], times: int, front: Front, folder: Path):
    """Open films in turn in one profile; returns the visits of each film, the first one first."""
    visits: list[list[Visit]] = [[] for _ in films]
    with _profile(viewer, folder) as started:
        for _ in range(times):
            for film, seen in zip(films, visits, strict=True):
                _, visit = started.visit(front.address + viewer.path(film), until=viewer.until)
                seen.append(visit)
    return visits


def pan(viewer: Viewer, film: Shown, front: Front, folder: Path, screen: chromium.Screen) -> Drag:
    """Pan a film that covers its region on a large screen."""
    with _profile(viewer, folder) as started:
        url = front.address + viewer.path(film)
        page, _ = started.visit(url, until=viewer.until, hold=True, screen=screen)
        viewer.wait_until_ready(page)
        page.keyboard.press("0")
        page.wait_for_timeout(500)
        return chromium.drag(page, started.root, button="middle", watch_frames=True)


class _profile:
    """A browser with a new profile, which is thrown away."""

    def __init__(self, viewer: Viewer, folder: Path):
        self.folder = folder / f"profile-{viewer.name}"
        shutil.rmtree(self.folder, ignore_errors=True)
        self._session = chromium.session(self.folder, list(viewer.cookies))

    def __enter__(self) -> Session:
        return self._session.__enter__()

    def __exit__(self, *error: object) -> None:
        try:
            self._session.__exit__(*error)
        finally:
            shutil.rmtree(self.folder, ignore_errors=True)
