"""What the check of a design found: a sentence about one place, and what would be better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from narratives.framework import Framework


class Severity(StrEnum):
    """Whether to mend something, or to think about it: neither keeps anybody from opening."""

    MEND = "mend"
    THINK = "think"


@dataclass(frozen=True, slots=True)
class DesignFinding:
    """One thing to mend or to think about.

    `kind` names the rule, `place` the signifier ("" for what is about the whole), `where` the place in the draft, as
    "signifiers[2]", "branches[0].signifiers[1]", "prompting_question", "opening.groups" or "translations.cy".
    """

    kind: str
    place: str
    severity: Severity
    sentence: str
    better: str
    where: str


def places(framework: Framework, questions: Mapping[str, Any]) -> dict[str, str]:
    """Where each signifier stands in the document, by its id; the order of the framework where it is not found."""
    found = {one.id: f"signifiers[{n}]" for n, one in enumerate(framework.signifiers)}
    found.update(_listed(questions, ""))
    branches = questions.get("branches")
    for n, branch in enumerate(branches if isinstance(branches, list) else []):
        if isinstance(branch, dict):
            found.update(_listed(branch, f"branches[{n}]."))
    return found


def _listed(holder: Mapping[str, Any], before: str) -> Iterator[tuple[str, str]]:
    entries = holder.get("signifiers")
    for n, entry in enumerate(entries if isinstance(entries, list) else []):
        if isinstance(entry, dict) and isinstance(entry.get("id"), str):
            yield entry["id"], f"{before}signifiers[{n}]"
