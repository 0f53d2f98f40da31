"""The receiver and callers who do wrong: both ways of receiving keep the same promises."""

from __future__ import annotations

import json
import shutil
import ssl
import struct
import threading
import time
from collections.abc import Callable
from contextlib import suppress

import pytest

from pacs_bridge.demo_orthanc import free_port
from pacs_bridge.dimse import keeping, receiver
from pacs_bridge.dimse.receiver import ReceiverConfig
from tests.bridge.running_receiver import ACCEPTED, DATA_SET, SOP_UID, TITLE, running
from tests.builders.certificates import authority
from tests.builders.dicom_files import dataset
from tests.builders.sender import Sender, grouped, store_command
from tests.builders.upper_layer import pdv

REJECTED, DATA = 3, 4
STRANGE_CLASS = b"1.2.826.0.1.3680043.10.999"
IDLE_S = 1.0


@pytest.fixture(scope="module", params=[True, False], ids=["own", "library"])
def own_receive(request) -> bool:
    return request.param


@pytest.fixture(scope="module")
def there(own_receive, tmp_path_factory):
    """A receiver that waits long enough for a test on a busy machine."""
    with running(tmp_path_factory.mktemp("there") / "spool", own_receive=own_receive) as found:
        yield found


@pytest.fixture
def impatient(own_receive, tmp_path):
    """A receiver that loses patience soon; of the library's there is but one at a time."""
    patience = {"idle_s": IDLE_S, "request_s": IDLE_S}
    with running(tmp_path / "spool", own_receive=own_receive, **patience) as found:
        yield found


def begun(caller: Sender) -> None:
    assert caller.associate("PACS", TITLE)[0] == ACCEPTED


def in_an_object(caller: Sender) -> None:
    begun(caller)
    caller.begin_store(SOP_UID)
    caller.send_data([DATA_SET[:100]], last=False)


def ends(caller: Sender, within_s: float = 8.0) -> bool:
    """Whether the receiver ends the connection, with a word or without."""
    caller.connection.settimeout(within_s)
    try:
        while caller.connection.recv(4096):
            pass
    except TimeoutError:
        return False
    except OSError:
        pass
    return True


def oversize(caller: Sender) -> None:
    in_an_object(caller)
    caller.connection.sendall(struct.pack(">BBI", DATA, 0, 0x2000_0000) + bytes(5000))


def oversize_request(caller: Sender) -> None:
    caller.connection.sendall(struct.pack(">BBI", 1, 0, 0xFFFF_FFFF) + bytes(5000))


def longer_than_its_pdu(caller: Sender) -> None:
    begun(caller)
    caller.send_pdu(DATA, struct.pack(">IBB", 1_000, 1, 3) + bytes(20))


def endless_command(caller: Sender) -> None:
    begun(caller)
    block = pdv(1, 1, bytes(65_000))
    for _ in range(300):
        caller.send_pdu(DATA, block)


def no_such_context(caller: Sender) -> None:
    begun(caller)
    caller.send_message(9, store_command(SOP_UID), DATA_SET)


def not_a_command(caller: Sender) -> None:
    begun(caller)
    caller.send_message(1, b"\x08\0\x16\0" + bytes(40))


def second_request(caller: Sender) -> None:
    begun(caller)
    caller.send_pdu(1, bytes(68))


def http(caller: Sender) -> None:
    caller.connection.sendall(b"GET / HTTP/1.1\r\nHost: pacs\r\n\r\n")


def garbage(caller: Sender) -> None:
    caller.connection.sendall(bytes(range(7, 256)) * 3)


BREAKS = [
    oversize, oversize_request, longer_than_its_pdu, endless_command, no_such_context,
    not_a_command, second_request, http, garbage,
]  # fmt: skip


@pytest.mark.parametrize("behaviour", BREAKS, ids=lambda one: one.__name__)
def test_what_breaks_the_rules_is_ended_and_leaves_nothing(there, behaviour: Callable):
    before = there.films()
    with Sender(there.port) as caller:
        with suppress(OSError):
            # It may be ended while we are still sending.
            behaviour(caller)
        assert ends(caller)
    assert until(lambda: not there.arriving())
    assert there.films() == before
    assert until(there.takes_films)


def until(condition: Callable[[], bool], within_s: float = 8.0) -> bool:
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.02)
    return False


