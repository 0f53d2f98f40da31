"""Teams on the people page, and who is told of them."""

from __future__ import annotations

import pytest
from django.urls import reverse

from planning.accounts.models import Team


@pytest.fixture
def cleo(as_role):
    return as_role("administrator")


def put(client, world, role: str, team) -> str:
    address = reverse("person-team", kwargs={"membership_id": world.memberships[role].pk})
    return client.post(address, {"team": team}, follow=True).content.decode()


def test_a_new_team_is_on_the_page(cleo, world):
    address = reverse("team-new", kwargs={"site_id": world.site.pk})
    page = cleo.post(address, {"name": "Knees & feet"}, follow=True).content.decode()
    assert "Team Knees &amp; feet is added." in page
    assert 'value="Knees &amp; feet"' in page


def test_a_name_that_is_taken_is_refused_in_words(cleo, world):
    address = reverse("team-new", kwargs={"site_id": world.site.pk})
    page = cleo.post(address, {"name": "hips"}, follow=True).content.decode()
    assert "There is a team hips already." in page
    assert Team.objects.count() == 1


def test_a_team_is_renamed(cleo, world):
    address = reverse("team", kwargs={"team_id": world.team.pk})
    assert (
        "The team is renamed."
        in cleo.post(address, {"name": "Hips and pelvis"}, follow=True).content.decode()
    )
    world.team.refresh_from_db()
    assert world.team.name == "Hips and pelvis"


def test_a_removed_team_leaves_its_people(cleo, world):
    put(cleo, world, "surgeon", world.team.pk)
    address = reverse("team-removal", kwargs={"team_id": world.team.pk})
    page = cleo.post(address, follow=True).content.decode()
    assert "Team Hips is removed" in page
    assert "Dr Ada Weber" in page
    assert not Team.objects.exists()


def test_a_member_is_put_into_a_team_and_counted(cleo, world):
    page = put(cleo, world, "surgeon", world.team.pk)
    assert "Dr Ada Weber is now in Hips." in page
    assert "1 person" in page
    page = put(cleo, world, "surgeon", "")
    assert "Dr Ada Weber is now in no team." in page
    assert "0 people" in page


def test_a_team_that_is_gone_meanwhile_is_said(cleo, world):
    gone = world.team.pk
    world.team.delete()
    assert "This team is no longer there." in put(cleo, world, "surgeon", gone)


def test_teams_of_other_sites_are_neither_shown_nor_given(cleo, world):
    away = Team.objects.create(site=world.elsewhere, name="Away team")
    assert "Away team" not in cleo.get(reverse("people")).content.decode()
    assert "This team is no longer there." in put(cleo, world, "surgeon", away.pk)
    assert not away.memberships.exists()


def test_the_session_tells_ones_own_team(as_role, world):
    ada = as_role("surgeon")
    assert ada.get(reverse("session")).json()["sites"][0]["team"] is None
    membership = world.memberships["surgeon"]
    membership.team = world.team
    membership.save()
    assert ada.get(reverse("session")).json()["sites"][0]["team"] == {
        "id": str(world.team.pk),
        "name": "Hips",
    }
