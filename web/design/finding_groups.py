"""The findings of a check by the question that they are about, each with the page where it is mended."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from narratives.design_finding import DesignFinding, Severity
from narratives.draft import Draft
from narratives.draft_faults import BEGINNING
from narratives.framework import Framework

_WHOLE = {
    "prompting_question": "The prompting question",
    "signifiers": "The questions together",
    "opening.groups": "Reporting groups",
}


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """What was found of one place; `href` leads to where it is mended, and is empty when nobody can mend it."""

    title: str
    href: str
    findings: tuple[DesignFinding, ...]


def finding_groups(draft: Draft, framework: Framework, found: tuple[DesignFinding, ...]) -> list[FindingGroup]:
    """By place, in the order of the page: the whole first, and then question by question."""
    titles = {one.id: one.title for one in framework.signifiers}
    grouped: dict[tuple[str, str], list[DesignFinding]] = {}
    for one in found:
        grouped.setdefault((one.place, "" if one.place else one.where), []).append(one)
    return [
        FindingGroup(titles.get(place) or _title(where), _href(draft, place, where), tuple(ones))
        for (place, where), ones in grouped.items()
    ]


def noted_of(found: tuple[DesignFinding, ...]) -> dict[str, tuple[DesignFinding, ...]]:
    """What was found of each question, by its id; what is about the whole stands under the empty one."""
    return {place: tuple(one for one in found if one.place == place) for place in {one.place for one in found}}


def number_of(found: tuple[DesignFinding, ...], severity: Severity) -> int:
    """How many there are to mend, or to think about."""
    return sum(one.severity is severity for one in found)


def _title(where: str) -> str:
    if where.startswith("translations."):
        return "Languages"
    if where.startswith("prompts"):
        return "A beginning to choose from"
    return _WHOLE.get(where, "The whole")


def _href(draft: Draft, place: str, where: str) -> str:
    if draft.is_open:
        return ""
    if place or where.startswith("prompt"):
        return url_for("design.edit", draft_id=draft.id, part_id=place or BEGINNING)
    if where.startswith("translations."):
        return url_for("opening.languages", draft_id=draft.id)
    if where.startswith("opening."):
        return url_for("opening.form", draft_id=draft.id)
    return url_for("design.show", draft_id=draft.id)
