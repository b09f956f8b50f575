"""What a poster and a card with a code say, in each of their languages."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.collection import Collection
from narratives.collection_texts import in_language
from narratives.framework import Framework
from narratives.translation import direction, speaking
from narratives.translation import gettext as _
from web.language import offered_with

_MOST_LANGUAGES = 2
_WELSH = "cy"


@dataclass(frozen=True, slots=True)
class Panel:
    """One language's part of a poster."""

    language: str
    direction: str
    title: str
    question: str
    promise: str
    how: str
    needs_code: str
    emergency: str


@dataclass(frozen=True, slots=True)
class CardWords:
    """One language's part of the card that a one-time code is handed out on."""

    language: str
    direction: str
    title: str
    how: str
    once: str


def languages_of(framework: Framework, also: str = "") -> tuple[str, ...]:
    """The languages of a poster: the framework's own and one more that tellers may use, Welsh before others."""
    others = [code for code in offered_with(framework) if code != framework.language]
    others.sort(key=lambda code: (code != also, code != _WELSH))
    return (framework.language, *others)[:_MOST_LANGUAGES]


def panels(collection: Collection, framework: Framework, languages: tuple[str, ...]) -> tuple[Panel, ...]:
    """The parts of a poster, in the order of its languages."""
    return tuple(_panel(collection, framework, code) for code in languages)


def card_words(
    collection: Collection, framework: Framework, languages: tuple[str, ...], address: str
) -> tuple[CardWords, ...]:
    """The words beside a code, in the order of the languages."""
    found = []
    for code in languages:
        with speaking(code):
            how = _("Scan the square, or open %(address)s and type this code:", address=address)
            once = _("It opens one story. Nobody keeps a note of who was given it.")
            found.append(CardWords(code, direction(code), _title(collection, framework, code), how, once))
    return tuple(found)


def _title(collection: Collection, framework: Framework, code: str) -> str:
    return in_language(collection, framework, code).title


def _panel(collection: Collection, framework: Framework, code: str) -> Panel:
    worded = framework.in_language(code)
    with speaking(code):
        return Panel(
            language=code,
            direction=direction(code),
            title=_title(collection, framework, code),
            question=worded.prompting_question,
            promise=_("Tell it in your own words. Nobody asks who you are."),
            how=_("Point your phone’s camera at the square, or type the address."),
            needs_code=_("You need a one-time code. It is on the card that you were given.")
            if collection.invited
            else "",
            emergency=_("This is not an emergency service: nobody reads it straight away. In danger, call 999."),
        )
