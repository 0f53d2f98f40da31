"""``make bench-pacs``: the table on standard output, what happens on standard error."""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import subprocess
import sys
import tempfile
from dataclasses import asdict
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CACHE = ROOT / ".plumbline" / "bench" / "pacs"


def main() -> None:
    """Measure in a home of its own, so that nothing of an installation is touched."""
    # A run that is told to end still stops everything that it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    options = _options()
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as folder:
        os.environ["PLUMBLINE_HOME"] = f"{folder}/home"
        os.environ.pop("DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planning.config.settings")
        measure(Path(folder), options)


def measure(folder: Path, options: argparse.Namespace) -> None:
    """Run every part that was asked for, and print the table."""
    import django

    from tests.installation import Installation
    from tests.peers.programs import PEERS

    missing = [name for name in ("orthanc", "dcmtk") if not PEERS[name].is_here()]
    if missing:
        sys.exit("not installed: " + ", ".join(PEERS[name].package for name in missing))
    installation = Installation(folder / "home")
    installation.set_up()
    django.setup()
    from tests.benchmarks.pacs.run import Stage, run
    from tests.benchmarks.pacs.table import markdown

    stage = Stage(
        folder=folder,
        cache=CACHE / f"{options.scale:g}",
        rounds=1 if options.quick else options.rounds,
        scale=options.scale,
        studies_count=options.studies,
    )
    load_before = os.getloadavg()[0]
    run(stage, installation, options.only or _parts())
    sys.stdout.write(f"{_machine(load_before)}\n\n{markdown(stage.rows)}\n")
    if options.json:
        options.json.write_text(json.dumps([asdict(row) for row in stage.rows], indent=1))


def _parts() -> tuple[str, ...]:
    from tests.benchmarks.pacs.run import PARTS

    return PARTS


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--quick", action="store_true", help="one round")
    parser.add_argument("--only", action="append", help="one part; may be given again")
    parser.add_argument("--scale", type=float, default=1.0, help="less than 1: smaller studies")
    parser.add_argument("--studies", type=int, default=20_000, help="in the archive searched")
    parser.add_argument("--json", type=Path, help="also write every single measurement there")
    return parser.parse_args()


def _machine(load_before: float) -> str:
    versions = (
        f"Python {platform.python_version()}",
        _first_line("/usr/sbin/Orthanc", "--version"),
        _first_line("/usr/bin/getscu", "--version"),
    )
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, load {load_before:.1f} before and "
        f"{os.getloadavg()[0]:.1f} at the end, " + ", ".join(filter(None, versions))
    )


def _first_line(*command: str) -> str:
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=10)
    except OSError:
        return ""
    return (done.stdout or done.stderr).strip().partition("\n")[0].strip("$ ")


if __name__ == "__main__":
    main()
