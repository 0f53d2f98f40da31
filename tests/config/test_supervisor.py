"""What is started together ends together, however the end comes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from pacs_bridge.guarding.bound import bound_to_us
from planning.config.supervisor import wait_until_ready
from tests.installation import ROOT, wait_for

pytestmark = pytest.mark.timeout(120)

SUPERVISED = """
from planning.config.supervisor import Service, Supervisor
from pacs_bridge.guarding.bound import bound_to_us
told = "echo $$; exec sleep 600"
Supervisor([Service("sleeper", bound_to_us(["sh", "-c", told]))]).run()
print("ended in order")
"""
UNWOUND = """
import subprocess, time
from planning.config.supervisor import unwind_on_endings
unwind_on_endings()
child = subprocess.Popen(["sleep", "600"])
try:
    print(child.pid, flush=True)
    time.sleep(600)
finally:
    child.terminate()
    child.wait()
"""


@contextmanager
def running(script: str) -> Iterator[subprocess.Popen]:
    # Whoever runs the tests may ignore a closing terminal; the program under test does not.
    heard = f"import signal; signal.signal(signal.SIGHUP, signal.SIG_DFL)\n{script}"
    process = subprocess.Popen(
        [sys.executable, "-c", heard], cwd=ROOT, stdout=subprocess.PIPE, text=True
    )
    with process:
        try:
            yield process
        finally:
            process.kill()


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def gone(pid: int) -> bool:
    return bool(wait_for(lambda: not is_alive(pid), 20))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP, signal.SIGINT])
def test_every_way_of_asking_for_the_end_ends_all_in_order(number):
    with running(SUPERVISED) as supervisor:
        child = int(supervisor.stdout.readline())
        supervisor.send_signal(number)
        assert "ended in order" in supervisor.stdout.read()
        assert supervisor.wait(20) == 0
        assert gone(child)


def test_what_is_not_ours_ends_with_us_even_by_kill():
    with running(SUPERVISED) as supervisor:
        child = int(supervisor.stdout.readline())
        assert is_alive(child)
        supervisor.kill()
        assert gone(child)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_what_was_started_before_the_supervisor_is_stopped_by_its_own_hand(number):
    with running(UNWOUND) as process:
        child = int(process.stdout.readline())
        process.send_signal(number)
        assert process.wait(20) == 128 + number
        assert gone(child)


def test_a_closed_terminal_is_no_end_under_nohup():
    ignored = f"import signal; signal.signal(signal.SIGHUP, signal.SIG_IGN)\n{SUPERVISED}"
    with running(ignored) as supervisor:
        child = int(supervisor.stdout.readline())
        supervisor.send_signal(signal.SIGHUP)
        supervisor.send_signal(signal.SIGTERM)
        assert "ended in order" in supervisor.stdout.read()
        assert gone(child)


def test_a_program_whose_starter_has_gone_already_does_not_begin(tmp_path):
    command = bound_to_us(["touch", str(tmp_path / "begun")])
    at = command.index(str(os.getpid()))
    command[at] = "1"
    assert subprocess.run(command).returncode == 1
    assert not (tmp_path / "begun").exists()


@pytest.mark.parametrize("status", [200, 301, 400, 503])
def test_whatever_the_web_server_answers_it_is_there(status):
    asked = []

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(status)
            self.send_header("Location", f"http://127.0.0.1:{self.server.server_port}/elsewhere")
            self.end_headers()

        def log_message(self, *args):
            pass

    ready = threading.Event()
    with HTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        wait_until_ready(f"http://127.0.0.1:{server.server_port}/", ready.set)
        assert ready.wait(20)
        server.shutdown()
    assert asked == ["/healthz"]
