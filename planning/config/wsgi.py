"""WSGI entrance, for tools that expect one. Live progress needs ASGI."""

from __future__ import annotations

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planning.config.settings")

application = get_wsgi_application()
