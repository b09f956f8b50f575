"""How a draft is opened: the collection that its `opening` makes, and what keeps it from being opened."""

from __future__ import annotations

import re
from collections.abc import Container, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from narratives.collection import K_FLOOR, Collection, Moderation, Policy, ReportingGroup, Signpost
from narratives.draft import Draft
from narratives.errors import FieldError
from narratives.framework import Framework
from narratives.narrative import Scope
from narratives.opening_form import Plan, read_opening, typed_of
from narratives.retention import DEFAULT_MONTHS

_NOT_IN_AN_ID = re.compile(r"[^a-z0-9]+")
_LONGEST_ID = 60


@dataclass(frozen=True, slots=True)
class Bounds:
    """What a draft is opened among: the names of the collections there are, the smallest group, and the day."""

    collections: frozenset[str]
    smallest: int
    today: date


def name_from(title: str, taken: Container[str]) -> str:
    """A name for an address, made from a title; a number keeps it apart from those that are taken.

    >>> name_from("Our Plot!", {"our-plot"})
    'our-plot-2'
    """
    words = _NOT_IN_AN_ID.sub("-", title.casefold()).strip("-")[: _LONGEST_ID - 4].strip("-") or "collection"
    name, number = words, 1
    while name in taken:
        number += 1
        name = f"{words}-{number}"
    return name


def opening_problems(draft: Draft, bounds: Bounds) -> tuple[FieldError, ...]:
    """What is missing or wrong in how a draft is to be opened, by the field of the form where it is mended."""
    return plan_of(draft, typed_of(draft.opening), bounds).errors


def plan_of(draft: Draft, typed: Mapping[str, Any], bounds: Bounds) -> Plan:
    """What a form that was typed comes to for a draft."""
    return read_opening(
        typed, choices=choices_of(draft), taken=bounds.collections, smallest=bounds.smallest, today=bounds.today
    )


def choices_of(draft: Draft) -> dict[str, str]:
    """The choices that everybody is asked, by id, each with its question: one of them can be the stratum."""
    entries = draft.questions.get("signifiers")
    found = [one for one in (entries if isinstance(entries, list) else []) if isinstance(one, dict)]
    return {
        str(one["id"]): str(one.get("title") or one["id"])
        for one in found
        if one.get("type") == "choice" and "id" in one
    }


def collection_of(draft: Draft, framework: Framework, bounds: Bounds) -> Collection:
    """The collection that a draft without `opening_problems` is opened as."""
    opening = draft.opening
    return Collection(
        id=opening.get("id") or name_from(opening["title"], bounds.collections),
        title=opening["title"],
        framework_id=framework.id,
        framework_version=framework.version,
        policy=Policy(opening["policy"]),
        moderation=Moderation(opening["moderation"]),
        k=max(opening.get("k") or K_FLOOR, bounds.smallest),
        groups=tuple(ReportingGroup(one["name"], one.get("parent") or None) for one in opening.get("groups") or ()),
        stratum_choice=opening.get("stratum_choice") or None,
        opens_on=_day(opening.get("opens_on")),
        closes_on=_day(opening.get("closes_on")),
        alerts_a_year=float(opening.get("alerts_a_year") or 1),
        sensitive=bool(opening.get("sensitive")),
        offers=tuple(Scope(one) for one in opening.get("offers", tuple(Scope))),
        audio=bool(opening.get("audio")),
        invited=bool(opening.get("invited")),
        quota=opening.get("quota"),
        embed_on=tuple(opening.get("embed_on") or ()),
        read_by=opening.get("read_by") or "",
        signposts=tuple(Signpost(*post) for post in opening.get("signposts") or ()),
        texts=opening.get("texts") or {},
    )


def months_of(draft: Draft) -> int:
    """For how many months the stories of a draft will be kept."""
    return int(draft.opening.get("months") or DEFAULT_MONTHS)


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None
