"""PURE. Templates, assemblies and groups as a package, whoever wrote them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from planning.library.exchange.dicom.from_foreign import package_of_foreign
from planning.library.exchange.dicom.from_own import package_of_own
from planning.library.exchange.dicom.objects import (
    ImplantAssembly,
    ImplantGroup,
    ImplantObject,
    ImplantTemplate,
)
from planning.library.exchange.refusal import ExchangeRefused
from planning.library.package import ImplantPackage


def package_of_objects(found: Sequence[tuple[str, ImplantObject]], given) -> ImplantPackage:
    """Return the package that objects make together.

    Parameters
    ----------
    found : sequence of (file, object)
    given : Given
        Licence and manufacturer that a person gave.

    Raises
    ------
    ExchangeRefused
        ``object_twice``, ``object_missing`` for a template that a group or assembly refers to,
        or what :mod:`.from_own` and :mod:`.from_foreign` say.
    """
    by_uid: dict[str, ImplantObject] = {}
    for file, made in found:
        if made.uid in by_uid and by_uid[made.uid] != made:
            raise ExchangeRefused("object_twice", file=file)
        by_uid[made.uid] = made
    templates = [one for one in by_uid.values() if isinstance(one, ImplantTemplate)]
    groups = [one for one in by_uid.values() if isinstance(one, ImplantGroup)]
    assemblies = [one for one in by_uid.values() if isinstance(one, ImplantAssembly)]
    _check_references(found, {one.uid: one for one in templates})
    in_groups = {member.template_uid for group in groups for member in group.members}
    ours = _uids([one for one in templates if one.extra])
    if templates and all(one.extra for one in groups) and in_groups == ours == _uids(templates):
        package = package_of_own(templates, groups)
        return replace(
            package,
            licence=given.licence or package.licence,
            manufacturer=given.manufacturer or package.manufacturer,
        )
    names = {made.uid: file for file, made in found}
    return package_of_foreign(templates, groups, assemblies, names, given)


def _uids(templates: Sequence[ImplantTemplate]) -> set[str]:
    return {one.uid for one in templates}


def _check_references(
    found: Sequence[tuple[str, ImplantObject]], templates: dict[str, ImplantTemplate]
) -> None:
    for file, made in found:
        for uid in _referred(made):
            if uid not in templates:
                raise ExchangeRefused("object_missing", file=file, uid=uid)
        if isinstance(made, ImplantAssembly):
            _check_features(file, made, templates)


def _referred(made: ImplantObject) -> list[str]:
    if isinstance(made, ImplantGroup):
        return [member.template_uid for member in made.members]
    if isinstance(made, ImplantAssembly):
        return [one.template_uid for kind in made.types for one in kind.components]
    return []


def _check_features(
    file: str, made: ImplantAssembly, templates: dict[str, ImplantTemplate]
) -> None:
    """Each connection must name features that its templates have (PS3.3 C.29.2)."""
    features = {
        one.number: {
            (each.number, feature.number)
            for each in templates[one.template_uid].sets
            for feature in each.features
        }
        for kind in made.types
        for one in kind.components
    }
    for connection in made.connections:
        for component, feature_set, feature in (connection.first, connection.second):
            if (feature_set, feature) not in features[component]:
                raise ExchangeRefused(
                    "assembly_feature", file=file, component=component,
                    feature=f"{feature_set}.{feature}",
                )  # fmt: skip
