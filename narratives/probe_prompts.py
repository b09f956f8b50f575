"""What a probe's reading suggests and why, and when somebody has to decide; a person does, never this."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from narratives.calendar import spoken
from narratives.probe import LEAST_PEOPLE, Advice, Aim, AimOutlook, AimReading, Probe, ProbeState, Verdict

PATIENCE = timedelta(days=14)  # how long "keep watching" keeps a probe off the list of those to decide about
_ADVICE_GIVEN = 0.5  # of a probe's time: as long as too few stories are no reason to stop


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What the stories suggest to do, and why in one sentence."""

    advice: Advice
    because: str


def suggestion(probe: Probe, readings: Sequence[AimReading], outlooks: Sequence[AimOutlook], today: date) -> Suggestion:
    """What the newest reading of each aim suggests; harm comes first, then a change large enough to want more of."""
    pairs = [(probe.aims[one.place], one) for one in readings if one.place < len(probe.aims)]
    hoped = any(one.verdict is Verdict.HOPED for _, one in pairs)
    if any(one.verdict is Verdict.OTHER for _, one in pairs):
        also = "One aim moved the hoped-for way and another the other way" if hoped else "It moved the other way"
        return Suggestion(Advice.DAMPEN, f"{also}: do what you said you would do to dampen it.")
    if any(one.verdict is Verdict.HOPED and not is_too_small(aim, one) for aim, one in pairs):
        return Suggestion(Advice.AMPLIFY, "It moved the hoped-for way: do what you said you would do to amplify it.")
    if len(pairs) == len(probe.aims) and all(is_too_small(aim, one) for aim, one in pairs):
        return Suggestion(Advice.STOP, "Even the best case is smaller than the smallest change worth having.")
    if probe.state is ProbeState.ENDED or today > probe.ends_on:
        found = "with a clear change that is smaller than is worth having" if hoped else "without a clear change"
        return Suggestion(Advice.STOP, f"It has reached its end, {spoken(probe.ends_on)}, {found}.")
    if hoped:
        return Suggestion(
            Advice.KEEP_WATCHING,
            "One aim moved the hoped-for way, by less than is worth having; that much is still possible in another.",
        )
    return _while_it_lasts(probe, readings, outlooks, today)


def _while_it_lasts(
    probe: Probe, readings: Sequence[AimReading], outlooks: Sequence[AimOutlook], today: date
) -> Suggestion:
    if outlooks and not any(one.has_enough for one in outlooks):
        return Suggestion(
            Advice.STOP,
            f"Fewer than {LEAST_PEOPLE} people told stories before it began, on one side or both: nothing can be "
            "compared with so few.",
        )
    is_half_over = today - probe.starts_on > (probe.ends_on - probe.starts_on) * _ADVICE_GIVEN
    if is_half_over and all(one.verdict is Verdict.FEW for one in readings):
        return Suggestion(
            Advice.STOP,
            "Too few stories come: half of its time is over and there are not enough to compare. Ask for more "
            "stories, or stop.",
        )
    if outlooks and all(one.needed is None for one in outlooks):
        return Suggestion(
            Advice.KEEP_WATCHING, "No clear change yet, and only a larger one than you hoped for could show."
        )
    return Suggestion(Advice.KEEP_WATCHING, "No clear change yet, and one worth having is still possible.")


def is_too_small(aim: Aim, reading: AimReading) -> bool:
    """Whether even the end of the interval that one hopes for is smaller than the smallest change worth having."""
    if reading.verdict is Verdict.FEW:
        return False
    return (reading.high if aim.grows else -reading.low) < aim.size


def reason_to_decide(
    probe: Probe,
    readings: Sequence[AimReading],
    outlooks: Sequence[AimOutlook],
    today: date,
    accounts: Collection[str] | None = None,
) -> str:
    """Why somebody has to decide about a probe now; empty when nobody has to.

    `accounts` are the usernames that can sign in, None where that is not known.
    """
    reasons = []
    if probe.state is not ProbeState.PLANNED and not _is_settled(probe, today):
        found = suggestion(probe, readings, outlooks, today)
        if probe.state is ProbeState.ENDED or found.advice is not Advice.KEEP_WATCHING:
            reasons.append(found.because)
    if probe.is_open and accounts is not None and probe.owner not in accounts:
        reasons.append("Its owner can no longer sign in: name another owner, or stop it.")
    return " ".join(reasons)


def _is_settled(probe: Probe, today: date) -> bool:
    """Whether it was decided about for good, or somebody said lately to keep watching."""
    if probe.decision is None or probe.decided_on is None:
        return False
    if probe.decision is not Advice.KEEP_WATCHING:
        return True
    return today <= min(probe.decided_on + PATIENCE, probe.ends_on)
