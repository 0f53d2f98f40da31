"""A site takes a package whole or not at all; a person withdraws or recalls with a reason."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from planning.audit.models import AuditEvent
from planning.library import selectors, services, taken
from planning.library.models import ImplantNotice, ImplantVersion
from planning.library.package import ImplantPackage
from planning.library.package_check import PackageRefused
from planning.library.package_families import package_of
from planning.library.services import LibraryRefused
from planning.plans import catalogue
from planning.plans.outside import problems_outside
from tests.web import world as worlds


@pytest.fixture(scope="module")
def package() -> ImplantPackage:
    """A maker's package: one family of heads, as if somebody had drawn it."""
    family = package_of([selectors.family("modular_head_short_steps", 1)]).families[0]
    made = replace(
        family, key="orbis", name="Orbis head", generic=False, notice="for tests only", version=3
    )
    return ImplantPackage(
        manufacturer="Orbis Orthopaedics",
        name="Orbis 2026",
        version="A.2",
        licence="Hospital licence 4711",
        provenance=package_of([selectors.family("modular_head", 1)]).provenance,
        families=(made,),
    )


@pytest.fixture
def world(db):
    return worlds.build()


@pytest.fixture
def taker(world):
    """Take a package as the site's administrator."""

    def take(package: ImplantPackage) -> list[ImplantVersion]:
        return services.take_package(package, by=world.people["administrator"], site=world.site)

    return take


def test_a_taken_family_lies_on_the_film_as_it_came(package, taker, world):
    [row] = taker(package)
    built_in = selectors.geometry("modular_head_short_steps", 1)
    for view in ("AP", "LAT"):
        drawn = selectors.geometry(row.key, 3, view)
        expected = selectors.geometry("modular_head_short_steps", 1, view)
        assert drawn["sizes"] == expected["sizes"]
        assert (drawn["key"], drawn["version"]) == (row.key, 3)
    assert built_in["name"] != selectors.geometry(row.key, 3)["name"] == "Orbis head"
    assert selectors.package(row.key, 3) == package
    listed = {
        (one["key"], one["version"]): one for one in selectors.listing(world.people["surgeon"])
    }
    mine = listed[(row.key, 3)]
    assert mine["status"] == "current"
    assert mine["licence"] == "Hospital licence 4711"
    assert mine["manufacturer"] == "Orbis Orthopaedics"
    assert mine["digest"] == selectors.stored(row.key, 3).digest


def test_another_site_does_not_see_it(package, taker, world):
    [row] = taker(package)
    stranger = world.people["outsider"]
    assert not selectors.may_see(stranger, row.key, 3)
    assert selectors.may_see(world.people["surgeon"], row.key, 3)
    assert row.key not in {one["key"] for one in selectors.listing(stranger)}


def test_a_package_is_refused_whole(package, taker):
    good = package.families[0]
    bad = replace(good, key="second", default_size="99")
    with pytest.raises(PackageRefused):
        taker(replace(package, families=(good, bad)))
    taker(package)
    changed = replace(good, name="Orbis head, other")
    new = replace(good, key="another")
    with pytest.raises(PackageRefused) as refused:
        taker(replace(package, families=(new, changed)))
    assert refused.value.code == "package_version_taken"
    assert list(ImplantVersion.objects.values_list("version", flat=True)) == [3]


def test_the_same_package_again_changes_nothing(package, taker):
    assert [row.pk for row in taker(package)] == [row.pk for row in taker(package)]


@pytest.mark.parametrize("role", ["surgeon", "radiologist", "outsider"])
def test_only_who_manages_the_site_takes_and_recalls(role, package, world):
    person = world.people[role]
    with pytest.raises((PermissionDenied, Http404)):
        services.take_package(package, by=person, site=world.site)
    with pytest.raises((PermissionDenied, Http404)):
        services.set_standing(
            by=person, site=world.site, key="modular_head", version=1, standing="recalled",
            reason="Broken tapers",
        )  # fmt: skip
    assert not ImplantVersion.objects.exists()
    assert not ImplantNotice.objects.exists()


@pytest.fixture
def say(world):
    """Say where a version stands as the site's administrator."""

    def say(key: str, version: int, standing: str, reason: str = "Tapers corrode") -> ImplantNotice:
        return services.set_standing(
            by=world.people["administrator"],
            site=world.site,
            key=key,
            version=version,
            standing=standing,
            reason=reason,
        )

    return say


