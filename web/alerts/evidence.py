"""What stands behind an alert beside its own figures: pictures, who is missing, what came of it, and its like."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from narratives.alert import Finding, Folding, Signal
from narratives.calendar import spoken
from narratives.collection import Collection, Policy
from narratives.course import RECENT_DAYS, Course
from narratives.framework import Framework
from narratives.judgement import Precision, kind_of, precision
from narratives.movement import HOT_SCORE, label_of_stratum, pocket_parts
from store.alerts import Alert
from store.judgements import list_judgements
from store.release_shift import onset_week, shift_of, weekly_counts
from store.seen_elsewhere import elsewhere_of
from web.alerts.figures import how_far, how_large
from web.alerts.shift_picture import ShiftPicture, WeekBars, shift_picture, week_bars
from web.explore.temperature_page import GroupChart, temperature_page
from web.reach import groups_within
from web.seen import seen_readings
from web.stores import stores

_VOLUME = "volume"
_COUNTED = frozenset({_VOLUME, "new-site"})  # what is seen in how many stories came
_UNGROUPED = "Stories without a group"
_IN_BATCHES = "No picture: stories are counted in whole batches here, and not week by week."
_TWO_AT_ONCE = "No picture: this is about two questions at once."


@dataclass(frozen=True, slots=True)
class Line:
    """The temperature of an alert's group, with its levels and where the alert began."""

    chart: GroupChart
    levels: tuple[tuple[int, float], ...]
    since_x: float


@dataclass(frozen=True, slots=True)
class Member:
    """An alert that is told inside this one: where, since when and how far."""

    where: str
    sentence: str
    since: str
    how_far: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """The rest of the card. Of the three pictures at most one is there; `no_picture` says why there is none.

    `members` are other groups of the same shift, `explained` alerts that this one may explain.
    """

    picture: ShiftPicture | None
    line: Line | None
    weeks: WeekBars | None
    no_picture: str
    missing: tuple[str, ...]
    members: tuple[Member, ...]
    explained: tuple[Member, ...]
    course: str
    judged: str
    elsewhere: str


def evidence_of(alert: Alert, collection: Collection, framework: Framework, today: date) -> Evidence:
    """Everything that is read for one alert."""
    finding = alert.finding
    line = _line(collection, finding) if finding.signifier == HOT_SCORE else None
    picture, why = (None, "") if line else _picture(collection, framework, finding, today)
    is_counted = finding.signal is Signal.COLLECTION and finding.signifier in _COUNTED
    weeks = _weeks(collection, framework, finding, today) if is_counted else None
    if is_counted and weeks is None:
        why = _IN_BATCHES if collection.policy is Policy.PROTECTED else ""
    told = [(one.folded_because, _member(one, collection, framework)) for one in alert.members]
    return Evidence(
        picture=picture,
        line=line,
        weeks=weeks,
        no_picture=why,
        missing=tuple(_missing(who, before, since, framework) for who, before, since in alert.missing),
        members=tuple(one for because, one in told if because is not Folding.INHIBITED),
        explained=tuple(one for because, one in told if because is Folding.INHIBITED),
        course=course_words(alert, framework),
        judged=_judged(collection, alert),
        elsewhere=_elsewhere(collection, framework, finding, today),
    )


def _line(collection: Collection, finding: Finding) -> Line | None:
    page = temperature_page(collection, seen_readings(collection))
    chart = next((one for one in (page.charts if page else ()) if one.group == finding.within), None)
    if page is None or chart is None or (finding.scope != "collection" and not finding.group):
        return None
    return Line(chart, page.scales.levels, page.scales.x(finding.since))


def _picture(
    collection: Collection, framework: Framework, finding: Finding, today: date
) -> tuple[ShiftPicture | None, str]:
    """The picture before and after, or why there is none; neither where nothing of it could be drawn."""
    signifier, direction = _drawn(collection, finding)
    db, landscape = stores().stories, stores().landscape
    shift = shift_of(db, landscape, collection, framework, signifier, finding, today)
    if shift is None:
        return None, _TWO_AT_ONCE if finding.direction.startswith("pocket:") else ""
    if shift.lacks:
        when = "before it began" if shift.lacks == "before" else "since it began"
        return None, f"No picture: fewer than {collection.k} stories {when} may be shown yet."
    return shift_picture(shift, direction), ""


