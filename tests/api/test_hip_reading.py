"""A stored film is read about clicked points: canal, socket, and what is proposed from them."""

from __future__ import annotations

import math

import numpy as np
import pytest
from django.urls import reverse

from planning.calibration import hip_search
from planning.calibration.hip_points import read_points
from planning.measuring.scale import Confidence, Scale, ScaleMethod, Templating
from planning.phantom import generate
from planning.phantom.ap_pelvis import ap_pelvis
from planning.phantom.hip_patient import HEALTHY_SPACE_MM, draw_patient
from tests.benchmarks.accuracy import sizes
from tests.plans.implant_runner import assert_close
from tests.reports.hip import bring_in
from tests.web import world as worlds

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("data_folder")]
SEED, PIXEL_MM = 41, 0.5
WITHIN_MM = 0.6


@pytest.fixture(scope="module")
def phantom():
    return generate("ap_pelvis", SEED, pixel_mm=PIXEL_MM)


@pytest.fixture(scope="module")
def scene():
    return ap_pelvis(draw_patient(SEED, "F"), pixel_mm=PIXEL_MM)


@pytest.fixture
def world():
    return worlds.build()


@pytest.fixture
def ask(client, world):
    user = world.people["surgeon"]
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")

    def send(film, **body):
        address = reverse("film-hip-reading", kwargs={"film_id": film.pk})
        answer = client.post(address, body, content_type="application/json")
        return answer.status_code, answer.json()

    return send


def points_of(known: dict, side: str) -> dict:
    """Return where the landmarks truly lie, and eight points on the head's rim."""
    marks, outline = known["landmarks"], known["spheres"][f"femoral_head_{side}"]["outline"]
    (x, y), radius = outline["centre_px"], outline["semi_minor_px"]
    return {
        "teardrop_R": marks["teardrop_R"]["image_px"],
        "teardrop_L": marks["teardrop_L"]["image_px"],
        "lesser_troch_apex": marks[f"lesser_troch_{side}"]["image_px"],
        "head_rim": [
            [x + radius * math.cos(a), y + radius * math.sin(a)] for a in np.arange(8) * math.pi / 4
        ],
    }


def mm_of(known: dict) -> float:
    return PIXEL_MM / known["planes"]["hip"]["magnification"]


def test_canal_and_socket_of_a_stored_film_are_read(
    tmp_path, world, ask, phantom, scene, monkeypatch
):
    film = bring_in(phantom.write(tmp_path), world, world.node)
    known, mm = phantom.truth, mm_of(phantom.truth)
    exact = Scale(mm, mm, ScaleMethod.BALL, "exact", Confidence.HIGH, Templating.YES)
    monkeypatch.setattr(
        hip_search.selectors, "film_scale", lambda film: type("S", (), {"scale": exact})
    )
    for side in ("R", "L"):
        status, found = ask(film, side=side, points=points_of(known, side))
        assert status == 200
        levels = found["canal"]["levels"]
        assert [one["key"] for one in levels] == [
            "metaphysis", "lesser_trochanter", "below_30", "below_60",
        ]  # fmt: skip
        for one, walls in zip(levels, sizes.true_walls(known, scene, side), strict=True):
            width_mm = math.dist(one["medial_px"], one["lateral_px"]) * mm
            assert width_mm == pytest.approx(sum(walls), abs=WITHIN_MM), one["key"]
        hip = known["parameters"]["left" if side == "L" else "right"]
        socket_mm = 2 * (hip["femur"]["head_radius"] + HEALTHY_SPACE_MM)
        assert 2 * found["bed"]["radius_px"] * mm == pytest.approx(socket_mm, abs=1.2)


def test_what_is_proposed_is_within_a_size_of_what_fits_the_bone(phantom, scene):
    for side in ("R", "L"):
        off = sizes.sized(phantom.pixels, phantom.truth, scene, side, SEED)
        assert abs(off.cup) <= 1
        assert abs(off.stem) <= 1


def test_where_nothing_is_seen_the_reading_says_so(phantom):
    known = phantom.truth
    grey = np.full_like(phantom.pixels, 1800)
    points = {
        name: [one] if name != "head_rim" else one for name, one in points_of(known, "R").items()
    }
    found = read_points(grey, False, mm_of(known), "R", points)
    assert found["canal"]["code"] == "no_canal"
    assert found["bed"]["code"] == "no_socket"
    points["head_rim"] = []
    assert read_points(grey, False, 0.2, "R", points)["bed"]["code"] == "missing_landmark"


def test_an_inverted_film_reads_the_same(phantom):
    known, mm = phantom.truth, mm_of(phantom.truth)
    points = {
        name: [one] if name != "head_rim" else one for name, one in points_of(known, "L").items()
    }
    plain = read_points(phantom.pixels, False, mm, "L", points)
    turned = read_points(np.uint16(4095) - phantom.pixels, True, mm, "L", points)
    assert "levels" in plain["canal"]
    assert_close(turned, plain)


def test_a_film_without_scale_or_frame_says_why(world, ask):
    points = {"teardrop_R": [1, 1], "teardrop_L": [9, 1], "lesser_troch_apex": [0, 9]}
    assert ask(world.film, side="R", points=points)[0] == 400
    status, refused = ask(world.film, side="R", frame=7, points=points)
    assert (status, refused["error"]["code"]) == (400, "no_such_frame")
    assert ask(world.film, side="B", points=points)[0] == 400
    assert ask(world.film, side="R", points={})[0] == 400
