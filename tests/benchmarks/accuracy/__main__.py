"""``make bench-accuracy``: print the table of docs/accuracy.md."""

from __future__ import annotations

import argparse
import os
import secrets
import sys
import time
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context

from planning.measuring.definition_files import catalogue
from tests.benchmarks.accuracy.balls import Ball, one_ball, whole_film
from tests.benchmarks.accuracy.clicks import reads
from tests.benchmarks.accuracy.cups import cup_reads
from tests.benchmarks.accuracy.draws import coverage
from tests.benchmarks.accuracy.heads import Hip, two_hips
from tests.benchmarks.accuracy.sizes import Sized, shares
from tests.benchmarks.accuracy.sizes import two_hips as two_sizes
from tests.benchmarks.accuracy.table import HEAD, RULE, row, rows_of

BALLS_FROM, WHOLE_FROM, HIPS_FROM, CLICKED_FROM, SIZED_FROM = 2000, 100, 300, 500, 100
CLICKS_MM = (0.5, 1.0)
FIXED_SEED = 20261


def main() -> None:
    """Measure, with progress on stderr and the table on stdout."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--balls", type=int, default=300, help="rendered balls")
    parser.add_argument(
        "--films", type=int, default=100, help="whole films with and without a ball"
    )
    parser.add_argument("--hips", type=int, default=20, help="pelves to snap on")
    parser.add_argument("--clicked", type=int, default=60, help="phantoms to click on")
    parser.add_argument("--sized", type=int, default=50, help="pelves to propose sizes on")
    parser.add_argument("--draws", type=int, default=2000, help="calibrations drawn at random")
    parser.add_argument("--processes", type=int, default=2)
    options = parser.parse_args()
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    began = time.monotonic()
    show([HEAD, RULE])
    with ProcessPoolExecutor(options.processes, mp_context=get_context("spawn")) as pool:
        seeds = range(BALLS_FROM, BALLS_FROM + options.balls)
        show(ball_rows(each(pool, one_ball, seeds, "balls")))
        whole = [(WHOLE_FROM + n, with_ball) for n in range(options.films) for with_ball in (1, 0)]
        show(whole_rows(each(pool, whole_film, whole, "whole films")))
        hips = range(HIPS_FROM, HIPS_FROM + options.hips)
        show(hip_rows([hip for two in each(pool, two_hips, hips, "hips") for hip in two]))
        sized = range(SIZED_FROM, SIZED_FROM + options.sized)
        show(size_rows([hip for two in each(pool, two_sizes, sized, "sizes") for hip in two]))
        show(click_rows(pool, options.clicked))
    show(draw_rows(options.draws))
    say(f"{time.monotonic() - began:.0f} s")


def each(pool: ProcessPoolExecutor, work: Callable, tasks: Iterable, name: str) -> list:
    """Do all tasks, two at a time; results in the order of the tasks."""
    jobs = [pool.submit(work, task) for task in tasks]
    for number, _ in enumerate(as_completed(jobs), start=1):
        if number % 10 == 0 or number == len(jobs):
            say(f"{name}: {number} of {len(jobs)}")
    return [job.result() for job in jobs]


def ball_rows(balls: list[Ball | None]) -> list[str]:
    """Return rows of the size of the ball, its centre, and the scale at the joint."""
    found = [ball for ball in balls if ball is not None]
    held = sum(ball.holds for ball in found) / max(len(found), 1)
    return [
        row("ball, diameter", "auto", [100 * ball.diameter_error for ball in found], "%"),
        row("ball, centre", "auto", [ball.centre_error_px for ball in found], "px"),
        row("scale at the joint, ball at a random depth", "auto",
            [100 * ball.scale_error for ball in found], "%", holds=held),
    ]  # fmt: skip


def whole_rows(found: list[bool]) -> list[str]:
    """Return how many balls were found, and how many where there was none."""
    with_ball, without = found[0::2], found[1::2]
    return [
        f"| ball found | auto | {len(with_ball)} | {sum(with_ball)} of {len(with_ball)} | | | |",
        f"| false ball | auto | {len(without)} | {sum(without)} of {len(without)} | | | |",
    ]


def hip_rows(hips: list[Hip]) -> list[str]:
    """Return rows of what snapping gives."""
    heads = [hip for hip in hips if hip.diameter_mm is not None]
    axes = [hip.axis_deg for hip in hips if hip.axis_deg is not None]
    return [
        row("femoral head, diameter", "auto", [hip.diameter_mm for hip in heads], "mm"),
        row("femoral head, centre", "auto", [hip.centre_mm for hip in heads], "mm"),
        row("shaft axis", "auto", axes, "deg"),
        f"| snap refused | auto | {len(hips)} | head {len(hips) - len(heads)}, "
        f"shaft {len(hips) - len(axes)} | | | |",
    ]


def size_rows(hips: list[Sized]) -> list[str]:
    """Return rows of the sizes that are proposed."""
    return [
        f"| {name}, size | proposed | {len(hips)} | {shares(offs)} | | | |"
        for name, offs in (
            ("press-fit cup", [hip.cup for hip in hips]),
            ("tapered stem", [hip.stem for hip in hips]),
        )
    ]


def draw_rows(count: int) -> list[str]:
    """Return rows of calibrations that were drawn, by a fixed seed and a fresh one."""
    rows = []
    for seed in (FIXED_SEED, secrets.randbits(32)):
        drawn = coverage(count, seed)
        how = f"drawn, seed {seed}"
        errors = [100 * error for error in drawn.errors]
        rows.append(row("scale, random depth and clicks", how, errors, "%", holds=drawn.scale))
        held = f"{100 * drawn.length:.1f} %"
        rows.append(f"| length of 20 to 120 mm, 1 mm clicks | {how} | {count} | | | | {held} |")
        say(f"draws: seed {seed}")
    return rows


def click_rows(pool: ProcessPoolExecutor, count: int) -> list[str]:
    """Return rows of measurements with clicks that miss."""
    names = {key: one.name for key, one in catalogue().by_key.items()}
    seeds = range(CLICKED_FROM, CLICKED_FROM + count)
    tasks = [(kind, seed, CLICKS_MM) for kind in ("ap_pelvis", "long_leg") for seed in seeds]
    clicked = each(pool, reads, tasks, "clicked")
    rows = []
    for number, click_mm in enumerate(CLICKS_MM):
        found = [read for one in clicked for read in one[number]]
        found += cup_reads(10 * count, click_mm)
        rows += rows_of(found, f"clicks ± {click_mm:g} mm", names)
    return rows


def show(rows: list[str]) -> None:
    """Print rows as they come."""
    sys.stdout.write("\n".join(rows) + "\n")
    sys.stdout.flush()


def say(text: str) -> None:
    """Print progress beside the table."""
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    main()
