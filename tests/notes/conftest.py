"""The world of pages and endpoints, for notes."""

from tests.web.conftest import as_role, world

__all__ = ["as_role", "world"]
