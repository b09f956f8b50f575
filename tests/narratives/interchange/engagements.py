"""A SenseMaker engagement for tests: the samples beside, and rows made by hand."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from narratives.answers import answer_to_json
from narratives.framework import Framework
from narratives.interchange.brought import Brought
from narratives.interchange.mapping_file import parse_mapping
from narratives.interchange.narrative_rows import ReadRow, RowReader
from narratives.interchange.rejection import Rejection
from narratives.interchange.sensemaker_capture import read_capture
from narratives.interchange.sensemaker_framework import read_sensemaker
from narratives.narrative import Narrative
from tests.narratives.interchange.tables import SECRET

SAMPLES = Path(__file__).parent / "samples" / "sensemaker"
INTO = {"collection": {"id": "library", "title": "The library", "policy": "open"}}


def library() -> Framework:
    return read_sensemaker((SAMPLES / "sections.json").read_bytes()).framework


def read_all(brought: Brought, **changes: Any) -> list[ReadRow | Rejection]:
    document = {**INTO, "date": {"constant": "2026-01-01"}, **brought.mapping_document, **changes}
    framework = brought.framework
    assert framework is not None
    mapping = parse_mapping(json.dumps(document), lambda reference: framework)
    return list(RowReader(mapping, SECRET).read_all(brought.table))


def told_in(path: Path, definition: Path = SAMPLES / "sections.json") -> list[Narrative]:
    """The stories of a capture file; every row must be one."""
    rows = read_all(read_capture(path, definition))
    rejected = [row for row in rows if isinstance(row, Rejection)]
    assert not rejected, [row.sentences for row in rejected]
    return [row.narrative for row in rows if isinstance(row, ReadRow)]


def said(narrative: Narrative) -> dict[str, Any]:
    """What a story says, without the ids and hashes that are made anew each time."""
    return {
        "id": narrative.source.id if narrative.source else "",
        "day": narrative.told_on,
        "text": narrative.text,
        "language": narrative.language,
        "answers": {one.signifier: answer_to_json(one) for one in narrative.answers},
    }


def capture(folder: Path, rows: Iterable[dict[str, str]], name: str = "capture.csv") -> Path:
    """A capture file with the columns that the rows have; a cell that a row leaves out is empty."""
    rows = list(rows)
    columns = list(dict.fromkeys(column for row in rows for column in row))
    held = io.StringIO()
    writer = csv.DictWriter(held, columns, restval="", quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    path = folder / name
    path.write_bytes(b"\xef\xbb\xbf" + held.getvalue().encode())
    return path


@dataclass(frozen=True, slots=True)
class Leaving:
    """A story as it leaves: facts, and answers as they are stored."""

    facts: dict[str, str]
    answers: dict[str, dict[str, Any]]


def leaving(narratives: Iterable[Narrative]) -> Iterator[Leaving]:
    """Stories under the ids that they came with."""
    for one in narratives:
        facts = {"id": one.source.id if one.source else one.id, "kind": one.kind.value, "group": one.group}
        facts |= {"week": one.told_on.isoformat(), "language": one.language, "uses": " ".join(sorted(one.consent))}
        answers = {answer.signifier: dict(answer_to_json(answer)) for answer in one.answers}
        yield Leaving({**facts, "title": one.title, "story": one.text}, answers)
