"""The best way to give each field one control and each control one field (pure)."""

from __future__ import annotations

from collections.abc import Sequence


def best_assignment(scores: Sequence[Sequence[float]]) -> list[int]:
    """Return for each row the column that it gets, so that the sum is greatest; -1 where it gets none (score 0).

    The Hungarian method with potentials, O(rows² · columns). Every row may stay without a column.
    """
    rows = len(scores)
    wide = len(scores[0]) if rows else 0
    columns = wide + rows  # one column of nothing for each row
    infinity = float("inf")
    u, v = [0.0] * (rows + 1), [0.0] * (columns + 1)
    holder, way = [0] * (columns + 1), [0] * (columns + 1)
    for row in range(1, rows + 1):
        holder[0] = row
        at = 0
        least, used = [infinity] * (columns + 1), [False] * (columns + 1)
        while holder[at]:
            used[at] = True
            current, step, following = holder[at], infinity, 0
            for column in range(1, columns + 1):
                if used[column]:
                    continue
                worth = scores[current - 1][column - 1] if column <= wide else 0.0
                reduced = -worth - u[current] - v[column]
                if reduced < least[column]:
                    least[column], way[column] = reduced, at
                if least[column] < step:
                    step, following = least[column], column
            for column in range(columns + 1):
                if used[column]:
                    u[holder[column]] += step
                    v[column] -= step
                else:
                    least[column] -= step
            at = following
        while at:
            holder[at] = holder[way[at]]
            at = way[at]
    found = [-1] * rows
    for column in range(1, wide + 1):
        row = holder[column]
        if row and scores[row - 1][column - 1] > 0:
            found[row - 1] = column - 1
    return found
