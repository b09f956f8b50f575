"""The rules of a collection in plain words, and the pages that each role may open, both as they really are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import current_app

from narratives.calendar import spoken
from narratives.collection import Collection, Moderation, Policy
from narratives.framework import Framework
from store.accounts import Role

_PAGES = (
    ("See alerts, the map, the temperature and the themes", "alerts.what_changed"),
    ("Read the stories that may be read", "explore.stories"),
    ("Log an interaction and read their own log", "casework.log"),
    ("Read a story before it is released, and hold one back", "moderate.queue"),
)
_ROLES = {
    Role.MANAGER: "Managers",
    Role.MEMBER: "Members",
    Role.PRACTITIONER: "Practitioners",
    Role.MODERATOR: "Moderators",
    Role.ADMINISTRATOR: "Administrators",
}


@dataclass(frozen=True, slots=True)
class CollectionRules:
    """One collection: its title, and what tellers want to know, question by question."""

    id: str
    title: str
    answers: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class PageRoles:
    """What can be done on a page, and who can do it."""

    what: str
    who: str


def rules_of(collection: Collection, framework: Framework, today: date) -> CollectionRules:
    """What a collection's own settings mean for the people who tell."""
    answers = (
        ("Open for stories", _open(collection, today)),
        ("What is asked", f"A short story, {_number(len(framework.signifiers), 'question')} about it. No name."),
        ("Who reads a story first", _first_reader(collection)),
        ("If you let staff read it", _read(collection)),
        ("If you let us count it only", _counted(collection)),
        ("Results are shown for", _groups(collection)),
        ("Alerts", _alerts(collection)),
    )
    return CollectionRules(collection.id, collection.title, answers)


def page_roles() -> tuple[PageRoles, ...]:
    """Which roles may do what, read from the pages themselves."""
    views = current_app.view_functions
    return tuple(
        PageRoles(what, _names(getattr(views[page], "roles", frozenset()))) for what, page in _PAGES if page in views
    )


def _names(roles: frozenset[str]) -> str:
    names = [name for role, name in _ROLES.items() if role.value in roles]
    return ", ".join(names) if names else "Nobody"


def _open(collection: Collection, today: date) -> str:
    if collection.opens_on and today < collection.opens_on:
        return f"From {spoken(collection.opens_on)}"
    if collection.closes_on and collection.closes_on < today:
        return f"Closed since {spoken(collection.closes_on)}"
    return f"Until {spoken(collection.closes_on)}" if collection.closes_on else "Yes, with no end set"


def _first_reader(collection: Collection) -> str:
    if collection.moderation is Moderation.BEFORE:
        return "A moderator. Nobody else can read it until the moderator releases it."
    when = "as soon as it arrives"
    if collection.policy is Policy.PROTECTED:
        when = f"once it is counted together with at least {collection.k - 1} others"
    return f"Staff, {when}. A moderator can hold it back afterwards."


def _read(collection: Collection) -> str:
    if collection.policy is Policy.OPEN:
        return "Managers and members read your story together with your answers, where it happened and in which week."
    return "Managers and members read your words. They never see your answers, the place or the time beside them."


def _counted(collection: Collection) -> str:
    return (
        f"Your answers are added up with those of at least {collection.k - 1} others of your group, or of the larger "
        "group around it, once and for good. "
        "Nothing smaller is ever shown, and later stories cannot reveal yours."
    )


def _groups(collection: Collection) -> str:
    parents = {group.parent for group in collection.groups}
    names = [group.name for group in collection.groups if group.name not in parents]
    if not names:
        return "The collection as a whole"
    return ", ".join(names) + f". A group with fewer than {collection.k} stories is not shown on its own."


def _alerts(collection: Collection) -> str:
    often = _number(max(1, round(collection.alerts_a_year)), "false alarm")
    return f"Raised about groups, never about a person. Set so that at most about {often} a year is to be expected."


def _number(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"
