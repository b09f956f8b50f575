"""A framework as somebody reads it who wants to know what it asks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from narratives.framework import Branch, Framework
from narratives.signifiers import Choice, Dyad, Signifier, Stones, Triad, prediction_of


@dataclass(frozen=True, slots=True)
class AskedRow:
    """One question: what kind it is, its words, what can be answered, and who is asked it where not everybody is."""

    kind: str
    title: str
    answers: str
    whom: str = ""


def asked_rows(framework: Framework) -> Iterator[AskedRow]:
    """Every question in the order of the page."""
    for one in framework.signifiers:
        branch = framework.branch_of(one.id)
        yield AskedRow(_kind(one), one.title, _answers(one), _whom(framework, branch) if branch else "")


def _kind(one: Signifier) -> str:
    if prediction_of(one):
        return "Guess about others"
    match one:
        case Triad():
            return "Triad"
        case Dyad():
            return "Dyad, asks for the level" if one.level else "Dyad"
        case Stones():
            return "Stones"
        case Choice():
            return "Choice" if one.max_responses == 1 else f"Choice, up to {one.max_responses}"
        case _:
            return "Short answer"


def _answers(one: Signifier) -> str:
    match one:
        case Triad() | Dyad():
            return " · ".join(anchor.label for anchor in one.anchors)
        case Choice():
            return " · ".join(option.label for option in one.options)
        case Stones():
            axes = " – ".join(anchor.label for anchor in one.x_anchors), " – ".join(a.label for a in one.y_anchors)
            return f"{' · '.join(stone.label for stone in one.stones)} ({axes[0]}; {axes[1]})"
        case _:
            return ""


def _whom(framework: Framework, branch: Branch) -> str:
    choice = framework.signifier(branch.opened_by)
    if not isinstance(choice, Choice):
        return branch.title
    chosen = [f"“{option.label}”" for option in choice.options if option.id in branch.options]
    return f"Only after {' or '.join(chosen)}"
