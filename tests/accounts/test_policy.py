"""Only members see a site's patients, and only what their role allows."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied
from django.http import Http404

from planning.accounts import policy
from planning.accounts.models import IdentityDomain, Membership, Role, Site, User
from planning.accounts.policy import Action

pytestmark = pytest.mark.django_db


@pytest.fixture
def domain():
    site = Site.objects.create(name="Here")
    return IdentityDomain.objects.create(site=site, name="HOSP")


def member(site: Site, role: str) -> User:
    user = User.objects.create(username=f"{role}-{site.name}")
    Membership.objects.create(user=user, site=site, role=role)
    return user


def test_a_member_gets_the_row(domain):
    user = member(domain.site, Role.SURGEON)
    assert policy.get(user, IdentityDomain, domain.pk) == domain


def test_who_belongs_elsewhere_does_not_even_learn_that_it_exists(domain):
    stranger = member(Site.objects.create(name="There"), Role.ADMINISTRATOR)
    with pytest.raises(Http404):
        policy.get(stranger, IdentityDomain, domain.pk)


def test_who_sees_it_but_may_not_is_refused(domain):
    radiologist = member(domain.site, Role.RADIOLOGIST)
    with pytest.raises(PermissionDenied):
        policy.get(radiologist, Site, domain.site.pk, Action.MANAGE_SITE)


def test_a_role_at_one_site_gives_nothing_at_another(domain):
    there = Site.objects.create(name="There")
    user = member(there, Role.ADMINISTRATOR)
    Membership.objects.create(user=user, site=domain.site, role=Role.SURGEON)
    assert list(policy.sites_for(user, Action.MANAGE_NODES)) == [there]


def test_nobody_and_the_deactivated_see_nothing(domain):
    gone = member(domain.site, Role.SURGEON)
    gone.is_active = False
    for user in (AnonymousUser(), gone):
        assert not policy.visible_to(user, IdentityDomain).exists()


def test_an_administrator_does_not_calibrate(domain):
    assert not policy.may(member(domain.site, Role.ADMINISTRATOR), Action.CALIBRATE)


@pytest.mark.parametrize("role", Role.values)
@pytest.mark.parametrize("action", Action)
def test_remembered_roles_allow_what_the_asked_ones_allow(domain, role, action):
    there = Site.objects.create(name="There")
    foreign = IdentityDomain.objects.create(site=there, name="HOSP")
    user = member(domain.site, role)
    asking = User.objects.get(pk=user.pk)
    policy.remember(user)
    for one in (user, asking):
        seen = set(policy.visible_to(one, IdentityDomain, action))
        allowed = action in policy.ALLOWED[role]
        assert seen == ({domain} if allowed else set())
        assert set(policy.sites_for(one, action)) == ({domain.site} if allowed else set())
        assert policy.may(one, action) is allowed
        assert policy.may_at(one, action, domain.site.pk) is allowed
        assert policy.may_at(one, action, there.pk) is False
        assert foreign not in seen


def test_what_is_remembered_gives_nothing_to_the_deactivated(domain):
    gone = member(domain.site, Role.SURGEON)
    policy.remember(gone)
    gone.is_active = False
    assert not policy.may(gone, Action.VIEW)
    assert not policy.may_at(gone, Action.VIEW, domain.site.pk)
    assert not policy.visible_to(gone, IdentityDomain).exists()
    with pytest.raises(Http404):
        policy.get(gone, IdentityDomain, domain.pk)


def test_nothing_is_remembered_unless_asked_for(domain):
    user = member(domain.site, Role.SURGEON)
    assert policy.may(user, Action.SIGN)
    Membership.objects.filter(user=user).delete()
    assert not policy.may(user, Action.SIGN)


def test_every_model_says_how_it_reaches_its_site():
    without = {"User", "AuditSeal"}
    models = [m for m in apps.get_app_config("planning").get_models() if m.__name__ not in without]
    assert [m.__name__ for m in models if not hasattr(m, "site_path")] == []
