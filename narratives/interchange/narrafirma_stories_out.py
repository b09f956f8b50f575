"""Stories as a CSV file that NarraFirma reads: whole numbers in its scales, the exact ones in columns beside them.

Cells are literal, as the other program needs them: open such a file there, not in a spreadsheet.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from narratives.framework import Framework
from narratives.interchange.narrafirma_out import DOES_NOT_APPLY, form_losses
from narratives.interchange.narrafirma_question import EXACT, NOT_ASKED, WRITE_IN
from narratives.interchange.narrafirma_stories import DAY, GROUP, KIND, LANGUAGE, STORY_ID, TEXT, TITLE, USES
from narratives.interchange.sensemaker_capture_out import Told
from narratives.signifiers import Choice, Dyad, Freetext, Signifier, Triad

# The id stands first: a row that begins with a semicolon is a comment there.
_FACTS = {
    STORY_ID: "id", TITLE: "title", TEXT: "story", DAY: "week", LANGUAGE: "language",
    GROUP: "group", KIND: "kind", USES: "uses",
}  # fmt: skip
_Stored = Mapping[str, Any]


class _Column:
    """A column: its header, what the second row says of it, and the cell that an answer becomes."""

    def __init__(self, signifier: str, header: str, cell: Callable[[_Stored], str], option: str = "") -> None:
        self.signifier = signifier
        self.header = header
        self.cell = cell
        self.option = option


def write_stories(framework: Framework, stories: Iterable[Told]) -> Iterator[str]:
    """The lines of the file: the header, the row that names the answers of repeated columns, and the stories."""
    columns = [column for signifier in framework.signifiers for column in _columns(signifier)]
    yield _line([*_FACTS, *(column.header for column in columns)])
    yield _line([";", *[""] * (len(_FACTS) - 1), *(column.option for column in columns)])
    for one in stories:
        facts = (one.facts.get(name, "") for name in _FACTS.values())
        yield _line([*facts, *(_cell(column, one.answers.get(column.signifier)) for column in columns)])


def stories_losses(framework: Framework) -> list[str]:
    """What of stories told in a framework such a file cannot hold, as sentences."""
    choices = [choice.id for choice in framework.choices]
    lost = [
        *form_losses(framework),
        "Scales are whole numbers from 0 to 100; the exact values stand in columns that NarraFirma does not read.",
        "The day is the Monday of the week in which a story was told.",
    ]
    if choices:
        lost.append(f"“Does not apply” is an empty cell in: {', '.join(choices)}.")
    return lost


def _columns(signifier: Signifier) -> Iterator[_Column]:
    name = signifier.id
    match signifier:
        case Triad():
            for place, anchor in enumerate(signifier.anchors):
                yield _Column(name, f"{name} - {anchor.id}", _share(place))
            yield _Column(name, name + NOT_ASKED, lambda stored: "yes" if stored.get("na") else "")
            for place, anchor in enumerate(signifier.anchors):
                yield _Column(name, f"{name} - {anchor.id}{EXACT}", _share(place, exact=True))
        case Dyad():
            yield _Column(name, name, _value)
            yield _Column(name, name + EXACT, _exact_value)
        case Choice():
            yield from _choice_columns(signifier)
        case Freetext():
            yield _Column(name, name, lambda stored: stored.get("text", ""))


def _choice_columns(choice: Choice) -> Iterator[_Column]:
    if choice.max_responses == 1:
        yield _Column(choice.id, choice.id, lambda stored: next(iter(stored.get("options", ())), ""))
    else:
        for option in choice.options:
            yield _Column(choice.id, choice.id, _mark(option.id), option.id)
    if choice.takes_other:
        yield _Column(choice.id, WRITE_IN + choice.id, lambda stored: stored.get("other", ""))


def _share(place: int, *, exact: bool = False) -> Callable[[_Stored], str]:
    def cell(stored: _Stored) -> str:
        if "shares" not in stored:
            return ""
        share = float(stored["shares"][place])
        return repr(share) if exact else str(round(share * 100))

    return cell


def _value(stored: _Stored) -> str:
    if stored.get("na"):
        return DOES_NOT_APPLY
    return str(round(float(stored["value"]) * 100)) if "value" in stored else ""


def _exact_value(stored: _Stored) -> str:
    if stored.get("na"):
        return DOES_NOT_APPLY
    return repr(float(stored["value"])) if "value" in stored else ""


def _mark(option: str) -> Callable[[_Stored], str]:
    return lambda stored: option if option in stored.get("options", ()) else ""


def _cell(column: _Column, stored: _Stored | None) -> str:
    return "" if stored is None else column.cell(stored)


def _line(cells: Sequence[str]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\r\n").writerow(cells)
    return held.getvalue()
