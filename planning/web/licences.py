"""The packages that the product stands on, with the versions that are installed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.metadata import version

# By name in pyproject.toml; a test compares the two lists.
LICENCE_OF: dict[str, str] = {
    "argon2-cffi": "MIT",
    "authlib": "BSD-3-Clause",
    "celery": "BSD-3-Clause",
    "cryptography": "Apache-2.0 or BSD-3-Clause",
    "dicomweb-client": "MIT",
    "django": "BSD-3-Clause",
    "django-axes": "MIT",
    "django-csp": "BSD-3-Clause",
    "django-environ": "MIT",
    "djangorestframework": "BSD-3-Clause",
    "drf-spectacular": "BSD-3-Clause",
    "ezdxf": "MIT",
    "fontpkg-noto-sans": "OFL-1.1",
    "fonttools": "MIT",
    "imagecodecs": "BSD-3-Clause",
    "jsonschema": "MIT",
    "noto-cjk-sans-jp-regular": "OFL-1.1",
    "numpy": "BSD-3-Clause",
    "pebble": "LGPL-3.0",
    "pillow": "MIT-CMU",
    "psycopg": "LGPL-3.0",
    "pydicom": "MIT",
    "pyjpegls": "MIT",
    "pylibjpeg-rle": "MIT",
    "pynetdicom": "MIT",
    "redis": "MIT",
    "reportlab": "BSD-3-Clause",
    "requests": "Apache-2.0",
    "rjsmin": "Apache-2.0",
    "servestatic": "MIT",
    "stamina": "MIT",
    "uvicorn": "BSD-3-Clause",
    "zstandard": "BSD-3-Clause",
}


@dataclass(frozen=True, slots=True)
class Component:
    """A package of other people's work."""

    name: str
    version: str
    licence: str


@cache
def components() -> tuple[Component, ...]:
    """Return every direct dependency with its installed version and licence."""
    return tuple(Component(name, version(name), licence) for name, licence in LICENCE_OF.items())
