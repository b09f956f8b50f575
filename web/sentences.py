"""Pieces of sentences: a share in hundredths, and names one after the other."""

from __future__ import annotations

from collections.abc import Sequence


def percent(share: float) -> str:
    """A share in whole hundredths, never rounded to none or all."""
    if 0 < share < 0.005:
        return "under 1%"
    return "over 99%" if 0.995 < share < 1 else f"{share:.0%}"


def joined(names: Sequence[str]) -> str:
    """Names as a sentence has them: "one, another and a third"."""
    return " and ".join(part for part in (", ".join(names[:-1]), *names[-1:]) if part)
