"""What is being sent waits in the spool: whole, or as it was, and never after its time."""

from __future__ import annotations

import uuid
from pathlib import Path

import pytest

from planning.store.blobs import StoreFull
from planning.store.spool import OffsetDiffers, Spool, spool
from planning.studies import uploads
from planning.studies.upload_models import Upload
from planning.studies.uploads import Announced
from tests.studies.set_aside import some_site


def test_a_disc_without_room_for_a_folder_is_full(tmp_path: Path, monkeypatch):
    def full(self, **options):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "mkdir", full)
    with pytest.raises(StoreFull):
        Spool(tmp_path / "uploads").add(uuid.uuid4(), 0, b"abc", at=0)


def test_a_piece_that_is_for_later_begins_no_file(tmp_path: Path):
    delivery = uuid.uuid4()
    with pytest.raises(OffsetDiffers):
        Spool(tmp_path).add(delivery, 0, b"abc", at=8)
    assert not Spool(tmp_path).path(delivery, 0).exists()


@pytest.mark.django_db
def test_what_a_process_that_died_left_behind_is_removed_and_nothing_else(data_folder):
    site, ada = some_site()
    kept = uploads.begin(actor=ada, site=site, files=[Announced("a", 3)])
    over = uploads.begin(actor=ada, site=site, files=[Announced("a", 3)])
    gone = uuid.uuid4()
    for delivery in (kept.pk, over.pk, gone):
        spool().add(delivery, 0, b"abc", at=0)
    Upload.objects.filter(pk=over.pk).update(state=Upload.State.CANCELLED)
    uploads.begin(actor=ada, site=site, files=[Announced("b", 3)])
    assert [spool().size_bytes(each, 0) for each in (kept.pk, over.pk, gone)] == [3, 0, 0]
