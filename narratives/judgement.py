"""What the people who received an alert say it was worth, and how often alerts of a kind were worth it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Judgement(StrEnum):
    """A receiver's label: something real, something real that was known, nothing, or cannot be told yet."""

    REAL = "real"
    KNOWN = "known"
    NOISE = "noise"
    UNCLEAR = "unclear"


@dataclass(frozen=True, slots=True)
class Judged:
    """An alert and what one receiver said of it; `kind` is its signal and tone, for instance "temperature:trouble"."""

    alert: str
    kind: str
    raised_on: str
    account: str
    judgement: Judgement


def kind_of(signal: str, tone: str) -> str:
    """Alerts whose precision is counted together."""
    return f"{signal}:{tone}"
