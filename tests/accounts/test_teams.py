"""Teams come and go; people stay, and the trail says who changed what."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from planning.accounts import teams
from planning.accounts.errors import AccountRefused
from planning.accounts.models import Membership, Role, Site, Team, User
from planning.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


def member(site: Site, role: str, username: str) -> Membership:
    return Membership.objects.create(
        user=User.objects.create(username=username), site=site, role=role
    )


@pytest.fixture
def here():
    return Site.objects.create(name="Here")


@pytest.fixture
def boss(here):
    return member(here, Role.ADMINISTRATOR, "boss").user


@pytest.fixture
def knees(here, boss):
    return teams.create_team(actor=boss, site=here, name="Knees")


def test_a_team_has_the_name_without_stray_spaces(here, boss):
    assert teams.create_team(actor=boss, site=here, name="  Hips \t and  knees ").name == (
        "Hips and knees"
    )


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("   ", "team_name_invalid"),
        ("x" * 121, "team_name_invalid"),
        ("Hi\0ps", "team_name_invalid"),
        ("KNEES", "team_name_taken"),
    ],
)
def test_a_name_that_cannot_be_is_refused_and_nothing_changes(name, code, here, boss, knees):
    hips = teams.create_team(actor=boss, site=here, name="Hips")
    with pytest.raises(AccountRefused, match=code):
        teams.create_team(actor=boss, site=here, name=name)
    with pytest.raises(AccountRefused, match=code):
        teams.rename_team(actor=boss, team=hips, name=name)
    assert sorted(Team.objects.values_list("name", flat=True)) == ["Hips", "Knees"]


def test_a_team_may_be_renamed_to_its_own_name_in_capitals(boss, knees):
    assert teams.rename_team(actor=boss, team=knees, name="KNEES").name == "KNEES"


def test_two_sites_may_have_a_team_of_one_name(boss, knees):
    there = Site.objects.create(name="There")
    Membership.objects.create(user=boss, site=there, role=Role.ADMINISTRATOR)
    assert teams.create_team(actor=boss, site=there, name="Knees").site == there


def test_people_of_a_removed_team_stay_members(here, boss, knees):
    ada = member(here, Role.SURGEON, "ada")
    teams.change_team(actor=boss, membership=ada, team=knees)
    teams.remove_team(actor=boss, team=knees)
    ada.refresh_from_db()
    assert (ada.team, ada.role, ada.user.is_active) == (None, Role.SURGEON, True)
    assert not Team.objects.exists()


def test_a_member_is_put_into_a_team_and_out_again(here, boss, knees):
    ada = member(here, Role.SURGEON, "ada")
    teams.change_team(actor=boss, membership=ada, team=knees)
    assert list(knees.memberships.all()) == [ada]
    teams.change_team(actor=boss, membership=ada, team=None)
    assert not knees.memberships.exists()


def test_nobody_is_put_into_a_team_of_another_site(here, boss):
    there = Site.objects.create(name="There")
    Membership.objects.create(user=boss, site=there, role=Role.ADMINISTRATOR)
    away = teams.create_team(actor=boss, site=there, name="Away")
    ada = member(here, Role.SURGEON, "ada")
    with pytest.raises(AccountRefused, match="team_of_another_site"):
        teams.change_team(actor=boss, membership=ada, team=away)
    assert Membership.objects.get(pk=ada.pk).team is None


def acts(actor, site, team, membership):
    """Return everything that can be done to teams."""
    return [
        lambda: teams.create_team(actor=actor, site=site, name="New"),
        lambda: teams.rename_team(actor=actor, team=team, name="New"),
        lambda: teams.remove_team(actor=actor, team=team),
        lambda: teams.change_team(actor=actor, membership=membership, team=team),
    ]


def test_a_surgeon_changes_no_teams(here, knees):
    ada = member(here, Role.SURGEON, "ada")
    for act in acts(ada.user, here, knees, ada):
        with pytest.raises(PermissionDenied):
            act()
    assert Team.objects.get().name == "Knees"


def test_an_administrator_does_not_reach_teams_of_another_site(here, knees):
    stranger = member(Site.objects.create(name="There"), Role.ADMINISTRATOR, "emil")
    ada = member(here, Role.SURGEON, "ada")
    for act in acts(stranger.user, here, knees, ada):
        with pytest.raises(Http404):
            act()
    assert Team.objects.get().name == "Knees"


def test_every_change_is_in_the_trail(here, boss, knees):
    ada = member(here, Role.SURGEON, "ada")
    teams.change_team(actor=boss, membership=ada, team=knees)
    teams.rename_team(actor=boss, team=knees, name="Legs")
    identifier = str(knees.pk)
    teams.remove_team(actor=boss, team=knees)
    events = AuditEvent.objects.order_by("pk")
    assert [(e.action, e.object_kind, e.object_id, e.detail, e.site_id) for e in events] == [
        ("create", "team", identifier, {"name": "Knees"}, here.pk),
        ("change", "user", str(ada.user_id), {"team": "Knees", "team_before": ""}, here.pk),
        ("change", "team", identifier, {"name": "Legs", "name_before": "Knees"}, here.pk),
        ("change", "team", identifier, {"event": "removed", "name": "Legs", "members": 1}, here.pk),
    ]
