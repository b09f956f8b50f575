"""Which alert a finding belongs to: told inside one that stands, or an alert of its own that is folded into another.

The live worker and the backtest share these rules, so that a backtest shows the alerts that would have come.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from narratives.alert import Finding, Folding, Signal, Tone, tone_of
from narratives.collection import Collection
from narratives.course import Course
from narratives.framework import Framework
from narratives.movement import HOT_SCORE
from store.alerts import Alert

WINDOW = timedelta(days=28)  # an alert holds its slot so long after its newest sign
ONE_SHIFT = timedelta(days=28)  # what began further apart is not one shift
EXPLAINS_THEMES = frozenset({"copies", "one-teller"})


@dataclass(frozen=True, slots=True)
class Standing:
    """An alert as far as it matters to what is found later: its findings in their order, and how it stands.

    It `ended` on the day it was found to be back to usual; None while it is not.
    """

    id: str
    findings: tuple[Finding, ...]
    tone: Tone
    is_open: bool = True
    ended: date | None = None

    @property
    def first(self) -> Finding:
        """What it was raised for."""
        return self.findings[0]

    @property
    def newest(self) -> date:
        """The day of its newest sign."""
        return max(one.raised_on for one in self.findings)


def standing_of(alert: Alert, framework: Framework) -> Standing:
    """A stored alert. Its tone is that of its finding, which older versions did not keep."""
    return Standing(
        id=alert.id,
        findings=(alert.finding, *(sign.finding for sign in alert.signs)),
        tone=tone_of(alert.finding, framework),
        is_open=alert.is_open,
        ended=alert.course_since if alert.course is Course.BACK else None,
    )


def home_of(finding: Finding, standing: Sequence[Standing], framework: Framework) -> Standing | None:
    """The alert, newest first, inside which a finding is told; None where it is an alert of its own.

    That is the one that holds its slot; for a finding that points nowhere any open one of its unit and signal; or an
    older one that is open still, where both are signs of one shift. Trouble is never told inside anything else.
    """
    tone = tone_of(finding, framework)
    unit = [one for one in standing if _is_unit_of(one, finding) and not _is_over(one, finding)]
    held = [one for one in unit if one.tone is tone and is_in_window(one, finding)]
    if tone is Tone.CHANGE:
        held += [one for one in unit if one.is_open and is_in_window(one, finding)]
    like = [one for one in unit if tone in {one.tone, Tone.CHANGE} and _is_sign_of(one, finding, framework)]
    both = [one for one in like if one in held]
    return next(iter([*both, *held, *(one for one in like if one.is_open)]), None)


def is_in_window(alert: Standing, finding: Finding) -> bool:
    """Whether an alert's time, of four weeks around its findings, takes in a finding."""
    return alert.first.raised_on - WINDOW <= finding.raised_on <= alert.newest + WINDOW


def _is_unit_of(alert: Standing, finding: Finding) -> bool:
    one = alert.first
    return (one.signal, one.scope, one.group) == (finding.signal, finding.scope, finding.group)


def _is_over(alert: Standing, finding: Finding) -> bool:
    return alert.ended is not None and finding.raised_on > alert.ended


def _is_sign_of(alert: Standing, finding: Finding, framework: Framework) -> bool:
    """Whether they are signs of one shift.

    It began within four weeks, and one names the other's signifier among what moved as well, or one of them is the
    hot score and the other a signifier that it is made of.
    """
    one = alert.first
    if one.signifier == finding.signifier or abs(one.since - finding.since) > ONE_SHIFT:
        return False
    beside = {name for signal, name, _ in (*one.also, *finding.also) if signal == one.signal}
    return bool({one.signifier, finding.signifier} & beside) or _is_part(one, finding, framework)


def _is_part(one: Finding, other: Finding, framework: Framework) -> bool:
    names = {one.signifier, other.signifier}
    return HOT_SCORE in names and bool(names & {signifier.id for signifier in framework.warm_signifiers})


def folding_of(
    finding: Finding, leads: Sequence[Standing], collection: Collection, framework: Framework
) -> tuple[Standing, Folding] | None:
    """The open lead inside which an alert of its own is told, and why; None where it stands by itself."""
    for why in (Folding.INHIBITED, Folding.WIDER, Folding.TOGETHER):
        for lead in leads:
            if lead.is_open and folds_under(finding, lead, collection, framework) is why:
                return lead, why
    return None


def folds_under(finding: Finding, lead: Standing, collection: Collection, framework: Framework) -> Folding | None:
    """Why a finding of another unit or signal is told inside an alert; None where it is not."""
    if not is_in_window(lead, finding):
        return None
    if finding.signal is Signal.THEME and _explains(lead, finding, collection):
        return Folding.INHIBITED
    if not any(_is_same_shift(one, finding, framework) for one in lead.findings):
        return None
    if _holds(lead.first, finding, collection):
        return Folding.WIDER
    return Folding.TOGETHER if _is_beside(lead.first, finding, collection) else None


def takes_in(new: Standing, older: Standing, collection: Collection, framework: Framework) -> Folding | None:
    """Why a new lead takes in an older one: it is about more, or explains it; None where both stand."""
    why = folds_under(older.first, new, collection, framework)
    return None if why is Folding.TOGETHER and new.first.scope == older.first.scope else why


def _explains(lead: Standing, finding: Finding, collection: Collection) -> bool:
    """Whether copies of one text, or one busy teller, account for what people seem to tell about."""
    where = (lead.first.scope, lead.first.group) == (finding.scope, finding.group)
    if lead.first.signal is not Signal.COLLECTION or not (where or _holds(lead.first, finding, collection)):
        return False
    return any(
        one.direction in EXPLAINS_THEMES and abs(one.since - finding.since) <= ONE_SHIFT for one in lead.findings
    )


def _holds(one: Finding, other: Finding, collection: Collection) -> bool:
    """Whether the unit of one finding holds that of another."""
    if one.scope == "collection":
        return other.scope != "collection"
    return one.scope == "parent" and other.scope == "group" and collection.parent_of(other.group) == one.group


def _is_beside(lead: Finding, finding: Finding, collection: Collection) -> bool:
    """Whether they are about different people of units alike, or the lead about a parent that does not hold the group.

    A group's alert never takes in a parent's: its evidence is that of fewer.
    """
    if lead.scope == finding.scope:
        return lead.group != finding.group
    return lead.scope == "parent" and finding.scope == "group" and not _holds(lead, finding, collection)


def _is_same_shift(one: Finding, other: Finding, framework: Framework) -> bool:
    """Whether two units moved the same way at about the same time."""
    tone = tone_of(one, framework)
    if one.signal is not other.signal or tone is not tone_of(other, framework):
        return False
    if abs(one.since - other.since) > ONE_SHIFT:
        return False
    if tone is Tone.CHANGE:
        return (one.signifier, one.direction) == (other.signifier, other.direction)
    # Towards what is hot and away from what is not are two ways of saying the same of one question.
    return one.signifier == other.signifier or _is_part(one, other, framework)
