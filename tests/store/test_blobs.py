"""The store keeps what it was given, whole or not at all."""

from __future__ import annotations

import errno
import hashlib
import io
import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from planning.store import blobs
from planning.store.blobs import BlobMissing, BlobStore, StoreFull


@pytest.fixture
def store(tmp_path: Path) -> BlobStore:
    return BlobStore(tmp_path / "store")


@given(content=st.binary(max_size=3000))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=40)
def test_what_goes_in_comes_out_under_its_sha256(store: BlobStore, content: bytes):
    digest = store.put(io.BytesIO(content))
    assert digest == hashlib.sha256(content).hexdigest()
    with store.open(digest) as file:
        assert file.read() == content
    assert store.size_bytes(digest) == len(content)


def test_the_same_content_twice_is_one_file(store: BlobStore):
    first, second = store.put(io.BytesIO(b"film")), store.put(io.BytesIO(b"film"))
    assert first == second
    assert list(store.digests()) == [first]


def test_a_finished_file_is_moved_in(store: BlobStore, tmp_path: Path):
    path = tmp_path / "finished"
    path.write_bytes(b"level")
    digest = store.put_file(path)
    assert not path.exists()
    assert store.local_path(digest).read_bytes() == b"level"


def test_a_stored_file_is_read_only(store: BlobStore):
    digest = store.put(io.BytesIO(b"sacred"))
    assert store.local_path(digest).stat().st_mode & 0o222 == 0


@pytest.mark.parametrize("name", ["../../etc/passwd", "a" * 63, "A" * 64, "/etc/passwd", ""])
def test_nothing_but_a_digest_becomes_a_path(store: BlobStore, name: str):
    with pytest.raises(BlobMissing):
        store.local_path(name)


def test_a_full_disc_leaves_nothing_behind(store: BlobStore, monkeypatch):
    class Full(io.RawIOBase):
        def read(self, size=-1):
            raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(StoreFull):
        store.put(Full())
    assert list(store.root.rglob("*")) == []


def test_a_crash_before_the_rename_leaves_no_blob(store: BlobStore, monkeypatch):
    def crash(path):
        raise KeyboardInterrupt

    monkeypatch.setattr(blobs, "synchronise", crash)
    with pytest.raises(KeyboardInterrupt):
        store.put(io.BytesIO(b"half"))
    assert list(store.digests()) == []


def test_a_damaged_blob_is_found(store: BlobStore):
    digest = store.put(io.BytesIO(b"what was acquired"))
    assert store.verify(digest)
    path = store.local_path(digest)
    path.chmod(0o600)
    path.write_bytes(b"what was acquireD")
    assert not store.verify(digest)


def test_the_store_is_closed_to_other_users(store: BlobStore):
    store.put(io.BytesIO(b"x"))
    assert os.stat(store.root).st_mode & 0o077 == 0