@pytest.mark.parametrize("begins", [lambda caller: None, begun, in_an_object],
                         ids=["before", "idle", "in an object"])  # fmt: skip
def test_who_falls_silent_is_not_waited_for(impatient, begins):
    with Sender(impatient.port) as caller:
        begins(caller)
        assert ends(caller)
    assert until(lambda: not impatient.arriving())


def test_who_drips_is_not_waited_for(impatient):
    with Sender(impatient.port) as caller:
        in_an_object(caller)
        caller.connection.sendall(struct.pack(">BBI", DATA, 0, 10_000))
        until_s = time.monotonic() + 8
        dropped = False
        while not dropped and time.monotonic() < until_s:
            try:
                caller.connection.sendall(b"\0")
                caller.connection.settimeout(0.1)
                # Whatever they say, it is their last word.
                caller.connection.recv(16)
                dropped = True
            except TimeoutError:
                continue
            except OSError:
                dropped = True
        assert dropped
    assert until(lambda: not impatient.arriving())


def test_one_too_many_is_rejected_for_now(own_receive, tmp_path):
    with running(tmp_path / "spool", own_receive=own_receive, max_associations=1) as there:
        with Sender(there.port) as first:
            begun(first)
            with Sender(there.port) as second:
                kind, body = second.associate("PACS", TITLE)
            assert (kind, *body[1:]) == (REJECTED, 2, 3, 2)
            first.release()
        assert until(there.takes_films)


def test_calls_that_are_not_taken_are_told(there):
    there.refused.clear()
    with Sender(there.port) as caller:
        assert caller.associate("FAR", TITLE)[0] == REJECTED
    ((address, title, why),) = there.refused
    assert (address, title) == ("127.0.0.1", "FAR")
    assert "caller" in why


def test_a_class_that_nobody_knows_is_not_agreed_on(there):
    with Sender(there.port) as caller:
        kind, body = caller.associate("PACS", TITLE, STRANGE_CLASS)
        assert kind == ACCEPTED
        at = body.index(b"\x21\x00", 68)
        assert body[at + 6] in (3, 4)


@pytest.mark.parametrize("last_word", [7, 5, None], ids=["abort", "release", "nothing"])
def test_an_object_that_is_given_up_leaves_nothing(there, last_word):
    before = there.films()
    with Sender(there.port) as caller:
        in_an_object(caller)
        assert until(lambda: bool(there.arriving()))
        if last_word:
            caller.send_pdu(last_word, bytes(4))
    assert until(lambda: not there.arriving())
    assert there.films() == before


@pytest.mark.parametrize("size", [2, 7, 33])
def test_fragments_of_any_size_make_one_object(there, size):
    before = set(there.films())
    data_set = dataset({"PixelData": None})
    content = grouped(store_command(SOP_UID))
    with Sender(there.port) as caller:
        begun(caller)
        cut = range(0, len(content), size)
        parts = [pdv(1, 1 + 2 * (at == cut[-1]), content[at : at + size]) for at in cut]
        caller.send_pdu(DATA, b"".join(parts))
        cut = range(0, len(data_set), size)
        parts = [pdv(1, 2 * (at == cut[-1]), data_set[at : at + size]) for at in cut]
        # Several of them in one PDU, and an empty one between.
        half = len(parts) // 2
        caller.send_pdu(DATA, b"".join([*parts[:half], pdv(1, 0, b"")]))
        caller.send_pdu(DATA, b"".join(parts[half:]))
        assert caller.read_command()[0x0900] == 0
        caller.release()
    (film,) = set(there.films()) - before
    assert film.read_bytes().endswith(data_set)


def test_a_disc_that_refuses_is_said_and_the_next_object_is_taken(there, monkeypatch):
    def full(*_args):
        raise OSError(28, "No space left on device")

    with Sender(there.port) as caller:
        begun(caller)
        with monkeypatch.context() as patched:
            patched.setattr(keeping, "deliver", full)
            assert caller.store(SOP_UID, DATA_SET) == 0xA700
        assert caller.store(SOP_UID, DATA_SET) == 0
        caller.release()
    assert not there.arriving()


def test_the_last_of_the_disc_is_left_for_others(there, monkeypatch):
    gib = 2**30
    before = there.films()
    with Sender(there.port) as caller:
        begun(caller)
        with monkeypatch.context() as patched:
            nearly_full = shutil._ntuple_diskusage(100 * gib, 99.6 * gib, 0.4 * gib)
            patched.setattr(keeping.shutil, "disk_usage", lambda _path: nearly_full)
            assert caller.store(SOP_UID, DATA_SET) == 0xA700
        caller.release()
    assert there.films() == before
    assert not there.arriving()


