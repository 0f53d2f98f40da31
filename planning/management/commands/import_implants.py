"""``manage.py import_implants``: take a maker's package into a site's library, or nothing."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError
from django.http import Http404

from planning.accounts.models import Membership, Role, Site, User
from planning.config import embedded
from planning.library.exchange.intake import Given
from planning.library.exchange.services import bring_package
from planning.library.package import ImplantPackage
from planning.library.services import take_package
from planning.refused import Refused
from planning.words import sentence


class Command(BaseCommand):
    """Import a package."""

    help = (
        "Take a package of implants into a site's library: DICOM implant templates with their "
        "assemblies and groups, or a package.json with drawings in SVG, DXF or STL. A folder, a "
        "zip archive, or files that belong together. It is taken whole or refused whole."
    )

    def add_arguments(self, parser) -> None:
        """Add the files, and what a person says of them."""
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")
        parser.add_argument("--licence", default="", help="under which you may use it")
        parser.add_argument("--manufacturer", default="", help="where the files do not name one")
        parser.add_argument("--site", help="name of the site; default the first")
        parser.add_argument("--user", help="who takes it and accepts the licence")
        parser.add_argument("--yes", action="store_true", help="accept the licence without asking")

    def handle(self, **options) -> None:
        """Read, show, ask, take."""
        embedded.prepare()
        site = self._site(options["site"])
        user = self._user(options["user"], site)
        given = Given(options["licence"].strip(), options["manufacturer"].strip())
        try:
            package = bring_package(paths=options["paths"], given=given, by=user, site=site)
            self._show(package)
            if not (options["yes"] or self._accepted(package, user)):
                raise CommandError("Nothing was taken.")
            rows = take_package(package, by=user, site=site)
        except Refused as refusal:
            raise CommandError(
                f"Nothing was taken. {sentence(refusal.code, refusal.params)}"
            ) from refusal
        except (PermissionDenied, Http404) as error:
            raise CommandError(sentence("forbidden")) from error
        keys = ", ".join(f"{row.key} version {row.version}" for row in rows)
        self.stdout.write(f"Taken into the library of {site.name}: {keys}.")

    def _site(self, name: str | None) -> Site:
        if name is None:
            return embedded.first_site()
        site = Site.objects.filter(name=name).first()
        if site is None:
            names = ", ".join(Site.objects.values_list("name", flat=True))
            raise CommandError(f"There is no site {name!r}. There are: {names}.")
        return site

    def _user(self, name: str | None, site: Site) -> User:
        managing = Membership.objects.filter(site=site, role=Role.ADMINISTRATOR)
        chosen = managing.filter(user__username=name) if name else managing
        people = [one.user for one in chosen.select_related("user")]
        if len(people) != 1:
            raise CommandError(
                f"Say with --user which administrator of {site.name} takes the package and "
                "accepts its licence."
            )
        return people[0]

    def _show(self, package: ImplantPackage) -> None:
        self.stdout.write(f"{package.name} {package.version} by {package.manufacturer}")
        for family in package.families:
            variants = sum(len(size.variants) for size in family.sizes)
            views = sorted({v.view for s in family.sizes for one in s.variants for v in one.views})
            self.stdout.write(
                f"  {family.name}, version {family.version}: {family.component}, "
                f"{len(family.sizes)} sizes, {variants} implants, {', '.join(views)}"
            )
        self.stdout.write(f"Licence: {package.licence}")

    def _accepted(self, package: ImplantPackage, user: User) -> bool:
        try:
            answer = input(f"Accept this licence as {user.username}? [y/N] ")
        except EOFError:
            return False
        return answer.strip().lower() in ("y", "yes")
