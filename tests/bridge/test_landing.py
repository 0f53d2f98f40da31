"""A film that arrives is hashed as it comes; our own disc is never mistaken for the archive."""

from __future__ import annotations

import errno
import hashlib

import pytest

from pacs_bridge import landing
from pacs_bridge.errors import DiscFull, TransientError
from pacs_bridge.landing import Landing, TooLarge, arriving_below, refusals_of_the_disc


def test_a_film_is_handed_over_whole_with_its_digest(tmp_path):
    content = bytes(range(256)) * 9
    with arriving_below(tmp_path) as arriving:
        film = Landing(arriving)
        for start in range(0, len(content), 1000):
            film.write(memoryview(content)[start : start + 1000])
        received = film.hand_over(tmp_path)
    assert received.path.read_bytes() == content
    assert received.received_sha256 == hashlib.sha256(content).hexdigest()
    assert received.size_bytes == len(content)
    assert list(tmp_path.iterdir()) == [received.path]


def test_nothing_stays_of_what_did_not_come_whole(tmp_path):
    with arriving_below(tmp_path) as arriving:
        film = Landing(arriving)
        film.write(memoryview(b"half"))
        film.discard()
        (arriving / "left behind").write_bytes(b"half")
    assert list(tmp_path.iterdir()) == []


def test_no_object_grows_beyond_the_cap(tmp_path, monkeypatch):
    monkeypatch.setattr(landing, "OBJECT_CAP_BYTES", 10)
    film = Landing(tmp_path)
    film.write(memoryview(b"12345678"))
    with pytest.raises(TooLarge):
        film.write(memoryview(b"90a"))
    film.discard()


@pytest.mark.parametrize(
    ("number", "kind", "code"),
    [
        (errno.ENOSPC, DiscFull, "store_full"),
        (errno.EDQUOT, DiscFull, "store_full"),
        (errno.EIO, TransientError, "archive_transient"),
    ],
)
def test_a_disc_that_refuses_is_named_as_ours(number, kind, code):
    with pytest.raises(kind) as caught, refusals_of_the_disc("MAIN"):
        raise OSError(number, "the reason")
    assert (caught.value.node, caught.value.code, caught.value.transient) == ("MAIN", code, True)
    assert caught.value.cause == "our disc: the reason"
