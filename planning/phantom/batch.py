"""Write many films, two at a time, each complete or not there."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path

from planning.phantom.film import generate
from planning.phantom.orders import Order


def write_missing(
    wanted: Mapping[Order, Path], said: Callable[[int, int], None], *, processes: int = 2
) -> None:
    """Write the films whose folder does not exist yet.

    Parameters
    ----------
    wanted : mapping of Order to Path
        The folder of each film. It is made under another name and renamed at the end, so
        an interrupted run leaves no half film.
    said : callable
        Called with the number of films done and to do, first with 0 done.
    processes : int
        A film takes some seconds of one core and up to a gigabyte.
    """
    missing = {order: place for order, place in wanted.items() if not place.is_dir()}
    if not missing:
        return
    said(0, len(missing))
    with ProcessPoolExecutor(processes, mp_context=get_context("spawn")) as pool:
        jobs = [pool.submit(_write, order, place) for order, place in missing.items()]
        for number, job in enumerate(as_completed(jobs), start=1):
            job.result()
            said(number, len(missing))


def _write(order: Order, place: Path) -> None:
    unfinished = place.with_name(f".{place.name}")
    shutil.rmtree(unfinished, ignore_errors=True)
    generate(order.kind, order.seed, order=order).write(unfinished)
    unfinished.rename(place)
