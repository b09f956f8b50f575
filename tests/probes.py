"""Probes and their readings for tests, with only the relevant change to name."""

from datetime import date
from typing import Any

from narratives.probe import Aim, AimOutlook, AimReading, Probe, Verdict

STARTS, ENDS = date(2026, 3, 2), date(2026, 5, 25)
FEWER_CROSS = Aim("mood", "zone:2", grows=False)
NEARER_GLAD = Aim("mood", "anchor:glad", grows=True)


def make_probe(**changes: Any) -> Probe:
    facts: dict[str, Any] = {
        "id": "coffee",
        "collection": "plot",
        "alert": None,
        "title": "Coffee by the gate",
        "tries": "Somebody makes coffee on Saturdays.",
        "because": "People who talk settle quarrels.",
        "success": "Stories of a chat.",
        "failure": "Complaints about noise.",
        "amplify": "A second gate.",
        "dampen": "Stop within the week.",
        "owner": "ada",
        "groups": ("east",),
        "beside": (),
        "aims": (FEWER_CROSS,),
        "starts_on": STARTS,
        "ends_on": ENDS,
        "made_by": "ada",
        "made_at": "2026-02-20T09:00:00+00:00",
    }
    return Probe(**{**facts, **changes})


def make_reading(**changes: Any) -> AimReading:
    facts: dict[str, Any] = {
        "place": 0,
        "on": date(2026, 4, 1),
        "verdict": Verdict.HOPED,
        "effect": -0.12,
        "low": -0.2,
        "high": -0.04,
        "change": -0.1,
        "change_beside": 0.02,
        "n_before": 120,
        "n_after": 60,
        "n_before_beside": 300,
        "n_after_beside": 140,
        "is_compared": True,
    }
    return AimReading(**{**facts, **changes})


def make_outlook(**changes: Any) -> AimOutlook:
    facts: dict[str, Any] = {
        "place": 0,
        "on": STARTS,
        "needed": 100,
        "a_week": 20.0,
        "n_before": 120,
        "n_before_beside": 300,
        "has_enough": True,
    }
    return AimOutlook(**{**facts, **changes})
