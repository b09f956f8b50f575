"""One pocket's own page: what shows it, its stories, where and when, and what was decided about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import url_for

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.weak_signal import SignalState
from store.release_weak_signals import ReleasedQueue, ReleasedSignal
from store.weak_signals import ANALYSIS, Decision
from web.explore.reading.story_cards import CARD_CHARACTERS, StoryCard, story_cards
from web.explore.weak_signals.cards import SignalCard, signal_card, signal_title, since_of
from web.explore.weak_signals.pictures import PlacedTriad, placed_triads

_DONE = {
    SignalState.WAITING: "Decision undone",
    SignalState.KEPT: "Kept",
    SignalState.MERGED: "Merged",
    SignalState.DISMISSED: "Dismissed",
}


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a pocket's history."""

    what: str
    note: str


@dataclass(frozen=True, slots=True)
class SignalPage:
    """Everything on the page; `targets` are the pockets that this one may be merged into, as (id, title)."""

    card: SignalCard
    state: SignalState
    into: tuple[str, str]
    found: str
    groups: tuple[tuple[str, int, int], ...]
    triads: tuple[PlacedTriad, ...]
    stories: tuple[StoryCard, ...]
    targets: tuple[tuple[str, str], ...]
    history: tuple[Step, ...]
    note: str


def signal_page(
    collection: Collection,
    framework: Framework,
    found: ReleasedSignal,
    queue: ReleasedQueue,
    decisions: Sequence[Decision],
    names: Mapping[str, str],
    *,
    may_read: bool,
) -> SignalPage:
    """The page of one pocket; without stories and their places for those who may not read them."""
    stories = found.stories if may_read else ()
    most = max(n for _, n in found.groups)
    everyone = {one.signal.id: one for one in (*queue.waiting, *queue.kept, *queue.put_aside)}
    into = everyone.get(found.signal.merged_into or "")
    return SignalPage(
        card=signal_card(collection, framework, found, names, since_of(queue), may_read=may_read),
        state=found.signal.state,
        into=("", "") if into is None else (_href(collection, into), signal_title(into, may_read=may_read)),
        found=f"First found on {spoken(found.signal.found_on)}, last on {spoken(found.signal.seen_on)}.",
        groups=tuple((group, n, round(100 * n / most)) for group, n in found.groups),
        triads=placed_triads(framework, stories),
        stories=story_cards(collection, framework, stories, {}, most=CARD_CHARACTERS),
        targets=targets(found, queue, may_read=may_read),
        history=_history(found, decisions, everyone, names, may_read=may_read),
        note=found.signal.note,
    )


def targets(found: ReleasedSignal, queue: ReleasedQueue, *, may_read: bool) -> tuple[tuple[str, str], ...]:
    """(id, title) of the pockets that one may be merged into: those that wait, and those that were kept."""
    others = (one for one in (*queue.kept, *queue.waiting) if one.signal.id != found.signal.id)
    return tuple((one.signal.id, f"{signal_title(one, may_read=may_read)} ({one.n} stories)") for one in others)


def _href(collection: Collection, found: ReleasedSignal) -> str:
    return url_for("explore.weak_signal", collection_id=collection.id, signal_id=found.signal.id)


def _history(
    found: ReleasedSignal,
    decisions: Sequence[Decision],
    everyone: Mapping[str, ReleasedSignal],
    names: Mapping[str, str],
    *,
    may_read: bool,
) -> tuple[Step, ...]:
    told = []
    for one in decisions:
        if one.signal != found.signal.id:
            continue
        when = spoken(one.at.date())
        into = everyone.get(one.into or "")
        done = _DONE[one.decision] + (f" into “{signal_title(into, may_read=may_read)}”" if into else "")
        by = f"{done} by {names.get(one.actor, one.actor)} on {when}"
        told.append(Step(f"Came back on {when}: it had grown by half" if one.actor == ANALYSIS else by, one.note))
    return tuple(told)
