"""The about page tells the truth about what is installed."""

from __future__ import annotations

import re
import tomllib
from importlib.metadata import version

from django.urls import reverse

from planning.web.licences import LICENCE_OF
from tests.conftest import ROOT


def test_every_direct_dependency_is_listed_and_nothing_else():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    declared = {re.match(r"[a-z0-9-]+", entry)[0] for entry in project["dependencies"]}
    assert set(LICENCE_OF) == declared


def test_versions_are_the_installed_ones(client, db):
    page = client.get(reverse("about")).content.decode()
    assert f"<td>{version('pydicom')}</td>" in page
    assert "Not a medical device" in page
