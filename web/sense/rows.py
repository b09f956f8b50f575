"""One observation as its page shows it: its words, earlier ones, its chart, and how different people understand it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from flask import url_for

from narratives.calendar import spoken
from narratives.collection import WHOLE, Collection
from narratives.framework import Framework
from narratives.observation import Interpretation, Observation
from narratives.probe import Probe
from store import observations
from store.accounts import Role
from store.probes import list_probes
from store.sense_probes import probes_by_interpretation
from web.access import current_account, may
from web.people import names
from web.reach import may_open
from web.sense.claimed import ShownWords, shown_words
from web.sense.seen_on import Seen, read_seen
from web.sense.words import REMARKABLE, STRENGTH, Standing, standing, who
from web.stores import stores


@dataclass(frozen=True, slots=True)
class Said:
    """What stands below something that somebody wrote: who and when, and what the signed-in person may do with it.

    `gone` says who withdrew it; whoever did may put it back, or delete it for good. `may_take_out` is for managers:
    with a reason, which everybody reads, so that nobody's reading goes away in silence.
    """

    who: str
    when: str
    gone: str
    may_change: bool
    may_take_out: bool
    may_undo: bool


@dataclass(frozen=True, slots=True)
class Reading:
    """One interpretation, its earlier words, and the probes that try its idea."""

    one: Interpretation
    said: Said
    earlier: tuple[tuple[str, Interpretation], ...]
    probes: tuple[Probe, ...]
    try_it: str


@dataclass(frozen=True, slots=True)
class ObservationPage:
    """Everything that the page of an observation shows."""

    one: Observation
    said: Said
    remarkable: str
    strength: str
    seen: Seen | None
    shown: ShownWords | None
    earlier: tuple[tuple[str, Observation], ...]
    readings: tuple[Reading, ...]
    standing: Standing
    is_reader: bool


def observation_page(collection: Collection, framework: Framework, one: Observation) -> ObservationPage:
    """The page of an observation for the signed-in person."""
    db, known, me = stores().stories, names(), current_account().username
    understood = observations.list_interpretations(db, one.id)
    standing_ones = [reading for reading in understood if not reading.withdrawn]
    tried = probes_by_interpretation(db, collection.id)
    probes = {probe.id: probe for probe in list_probes(db, collection.id)} if tried else {}
    shown = [reading for reading in understood if _is_shown(reading, me)]
    return ObservationPage(
        one=one,
        said=_said(collection, one, known),
        remarkable=REMARKABLE[one.remarkable],
        strength=STRENGTH[one.strength],
        seen=read_seen(collection, framework, one.chart) if one.chart else None,
        shown=shown_words(collection, one),
        earlier=tuple((_when(words), words) for words in observations.earlier_observations(db, one)),
        readings=tuple(
            _reading(collection, reading, known, tuple(probes[id] for id in tried.get(reading.id, ()) if id in probes))
            for reading in shown
        ),
        standing=standing(one, standing_ones, known),
        is_reader=any(reading.author == me for reading in standing_ones),
    )


def _reading(
    collection: Collection, one: Interpretation, known: Mapping[str, str], probes: tuple[Probe, ...]
) -> Reading:
    may_try = bool(one.idea) and not one.withdrawn and may_open("probes.new", collection.id)
    return Reading(
        one=one,
        said=_said(collection, one, known),
        earlier=tuple((_when(words), words) for words in observations.earlier_interpretations(stores().stories, one)),
        probes=probes,
        try_it=url_for("probes.new", interpretation=one.id) if may_try else "",
    )


def _said(collection: Collection, one: Observation | Interpretation, known: Mapping[str, str]) -> Said:
    me, is_mine = current_account().username, one.author == current_account().username
    manages = may(Role.MANAGER, collection=collection.id, group=WHOLE)
    return Said(
        who=who(one, known),
        when=spoken(one.made_at.date()),
        gone=_gone(one, known),
        may_change=is_mine and not one.withdrawn,
        may_take_out=manages and not is_mine and not one.withdrawn,
        may_undo=_was_withdrawn_by(one, me),
    )


def _is_shown(one: Interpretation, me: str) -> bool:
    """Whether a reading has a place on the page: that one was taken out by somebody else is never hidden."""
    return one.withdrawn is None or one.withdrawn.by == me or one.withdrawn.by != one.author


def _was_withdrawn_by(one: Observation | Interpretation, username: str) -> bool:
    return one.withdrawn is not None and one.withdrawn.by == username


def _gone(one: Observation | Interpretation, known: Mapping[str, str]) -> str:
    if one.withdrawn is None:
        return ""
    by = known.get(one.withdrawn.by, one.withdrawn.by)
    because = f": {one.withdrawn.because}" if one.withdrawn.because else ""
    return f"{by} withdrew this on {spoken(one.withdrawn.at.date())}{because}"


def _when(one: Observation | Interpretation) -> str:
    return spoken((one.changed_at or one.made_at).date())
