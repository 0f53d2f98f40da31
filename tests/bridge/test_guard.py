"""Every remote operation ends in time, and nothing of it stays behind."""

from __future__ import annotations

import os
import threading
import time
from pathlib import Path

import pytest

from pacs_bridge.errors import Busy, Cancelled, ConnectionLost, NoAnswer, TransientError
from pacs_bridge.guard import GuardedArchive, run_guarded, warm_up
from pacs_bridge.guarding import client
from pacs_bridge.guarding.client import SERVER
from pacs_bridge.types import Deadlines, Node, Protocol, SearchEnd, Step, StudyQuery
from tests.bridge import guard_jobs as jobs


def guarded(job, *args, total_s=20.0, stall_s=10.0, **kwargs):
    return run_guarded(
        job, args, node="MAIN", step=Step.SEARCH, total_s=total_s, stall_s=stall_s, **kwargs
    )


def alive(pid: int) -> bool:
    """Whether the process runs; a zombie counts as alive, because nobody reaped it."""
    return Path(f"/proc/{pid}").exists()


def gone_within(pid: int, seconds: float) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if not alive(pid):
            return True
        time.sleep(0.01)
    return False


def test_items_arrive_unchanged_and_in_order():
    assert list(guarded(jobs.good, 3)) == [0, 1, 2, jobs.STUDY]


def test_silence_is_ended_by_the_stall_deadline():
    items = guarded(jobs.silent, 2, stall_s=1.0)
    assert [next(items), next(items)] == [0, 1]
    started = time.monotonic()
    with pytest.raises(NoAnswer) as caught:
        next(items)
    assert 1 <= time.monotonic() - started < 6
    assert (caught.value.node, caught.value.step, caught.value.seconds) == ("MAIN", "search", 1.0)
    assert caught.value.transient


def test_a_drip_is_ended_by_the_total_deadline():
    started = time.monotonic()
    with pytest.raises(NoAnswer) as caught:
        list(guarded(jobs.dripping, total_s=1.5, stall_s=1.4))
    assert time.monotonic() - started < 5
    assert caught.value.seconds == 1.5


def test_signs_of_life_hold_off_the_stall_deadline_and_are_not_items():
    assert list(guarded(jobs.slow_but_alive, stall_s=1.6)) == ["done"]


def test_time_the_consumer_takes_is_not_a_stall():
    items = guarded(jobs.good, 3, stall_s=0.6)
    for _ in items:
        time.sleep(0.8)


def test_a_person_can_stop_it_within_a_second(tmp_path):
    stop = threading.Event()
    items = guarded(jobs.stubborn, tmp_path / "pid", cancelled=stop.is_set)
    pid = next(items)
    threading.Timer(0.2, stop.set).start()
    started = time.monotonic()
    with pytest.raises(Cancelled):
        next(items)
    assert time.monotonic() - started < 2
    assert not alive(pid)


def test_errors_of_the_bridge_come_through():
    items = guarded(jobs.refusing)
    assert next(items) == 1
    with pytest.raises(Busy) as caught:
        next(items)
    assert caught.value.cause == "A700"
    assert caught.value.step is Step.RETRIEVE


def test_other_exceptions_say_where_but_not_what_text_they_held():
    with pytest.raises(TransientError) as caught:
        list(guarded(jobs.buggy))
    assert "ValueError at guard_jobs.py:" in caught.value.cause
    assert "SMITH" not in str(caught.value)


@pytest.mark.parametrize(("job", "cause"), [(jobs.crashing, "SIGSEGV"), (jobs.leaving, "status 7")])
def test_a_child_that_dies_is_a_lost_connection(job, cause):
    with pytest.raises(ConnectionLost) as caught:
        list(guarded(job))
    assert cause in caught.value.cause
    assert list(guarded(jobs.good, 1)) == [0, jobs.STUDY]


def test_memory_is_limited():
    with pytest.raises(TransientError) as caught:
        list(guarded(jobs.greedy))
    assert "memory limit" in caught.value.cause


def test_values_that_may_not_cross_are_refused():
    with pytest.raises(TransientError) as caught:
        list(guarded(jobs.unspeakable))
    assert "TypeError" in caught.value.cause
    with pytest.raises(TypeError, match="cannot be imported by name"):
        next(guarded(lambda: iter(())))


