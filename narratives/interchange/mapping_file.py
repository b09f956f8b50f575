"""A mapping as a JSON document: read against a framework, with every problem named at its place."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from narratives.errors import FrameworkError, MappingError, NotFoundError
from narratives.framework import Framework
from narratives.framework_file import read_framework
from narratives.interchange.cells import Decimal
from narratives.interchange.collection_mapping import read_collection
from narratives.interchange.csv_table import Dialect
from narratives.interchange.field_mapping import (
    read_consent,
    read_date,
    read_field,
    read_group,
    read_kind,
    read_language,
    read_source_id,
    read_text,
)
from narratives.interchange.mapping import CSV, CsvMapping
from narratives.interchange.mapping_part import Findings, Part
from narratives.interchange.signifier_mapping import read_answers

_FORMAT = re.compile(r"[a-z][a-z0-9-]{0,39}")


@dataclass(frozen=True, slots=True)
class FrameworkReference:
    """Which framework a mapping means: a file beside it, or a stored version (the newest when None)."""

    file: str | None = None
    id: str = ""
    version: int | None = None


FindFramework = Callable[[FrameworkReference], Framework]


def parse_mapping(text: str, find_framework: FindFramework) -> CsvMapping:
    """The mapping of a JSON text. Raises MappingError with all the problems at once.

    `find_framework` may raise FrameworkError, NotFoundError or OSError: problems of the mapping too.
    """
    try:
        document = json.loads(text)
    except json.JSONDecodeError as error:
        raise MappingError([f"line {error.lineno}: this is not JSON ({error.msg}); mend the mapping"]) from error
    except (RecursionError, ValueError) as error:
        raise MappingError(["mapping: nested too deeply, or a number too long; mend the file"]) from error
    if not isinstance(document, dict):
        raise MappingError(["mapping: write one JSON object"])
    findings = Findings()
    part = Part(findings, "", document)
    framework = _read_framework(part, find_framework)
    mapping = _read_mapping(part, framework)
    if findings.problems or mapping is None:
        raise MappingError(findings.problems)
    return mapping


def _read_framework(part: Part, find: FindFramework) -> Framework | None:
    file, named, inside = part.take("framework_file"), part.part("framework"), part.take("framework_document")
    if inside is not None and file is None and named is None:
        try:
            return read_framework(inside)
        except FrameworkError as error:
            part.findings.problems += [f"framework_document: {problem}" for problem in error.problems]
        return None
    if inside is not None:
        part.say("framework_document", "stands beside another framework; name one alone")
        return None
    if isinstance(file, str) and named is None:
        place, reference = "framework_file", FrameworkReference(file)
    elif named is not None and file is None:
        version = named.whole("version", 1, 1, 1_000_000) if named.has("version") else None
        place, reference = "framework", FrameworkReference(None, named.text("id"), version)
        named.close()
    else:
        part.say("framework_file", "name one framework: framework_file, or framework with its id and version")
        return None
    try:
        return find(reference)
    except FrameworkError as error:
        part.findings.problems += [f"{place}: {problem}" for problem in error.problems]
    except NotFoundError as error:
        part.say(place, f"{error}; import it first with: flask frameworks import FILE.json")
    except UnicodeDecodeError:
        part.say(place, f"{file!r} is not UTF-8; save it as UTF-8")
    except OSError as error:
        part.say(place, f"{file!r} cannot be read ({error.strerror}); name it relative to the mapping file")
    return None


def _read_mapping(part: Part, framework: Framework | None) -> CsvMapping | None:
    dialect, decimal = _read_dialect(part)
    declared = part.part("collection")
    if declared is None and not part.findings.problems:
        part.say("collection", "name the collection: its id, title and policy")
    collection, closed = read_collection(declared, framework) if declared is not None else (None, False)
    source_id, source_column = read_source_id(part)
    text, day, consent = read_text(part), read_date(part), read_consent(part)
    labels = {name: read_field(part, name) for name in ("title", "area", "stratum", "prompt")}
    labels |= {"mode": read_field(part, "mode", default="import"), "kind": read_kind(part)}
    labels["language"] = read_language(part, framework)
    (group, parent), respondent, format_name = read_group(part), _read_respondent(part), _read_format(part)
    answers = part.part("answers") or Part(part.findings, "answers", {})
    part.close()
    if framework is None:
        return None
    columns = read_answers(answers, framework)
    if text is None and not columns:
        part.say("answers", "there is no text column, so name the columns of at least one signifier")
    if collection is None:
        return None
    return CsvMapping(
        framework=framework,
        collection=collection,
        groups_closed=closed,
        dialect=dialect,
        decimal=decimal,
        source_id=source_id,
        source_id_column=source_column,
        text=text,
        date=day,
        group=group,
        group_parent=parent,
        respondent=respondent,
        consent=consent,
        answers=columns,
        places=tuple(part.findings.columns),
        format=format_name,
        **labels,
    )


def _read_format(part: Part) -> str:
    name = part.text("format", default=CSV)
    if not _FORMAT.fullmatch(name):
        part.say("format", f"found {name!r}; write the name of a format, such as csv")
    return name


def _read_respondent(part: Part) -> str | None:
    respondent = part.part("respondent")
    if respondent is None:
        return None
    column = respondent.column("column")
    respondent.close()
    return column


def _read_dialect(part: Part) -> tuple[Dialect, Decimal]:
    file = part.part("file")
    if file is None:
        return Dialect(), Decimal()
    delimiter, quote = file.take("delimiter", ","), file.take("quote", '"')
    delimiter = "\t" if delimiter == "tab" else delimiter
    for key, mark in (("delimiter", delimiter), ("quote", quote)):
        nothing = key == "quote" and mark is None
        if not nothing and (not isinstance(mark, str) or len(mark) != 1 or mark in "\r\n\0 "):
            file.say(key, f"found {mark!r}; write one character{' or null' if key == 'quote' else ' or tab'}")
            return Dialect(), Decimal()
    if delimiter == quote:
        file.say("quote", "is the same as the delimiter; choose two characters")
        return Dialect(), Decimal()
    decimal = Decimal(file.one_of("decimal", (".", ","), "."))
    file.close()
    return Dialect(delimiter, quote), decimal
