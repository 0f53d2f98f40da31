"""A package of implants as files: DICOM objects, or drawings with their manifest."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from enum import StrEnum

from planning.library.exchange.manifest import NAME, write_manifest
from planning.library.package import ImplantPackage, PackageFamily, PackageVariant, PackageView

_PLAIN = re.compile(r"[^A-Za-z0-9_.+-]+")


class Format(StrEnum):
    """In which form a package leaves."""

    DICOM = "dicom"
    SVG = "svg"
    DXF = "dxf"


def bundle(package: ImplantPackage, form: Format) -> Iterator[tuple[str, bytes]]:
    """Return the files of a package, each with its relative name.

    The same package gives the same files.
    """
    return _dicom(package) if form is Format.DICOM else _drawings(package, form)


def _dicom(package: ImplantPackage) -> Iterator[tuple[str, bytes]]:
    # pydicom takes a while to load: only who writes its objects pays for it.
    from planning.library.exchange.dicom.to_assemblies import assemblies_of
    from planning.library.exchange.dicom.to_templates import group_of, templates_of
    from planning.library.exchange.dicom_files import encode, part10

    made = templates_of(package)
    for family in package.families:
        members = [one for one in made if one.family is family]
        for number, one in enumerate(members, start=1):
            yield f"{_folder(family)}/{number:04d}.dcm", part10(encode(one.template))
        yield f"{_folder(family)}/group.dcm", part10(encode(group_of(package, members)))
    for number, assembly in enumerate(assemblies_of(package, made), start=1):
        yield f"assemblies/{number:03d}.dcm", part10(encode(assembly))


def _drawings(package: ImplantPackage, form: Format) -> Iterator[tuple[str, bytes]]:
    names: dict[int, str] = {}
    used: set[str] = set()
    write = _writer(form)
    for family in package.families:
        for size in family.sizes:
            for variant in size.variants:
                for view in variant.views:
                    stem = _drawing_name(family, size.size, variant, view)
                    name = _free(stem, f".{form}", used)
                    names[id(view)] = name
                    yield name, write(package, family, variant, view)
    yield NAME, write_manifest(package, lambda view: names[id(view)])


def _writer(
    form: Format,
) -> Callable[[ImplantPackage, PackageFamily, PackageVariant, PackageView], bytes]:
    if form is Format.DXF:
        from planning.library.exchange.dxf_writing import write_dxf

        return lambda package, family, variant, view: write_dxf(view)
    from planning.library.exchange.svg_writing import write_svg

    def svg(package, family, variant, view) -> bytes:
        said = [package.manufacturer, family.notice, f"Licence: {package.licence}"]
        description = ". ".join(filter(None, said))
        return write_svg(view, title=f"{variant.name}, {view.view}", description=description)

    return svg


def _drawing_name(
    family: PackageFamily, size: str, variant: PackageVariant, view: PackageView
) -> str:
    named = _plain("_".join([size, *variant.options.values(), str(view.view)]))
    return f"{_folder(family)}/{named}"


def _free(stem: str, suffix: str, used: set[str]) -> str:
    """Return a name that no other drawing has, on discs that know no capitals either."""
    count, name = 1, f"{stem}{suffix}"
    while name.lower() in used:
        count += 1
        name = f"{stem}_{count}{suffix}"
    used.add(name.lower())
    return name


def _folder(family: PackageFamily) -> str:
    return _plain(f"{family.key}_v{family.version}")


def _plain(text: str) -> str:
    return _PLAIN.sub("-", text)
