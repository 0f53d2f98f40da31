"""Twenty people who open different films at once, as plain HTTP clients.

People have machines of their own, so twenty browsers on the server's two cores would measure
browsers. A client asks for what the page asks for on a later visit, in the same order: the
page, then at once the quarter level, the full level and the page's own questions. The first
image is there when the quarter level has come to its last byte; drawing it is not in this.
"""

from __future__ import annotations

import asyncio
import json
import re
import statistics
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from tests.benchmarks.viewer import wire

OPEN_S = 60
FILM_DATA = re.compile(r'<script id="film-data"[^>]*>(.*?)</script>', re.DOTALL)
QUESTIONS = ("/api/v1/definitions", "/api/v1/library/families", "/api/v1/studies/{study}/notes")


@dataclass(frozen=True, slots=True)
class Opening:
    """One person and the study they open.

    Attributes
    ----------
    study : str
    cookies : str
        The Cookie field of the signed-in person.
    """

    study: str
    cookies: str


@dataclass(frozen=True, slots=True)
class Crowd:
    """What a round gave, in seconds to the first image.

    Attributes
    ----------
    alone_s : tuple of float
        One person after the other.
    together_s : tuple of float
        All at once.
    """

    alone_s: tuple[float, ...]
    together_s: tuple[float, ...]

    @property
    def p95_s(self) -> float:
        """The 95th percentile of those at once."""
        return statistics.quantiles(self.together_s, n=20, method="inclusive")[-1]

    @property
    def one_s(self) -> float:
        """The median of one person alone."""
        return statistics.median(self.alone_s)


def measure(port: int, openings: list[Opening]) -> Crowd:
    """Open every film alone, then all at once."""
    # In a thread of its own: Playwright may have a loop in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _measure(port, openings)).result()


async def _measure(port: int, openings: list[Opening]) -> Crowd:
    alone = [await first_image_s(port, one) for one in openings]
    together = await asyncio.gather(*(first_image_s(port, one) for one in openings))
    return Crowd(tuple(alone), tuple(together))


async def first_image_s(port: int, opening: Opening) -> float:
    """Open a film; return after everything has come, with the time of the first image.

    Raises
    ------
    ConnectionError
        When something was refused.
    """
    async with asyncio.timeout(OPEN_S):
        began = time.perf_counter()
        page = await _get(port, f"/studies/{opening.study}/", opening.cookies)
        levels = {level["name"]: level for level in film_of(page.decode())["levels"]}
        arrived: list[float] = []

        async def quarter() -> None:
            await _get(port, levels["quarter"]["url"], opening.cookies)
            arrived.append(time.perf_counter() - began)

        others = [levels["full"]["url"], *(q.format(study=opening.study) for q in QUESTIONS)]
        await asyncio.gather(quarter(), *(_get(port, url, opening.cookies) for url in others))
        return arrived[0]


def film_of(page: str) -> dict:
    """Return the film that a planner page carries."""
    return json.loads(FILM_DATA.search(page)[1])


async def _get(port: int, path: str, cookies: str) -> bytes:
    head, body = await wire.get(port, path, cookies)
    if head.status != 200:
        raise ConnectionError(f"{head.status} for {path}")
    return body
