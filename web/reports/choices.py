"""What can be added to a report, and its parts as the page that makes it lists them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from narratives.report import Part, PartKind, Report
from store.claims import list_claims
from store.observations import list_observations
from store.probes import list_probes
from store.report_backs import list_report_backs
from web.reports.telling import GoneError, Teller

KINDS = {
    PartKind.HEADING: "Heading",
    PartKind.CLAIM: "Claim",
    PartKind.OBSERVATION: "What people see",
    PartKind.PROBE: "Probe",
    PartKind.ANSWER: "Told to tellers",
}


@dataclass(frozen=True, slots=True)
class Choice:
    """Something that can be added: its value in the form, and what it is called there."""

    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """A part in the list: its place, what it is, its words, and why it cannot be told, if so."""

    place: int
    kind: str
    text: str
    gone: str


def choices(teller: Teller, report: Report) -> tuple[tuple[str, tuple[Choice, ...]], ...]:
    """What is not in the report yet, by kind; kinds of which there is nothing are left out."""
    db, collection = teller.db, teller.collection.id
    found: dict[PartKind, Iterable[tuple[str, str]]] = {
        PartKind.CLAIM: [(one.id, one.text) for one in list_claims(db, collection)],
        PartKind.OBSERVATION: [(one.id, one.title) for one in list_observations(db, collection)],
        PartKind.PROBE: [(one.id, one.title) for one in list_probes(db, collection)],
        PartKind.ANSWER: [(one.id, one.words["en"].you_said) for one in list_report_backs(db, collection)],
    }
    taken = set(report.parts)
    listed = []
    for kind, among in found.items():
        free = tuple(Choice(value_of(kind, id), text) for id, text in among if Part(kind, id) not in taken)
        if free:
            listed.append((KINDS[kind], free))
    return tuple(listed)


def value_of(kind: PartKind, id: str) -> str:
    """A part as the form has it."""
    return f"{kind.value}:{id}"


def read_choice(teller: Teller, typed: str) -> Part | None:
    """The part that a form names; None where the collection has no such thing to tell."""
    kind, _, id = typed.partition(":")
    if kind not in {one.value for one in PartKind if one is not PartKind.HEADING}:
        return None
    part = Part(PartKind(kind), id)
    try:
        teller.part(part)
    except GoneError:
        return None
    return part


def rows(teller: Teller, report: Report) -> tuple[Row, ...]:
    """The parts of a report in their order."""
    return tuple(_row(teller, place, part) for place, part in enumerate(report.parts))


def _row(teller: Teller, place: int, part: Part) -> Row:
    try:
        told = teller.part(part)
    except GoneError as error:
        return Row(place, KINDS[part.kind], "", str(error))
    return Row(place, KINDS[part.kind], told["title"], "")
