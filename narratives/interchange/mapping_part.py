"""One JSON object of a mapping file, read with every problem noted at its place."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from narratives.text import clean_text

_HUGE = 1e15


@dataclass(slots=True)
class Findings:
    """What reading a mapping brought to light: problems, and each column it names with its place."""

    problems: list[str] = field(default_factory=list)
    columns: list[tuple[str, str]] = field(default_factory=list)


class Part:
    """An object at a place. What is asked for is what may stand there; `close` notes everything else."""

    def __init__(self, findings: Findings, place: str, item: Mapping[str, Any]) -> None:
        self.findings = findings
        self.place = place
        self._item = item
        self._known: list[str] = []

    def has(self, key: str) -> bool:
        """Whether something stands under a key, null included."""
        self._known.append(key)
        return key in self._item

    def take(self, key: str, default: Any = None) -> Any:
        """Whatever stands under a key."""
        return self._item[key] if self.has(key) else default

    def say(self, key: str, problem: str) -> None:
        """Note a problem at a key."""
        self.findings.problems.append(f"{self.at(key)}: {problem}")

    def at(self, key: str) -> str:
        """The place of a key in the file."""
        return f"{self.place}.{key}" if self.place and key else self.place or key

    def close(self) -> None:
        """Note every key that nothing asked for: most often a slip of the pen."""
        known = list(dict.fromkeys(self._known))
        for key in self._item:
            if key not in known:
                near = get_close_matches(key, known, n=1)
                meant = f"did you mean {near[0]!r}?" if near else f"use {', '.join(known)}"
                self.say(key, f"is not known here; {meant}")

    def part(self, key: str) -> Part | None:
        """The object under a key; None when it is absent or no object, which is noted."""
        value = self.take(key)
        if value is None:
            return None
        if not isinstance(value, dict):
            self.say(key, f'found {json.dumps(value)}; write an object such as {{"column": "name"}}')
            return None
        return Part(self.findings, self.at(key), value)

    def text(self, key: str, default: str | None = None) -> str:
        """A text; required when there is no default."""
        value = self.take(key, default)
        if isinstance(value, str) and clean_text(value):
            return clean_text(value)
        if value != default or default is None:
            self.say(key, "write a text here")
        return default or ""

    def column(self, key: str) -> str:
        """The name of a column."""
        name = self.text(key)
        if name:
            self.findings.columns.append((self.at(key), name))
        return name

    def optional_column(self, key: str) -> str | None:
        """The name of a column, or None."""
        return self.column(key) if self.has(key) else None

    def one_of(self, key: str, choices: tuple[str, ...], default: str | None = None) -> str:
        """One of a few words."""
        value = self.take(key, default)
        if value in choices:
            return str(value)
        self.say(key, f"found {json.dumps(value)}; write {' or '.join(choices)}")
        return choices[0]

    def flag(self, key: str) -> bool:
        """True or false, and false when absent."""
        value = self.take(key, False)
        if not isinstance(value, bool):
            self.say(key, f"found {json.dumps(value)}; write true or false")
        return value is True

    def number(self, key: str, default: float, *, above: float | None = None) -> float:
        """A finite number."""
        value = self.take(key, default)
        fine = isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < _HUGE
        if not fine or (above is not None and value <= above):
            wanted = "a number" if above is None else f"a number above {above:g}"
            self.say(key, f"found {json.dumps(value)}; write {wanted}")
            return default
        return float(value)

    def whole(self, key: str, default: int, least: int, most: int) -> int:
        """A whole number in a range."""
        value = self.take(key, default)
        if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
            self.say(key, f"found {json.dumps(value)}; write a whole number from {least:,} to {most:,}")
            return default
        return value

    def words(self, key: str) -> frozenset[str]:
        """A list of texts, the empty text included; none when absent."""
        value = self.take(key, [])
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.say(key, f"found {json.dumps(value)}; write a list of texts")
            return frozenset()
        return frozenset(value)

    def mapped(self, key: str, wanted: str) -> dict[str, Any]:
        """An object from texts to whatever is `wanted`, which the caller checks."""
        value = self.take(key)
        if not isinstance(value, dict) or not value:
            self.say(key, f"write an object from each cell to {wanted}")
            return {}
        return value

    def texts(self, key: str, wanted: str) -> dict[str, str]:
        """An object from texts to texts."""
        found = self.mapped(key, wanted)
        for cell, value in found.items():
            if not isinstance(value, str):
                self.say(f"{key}[{cell!r}]", f"found {json.dumps(value)}; write {wanted}")
        return {cell: value for cell, value in found.items() if isinstance(value, str)}

    def objects(self, key: str) -> list[Part]:
        """A list of objects; empty when absent."""
        value = self.take(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.say(key, "write a list of objects here")
            return []
        return [Part(self.findings, f"{self.at(key)}[{place}]", one) for place, one in enumerate(value)]
