"""The run: everything started once, the parts alternating in every round."""

from __future__ import annotations

import json
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path

import pydicom
from playwright.sync_api import Error as BrowserError

from planning.imaging import child_pool
from tests.benchmarks.viewer import crowd, previews, viewers
from tests.benchmarks.viewer.chromium import NoPicture, Screen
from tests.benchmarks.viewer.films import CROWD, Films
from tests.benchmarks.viewer.front import Front
from tests.benchmarks.viewer.orthanc import archive
from tests.benchmarks.viewer.ours import OurServer, film_region
from tests.benchmarks.viewer.peer_files import PeerFiles
from tests.benchmarks.viewer.planned_hip import plan_hip
from tests.benchmarks.viewer.routes import Routes, is_pixels
from tests.benchmarks.viewer.table import MIB, Sheet
from tests.benchmarks.viewer.viewers import Round, Shown, Viewer

SCREEN_4K = Screen(1920, 1080, 2.0)
TROUBLE = (NoPicture, BrowserError, OSError, TimeoutError, RuntimeError)


@dataclass(slots=True)
class Stage:
    """Everything that is running, and what was found.

    Attributes
    ----------
    films : dict
        By name: ``main``, ``compressed``, ``long``, ``small``.
    others : dict
        What is no row: times, bytes and memory of every viewer, one a round.
    """

    films: dict[str, Shown]
    viewers: dict[str, Viewer]
    front: Front
    server: OurServer
    main: Path
    folder: Path
    crowd: list[crowd.Opening] = field(default_factory=list)
    sheet: Sheet = field(default_factory=Sheet)
    others: dict[str, list] = field(default_factory=dict)


def run(
    home: Path,
    films: Films,
    peers: PeerFiles,
    *,
    rounds: int,
    parts: Iterable[str],
    names: set[str],
) -> Stage:
    """Start everything, measure `rounds` times, stop everything.

    Parameters
    ----------
    home : Path
        A folder that goes away afterwards; our installation and Orthanc live in it.
    films : Films
    peers : PeerFiles
    rounds : int
    parts : iterable of str
        Of `tests.benchmarks.viewer.__main__.PARTS`.
    names : set of str
        The peers to measure.
    """
    with _stage(home, films, peers, set(parts), names) as stage:
        for number in range(rounds):
            for part in parts:
                say(f"round {number + 1} of {rounds}: {part}")
                _PARTS[part](stage, number)
        return stage


def say(text: str) -> None:
    """Tell whoever waits; the table alone goes to standard output."""
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {text}\n")
    sys.stderr.flush()


@contextmanager
def _stage(
    home: Path, films: Films, peers: PeerFiles, parts: set[str], names: set[str]
) -> Iterator[Stage]:
    with ExitStack() as stack:
        say("films")
        files = {"main": films.main()}
        if "compressed" in parts:
            files["compressed"] = films.compressed()
        if "growth" in parts:
            files |= {"long": films.long_leg(), "small": films.small()}
        shifted = films.crowd(home / "crowd") if "crowd" in parts else []
        say("our installation")
        server = OurServer(home / "ours")
        server.prepare([*files.values(), *shifted], people=len(shifted))
        stack.enter_context(_running(server))
        stack.callback(child_pool.stop)
        studies = server.studies()
        shown = {name: _ours(studies, path) for name, path in files.items()}
        say("a plan")
        planned = plan_hip(server.sign_in(), shown["main"].study, _truth(files["main"]))
        region = film_region(server, shown["main"].study)
        orthanc = None
        if "orthanc" not in peers.reasons and names & {"dwv", "cornerstone", "orthanc", "ohif"}:
            say("Orthanc")
            orthanc = stack.enter_context(archive(home / "orthanc", peers.web_viewer))
            for name in {"main", "compressed"} & set(files):
                there = orthanc.upload(files[name])
                shown[name] = Shown(
                    shown[name].study, shown[name].study_uid, there["ID"], there["ParentSeries"]
                )
        port = orthanc.port if orthanc else None
        routes = Routes(server.port, port, peers.pages, peers.ohif)
        front = stack.enter_context(Front(routes, is_pixels))
        stage = Stage(
            shown, _viewers(server, region, peers, names), front, server, files["main"], home
        )
        stage.crowd = [_opening(server, studies, number) for number in range(len(shifted))]
        stage.others |= {"planned": [asdict(planned)], "region_px": list(region)}
        _excuse(stage, peers, names)
        yield stage


@contextmanager
def _running(server: OurServer) -> Iterator[None]:
    try:
        server.start()
        yield
    finally:
        server.stop()


def _truth(film: Path) -> dict:
    return json.loads(film.with_suffix(".json").read_text())


def _ours(studies: dict[str, str], film: Path) -> Shown:
    header = pydicom.dcmread(film, stop_before_pixels=True)
    return Shown(studies[header.PatientID], str(header.StudyInstanceUID))


def _opening(server: OurServer, studies: dict[str, str], number: int) -> crowd.Opening:
    cookies = server.cookies(f"person{number}")
    text = "; ".join(f"{one['name']}={one['value']}" for one in cookies)
    return crowd.Opening(studies[f"BENCH-crowd-{number}"], text)


