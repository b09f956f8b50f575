"""The rules that `narratives.danger` reads a story with, from the file `data/danger.txt` that anybody can read."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

FILE = Path(__file__).resolve().parent / "data" / "danger.txt"
VERSION = "words-1"  # of the rules: another one has every story looked at again


class Danger(StrEnum):
    """What a story may tell of."""

    SELF_HARM = "self-harm"
    HOME = "violence-at-home"
    CHILD = "child-at-risk"
    CARE = "abuse-in-care"
    THREAT = "threat-to-others"
    EXPLOITED = "exploitation"
    NEED = "urgent-need"


DANGERS = {
    Danger.SELF_HARM: "suicide or self-harm",
    Danger.HOME: "violence or control at home",
    Danger.CHILD: "a child at risk",
    Danger.CARE: "abuse in care or custody",
    Danger.THREAT: "a threat to somebody",
    Danger.EXPLOITED: "exploitation or trafficking",
    Danger.NEED: "somebody in urgent need",
}


@dataclass(frozen=True, slots=True)
class Rules:
    """By kind what each pattern is worth; what is no danger, and what makes danger now less likely."""

    kinds: Mapping[Danger, tuple[tuple[float, re.Pattern[str]], ...]]
    idioms: re.Pattern[str]
    distant: re.Pattern[str]


@cache
def danger_rules() -> Rules:
    """The rules, read once."""
    parts = _parts(FILE.read_text(encoding="utf-8"))
    names = dict(_name(line) for line in parts["names"])
    kinds = {kind: tuple(_rule(line, names) for line in parts[kind.value]) for kind in Danger}
    return Rules(kinds, _any_of(parts["idioms"]), _any_of(parts["distant"]))


def _parts(text: str) -> dict[str, list[str]]:
    parts: dict[str, list[str]] = {}
    for line in text.splitlines():
        if line.startswith("[") and line.endswith("]"):
            current = parts.setdefault(line[1:-1], [])
        elif line and not line.startswith("#"):
            current.append(line)
    return parts


def _name(line: str) -> tuple[str, str]:
    name, _, pattern = line.partition(" = ")
    return name, pattern


def _rule(line: str, names: Mapping[str, str]) -> tuple[float, re.Pattern[str]]:
    weight, _, pattern = line.partition(" ")
    return float(weight), re.compile(_filled(pattern, names))


def _filled(pattern: str, names: Mapping[str, str]) -> str:
    return re.sub(r"\{([a-z]+)\}", lambda name: names[name[1]], pattern)


def _any_of(patterns: list[str]) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
