"""Stories as a Parquet file: a column for each part of each answer, typed."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from narratives.framework import Framework
from narratives.framework_file import framework_to_json
from narratives.signifiers import Choice, Dyad, Freetext, Signifier, Stones, Triad
from store.release_export import FACTS, Exported

if TYPE_CHECKING:
    import pyarrow as pa

_PORTION = 2_000
_TABLE = "murmuration"
Said = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of one question: what it is called, "number", "words", "list" or "flag", and its value of an answer."""

    name: str
    kind: str
    signifier: str
    value: Callable[[Said], Any]


def answer_columns(framework: Framework) -> list[Column]:
    """The columns of every question in order; a cell that says nothing is null."""
    return [column for one in framework.signifiers for column in _columns(framework, one)]


def write_parquet(file: BinaryIO, framework: Framework, stories: Iterator[Exported], left_out: Sequence[str]) -> None:
    """Fill an open file, some stories at a time; `left_out` goes into its metadata."""
    import pyarrow as pa  # only where somebody takes such a file: it weighs as much as the rest of the process
    from pyarrow import parquet

    columns = answer_columns(framework)
    schema = _schema(columns, framework, left_out)
    with parquet.ParquetWriter(file, schema, compression="zstd") as writer:
        while portion := list(islice(stories, _PORTION)):
            held: dict[str, list[Any]] = {name: [one.facts[name] for one in portion] for name in FACTS}
            held["week"] = [date.fromisoformat(day) if day else None for day in held["week"]]
            held["uses"] = [uses.split() for uses in held["uses"]]
            for column in columns:
                answers = (one.answers.get(column.signifier) for one in portion)
                held[column.name] = [None if said is None else column.value(said) for said in answers]
            writer.write_table(pa.Table.from_pydict(held, schema=schema))


def _schema(columns: Sequence[Column], framework: Framework, left_out: Sequence[str]) -> pa.Schema:
    import pyarrow as pa

    types = {"number": pa.float64(), "words": pa.string(), "list": pa.list_(pa.string()), "flag": pa.bool_()}
    facts = {**dict.fromkeys(FACTS, pa.string()), "week": pa.date32(), "uses": types["list"]}
    about = {"framework": {**framework_to_json(framework), "source": {}}, "left_out": list(left_out)}
    fields = [*facts.items(), *((column.name, types[column.kind]) for column in columns)]
    return pa.schema(fields, metadata={_TABLE: json.dumps(about, ensure_ascii=False)})


def _columns(framework: Framework, one: Signifier) -> Iterator[Column]:
    yield from _said(one)
    yield Column(f"{one.id} does not apply", "flag", one.id, lambda said: True if said.get("na") else None)
    if framework.branch_of(one.id):
        never = f"{one.id} not asked"
        yield Column(never, "flag", one.id, lambda said: True if said.get("shown") is False else None)


def _said(one: Signifier) -> Iterator[Column]:
    match one:
        case Triad():
            for place, anchor in enumerate(one.anchors):
                yield Column(f"{one.id}.{anchor.id}", "number", one.id, _number("shares", place))
        case Dyad():
            yield Column(one.id, "number", one.id, _under("value"))
        case Stones():
            for stone in one.stones:
                for place, axis in enumerate("xy"):
                    yield Column(f"{one.id}.{stone.id}.{axis}", "number", one.id, _number("places", place, stone.id))
        case Choice():
            yield Column(one.id, "list", one.id, _under("options"))
            if one.takes_other:
                yield Column(f"{one.id} in words", "words", one.id, _under("other"))
        case Freetext():
            yield Column(one.id, "words", one.id, _under("text"))


def _under(key: str) -> Callable[[Said], Any]:
    return lambda said: said.get(key)


def _number(key: str, place: int, stone: str = "") -> Callable[[Said], float | None]:
    def value(said: Said) -> float | None:
        numbers = said.get(key) or {}
        held = numbers.get(stone) if stone else numbers
        return float(held[place]) if held else None

    return value
