"""``make bench-viewer``: the table on standard output, what happens on standard error."""

from __future__ import annotations

import argparse
import json
import os
import platform
import signal
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
CACHE = ROOT / ".plumbline" / "bench"
PEERS = ("dwv", "cornerstone", "orthanc", "ohif")
PARTS = ("viewers", "pan", "growth", "server", "compressed", "crowd")


def main() -> None:
    """Measure in a home of its own, so that nothing of an installation is touched."""
    options = _options()
    # A run that is told to end still stops everything that it started.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as home:
        os.environ["PLUMBLINE_HOME"] = f"{home}/ours"
        os.environ.pop("DATABASE_URL", None)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "planning.config.settings")
        import django

        django.setup()
        measure(Path(home), options)


def measure(home: Path, options: argparse.Namespace) -> None:
    """Bring the peers, run, and print the table."""
    from tests.benchmarks.viewer import peer_files
    from tests.benchmarks.viewer.films import Films
    from tests.benchmarks.viewer.run import run, say

    say("peers")
    names = {"ours", *(options.peer if options.peer is not None else PEERS)}
    peers = peer_files.install(CACHE / "peers")
    stage = run(
        home,
        Films(CACHE / "films", options.scale),
        peers,
        rounds=1 if options.quick else options.rounds,
        parts=options.only or PARTS,
        names=names,
    )
    sys.stdout.write(f"{_machine()}\n\n{stage.sheet.markdown()}\n")
    if options.json:
        kept = {"values": stage.sheet.values, "sides": stage.sheet.sides, **stage.others}
        options.json.write_text(json.dumps(kept, indent=1, default=str))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--quick", action="store_true", help="one round")
    parser.add_argument("--only", action="append", choices=PARTS, help="may be given again")
    parser.add_argument("--peer", action="append", choices=PEERS, help="only these peers")
    parser.add_argument("--no-peers", dest="peer", action="store_const", const=[])
    parser.add_argument("--scale", type=float, default=1.0, help="less than 1: smaller films")
    parser.add_argument("--json", type=Path, help="also write every single measurement there")
    return parser.parse_args()


def _machine() -> str:
    load = " ".join(f"{value:.1f}" for value in os.getloadavg())
    return (
        f"{platform.machine()}, {os.cpu_count()} cores, load {load} at the end, "
        f"Python {platform.python_version()}"
    )


if __name__ == "__main__":
    main()