def test_a_recalled_version_says_why_and_by_whom_and_only_at_this_site(say, world):
    say("modular_head", 1, "recalled", "  Tapers   corrode ")
    here = selectors.standing_at(world.site.pk, "modular_head", 1)
    assert (here.status, here.reason) == ("recalled", "Tapers corrode")
    assert here.said_by == str(world.people["administrator"])
    elsewhere = {one["key"]: one["status"] for one in selectors.listing(world.people["outsider"])}
    assert elsewhere["modular_head"] == "current"
    event = AuditEvent.objects.get(object_kind="implant_version")
    assert event.detail == {"standing": ["current", "recalled"], "reason": "Tapers corrode"}
    say("modular_head", 1, "current", "New batch tested")
    assert selectors.standing_at(world.site.pk, "modular_head", 1).status == "current"


def test_a_newer_version_is_offered_instead_until_it_is_withdrawn(package, taker, say, world):
    [old] = taker(package)
    newer = replace(package.families[0], version=4)
    taker(replace(package, families=(newer,)))

    def status(version: int) -> str:
        return selectors.standing_at(world.site.pk, old.key, version).status

    assert (status(3), status(4)) == ("superseded", "current")
    say(old.key, 4, "withdrawn", "Not stocked any more")
    assert (status(3), status(4)) == ("current", "withdrawn")


@pytest.mark.parametrize(
    ("key", "standing", "reason", "code"),
    [
        ("nothing", "recalled", "Tapers corrode", "unknown_family"),
        ("modular_head", "forgotten", "Tapers corrode", "unknown_standing"),
        ("modular_head", "recalled", "  no  ", "reason_needed"),
        ("modular_head", "recalled", "x" * 501, "reason_needed"),
        ("modular_head", "current", "Tapers corrode", "standing_unchanged"),
    ],
)
def test_a_notice_that_says_nothing_is_refused(key, standing, reason, code, say):
    with pytest.raises(LibraryRefused) as refused:
        say(key, 1, standing, reason)
    assert refused.value.code == code


def test_what_was_taken_is_kept_as_it_came(package, taker):
    [row] = taker(package)
    assert taken.package_of_row(row) == package


def test_a_plan_cannot_choose_what_its_site_recalled_but_keeps_what_it_has(say, world):
    """Chosen before, it may still be sized and moved, and is marked before theatre."""
    chosen = {
        "family": "modular_head",
        "family_version": 1,
        "size": "36",
        "options": {"increment": "0"},
    }
    assert catalogue.choice_problem(chosen, world.site.pk) is None
    say("modular_head", 1, "recalled")
    problem = catalogue.choice_problem(chosen, world.site.pk)
    assert problem.code == "family_not_current"
    assert problem.params["status"] == "recalled"
    document = {"implants": [chosen], "variants": []}
    [here] = catalogue.families_of(document, world.site.pk)
    [elsewhere] = catalogue.families_of(
        document, world.people["outsider"].memberships.get().site_id
    )
    assert (here["status"], elsewhere["status"]) == ("recalled", "current")
    plan = SimpleNamespace(document=document, site_id=world.site.pk)
    empty = SimpleNamespace(document={"implants": [], "variants": []}, site_id=world.site.pk)
    change = SimpleNamespace(op="upsert", collection="implants", id="a")
    after = {"views": [], "measurements": [], "variants": [], "implants": [{**chosen, "id": "a"}]}

    def problems(of) -> list:
        found = problems_outside(
            actor=world.people["surgeon"], plan=of, document=after, changes=[change]
        )
        return [one.code for one in found]

    assert problems(plan) == []
    assert problems(empty) == ["family_not_current"]


def test_a_plan_cannot_choose_what_another_site_took(package, taker, world):
    [row] = taker(package)
    chosen = {
        "family": row.key,
        "family_version": 3,
        "size": "36",
        "options": {"increment": "0"},
    }
    assert catalogue.choice_problem(chosen, world.site.pk) is None
    there = world.people["outsider"].memberships.get().site_id
    assert catalogue.choice_problem(chosen, there).code == "unknown_family"
