"""The people page: passwords shown once, refusals in words."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from planning.accounts.models import Membership, User


def secret(response) -> str:
    return re.search(r"data-secret>([^<]+)<", response.content.decode())[1]


@pytest.fixture
def cleo(as_role):
    return as_role("administrator")


def add(client, world, **changes):
    fields = {"site": world.site.pk, "display_name": "Dr Fay Ito", "username": "fay.ito"}
    return client.post(reverse("people"), fields | {"role": "surgeon"} | changes)


def test_a_new_person_gets_a_password_that_works_once_shown(cleo, world, client):
    password = secret(add(cleo, world))
    cleo.post(reverse("sign-out"))
    answer = client.post(reverse("sign-in"), {"username": "fay.ito", "password": password})
    assert answer["Location"] == reverse("home")
    assert client.get(reverse("home"))["Location"] == reverse("password")


def test_the_password_is_on_no_later_page(cleo, world):
    password = secret(add(cleo, world))
    assert password not in cleo.get(reverse("people")).content.decode()


def test_a_taken_user_name_is_said_beside_the_field(cleo, world):
    response = add(cleo, world, username="ada")
    assert response.status_code == 200
    assert "This user name is taken" in response.content.decode()
    assert User.objects.filter(username="ada").count() == 1


def test_nobody_is_added_to_a_site_that_one_does_not_manage(cleo, world):
    response = add(cleo, world, site=world.elsewhere.pk)
    assert response.status_code == 200
    assert not User.objects.filter(username="fay.ito").exists()


def test_only_members_of_ones_own_sites_are_listed(cleo):
    page = cleo.get(reverse("people")).content.decode()
    assert "Dr Ada Weber" in page
    assert "dora" not in page
    assert "emil" not in page


def test_a_role_is_changed(cleo, world):
    membership = world.memberships["surgeon"]
    address = reverse("person-role", kwargs={"membership_id": membership.pk})
    cleo.post(address, {"role": "radiologist"})
    membership.refresh_from_db()
    assert membership.role == "radiologist"


def test_the_last_administrator_stays_one_and_is_told_why(cleo, world):
    membership = world.memberships["administrator"]
    address = reverse("person-role", kwargs={"membership_id": membership.pk})
    page = cleo.post(address, {"role": "surgeon"}, follow=True).content.decode()
    assert "Here would be left without an administrator" in page
    assert Membership.objects.get(pk=membership.pk).role == "administrator"


def test_a_stopped_person_is_out_at_once_and_can_come_back(as_role, world, client):
    cleo = as_role("administrator")
    address = reverse("person-active", kwargs={"membership_id": world.memberships["surgeon"].pk})
    ada = type(client)()
    ada.force_login(world.people["surgeon"], backend="django.contrib.auth.backends.ModelBackend")
    assert ada.get(reverse("home")).status_code == 200
    cleo.post(address, {"active": "0"})
    assert ada.get(reverse("home")).status_code == 302
    cleo.post(address, {"active": "1"})
    assert User.objects.get(username="ada").is_active


def test_a_reset_ends_the_persons_sessions(as_role, world, client):
    ada = type(client)()
    ada.force_login(world.people["surgeon"], backend="django.contrib.auth.backends.ModelBackend")
    cleo = as_role("administrator")
    response = cleo.post(
        reverse("person-password", kwargs={"membership_id": world.memberships["surgeon"].pk})
    )
    assert ada.get(reverse("home")).status_code == 302
    assert User.objects.get(username="ada").check_password(secret(response))
