"""The parts of ``make bench-pacs`` that are not measurements: studies, the slow line, the table."""

from __future__ import annotations

import asyncio
import os

import pytest

from pacs_bridge.demo_orthanc import free_port
from pacs_bridge.scan import scan_file
from tests.benchmarks.pacs import proxy, studies
from tests.benchmarks.pacs.table import Row, markdown


def test_a_pair_of_radiographs_is_one_study_and_passes_the_gate(tmp_path):
    pair = studies.pelvis_pair(tmp_path, scale=0.001)
    scanned = [scan_file(path) for path in sorted(tmp_path.iterdir())]
    assert pair.files == len(scanned) == 2
    assert pair.bytes_all == sum(path.stat().st_size for path in tmp_path.iterdir())
    assert {one.first("StudyInstanceUID") for one in scanned} == {pair.uid}
    assert len({one.first("SeriesInstanceUID") for one in scanned}) == 2


def test_a_stack_has_as_many_series_as_asked_for_and_slices_of_half_a_megabyte(tmp_path):
    stack = studies.stack(tmp_path, 3, slices=8, series=4)
    scanned = [scan_file(path) for path in sorted(tmp_path.iterdir())]
    assert len({one.first("SeriesInstanceUID") for one in scanned}) == 4
    assert len({one.first("SOPInstanceUID") for one in scanned}) == 8
    assert stack.bytes_all / stack.files == pytest.approx(319e6 / 600, rel=0.01)


def test_a_slow_line_changes_no_byte_and_passes_on_the_end():
    sent = os.urandom(300_000)

    async def through_the_line() -> bytes:
        async def echo(reader, writer) -> None:
            while data := await reader.read(65536):
                writer.write(data)
            writer.close()

        far, near = free_port(), free_port()
        server = await asyncio.start_server(echo, "127.0.0.1", far)
        line = asyncio.create_task(proxy.serve(near, far, 0.002, 8 / 400e6))
        async with server:
            for _ in range(100):
                try:
                    reader, writer = await asyncio.open_connection("127.0.0.1", near)
                    break
                except ConnectionRefusedError:
                    await asyncio.sleep(0.01)
            writer.write(sent)
            writer.write_eof()
            came = await reader.read()
            writer.close()
            await writer.wait_closed()
            line.cancel()
            await asyncio.gather(line, return_exceptions=True)
        return came

    assert asyncio.run(through_the_line()) == sent


def test_a_row_says_median_range_and_whether_the_target_is_met():
    row = Row("ours / theirs", 0.8)
    for ours, theirs in ((0.5, 1.0), (0.9, 1.0), (0.7, 1.0)):
        row.ratio(ours, theirs)
    expected = "| ours / theirs | ≤ 0.8 | **0.70** (0.50–0.90) | met | 0.70 / 1.00 s | 3 |"
    assert row.line() == expected


@pytest.mark.parametrize(("value", "verdict"), [(2.9, "missed"), (3.1, "met")])
def test_some_targets_are_a_least(value, verdict):
    row = Row("theirs / ours", 3, at_least=True)
    row.values.append(value)
    assert f"| ≥ 3 | **{value:.2f}** ({value:.2f}–{value:.2f}) | {verdict} |" in row.line()


def test_what_was_not_measured_is_no_row():
    measured = Row("memory", 200, "MB")
    measured.values.append(63.2)
    table = markdown([Row("left out", 1.0), measured]).splitlines()
    assert len(table) == 3
    assert table[2] == "| memory | ≤ 200 MB | **63.2** (63.2–63.2) MB | met |  | 1 |"
