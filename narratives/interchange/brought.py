"""What reading a file of another program gives, and what is known about each format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from narratives.framework import Framework
from narratives.interchange.table import Table


@dataclass(slots=True)
class Brought:
    """A file as a table, and how its columns are meant.

    `mapping_document` is what `parse_mapping` reads; what a person still has to say (the collection, a date format)
    may be absent. Where the file carries its own questions they are `framework`, and the document names it as
    {"framework": {"id": ..., "version": ...}}.
    """

    table: Table
    mapping_document: dict[str, Any] = field(default_factory=dict)
    framework: Framework | None = None
    notes: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its name (with a row's id what makes importing twice harmless), and how it is known and read.

    `read` takes the file of stories and the file that defines its questions (None where there is none) and raises
    ImportRefusedError. `detect` sees the first 64 KiB and the names of the columns (none where it is no table).
    """

    name: str
    title: str
    takes: str
    read: Callable[[Path, Path | None], Brought]
    detect: Callable[[bytes, Sequence[str]], bool]
    definition: str = ""
    """What the second file is, in words; empty where there is none."""
    needs_definition: bool = False
