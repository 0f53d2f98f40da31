"""The level coding, written from its description and not from the product's code."""

from __future__ import annotations

import gzip
import hashlib

import numpy as np


def encode(values: np.ndarray, strip_rows: int) -> bytes:
    """Code planes x rows x columns of uint16: differences, zigzag, byte planes by strips."""
    coded = []
    for plane in values.astype(np.int64):
        differences = np.diff(plane, axis=1, prepend=0)
        signed = (differences + 32768) % 65536 - 32768
        zigzag = np.where(signed >= 0, 2 * signed, -2 * signed - 1).astype(np.uint32)
        for start in range(0, len(zigzag), strip_rows):
            strip = zigzag[start : start + strip_rows].ravel()
            coded.append((strip >> 8).astype(np.uint8).tobytes())
            coded.append((strip & 255).astype(np.uint8).tobytes())
    return b"".join(coded)


def checks(values: np.ndarray) -> list[int]:
    """Sum and weighted sum, modulo 2^32."""
    flat = values.ravel().astype(object)
    weights = [index % 65521 + 1 for index in range(flat.size)]
    weighted = sum(int(w) * int(v) for w, v in zip(weights, flat, strict=True))
    return [int(sum(int(v) for v in flat)) % 2**32, weighted % 2**32]


def quarter(values: np.ndarray) -> np.ndarray:
    """Mean of 4 x 4 blocks, of what there is at the edges, rounded half up."""
    planes, rows, columns = values.shape
    out = np.zeros((planes, -(-rows // 4), -(-columns // 4)), np.uint16)
    for plane in range(planes):
        for y in range(out.shape[1]):
            for x in range(out.shape[2]):
                block = values[plane, 4 * y : 4 * y + 4, 4 * x : 4 * x + 4].astype(np.int64)
                out[plane, y, x] = (2 * int(block.sum()) + block.size) // (2 * block.size)
    return out


def level(values: np.ndarray, factor: int, strip_rows: int, film_id: str) -> tuple[dict, bytes]:
    """The API's description of a level, and its bytes as served with gzip."""
    body = gzip.compress(encode(values, strip_rows), 1)
    name = "full" if factor == 1 else "quarter"
    digest = hashlib.sha256(body).hexdigest()
    planes, rows, columns = values.shape
    described = {
        "name": name,
        "factor": factor,
        "columns": columns,
        "rows": rows,
        "strip_rows": strip_rows,
        "planes": planes,
        "checks": checks(values),
        "sha256": digest,
        "url": f"/api/v1/films/{film_id}/levels/{name}/{digest}",
    }
    return described, body
