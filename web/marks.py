"""What is marked on a story beside its answers, in the words of the staff pages."""

from __future__ import annotations

from collections.abc import Iterable

from narratives.careless import Mark
from narratives.framework import Framework
from narratives.narrative import Pen, Scope, widest_scope
from narratives.submission import hearers_of

PENS = {
    Pen.SCRIBE: "Written down by somebody else, in the teller’s words",
    Pen.INTERVIEWER: "Written down by an interviewer",
    Pen.KEYED: "Keyed from paper",
}
DANGER = "Its teller says that somebody may be in danger"
USES = {"read": "Not to be quoted", "quote": "May be quoted", "publish": "May be published"}
CARELESS = {
    Mark.CENTRE: "Every triad placed in the very middle",
    Mark.SAME_SPOT: "Every triad placed in the same spot",
    Mark.SECONDS: "Placed within seconds",
}


def hearer_words(framework: Framework, hearers: Iterable[str]) -> tuple[str, ...]:
    """Who should hear a story, by the teller's own mark."""
    labels = {hearer.id: hearer.label for hearer in hearers_of(framework)}
    return tuple(labels[hearer] for hearer in hearers if hearer in labels)


def use_words(uses: frozenset[Scope]) -> str:
    """What may be done with a story besides reading it; nothing for a story that may not even be read."""
    return USES.get(widest_scope(uses), "")


def careless_words(marks: Iterable[str]) -> tuple[str, ...]:
    """The signs of careless indexing."""
    return tuple(CARELESS[Mark(mark)] for mark in sorted(marks))
