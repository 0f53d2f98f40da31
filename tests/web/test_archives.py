"""The archives page: what each protocol needs, passwords that stay on the server."""

from __future__ import annotations

import pytest
from django.urls import reverse

from planning.pacs.models import PacsNode
from tests.web.access_pages import NODE_FIELDS
from tests.web.world import archive


@pytest.fixture
def cleo(as_role):
    return as_role("administrator")


def new(client, world, **changes):
    address = reverse("node-new", kwargs={"site_id": world.site.pk})
    return client.post(address, NODE_FIELDS | changes)


def change(client, node, **changes):
    return client.post(reverse("node", kwargs={"node_id": node.pk}), NODE_FIELDS | changes)


def test_an_archive_is_added(cleo, world):
    new(cleo, world)
    node = PacsNode.objects.get(name="Other PACS")
    assert (node.site, node.host, node.port, node.ae_title) == (
        world.site, "pacs.example.org", 104, "PACS",
    )  # fmt: skip
    assert node.identity_domain == world.node.identity_domain


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"host": ""}, "This protocol needs it"),
        ({"ae_title": ""}, "This protocol needs it"),
        ({"protocol": "dicomweb", "retrieval": "wado-rs"}, "This protocol needs it"),
        ({"retrieval": "wado-rs"}, "belongs to the protocol"),
        ({"name": "Main PACS"}, "Another archive of this site has this name"),
        ({"port": "70000"}, "65535"),
        ({"ae_title": "MUCH TOO LONG A TITLE"}, "16 characters"),
    ],
)
def test_settings_that_cannot_work_are_said_beside_the_field(changes, said, cleo, world):
    response = new(cleo, world, **changes)
    assert response.status_code == 200
    assert said in response.content.decode()
    assert PacsNode.objects.count() == 1


def test_the_stored_password_never_comes_back_and_stays_when_left_empty(cleo, world):
    node = archive(
        world.site, "Web", protocol="dicomweb", retrieval="wado-rs", host="", port=0, ae_title="",
        url="https://pacs.example.org/dicom-web", username="plumb", password="open sesame",
    )  # fmt: skip
    page = cleo.get(reverse("node", kwargs={"node_id": node.pk})).content.decode()
    assert "open sesame" not in page
    sent = {
        "name": "Web", "protocol": "dicomweb", "retrieval": "wado-rs", "url": node.url,
        "username": "plumb",
    }  # fmt: skip
    change(cleo, node, **sent, password="")
    node.refresh_from_db()
    assert node.password == "open sesame"
    change(cleo, node, **sent, password="another one")
    node.refresh_from_db()
    assert node.password == "another one"


def test_an_archive_out_of_use_keeps_its_row_and_its_films(cleo, world):
    world.study.node = world.node
    world.study.save()
    address = reverse("node-enabled", kwargs={"node_id": world.node.pk})
    cleo.post(address, {"enabled": "0"})
    world.node.refresh_from_db()
    world.study.refresh_from_db()
    assert not world.node.enabled
    assert world.study.node == world.node
    cleo.post(address, {"enabled": "1"})
    world.node.refresh_from_db()
    assert world.node.enabled


def test_a_surgeon_sees_the_archives_but_no_control_to_change_them(as_role, world):
    page = as_role("surgeon").get(reverse("nodes")).content.decode()
    assert "Main PACS" in page
    assert reverse("node", kwargs={"node_id": world.node.pk}) not in page
    assert "data-echo=" not in page


def test_archives_of_other_sites_are_not_listed(as_role, world):
    archive(world.elsewhere, "Secret PACS")
    assert "Secret PACS" not in as_role("administrator").get(reverse("nodes")).content.decode()
