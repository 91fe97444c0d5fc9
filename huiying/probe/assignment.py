"""The best way to give each field one control and each control one field (pure)."""

from __future__ import annotations

from collections.abc import Sequence


def best_assignment(scores: Sequence[Sequence[float]]) -> list[int]:
    """Return for each row the column that it gets, so that the sum is greatest; -1 where it gets none (score 0).

    The Hungarian method with potentials, O(rows² · columns). Every row may stay without a column.
    """
    rows = len(scores)
    wide = len(scores[0]) if rows else 0
    square = _Square(scores=scores, wide=wide, columns=wide + rows)  # one column of nothing for each row
    for row in range(1, rows + 1):
        square.place(row)
    found = [-1] * rows
    for column in range(1, wide + 1):
        row = square.holder[column]
        if row and scores[row - 1][column - 1] > 0:
            found[row - 1] = column - 1
    return found


class _Square:
    """The state of the method: potentials of rows and columns, and which row holds each column (0: none)."""

    def __init__(self, *, scores: Sequence[Sequence[float]], wide: int, columns: int) -> None:
        self.scores, self.wide, self.columns = scores, wide, columns
        self.of_row, self.of_column = [0.0] * (len(scores) + 1), [0.0] * (columns + 1)
        self.holder, self.way = [0] * (columns + 1), [0] * (columns + 1)

    def _cost(self, row: int, column: int) -> float:
        worth = self.scores[row - 1][column - 1] if column <= self.wide else 0.0
        return -worth - self.of_row[row] - self.of_column[column]

    def place(self, row: int) -> None:
        """Find a column for one more row, moving others along the cheapest path."""
        self.holder[0] = row
        at = 0
        least, used = [float("inf")] * (self.columns + 1), [False] * (self.columns + 1)
        while self.holder[at]:
            used[at] = True
            at = self._step(at, least, used)
        while at:
            self.holder[at] = self.holder[self.way[at]]
            at = self.way[at]

    def _step(self, at: int, least: list[float], used: list[bool]) -> int:
        row, step, following = self.holder[at], float("inf"), 0
        for column in (one for one in range(1, self.columns + 1) if not used[one]):
            reduced = self._cost(row, column)
            if reduced < least[column]:
                least[column], self.way[column] = reduced, at
            if least[column] < step:
                step, following = least[column], column
        for column in range(self.columns + 1):
            if used[column]:
                self.of_row[self.holder[column]] += step
                self.of_column[column] -= step
            else:
                least[column] -= step
        return following
