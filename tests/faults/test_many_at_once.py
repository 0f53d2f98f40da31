"""Many people at once: downloads cost chunks, listeners hold no database connection."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests

from tests.builders.dicom_files import film
from tests.installation import PASSWORD, Client, Installation, wait_for
from tests.peers.postgresql import server as postgresql

pytestmark = pytest.mark.timeout(300)
DOWNLOADS, LISTENERS, STREAMS_PER_PERSON = 20, 50, 2
ROWS, COLUMNS = 9000, 3000
GROWTH_MB = 100
MORE_PEOPLE = """
from planning.accounts.models import Membership, Site, User
site = Site.objects.get()
for number in range({count}):
    user = User(username=f"listener-{{number}}")
    user.set_password({password!r})
    user.save()
    Membership.objects.create(user=user, site=site, role="surgeon")
"""


def resident_mb(pid: int) -> float:
    (line,) = (
        one for one in Path(f"/proc/{pid}/status").read_text().splitlines() if "VmRSS" in one
    )
    return int(line.split()[1]) / 1024


class Watch(threading.Thread):
    """The largest resident memory of a process while this runs."""

    def __init__(self, pid: int):
        super().__init__(daemon=True)
        self.pid, self.most_mb, self._end = pid, resident_mb(pid), threading.Event()

    def run(self) -> None:
        while not self._end.wait(0.02):
            self.most_mb = max(self.most_mb, resident_mb(self.pid))

    def __enter__(self) -> Watch:
        self.start()
        return self

    def __exit__(self, *exc_info) -> None:
        self._end.set()
        self.join()


@pytest.fixture(scope="module")
def installation(tmp_path_factory) -> Iterator[Installation]:
    """With one long-leg film of 54 MB that hardly compresses."""
    home = tmp_path_factory.mktemp("many")
    path = home / "long-leg.dcm"
    pixels = os.urandom(ROWS * COLUMNS * 2)
    path.write_bytes(
        film(
            Rows=ROWS,
            Columns=COLUMNS,
            BitsAllocated=16,
            BitsStored=16,
            HighBit=15,
            PixelData=pixels,
        )
    )
    running = Installation(home / "home")
    running.set_up()
    running.manage("import_files", str(path))
    running.start()
    yield running
    running.stop()


def test_twenty_downloads_of_a_long_leg_film_cost_the_server_less_than_100_mb(installation):
    client = installation.sign_in()
    (study,) = client.get("studies").json()
    shown = client.get(f"films/{study['first_film_id']}").json()
    url = next(level["url"] for level in shown["levels"] if level["name"] == "full")
    headers = {"Accept-Encoding": "zstd"}

    def download(_) -> int:
        answer = client.session.get(
            installation.address + url, headers=headers, stream=True, timeout=120
        )
        assert answer.status_code == 200
        assert answer.headers["Content-Encoding"] == "zstd"
        return sum(len(chunk) for chunk in answer.raw.stream(65536, decode_content=False))

    download(0)
    pid = installation.pid_of("web")
    before_mb = resident_mb(pid)
    with Watch(pid) as watch, ThreadPoolExecutor(DOWNLOADS) as pool:
        sizes = list(pool.map(download, range(DOWNLOADS)))
    assert min(sizes) > 50_000_000
    assert len(set(sizes)) == 1
    assert watch.most_mb - before_mb < GROWTH_MB


@pytest.mark.peer("postgresql")
def test_fifty_listeners_hold_no_database_connection(tmp_path: Path):
    people = LISTENERS // STREAMS_PER_PERSON
    with postgresql() as url, Installation(tmp_path / "home", DATABASE_URL=url) as installation:
        installation.manage(
            "shell", "-v", "0", "-c", MORE_PEOPLE.format(count=people, password=PASSWORD)
        )
        clients = [Client(installation.address, f"listener-{n}") for n in range(people)]
        before = connections(installation)
        streams = []
        try:
            for client in clients * STREAMS_PER_PERSON:
                stream = client.get("events", stream=True)
                assert stream.status_code == 200
                lines = stream.iter_lines()
                assert next(lines) == b"event: hello"
                streams.append((stream, lines))
            assert len(streams) == LISTENERS
            # The pool grows by what other requests use at the same time; not by listeners.
            assert connections(installation) <= before + LISTENERS // 10
            third = clients[0].get("events")
            assert third.status_code == 429
        finally:
            for stream, _ in streams:
                stream.close()
            for client in clients:
                client.session.close()


def connections(installation: Installation) -> int:
    """Ask PostgreSQL how many connections it serves, once it has settled."""
    count = (
        "from django.db import connection; c = connection.cursor(); "
        "c.execute(\"select count(*) from pg_stat_activity where backend_type = 'client backend' "
        'and datname = current_database() and pid <> pg_backend_pid()"); print(c.fetchone()[0])'
    )
    return int(installation.manage("shell", "-v", "0", "-c", count))


def test_everybody_who_listens_hears_of_an_import(installation):
    client = installation.sign_in()
    stream = client.get("events", stream=True)
    heard: list[str] = []
    reader = threading.Thread(
        target=lambda: heard.extend(line.decode() for line in _until_closed(stream)), daemon=True
    )
    reader.start()
    installation.manage(
        "pacs", "add", "GONE", "--host", "127.0.0.1", "--port", "1", "--ae-title", "X"
    )
    (node,) = client.get("nodes").json()
    job = client.post("imports", {"node": node["id"], "study_instance_uid": "1.2.3"}).json()
    wait_for(lambda: any(job["id"] in line for line in heard), 30)
    stream.close()


def _until_closed(stream: requests.Response) -> Iterator[bytes]:
    try:
        yield from stream.iter_lines()
    except (requests.RequestException, AttributeError, ValueError):
        return
