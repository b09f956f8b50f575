"""How far the analysis has come with reading stories, on the pages that its reading is for."""

from __future__ import annotations

import time
from dataclasses import dataclass

from store.embedding_progress import EmbeddingProgress, embedding_progress
from web.explore.blueprint import bp
from web.stores import stores

LEAST_TEXTS = 200  # fewer are read within seconds, and their number would tell of a few people
SILENT_SECONDS = 600.0
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400


@dataclass(frozen=True, slots=True)
class ReadingProgress:
    """What the bar says: `percent` of `of` texts, and the time left as words, empty while it is not known."""

    percent: int
    of: str
    left: str
    replaces: bool
    is_silent: bool


@bp.app_template_global()
def reading_progress_now() -> ReadingProgress | None:
    """What is being read; None when that is little or nothing."""
    found = embedding_progress(stores().stories)
    return None if found is None or found.of < LEAST_TEXTS else shown_progress(found, time.time())


def shown_progress(progress: EmbeddingProgress, now: float) -> ReadingProgress:
    """A backlog as it is shown at a time, in seconds since 1970; its number is rounded to two figures."""
    unit = 10 ** (len(str(progress.of)) - 2)
    left = progress.seconds_left
    return ReadingProgress(
        percent=min(99, 100 * progress.done // progress.of),
        of=f"{progress.of // unit * unit:,}",
        left="" if left is None else time_left(left),
        replaces=progress.replaces,
        is_silent=now - progress.told > SILENT_SECONDS,
    )


def time_left(seconds: float) -> str:
    """About how long, in the largest unit that makes at least two of it."""
    if seconds < _MINUTE:
        return "less than a minute"
    for size, one, many in ((_DAY, "day", "days"), (_HOUR, "hour", "hours"), (_MINUTE, "minute", "minutes")):
        if seconds >= 2 * size or size == _MINUTE:
            number = round(seconds / size)
            return f"about 1 {one}" if number == 1 else f"about {number} {many}"
    raise AssertionError("a minute always fits")
