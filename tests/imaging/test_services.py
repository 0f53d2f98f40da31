"""Rendering as a service: by content, once, and again when something is missing."""

from __future__ import annotations

import gzip

import numpy as np
import pytest
import zstandard
from django.urls import reverse

from planning.imaging import services
from planning.imaging.models import FilmDisplay, Rendition
from planning.imaging.selectors import film_display, film_state, preview_url
from planning.imaging.strips import decode_level
from planning.jobs.models import Job, JobState
from planning.jobs.work import run_inline
from planning.store.blobs import BlobMissing, cache, originals
from planning.studies.models import Instance
from tests.imaging.films import film, with_pixels, write
from tests.imaging.rows import make_instance

NOISE = np.random.default_rng(34)
GREY = NOISE.integers(0, 4096, (150, 90)).astype(np.uint16)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_folder", "children")]


@pytest.fixture
def instance(tmp_path, data_folder) -> Instance:
    """A film that is stored and not rendered yet."""
    return make_instance(write(tmp_path / "a.dcm", with_pixels(GREY)))


def _again(instance: Instance) -> Instance:
    return Instance.objects.select_related("display").get(pk=instance.pk)


def _made_at(instance: Instance):
    return FilmDisplay.objects.get(pk=instance.pk).made_at


def test_a_rendered_film_has_levels_that_the_browser_can_fetch(instance):
    services.render(instance=instance)
    shown = film_display(_again(instance))
    assert (shown["state"], shown["reason"], shown["frame"], shown["frames"]) == (
        "ready",
        None,
        1,
        1,
    )
    assert (shown["columns"], shown["rows"], shown["planes"]) == (90, 150, 1)
    assert [level["name"] for level in shown["levels"]] == ["quarter", "full"]
    assert [level["factor"] for level in shown["levels"]] == [4, 1]
    for level in shown["levels"]:
        assert level["url"] == reverse(
            "film-level", args=(instance.pk, level["name"], level["sha256"])
        )
    full = shown["levels"][1]
    with cache().open(full["sha256"]) as file:
        coded = zstandard.ZstdDecompressor().decompress(file.read())
    values = decode_level(
        coded,
        planes=1,
        rows=150,
        columns=90,
        strip_rows=full["strip_rows"],
        expected_checks=tuple(full["checks"]),
    )
    assert np.array_equal(values[0], GREY)


def test_the_preview_is_addressed_by_content(instance):
    assert preview_url(_again(instance)) is None
    services.render(instance=instance)
    preview = Rendition.objects.get(instance=instance, level="preview")
    assert preview_url(_again(instance)) == reverse(
        "film-preview", args=(instance.pk, preview.sha256)
    )
    assert cache().exists(preview.sha256)
    assert film_display(_again(instance))["preview_url"] == preview_url(_again(instance))


def test_pixels_have_their_digest_once_they_were_decoded(instance):
    services.render(instance=instance)
    digest = _again(instance).pixel_sha256
    assert digest == services.pixel_sha256(store=originals(), sha256=instance.stored_sha256)
    assert len(digest) == 64


def test_rendering_twice_does_nothing_the_second_time(instance):
    services.render(instance=instance)
    first = _made_at(instance)
    services.render(instance=instance)
    assert _made_at(instance) == first


def test_an_evicted_level_is_made_again(instance):
    services.render(instance=instance)
    full = Rendition.objects.get(instance=instance, level="full")
    cache().delete(full.sha256)
    services.render(instance=instance)
    assert cache().exists(full.sha256)


def test_another_original_or_renderer_makes_what_is_there_outdated(instance, monkeypatch):
    services.render(instance=instance)
    first = _made_at(instance)
    FilmDisplay.objects.filter(pk=instance.pk).update(renderer=0)
    assert film_state(_again(instance)) == ("rendering", None)
    services.render(instance=instance)
    assert _made_at(instance) > first
    assert film_state(_again(instance)) == ("ready", None)
    FilmDisplay.objects.filter(pk=instance.pk).update(source_sha256="0" * 64)
    assert film_state(_again(instance)) == ("rendering", None)


