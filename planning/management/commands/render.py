"""``manage.py render``: one DICOM file as a picture. Needs no database and no service."""

from __future__ import annotations

import json
import os
import tempfile
from argparse import ArgumentTypeError
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from planning.imaging import child_pool
from planning.imaging.refusal import CannotShow
from planning.imaging.rendered import PREVIEW_PX, Picture
from planning.pacs.gate import ImportRefused, inspect
from planning.words import sentence

_KINDS = {".png": "PNG", ".jpg": "JPEG", ".jpeg": "JPEG"}
_LARGEST_PX = 65535


def _positive(text: str) -> int:
    if not text.isdigit() or not 1 <= int(text) <= _LARGEST_PX:
        raise ArgumentTypeError(f"give a whole number from 1 to {_LARGEST_PX}")
    return int(text)


class Command(BaseCommand):
    """Decode a file in the limited child and write the picture."""

    help = "Write a DICOM file as a PNG or JPEG picture. Needs no database and no service."
    requires_system_checks = ()

    def add_arguments(self, parser) -> None:
        """Add the file, the picture and its size."""
        parser.add_argument("file", type=Path)
        parser.add_argument("-o", "--output", type=Path, required=True, help=".png or .jpg")
        parser.add_argument(
            "--size",
            type=_positive,
            default=PREVIEW_PX,
            help="longest side in pixels; a smaller film is not enlarged",
        )
        parser.add_argument("--frame", type=_positive, default=1, help="from 1")

    def handle(self, **options) -> None:
        """Write the picture and one JSON line about it."""
        file, output = options["file"], options["output"]
        kind = _KINDS.get(output.suffix.lower())
        if kind is None:
            raise CommandError(f"{output}: name the picture .png, .jpg or .jpeg")
        try:
            # The gate follows no symbolic links; a person who names one means its target.
            film = file.resolve(strict=True)
            inspect(film)
            picture = self._write(film, output, kind, options)
        except OSError as error:
            raise CommandError(
                f"{error.filename or file}: {error.strerror or 'cannot be read'}"
            ) from error
        except ImportRefused as refusal:
            raise CommandError(
                f"{file}: {sentence(refusal.code, dict(refusal.params))}"
            ) from refusal
        except CannotShow as reason:
            raise CommandError(f"{file}: {sentence(reason.code, reason.params)}") from reason
        finally:
            child_pool.stop()
        line = {
            "path": str(output),
            "columns": picture.columns,
            "rows": picture.rows,
            "window": picture.window,
        }
        self.stdout.write(json.dumps(line))

    def _write(self, film: Path, output: Path, kind: str, options: dict) -> Picture:
        """Write beside the output and rename, so that no half picture is ever there."""
        descriptor, name = tempfile.mkstemp(prefix=f".{output.name}.", dir=output.parent)
        os.close(descriptor)
        unfinished = Path(name)
        try:
            picture = child_pool.write_picture(
                film,
                frame=options["frame"],
                out=unfinished,
                kind=kind,
                longest_px=options["size"],
            )
            unfinished.chmod(0o666 & ~_umask())
            unfinished.replace(output)
        finally:
            unfinished.unlink(missing_ok=True)
        return picture


def _umask() -> int:
    current = os.umask(0)
    os.umask(current)
    return current
