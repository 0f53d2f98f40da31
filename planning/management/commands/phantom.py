"""Write synthetic films with known truth."""

from __future__ import annotations

import json
from argparse import ArgumentParser
from collections.abc import Iterable
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from planning.phantom import ORDERS, SCENES, Film, Order, generate


class Command(BaseCommand):
    """One JSON line per film on stdout; needs neither database nor services."""

    help = "Write synthetic radiographs, each with a JSON file of its exact geometry beside it."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Declare the arguments."""
        parser.add_argument("outdir", type=Path)
        parser.add_argument(
            "--kind",
            choices=[*SCENES, "demo"],
            default="ap_pelvis",
            help="'demo' writes the films of the demonstration patients",
        )
        parser.add_argument("--seed", type=int, default=7, help="seed of the first film")
        parser.add_argument("--count", type=int, default=1)
        parser.add_argument(
            "--pixel-mm", type=float, help="larger pixels give smaller films of the same field"
        )

    def handle(self, *args: object, **options: object) -> None:
        """Make the films one after the other."""
        if options["count"] < 1 or (options["pixel_mm"] or 1) <= 0:
            raise CommandError("--count and --pixel-mm must be positive")
        for film in _films(options):
            try:
                path = film.write(options["outdir"])
            except OSError as error:
                raise CommandError(f"cannot write to {options['outdir']}: {error}") from error
            self.stdout.write(json.dumps(_line(film, path), ensure_ascii=False))
            self.stderr.write(f"wrote {path}")


def _films(options: dict[str, object]) -> Iterable[Film]:
    pixel_mm = options["pixel_mm"]
    if options["kind"] == "demo":
        orders: tuple[Order, ...] = ORDERS
        return (generate(o.kind, o.seed, order=o, pixel_mm=pixel_mm) for o in orders)
    seeds = range(options["seed"], options["seed"] + options["count"])
    return (generate(options["kind"], seed, pixel_mm=pixel_mm) for seed in seeds)


def _line(film: Film, path: Path) -> dict[str, object]:
    rows, columns = film.pixels.shape
    return {
        "path": str(path),
        "truth": str(path.with_suffix(".json")),
        "kind": film.order.kind,
        "seed": film.order.seed,
        "patient_id": film.order.person.patient_id,
        "rows": rows,
        "columns": columns,
    }
