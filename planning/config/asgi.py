"""ASGI entrance: static files in front, Django behind."""

from __future__ import annotations

import os

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planning.config.settings")

django_application = get_asgi_application()

from django.conf import settings  # noqa: E402
from servestatic import ServeStaticASGI  # noqa: E402

from planning.config.body_limit import BodyLimit  # noqa: E402

application = ServeStaticASGI(
    BodyLimit(django_application),
    root=settings.STATIC_ROOT,
    prefix=settings.STATIC_URL,
    # Names carry a hash of their content, so a browser may keep them for ever.
    immutable_file_test=r"^.+\.[0-9a-f]{12}\..+$",
)
