"""People hear of every kind of row that changes at their site, once per change."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from asgiref.sync import sync_to_async

from planning.jobs.broadcast import Broadcaster, Listener, Source

NOW = datetime(2026, 11, 22, tzinfo=UTC)


@dataclass
class Row:
    pk: int
    site_id: str
    changed_at: datetime = NOW


def present(row: Row) -> dict:
    return {"id": row.pk}


async def heard(listener: Listener, count: int) -> list:
    return [await asyncio.wait_for(listener.queue.get(), 10) for _ in range(count)]


async def quiet(listener: Listener) -> bool:
    await asyncio.sleep(0.8)
    return listener.queue.empty()


async def listening(sources: list[Source], sites: set[str], then):
    broadcaster, listener = Broadcaster(*sources), Listener(frozenset(sites))
    broadcaster.join(listener)
    try:
        return await then(listener)
    finally:
        broadcaster.leave(listener)
        thread = broadcaster._thread
        if thread is not None:
            await sync_to_async(thread.join)(10)


def test_each_kind_comes_with_its_event():
    first, second = [Row(1, "here")], [Row(1, "here")]
    sources = [
        Source("job", lambda moment: first, present),
        Source("plan", lambda moment: second, present),
    ]

    async def then(listener):
        return await heard(listener, 2)

    assert asyncio.run(listening(sources, {"here"}, then)) == [
        ("job", {"id": 1}),
        ("plan", {"id": 1}),
    ]


def test_a_change_is_told_once_and_the_next_one_again():
    rows = [Row(1, "here")]

    async def then(listener):
        await heard(listener, 1)
        assert await quiet(listener)
        rows[0] = Row(1, "here", NOW + timedelta(seconds=1))
        return await heard(listener, 1)

    source = Source("job", lambda moment: rows, present)
    assert asyncio.run(listening([source], {"here"}, then)) == [("job", {"id": 1})]


def test_who_belongs_to_another_site_hears_nothing():
    source = Source("job", lambda moment: [Row(1, "there")], present)
    assert asyncio.run(listening([source], {"here"}, quiet))


def test_a_kind_says_itself_what_marks_a_change_and_whose_it_is():
    row = Row(7, "elsewhere")
    source = Source(
        "note", lambda moment: [row], present, stamp=lambda one: "v1", site_id=lambda one: "here"
    )

    async def then(listener):
        return await heard(listener, 1)

    assert asyncio.run(listening([source], {"here"}, then)) == [("note", {"id": 7})]


def test_one_failure_to_read_does_not_end_the_telling(caplog):
    answers = iter([RuntimeError("Doe^Jane")])

    def changed(moment):
        failure = next(answers, None)
        if failure:
            raise failure
        return [Row(1, "here")]

    async def then(listener):
        return await heard(listener, 1)

    told = asyncio.run(listening([Source("job", changed, present)], {"here"}, then))
    assert told == [("job", {"id": 1})]
    assert "Doe" not in caplog.text


def test_a_kind_that_cannot_be_read_keeps_nobody_from_hearing_of_the_others():
    def fail(moment):
        raise RuntimeError("Doe^Jane")

    async def then(listener):
        return await heard(listener, 1)

    sources = [
        Source("job", fail, present),
        Source("plan", lambda moment: [Row(1, "here")], present),
    ]
    assert asyncio.run(listening(sources, {"here"}, then)) == [("plan", {"id": 1})]


def test_what_is_read_again_after_a_failure_misses_nothing(caplog):
    """A source that failed is asked from where it was last read, not from where it failed."""
    asked = []

    def changed(moment):
        asked.append(moment)
        if len(asked) < 4:
            raise RuntimeError
        return [Row(1, "here")]

    async def then(listener):
        return await heard(listener, 1)

    asyncio.run(listening([Source("job", changed, present)], {"here"}, then))
    assert len(set(asked[:4])) == 1


def test_a_row_that_cannot_be_told_is_passed_over(caplog):
    def told(row: Row) -> dict:
        if row.pk == 1:
            raise LookupError("Doe^Jane")
        return present(row)

    async def then(listener):
        return await heard(listener, 1)

    rows = [Row(1, "here"), Row(2, "here")]
    source = Source("job", lambda moment: rows, told)
    assert asyncio.run(listening([source], {"here"}, then)) == [("job", {"id": 2})]
    assert "LookupError" in caplog.text
    assert "Doe" not in caplog.text
