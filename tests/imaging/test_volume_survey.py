"""Two who look for the stacks of a series at once end with one set of them, and no stray file."""

from __future__ import annotations

import numpy as np
import pytest

from planning.imaging import volume_survey
from planning.imaging.volume_models import Volume
from planning.imaging.volume_services import make_volume
from planning.imaging.volume_survey import survey
from planning.store.blobs import cache
from planning.studies.models import Series
from tests.imaging.volume_files import bring, write_slices

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_folder", "children")]
VALUES = np.random.default_rng(5).integers(-1024, 3000, (17, 24, 20)).astype(np.int16)


def made(series: Series, report=lambda **progress: None) -> Volume:
    return make_volume(series=series, number=1, report=report)


def meanwhile(monkeypatch, happens) -> None:
    """Let something happen once, while a survey reads the headers of its slices."""
    read = volume_survey._slices

    def reading(series):
        monkeypatch.setattr(volume_survey, "_slices", read)
        found = read(series)
        happens()
        return found

    monkeypatch.setattr(volume_survey, "_slices", reading)


def test_stacks_that_another_found_meanwhile_stay_with_their_file(tmp_path, monkeypatch):
    series = bring(write_slices(tmp_path / "s", VALUES), tmp_path)
    theirs = []
    meanwhile(monkeypatch, lambda: theirs.append(made(series)))
    ours = survey(series)
    assert [row.pk for row in ours] == [theirs[0].pk]
    assert Volume.objects.get(series=series).sha256 == theirs[0].sha256
    assert cache().exists(theirs[0].sha256)


def test_a_survey_of_what_there_was_does_not_replace_one_of_what_there_is(tmp_path, monkeypatch):
    paths = write_slices(tmp_path / "s", VALUES)
    series = bring(paths[:-1], tmp_path)

    def one_more():
        bring(paths[-1:], tmp_path, series.study.site)
        survey(series)

    meanwhile(monkeypatch, one_more)
    assert [len(row.slices) for row in survey(series)] == [17]
    assert [len(row.slices) for row in Volume.objects.filter(series=series)] == [17]


def test_the_file_of_a_stack_that_is_gone_meanwhile_is_not_left_behind(tmp_path):
    series = bring(write_slices(tmp_path / "s", VALUES), tmp_path)

    def gone(**progress):
        Volume.objects.filter(series=series).delete()

    before = set(cache().digests())
    made(series, gone)
    assert not Volume.objects.filter(series=series).exists()
    assert set(cache().digests()) == before


def test_a_file_that_another_row_names_stays(tmp_path):
    series = bring(write_slices(tmp_path / "s", VALUES), tmp_path)
    again = []

    def made_anew(**progress):
        if not again:
            again.append(None)
            Volume.objects.filter(series=series).delete()
            again.append(made(series))

    made(series, made_anew)
    assert Volume.objects.get(series=series).pk == again[1].pk
    assert cache().exists(again[1].sha256)
