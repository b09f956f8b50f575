"""What the demo's manager did before the first look: a probe that runs, and an answer to the tellers."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from narratives.probe import Aim, Probe
from narratives.report_back import Outcome, ReportBack, Wording
from store.database import Database
from store.demo import STREETS
from store.probes import add_probe
from store.report_backs import publish

MANAGER = "manager"
_WEEKS_RUNNING, _WEEKS_LEFT = 8, 4
_WEEKS_SINCE_ANSWER = 5


def add_doings(db: Database, today: date) -> None:
    """Put them down once, dated back from `today`; the worker begins and reads the probe."""
    with db.write():
        probe = demo_probe(today)
        add_probe(db, probe, at=_morning(probe.starts_on - timedelta(days=2)))
        report = demo_report(today)
        publish(db, report, at=_morning(report.published_on))


def demo_probe(today: date) -> Probe:
    """Something small in an area in which nothing happens: its reading says so."""
    starts = today - timedelta(weeks=_WEEKS_RUNNING)
    return Probe(
        id="demo-probe",
        collection=STREETS.id,
        alert=None,
        title="The same warden, the same hour",
        tries="Every evening at six the same warden walks from Riverside's library to the bus stop, and stops to talk.",
        because="Somebody who is there every day is somebody people can turn to.",
        success="More stories in which those who could have helped listened.",
        failure="People feel watched, or the warden has no time to stop.",
        amplify="A second warden at Station, at the hour its tellers name.",
        dampen="Walk without the uniform, or not at all, and ask at the library why.",
        owner=MANAGER,
        groups=("Riverside",),
        beside=(),
        aims=(Aim("response", "anchor:listened", grows=True, size=0.2),),
        starts_on=starts,
        ends_on=today + timedelta(weeks=_WEEKS_LEFT),
        made_by=MANAGER,
        made_at=_morning(starts - timedelta(days=2)).isoformat(timespec="seconds"),
    )


def demo_report(today: date) -> ReportBack:
    """What tellers around Station were told."""
    return ReportBack(
        id="demo-report",
        collection=STREETS.id,
        alert=None,
        probe=None,
        groups=("Station",),
        outcome=Outcome.TOO_EARLY,
        words={
            "en": Wording(
                "Around Station many of you go the long way round after dark.",
                "Two lamps by the underpass were mended and the hedge beside it was cut.",
                "It is too early to say. We look again at what you tell in spring.",
            )
        },
        made_by=MANAGER,
        published_on=today - timedelta(weeks=_WEEKS_SINCE_ANSWER),
    )


def _morning(day: date) -> datetime:
    return datetime.combine(day, time(9)).astimezone()
