"""One filled installation and one backup of it for all tests of this folder."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.safekeeping.homes import Home


@pytest.fixture(scope="package")
def filled(tmp_path_factory) -> Home:
    """An installation; read it, copy it, do not change it."""
    folder = tmp_path_factory.mktemp("filled")
    home = Home(folder / "home")
    home.fill(folder / "films")
    return home


@pytest.fixture(scope="package")
def whole_backup(filled, tmp_path_factory) -> Path:
    """A backup of it; copy it before changing it."""
    target = tmp_path_factory.mktemp("kept") / "backup"
    done = filled.manage("backup", target, "--json")
    assert done.code == 0, done.err
    assert done.json()["problems"] == []
    return target


@pytest.fixture
def backup(whole_backup, tmp_path) -> Path:
    """A copy of that backup, to be damaged."""
    return Path(shutil.copytree(whole_backup, tmp_path / "backup"))


@pytest.fixture
def empty(tmp_path) -> Home:
    """An installation that is not there yet."""
    return Home(tmp_path / "new" / "home")
