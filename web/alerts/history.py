"""The history of an alert in plain words: every event with who and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from narratives.alert import AlertState, Folding
from narratives.calendar import spoken
from narratives.course import Course
from narratives.judgement import Judgement
from narratives.route import Medium, Occasion
from store.alert_events import MONITOR
from store.database import Row
from store.deliveries import Delivery

_STATES = {
    AlertState.RAISED: "raised this alert",
    AlertState.ACKNOWLEDGED: "acknowledged it",
    AlertState.CLOSED: "closed it",
}
_COURSES = {
    Course.MOVING: "The stories have moved away from usual again.",
    Course.RECOVERING: "The stories are on the way back to usual.",
    Course.NO_DATA: "Too few new stories come to tell whether it still moves.",
    Course.BACK: "The stories are back to usual.",
}
_JUDGED = {
    Judgement.REAL: "something real",
    Judgement.KNOWN: "something real that was known",
    Judgement.NOISE: "nothing",
    Judgement.UNCLEAR: "not clear yet",
}
_DELIVERED = {
    Occasion.RAISED: "It was told by {way}.",
    Occasion.CAME_BACK: "By {way} it was told that it moved away again.",
    Occasion.REMINDER: "By {way} somebody was reminded that nobody had acknowledged it.",
    Occasion.CLOSED: "By {way} it was told that it is over.",
}
_WAYS = {Medium.EMAIL: "e-mail", Medium.WEBHOOK: "webhook"}
_FOLDED = {
    Folding.TOGETHER: "the same shift in another group",
    Folding.WIDER: "this shift in a group that lies in it",
    Folding.INHIBITED: "a shift that this one explains",
}


@dataclass(frozen=True, slots=True)
class HistoryStep:
    """One event: what happened, when, and the words that somebody wrote."""

    what: str
    when: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """What the words of events are filled with: people's names by username, alerts' sentences by their id."""

    names: Mapping[str, str]
    sentences: Mapping[str, str]

    def name(self, username: str) -> str:
        """Somebody's name; the monitor's where no person did it."""
        return "The monitor" if username == MONITOR else self.names.get(username, username)


def history(events: Iterable[Row], deliveries: Iterable[Delivery], known: Known) -> tuple[HistoryStep, ...]:
    """Events and messages in words, oldest first."""
    found = [(datetime.fromisoformat(row["at"]), _step(row, known)) for row in events if row["kind"] in _KINDS]
    found += [(one.at, HistoryStep(_delivered(one), when(one.at))) for one in deliveries if one.occasion in _DELIVERED]
    return tuple(step for _, step in sorted(found, key=lambda pair: pair[0]))


def _step(row: Row, known: Known) -> HistoryStep:
    note = row["note"] if row["kind"] in _WRITTEN else ""
    return HistoryStep(_KINDS[row["kind"]](row, known), when(datetime.fromisoformat(row["at"])), note)


def when(at: datetime) -> str:
    """A moment as people say it on this server: "12:04 on 3 November 2026"."""
    moment = at.astimezone()
    return f"{moment:%H:%M} on {spoken(moment.date())}"


def _delivered(one: Delivery) -> str:
    said = _DELIVERED[one.occasion].format(way=_WAYS[one.medium])
    return f"{said[0].upper()}{said[1:]}"


def _state(row: Row, known: Known) -> str:
    who, old, new = known.name(row["actor"]), row["old_value"], AlertState(row["new_value"])
    if old == AlertState.CLOSED:
        return f"{who} opened it again."
    if old == AlertState.ACKNOWLEDGED and new is AlertState.RAISED:
        return f"{who} gave it back: nobody has it."
    return f"{who} {_STATES[new]}."


def _course(row: Row, known: Known) -> str:
    return _COURSES[Course(row["new_value"])]


def _assigned(row: Row, known: Known) -> str:
    who = known.name(row["actor"])
    if not row["new_value"] and row["old_value"] == row["actor"]:
        return f"{who} no longer has it."
    if not row["new_value"]:
        return f"{who} took it off {known.name(row['old_value'])}."
    if row["new_value"] == row["actor"]:
        return f"{who} took it."
    return f"{who} gave it to {known.name(row['new_value'])}."


def _due(row: Row, known: Known) -> str:
    who = known.name(row["actor"])
    if not row["new_value"]:
        return f"{who} took the day away."
    return f"{who} made it due on {spoken(date.fromisoformat(row['new_value']))}."


def _note(row: Row, known: Known) -> str:
    return f"{known.name(row['actor'])} noted:"


def _judged(row: Row, known: Known) -> str:
    who = known.name(row["actor"])
    if not row["new_value"]:
        return f"{who} took back what they said it was."
    return f"{who} said it was {_JUDGED[Judgement(row['new_value'])]}."


def _silenced(row: Row, known: Known) -> str:
    if row["new_value"] and row["old_value"]:
        return "That silence ended, and another one keeps it quiet."
    if row["new_value"]:
        return "It fell under a silence: nobody was told."
    return "The silence over it ended."


def _folded(row: Row, known: Known) -> str:
    if row["new_value"]:
        return "It was put inside another alert."
    because = _FOLDED[Folding(row["note"])]
    found = known.sentences.get(row["old_value"], "")
    return f"The monitor put another alert inside this one, as {because}" + (f": {found}" if found else ".")


def _sign(row: Row, known: Known) -> str:
    return f"Another sign: {row['note']}"


def _rearmed(row: Row, known: Known) -> str:
    return "From here on, what moves there is an alert of its own."


_WRITTEN = {"note", "state"}  # kinds whose note somebody wrote, or chose
_KINDS: Mapping[str, Callable[[Row, Known], str]] = {
    "state": _state,
    "course": _course,
    "assigned": _assigned,
    "due": _due,
    "note": _note,
    "judged": _judged,
    "silenced": _silenced,
    "folded": _folded,
    "sign": _sign,
    "rearmed": _rearmed,
}
