"""From findings to alerts that managers read: in a sentence, with stories, raised once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from analysis.contribution import stored_tellings, with_contribution
from analysis.explain import MOST_EXEMPLARS, choose_exemplars, groups_of
from analysis.measures import Placed, needs_texts
from analysis.textplaces import topic_words
from narratives.alert import AlertState, Finding, sentence
from narratives.calendar import day_number
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.movement import HOT_SCORE, Topics, warmth
from store.alerts import Alert, add_alert, add_exemplars, add_sign, list_alerts, list_unshown
from store.database import Database

FRESH = timedelta(days=28)
ONE_SHIFT = timedelta(days=28)  # findings of a unit that began, or were made, nearer than that may be one
_STANDING = (AlertState.RAISED, AlertState.ACKNOWLEDGED)


def explained(
    db: Database, collection: Collection, framework: Framework, findings: Sequence[Finding], placed: Placed | None
) -> list[Finding]:
    """The findings with what they are made of; it reads many stories, so call it before a transaction begins."""
    tellings = stored_tellings(db, collection)
    return [with_contribution(collection, framework, one, tellings, placed) for one in findings]


def raise_alerts(
    db: Database,
    collection: Collection,
    framework: Framework,
    findings: Sequence[Finding],
    *,
    replayed_until: date | None,
    at: datetime,
    placed: Placed | None = None,
) -> int:
    """Raise what was found and `explained`; call it in the transaction that keeps the monitor's state.

    How many alerts were new.

    Up to `replayed_until` the monitor has been over these days before: late stories may have moved a
    finding by some days, and it is the same one still. A further sign of a shift that people were told of
    already is told inside that alert. `placed` tells where texts lie; without it a theme has neither words nor
    stories that show it.
    """
    raised = 0
    for finding in findings:
        again = replayed_until is not None and finding.raised_on <= replayed_until + FRESH
        standing = list_alerts(db, collection.id)
        if again and _was_raised(standing, finding):
            continue
        words = sentence(finding, framework, _topics(db, collection, finding, placed))
        already = _alert_of(standing, finding, framework)
        if already is not None:
            add_sign(db, already.id, finding, sentence=words)
            continue
        exemplars = choose_exemplars(db, collection, framework, finding, placed)
        raised += add_alert(db, collection.id, finding, sentence=words, exemplars=exemplars, at=at) is not None
    return raised


def _topics(db: Database, collection: Collection, finding: Finding, placed: Placed | None) -> Topics:
    if placed is None or not needs_texts(finding):
        return {}
    since, last = day_number(finding.since), day_number(finding.raised_on)
    told = stored_tellings(db, collection)(groups_of(collection, finding), since, last)
    return topic_words(db, collection.id, placed(told))


def _alert_of(standing: Sequence[Alert], finding: Finding, framework: Framework) -> Alert | None:
    """The alert that tells of the same shift: nobody has closed it, and the finding is one more sign of it."""
    return next(
        (alert for alert in standing if alert.state in _STANDING and is_one_shift(alert.finding, finding, framework)),
        None,
    )


def into_shifts(findings: Sequence[Finding], framework: Framework) -> list[list[Finding]]:
    """The alerts that findings in the order of raising come to, each with its further signs behind it."""
    shifts: list[list[Finding]] = []
    for finding in findings:
        newest_first = reversed(shifts)
        whole = next((shift for shift in newest_first if is_one_shift(shift[0], finding, framework)), None)
        if whole is None:
            shifts.append([finding])
        else:
            whole.append(finding)
    return shifts


def is_one_shift(one: Finding, other: Finding, framework: Framework) -> bool:
    """Whether two findings are signs of one shift.

    They are of the same unit and signal, began within four weeks, and one names the other's signifier among what
    moved as well, or one of them is the hot score and the other a signifier that it is made of. What went towards
    trouble is no sign of what went towards hope.
    """
    unit = (one.signal, one.scope, one.group) == (other.signal, other.scope, other.group)
    if not unit or one.signifier == other.signifier or abs(one.since - other.since) > ONE_SHIFT:
        return False
    if warmth(one.signifier, one.direction, framework) * warmth(other.signifier, other.direction, framework) < 0:
        return False
    beside = {name for signal, name, _ in (*one.also, *other.also) if signal == one.signal}
    names = {one.signifier, other.signifier}
    warm = {signifier.id for signifier in framework.warm_signifiers}
    return bool(names & beside) or (HOT_SCORE in names and bool(names & warm))


def fill_exemplars(
    db: Database, collection: Collection, framework: Framework, today: date, placed: Placed | None = None
) -> int:
    """Put newly released stories behind recent alerts that too few show; how many were added."""
    if collection.policy is not Policy.OPEN:
        return 0
    added = 0
    for alert, shown in list_unshown(db, collection.id, MOST_EXEMPLARS):
        if today - alert.finding.raised_on > FRESH:
            continue
        chosen = choose_exemplars(db, collection, framework, alert.finding, placed)
        fresh = [story for story in chosen if story not in shown]
        added += add_exemplars(db, alert.id, fresh[: MOST_EXEMPLARS - len(shown)])
    return added


def _was_raised(standing: Sequence[Alert], finding: Finding) -> bool:
    told = (one for alert in standing for one in (alert.finding, *(sign.finding for sign in alert.signs)))
    return any(_is_same(one, finding) for one in told)


def _is_same(one: Finding, other: Finding) -> bool:
    what = (one.signal, one.signifier, one.direction, one.scope, one.group)
    near = abs(one.raised_on - other.raised_on) < ONE_SHIFT
    return near and what == (other.signal, other.signifier, other.direction, other.scope, other.group)
