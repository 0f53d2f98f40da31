"""``make bench``: print the table."""

from __future__ import annotations

import argparse
import os
import platform
import tempfile
from pathlib import Path


def main() -> None:
    """Measure in a home of its own, so that nothing of an installation is touched."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--pixel-mm", type=float, help="larger pixels give smaller films")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as home:
        os.environ["PLUMBLINE_HOME"] = home
        os.environ.pop("DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planning.config.settings")
        measure(Path(home), options.rounds, options.pixel_mm)


def measure(home: Path, rounds: int, pixel_mm: float | None) -> None:
    """Run every comparison whose peer is installed."""
    import django

    django.setup()
    from planning.config import embedded
    from tests.benchmarks import films
    from tests.peers.programs import PEERS

    embedded.prepare()
    print(f"{platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}")
    print(f"{'ours / peer':<58} median (range)      ours / peer, median")
    missing = [name for name in ("orthanc", "dcmtk") if not PEERS[name].is_here()]
    if missing:
        print("not measured, not installed: " + ", ".join(PEERS[name].package for name in missing))
        return
    with films.archive(home / "bench", pixel_mm) as (orthanc, paths, study):
        print(films.preview_ratio(paths[0], rounds=rounds).line())
        print(films.import_ratio(orthanc, study, rounds=rounds).line())


if __name__ == "__main__":
    main()
