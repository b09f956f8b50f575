"""The columns of a mapping file that are no answers: id, words, day, consent and labels."""

from __future__ import annotations

import re
from datetime import date

from narratives.framework import Framework
from narratives.interchange.cells import clean_label
from narratives.interchange.dates import ISO_DATE, DateFormat, pattern_problem, zone_of
from narratives.interchange.mapping import ROW_HASH, ROW_NUMBER, Consent, DateColumn, Field, TextColumn
from narratives.interchange.mapping_part import Part
from narratives.narrative import Kind, Scope
from narratives.text import MAX_STORY_CHARACTERS

MOST_CHARACTERS = 50_000
LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def read_day(part: Part, key: str) -> date | None:
    """A date written as YYYY-MM-DD; None when absent."""
    if not part.has(key):
        return None
    day = DateFormat(ISO_DATE).read(part.text(key))
    if day is None:
        part.say(key, "write a date as YYYY-MM-DD")
    return day


def read_source_id(part: Part) -> tuple[str, str | None]:
    """What tells the rows apart: the rule, and the column where it is one."""
    if part.take("source_id") in (ROW_NUMBER, ROW_HASH):
        return str(part.take("source_id")), None
    named = part.part("source_id")
    if named is None:
        wanted = f'{{"column": name}}, "{ROW_NUMBER}" or "{ROW_HASH}"'
        part.say("source_id", f"say what tells the rows apart: {wanted}")
        return ROW_NUMBER, None
    column = named.column("column")
    named.close()
    return "column", column


def read_text(part: Part) -> TextColumn | None:
    """The column of the words; None where the file holds none."""
    if part.has("text") and part.take("text") is None:
        return None
    words = part.part("text")
    if words is None:
        part.say("text", 'write {"column": name}, or null where the file holds no words')
        return None
    required = not words.flag("may_be_empty")
    most = words.whole("most_characters", MAX_STORY_CHARACTERS, 1, MOST_CHARACTERS)
    found = TextColumn(words.column("column"), required, most)
    words.close()
    return found


def read_date(part: Part) -> DateColumn:
    """The column of the day with its format, or one day for all."""
    day = part.part("date")
    if day is None:
        part.say("date", 'write {"column": name, "format": format}, or {"constant": "YYYY-MM-DD"}')
        return DateColumn(None)
    if day.has("constant"):
        constant = read_day(day, "constant")
        day.close()
        return DateColumn(None, constant=constant)
    column, pattern, zone = day.column("column"), day.text("format"), day.text("zone", default="UTC")
    problem = pattern_problem(pattern) if pattern else None
    if problem:
        day.say("format", problem)
    try:
        zone_of(zone)
    except (ValueError, KeyError, OSError):
        day.say("zone", f"found {zone!r}; write a time zone such as Europe/London")
    day.close()
    return DateColumn(column, DateFormat(pattern, zone))


def read_consent(part: Part) -> Consent:
    """What tellers allowed; counting only when absent."""
    consent = part.part("consent")
    if consent is None:
        return Consent()
    if consent.has("constant"):
        scopes = _scopes(consent, "constant", consent.take("constant"))
        consent.close()
        return Consent(constant=scopes)
    values = consent.mapped("values", "a list of scopes")
    scoped = {cell: _scopes(consent, f"values[{cell!r}]", given) for cell, given in values.items()}
    found = Consent(consent.column("column"), values=scoped)
    consent.close()
    return found


def _scopes(part: Part, key: str, given: object) -> frozenset[Scope]:
    known = {scope.value for scope in Scope}
    if not isinstance(given, list) or not all(isinstance(one, str) and one in known for one in given):
        part.say(key, f"found {given!r}; write a list of {', '.join(sorted(known))}, or [] for counting only")
        return frozenset()
    return frozenset(Scope(one) for one in given)


def read_field(part: Part, key: str, default: str = "") -> Field:
    """A label of every row; `default` when absent."""
    named = part.part(key)
    if named is None:
        return Field(constant=default)
    found = _field_of(named)
    named.close()
    return found


def _field_of(part: Part) -> Field:
    if part.has("constant"):
        return Field(constant=clean_label(part.text("constant")))
    given = part.texts("values", "a text") if part.has("values") else None
    values = None if given is None else {cell: clean_label(label) for cell, label in given.items()}
    empty = clean_label(part.text("empty")) if part.has("empty") else None
    return Field(part.column("column"), values=values, empty=empty)


def read_group(part: Part) -> tuple[Field, str | None]:
    """The reporting group, and the column of its parent."""
    named = part.part("group")
    if named is None:
        return Field(), None
    parent = named.optional_column("parent_column")
    found = _field_of(named)
    named.close()
    return found, parent


def read_kind(part: Part) -> Field:
    """Who tells; respondents when absent."""
    found = read_field(part, "kind", default=Kind.RESPONDENT.value)
    kinds = set(Kind)
    given = found.values.values() if found.values is not None else {found.constant} if found.column is None else set()
    for stranger in sorted({*given, found.empty or Kind.RESPONDENT} - kinds):
        part.say("kind", f"found {stranger!r}; write {', '.join(sorted(kinds))}")
    return found


def read_language(part: Part, framework: Framework | None) -> Field:
    """The stories' language; the framework's when absent."""
    found = read_field(part, "language", default=framework.language if framework else "en")
    if found.column is None and not LANGUAGE.fullmatch(found.constant):
        part.say("language", f"found {found.constant!r}; write a language tag such as en or cy")
    return found
