"""What leaves the platform about an alert: group, direction, size and a sentence, never a word of any story."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from narratives.alert import Finding, Signal, Tone, sentence, tone_of
from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.route import Occasion
from narratives.shift import size_words

SIGNALS = {
    Signal.TEMPERATURE: "Temperature",
    Signal.THEME: "What people talk about",
    Signal.COLLECTION: "How stories arrive",
}
TONES = {Tone.TROUBLE: "Trouble", Tone.OPPORTUNITY: "Opportunity", Tone.CHANGE: "Change"}
_OPENINGS = {
    Occasion.CAME_BACK: "Moving again: ",
    Occasion.REMINDER: "Nobody has acknowledged this yet: ",
    Occasion.CLOSED: "Back to usual: ",
}
_MOST_TIMES = 100  # an interval that reaches further says nothing


@dataclass(frozen=True, slots=True)
class AlertMessage:
    """One occasion of an alert as it is told outside; `collection` is an id and `title` what people call it.

    It is made from the finding and the framework alone, without the words of any theme. `note` says why it came this
    way, where that is not the usual one, and `elsewhere` whether other organisations saw the same.
    """

    alert: str
    occasion: Occasion
    collection: str
    title: str
    sentence: str
    signal: Signal
    tone: Tone
    where: str
    size: str
    since: date
    raised_on: date
    note: str = ""
    elsewhere: str = ""

    @property
    def subject(self) -> str:
        """The sentence, and before it what became of the alert."""
        return f"{_OPENINGS.get(self.occasion, '')}{self.sentence}"

    @property
    def facts(self) -> list[tuple[str, str]]:
        """What else is known in a few words, each with its name; nothing where it is a test."""
        if self.occasion is Occasion.TEST:
            return []
        if self.occasion is Occasion.OVERDUE:
            return [("Where", self.title), ("Noticed", spoken(self.raised_on))]
        signal = SIGNALS[self.signal]
        facts = [
            ("What", f"{TONES[self.tone]} ({signal})" if self.signal is Signal.TEMPERATURE else signal),
            ("Where", f"{self.where}, {self.title}"),
            ("How much", self.size),
            ("Noticed", spoken(self.raised_on)),
            ("Elsewhere", self.elsewhere),
        ]
        return [(name, value) for name, value in facts if value]

    def link(self, site: str) -> str:
        """Where to read on; empty where the site's public address is not known."""
        if not site:
            return ""
        if self.occasion is Occasion.OVERDUE:
            return f"{site}/urgent"
        return f"{site}/changed/{self.alert}" if self.alert else f"{site}/routes"

    def to_json(self) -> dict[str, str]:
        """As it is kept in the outbox."""
        return {name: str(getattr(self, name)) for name in self.__slots__}


def alert_message(
    alert_id: str,
    occasion: Occasion,
    finding: Finding,
    collection: Collection,
    framework: Framework,
    beside: Sequence[str] = (),
) -> AlertMessage:
    """What is told of an occasion of an alert; `beside` are further groups in which the same moved."""
    return AlertMessage(
        alert=alert_id,
        occasion=occasion,
        collection=collection.id,
        title=one_line(collection.title),
        sentence=one_line(sentence(finding, framework, beside=beside)),
        signal=finding.signal,
        tone=tone_of(finding, framework),
        where=one_line(_where(finding, beside)),
        size=one_line(_size(finding, collection.k, is_one_of_several=bool(beside))),
        since=finding.since,
        raised_on=finding.raised_on,
    )


def read_message(kept: Mapping[str, Any]) -> AlertMessage:
    """What `to_json` wrote."""
    return AlertMessage(
        **dict(kept)
        | {
            "occasion": Occasion(kept["occasion"]),
            "signal": Signal(kept["signal"]),
            "tone": Tone(kept["tone"]),
            "since": date.fromisoformat(kept["since"]),
            "raised_on": date.fromisoformat(kept["raised_on"]),
        }
    )


def trial_message(on: date) -> AlertMessage:
    """What a test says; it is about no alert."""
    return AlertMessage(
        alert="",
        occasion=Occasion.TEST,
        collection="",
        title="",
        sentence="This is a test: alerts of Murmuration arrive here.",
        signal=Signal.TEMPERATURE,
        tone=Tone.CHANGE,
        where="",
        size="",
        since=on,
        raised_on=on,
    )


def subject_of(messages: Sequence[AlertMessage]) -> str:
    """The subject of a message that tells one or several, troubles first."""
    first = in_order(messages)[0].subject
    return first if len(messages) == 1 else f"{len(messages)} alerts: {first}"


def in_order(messages: Sequence[AlertMessage]) -> list[AlertMessage]:
    """Troubles, then opportunities, then what merely changed; within each the oldest first."""
    tones = list(Tone)
    return sorted(messages, key=lambda one: tones.index(one.tone))


def one_line(text: str) -> str:
    """A text without line breaks and characters that steer, as a header can carry it."""
    return " ".join("".join(mark if mark.isprintable() else " " for mark in text).split())


def _where(finding: Finding, beside: Sequence[str]) -> str:
    if finding.scope == "collection":
        return "all groups together"
    own = finding.group or "stories without a group"
    if len(beside) > 1:
        return f"{own} and {len(beside)} other groups"
    return " and ".join((own, *beside))


def _size(finding: Finding, k: int, *, is_one_of_several: bool) -> str:
    """How large, in words; it is measured in one group, which is named where the same moved in others too."""
    size = _size_of_one(finding, k)
    return f"{size}, in {finding.group}" if size and is_one_of_several and finding.group else size


def _size_of_one(finding: Finding, k: int) -> str:
    """Figures only where they are about enough stories."""
    if finding.is_count:
        return ""
    if finding.signal is Signal.COLLECTION and finding.direction in {"more", "fewer"}:
        return _times(finding) if finding.n >= k else ""
    words = size_words(finding.effect)
    if finding.n < k or finding.change is None or finding.change_low is None or finding.change_high is None:
        return words
    low, high = sorted((finding.change_low, finding.change_high))
    if finding.change < 0:
        low, high = -high, -low
    return f"{words}: {_number(abs(finding.change))} points of a hundred ({_number(low)} to {_number(high)})"


def _times(finding: Finding) -> str:
    if finding.effect_high > _MOST_TIMES:
        return "hardly any of the usual number of stories"
    low, high = finding.effect_low, finding.effect_high
    return f"{finding.effect:.1f} times the usual number of stories ({low:.1f} to {high:.1f})"


def _number(points: float) -> str:
    size = abs(points)
    words = f"{size:.0f}" if size >= 1.95 or size == round(size) else f"{size:.1f}"
    return f"−{words}" if points < 0 and float(words) else words
