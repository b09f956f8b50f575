"""The idea that a probe tries: from how somebody understands what was seen in a chart."""

from __future__ import annotations

from dataclasses import dataclass, replace

from flask import abort

from narratives.observation import Interpretation, Observation
from narratives.probe import Probe
from narratives.probe_form import MOST_TEXT, ProbeForm
from store.observations import get_interpretation, get_observation
from store.sense_probes import interpretation_of
from web.reach import may_open
from web.stores import stores

_PAGE = "sense.observation"


@dataclass(frozen=True, slots=True)
class Idea:
    """What was seen, and the reading of it whose idea is tried."""

    seen: Observation
    reading: Interpretation

    @property
    def collection(self) -> str:
        """Where it was seen."""
        return self.seen.collection


def read_idea(interpretation_id: str) -> Idea | None:
    """The idea of an interpretation; None where none is named.

    Raises NotFoundError for one that there is not, and answers 404 for one that is withdrawn or out of sight.
    """
    if not interpretation_id:
        return None
    idea = _idea(interpretation_id)
    if idea.reading.withdrawn or idea.seen.withdrawn or not may_open(_PAGE, idea.collection):
        abort(404)
    return idea


def idea_of(probe: Probe) -> Idea | None:
    """The idea that a probe tries, where it came from one that the signed-in person sees."""
    found = interpretation_of(stores().stories, probe.id) if may_open(_PAGE, probe.collection) else None
    idea = _idea(found) if found else None
    return None if idea is None or idea.reading.withdrawn or idea.seen.withdrawn else idea


def with_idea(form: ProbeForm, idea: Idea | None) -> ProbeForm:
    """The form of a probe begun from an idea: what is tried, and why it might work."""
    if idea is None:
        return form
    texts = {"title": idea.reading.title, "tries": idea.reading.idea, "because": idea.reading.text}
    return replace(form, texts=form.texts | {name: text[:MOST_TEXT] for name, text in texts.items()})


def _idea(interpretation_id: str) -> Idea:
    reading = get_interpretation(stores().stories, interpretation_id)
    return Idea(get_observation(stores().stories, reading.observation), reading)
