"""Many files go in at once; slots and scratch folders belong to who lives."""

from __future__ import annotations

import errno
import hashlib
import os
import subprocess
import sys
from pathlib import Path

import pytest

from planning.store import blobs
from planning.store.blobs import BlobStore, StoreFull
from planning.store.slots import take_slot


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "store")


def written(folder: Path, *contents: bytes) -> list[tuple[Path, str]]:
    files = []
    for number, content in enumerate(contents):
        path = folder / str(number)
        path.write_bytes(content)
        files.append((path, hashlib.sha256(content).hexdigest()))
    return files


def test_a_group_of_files_is_moved_in_and_read_only(store):
    contents = [b"one", b"two", b"two", b"three"]
    with store.scratch() as folder:
        store.adopt(written(folder, *contents))
        assert list(folder.iterdir()) == []
    assert sorted(store.digests()) == sorted({hashlib.sha256(one).hexdigest() for one in contents})
    for digest in store.digests():
        assert store.verify(digest)
        assert store.local_path(digest).stat().st_mode & 0o777 == 0o400


def test_contents_are_durable_before_names_and_names_before_it_returns(store, monkeypatch):
    seen = []
    monkeypatch.setattr(
        blobs, "make_durable", lambda paths, below: seen.append((len(list(paths)), named()))
    )

    def named() -> int:
        return len(list(store.digests()))

    with store.scratch() as folder:
        store.adopt(written(folder, b"one", b"two"))
    assert seen == [(2, 0), (2, 2)]


def test_a_full_disc_names_nothing(store, monkeypatch):
    def refuse(_paths, _below):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(blobs, "make_durable", refuse)
    with store.scratch() as folder, pytest.raises(StoreFull):
        store.adopt(written(folder, b"one"))
    assert list(store.digests()) == []


_LEAVE = """
import os, signal, sys
from pathlib import Path
from planning.store.blobs import BlobStore
with BlobStore(Path(sys.argv[1])).scratch() as folder:
    (folder / "half").write_bytes(b"half")
    os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_killed_process_left_goes_and_what_is_in_use_stays(store):
    subprocess.run([sys.executable, "-c", _LEAVE, str(store.root)], check=False)
    (left,) = store.root.glob(".incoming-*")
    with store.scratch() as mine:
        assert not left.exists()
        with store.scratch() as other:
            assert mine.is_dir()
            assert other != mine
    assert list(store.root.iterdir()) == []


def test_a_slot_has_one_holder_and_comes_back(data_folder):
    slot = take_slot("archive-1")
    assert take_slot("archive-1") is None
    other = take_slot("archive-2")
    slot.free()
    again = take_slot("archive-1")
    for one in (again, other):
        one.free()


@pytest.mark.parametrize("name", ["", "../x", "A", "a/b", "a" * 81])
def test_a_slot_has_a_plain_name(name, data_folder):
    with pytest.raises(ValueError, match="slot"):
        take_slot(name)
    assert not os.path.exists(data_folder)
