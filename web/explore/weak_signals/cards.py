"""Pockets as cards in the queue, and what is said above them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from flask import url_for

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.judgement import LEAST_JUDGED, share_interval
from narratives.weak_signal import SignalState
from store.release_weak_signals import ReleasedQueue, ReleasedSignal
from web.explore.reading.story_cards import QUOTE_CHARACTERS, StoryCard, story_cards
from web.explore.weak_signals.bars import Part, chance_words, parts
from web.explore.weak_signals.pictures import TimeStrip, time_strip

STRIKING = 0.1  # chance alone makes one like it in fewer of the tries: shown first
_TERMS_IN_A_TITLE = 3
_PARTED = "A story of it may not be read any more. What sets it apart is told again after the next search."
_OPENING = 70
_DECIDED = {SignalState.KEPT: "Kept", SignalState.MERGED: "Merged", SignalState.DISMISSED: "Dismissed"}


@dataclass(frozen=True, slots=True)
class SignalCard:
    """A pocket in the queue. `is_words` says that the title is a teller's own beginning and no name."""

    id: str
    title: str
    is_words: bool
    href: str
    size: str
    groups: str
    terms: tuple[str, ...]
    strip: TimeStrip | None
    parts: tuple[Part, ...]
    chance: str
    typical: tuple[StoryCard, ...]
    tags: tuple[str, ...]
    decided: str


@dataclass(frozen=True, slots=True)
class QueuePage:
    """The queue: those that chance hardly makes, the others, those kept, those put aside; and what to say of it."""

    verdict: str
    is_calm: bool
    looked: str
    why: str
    striking: tuple[SignalCard, ...]
    others: tuple[SignalCard, ...]
    kept: tuple[SignalCard, ...]
    put_aside: tuple[SignalCard, ...]
    worth: str


def queue_page(
    collection: Collection,
    framework: Framework,
    queue: ReleasedQueue,
    names: Mapping[str, str],
    decided: tuple[int, int],
    *,
    may_read: bool,
) -> QueuePage:
    """The whole page; no story and no word of one for those who may not read them."""

    def cards(found: tuple[ReleasedSignal, ...]) -> tuple[SignalCard, ...]:
        return tuple(
            signal_card(collection, framework, one, names, since_of(queue), may_read=may_read) for one in found
        )

    striking = tuple(one for one in queue.waiting if is_striking(one))
    return QueuePage(
        verdict=_verdict(queue, striking),
        is_calm=not striking,
        looked="" if queue.looked_on is None else _looked(queue),
        why=queue.why or ("" if queue.looked_on else "not yet"),
        striking=cards(striking),
        others=cards(tuple(one for one in queue.waiting if not is_striking(one))),
        kept=cards(queue.kept),
        put_aside=cards(queue.put_aside),
        worth=_worth(*decided),
    )


def signal_card(
    collection: Collection,
    framework: Framework,
    found: ReleasedSignal,
    names: Mapping[str, str],
    since: date | None,
    *,
    may_read: bool,
) -> SignalCard:
    """One pocket, with its most typical story."""
    signal, title = found.signal, signal_title(found, may_read=may_read)
    typical = found.stories[:1] if may_read else ()
    return SignalCard(
        id=signal.id,
        title=title,
        is_words=not found.terms and may_read,
        href=url_for("explore.weak_signal", collection_id=collection.id, signal_id=signal.id),
        size=f"{found.n} stories",
        groups=", ".join(f"{group} {n}" for group, n in found.groups),
        terms=found.terms[_TERMS_IN_A_TITLE:],
        strip=time_strip(found.weeks),
        parts=parts(found, framework, since) if found.is_whole else (),
        chance=chance_words(signal.parts) if found.is_whole else _PARTED,
        typical=story_cards(collection, framework, typical, {}, most=QUOTE_CHARACTERS),
        tags=_tags(found),
        decided=_decided(found, names),
    )


def signal_title(found: ReleasedSignal, *, may_read: bool) -> str:
    """The pocket's own words; where too few share one, how its most typical story begins."""
    if found.terms:
        return ", ".join(found.terms[:_TERMS_IN_A_TITLE])
    if not may_read:
        return f"A pocket of {found.n} stories"
    text = " ".join(found.stories[0].text.split()) or "A story that was spoken"
    return text if len(text) <= _OPENING else text[:_OPENING].rsplit(maxsplit=1)[0] + " …"


def since_of(queue: ReleasedQueue) -> date | None:
    """The first day that counts as recent in the last search."""
    return date.fromisoformat(str(queue.found["since"])) if "since" in queue.found else None


def is_striking(found: ReleasedSignal) -> bool:
    """Whether chance alone hardly makes a pocket like it."""
    return float(found.signal.parts["chance"]) <= STRIKING


def _verdict(queue: ReleasedQueue, striking: tuple[ReleasedSignal, ...]) -> str:
    if striking:
        n = len(striking)
        return f"{n} {'pocket stands' if n == 1 else 'pockets stand'} out from what chance makes."
    if not queue.waiting:
        return "Nothing is waiting."
    best = min(float(one.signal.parts["chance"]) for one in queue.waiting)
    return (
        "Nothing stands out. When the days are shuffled, a pocket as striking as the best turns up in "
        f"{round(100 * best)} of 100 tries."
    )


def _looked(queue: ReleasedQueue) -> str:
    since, on = since_of(queue), queue.looked_on
    if since is None or on is None:
        return ""
    recent, earlier = int(queue.found["recent"]), int(queue.found["earlier"])
    return (
        f"Looked on {spoken(on)} among {recent:,} open {'story' if recent == 1 else 'stories'} told since "
        f"{spoken(since)}, beside {earlier:,} earlier ones."
    )


def _tags(found: ReleasedSignal) -> tuple[str, ...]:
    told = []
    if found.signal.has_returned and found.signal.state is SignalState.WAITING:
        told.append("Back: it has grown by half since it was dismissed")
    if found.added and found.signal.state is SignalState.KEPT:
        told.append(f"{found.added} new since it was kept")
    return tuple(told)


def _decided(found: ReleasedSignal, names: Mapping[str, str]) -> str:
    signal = found.signal
    if signal.decided_at is None or signal.decided_by is None:
        return ""
    who = names.get(signal.decided_by, signal.decided_by)
    return f"{_DECIDED[signal.state]} by {who} on {spoken(signal.decided_at.date())}"


def _worth(worth_it: int, judged: int) -> str:
    if not judged:
        return ""
    if judged < LEAST_JUDGED:
        return (
            f"How good the queue is: too few to say. {judged} {'was' if judged == 1 else 'were'} decided about, and "
            f"{LEAST_JUDGED} are needed."
        )
    low, high = share_interval(worth_it, judged)
    return (
        f"How good the queue is: of {judged} that somebody decided about, {worth_it} "
        f"{'was' if worth_it == 1 else 'were'} kept or merged: {worth_it / judged:.0%} ({low:.0%} to {high:.0%})."
    )
