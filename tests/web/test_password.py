"""Passwords: handed out once, changed at first use."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.world import PASSWORD

NEW = "seven yellow tractors sing"


@pytest.fixture
def ada(world):
    user = world.people["surgeon"]
    user.set_password(PASSWORD)
    user.must_change_password = True
    user.save()
    return user


@pytest.fixture
def signed_in(ada, client):
    client.post(reverse("sign-in"), {"username": "ada", "password": PASSWORD})
    return client


def change(client, old=PASSWORD, new=NEW, again=NEW):
    fields = {"old_password": old, "new_password1": new, "new_password2": again}
    return client.post(reverse("password"), fields)


@pytest.mark.parametrize("name", ["home", "search", "nodes"])
def test_a_handed_out_password_opens_only_the_page_that_changes_it(name, signed_in):
    response = signed_in.get(reverse(name))
    assert (response.status_code, response["Location"]) == (302, reverse("password"))
    assert "Choose your own password first" in signed_in.get(reverse("password")).content.decode()


def test_a_film_stays_closed_until_the_password_is_ones_own(signed_in, world):
    address = reverse("planner", kwargs={"study_id": world.study.pk})
    assert signed_in.get(address)["Location"] == reverse("password")


def test_ones_own_password_opens_everything_without_signing_in_again(signed_in, ada):
    assert change(signed_in)["Location"] == reverse("home")
    assert signed_in.get(reverse("home")).status_code == 200
    ada.refresh_from_db()
    assert ada.check_password(NEW)


def test_a_new_password_ends_the_other_sessions(signed_in):
    other = Client()
    other.post(reverse("sign-in"), {"username": "ada", "password": PASSWORD})
    assert other.get(reverse("password")).status_code == 200
    change(signed_in)
    assert other.get(reverse("password")).status_code == 302


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"old": "wrong"}, "old password was entered incorrectly"),
        ({"again": NEW + "x"}, "match"),
        ({"new": "short", "again": "short"}, "too short"),
        ({"new": "password1234", "again": "password1234"}, "too common"),
        ({"new": PASSWORD, "again": PASSWORD}, "Choose another one"),
    ],
)
def test_a_password_that_will_not_do_says_why(fields, said, signed_in, ada):
    response = change(signed_in, **fields)
    assert response.status_code == 200
    assert said in response.content.decode()
    ada.refresh_from_db()
    assert ada.must_change_password
