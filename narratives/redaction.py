"""Words in a text that could show who somebody is, and the text with other words in their place.

`spot` finds what it can and misses some: docs/spotting-names.md says how much. So its findings are shown to the
teller and to a moderator, who decide; nothing is ever changed by itself.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from narratives.identifier_patterns import (
    ADDRESS,
    BIRTH,
    EMAIL,
    INSURANCE,
    NHS,
    NUMBER,
    PHONE,
    PLATE,
    POSTCODE,
    PROFILE,
)
from narratives.identifiers import identifiers, plain
from narratives.name_lists import name_lists
from narratives.personal_names import likely_names
from narratives.translation import gettext as _

NAME = "name"
KINDS = (NAME, ADDRESS, POSTCODE, PHONE, EMAIL, BIRTH, INSURANCE, NHS, PLATE, NUMBER, PROFILE)
_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Spotted:
    """A piece of a text, `text[start:end]`, and what it seems to be."""

    start: int
    end: int
    kind: str
    words: str


def spot(text: str) -> tuple[Spotted, ...]:
    """What in a text could show who somebody is, from left to right, never overlapping.

    >>> [(one.kind, one.words) for one in spot("My neighbour Karen rings me on 07700 900123.")]
    [('name', 'Karen'), ('phone', '07700 900123')]
    """
    seen = plain(text)
    found = [Spotted(start, end, kind, text[start:end]) for start, end, kind in identifiers(seen)]
    taken = bytearray(len(text))
    for one in found:
        taken[one.start : one.end] = b"x" * (one.end - one.start)
    names = ((start, end) for start, end in likely_names(seen, name_lists()) if not any(taken[start:end]))
    found += [Spotted(start, end, NAME, text[start:end]) for start, end in names]
    return tuple(sorted(found, key=lambda one: one.start))


def sameness(words: str) -> str:
    """What makes two pieces the same for a teller: whoever keeps "Karen" is not asked about "karen" again."""
    return _BLANKS.sub(" ", words).strip().lower()


def replaced(text: str, by: Mapping[str, str]) -> str:
    """The text with other words in the place of spotted ones; `by` has the new words by the `sameness` of the old."""
    parts, last = [], 0
    for one in spot(text):
        new = by.get(sameness(one.words))
        if new is not None:
            parts += [text[last : one.start], new]
            last = one.end
    return "".join([*parts, text[last:]])


def kind_words(kind: str) -> str:
    """What a kind is called on the page."""
    return {
        NAME: _("This could be a name"),
        ADDRESS: _("This could be an address"),
        POSTCODE: _("This could be a postcode"),
        PHONE: _("This could be a phone number"),
        EMAIL: _("This could be an e-mail address"),
        BIRTH: _("This date could be somebody’s date of birth"),
        INSURANCE: _("This could be a National Insurance number"),
        NHS: _("This could be an NHS number"),
        PLATE: _("This could be a car’s number plate"),
        NUMBER: _("This could be a number that belongs to one person"),
        PROFILE: _("This could be somebody’s page or name online"),
    }[kind]


def suggested(kind: str) -> str:
    """Words to put in the place of a kind."""
    return {
        NAME: _("[name]"),
        ADDRESS: _("[address]"),
        POSTCODE: _("[postcode]"),
        PHONE: _("[phone number]"),
        EMAIL: _("[e-mail address]"),
        BIRTH: _("[date]"),
        INSURANCE: _("[National Insurance number]"),
        NHS: _("[NHS number]"),
        PLATE: _("[number plate]"),
        NUMBER: _("[number]"),
        PROFILE: _("[page online]"),
    }[kind]
