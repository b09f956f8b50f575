"""The anchor of the audit: the last heads of the chain in a file apart from it, so that a cut is noticed."""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

_SLOTS = 2  # written in turn: a line that was torn by a power cut leaves the one before
_NOTHING = "0" * 64
_WIDTH = 12 + 3 * 65 + 21 + 1


@dataclass(frozen=True, slots=True)
class Head:
    """Where the chain ends: the last row's number and code, when it was written, and the first row's code."""

    seq: int
    mac: str
    at: str
    first: str


BEFORE_ALL = Head(0, _NOTHING, "-" * 20, _NOTHING)


@dataclass(frozen=True, slots=True)
class Anchor:
    """The file with the last two heads, each sealed with the audit's key."""

    path: Path
    key: bytes

    def make(self) -> None:
        """Begin the file, before there is any row."""
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        descriptor = os.open(self.path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(self._line(BEFORE_ALL) + " " * (_WIDTH - 1) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def heads(self) -> tuple[Head, ...]:
        """The heads that this key sealed, newest first. Raises FileNotFoundError."""
        return self._read(self.path.read_bytes())

    def advance(self, head: Head, mac_at: Callable[[int], str | None]) -> bool:
        """Write a newer head; False when it was left as it is.

        It moves only along the chain that it is of: where the row that it names is gone or another, it stays, and so
        does what it tells. A file that is gone is not made again.
        """
        try:
            file = self.path.open("r+b", buffering=0)
        except FileNotFoundError:
            return False
        with file:
            fcntl.flock(file, fcntl.LOCK_EX)
            held = self._read(file.read(_SLOTS * _WIDTH) or b"")
            if not held or held[0].seq >= head.seq or (held[0].seq and mac_at(held[0].seq) != held[0].mac):
                return False
            first = head.mac if head.seq == 1 else (held[0].first if held[0].seq else mac_at(1) or _NOTHING)
            os.pwrite(file.fileno(), self._line(replace(head, first=first)).encode(), (head.seq % _SLOTS) * _WIDTH)
        return True

    def _read(self, held: bytes) -> tuple[Head, ...]:
        lines = (held[start : start + _WIDTH].decode("ascii", "replace") for start in (0, _WIDTH))
        found = (self._head(line) for line in lines)
        return tuple(sorted((head for head in found if head), key=lambda head: -head.seq))

    def _line(self, head: Head) -> str:
        told = f"{head.seq:>12} {head.first} {head.mac} {head.at}"
        return f"{told} {self._seal(told)}\n"

    def _head(self, line: str) -> Head | None:
        told, _, seal = line.rstrip("\n").rpartition(" ")
        if not hmac.compare_digest(self._seal(told).encode(), seal.encode()):
            return None
        seq, first, mac, at = told.split()
        return Head(int(seq), mac, at, first)

    def _seal(self, told: str) -> str:
        return hmac.new(self.key, f"head:{told}".encode(), hashlib.sha256).hexdigest()


def was_begun(path: Path) -> bool:
    """Whether a file holds a head of a chain that has rows, by whatever key."""
    try:
        held = path.read_text(encoding="ascii", errors="replace")
    except FileNotFoundError:
        return False
    return any(line.split()[:1] not in ([], ["0"]) for line in held.splitlines())
