"""The files that staff brought in, in the organisation's own folder until they are stored or a week has gone by."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import IO, Any

from narratives.errors import ImportRefusedError
from narratives.framework import Framework
from narratives.interchange.brought import Brought
from narratives.interchange.formats import read_file
from narratives.interchange.mapping import CsvMapping
from narratives.interchange.mapping_file import FrameworkReference, parse_mapping
from narratives.interchange.table import NOTHING_STORED
from store.brought_in import BroughtIn
from store.database import Database
from store.frameworks import get_framework

DAYS_KEPT = 7
_GONE = f"The file is deleted; bring it in again. {NOTHING_STORED}"


@dataclass(frozen=True, slots=True)
class ImportFiles:
    """The files of one import: the stories, what defines their questions, and the rejected rows."""

    folder: Path
    import_id: str

    @property
    def stories(self) -> Path:
        """The file as it came."""
        return self.folder / self.import_id

    @property
    def definition(self) -> Path:
        """The second file, where there is one."""
        return self.folder / f"{self.import_id}.definition"

    @property
    def rejects(self) -> Path:
        """Every rejection, as a CSV file."""
        return self.folder / f"{self.import_id}.rejects.csv"

    def keep(self, stories: IO[bytes], definition: IO[bytes] | None = None) -> int:
        """Keep what was uploaded, readable by this program alone; how many bytes the stories have."""
        make_folder(self.folder)
        for source, path in ((stories, self.stories), (definition, self.definition)):
            if source is not None:
                descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(descriptor, "wb") as file:
                    shutil.copyfileobj(source, file, 1 << 20)
                    file.flush()
                    os.fsync(file.fileno())
        return self.stories.stat().st_size

    def read(self, format_name: str) -> Brought:
        """The stories as a table. Raises ImportRefusedError, also when the file is deleted."""
        if not self.stories.exists():
            raise ImportRefusedError(_GONE)
        try:
            return read_file(format_name, self.stories, self.definition if self.definition.exists() else None)
        except FileNotFoundError as error:  # the worker deletes it once its last row is stored
            raise ImportRefusedError(_GONE) from error

    def forget(self, *, rejects_too: bool) -> None:
        """Delete the files."""
        for path in (self.stories, self.definition, *([self.rejects] if rejects_too else [])):
            path.unlink(missing_ok=True)


def import_folder(stories_path: Path) -> Path:
    """Where an organisation's files lie, beside its stories."""
    return stories_path.parent / "imports"


def make_folder(folder: Path) -> None:
    """Make the folder, closed to everybody else on the machine."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def files_of(stories_path: Path, found: BroughtIn) -> ImportFiles:
    """The files of an import."""
    return ImportFiles(import_folder(stories_path), found.id)


def forget_strays(stories_path: Path, known: Collection[str], now: datetime) -> None:
    """Delete what no import names, as an upload that a power cut ended leaves, once its days are over."""
    folder, oldest = import_folder(stories_path), now.timestamp() - DAYS_KEPT * 86_400
    for path in folder.iterdir() if folder.exists() else ():
        if path.name.partition(".")[0] not in known and path.is_file() and path.stat().st_mtime < oldest:
            path.unlink(missing_ok=True)


def mapping_of_document(db: Database, document: Mapping[str, Any], own: Framework | None = None) -> CsvMapping:
    """The mapping of a document; `own` are the questions that a file carries itself. Raises MappingError."""

    def find(reference: FrameworkReference) -> Framework:
        if own is not None and reference.id == own.id and reference.version in (None, own.version):
            return own
        return get_framework(db, reference.id, reference.version)

    return parse_mapping(json.dumps(document), find)
