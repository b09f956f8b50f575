"""The `answers` of a mapping file: for every signifier, the columns that hold its answers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from narratives.framework import Framework
from narratives.interchange.cells import clean_label, slug
from narratives.interchange.mapping import (
    ChoiceColumn,
    ChoiceColumns,
    DyadColumn,
    FreetextColumn,
    SignifierColumns,
    StonesColumns,
    TriadPoint,
    TriadShares,
    Unplaced,
)
from narratives.interchange.mapping_part import Part
from narratives.signifiers import OTHER, Choice, Dyad, Freetext, Signifier, Stones, Triad
from narratives.text import MAX_FREETEXT_CHARACTERS

AS_IS = "as is"
_MOST_FREETEXT = 20_000


def read_answers(part: Part, framework: Framework) -> tuple[SignifierColumns, ...]:
    """The columns of each signifier, in the framework's order; problems go to the part's findings."""
    by_id: dict[str, SignifierColumns] = {}
    for signifier in framework.signifiers:
        asked = part.part(signifier.id)
        if asked is not None:
            found = _read(asked, signifier)
            asked.close()
            if found is not None:
                by_id[signifier.id] = found
    part.close()
    return tuple(by_id.values())


def _read(part: Part, signifier: Signifier) -> SignifierColumns | None:
    before = len(part.findings.problems)
    match signifier:
        case Triad():
            found: SignifierColumns = _read_triad(part, signifier)
        case Dyad():
            found = _read_dyad(part, signifier)
        case Choice():
            found = _read_choice(part, signifier)
        case Stones():
            found = _read_stones(part, signifier)
        case Freetext():
            most = part.whole("most_characters", MAX_FREETEXT_CHARACTERS, 1, _MOST_FREETEXT)
            found = FreetextColumn(signifier, part.column("column"), most)
    return found if len(part.findings.problems) == before else None


def _read_unplaced(part: Part) -> Unplaced:
    na, unanswered = part.words("na"), part.words("unanswered")
    for both in sorted(na & unanswered):
        part.say("na", f"{both!r} stands under na and under unanswered; choose one")
    beside = part.part("na_column")
    if beside is None:
        return Unplaced(na, unanswered)
    column, values = beside.column("column"), beside.words("values")
    if not values:
        beside.say("values", 'write the cells that say "does not apply", for instance ["1"]')
    beside.close()
    return Unplaced(na, unanswered, column, values)


def _read_triad(part: Part, triad: Triad) -> TriadShares | TriadPoint:
    unplaced = _read_unplaced(part)
    tolerance = part.number("tolerance", 0.02, above=0)
    if part.has("x") or part.has("y"):
        x, y = part.column("x"), part.column("y")
        return TriadPoint(triad, x, y, part.number("height", 1.0, above=0), tolerance, unplaced)
    scale = part.number("scale", 1.0, above=0)
    columns = _column_for_each(part, "shares", [anchor.id for anchor in triad.anchors], "anchors")
    return TriadShares(triad, cast(tuple[str, str, str], columns), scale, tolerance, unplaced)


def _column_for_each(part: Part, key: str, ids: list[str], noun: str) -> tuple[str, ...]:
    inner = part.part(key)
    if inner is None:
        part.say(key, f"write an object that names a column for each of the {noun} {', '.join(ids)}")
        return ("",) * len(ids)
    columns = tuple(inner.column(one) for one in ids)
    inner.close()
    return columns


def _read_dyad(part: Part, dyad: Dyad) -> DyadColumn:
    unplaced = _read_unplaced(part)
    column = part.column("column")
    reverse = part.flag("reverse")
    if part.has("values"):
        values = part.mapped("values", "a number from 0 (first anchor) to 1 (second)")
        for cell, value in values.items():
            if not _is_share(value):
                part.say(f"values[{cell!r}]", f"found {value!r}; write a number from 0 to 1")
        return DyadColumn(dyad, column, reverse=reverse, values=values, unplaced=unplaced)
    least, most = part.number("min", 0.0), part.number("max", 1.0)
    if least >= most:
        part.say("max", f"found {most:g}, and min is {least:g}; max must be above min (reverse turns the dyad round)")
    return DyadColumn(dyad, column, least, most, reverse, unplaced=unplaced)


def _is_share(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 1


def _read_choice(part: Part, choice: Choice) -> ChoiceColumn | ChoiceColumns:
    unplaced = _read_unplaced(part)
    ids = [option.id for option in choice.options]
    other = part.optional_column("other_column")
    if other and not choice.takes_other:
        part.say("other_column", f"no option of the choice has the id {OTHER!r}; leave it out")
    if part.has("columns"):
        columns = part.texts("columns", "the name of its column")
        _note_strangers(part, "columns", columns, ids)
        part.findings.columns.extend((part.at(f"columns.{option}"), name) for option, name in columns.items())
        chosen = part.words("chosen") if part.has("chosen") else frozenset({"1"})
        return ChoiceColumns(choice, columns, chosen, unplaced, other)
    separator = part.take("separator")
    if separator is not None and not (isinstance(separator, str) and separator):
        part.say("separator", f"found {separator!r}; write what stands between several answers, such as |")
    if part.take("values", AS_IS) == AS_IS:
        options = _options_as_they_are(choice)
    else:
        values = part.texts("values", "the id of an option")
        _note_strangers(part, "values", values.values(), ids)
        options = {clean_label(cell).casefold(): option for cell, option in values.items()}
    return ChoiceColumn(choice, part.column("column"), options, separator, unplaced, other)


def _note_strangers(part: Part, key: str, given: Iterable[str], known: list[str]) -> None:
    for stranger in sorted(set(given) - set(known)):
        part.say(key, f"{stranger!r} is not one of the options {', '.join(known)}")


def _options_as_they_are(choice: Choice) -> Mapping[str, str]:
    """Cells hold an option's id or its label, in any case and with any punctuation."""
    forms: tuple[Callable[[Any], str], ...] = (
        lambda option: slug(option.label),
        lambda option: clean_label(option.label).casefold(),
        lambda option: slug(option.id),
        lambda option: option.id.casefold(),
    )
    return {form(option): option.id for form in forms for option in choice.options if form(option)}


def _read_stones(part: Part, stones: Stones) -> StonesColumns:
    unplaced = _read_unplaced(part)
    places: dict[str, tuple[str, str]] = {}
    inner = part.part("stones")
    if inner is None:
        part.say("stones", 'write an object from each stone to {"x": column, "y": column}')
        return StonesColumns(stones, places, unplaced)
    for stone in stones.stones:
        one = inner.part(stone.id)
        if one is not None:
            places[stone.id] = (one.column("x"), one.column("y"))
            one.close()
    inner.close()
    return StonesColumns(stones, places, unplaced)
