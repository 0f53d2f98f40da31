"""The ball is looked for on the stored film; what comes back is a proposal and changes nothing."""

from __future__ import annotations

import threading

import pytest
from django.urls import reverse

from planning.calibration import marker_search
from planning.calibration.models import Calibration
from planning.imaging.models import Rendition
from planning.jobs.models import Job, JobState
from planning.jobs.work import run_inline
from planning.phantom import generate
from planning.store.blobs import cache, originals
from tests.reports.hip import bring_in
from tests.web import world as worlds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_folder")]


@pytest.fixture
def world():
    return worlds.build()


@pytest.fixture
def ask(client, world):
    user = world.people["surgeon"]
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def send(film, **body):
        address = reverse("film-marker", kwargs={"film_id": film.pk})
        answer = client.post(
            address, {"ball_diameter_mm": 25.4} | body, content_type="application/json"
        )
        return answer.status_code, answer.json()

    return send


def test_the_ball_of_a_stored_film_is_proposed_and_nothing_is_calibrated(tmp_path, world, ask):
    phantom = generate("ap_pelvis", 5, pixel_mm=0.4, matrix=(880, 220))
    film = bring_in(phantom.write(tmp_path), world, world.node)
    status, found = ask(film)
    outline = phantom.truth["ball"]["outline"]
    assert (status, found["found"], found["sentence"]) == (200, True, "")
    assert found["center_px"] == pytest.approx(outline["centre_px"], abs=0.5)
    assert found["diameter_px"] == pytest.approx(2 * outline["semi_minor_px"], rel=0.005)
    assert len(found["rim_points_px"]) == 24
    assert found["of"] == 360
    assert not Calibration.objects.exists()
    status, none = ask(film, ball_diameter_mm=60)
    assert (status, none["found"], none["reason"]) == (200, False, "no_ball")
    assert none["sentence"].startswith("No ball was found")


@pytest.fixture
def film(tmp_path, world):
    phantom = generate("ap_pelvis", 5, pixel_mm=0.8, matrix=(440, 110))
    return bring_in(phantom.write(tmp_path), world, world.node)


def level_of(film) -> Rendition:
    return Rendition.objects.get(instance=film, level="full", encoding="zstd")


def code_of(answer) -> str:
    status, body = answer
    assert status == 400
    return body["error"]["code"]


def test_a_level_that_was_evicted_is_made_by_a_job_and_not_while_somebody_waits(film, ask):
    cache().delete(level_of(film).sha256)
    assert [code_of(ask(film)) for _ in range(2)] == ["film_not_ready"] * 2
    assert not cache().exists(level_of(film).sha256)
    job = Job.objects.get(kind="render_variant")
    assert run_inline(job).state == JobState.DONE
    assert ask(film)[0] == 200


def test_without_its_original_a_film_whose_level_is_gone_is_not_searched(film, ask):
    cache().delete(level_of(film).sha256)
    originals().local_path(film.stored_sha256).unlink()
    assert code_of(ask(film)) == "film_not_ready"


@pytest.mark.parametrize("damage", [lambda data: b"no level", lambda data: data[:-20]])
def test_a_damaged_level_is_told(film, ask, damage):
    path = cache().local_path(level_of(film).sha256)
    path.chmod(0o600)
    path.write_bytes(damage(path.read_bytes()))
    assert code_of(ask(film)) == "decode_failed"


def test_a_film_that_cannot_be_searched_says_why(world, ask, monkeypatch):
    status, refused = ask(world.film)
    assert (status, refused["error"]["code"]) == (400, "film_not_ready")
    status, refused = ask(world.film, ball_diameter_mm=500)
    assert (status, refused["error"]["code"]) == (400, "ball_diameter_out_of_range")
    status, refused = ask(world.film, frame=2)
    assert (status, refused["error"]["code"]) == (400, "no_such_frame")
    assert ask(world.film, ball_diameter_mm="large")[0] == 400
    monkeypatch.setattr(marker_search, "WAIT_S", 0.01)
    monkeypatch.setattr(marker_search, "_one_at_a_time", threading.BoundedSemaphore(1))
    with marker_search._one_at_a_time:
        status, refused = ask(world.film)
    assert (status, refused["error"]["code"]) == (400, "detection_busy")