def test_a_film_that_cannot_be_shown_says_why_and_stays(tmp_path):
    dataset = film(Rows=4, Columns=4)
    path = write(tmp_path / "v.dcm", dataset, syntax="4.102", frames=[b"\0" * 8])
    instance = make_instance(path)
    display = services.render(instance=instance)
    assert (display.state, display.code) == ("undecodable", "video")
    state, reason = film_state(_again(instance))
    assert state == "undecodable"
    assert reason == {"code": "video", "params": {"transfer_syntax": "1.2.840.10008.1.2.4.102"}}
    shown = film_display(_again(instance))
    assert (shown["state"], shown["levels"], shown["preview_url"]) == ("undecodable", [], None)
    assert originals().exists(instance.stored_sha256)


def test_frames_are_made_on_demand_and_keep_their_own_meaning(tmp_path):
    values = np.concatenate([GREY, GREY // 2, GREY // 4])
    path = write(tmp_path / "m.dcm", with_pixels(values, Rows=150, NumberOfFrames=3))
    instance = make_instance(path)
    services.render(instance=instance)
    assert film_state(_again(instance), 3) == ("rendering", None)
    services.render(instance=instance, frame=3)
    first, third = film_display(_again(instance), 1), film_display(_again(instance), 3)
    assert first["state"] == third["state"] == "ready"
    assert first["windows"][0]["width"] > 3 * third["windows"][0]["width"]
    assert first["levels"][1]["sha256"] != third["levels"][1]["sha256"]
    assert (first["frame"], third["frame"], third["frames"]) == (1, 3, 3)


def test_the_gzip_variant_is_made_when_asked_for(instance):
    services.render(instance=instance)
    full = Rendition.objects.get(instance=instance, level="full")
    variant = services.ensure_variant(rendition=full, encoding="gzip")
    assert (variant.check_sums, variant.strip_rows) == (full.check_sums, full.strip_rows)
    with cache().open(variant.sha256) as file:
        recoded = gzip.decompress(file.read())
    with cache().open(full.sha256) as file:
        assert zstandard.ZstdDecompressor().decompress(file.read()) == recoded


def test_a_variant_of_what_was_evicted_brings_that_back_first(instance):
    services.render(instance=instance)
    for rendition in Rendition.objects.filter(instance=instance):
        cache().delete(rendition.sha256)
    quarter = Rendition.objects.get(instance=instance, level="quarter")
    services.ensure_variant(rendition=quarter, encoding="gzip")
    assert cache().exists(quarter.sha256)
    preview = Rendition.objects.get(instance=instance, level="preview")
    services.ensure_variant(rendition=preview, encoding="jpeg")
    assert cache().exists(preview.sha256)


def test_a_missing_original_is_an_error_and_no_empty_film(instance):
    originals().delete(instance.stored_sha256)
    with pytest.raises(BlobMissing):
        services.render(instance=instance)
    assert not FilmDisplay.objects.filter(pk=instance.pk).exists()


def test_renders_are_jobs_and_asking_twice_is_one_job(instance):
    job = services.request_render(instance=instance)
    assert services.request_render(instance=instance).pk == job.pk
    done = run_inline(job)
    assert (done.state, done.result) == (JobState.DONE, {"state": "ready"})
    assert film_state(_again(instance)) == ("ready", None)


def test_variants_are_jobs(instance):
    services.render(instance=instance)
    full = Rendition.objects.get(instance=instance, level="full")
    done = run_inline(services.request_variant(rendition=full, encoding="gzip"))
    assert done.state == JobState.DONE
    assert Rendition.objects.filter(instance=instance, level="full", encoding="gzip").exists()


def test_a_render_of_a_missing_original_fails_with_a_code(instance):
    originals().delete(instance.stored_sha256)
    done = run_inline(services.request_render(instance=instance))
    assert done.state == JobState.FAILED
    assert done.error["code"] == "original_missing"
    assert Job.objects.count() == 1
