"""``manage.py export_implants``: the implant library as DICOM templates, SVG or DXF."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from planning.config import embedded
from planning.library import selectors
from planning.library.exchange.bundles import Format
from planning.library.exchange.services import write_package
from planning.library.models import ImplantVersion
from planning.library.package import ImplantPackage
from planning.library.package_families import package_of
from planning.refused import Refused
from planning.words import sentence


class Command(BaseCommand):
    """Write the library into a folder."""

    help = (
        "Write implants into a folder that is not there yet or empty. Without --family these are "
        "the generic shapes that come with Plumbline, all as one package."
    )

    def add_arguments(self, parser) -> None:
        """Add where to, in which form, and which families."""
        parser.add_argument("folder", type=Path, metavar="OUTDIR")
        parser.add_argument("--format", choices=[str(one) for one in Format], required=True)
        parser.add_argument(
            "--family",
            metavar="KEY[@VERSION]",
            help="one family, built in or taken by a site; the newest version if none is named",
        )

    def handle(self, **options) -> None:
        """Write, and say how many files there are."""
        folder = options["folder"].absolute()
        try:
            package = self._package(options["family"])
            count = write_package(package, folder, Format(options["format"]))
        except Refused as refusal:
            raise CommandError(sentence(refusal.code, refusal.params)) from refusal
        variants = sum(len(size.variants) for one in package.families for size in one.sizes)
        self.stdout.write(
            f"{package.name}: {len(package.families)} families, {variants} implants, {count} files "
            f"in {folder}. Licence: {package.licence}."
        )

    def _package(self, wanted: str | None) -> ImplantPackage:
        families = selectors.families()
        if wanted is None:
            return package_of(families.values())
        key, _, version = wanted.partition("@")
        known = [number for name, number in families if name == key]
        if not known:
            embedded.prepare()
            known += ImplantVersion.objects.filter(key=key).values_list("version", flat=True)
        if not known or (version and not version.isdigit()):
            raise CommandError(sentence("unknown_family", {"family": key, "version": version}))
        chosen = int(version) if version else max(known)
        try:
            return selectors.package(key, chosen)
        except selectors.UnknownFamily as error:
            said = {"family": key, "version": chosen}
            raise CommandError(sentence("unknown_family", said)) from error
