"""What people of the second organisation made together: one of each kind, all with its mark."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from datetime import time as wall_clock

from narratives.frozen_query import Chart, FrozenQuery, FrozenResult
from narratives.observation import Interpretation, Observation, Remarkable, Strength
from narratives.report import Part, PartKind, Report
from narratives.selection import View
from narratives.tension_return import begun
from narratives.workshop import AgendaPart, Workshop
from store.claims import add_claim
from store.database import Database
from store.observations import add_interpretation, add_observation
from store.reports import add_issue, add_report
from store.tension_returns import add_return
from store.workshops import add_workshop


@dataclass(frozen=True, slots=True)
class Made:
    """In which collection, with which mark, by whom, with which words, and when."""

    collection: str
    mark: str
    manager: str
    why: str
    now: datetime


def made_together(db: Database, made: Made, alert: str, stories: list[str]) -> dict[str, str]:
    """Ids by their names in addresses."""
    return {
        "report_id": _report(db, made),
        "return_id": _return(db, made, alert),
        **_of_sense(db, made),
        "workshop_id": _workshop(db, made),
        "claim_id": _claim(db, made, stories),
    }


def _of_sense(db: Database, made: Made) -> dict[str, str]:
    """Something that was seen, and how somebody understands it."""
    add_observation(
        db,
        Observation(
            "7b" * 16, made.collection, made.why, made.why, Remarkable.YES, Strength.STRONG, made.manager, made.now
        ),
    )
    add_interpretation(
        db, Interpretation("7c" * 16, "7b" * 16, made.why, made.why, made.why, made.why, made.manager, made.now)
    )
    return {"observation_id": "7b" * 16, "interpretation_id": "7c" * 16}


def _workshop(db: Database, made: Made) -> str:
    part = AgendaPart(30, made.why, made.why)
    planned = Workshop(
        "7d" * 16, made.collection, made.why, made.now.date(), wall_clock(10, 0), made.why, made.why, made.why, (part,)
    )
    return add_workshop(db, planned, actor=made.manager, at=made.now).id


def _claim(db: Database, made: Made, stories: list[str]) -> str:
    query = FrozenQuery(made.collection, Chart.PICTURE, ("mood",), View(last=made.now.date()))
    result = FrozenResult(12, 0, {made.why: "12"}, made.why, tuple(stories))
    return add_claim(db, query, result, text=made.why, actor=made.manager, at=made.now).id


def _report(db: Database, made: Made) -> str:
    """A report with one heading, frozen once."""
    report = Report("7f" * 16, made.collection, made.why, made.why, (Part(PartKind.HEADING, made.why),))
    kept = add_report(db, report, actor=made.manager, at=made.now)
    parts = [{"kind": "heading", "of": "", "title": made.why, "claim": None}]
    add_issue(
        db,
        kept,
        {"title": made.why, "purpose": made.why, "collection": made.why, "parts": parts},
        actor=made.manager,
        at=made.now,
    )
    return report.id


def _return(db: Database, made: Made, alert: str) -> str:
    form = begun(made.why, f"The {made.mark} weir", f"Whoever saw the {made.mark}")
    add_return(
        db,
        "6d" * 16,
        collection=made.collection,
        alert=alert,
        form=form,
        quotations={},
        actor=made.manager,
        at=made.now,
    )
    return "6d" * 16
