"""What the API's description cannot learn from the views."""

from __future__ import annotations

from drf_spectacular.extensions import OpenApiAuthenticationExtension


class SessionScheme(OpenApiAuthenticationExtension):
    """The browser's session cookie; writes need the CSRF token as well."""

    target_class = "planning.api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema) -> dict:
        """Return the cookie."""
        return {"type": "apiKey", "in": "cookie", "name": "plumbline_session"}