def test_a_consumer_that_stops_ends_the_child_and_lets_it_tidy_up(tmp_path, monkeypatch):
    # How long it may take to tidy up is a limit, not a promise; a busy machine needs more.
    monkeypatch.setattr(client, "_GRACE_S", 10.0)
    items = guarded(jobs.tidy, tmp_path / "closed")
    pid = next(items)
    items.close()
    assert gone_within(pid, 1)
    assert (tmp_path / "closed").read_text() == "closed"


def test_a_child_blocked_on_a_full_channel_can_be_ended():
    items = guarded(jobs.flood)
    assert len(next(items)) == 100_000
    started = time.monotonic()
    items.close()
    assert time.monotonic() - started < 2


def test_the_child_is_light_limited_and_not_a_copy_of_its_caller():
    ((pid, parent, main, main_file, _, django, core, threads),) = guarded(jobs.surroundings)
    assert pid != os.getpid()
    assert parent == SERVER.pid
    assert (main, main_file) == ("__main__", None)
    assert not django
    assert core == 0
    assert threads == 1


def test_heavy_modules_are_loaded_once_for_all_children():
    until = time.monotonic() + 60
    preloaded = False
    while not preloaded:
        assert time.monotonic() < until
        ((*_, preloaded, _, _, _),) = guarded(jobs.surroundings)
    assert len(os.listdir(f"/proc/{SERVER.pid}/task")) == 1


def test_fifty_runs_leave_no_descriptor_and_no_process():
    list(guarded(jobs.good, 1))
    settle(SERVER.pid)
    before = descriptors(os.getpid()), descriptors(SERVER.pid)
    for number in range(50):
        job, args = [(jobs.good, (1,)), (jobs.silent, (1,)), (jobs.refusing, ())][number % 3]
        items = guarded(job, *args)
        next(items)
        items.close()
    settle(SERVER.pid)
    assert (descriptors(os.getpid()), descriptors(SERVER.pid)) == before


def descriptors(pid: int) -> int:
    return len(os.listdir(f"/proc/{pid}/fd"))


def settle(server_pid: int) -> None:
    """Wait until the server has reaped every child and let go of its sockets."""
    children = Path(f"/proc/{server_pid}/task/{server_pid}/children")
    until = time.monotonic() + 2
    while children.read_text().split():
        assert time.monotonic() < until, "a child stayed behind"
        time.sleep(0.02)
    time.sleep(0.05)


def test_many_threads_may_use_it_at_once():
    answers = []
    threads = [
        threading.Thread(target=lambda: answers.append(list(guarded(jobs.good, 20))))
        for _ in range(8)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers == [[*range(20), jobs.STUDY]] * 8


def test_a_server_that_was_killed_is_replaced():
    list(guarded(jobs.good, 1))
    items = guarded(jobs.silent, 1)
    next(items)
    os.kill(SERVER.pid, 9)
    with pytest.raises(ConnectionLost):
        next(items)
    assert list(guarded(jobs.good, 1)) == [0, jobs.STUDY]


def test_the_server_can_be_started_before_it_is_needed():
    SERVER.stop()
    assert SERVER.pid is None
    warm_up()
    pid = SERVER.pid
    assert pid is not None
    assert list(guarded(jobs.good, 1)) == [0, jobs.STUDY]
    assert SERVER.pid == pid


def _node(**deadlines):
    return Node(
        name="MAIN",
        protocol=Protocol.FOLDER,
        password="secret",
        folder=Path("/nowhere"),
        deadlines=Deadlines(**deadlines),
    )


def test_a_guarded_archive_runs_each_operation_in_a_child():
    archive = GuardedArchive(_node(), jobs.SmallArchive)
    word, pid = archive.echo().detail.split()
    assert word == "secret"
    assert int(pid) != os.getpid()
    answer = list(archive.find_studies(StudyQuery(patient_id="P1", limit=1)))
    assert answer == [jobs.STUDY, SearchEnd(limit_reached=True)]
    assert list(archive.store(Path(name) for name in ("a.dcm", "b.dcm"))) == ["a.dcm", "b.dcm"]


def test_a_guarded_archive_keeps_the_nodes_deadlines():
    archive = GuardedArchive(_node(find_s=0.5), jobs.SmallArchive)
    with pytest.raises(NoAnswer) as caught:
        next(archive.find_series("1.2.3"))
    assert caught.value.seconds == 0.5
