"""Who is asking: the browser's session, with its CSRF token."""

from __future__ import annotations

from rest_framework.authentication import SessionAuthentication as DrfSessionAuthentication


class SessionAuthentication(DrfSessionAuthentication):
    """Answer 401 (not 403) to who is not signed in, so that the browser can offer to."""

    def authenticate_header(self, request) -> str:
        """Return the challenge of a 401 answer."""
        return "Session"
