"""Changes to people ask the policy, keep a site manageable, and leave an audit entry."""

from __future__ import annotations

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from planning.accounts import services
from planning.accounts.errors import AccountRefused
from planning.accounts.models import Membership, Role, Site, User
from planning.accounts.passwords import SYMBOLS, random_password
from planning.audit.models import AuditEvent

pytestmark = pytest.mark.django_db


@pytest.fixture
def here():
    return Site.objects.create(name="Here")


def member(site: Site, role: str, username: str) -> Membership:
    user = User(username=username)
    user.set_unusable_password()
    user.save()
    return Membership.objects.create(user=user, site=site, role=role)


@pytest.fixture
def boss(here):
    return member(here, Role.ADMINISTRATOR, "boss").user


def create(actor, site, **changes):
    fields = {"username": "fay", "display_name": "Fay", "role": Role.SURGEON} | changes
    return services.create_person(actor=actor, site=site, **fields)


def test_a_new_person_has_the_role_and_a_password_to_be_changed(here, boss):
    user, password = create(boss, here)
    assert user.memberships.get().role == Role.SURGEON
    assert user.check_password(password)
    assert user.must_change_password


def test_every_handed_out_password_is_another_one():
    passwords = {random_password() for _ in range(200)}
    assert len(passwords) == 200
    assert all(set(one) <= set(SYMBOLS) | {"-"} for one in passwords)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"username": "boss"}, "username_taken"),
        ({"username": "two words"}, "username_invalid"),
        ({"username": ""}, "username_invalid"),
        ({"role": "owner"}, "role_unknown"),
    ],
)
def test_a_person_that_cannot_be_is_refused_and_nothing_is_stored(change, code, here, boss):
    with pytest.raises(AccountRefused) as refused:
        create(boss, here, **change)
    assert refused.value.code == code
    assert User.objects.count() == 1


def test_a_surgeon_manages_nobody(here, boss):
    surgeon = member(here, Role.SURGEON, "ada")
    with pytest.raises(PermissionDenied):
        create(surgeon.user, here)
    with pytest.raises(PermissionDenied):
        services.change_role(actor=surgeon.user, membership=surgeon, role=Role.ADMINISTRATOR)
    with pytest.raises(PermissionDenied):
        services.reset_password(actor=surgeon.user, user=boss)


def test_an_administrator_does_not_reach_another_site(boss):
    there = member(Site.objects.create(name="There"), Role.SURGEON, "dora")
    with pytest.raises(Http404):
        create(boss, there.site)
    with pytest.raises(Http404):
        services.change_role(actor=boss, membership=there, role=Role.RADIOLOGIST)
    for act in (services.deactivate, services.reset_password):
        with pytest.raises(PermissionDenied):
            act(actor=boss, user=there.user)


@pytest.mark.parametrize("act", [services.deactivate, services.reset_password])
def test_somebody_who_also_works_elsewhere_is_beyond_one_sites_administrator(act, here, boss):
    both = member(here, Role.SURGEON, "ada")
    there = Site.objects.create(name="There")
    Membership.objects.create(user=both.user, site=there, role=Role.SURGEON)
    with pytest.raises(AccountRefused) as refused:
        act(actor=boss, user=both.user)
    assert refused.value.code == "person_of_another_site"
    Membership.objects.create(user=boss, site=there, role=Role.ADMINISTRATOR)
    act(actor=boss, user=both.user)


def test_a_site_never_loses_its_last_administrator(here, boss):
    with pytest.raises(AccountRefused) as refused:
        services.change_role(actor=boss, membership=boss.memberships.get(), role=Role.SURGEON)
    assert (refused.value.code, refused.value.params) == ("last_administrator", {"site": "Here"})


def test_an_administrator_who_cannot_sign_in_does_not_count(here, boss):
    second = member(here, Role.ADMINISTRATOR, "second")
    services.deactivate(actor=boss, user=second.user)
    with pytest.raises(AccountRefused, match="last_administrator"):
        services.change_role(actor=boss, membership=boss.memberships.get(), role=Role.SURGEON)


def test_one_of_two_administrators_may_step_down(here, boss):
    member(here, Role.ADMINISTRATOR, "second")
    services.change_role(actor=boss, membership=boss.memberships.get(), role=Role.SURGEON)
    assert boss.memberships.get().role == Role.SURGEON


@pytest.mark.parametrize("act", [services.deactivate, services.reset_password])
def test_nobody_stops_or_resets_their_own_account(act, here, boss):
    member(here, Role.ADMINISTRATOR, "second")
    with pytest.raises(AccountRefused, match="own_account"):
        act(actor=boss, user=boss)


def test_a_weak_password_is_not_stored(boss):
    with pytest.raises(ValidationError):
        services.change_password(user=boss, new_password="password1234")
    assert not User.objects.get(pk=boss.pk).has_usable_password()


def test_every_change_is_in_the_trail_without_the_password(here, boss):
    user, password = create(boss, here)
    membership = user.memberships.get()
    services.change_role(actor=boss, membership=membership, role=Role.RADIOLOGIST)
    second = services.reset_password(actor=boss, user=user)
    services.deactivate(actor=boss, user=user)
    services.reactivate(actor=boss, user=user)
    services.change_password(user=user, new_password="seven yellow tractors sing")
    events = list(AuditEvent.objects.order_by("pk"))
    assert [event.action for event in events] == [
        "create", "change", "security", "security", "security", "security",
    ]  # fmt: skip
    assert {event.object_id for event in events} == {str(user.pk)}
    written = str([event.detail for event in events])
    assert password not in written
    assert second not in written
