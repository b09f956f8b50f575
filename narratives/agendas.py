"""Agendas to begin from: ninety minutes, half a day and a whole day, each with what the facilitator does in each part.

The order is that of catalysis (narratives/observation.py): first look, then say what is seen, then understand it in
more than one way, then gather, and only then talk about what to do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from narratives.workshop import AgendaPart


@dataclass(frozen=True, slots=True)
class Agenda:
    """A ready agenda: its name and for whom it is meant."""

    id: str
    name: str
    fits: str
    parts: tuple[AgendaPart, ...]

    @property
    def minutes(self) -> int:
        """How long it takes."""
        return sum(part.minutes for part in self.parts)


_WELCOME = """Say why you are here and how long it takes. Say what happens with what is said: it is written down by
table, never by name. Nobody has to tell a story of their own."""
_READ = """Lay the story cards on the tables, face up. Everybody reads in silence and puts one card aside that stays
with them. Then each reads theirs aloud at the table; nobody comments yet."""
_LOOK = """Give each table the charts. Ask only: what do you see? Each thing goes on an observation sheet, with no
reason beside it. When somebody says "because", write it on another sheet for later."""
_UNDERSTAND = """Each table passes its observations on to the next table. Now ask: how could this be? Write at least
two ways to understand each that cannot both be true, by different people. Ask the quietest first."""
_GATHER = """Put all interpretation sheets on one wall. Two people move sheets that belong together, in silence; others
take over when they like. Name a group only when it has stopped moving. What fits nowhere stays alone: keep it."""
_ASK = """For each group: what would we have to ask or look at to tell whether it is so? Write it on the sheet."""
_TRY = """For each group: what could we try next month that is small, and does no harm if we are wrong? Say whom it
would be seen by, and what would tell you to stop."""
_CLOSE = """Read aloud what was decided and who does the next step by when. Ask each table for one word about the
session. Say when and where they can read the record."""
_BREAK = "Leave the sheets where they are: people go on looking at them."
_OTHERS = """Walk round the wall in pairs of people who did not sit together. Each pair puts a dot on the group they
would defend and a cross on one that they cannot see yet."""
_OWN = """In threes: tell each other one thing that happened to you and that belongs to a group on the wall. The other
two only listen, then say where they would put it, and why it might belong somewhere else."""


def _part(minutes: int, title: str, how: str) -> AgendaPart:
    return AgendaPart(minutes, title, " ".join(how.split()))


AGENDAS: Mapping[str, Agenda] = {
    one.id: one
    for one in (
        Agenda(
            "ninety-minutes",
            "90 minutes",
            "One question, one or two tables: enough to look and to disagree.",
            (
                _part(10, "Welcome", _WELCOME),
                _part(15, "Read stories", _READ),
                _part(20, "What do we see?", _LOOK),
                _part(25, "How could this be?", _UNDERSTAND),
                _part(10, "What could we try?", _TRY),
                _part(10, "Close", _CLOSE),
            ),
        ),
        Agenda(
            "half-a-day",
            "Half a day",
            "Two to five tables: from stories to perspectives that everybody has seen grow.",
            (
                _part(15, "Welcome", _WELCOME),
                _part(25, "Read stories", _READ),
                _part(35, "What do we see?", _LOOK),
                _part(15, "Break", _BREAK),
                _part(40, "How could this be?", _UNDERSTAND),
                _part(35, "Gather into perspectives", _GATHER),
                _part(15, "What would we have to ask?", _ASK),
                _part(20, "What could we try?", _TRY),
                _part(10, "Close", _CLOSE),
            ),
        ),
        Agenda(
            "a-day",
            "A day",
            "Several groups who rarely meet: time to tell, to walk round and to change one’s mind.",
            (
                _part(20, "Welcome", _WELCOME),
                _part(40, "Read stories", _READ),
                _part(50, "What do we see?", _LOOK),
                _part(20, "Break", _BREAK),
                _part(60, "How could this be?", _UNDERSTAND),
                _part(60, "Lunch", _BREAK),
                _part(50, "Gather into perspectives", _GATHER),
                _part(30, "Walk round the wall", _OTHERS),
                _part(30, "Where do our own stories belong?", _OWN),
                _part(15, "Break", _BREAK),
                _part(25, "What would we have to ask?", _ASK),
                _part(35, "What could we try?", _TRY),
                _part(15, "Close", _CLOSE),
            ),
        ),
    )
}
