"""Small dense systems of linear equations (up to a handful of unknowns)."""

from __future__ import annotations

from collections.abc import Sequence

from planning.geometry.reasons import Degenerate, Reason

# A pivot this much smaller than the largest entry carries no digit of its own.
PIVOT_RATIO = 1e-14


def solve(matrix: Sequence[Sequence[float]], right: Sequence[float]) -> list[float] | Reason:
    """Solve ``matrix x = right`` by Gaussian elimination with partial pivoting.

    Returns
    -------
    list of float, or Reason ``singular``
    """
    size = len(right)
    rows = [[*matrix[index], right[index]] for index in range(size)]
    limit = PIVOT_RATIO * max(abs(value) for row in matrix for value in row)
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(rows[row][column]))
        if not abs(rows[pivot][column]) > limit:
            return Reason(Degenerate.SINGULAR)
        rows[column], rows[pivot] = rows[pivot], rows[column]
        _eliminate_below(rows, column)
    return _substitute_back(rows)


def inverse_diagonal(matrix: Sequence[Sequence[float]]) -> list[float] | Reason:
    """Return the diagonal of the inverse: the variances, where the matrix is an information."""
    inverse = invert_matrix(matrix)
    if isinstance(inverse, Reason):
        return inverse
    return [inverse[index][index] for index in range(len(inverse))]


def invert_matrix(matrix: Sequence[Sequence[float]]) -> list[list[float]] | Reason:
    """Return the inverse of a square matrix as rows, or ``singular``."""
    size = len(matrix)
    columns = []
    for index in range(size):
        column = solve(matrix, [1.0 if row == index else 0.0 for row in range(size)])
        if isinstance(column, Reason):
            return column
        columns.append(column)
    return [[columns[column][row] for column in range(size)] for row in range(size)]


def _eliminate_below(rows: list[list[float]], column: int) -> None:
    for row in range(column + 1, len(rows)):
        factor = rows[row][column] / rows[column][column]
        for index in range(column, len(rows[row])):
            rows[row][index] -= factor * rows[column][index]


def _substitute_back(rows: list[list[float]]) -> list[float]:
    size = len(rows)
    solution = [0.0] * size
    for row in range(size - 1, -1, -1):
        total = rows[row][size]
        for column in range(row + 1, size):
            total -= rows[row][column] * solution[column]
        solution[row] = total / rows[row][row]
    return solution
