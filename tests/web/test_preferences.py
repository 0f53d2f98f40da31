"""Preferences choose how a plan begins: one's own before the site's, and only what there is."""

from __future__ import annotations

import pytest
from django.urls import reverse

from planning.audit.models import AuditEvent
from planning.library import preferences
from planning.library.preferences import PreferenceRefused


@pytest.fixture
def surgeon(world):
    return world.people["surgeon"]


def test_nobody_has_chosen_and_a_cup_begins_at_forty_degrees(world, surgeon):
    assert preferences.effective(world.site.pk, surgeon) == {"inclination_deg": 40.0}


def test_ones_own_choice_comes_before_the_sites(world, surgeon):
    administrator = world.people["administrator"]
    of_site = {"cup_family": "cemented_cup", "inclination_deg": 42.0}
    preferences.prefer(actor=administrator, site=world.site, values=of_site, for_site=True)
    preferences.prefer(actor=surgeon, site=world.site, values={"inclination_deg": 45.0})
    assert preferences.effective(world.site.pk, surgeon) == {
        "cup_family": "cemented_cup", "inclination_deg": 45.0,
    }  # fmt: skip
    preferences.prefer(actor=surgeon, site=world.site, values={"inclination_deg": None})
    assert preferences.effective(world.site.pk, surgeon) == of_site
    details = [event.detail for event in AuditEvent.objects.filter(object_kind="preferences")]
    assert details[1] == {"of_site": False, "before": {}, "after": {"inclination_deg": 45.0}}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ({"cup_family": "tapered_wedge_stem"}, "unknown_family"),
        ({"head_mm": "37"}, "unknown_option"),
        ({"inclination_deg": 61.0}, "angle_out_of_range"),
        ({"shoe_size": "43"}, "unknown_preference"),
    ],
)
def test_what_there_is_not_is_refused(world, surgeon, values, code):
    with pytest.raises(PreferenceRefused) as refused:
        preferences.prefer(actor=surgeon, site=world.site, values=values)
    assert refused.value.code == code
    assert preferences.held_by(world.site, surgeon) == {}


def test_what_is_offered_are_families_of_the_kind_with_their_options(surgeon):
    offered = preferences.offered(surgeon)
    assert "cemented_taper_stem" in dict(offered["stem_family"])
    assert "cemented_taper_stem" not in dict(offered["cup_family"])
    assert dict(offered["head_mm"])["36"] == "36 mm"


def test_the_page_keeps_ones_own_and_shows_it_again(world, as_role):
    client = as_role("surgeon")
    sent = {"site": world.site.pk, "whose": "mine", "stem_family": "cemented_taper_stem"}
    assert client.post(reverse("preferences"), sent).status_code == 302
    page = client.get(reverse("preferences")).content.decode()
    assert '<option value="cemented_taper_stem" selected>' in page
    assert "for everybody who has not chosen" not in page


def test_only_administrators_choose_for_the_site(world, as_role):
    sent = {"site": world.site.pk, "whose": "site", "inclination_deg": "45"}
    assert as_role("surgeon").post(reverse("preferences"), sent).status_code == 404
    assert as_role("administrator").post(reverse("preferences"), sent).status_code == 302
    assert preferences.held_by(world.site, None) == {"inclination_deg": 45.0}
