"""The cells of one row, read into answers; a cell that cannot be used raises CellError."""

from __future__ import annotations

from collections.abc import Mapping

from narratives.answers import (
    Answer,
    ChoiceAnswer,
    DyadAnswer,
    FreetextAnswer,
    NotApplicable,
    StonesAnswer,
    TriadAnswer,
)
from narratives.interchange.cells import CellError, Decimal, clean_label, slug
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
from narratives.signifiers import OTHER
from narratives.text import MAX_FREETEXT_CHARACTERS, clean_text
from narratives.triangle import Shares

METHOD = "import"
Cells = Mapping[str, str]


def read_answer(columns: SignifierColumns, cells: Cells, decimal: Decimal) -> Answer | None:
    """The answer that a row gives to one signifier; None when it gives none. Raises CellError."""
    match columns:
        case TriadShares():
            return _read_shares(columns, cells, decimal)
        case TriadPoint():
            return _read_point(columns, cells, decimal)
        case DyadColumn():
            return _read_dyad(columns, cells, decimal)
        case ChoiceColumn():
            return _read_choice(columns, cells)
        case ChoiceColumns():
            return _read_marks(columns, cells)
        case StonesColumns():
            return _read_stones(columns, cells, decimal)
        case FreetextColumn():
            return _read_freetext(columns, cells)


def _is_unplaced(unplaced: Unplaced, given: tuple[str, ...], cells: Cells) -> bool | None:
    """True for "does not apply", False for not answered, None for an answer."""
    if unplaced.column is not None and cells[unplaced.column] in unplaced.column_values:
        return True
    if all(cell in unplaced.na for cell in given):
        return True
    if all(cell == "" or cell in unplaced.unanswered for cell in given):
        return False
    return None


def _read_shares(columns: TriadShares, cells: Cells, decimal: Decimal) -> Answer | None:
    given = tuple(cells[column] for column in columns.columns)
    unplaced = _is_unplaced(columns.unplaced, given, cells)
    if unplaced is not None:
        return NotApplicable(columns.signifier.id) if unplaced else None
    shares = []
    for column, cell in zip(columns.columns, given, strict=True):
        if cell == "":
            raise CellError(column, cell, "fill in all three shares of the triad, or leave all three empty")
        shares.append(decimal.read(column, cell) / columns.scale)
    total = sum(shares)
    if abs(total - 1) > columns.tolerance:
        raise CellError(
            columns.columns[0],
            " ".join(given),
            f"the three shares add up to {total * columns.scale:g}; they must add up to {columns.scale:g} "
            f"within {columns.tolerance * columns.scale:g}",
        )
    return _triad_answer(columns, shares, given)


def _read_point(columns: TriadPoint, cells: Cells, decimal: Decimal) -> Answer | None:
    given = (cells[columns.x], cells[columns.y])
    unplaced = _is_unplaced(columns.unplaced, given, cells)
    if unplaced is not None:
        return NotApplicable(columns.signifier.id) if unplaced else None
    x = decimal.read(columns.x, given[0])
    top = decimal.read(columns.y, given[1]) / columns.height
    return _triad_answer(columns, [top, 1 - x - top / 2, x - top / 2], given)


def _triad_answer(columns: TriadShares | TriadPoint, shares: list[float], given: tuple[str, ...]) -> TriadAnswer:
    """A marker just outside the triangle is set on its edge; one further out is an error."""
    if min(shares) < -columns.tolerance:
        place = columns.x if isinstance(columns, TriadPoint) else columns.columns[0]
        raise CellError(place, " ".join(given), "the marker lies outside the triangle; mend the row")
    clamped = [max(0.0, share) for share in shares]
    total = sum(clamped)
    top, left, right = clamped if abs(total - 1) < 1e-9 else [share / total for share in clamped]
    placed: Shares = (min(top, 1.0), min(left, 1.0), min(right, 1.0))
    return TriadAnswer(columns.signifier.id, placed, METHOD)


