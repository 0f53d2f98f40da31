"""Every way to find a scale, through the API: what is asked for, computed, warned of and kept."""

from __future__ import annotations

import math

import pytest
from django.urls import reverse

from tests.web import world as worlds

pytestmark = pytest.mark.django_db

HEADER = {
    "ImagerPixelSpacing": ["0.14", "0.14"],
    "DistanceSourceToDetector": ["1150"],
    "DistanceSourceToPatient": ["1100"],
    "BodyPartExamined": ["PELVIS"],
}
CENTRE = (1760.0, 2140.0)


@pytest.fixture
def world():
    built = worlds.build()
    built.film.header = HEADER
    built.film.save()
    return built


@pytest.fixture
def post(client, world):
    """Return a function that calibrates a film as the surgeon."""
    user = world.people["surgeon"]
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    last: dict = {}

    def send(method: str, film=None, **inputs):
        film = film or world.film
        address = reverse("film-calibrations", kwargs={"film_id": film.pk})
        body = {"method": method, "supersedes": last.get(film.pk), **inputs}
        answer = client.post(address, body, content_type="application/json")
        if answer.status_code == 201:
            last[film.pk] = answer.json()["id"]
        return answer.status_code, answer.json()

    return send


def rim(radius_px: float, count: int = 12) -> list[list[float]]:
    turns = [2 * math.pi * k / count for k in range(count)]
    return [
        [CENTRE[0] + radius_px * math.cos(t), CENTRE[1] + radius_px * math.sin(t)] for t in turns
    ]


def codes(answer: dict) -> list[str]:
    return [warning["code"] for warning in answer["warnings"]]


def test_an_implant_head_is_the_most_trusted(post):
    status, made = post("implant_head", rim_points_px=rim(120), head_diameter_mm=28)
    assert status == 201
    assert made["magnification"] == pytest.approx(240 * 0.14 / 28)
    assert 100 * made["relative_error_95"] == pytest.approx(1.0, abs=0.3)
    assert made["label"] == "calibrated (user: 28 mm implant head)"
    assert made["scale"]["method"] == "implant_head"


def test_two_markers_give_the_scale_between_them(post):
    status, made = post(
        "two_markers", rim_points_px=rim(100), ball_diameter_mm=25,
        front_rim_points_px=rim(118), front_ball_diameter_mm=25, depth_share=0.5,
    )  # fmt: skip
    assert status == 201
    assert made["column_mm"] == pytest.approx((25 / 200 + 25 / 236) / 2)
    assert made["inputs"]["depth_share"] == 0.5
    status, refused = post(
        "two_markers", rim_points_px=rim(118), ball_diameter_mm=25,
        front_rim_points_px=rim(100), front_ball_diameter_mm=25,
    )  # fmt: skip
    assert (status, refused["error"]["code"]) == (400, "markers_in_wrong_order")
    assert "exchanged" in refused["error"]["sentence"]


def test_distances_give_the_magnification_and_the_tables_distance_is_warned_of(post):
    status, made = post("distances", sid_mm=1150, object_distance_mm=170)
    assert (status, codes(made)) == (201, [])
    assert made["magnification"] == pytest.approx(1150 / 980)
    status, refused = post("distances", sid_mm=1150, object_distance_mm=50)
    assert (status, refused["error"]["code"]) == (400, "implausible_needs_reason")
    status, made = post("distances", sid_mm=1150, object_distance_mm=50, reason="The form says so")
    assert (status, codes(made)) == (201, ["distance_is_the_tables"])
    assert "end at the table" in made["warnings"][0]["sentence"]


def test_a_single_ball_on_a_standing_film_is_twelve_per_cent_and_warns(post, world):
    status, made = post("ball", rim_points_px=rim(109), ball_diameter_mm=25.4, standing=True)
    assert (status, codes(made)) == (201, ["standing_single_ball"])
    assert made["relative_error_95"] == pytest.approx(0.12, abs=0.001)
    world.film.header = HEADER | {"SeriesDescription": ["Pelvis standing"]}
    world.film.save()
    assert codes(post("ball", rim_points_px=rim(109), ball_diameter_mm=25.4)[1]) == [
        "standing_single_ball"
    ]
    lying = post("ball", rim_points_px=rim(109), ball_diameter_mm=25.4, standing=False)[1]
    assert codes(lying) == []
    assert lying["relative_error_95"] == pytest.approx(0.0257, abs=0.0005)


def test_a_ball_on_the_table_warns(post):
    made = post("ball", rim_points_px=rim(97), ball_diameter_mm=25.4)[1]
    assert codes(made) == ["ball_on_table"]
    assert made["plausibility"] == "amber"


def test_another_film_gives_the_size_of_a_shared_object_only(post, world):
    other = worlds.film(world.study, number=2, header=HEADER, pixel_sha256="b" * 64)
    shared = {
        "points_px": [[100, 100], [600, 100]], "length_mm": 60, "source_film_id": str(other.pk),
    }  # fmt: skip
    status, refused = post("other_film", **shared)
    assert (status, refused["error"]["code"]) == (400, "other_film_not_calibrated")
    post("ball", other, rim_points_px=rim(109), ball_diameter_mm=25.4)
    status, made = post("other_film", **shared)
    assert status == 201
    assert made["column_mm"] == pytest.approx(0.12)
    assert made["relative_error_95"] > 0.035
    assert made["inputs"]["source_film_id"] == str(other.pk)


def test_the_other_film_is_of_the_same_patient(post, world):
    stranger = worlds.study(world.site, number=77, name="Jones^Amy")
    theirs = worlds.film(stranger, header=HEADER, pixel_sha256="c" * 64)
    for other in (theirs, world.film):
        status, refused = post(
            "other_film", points_px=[[0, 0], [500, 0]], length_mm=60, source_film_id=str(other.pk)
        )
        assert (status, refused["error"]["code"]) == (400, "other_film_of_other_patient")


@pytest.mark.parametrize(
    ("method", "lacking"),
    [
        ("implant_head", {"rim_points_px", "head_diameter_mm"}),
        ("two_markers", {"rim_points_px", "ball_diameter_mm", "front_rim_points_px",
                         "front_ball_diameter_mm"}),
        ("distances", {"sid_mm", "object_distance_mm"}),
        ("other_film", {"points_px", "length_mm", "source_film_id"}),
    ],
)  # fmt: skip
def test_what_a_method_needs_is_asked_for(post, method, lacking):
    status, refused = post(method)
    assert status == 400
    assert set(refused["error"]["fields"]) == lacking


def test_the_film_says_what_its_view_allows(client, world, post):
    address = reverse("film", kwargs={"film_id": world.film.pk})
    geometry = client.get(address).json()["geometry"]
    assert (geometry["region"], geometry["standing"]) == ("pelvis", False)
    assert geometry["expected"] == {
        "least": 1.05, "usual_from": 1.12, "usual_to": 1.28, "most": 1.35,
    }  # fmt: skip
