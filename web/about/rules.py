"""The rules of a collection in plain words, and the pages that each role may open, both as they really are."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from flask import current_app

from narratives.calendar import spoken
from narratives.collection import Collection, Moderation, Policy
from narratives.framework import Framework
from narratives.retention import DEFAULT_MONTHS
from narratives.translation import gettext as _
from narratives.translation import ngettext, noop
from store.accounts import Role
from store.promise_proposals import Proposal
from web.rights import RIGHTS, roles_of

_ONE_A_YEAR = 0.75  # what is less is told in whole years
_ROLES = {
    Role.MANAGER: noop("Managers"),
    Role.MEMBER: noop("Members"),
    Role.PRACTITIONER: noop("Practitioners"),
    Role.MODERATOR: noop("Moderators"),
    Role.SAFEGUARDING: noop("Safeguarding leads"),
    Role.ADMINISTRATOR: noop("Administrators"),
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


def rules_of(
    collection: Collection,
    framework: Framework,
    today: date,
    changed: Proposal | None = None,
    months: int = DEFAULT_MONTHS,
) -> CollectionRules:
    """What a collection's own settings mean for the people who tell.

    `changed` is how its promise about false alerts came to be what it is, where it is no longer the first; `months` is
    how long it keeps a story.
    """
    answers = (
        (_("Open for stories"), _open(collection, today)),
        (_("What is asked"), _asked(framework)),
        (_("Who reads a story first"), _first_reader(collection)),
        (
            _("If you say that somebody may be in danger"),
            _("A moderator reads your story before anybody else. That can still take days."),
        ),
        (_("If you let staff read it"), _read(collection)),
        (_("If you also let them quote it, or publish it"), _wider()),
        (_("If you let us count it only"), _counted(collection)),
        (_("Results are shown for"), _groups(collection)),
        (_("How long a story is kept"), _kept(months)),
        (_("What comes of the stories"), _answered()),
        (_("Alerts"), " ".join(filter(None, (_alerts(collection), _changed(changed))))),
    )
    return CollectionRules(collection.id, collection.title, answers)


def _kept(months: int) -> str:
    return ngettext(
        "To the end of the month after the one in which it was told. Then it is deleted, and only sums of many stay.",
        "To the end of the month, %(num)s months after it was told. Then it is deleted, and only sums of many stay.",
        months,
    )


def _answered() -> str:
    return _(
        "Managers can answer them on a page that everybody can read. Nobody’s words are quoted there who did not let "
        "them be published."
    )


def page_roles() -> tuple[PageRoles, ...]:
    """Which roles may do what, read from the pages themselves."""
    views = current_app.view_functions
    found = ((right.what, roles_of(right, views)) for right in RIGHTS)
    return tuple(PageRoles(_(what), _names(roles)) for what, roles in found if roles)


def _names(roles: frozenset[str]) -> str:
    names = [_(name) for role, name in _ROLES.items() if role.value in roles]
    return _listed(names) if names else _("Nobody")


def _listed(names: list[str]) -> str:
    """Names with this language's comma between them."""
    return _(", ").join(names)


def _open(collection: Collection, today: date) -> str:
    if collection.opens_on and today < collection.opens_on:
        return _("From %(day)s", day=spoken(collection.opens_on))
    if collection.closes_on and collection.closes_on < today:
        return _("Closed since %(day)s", day=spoken(collection.closes_on))
    if collection.closes_on:
        return _("Until %(day)s", day=spoken(collection.closes_on))
    return _("Yes, with no end set")


def _asked(framework: Framework) -> str:
    return ngettext(
        "A short story and %(num)s question about it. No name.",
        "A short story and at most %(num)s questions about it. No name.",
        len(framework.signifiers),
    )


def _first_reader(collection: Collection) -> str:
    if collection.moderation is Moderation.BEFORE:
        return _("A moderator. Nobody else can read it until the moderator releases it.")
    if collection.policy is Policy.PROTECTED:
        return _(
            "Staff, once it is counted together with at least %(others)s others. A moderator can hold it back "
            "afterwards.",
            others=collection.k - 1,
        )
    return _("Staff, as soon as it arrives. A moderator can hold it back afterwards.")


def _read(collection: Collection) -> str:
    if collection.policy is Policy.OPEN:
        return _(
            "Managers and members read your story together with your answers, where it happened and in which week."
        )
    return _("Managers and members read your words. They never see your answers, the place or the time beside them.")


def _wider() -> str:
    return _("Only then may your words leave these pages. You can take that back later with your code.")


def _counted(collection: Collection) -> str:
    return _(
        "Your answers are added up with those of at least %(others)s others of your group, or of the larger group "
        "around it, once and for good. Nothing smaller is ever shown, and later stories cannot reveal yours.",
        others=collection.k - 1,
    )


def _groups(collection: Collection) -> str:
    parents = {group.parent for group in collection.groups}
    names = [group.name for group in collection.groups if group.name not in parents]
    if not names:
        return _("The collection as a whole")
    return _(
        "%(groups)s. A group with fewer than %(k)s stories is not shown on its own.",
        groups=_listed(names),
        k=collection.k,
    )


def _alerts(collection: Collection) -> str:
    if collection.alerts_a_year < _ONE_A_YEAR:
        return ngettext(
            "Raised about groups, never about a person. Set so that at most about one false alarm in %(num)s year is "
            "to be expected.",
            "Raised about groups, never about a person. Set so that at most about one false alarm in %(num)s years is "
            "to be expected.",
            round(1 / collection.alerts_a_year),
        )
    return ngettext(
        "Raised about groups, never about a person. Set so that at most about %(num)s false alarm a year is to be "
        "expected.",
        "Raised about groups, never about a person. Set so that at most about %(num)s false alarms a year are to be "
        "expected.",
        max(1, round(collection.alerts_a_year)),
    )


def _changed(changed: Proposal | None) -> str:
    if changed is None or changed.decided_at is None:
        return ""
    figures = {"before": f"{changed.old_a_year:g}", "after": f"{changed.new_a_year:g}"}
    day = spoken(changed.decided_at.date())
    if changed.new_a_year < changed.old_a_year:
        return _(
            "On %(day)s an administrator lowered this figure from %(before)s to %(after)s a year: staff had judged at "
            "least 10 alerts, and clearly fewer than half of them were real. It changes only when staff’s judgements "
            "of alerts say so clearly and an administrator accepts it.",
            day=day,
            **figures,
        )
    return _(
        "On %(day)s an administrator raised this figure from %(before)s to %(after)s a year: staff had judged at "
        "least 10 alerts, and clearly more than three quarters of them were real. It changes only when staff’s "
        "judgements of alerts say so clearly and an administrator accepts it.",
        day=day,
        **figures,
    )
