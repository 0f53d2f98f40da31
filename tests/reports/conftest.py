"""A signed hip on a real film, ready to be reported."""

from __future__ import annotations

import pytest

from tests.reports import hip
from tests.web import world as worlds


@pytest.fixture(scope="session")
def phantom(tmp_path_factory) -> hip.PhantomFile:
    return hip.write_phantom(tmp_path_factory.mktemp("phantom"))


@pytest.fixture
def world(db, data_folder):
    return worlds.build()


@pytest.fixture
def film(world, phantom):
    return hip.bring_in(phantom.path, world, world.node)


@pytest.fixture
def plan(world, film, phantom):
    return hip.planned_hip(world, film, phantom)


@pytest.fixture
def version(world, plan, film, phantom):
    hip.must_read(world, film, phantom)
    return hip.signed_hip(world, plan)
