"""Site settings: the ball has no factory default."""

from __future__ import annotations

import pytest
from django.urls import reverse


@pytest.fixture
def cleo(as_role):
    return as_role("administrator")


def send(client, site, value):
    return client.post(reverse("site"), {"site": site.pk, "ball_diameter_mm": value})


def test_the_ball_has_no_diameter_until_somebody_enters_one(cleo, world):
    page = cleo.get(reverse("site")).content.decode()
    assert world.site.ball_diameter_mm is None
    assert "25.4 mm (one inch)" in page
    assert 'value="25' not in page


def test_a_diameter_is_stored_and_can_be_taken_away(cleo, world):
    send(cleo, world.site, "25.4")
    world.site.refresh_from_db()
    assert world.site.ball_diameter_mm == 25.4
    send(cleo, world.site, "")
    world.site.refresh_from_db()
    assert world.site.ball_diameter_mm is None


@pytest.mark.parametrize("value", ["4.9", "100.1", "nan", "inf", "-25", "an inch"])
def test_a_diameter_that_no_ball_has_is_refused(value, cleo, world):
    response = send(cleo, world.site, value)
    assert response.status_code == 200
    assert "field-error" in response.content.decode()
    world.site.refresh_from_db()
    assert world.site.ball_diameter_mm is None


@pytest.mark.parametrize("identifier", ["", "no uuid", "00000000-0000-0000-0000-000000000000"])
def test_a_site_that_is_not_ones_own_is_not_found(identifier, cleo):
    response = cleo.post(reverse("site"), {"site": identifier, "ball_diameter_mm": "25"})
    assert response.status_code == 404
