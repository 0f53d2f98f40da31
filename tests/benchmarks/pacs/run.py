"""The measured run: archives, an installation, and the rounds in turn."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import requests

from pacs_bridge.demo_orthanc import Modality, Orthanc, OrthancSettings, free_port
from tests.benchmarks.pacs import memory, ours, peers, searching, studies
from tests.benchmarks.pacs.peers import Place
from tests.benchmarks.pacs.studies import StudyFiles
from tests.benchmarks.pacs.table import Row
from tests.installation import Client, Installation
from tests.peers.processes import program

ROUND_TRIP_MS = 10
SLOW_LINE_MBIT_S = 200
PARTS = ("pelvis", "ct", "series", "far", "search", "memory")
PEER_TITLE = "PLUMBLINE"


def say(text: str) -> None:
    """Tell on standard error what is going on."""
    sys.stderr.write(f"{text}\n")
    sys.stderr.flush()


@dataclass(slots=True)
class Stage:
    """What the parts of a run share.

    Attributes
    ----------
    rounds : int
    scale : float
        Less than 1 for smaller films and fewer slices.
    studies_count : int
        In the archive that is searched.
    rows : list of Row
        Filled as the parts are measured.
    """

    folder: Path
    cache: Path
    rounds: int
    scale: float
    studies_count: int
    rows: list[Row] = field(default_factory=list)

    def row(self, *args, **more) -> Row:
        """Begin a row of the table."""
        row = Row(*args, **more)
        self.rows.append(row)
        return row


@dataclass(slots=True)
class _House:
    """A running installation, the archive, and who is signed in."""

    installation: Installation
    client: Client
    orthanc: Orthanc

    @property
    def place(self) -> Place:
        settings = self.orthanc.settings
        return Place(settings.dicom_port, settings.ae_title)

    def node(self, name: str, *options: str) -> str:
        """Add an archive to the installation; return its id."""
        self.installation.manage("pacs", "add", name, *options, "--identity-domain", "BENCH")
        return next(one["id"] for one in self.client.get("nodes").json() if one["name"] == name)

    def by_get(self, name: str, port: int | None = None) -> str:
        """Add the archive as it is reached by C-GET, perhaps through a proxy."""
        place = self.place
        where = ("--host", "127.0.0.1", "--port", str(port or place.port))
        return self.node(name, *where, "--ae-title", place.ae_title, "--retrieval", "c-get")

    def by_web(self, name: str, port: int | None = None) -> str:
        """Add the archive as it is reached by WADO-RS."""
        url = f"http://127.0.0.1:{port or self.orthanc.settings.http_port}/dicom-web"
        return self.node(name, "--protocol", "dicomweb", "--url", url)


def run(stage: Stage, installation: Installation, parts: Sequence[str]) -> None:
    """Measure the parts one after the other."""
    if {"pelvis", "ct", "series", "far"} & set(parts):
        with _house(stage, installation) as house:
            _retrievals(stage, house, parts)
    if "search" in parts:
        _searches(stage)
    if "memory" in parts:
        say("memory of the receiver")
        row = stage.row("receiver memory, objects up to 512 MB", 200, "MB")
        memory.receiver(stage.folder / "memory", row, stage.scale)


@contextmanager
def _house(stage: Stage, installation: Installation) -> Iterator[_House]:
    known = (Modality(PEER_TITLE, 1),)
    settings = OrthancSettings(stage.folder / "orthanc", modalities=known)
    with ExitStack() as stack:
        orthanc = stack.enter_context(Orthanc(settings))
        stack.enter_context(installation)
        yield _House(installation, installation.sign_in(), orthanc)


def _retrievals(stage: Stage, house: _House, parts: Sequence[str]) -> None:
    near = {"C-GET": house.by_get("GET"), "WADO-RS": house.by_web("WEB")}
    slices = max(8, int(600 * stage.scale))
    if "pelvis" in parts:
        pair = _upload(house, studies.pelvis_pair(stage.cache / "pelvis", stage.scale))
        _compare(stage, house, "pelvis pair", pair, near, {"C-GET": 1.0, "WADO-RS": 0.8})
        _slow_line(stage, house, pair)
    if "ct" in parts:
        ct = _upload(house, studies.stack(stage.cache / "ct", 2, slices, 1))
        _compare(stage, house, "CT, 1 series", ct, near, {"C-GET": 1.2, "WADO-RS": 1.0})
    if {"series", "far"} & set(parts):
        four = _upload(house, studies.stack(stage.cache / "ct4", 3, slices, 4))
        if "series" in parts:
            targets = {"C-GET": 0.8, "WADO-RS": 0.8}
            _compare(stage, house, "CT, 4 series", four, near, targets, naive=False)
        if "far" in parts:
            _far(stage, house, four)


def _upload(house: _House, study: StudyFiles) -> StudyFiles:
    say(f"uploading {study.files} films, {study.bytes_all / 1e6:.0f} MB")
    for path in sorted(study.folder.iterdir()):
        house.orthanc.upload(path)
    return study


def _compare(
    stage: Stage,
    house: _House,
    name: str,
    study: StudyFiles,
    nodes: dict[str, str],
    targets: dict[str, float],
    *,
    naive: bool = True,
) -> None:
    """Alternate ours and the peers; a first round of each does not count."""
    size = f"{study.bytes_all / 1e6:.0f} MB"
    rows = {
        way: stage.row(f"{name}, {size}, {way}, end to end / tuned getscu", targets[way])
        for way in nodes
    }
    parts = {
        way: [
            stage.row(f"{name}, {way}: {what}", unit="s")
            for what in ("first film indexed", "all indexed", "first film openable")
        ]
        for way in nodes
    }
    default = stage.row(f"{name}: getscu's default / tuned getscu")
    bytes_alone = stage.row(f"{name}: the bytes through a socket into files / tuned getscu")
    library = stage.row(f"{name}: pynetdicom naive / ours by C-GET", 3, at_least=True)
    for number in range(stage.rounds + 1):
        say(f"{name}, round {number} of {stage.rounds}")
        tuned_s = peers.getscu_s(house.place, study, tuned=True)
        taken = {}
        for way in sorted(nodes, reverse=number % 2 == 1):
            ours.forget()
            taken[way] = ours.bring(house.client, nodes[way], study)
        if number == 0:
            continue
        for way, one in taken.items():
            rows[way].ratio(one.whole_s, tuned_s)
            values = (one.first_row_s, one.last_row_s, one.openable_s)
            for row, value in zip(parts[way], values, strict=True):
                row.values.append(value)
        bytes_alone.ratio(peers.bytes_s(study), tuned_s)
        if naive:
            library.ratio(peers.naive_s(house.place, study), taken["C-GET"].whole_s)
    default.ratio(peers.getscu_s(house.place, study, tuned=False), tuned_s)
    ours.forget()


def _slow_line(stage: Stage, house: _House, pair: StudyFiles) -> None:
    """Over a line as hospitals have them the second film is still coming."""
    say(f"pelvis pair over a line of {SLOW_LINE_MBIT_S} Mbit/s")
    port = free_port()
    with _proxy(stage, port, house.place.port, 2, SLOW_LINE_MBIT_S):
        node = house.by_get("LINE", port)
        name = f"first film openable / second film indexed, {SLOW_LINE_MBIT_S} Mbit/s, C-GET"
        row = stage.row(f"pelvis pair: {name}", 1.0)
        for _ in range(stage.rounds):
            ours.forget()
            one = ours.bring(house.client, node, pair)
            row.ratio(one.openable_s, one.last_row_s)
    ours.forget()


def _far(stage: Stage, house: _House, study: StudyFiles) -> None:
    """The same study from an archive that is ten milliseconds away."""
    dicom, web = free_port(), free_port()
    http_port = house.orthanc.settings.http_port
    with (
        _proxy(stage, dicom, house.place.port, ROUND_TRIP_MS),
        _proxy(stage, web, http_port, ROUND_TRIP_MS),
    ):
        nodes = {"C-GET": house.by_get("FAR", dicom), "WADO-RS": house.by_web("FARWEB", web)}
        name = f"CT, 4 series, round trip {ROUND_TRIP_MS} ms"
        rows = {way: stage.row(f"{name}, {way}, end to end / tuned getscu", 0.4) for way in nodes}
        place = Place(dicom, house.place.ae_title)
        for number in range(1, stage.rounds + 1):
            say(f"{name}, round {number} of {stage.rounds}")
            tuned_s = peers.getscu_s(place, study, tuned=True)
            for way, node in nodes.items():
                ours.forget()
                rows[way].ratio(ours.bring(house.client, node, study).whole_s, tuned_s)
    ours.forget()


@contextmanager
def _proxy(
    stage: Stage, listen: int, target: int, round_trip_ms: float, mbit_s: float = 0
) -> Iterator[None]:
    arguments = ["tests.benchmarks.pacs.proxy", str(listen), str(target), str(round_trip_ms)]
    arguments += [str(mbit_s)] if mbit_s else []
    with program(arguments, listen, stage.folder / f"proxy-{listen}.log"):
        yield


def _searches(stage: Stage) -> None:
    from planning.config import embedded
    from planning.pacs.services import create_node

    folder = stage.cache / f"orthanc-{stage.studies_count}"
    filled = (folder / "filled").is_file()
    known = (Modality(PEER_TITLE, 1),)
    with Orthanc(OrthancSettings(folder, modalities=known)) as orthanc:
        if not filled:
            say(f"filling an archive with {stage.studies_count} studies")
            studies.small_studies(orthanc, stage.studies_count, lambda data: _zip(orthanc, data))
            (folder / "filled").touch()
        place = Place(orthanc.settings.dicom_port, orthanc.settings.ae_title)
        node = create_node(
            actor=None, site=embedded.first_site(), identity_domain="BENCH", name="SEARCHED",
            protocol="dimse", retrieval="c-get", host="127.0.0.1", port=place.port,
            ae_title=place.ae_title,
        )  # fmt: skip
        count = f"{stage.studies_count:,} studies"
        one = stage.row(
            f"search on {count}, p50: a kept association / a findscu process", 0.3, side_unit="ms"
        )
        many = stage.row(f"{searching.PEOPLE} people search at once, p95 / the ceiling", 1.3)
        for number in range(stage.rounds):
            say(f"searches, round {number + 1} of {stage.rounds}")
            first = number * 130 % max(1, stage.studies_count - 130)
            searching.one_person(node, place, one, first)
            searching.many_people(node, place, many, first)


def _zip(orthanc: Orthanc, packed: bytes) -> None:
    answer = requests.post(f"{orthanc.rest_url}/instances", data=packed, timeout=600)
    answer.raise_for_status()