def _read_dyad(columns: DyadColumn, cells: Cells, decimal: Decimal) -> Answer | None:
    cell = cells[columns.column]
    unplaced = _is_unplaced(columns.unplaced, (cell,), cells)
    if unplaced is not None:
        return NotApplicable(columns.signifier.id) if unplaced else None
    if columns.values is not None:
        if cell not in columns.values:
            known = ", ".join(map(repr, columns.values))
            raise CellError(columns.column, cell, f"use one of {known}, or add it to values in the mapping")
        value = columns.values[cell]
    else:
        number = decimal.read(columns.column, cell)
        if not columns.least <= number <= columns.most:
            raise CellError(columns.column, cell, f"write a number from {columns.least:g} to {columns.most:g}")
        value = (number - columns.least) / (columns.most - columns.least)
    return DyadAnswer(columns.signifier.id, 1.0 - value if columns.reverse else float(value), METHOD)


def _read_choice(columns: ChoiceColumn, cells: Cells) -> Answer | None:
    cell = cells[columns.column]
    unplaced = _is_unplaced(columns.unplaced, (cell,), cells)
    if unplaced is not None:
        return NotApplicable(columns.signifier.id) if unplaced else _other_alone(columns, cells)
    written = cell.split(columns.separator) if columns.separator else [cell]
    chosen = set()
    for label in filter(None, map(clean_label, written)):
        option = columns.options.get(label.casefold()) or columns.options.get(slug(label))
        if option is None:
            known = ", ".join(option.label for option in columns.signifier.options)
            advice = f"it is not one of the options ({known}); add it to values in the mapping or to the framework"
            raise CellError(columns.column, label, advice)
        chosen.add(option)
    if not chosen:
        return _other_alone(columns, cells)
    return _choice_answer(columns, chosen, columns.column, cells)


def _read_marks(columns: ChoiceColumns, cells: Cells) -> Answer | None:
    given = tuple(cells[column] for column in columns.columns.values())
    unplaced = _is_unplaced(columns.unplaced, given, cells)
    if unplaced is not None:
        return NotApplicable(columns.signifier.id) if unplaced else _other_alone(columns, cells)
    chosen = {option for option, column in columns.columns.items() if cells[column] in columns.chosen}
    if not chosen:
        return _other_alone(columns, cells)
    return _choice_answer(columns, chosen, next(iter(columns.columns.values())), cells)


def _other_alone(columns: ChoiceColumn | ChoiceColumns, cells: Cells) -> Answer | None:
    """Who chose nothing and wrote something beside "other" chose that."""
    if columns.other is None or not clean_text(cells[columns.other]):
        return None
    return _choice_answer(columns, {OTHER}, columns.other, cells)


def _choice_answer(columns: ChoiceColumn | ChoiceColumns, chosen: set[str], column: str, cells: Cells) -> ChoiceAnswer:
    choice, found = columns.signifier, " ".join(sorted(chosen))
    other = clean_text(cells[columns.other]) if columns.other else ""
    if len(other) > MAX_FREETEXT_CHARACTERS:
        advice = f"words beside other have at most {MAX_FREETEXT_CHARACTERS:,} characters; shorten them"
        raise CellError(columns.other or "", f"{len(other):,} characters", advice)
    if len(chosen) > choice.max_responses:
        most = choice.max_responses
        raise CellError(column, found, f"choose at most {most} of the options, or raise max_responses in the framework")
    return ChoiceAnswer(choice.id, tuple(option.id for option in choice.options if option.id in chosen), METHOD, other)


def _read_stones(columns: StonesColumns, cells: Cells, decimal: Decimal) -> Answer | None:
    given = tuple(cells[name] for place in columns.places.values() for name in place)
    unplaced = _is_unplaced(columns.unplaced, given, cells)
    if unplaced is not None:
        return NotApplicable(columns.signifier.id) if unplaced else None
    places = []
    for stone, names in columns.places.items():
        if cells[names[0]] == cells[names[1]] == "":
            continue
        x, y = (decimal.read(name, cells[name]) for name in names)
        if not (0 <= x <= 1 and 0 <= y <= 1):
            raise CellError(names[0], f"{x:g} {y:g}", "a stone's place is two numbers from 0 to 1; mend the row")
        places.append((stone, x, y))
    return StonesAnswer(columns.signifier.id, tuple(places), METHOD) if places else None


def _read_freetext(columns: FreetextColumn, cells: Cells) -> Answer | None:
    text = clean_text(cells[columns.column])
    if len(text) > columns.most_characters:
        advice = (
            f"an answer in words has at most {columns.most_characters:,} characters; "
            "shorten it or set most_characters in the mapping"
        )
        raise CellError(columns.column, f"{len(text):,} characters", advice)
    return FreetextAnswer(columns.signifier.id, text) if text else None
