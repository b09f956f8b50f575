"""What somebody should know before they begin, made from the collection's own settings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from narratives.calendar import spoken
from narratives.collection import Collection, Moderation, Policy, Signpost
from narratives.retention import last_day
from narratives.telling_time import guessed_minutes
from narratives.translation import gettext as _
from narratives.translation import ngettext, noop
from store.database import SqliteDatabase
from store.pace import typical_minutes
from store.retention_rules import months_kept
from store.safeguarding_clocks import hours_of
from web.respond.steps import Step
from web.stores import stores

_DAYS = (
    noop("Monday"),
    noop("Tuesday"),
    noop("Wednesday"),
    noop("Thursday"),
    noop("Friday"),
    noop("Saturday"),
    noop("Sunday"),
)


@dataclass(frozen=True, slots=True)
class Help:
    """Where somebody finds help; `address` is what pressing the contact opens."""

    name: str
    contact: str
    address: str
    when: str


@dataclass(frozen=True, slots=True)
class Length:
    """How long telling takes, and how we know."""

    takes: str
    known_from: str


def length_of(db: SqliteDatabase, collection: Collection, steps: tuple[Step, ...], today: date) -> Length:
    """As measured where enough people were measured, else an estimate that says so."""
    measured = _measured(db, collection, today)
    if measured is not None:
        minutes, stories = measured
        known = _("Half of the last %(stories)s people needed less time than that, half needed more.", stories=stories)
        return Length(_about(max(1, minutes)), known)
    questions = len(steps) - 1
    known = ngettext(
        "This is our guess for a short story and %(num)s question. Not enough people have told yet to measure it.",
        "This is our guess for a short story and %(num)s questions. Not enough people have told yet to measure it.",
        questions,
    )
    return Length(_about(guessed_minutes(questions)), known)


@lru_cache(maxsize=64)
def _measured(db: SqliteDatabase, collection: Collection, today: date) -> tuple[int, int] | None:
    """Read once a day: it looks at earlier days only, and everybody who begins asks for it."""
    return typical_minutes(db, collection, today)


def _about(minutes: int) -> str:
    return ngettext("About %(num)s minute", "About %(num)s minutes", minutes)


def readers_of(collection: Collection) -> list[str]:
    """Who reads a story, in the order in which they come to it."""
    told = [_("This collection is read by: %(readers)s", readers=collection.read_by)] if collection.read_by else []
    if collection.moderation is Moderation.BEFORE:
        told.append(_("A moderator reads every story first, in case somebody is in danger or is named."))
    told.append(_("You choose at the end whether staff may read yours. If you do not want that, it is only counted."))
    if collection.policy is Policy.PROTECTED:
        told.append(_("Staff who read your words never see your answers beside them."))
    told.append(
        _(
            "Results are only shown for %(k)s people or more, unless those people let staff read their stories.",
            k=collection.k,
        )
    )
    return told


def kept() -> list[str]:
    """What is kept of a telling."""
    return [
        _("your words, the title you give them and your answers"),
        _("the day, and how many minutes it took: never the time of day"),
        _("only if somebody may be in danger: the hour by which a person should look, until one has"),
        _("how you answered each question, on the picture or from the list, and for how long"),
        _("the language of these pages and what you allow"),
    ]


def kept_until(db: SqliteDatabase, collection: Collection, told_on: date) -> str:
    """How long a story is kept that is told on a day, and what stays of it."""
    return _(
        "Your story is kept until %(day)s at the longest. Then it is deleted, and only sums of many stories stay.",
        day=spoken(last_day(told_on, months_kept(db, collection.id))),
    )


def not_kept() -> list[str]:
    """What is not kept, because it is never asked or is thrown away at once."""
    return [
        _("your name: nobody asks for it"),
        _("your internet address, or anything about your phone or computer"),
        _("cookies, or anything else on your phone or computer, unless you ask for it"),
    ]


def looked_at(collection: Collection) -> str:
    """When somebody looks at what may tell of danger, from the collection's own settings."""
    hours = hours_of(stores().stories, collection.id)
    if hours.is_always:
        return _("Somebody looks day and night at stories that may tell of danger, and not at once.")
    if hours.days == frozenset(range(7)):
        return _(
            "Somebody looks at stories that may tell of danger every day between %(opens)s and %(closes)s.",
            opens=hours.opens,
            closes=hours.closes,
        )
    if hours.days == frozenset(range(5)):
        return _(
            "Somebody looks at stories that may tell of danger on weekdays between %(opens)s and %(closes)s.",
            opens=hours.opens,
            closes=hours.closes,
        )
    return _(
        "Somebody looks at stories that may tell of danger between %(opens)s and %(closes)s, on these days: %(days)s.",
        opens=hours.opens,
        closes=hours.closes,
        days=" · ".join(_(_DAYS[day]) for day in sorted(hours.days)),
    )


def signposts_of(collection: Collection) -> tuple[Help, ...]:
    """Where to find help: what the collection names, or what holds everywhere in the United Kingdom."""
    return tuple(_help(post) for post in collection.signposts) or usual_signposts()


def usual_signposts() -> tuple[Help, ...]:
    """Where anybody in the United Kingdom finds help."""
    return (
        _help(Signpost(_("Police, ambulance or fire service"), "999", _("if somebody is in danger now"))),
        _help(Signpost(_("Samaritans, to talk to somebody"), "116 123", _("free, day and night"))),
    )


def _help(post: Signpost) -> Help:
    return Help(post.name, post.contact, _address(post.contact), post.when)


def _address(contact: str) -> str:
    """What a contact leads to when it is pressed; nothing for an office or an opening hour."""
    if re.fullmatch(r"\+?[0-9][0-9 ]{1,20}", contact, re.ASCII):
        return f"tel:{contact.replace(' ', '')}"
    if re.fullmatch(r"[^\s@]+@[^\s@]+\.[^\s@]+", contact):
        return f"mailto:{contact}"
    return contact if contact.startswith("https://") else ""
