"""What a report says: each of its parts with the words and figures of what it stands on, as an issue keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.errors import NotFoundError
from narratives.framework import Framework
from narratives.observation import Interpretation
from narratives.probe import ProbeState
from narratives.probe_words import reading_words, where
from narratives.report import Part, PartKind, Report
from store.claims import Claim, get_claim
from store.database import Database
from store.observations import get_observation, list_interpretations
from store.probe_readings import latest_readings
from store.probes import get_probe
from store.report_backs import get_report_back
from web.claims.asked import asked
from web.probes.verdict import DECISIONS, STATES
from web.report_back.cards import whom_words
from web.sense.words import REMARKABLE, STRENGTH, standing, who


class GoneError(Exception):
    """A part of a report has nothing to stand on any more, with why."""


@dataclass(frozen=True, slots=True)
class Teller:
    """Puts the parts of a collection's reports into words; `names` are people's by username."""

    db: Database
    collection: Collection
    framework: Framework
    names: Mapping[str, str]
    today: date

    def document(self, report: Report) -> dict[str, Any]:
        """A whole report. Raises GoneError where a part has nothing to stand on any more."""
        return {
            "title": report.title,
            "purpose": report.purpose,
            "collection": self.collection.title,
            "parts": [self.part(part) for part in report.parts],
        }

    def part(self, part: Part) -> dict[str, Any]:
        """One part, always with its kind, its title and its claim or None. Raises GoneError."""
        try:
            told = self._told(part)
        except NotFoundError as error:
            raise GoneError(f"This {error.noun} is not there any more.") from error
        return {"kind": part.kind.value, "of": part.value, "claim": None} | told

    def _told(self, part: Part) -> dict[str, Any]:
        match part.kind:
            case PartKind.HEADING:
                return {"of": "", "title": part.value}
            case PartKind.CLAIM:
                claim = self._own(get_claim(self.db, part.value))
                return {"title": claim.text, "claim": self._claim(claim)}
            case PartKind.OBSERVATION:
                return self._observation(part.value)
            case PartKind.PROBE:
                return self._probe(part.value)
            case PartKind.ANSWER:
                return self._answer(part.value)

    def _own(self, claim: Claim) -> Claim:
        if claim.collection != self.collection.id:
            raise NotFoundError("claim", claim.id)
        return claim

    def _claim(self, claim: Claim) -> dict[str, Any]:
        """A claim without the ids of its stories: an issue outlives what is withdrawn."""
        words = asked(self.collection, self.framework, claim.query, claim.result, self.today)
        return {
            "id": claim.id,
            "hash": claim.hash,
            "text": claim.text,
            "sentence": claim.result.sentence,
            "n": words.n,
            "withheld": words.withheld,
            "asked": [list(line) for line in words.lines],
            "figures": [list(pair) for pair in claim.result.figures.items()],
            "query": claim.query.to_json(),
            "notes": [one for one in (words.note, *claim.result.notes) if one],
            "by": self._name(claim.made_by),
            "on": spoken(claim.made_at.date()),
        }

    def _shown(self, claim_id: str) -> dict[str, Any] | None:
        """What the chart of an observation showed, where that was kept and stands."""
        try:
            return self._claim(self._own(get_claim(self.db, claim_id))) if claim_id else None
        except NotFoundError:
            return None

    def _observation(self, observation_id: str) -> dict[str, Any]:
        seen = get_observation(self.db, observation_id)
        if seen.collection != self.collection.id:
            raise NotFoundError("observation", observation_id)
        if seen.withdrawn:
            raise GoneError("This observation was withdrawn.")
        readings = [one for one in list_interpretations(self.db, seen.id) if not one.withdrawn]
        stands = standing(seen, readings, self.names)
        return {
            "title": seen.title,
            "text": seen.text,
            "by": who(seen, self.names),
            "seen": f"{REMARKABLE[seen.remarkable]}. {STRENGTH[seen.strength]}.",
            "readings": [self._reading(one) for one in readings],
            "missing": stands.sentence if stands.waits else "",
            "claim": self._shown(seen.claim),
        }

    def _reading(self, one: Interpretation) -> dict[str, str]:
        return {
            "title": one.title,
            "text": one.text,
            "idea": one.idea,
            "questions": one.questions,
            "by": who(one, self.names),
        }

    def _probe(self, probe_id: str) -> dict[str, Any]:
        probe = get_probe(self.db, probe_id)
        if probe.collection != self.collection.id:
            raise NotFoundError("probe", probe_id)
        newest = {one.place: one for one in latest_readings(self.db, probe_id)}
        reads = [
            reading_words(probe, aim, newest.get(place), self.framework)
            for place, aim in enumerate(probe.aims)
            if probe.state is not ProbeState.PLANNED
        ]
        decided = f"{DECISIONS[probe.decision]}: {probe.decided_because}" if probe.decision else ""
        return {
            "title": probe.title,
            "lines": _said(
                ("Tried", probe.tries),
                ("Because", probe.because),
                ("Where and when", f"{where(probe)}, {spoken(probe.starts_on)} to {spoken(probe.last_day)}"),
                ("State", STATES[probe.state]),
                *(("How it reads", words) for words in reads),
                ("Decided", decided),
            ),
        }

    def _answer(self, report_back_id: str) -> dict[str, Any]:
        answer = get_report_back(self.db, report_back_id)
        if answer.collection != self.collection.id:
            raise NotFoundError("answer to tellers", report_back_id)
        if answer.taken_back_on is not None:
            raise GoneError("This answer to tellers was taken back.")
        words = answer.words["en"]
        return {
            "title": f"What tellers were told on {spoken(answer.published_on)}",
            "lines": _said(
                ("To whom", whom_words(answer)),
                ("You said", words.you_said),
                ("We tried", words.we_tried),
                ("What came of it", words.it_did),
            ),
        }

    def _name(self, username: str) -> str:
        return self.names.get(username, username)


def _said(*lines: Sequence[str]) -> list[list[str]]:
    return [list(line) for line in lines if line[1]]
