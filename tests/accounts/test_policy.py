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


def test_every_model_says_how_it_reaches_its_site():
    without = {"User", "AuditSeal"}
    models = [m for m in apps.get_app_config("planning").get_models() if m.__name__ not in without]
    assert [m.__name__ for m in models if not hasattr(m, "site_path")] == []
