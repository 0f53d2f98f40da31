"""The level coding written the slow and obvious way, one number at a time.

The golden vectors come from here, never from the code that they test. Write them again
with ``python tests/imaging/plain_strips.py`` after a deliberate change of the coding.
"""

from __future__ import annotations

import base64
import hashlib
import json
import random
from pathlib import Path

GOLDEN = Path(__file__).resolve().parent.parent / "golden" / "strips.json"


def coded(values: list[int], rows: int, columns: int, planes: int, strip_rows: int) -> bytes:
    """Code a level: differences to the left, zigzag, high bytes then low bytes per strip."""
    out = bytearray()
    for plane in range(planes):
        for top in range(0, rows, strip_rows):
            high, low = bytearray(), bytearray()
            for row in range(top, min(top + strip_rows, rows)):
                left = 0
                for column in range(columns):
                    value = values[(plane * rows + row) * columns + column]
                    difference = (value - left) % 65536
                    if difference >= 32768:
                        difference -= 65536
                    zigzag = 2 * difference if difference >= 0 else -2 * difference - 1
                    high.append(zigzag // 256)
                    low.append(zigzag % 256)
                    left = value
            out += high + low
    return bytes(out)


def checks(values: list[int]) -> list[int]:
    """Return the plain and the position-weighted sum, each modulo 2**32."""
    weighted = sum((i % 65521 + 1) * value for i, value in enumerate(values))
    return [sum(values) % 2**32, weighted % 2**32]


def quarter(values: list[int], rows: int, columns: int, planes: int) -> list[int]:
    """Return the means of 4 x 4 blocks, half rounded up; ragged blocks by what they have."""
    out = []
    for plane in range(planes):
        for top in range(0, rows, 4):
            for left in range(0, columns, 4):
                block = [
                    values[(plane * rows + row) * columns + column]
                    for row in range(top, min(top + 4, rows))
                    for column in range(left, min(left + 4, columns))
                ]
                out.append((2 * sum(block) + len(block)) // (2 * len(block)))
    return out


def case(title: str, shape: tuple[int, int, int], strip_rows: int, values: list[int]) -> dict:
    """Return one vector: a level, what it is coded to, its checks, its quarter level."""
    planes, rows, columns = shape
    assert len(values) == planes * rows * columns
    small = quarter(values, rows, columns, planes)
    return {
        "title": title,
        "rows": rows,
        "columns": columns,
        "planes": planes,
        "strip_rows": strip_rows,
        "values": values,
        "coded_base64": base64.b64encode(coded(values, rows, columns, planes, strip_rows)).decode(),
        "checks": checks(values),
        "quarter": {
            "rows": -(-rows // 4),
            "columns": -(-columns // 4),
            "values": small,
            "checks": checks(small),
        },
    }


def cases() -> list[dict]:
    """Return every vector of the golden file."""
    random.seed(16)

    def noise(count: int, top: int = 65535) -> list[int]:
        return [random.randint(0, top) for _ in range(count)]

    ramp = [min(65535, 40 * i) for i in range(7 * 9)]
    extremes = [0, 65535, 0, 32768, 32767, 1, 65534, 2, 255, 256, 65280, 0]
    return [
        case("one pixel", (1, 1, 1), 64, [513]),
        case("one row that wraps around 16 bits", (1, 1, 12), 64, extremes),
        case("one column, strips of two rows", (1, 5, 1), 2, [0, 65535, 1, 32768, 7]),
        case("a smooth ramp, ragged against four", (1, 7, 9), 4, ramp),
        case("twelve-bit noise, the last strip shorter", (1, 10, 13), 4, noise(130, 4095)),
        case("sixteen-bit noise, strip taller than the level", (1, 6, 8), 64, noise(48)),
        case("three colour planes of 8 bits, strips of three rows", (3, 5, 6), 3, noise(90, 255)),
        case("flat white", (1, 4, 4), 64, [65535] * 16),
    ]


def large() -> dict:
    """Return a level longer than the period of the weights, given by a formula."""
    rows, columns = 260, 256
    values = [(i * 40503) % 65536 for i in range(rows * columns)]
    return {
        "title": "longer than the 65521 weights",
        "rows": rows,
        "columns": columns,
        "planes": 1,
        "strip_rows": 64,
        "value_formula": "(i * 40503) mod 65536",
        "coded_sha256": hashlib.sha256(coded(values, rows, columns, 1, 64)).hexdigest(),
        "checks": checks(values),
    }


def document() -> str:
    """Return the golden file."""
    about = (
        "Level coding, written by tests/imaging/plain_strips.py. Values plane by plane, row by "
        "row; coded_base64 is before zstd or gzip."
    )
    lines = ",\n".join(json.dumps(each) for each in cases())
    return (
        f'{{"about": {json.dumps(about)},\n"cases": [\n{lines}\n],\n'
        f'"large": {json.dumps(large())}}}\n'
    )


if __name__ == "__main__":
    GOLDEN.write_text(document())
