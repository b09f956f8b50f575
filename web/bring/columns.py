"""The second step: what each column of a table is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from narratives.errors import FieldError, ImportRefusedError, MappingError
from narratives.framework import Framework
from narratives.interchange.brought import Brought
from narratives.interchange.cells import clean_label
from narratives.interchange.column_guess import Column, look_at
from narratives.interchange.column_memory import uses_of
from narratives.interchange.column_use import CHOICE, DATE, MADE, PLAIN, ColumnUse, mapping_of, roles_for
from narratives.interchange.dates import pattern_problem
from narratives.interchange.table import Table
from narratives.signifiers import Dyad, Stones, Triad
from store.brought_in import BroughtIn, list_brought_in, say_of
from store.import_files import mapping_of_document
from web.access import open_to
from web.bring.blueprint import bp, files, own
from web.bring.into import document_of, framework_for
from web.design.blueprint import DESIGNERS
from web.stores import stores

MOST_ROWS_FOR_OPTIONS = 100_000
_MOST_OPTIONS = 201  # one more than a choice has
_MOST_SHOWN = 120
_USUAL_FORMATS = {
    "iso-date": "2026-03-31",
    "iso-datetime": "2026-03-31 14:05",
    "iso-datetime-zone": "2026-03-31T14:05:00Z",
    "%d/%m/%Y": "31/03/2026, day first",
    "%m/%d/%Y": "03/31/2026, month first",
    "%d.%m.%Y": "31.03.2026",
    "%d-%m-%Y": "31-03-2026",
    "%d/%m/%Y %H:%M": "31/03/2026 14:05, day first",
    "%m/%d/%Y %H:%M": "03/31/2026 14:05, month first",
    "%d %B %Y": "31 March 2026",
    "%d-%b-%y": "31-Mar-26",
}


@bp.get("/<import_id>/columns")
@open_to(*DESIGNERS)
def columns(import_id: str) -> ResponseReturnValue:
    """Every column with three of its cells and what it could be."""
    found = own(import_id)
    if "into" not in found.said:
        return redirect(url_for(".form", import_id=found.id))
    try:
        brought, framework, seen = _read(found)
    except ImportRefusedError as error:
        return _refused(found, error), 422
    said = _remembered(framework) | {one["column"]: ColumnUse(**one) for one in found.said.get("uses", [])}
    return _page(found, brought, framework, seen, [said.get(one.name, one.guess) for one in seen])


@bp.post("/<import_id>/columns")
@open_to(*DESIGNERS)
def say_columns(import_id: str) -> ResponseReturnValue:
    """Keep what the columns are as a mapping, and go on to the first rows."""
    found = own(import_id)
    if "into" not in found.said:
        return redirect(url_for(".form", import_id=found.id), code=303)
    try:
        brought, framework, seen = _read(found)
        uses, errors = _read_uses(request.form, seen, framework)
        made = mapping_of(uses, framework, _options(brought.table, uses))
    except ImportRefusedError as error:
        return _refused(found, error), 422
    places = {one.name: place for place, one in enumerate(seen)}
    errors += [FieldError(f"role-{places[name]}", f"{name}: {problem}") for name, problem in made.problems]
    document = document_of(found.said["into"], brought, made.document, made.signifiers)
    if "date" not in document:
        errors.append(FieldError("role-0", "Say which column is the day, or go back and give one day for all rows"))
    if not errors:
        errors = _check(document, brought)
    if errors:
        return _page(found, brought, framework, seen, uses, errors), 422
    kept = [{name: getattr(use, name) for name in ColumnUse.__slots__} for use in uses]
    said = {"into": found.said["into"], "uses": kept, "document": document}
    if not say_of(stores().stories, found.id, found.format, said):
        problem = FieldError("role-0", "The worker has this file in hand: stop it first, or bring the file in again")
        return _page(found, brought, framework, seen, uses, [problem]), 409
    return redirect(url_for(".show", import_id=found.id), code=303)


def _read(found: BroughtIn) -> tuple[Brought, Framework | None, list[Column]]:
    brought = files(found).read(found.format)
    framework = framework_for(found.said["into"], brought)
    return brought, framework, look_at(brought.table, framework)


def _remembered(framework: Framework | None) -> dict[str, ColumnUse]:
    """What the columns of the last file with answers to the same questions were."""
    if framework is None:
        return {}
    for earlier in list_brought_in(stores().stories):
        named = earlier.document.get("framework") or earlier.document.get("framework_document") or {}
        if (named.get("id"), named.get("version")) == (framework.id, framework.version):
            return uses_of(earlier.document)
    return {}


def _read_uses(
    given: Mapping[str, str], seen: Sequence[Column], framework: Framework | None
) -> tuple[list[ColumnUse], list[FieldError]]:
    known = {"", *PLAIN, *(MADE if framework is None else roles_for(framework))}
    uses, errors = [], []
    for place, one in enumerate(seen):
        role = given.get(f"role-{place}", "")
        words = {name: clean_label(given.get(f"{name}-{place}", ""))[:200] for name in ("question", "words", "format")}
        ends = {}
        for name, otherwise in (("least", 0.0), ("most", 1.0)):
            typed = given.get(f"{name}-{place}", "").strip()
            try:
                ends[name] = float(typed) if typed else otherwise
            except ValueError:
                ends[name] = otherwise
                errors.append(FieldError(f"{name}-{place}", f"{one.name}: write a number such as 0 or 100"))
        if role not in known:
            role = ""
        if role == DATE and words["format"] and pattern_problem(words["format"]):
            problem = f"{one.name}: {pattern_problem(words['format'])}"
            errors.append(FieldError(f"format-{place}", problem))
        uses.append(
            ColumnUse(one.name, role, words["question"], words["words"], ends["least"], ends["most"], words["format"])
        )
    return uses, errors


def _options(table: Table, uses: Sequence[ColumnUse]) -> dict[str, Sequence[str]]:
    """The different cells of each column that is to be a choice, of as many rows as are looked at."""
    found: dict[str, dict[str, None]] = {use.column: {} for use in uses if use.role == CHOICE}
    if found:
        for row in islice(table.rows(), MOST_ROWS_FOR_OPTIONS):
            for name, cells in found.items():
                cell = row.cells.get(name, "")
                if cell and len(cells) < _MOST_OPTIONS:
                    cells[cell] = None
    return {name: list(cells) for name, cells in found.items()}


def _check(document: Mapping[str, Any], brought: Brought) -> list[FieldError]:
    try:
        mapping_of_document(stores().stories, document, brought.framework)
    except MappingError as error:
        return [FieldError("role-0", problem) for problem in error.problems]
    return []


def _refused(found: BroughtIn, error: ImportRefusedError) -> str:
    errors = [FieldError("columns", line) for line in str(error).splitlines()]
    return render_template("bring/columns.html", found=found, errors=errors, rows=[], notes=(), roles=[], wrong={})


def _page(
    found: BroughtIn,
    brought: Brought,
    framework: Framework | None,
    seen: Sequence[Column],
    uses: Sequence[ColumnUse],
    errors: Sequence[FieldError] = (),
) -> str:
    rows = [(one, use, tuple(map(_cut, one.samples)), _formats(one, use)) for one, use in zip(seen, uses, strict=True)]
    return render_template(
        "bring/columns.html",
        found=found,
        errors=errors,
        wrong={error.field: error.message for error in reversed(errors)},
        rows=rows,
        roles=_roles(framework),
        makes=framework is None,
        notes=tuple(dict.fromkeys((*brought.table.notes, *brought.notes))),
    )


def _cut(sample: str) -> str:
    return sample if len(sample) <= _MOST_SHOWN else f"{sample[:_MOST_SHOWN].rstrip()}…"


def _formats(one: Column, use: ColumnUse) -> list[tuple[str, str]]:
    """The formats that can be chosen for a column: those that fit its cells first."""
    fits = [name for name in one.formats if name in _USUAL_FORMATS] + [
        name for name in one.formats if name not in _USUAL_FORMATS
    ]
    rest = [name for name in _USUAL_FORMATS if name not in fits]
    said = [use.date_format] if use.date_format and use.date_format not in {*fits, *rest} else []
    return [(name, _USUAL_FORMATS.get(name, name)) for name in (*said, *fits, *rest)]


def _roles(framework: Framework | None) -> list[tuple[str, list[tuple[str, str]]]]:
    """What a column can be: groups of roles with their words."""
    groups = [("About the story", list(PLAIN.items()))]
    if framework is None:
        return [*groups, ("An answer", list(MADE.items()))]
    for one in framework.signifiers:
        named = [role for role in roles_for(framework) if role.split(":")[1] == one.id]
        groups.append((one.title, [(role, _part(one, role)) for role in named]))
    return groups


def _part(asked: object, role: str) -> str:
    """What a role of a framework's question is called, within the question."""
    rest = role.split(":")[2:]
    match asked:
        case Triad(title=title) if rest[0] in ("x", "y"):
            return f"{title} – {rest[0]} of the point"
        case Triad(title=title, anchors=anchors):
            return f"{title} – {next(anchor.label for anchor in anchors if anchor.id == rest[0])}"
        case Stones(title=title, stones=stones):
            return f"{title} – {next(stone.label for stone in stones if stone.id == rest[0])}, {rest[1]}"
        case Dyad(title=title, anchors=anchors):
            return f"{title} (from {anchors[0].label} to {anchors[1].label})"
    return str(getattr(asked, "title", ""))
