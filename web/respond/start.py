"""What somebody should know before they begin, made from the collection's own settings."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from narratives.collection import Collection, Moderation, Policy, Signpost
from narratives.translation import gettext as _
from narratives.translation import ngettext
from store.database import SqliteDatabase
from store.pace import typical_minutes
from web.respond.steps import Step

_SECONDS_A_QUESTION, _SECONDS_A_STORY = 20, 150


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
    minutes = round((_SECONDS_A_STORY + _SECONDS_A_QUESTION * questions) / 60)
    known = ngettext(
        "This is our guess for a short story and %(num)s question. Not enough people have told yet to measure it.",
        "This is our guess for a short story and %(num)s questions. Not enough people have told yet to measure it.",
        questions,
    )
    return Length(_about(minutes), known)


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
        _("how you answered each question, on the picture or from the list, and for how long"),
        _("the language of these pages and what you allow"),
    ]


def not_kept() -> list[str]:
    """What is not kept, because it is never asked or is thrown away at once."""
    return [
        _("your name: nobody asks for it"),
        _("your internet address, or anything about your phone or computer"),
        _("cookies, or anything else on your phone or computer, unless you ask for it"),
    ]


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
