"""How soon a design that is still being written would notice shifts, from the monitor itself."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any

from analysis.promise_report import preview
from narratives.framework_file import read_framework

FIRST_RUNS, MOST_RUNS = 4, 40
BUDGET_SECONDS = 45.0  # for the second, longer look, by the pace of the first

Progress = Callable[[int, int], None]
Clock = Callable[[], float]


def power(
    asked: Mapping[str, Any],
    *,
    first: Callable[[Mapping[str, Any], int, int], None],
    progress: Progress,
    clock: Clock = time.monotonic,
) -> dict[str, Any]:
    """The delays of `PowerReport.to_json` with `runs`, from as many runs as fit into the budget.

    `asked` is what `narratives.design_asked.power_question` makes. `first` is given what a few runs say, with how many
    pieces are done of how many; `progress` hears of every piece. Raises ValueError where nothing watched has an order.
    """
    begun = clock()
    pieces = 0

    def said(done: int, of: int) -> None:
        nonlocal pieces
        pieces = of
        progress(done, of + of * MOST_RUNS // FIRST_RUNS)

    answer = _answer(asked, FIRST_RUNS, said)
    runs = runs_within(BUDGET_SECONDS, (clock() - begun) / FIRST_RUNS)
    if runs <= FIRST_RUNS:
        return answer
    more = pieces * runs // FIRST_RUNS
    first(answer, pieces, pieces + more)
    return _answer(asked, runs, lambda done, of: progress(pieces + done, pieces + of))


def runs_within(seconds: float, seconds_a_run: float) -> int:
    """How many runs fit into some seconds, at most 40: one is from the same draws each time, so more is a longer look.

    >>> runs_within(45.0, 1.5), runs_within(45.0, 0.0)
    (30, 40)
    """
    return min(MOST_RUNS, int(seconds / max(seconds_a_run, 0.001)))


def _answer(asked: Mapping[str, Any], runs: int, progress: Progress) -> dict[str, Any]:
    groups = int(asked["groups"])
    report = preview(
        read_framework(asked["framework"]),
        groups=groups,
        a_week=asked["a_week"] / groups,
        alerts_a_year=asked["alerts_a_year"],
        k=asked["k"],
        effort=runs,
        progress=progress,
    )
    return report.to_json() | {"runs": runs}
