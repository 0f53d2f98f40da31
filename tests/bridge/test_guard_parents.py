"""Whoever calls: a script, a threaded server, a process that is killed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import pytest

from tests.bridge.test_guard import gone_within

ROOT = Path(__file__).resolve().parents[2]

SCRIPT = """
import os, sys
print("main ran", flush=True)

from pacs_bridge.guard import run_guarded
from pacs_bridge.types import Step
from tests.bridge import guard_jobs as jobs

def run(job, *args):
    return run_guarded(job, args, node="N", step=Step.ECHO, total_s=30, stall_s=20)

if __name__ == "__main__":
"""


def start(tmp_path, body: str, name: str = "manage.py") -> subprocess.Popen:
    script = tmp_path / name
    script.write_text(SCRIPT + textwrap.indent(textwrap.dedent(body), "    "))
    return subprocess.Popen(
        [sys.executable, str(script)],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_script_named_like_djangos_is_not_run_again_in_the_child(tmp_path):
    with start(tmp_path, "print(list(run(jobs.good, 2))[:2])") as process:
        out, err = process.communicate(timeout=60)
    assert (out, err) == ("main ran\n[0, 1]\n", "")


def test_nothing_the_child_prints_reaches_standard_output(tmp_path):
    body = """
    import builtins
    print(list(run(map, builtins.print, ["patient"])))
    """
    with start(tmp_path, body) as process:
        out, err = process.communicate(timeout=60)
    assert out == "main ran\n[None]\n"
    assert err == "patient\n"


@pytest.mark.parametrize("job", ["silent, 1", "stubborn, Path('pid')"])
def test_a_caller_that_is_killed_takes_server_and_child_with_it(tmp_path, job):
    body = f"""
    from pathlib import Path
    from pacs_bridge.guarding.client import SERVER
    (child,) = run(jobs.surroundings)
    items = run(jobs.{job})
    next(items)
    children = Path(f"/proc/{{SERVER.pid}}/task/{{SERVER.pid}}/children").read_text().split()
    print(SERVER.pid, *children, flush=True)
    import time
    time.sleep(60)
    """
    with start(tmp_path, body) as process:
        assert process.stdout.readline() == "main ran\n"
        pids = [int(word) for word in process.stdout.readline().split()]
        assert len(pids) >= 2
        process.kill()
    assert all(gone_within(pid, 3) for pid in pids)


def test_a_forked_copy_of_the_caller_gets_a_server_of_its_own(tmp_path):
    body = """
    from pacs_bridge.guarding.client import SERVER
    first = list(run(jobs.good, 1))
    server = SERVER.pid
    pid = os.fork()
    if pid == 0:
        ok = list(run(jobs.good, 1)) == first and SERVER.pid != server
        SERVER.stop()
        os._exit(0 if ok else 1)
    _, status = os.waitpid(pid, 0)
    print(status, list(run(jobs.good, 1)) == first, SERVER.pid == server)
    """
    with start(tmp_path, body) as process:
        out, err = process.communicate(timeout=60)
    assert (out, err) == ("main ran\n0 True True\n", "")


def test_an_interrupted_caller_ends_cleanly(tmp_path):
    body = """
    from pacs_bridge.guarding.client import SERVER
    items = run(jobs.silent, 1)
    next(items)
    print(SERVER.pid, flush=True)
    try:
        next(items)
    except KeyboardInterrupt:
        print("interrupted")
    """
    with start(tmp_path, body) as process:
        process.stdout.readline()
        server = int(process.stdout.readline())
        time.sleep(0.3)
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=20)
    assert (out, err) == ("interrupted\n", "")
    assert gone_within(server, 3)
