"""A disk that forgets: from a trace, what it may hold at any moment at which the power fails.

What was not synced may be there or not, in sectors of 512 bytes: a write may be torn. A file that was made, renamed or
deleted is so for certain only after its folder was synced. Nothing else is assumed of a file system, but that the
changes of one folder reach the disk in their order.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePath

from tests.rigs.trace import Call, Trace

SECTOR = 512
Image = Mapping[str, bytes]


@dataclass(slots=True)
class Inode:
    """A file's bytes that are safe, and what was done to it since; `version` changes with what is safe."""

    safe: bytearray = field(default_factory=bytearray)
    unsynced: list[Call] = field(default_factory=list)
    version: int = 0

    def sync(self, sync: Call) -> None:
        """What had ended before the sync began is safe once that has ended."""
        covered = [call for call in self.unsynced if call.ended < sync.began]
        if covered:
            self.unsynced = [call for call in self.unsynced if call.ended >= sync.began]
            for call in covered:
                _apply(self.safe, call)
            self.version += 1

    def torn(self, chance: random.Random) -> bytes:
        """What is safe with some of the sectors that are not."""
        content, share = bytearray(self.safe), chance.random()
        for call in self.unsynced:
            if call.name == "ftruncate":
                if chance.random() < share:
                    _apply(content, call)
                continue
            for start in range(0, len(call.data), SECTOR):
                if chance.random() < share:
                    _write(content, call.number + start, call.data[start : start + SECTOR])
        return bytes(content)


@dataclass(slots=True)
class Folder:
    """The names that are safe, and what was done to names since."""

    safe: dict[str, Inode] = field(default_factory=dict)
    now: dict[str, Inode] = field(default_factory=dict)
    unsynced: list[tuple[Call, dict[str, Inode]]] = field(default_factory=list)
    version: int = 0

    def change(self, call: Call) -> None:
        """Make, delete or rename."""
        names = [PurePath(one).name for one in call.paths]
        if call.name == "openat":
            if names[0] in self.now:
                return
            self.now[names[0]] = Inode()
        elif call.name == "unlink":
            self.now.pop(names[0], None)
        elif names[0] in self.now:
            self.now[names[1]] = self.now.pop(names[0])
        self.unsynced.append((call, dict(self.now)))

    def sync(self, sync: Call) -> None:
        """As for a file."""
        for call, names in [one for one in self.unsynced if one[0].ended < sync.began]:
            self.safe = names
            self.unsynced = [one for one in self.unsynced if one[0] is not call]
            self.version += 1

    def torn(self, chance: random.Random) -> dict[str, Inode]:
        """What is safe, or what was so after some of the changes since."""
        states = [self.safe, *(names for _, names in self.unsynced)]
        return chance.choice(states)


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment at which the power may fail: a line of the trace, and all that happened before."""

    line: int
    at: float
    folder: Folder

    def strictest(self) -> Image:
        """Everything that was not synced is gone."""
        return {name: bytes(inode.safe) for name, inode in self.folder.safe.items()}

    def torn(self, chance: random.Random) -> Image:
        """Some of what was not synced is there, in pieces."""
        return {name: inode.torn(chance) for name, inode in self.folder.torn(chance).items()}

    def safe_version(self) -> tuple[object, ...]:
        """Changes whenever `strictest` does."""
        return self.folder.version, *((name, inode.version) for name, inode in sorted(self.folder.safe.items()))


def moments(trace: Trace, folder: Path, names: tuple[str, ...], base: Image) -> Iterator[Moment]:
    """Every line of a trace as a moment, and the one after the last; what is yielded goes on changing.

    `base` is what the folder's files held, safely, when the trace began; other files than `names` do not matter.
    """
    held = {name: Inode(bytearray(content)) for name, content in base.items()}
    disk = Folder(dict(held), dict(held))
    mine = [call for call in trace.calls if _is_of(call, folder, names)]
    begins = sorted(mine, key=lambda call: call.began)
    ends = sorted((call for call in mine if call.name == "sync"), key=lambda call: call.ended)
    begun, ended = 0, 0
    for line, at in enumerate((*trace.times, float("inf"))):
        while ended < len(ends) and ends[ended].ended < line:
            _sync(disk, folder, ends[ended])
            ended += 1
        touched = begun
        while begun < len(begins) and begins[begun].began < line:
            _begin(disk, begins[begun])
            begun += 1
        if begun > touched or line == 0 or at == float("inf") or (ended and ends[ended - 1].ended == line - 1):
            yield Moment(line, at, disk)


def _is_of(call: Call, folder: Path, names: tuple[str, ...]) -> bool:
    paths = [PurePath(one.removesuffix("(deleted)")) for one in call.paths]
    if call.name == "sync" and paths[0] == folder:
        return True
    return any(one.parent == folder and one.name in names for one in paths)


def _sync(disk: Folder, folder: Path, sync: Call) -> None:
    if PurePath(sync.paths[0]) == folder:
        disk.sync(sync)
    elif (inode := disk.now.get(PurePath(sync.paths[0]).name)) is not None:
        inode.sync(sync)


def _begin(disk: Folder, call: Call) -> None:
    if call.name in {"openat", "unlink", "rename"}:
        disk.change(call)
    elif call.name != "sync" and (inode := disk.now.get(PurePath(call.paths[0]).name)) is not None:
        inode.unsynced.append(call)


def _apply(content: bytearray, call: Call) -> None:
    if call.name == "ftruncate":
        del content[call.number :]
        content.extend(bytes(call.number - len(content)))
    else:
        _write(content, call.number, call.data)


def _write(content: bytearray, offset: int, data: bytes) -> None:
    if len(content) < offset:
        content.extend(bytes(offset - len(content)))
    content[offset : offset + len(data)] = data
