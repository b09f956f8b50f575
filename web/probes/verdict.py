"""The page of one probe: how it reads, what that suggests, what may disturb it, and what was done."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.probe import LEAST_PEOPLE, Advice, AimOutlook, AimReading, Probe, ProbeState, Verdict
from narratives.probe_portfolio import Related, disturbing, relations
from narratives.probe_prompts import Suggestion, reason_to_decide, suggestion
from narratives.probe_regions import aim_words, region_of
from narratives.probe_words import reading_words, size_words, where
from store.database import Row
from web.probes.effect_picture import EffectPicture, effect_picture

STATES = {ProbeState.PLANNED: "Planned", ProbeState.RUNNING: "Running", ProbeState.ENDED: "Ended"}
DECISIONS = {
    Advice.AMPLIFY: "Amplify it",
    Advice.KEEP_WATCHING: "Keep watching",
    Advice.DAMPEN: "Dampen it",
    Advice.STOP: "Stop it",
}
_TONES = {Verdict.HOPED: "hoped", Verdict.OTHER: "other"}
_DONE = {"made": "planned it", "taken-back": "took the decision back", "note": "noted"}


@dataclass(frozen=True, slots=True)
class AimView:
    """One aim: what is hoped for, how it reads, its picture, and how many stories it takes."""

    hoped: str
    title: str
    sentence: str
    tone: str
    picture: EffectPicture | None
    counts: str
    outlook: str


@dataclass(frozen=True, slots=True)
class Step:
    """Something that was done with a probe, in words, with the words that were written."""

    words: str
    note: str


@dataclass(frozen=True, slots=True)
class ProbeView:
    """A probe as a manager reads it; `starts_now` says that its first day has come."""

    probe: Probe
    starts_now: bool
    state: str
    where: str
    beside: str
    dates: str
    owner: str
    aims: tuple[AimView, ...]
    suggestion: Suggestion | None
    promised: str
    reason: str
    decision: str
    learns_from: str
    disturbed: tuple[Related, ...]
    related: tuple[Related, ...]
    steps: tuple[Step, ...]


def probe_view(
    probe: Probe,
    collection: Collection,
    framework: Framework,
    *,
    readings: Sequence[AimReading],
    outlooks: Sequence[AimOutlook],
    others: Sequence[Probe],
    events: Iterable[Row],
    names: Mapping[str, str],
    today: date,
) -> ProbeView:
    """Everything of a probe in words; `names` are those of people who can sign in."""
    newest = {one.place: one for one in readings}
    latest = [newest[place] for place in sorted(newest)]
    advised = None if probe.state is ProbeState.PLANNED else suggestion(probe, latest, outlooks, today)
    return ProbeView(
        probe=probe,
        starts_now=probe.starts_on <= today,
        state=STATES[probe.state],
        where=where(probe),
        beside=_beside(probe, collection),
        dates=f"{spoken(probe.starts_on)} to {spoken(probe.last_day)}",
        owner=names.get(probe.owner, f"{probe.owner} (can no longer sign in)"),
        aims=tuple(_aim_view(probe, place, framework, readings, outlooks, today) for place in range(len(probe.aims))),
        suggestion=advised,
        promised=_promised(probe, advised),
        reason=reason_to_decide(probe, latest, outlooks, today, names),
        decision=_decision(probe),
        learns_from=_learns_from(probe),
        disturbed=disturbing(probe, others) if probe.state is not ProbeState.PLANNED else (),
        related=relations(probe, others, framework) if probe.is_open else (),
        steps=tuple(step for step in (_step(event, names) for event in events) if step),
    )


def _aim_view(
    probe: Probe,
    place: int,
    framework: Framework,
    readings: Sequence[AimReading],
    outlooks: Sequence[AimOutlook],
    today: date,
) -> AimView:
    aim, own = probe.aims[place], [one for one in readings if one.place == place]
    region = region_of(framework, aim)
    newest = own[-1] if own else None
    outlook = next((one for one in outlooks if one.place == place), None)
    worth = f", by at least {size_words(region, aim.size)}" if region else ""
    return AimView(
        hoped=(aim_words(region, aim.grows) if region else "A question that is not asked any more") + worth,
        title=region.title if region else "",
        sentence=reading_words(probe, aim, newest, framework),
        tone=_TONES.get(newest.verdict, "") if newest else "",
        picture=effect_picture(probe, aim, own, today),
        counts=_counts(newest),
        outlook=outlook_words(probe, outlook) if _is_open_question(probe, newest) else "",
    )


def _is_open_question(probe: Probe, newest: AimReading | None) -> bool:
    """Whether it is still to be seen how an aim moves."""
    return probe.is_open and (newest is None or newest.verdict in {Verdict.FEW, Verdict.SCATTER})


def outlook_words(probe: Probe, outlook: AimOutlook | None) -> str:
    """How many stories, and about how many weeks, it takes to notice the smallest change worth having."""
    if outlook is None:
        return "How many stories this takes is being worked out and stands here within a minute: open this page again."
    may_change = probe.state is ProbeState.PLANNED
    if not outlook.has_enough:
        since = f" since {spoken(probe.before_from)}, when the shift began" if probe.before_from else ""
        remedy = " Start later, choose more groups, or ask for more stories first." if may_change else ""
        return (
            f"Too few stories were told before{since}: it takes stories by {LEAST_PEOPLE} different people on each "
            f"side that is compared.{remedy}"
        )
    change = " Choose a larger change, more groups or a longer time." if may_change else ""
    if outlook.needed is None:
        return f"Too few stories were told before to ever be sure of so small a change.{change}"
    stories = f"About {outlook.needed:,} stories where it is tried show such a change in four cases of five"
    if outlook.weeks is None:
        return f"{stories}, and hardly any come lately.{change}"
    weeks = f"{stories}: about {outlook.weeks:,} week{'s' if outlook.weeks != 1 else ''} at the pace of the time before"
    if outlook.weeks * 7 > (probe.ends_on - probe.starts_on).days:
        return f"{weeks}. Too few stories come to notice so small a change before the end.{change}"
    return f"{weeks}. A larger change shows sooner."


def _counts(reading: AimReading | None) -> str:
    if reading is None or reading.verdict is Verdict.FEW:
        return ""
    here = f"{reading.n_before:,} stories before and {reading.n_after:,} since where it runs"
    if not reading.is_compared:
        return f"{here}. Nothing is compared with it: whatever else changed since is counted as the probe's."
    return f"{here}; {reading.n_before_beside:,} before and {reading.n_after_beside:,} since beside it."


def _beside(probe: Probe, collection: Collection) -> str:
    if not collection.groups:
        return "nothing: there are no groups to compare"
    return ", ".join(probe.beside) or "all other groups"


def _learns_from(probe: Probe) -> str:
    if probe.before_from:
        return f"{spoken(probe.before_from)}, when the shift that was already known began"
    return f"{spoken(probe.learns_from)}, a year before the start"


def _promised(probe: Probe, advised: Suggestion | None) -> str:
    """What the plan says to do where that is suggested."""
    if advised is None:
        return ""
    return {Advice.AMPLIFY: probe.amplify, Advice.DAMPEN: probe.dampen}.get(advised.advice, "")


def _decision(probe: Probe) -> str:
    if probe.decision is None or probe.decided_on is None:
        return ""
    return f"{DECISIONS[probe.decision]}, decided on {spoken(probe.decided_on)}"


def _step(event: Row, names: Mapping[str, str]) -> Step | None:
    at = datetime.fromisoformat(event["at"]).astimezone()
    who = "The platform" if event["actor"] == "worker" else names.get(event["actor"], event["actor"])
    done = _done(event, names)
    return Step(f"{spoken(at.date())}, {at:%H:%M}: {who} {done}", event["note"]) if done else None


def _done(event: Row, names: Mapping[str, str]) -> str:
    new = event["new_value"]
    match event["kind"]:
        case "state":
            return {"running": "started it", "ended": "ended it"}.get(new, "")
        case "decided":
            advised = f" (suggested was: {event['old_value']})" if event["old_value"] else ""
            return f"decided to {new}{advised}"
        case "end":
            return f"brought the end forward to {spoken(date.fromisoformat(new))}"
        case "owner":
            return f"handed it over to {names.get(new, new)}"
        case "changed":
            return f"changed the plan: {new}" if new else ""
        case kind:
            return _DONE.get(kind, "")
