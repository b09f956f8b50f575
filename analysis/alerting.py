"""From findings to alerts that managers read: in a sentence, with stories, raised once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from analysis.contribution import stored_tellings, with_contribution
from analysis.explain import MOST_EXEMPLARS, choose_exemplars, groups_of
from analysis.folding import ONE_SHIFT, Standing, folding_of, home_of, standing_of, takes_in
from analysis.measures import Placed, needs_texts
from analysis.missing import missing_since
from analysis.textplaces import topic_words
from narratives.alert import Finding, Folding, sentence, slot_of, tone_of
from narratives.calendar import day_number
from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.movement import HOT_SCORE, Topics
from store.alert_actions import rearm
from store.alert_exemplars import add_exemplars, list_unshown
from store.alerts import Alert, Fold, add_alert, add_sign, fold, get_alert, list_alerts, list_every_alert, retell
from store.database import Database
from store.silences import active_silence

FRESH = timedelta(days=28)
_SAME_DAY = timedelta(days=1)


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

    How many alerts were new and stand by themselves.

    Up to `replayed_until` the monitor has been over these days before: late stories may have moved a
    finding by some days, and it is the same one still. A further sign of a shift that people were told of
    already is told inside that alert. `placed` tells where texts lie; without it a theme has neither words nor
    stories that show it.
    """
    raising = _Raising(db, collection, framework, placed, at)
    with db.write():
        return sum(raising.take(finding, replayed_until) for finding in findings)


@dataclass(frozen=True, slots=True)
class _Raising:
    """Findings of a collection on their way into its alerts."""

    db: Database
    collection: Collection
    framework: Framework
    placed: Placed | None
    at: datetime

    def take(self, finding: Finding, replayed_until: date | None) -> bool:
        """Whether the finding became an alert that stands by itself."""
        again = replayed_until is not None and finding.raised_on <= replayed_until + FRESH
        every = list_every_alert(self.db, self.collection.id)
        if _was_raised(every, finding, ONE_SHIFT if again else _SAME_DAY):
            return False
        home = home_of(finding, [self._standing(alert) for alert in every], self.framework)
        if home is not None:
            add_sign(self.db, home.id, finding, sentence=self._words(finding), at=self.at)
            return False
        return self._raise(finding, holds_slot=self._free_slot(every, finding))

    def _raise(self, finding: Finding, *, holds_slot: bool) -> bool:
        silence = active_silence(self.db, self.collection.id, finding, self.at.date())
        quiet = None if silence is None else silence.id
        leads = [one for one in list_alerts(self.db, self.collection.id) if one.silence_id in {None, quiet}]
        found = folding_of(finding, [self._standing(lead) for lead in leads], self.collection, self.framework)
        folding = None if found is None else Fold(found[0].id, found[1])
        alert_id = add_alert(
            self.db,
            self.collection.id,
            finding,
            sentence=self._words(finding),
            exemplars=choose_exemplars(self.db, self.collection, self.framework, finding, self.placed),
            at=self.at,
            tone=tone_of(finding, self.framework),
            folding=folding,
            silence_id=quiet,
            missing=missing_since(self.db, self.collection, self.framework, finding),
            holds_slot=holds_slot,
        )
        if alert_id is None:
            return False
        if folding is not None:
            self._name_groups(folding.lead)
            return False
        if silence is None:
            self._take_in(alert_id, finding, leads)
        return True

    def _free_slot(self, every: Sequence[Alert], finding: Finding) -> bool:
        """Rearm what holds the slot of a finding; whether that is free. One of long ago leaves it to the newer."""
        slot = slot_of(finding, tone_of(finding, self.framework))
        holder = next((one for one in every if not one.rearmed and slot_of(one.finding, one.tone) == slot), None)
        if holder is None:
            return True
        return finding.raised_on > holder.newest_sign and rearm(self.db, holder.id, at=self.at)

    def _take_in(self, alert_id: str, finding: Finding, leads: Sequence[Alert]) -> None:
        """Fold what stands already under a new alert that is about more, or that explains it."""
        new = Standing(alert_id, (finding,), tone_of(finding, self.framework))
        for lead in leads:
            why = takes_in(new, self._standing(lead), self.collection, self.framework)
            if why is not None and fold(self.db, lead.id, Fold(alert_id, why), at=self.at):
                self._name_groups(alert_id)

    def _name_groups(self, lead_id: str) -> None:
        """Say in the lead's sentence in which groups the same moved; its evidence stays that of its own group.

        Where it says that stories are more troubled, or more hopeful, that is true of every group told inside it; of
        one question, only where that question moved the same way. The others are listed beside it.
        """
        lead = get_alert(self.db, lead_id)
        together = [one for one in lead.members if one.folded_because is Folding.TOGETHER]
        is_true = [one for one in together if HOT_SCORE == lead.finding.signifier or one.moved_as(lead.finding)]
        groups = list(dict.fromkeys(one.finding.group for one in is_true))
        if groups and (self.placed is not None or not needs_texts(lead.finding)):
            retell(self.db, lead_id, self._words(lead.finding, groups))

    def _words(self, finding: Finding, beside: Sequence[str] = ()) -> str:
        return sentence(finding, self.framework, self._topics(finding), beside)

    def _topics(self, finding: Finding) -> Topics:
        if self.placed is None or not needs_texts(finding):
            return {}
        since, last = day_number(finding.since), day_number(finding.raised_on)
        tellings = stored_tellings(self.db, self.collection)
        told = tellings(groups_of(self.collection, finding), since, last)
        return topic_words(self.db, self.collection.id, self.placed(told))

    def _standing(self, alert: Alert) -> Standing:
        return standing_of(alert, self.framework)


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


def _was_raised(standing: Sequence[Alert], finding: Finding, near: timedelta) -> bool:
    told = (one for alert in standing for one in (alert.finding, *(sign.finding for sign in alert.signs)))
    return any(_is_same(one, finding, near) for one in told)


def _is_same(one: Finding, other: Finding, near: timedelta) -> bool:
    what = (one.signal, one.signifier, one.direction, one.scope, one.group)
    is_near = abs(one.raised_on - other.raised_on) < near
    return is_near and what == (other.signal, other.signifier, other.direction, other.scope, other.group)