@pytest.fixture(scope="module")
def certificates(tmp_path_factory) -> tuple[dict[str, str], ssl.SSLContext, ssl.SSLContext]:
    """The receiver's TLS files, and callers with and without a certificate."""
    hospital = authority(tmp_path_factory.mktemp("tls") / "hospital")
    certificate, key = hospital.issue("server")
    known = ssl.create_default_context(cafile=hospital.certificate)
    known.load_cert_chain(*hospital.issue("modality"))
    files = {"tls_cert": certificate, "tls_key": key, "tls_ca": hospital.certificate}
    unknown = ssl.create_default_context(cafile=hospital.certificate)
    return {name: str(path) for name, path in files.items()}, known, unknown


@pytest.mark.peer("openssl")
def test_it_listens_with_tls_and_without_at_once(own_receive, certificates, tmp_path):
    files, known, unknown = certificates
    secure = free_port()
    with running(tmp_path / "spool", own_receive=own_receive, tls_port=secure, **files) as found:
        assert found.takes_films()
        with Sender(secure, tls=known) as caller:
            begun(caller)
            assert caller.store(SOP_UID, DATA_SET) == 0
            caller.release()
        assert len(found.films()) == 2
        for tls in (None, unknown):
            # With TLS 1.3 who shows no certificate is refused after its own handshake only.
            with suppress(EOFError, OSError), Sender(secure, tls=tls) as caller:
                assert caller.associate("PACS", TITLE)[0] not in (ACCEPTED, REJECTED)
                assert ends(caller)
        assert len(found.films()) == 2


@pytest.mark.peer("openssl")
def test_a_caller_whose_certificate_is_not_trusted_is_told(own_receive, certificates, tmp_path):
    files, _, unknown = certificates
    with running(tmp_path / "spool", own_receive=own_receive, **files) as found:
        with suppress(EOFError, OSError), Sender(found.port, tls=unknown) as caller:
            assert ends(caller)
        assert until(lambda: bool(found.refused))
        ((address, title, why),) = found.refused
    assert (address, title) == ("127.0.0.1", "")
    assert "TLS" in why


def test_titles_are_told_and_kept_without_what_a_database_does_not_take(there):
    there.refused.clear()
    before = set(there.films())
    with suppress(EOFError, OSError), Sender(there.port) as caller:
        caller.associate("BAD\0\nONE", TITLE)
    with Sender(there.port) as caller:
        begun(caller)
        status = caller.store(SOP_UID, DATA_SET, (b"BAD\0\nTWO", 7))
    for _, title, _ in there.refused:
        assert title.isprintable()
    for film in set(there.films()) - before:
        asked_by = json.loads(film.with_suffix(".json").read_text())["move_originator_ae"]
        assert status == 0
        assert asked_by.isprintable()
        assert len(asked_by) <= 16


def test_a_machine_without_threads_for_a_moment_is_there_again_afterwards(own_receive, tmp_path):
    def none_left(_thread: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    with running(tmp_path / "spool", own_receive=own_receive) as found:
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(threading.Thread, "start", none_left)
            with Sender(found.port) as caller:
                assert ends(caller)
        assert until(found.takes_films)


def test_a_second_receiver_does_not_spoil_what_the_first_receives(
    own_receive, tmp_path, monkeypatch
):
    monkeypatch.setattr(receiver, "_PREDECESSOR_S", 0.1)
    with running(tmp_path / "spool", own_receive=own_receive) as found:
        with Sender(found.port) as caller:
            in_an_object(caller)
            assert until(lambda: bool(found.arriving()))
            second = ReceiverConfig(found.port, TITLE, found.spool, ())
            with pytest.raises(OSError, match="another receiver"):
                receiver.serve(second, threading.Event())
            caller.send_data([DATA_SET[100:]])
            assert caller.read_command()[0x0900] == 0
            caller.release()
        assert len(found.films()) == 1


def test_a_port_for_tls_without_its_files_is_no_port_without_tls(tmp_path):
    asked = ReceiverConfig(free_port(), TITLE, tmp_path, (), tls_port=free_port())
    with pytest.raises(ValueError, match="certificate"):
        receiver.serve(asked, threading.Event())