def _drawn(collection: Collection, finding: Finding) -> tuple[str, str]:
    """The signifier that shows a finding, and the direction in its own terms."""
    kind, _, target = finding.direction.partition(":")
    if kind == "who":
        return collection.stratum_choice or "", f"option:{target}"
    places = [(name, level) for name, level in pocket_parts(finding.direction)]
    if places and len({name for name, _ in places}) == 1:
        return places[0][0], f"zone:{places[0][1]}"
    return finding.signifier, finding.direction


def _weeks(collection: Collection, framework: Framework, finding: Finding, today: date) -> WeekBars | None:
    counts = weekly_counts(stores().stories, stores().landscape, collection, framework, finding, today)
    return week_bars(counts, onset_week(finding.since))


def _member(alert: Alert, collection: Collection, framework: Framework) -> Member:
    finding = alert.finding
    return Member(
        where="The whole collection" if finding.scope == "collection" else finding.group or _UNGROUPED,
        sentence=alert.sentence,
        since=f"since about {spoken(finding.since)}",
        how_far=how_far(finding, framework) or how_large(finding, collection).partition(":")[0],
    )


def _missing(who: str, before: float, since: float, framework: Framework) -> str:
    """For instance "Fewer stories came from West: about 50 in a hundred before, hardly any since"."""
    kind, _, name = who.partition(":")
    people = f"people who say “{label_of_stratum(framework, name)}”" if kind == "who" else name
    now = f"about {_hundred(since)} since" if since else "hardly any since"
    return f"Fewer stories came from {people}: about {_hundred(before)} in a hundred before, {now}"


def _hundred(share: float) -> str:
    return f"{100 * share:.0f}"


def course_words(alert: Alert, framework: Framework) -> str:
    """What the stories have done since, for instance "On the way back to usual since 3 November 2026"."""
    since = "" if alert.course_since is None else f" since {spoken(alert.course_since)}"
    words = {
        Course.MOVING: "Still away from usual",
        Course.NO_DATA: f"Too few stories come{since} to tell whether it goes on",
        Course.RECOVERING: f"On the way back to usual{since}",
        Course.BACK: f"Back to usual{since}",
    }[alert.course]
    recently = "" if alert.course is Course.NO_DATA else _recently(alert, framework)
    if not recently and alert.course is Course.MOVING:
        return ""
    return f"{words}. {recently}".strip()


def _recently(alert: Alert, framework: Framework) -> str:
    """How far the newest stories lie from what was usual before."""
    recent, finding = alert.recent, alert.finding
    if recent is None or recent.on is None:
        return ""
    if finding.signifier == _VOLUME:
        words = f"{recent.change:.1f} times the usual number of stories ({recent.low:.1f} to {recent.high:.1f})"
    else:
        now = replace(finding, change=recent.change, change_low=recent.low, change_high=recent.high)
        words = how_far(now, framework, with_scale=False)
    return f"In the {RECENT_DAYS} days up to {spoken(recent.on)}: {words[0].lower()}{words[1:]}."


def _elsewhere(collection: Collection, framework: Framework, finding: Finding, today: date) -> str:
    """Whether other organisations saw the same; empty where nobody could tell."""
    found = elsewhere_of(stores().stories, finding, collection, framework, today)
    return "" if found is None else found.sentence


def _judged(collection: Collection, alert: Alert) -> str:
    """What alerts of the whole collection were worth; nothing for who does not see all of them."""
    if groups_within(collection) is not None:
        return ""
    return judged_words(precision(list_judgements(stores().stories, collection.id)), alert)


def judged_words(found: Mapping[str, Precision], alert: Alert) -> str:
    """How often alerts of this kind were judged real before, for instance "Of 12 alerts like this … 9 were real"."""
    finding = alert.finding
    told = found.get(kind_of(finding.signal, alert.tone, is_count=finding.is_count))
    if told is None or told.is_too_few:
        return "Not enough alerts like this were judged yet to say"
    known = f" ({told.known} of them known already)" if told.known else ""
    return f"Of {told.judged} alerts like this that people judged, {told.real + told.known} were real{known}"
