"""Refuse to start where a setting would put patients at risk."""

from __future__ import annotations

import importlib.util

from django.conf import settings
from django.core.checks import Error, Tags, register

LOOPBACK = {"localhost", "127.0.0.1", "[::1]", "testserver"}
FORBIDDEN_DECODERS = ("gdcm", "libjpeg", "openjpeg")


@register(Tags.security)
def remote_needs_tls(app_configs, **kwargs) -> list[Error]:
    """Serving other machines needs TLS and no debug mode."""
    remote = set(settings.ALLOWED_HOSTS) - LOOPBACK
    if not remote:
        return []
    errors = []
    if not settings.PLUMBLINE_TLS:
        errors.append(
            Error(
                "PLUMBLINE_ALLOWED_HOSTS names other machines, but PLUMBLINE_TLS is off.",
                hint="Put a TLS proxy in front and set PLUMBLINE_TLS=1.",
                id="plumbline.E001",
            )
        )
    if settings.DEBUG:
        errors.append(
            Error(
                "PLUMBLINE_DEBUG is on while other machines are served.",
                hint="Unset PLUMBLINE_DEBUG.",
                id="plumbline.E002",
            )
        )
    return errors


@register()
def no_unsafe_decoders(app_configs, **kwargs) -> list[Error]:
    """Decoders that abort the process or carry the GPL must not be installed."""
    return [
        Error(
            f"The decoder package {name!r} is installed.",
            hint="Uninstall it: it can abort the process or changes the licence.",
            id="plumbline.E003",
        )
        for name in FORBIDDEN_DECODERS
        if importlib.util.find_spec(name) is not None
    ]


@register()
def procedures_are_complete(app_configs, **kwargs) -> list[Error]:
    """A guided operation that could not be carried out to its end is not offered at all."""
    from planning.measuring.construction_inputs import DefinitionError
    from planning.plans.procedure_files import procedures

    try:
        procedures()
    except DefinitionError as error:
        return [Error(str(error), hint="Mend the file it names.", id="plumbline.E004")]
    return []