def _viewers(
    server: OurServer, region: tuple[int, int], peers: PeerFiles, names: set[str]
) -> dict[str, Viewer]:
    found = viewers.all_viewers(server.cookies(), *region)
    absent = _absent(peers)
    return {one.name: one for one in found if one.name in names and one.name not in absent}


def _absent(peers: PeerFiles) -> dict[str, str]:
    """Return the viewers that cannot be measured, with the reason."""
    absent = {}
    needs = {"dwv": "pages", "cornerstone": "pages", "ohif": "ohif", "orthanc": "web_viewer"}
    for name, part in needs.items():
        reason = peers.reasons.get("orthanc") or peers.reasons.get(part)
        if reason:
            absent[name] = reason
    return absent


ROWS_OF = {
    "dwv": ("first_dwv", "full_dwv", "memory"),
    "ohif": ("first_ohif", "compressed"),
    "orthanc": ("first_orthanc",),
    "cornerstone": ("drag",),
}


def _excuse(stage: Stage, peers: PeerFiles, names: set[str]) -> None:
    for name, reason in _absent(peers).items():
        for key in ROWS_OF[name]:
            stage.sheet.missing(key, reason)


def _round_of_viewers(stage: Stage, number: int) -> None:
    """Every viewer once, in an order that turns from round to round."""
    order = list(stage.viewers.values())
    order = order[number % len(order) :] + order[: number % len(order)]
    found: dict[str, Round] = {}
    for viewer in order:
        say(f"  {viewer.name}")
        with _excused(stage, ROWS_OF.get(viewer.name, ())):
            played = viewers.play(viewer, stage.films["main"], stage.front, stage.folder)
            found[viewer.name] = played
            stage.others.setdefault(viewer.name, []).append(asdict(played))
    if "ours" in found:
        _compare(stage.sheet, found)


def _compare(sheet: Sheet, found: dict[str, Round]) -> None:
    ours = found["ours"]
    sheet.value("scripts", ours.script_bytes / 1024)
    for name in ("dwv", "ohif", "orthanc"):
        if name in found:
            sheet.ratio(f"first_{name}", ours.hot.first_ms, found[name].hot.first_ms)
    if "dwv" in found:
        dwv = found["dwv"]
        sheet.ratio("full_dwv", ours.hot.full_ms, dwv.hot.first_ms)
        sheet.ratio("memory", ours.over_blank_bytes / MIB, dwv.over_blank_bytes / MIB)
    if "cornerstone" in found:
        sheet.ratio("drag", ours.drag.cpu_ms, found["cornerstone"].drag.cpu_ms)


def _pan(stage: Stage, number: int) -> None:
    with _excused(stage, ("pan",)):
        drag = viewers.pan(
            stage.viewers["ours"], stage.films["main"], stage.front, stage.folder, SCREEN_4K
        )
        stage.others.setdefault("pan", []).append(asdict(drag))
        frames = sorted(drag.frames_ms)
        stage.sheet.value("pan", frames[len(frames) // 2])


def _growth(stage: Stage, number: int) -> None:
    with _excused(stage, ("growth",)):
        films = [stage.films["long"], stage.films["small"]]
        long, small = viewers.openings(
            stage.viewers["ours"], films, viewers.VISITS, stage.front, stage.folder
        )
        stage.sheet.ratio("growth", long[-1].first_ms, small[-1].first_ms)


def _compressed(stage: Stage, number: int) -> None:
    if "ohif" not in stage.viewers:
        return
    with _excused(stage, ("compressed",)):
        first = {}
        for name in ("ours", "ohif") if number % 2 == 0 else ("ohif", "ours"):
            film = [stage.films["compressed"]]
            ((_, again),) = viewers.openings(
                stage.viewers[name], film, 2, stage.front, stage.folder
            )
            first[name] = again.first_ms
        stage.sheet.ratio("compressed", first["ours"], first["ohif"])


def _server(stage: Stage, number: int) -> None:
    with _excused(stage, ("preview_sum", "preview_dcmtk")), tempfile.TemporaryDirectory() as out:
        found = previews.measure(stage.main, Path(out))
        stage.sheet.ratio("preview_sum", 1000 * found.ours_s, 1000 * found.sum_s)
        if found.dcmj2pnm_s is None:
            stage.sheet.missing("preview_dcmtk", "DCMTK is not installed (apt-get install dcmtk)")
        else:
            stage.sheet.ratio("preview_dcmtk", 1000 * found.ours_s, 1000 * found.dcmj2pnm_s)


def _crowd(stage: Stage, number: int) -> None:
    assert len(stage.crowd) == CROWD
    with _excused(stage, ("crowd",)):
        found = crowd.measure(stage.server.port, stage.crowd)
        stage.others.setdefault("crowd", []).append(asdict(found))
        stage.sheet.ratio("crowd", 1000 * found.p95_s, 1000 * found.one_s)


@contextmanager
def _excused(stage: Stage, keys: Iterable[str]) -> Iterator[None]:
    """Go on with the next part when one fails; its rows say why."""
    try:
        yield
    except TROUBLE as error:
        reason = " ".join(str(error).split())[:160] or type(error).__name__
        say(f"    {reason}")
        for key in keys:
            stage.sheet.missing(key, reason)


_PARTS: dict[str, Callable[[Stage, int], None]] = {
    "viewers": _round_of_viewers,
    "pan": _pan,
    "growth": _growth,
    "server": _server,
    "compressed": _compressed,
    "crowd": _crowd,
}
