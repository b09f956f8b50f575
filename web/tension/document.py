"""A tension return as a document: what was typed, with what the alert shows and what is left out, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from narratives.calendar import spoken
from narratives.tension_return import FIELDS, GRADES, PARTS, ReturnForm
from store.tension_returns import Quotation
from web.alerts.cards import AlertCard, alert_card
from web.people import organisation_title
from web.tension.blueprint import Subject

EDITION = 1
TITLES = {"experienced": "Experienced", "evidenced": "Evidenced", "potential": "Potential"}
_HOW_TENSE = "How tense"


@dataclass(frozen=True, slots=True)
class Part:
    """One of the three parts as a page shows it: its grade, paragraphs, and facts by name."""

    id: str
    title: str
    grade: str
    words: tuple[str, ...]
    facts: tuple[tuple[str, str], ...] = ()
    marks: tuple[tuple[str, str, str], ...] = ()
    measured: str = ""
    quotations: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sheet:
    """A return as page, PDF and CSV show it; `gone` is how many quotations were taken back since it was finished."""

    title: str
    about: tuple[tuple[str, str], ...]
    parts: tuple[Part, ...]
    left_out: tuple[str, ...]
    gone: int


def document_of(
    subject: Subject, form: ReturnForm, quotations: Sequence[Quotation], sources: Mapping[str, str], on: date
) -> dict[str, Any]:
    """The whole return as it is frozen: quotations by their marks, so that their words can go with their story."""
    card = alert_card(subject.alert, subject.collection, subject.framework, (), on)
    picture = card.evidence.picture
    finding = subject.alert.finding
    return {
        "form": "EEP",
        "edition": EDITION,
        **sources,
        "alert": subject.alert.id,
        "since": finding.since.isoformat(),
        "noticed_on": finding.raised_on.isoformat(),
        "written_on": on.isoformat(),
        "typed": dict(form.typed),
        "grades": dict(form.grades),
        "marks": [[row.label, f"{row.before}", f"{row.since}"] for row in picture.rows] if picture else [],
        "measured": picture.measured if picture else "",
        "quotations": [one.mark for one in quotations],
        "facts": [list(one) for one in _facts(card, subject)],
        "left_out": list(_left_out(subject, len(quotations))),
    }


def sources_of(subject: Subject) -> dict[str, str]:
    """Where a return comes from: the organisation and the collection, and no person."""
    return {"organisation": organisation_title(), "collection": subject.collection.title}


def sheet_of(document: Mapping[str, Any], quotations: Sequence[Quotation]) -> Sheet:
    """A document as it is shown; `quotations` are those of its own that may still be shown."""
    shown = [one.words for one in quotations if one.mark in document["quotations"]]
    typed = document["typed"]
    since, noticed, written = (
        spoken(date.fromisoformat(document[name])) for name in ("since", "noticed_on", "written_on")
    )
    about = (
        ("For", typed["recipient"]),
        ("From", f"{document['organisation']}, out of what people told in “{document['collection']}”"),
        ("Where", typed["place"]),
        ("Who is affected", typed["community"]),
        ("When", f"since about {since}; noticed on {noticed}"),
        ("Written", written),
    )
    return Sheet(
        title=f"Tension return: {typed['place'] or document['collection']}",
        about=tuple(one for one in about if one[1]),
        parts=tuple(_part(document, part, shown) for part in PARTS),
        left_out=tuple(document["left_out"]),
        gone=len(document["quotations"]) - len(shown),
    )


def rows_of(sheet: Sheet) -> Iterator[tuple[str, str, str]]:
    """The same as rows of a table: the part, what it is, and what it says."""
    yield from (("about", name, words) for name, words in sheet.about)
    for part in sheet.parts:
        yield part.id, _HOW_TENSE, part.grade
        yield from ((part.id, "words", words) for words in part.words)
        yield from ((part.id, "quotation", words) for words in part.quotations)
        yield from (
            (part.id, f"{part.measured}: {label}", f"{before} before, {since} since")
            for label, before, since in part.marks
        )
        yield from ((part.id, name, words) for name, words in part.facts)
    yield from (("left out", "", words) for words in sheet.left_out)


def _part(document: Mapping[str, Any], part: str, shown: Sequence[str]) -> Part:
    typed, words = document["typed"], _paragraphs(document["typed"][part])
    grade = _graded(document["grades"][part])
    match part:
        case "experienced":
            marks = tuple((label, before, since) for label, before, since in document["marks"])
            return Part(part, TITLES[part], grade, words, (), marks, document["measured"], tuple(shown))
        case "evidenced":
            return Part(part, TITLES[part], grade, words, tuple((name, said) for name, said in document["facts"]))
        case _:
            proposed = typed["proposed"]
            facts = ((FIELDS["proposed"].label.rstrip("?"), proposed),) if proposed else ()
            return Part(part, TITLES[part], grade, words, facts)


def _graded(grade: str) -> str:
    """A grade with its place on the scale, for forms that ask for a number."""
    return f"{GRADES[grade]} ({list(GRADES).index(grade) + 1} of {len(GRADES)})" if grade in GRADES else ""


def _paragraphs(text: str) -> tuple[str, ...]:
    return tuple(one for line in text.splitlines() if (one := line.strip()))


def _facts(card: AlertCard, subject: Subject) -> Iterator[tuple[str, str]]:
    """What the alert shows, as its own page says it."""
    more = card.evidence
    facts = (
        ("What moved", card.sentence),
        ("How much", f"{card.size}."),
        ("In figures", f"{card.figures}." if card.figures else ""),
        ("When", card.noticed),
        ("Made of", f"{card.made_of}." if card.made_of else ""),
        ("Since then", more.course),
        ("By chance", f"{card.how_sure}."),
        ("False alarms accepted", f"At most {subject.collection.alerts_a_year:g} a year in this collection."),
        ("Alerts like this", f"{more.judged}." if more.judged else ""),
        ("Other organisations", more.elsewhere),
    )
    return (one for one in facts if one[1])


def _left_out(subject: Subject, quoted: int) -> Iterator[str]:
    """What the reader does not find here, and why."""
    k = subject.collection.k
    if quoted:
        said = "1 story is" if quoted == 1 else f"{quoted} stories are"
        yield (
            f"{said} quoted, because those who told it allow that and nothing in it names anybody. All others are left "
            "out: those who told them did not allow it, or something in them could show who somebody is."
        )
    else:
        yield "No story is quoted: those who told did not allow it, or something could show who somebody is."
    yield f"Nothing is said of fewer than {k} people, nor of a group that is smaller."
    yield "Days on which single stories were told are left out: they could show who was there."
    yield "Who told, who wrote this and who works there is left out: a return is about a place, never about a person."
    yield "What cannot be told from scatter is left out. In brackets stand 95% intervals."
