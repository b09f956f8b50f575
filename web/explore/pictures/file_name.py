"""What a downloaded picture is called: the collection, the question, the group and the day, to be found again by."""

from __future__ import annotations

import re
from datetime import date

_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|…\x00-\x1f\x7f]+')
_LONGEST = 40


def file_name(ending: str, drawn: date, *parts: str) -> str:
    """A name that every system takes, of the parts that are not empty.

    >>> file_name("svg", date(2026, 3, 2), "The plot", "It left me…", "")
    'The plot - It left me - 2026-03-02.svg'
    """
    kept = (_NOT_IN_NAMES.sub(" ", part)[:_LONGEST] for part in parts)
    words = (" ".join(part.split()).strip(". ") for part in kept)
    return f"{' - '.join([*(word for word in words if word), drawn.isoformat()])}.{ending}"
