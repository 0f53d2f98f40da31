"""A square root of the covariance of fitted parameters."""

from __future__ import annotations

import math
from collections.abc import Sequence


def covariance_root(jacobian: Sequence[Sequence[float]]) -> list[list[float]]:
    """Return columns c with sum of c c^T = (J^T J)^-1, for points of unit noise.

    Each column is an uncorrelated direction in which the parameters may lie, a standard
    deviation long. With J^T J = L L^T (Cholesky), the columns are the rows of L^-1.

    Parameters
    ----------
    jacobian : rows of as many numbers as there are parameters
        Of full rank, which a fit that succeeded has.
    """
    size = len(jacobian[0])
    normal = [[sum(row[i] * row[j] for row in jacobian) for j in range(size)] for i in range(size)]
    lower = [[0.0] * size for _ in range(size)]
    for i in range(size):
        for j in range(i + 1):
            rest = normal[i][j]
            for k in range(j):
                rest -= lower[i][k] * lower[j][k]
            lower[i][j] = math.sqrt(rest) if i == j else rest / lower[j][j]
    return _rows_of_inverse(lower)


def _rows_of_inverse(lower: Sequence[Sequence[float]]) -> list[list[float]]:
    size = len(lower)
    inverse = [[0.0] * size for _ in range(size)]
    for i in range(size):
        inverse[i][i] = 1 / lower[i][i]
        for j in range(i):
            rest = 0.0
            for k in range(j, i):
                rest -= lower[i][k] * inverse[k][j]
            inverse[i][j] = rest / lower[i][i]
    return inverse
