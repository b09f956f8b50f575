"""Questions that lead: they ask to be agreed with, how good or how bad it was, or for the good or the bad alone."""

from __future__ import annotations

import re

from narratives.worth import worth_of

_AGREE = {
    "en": re.compile(
        r"\b(don't|wouldn't|didn't) you (think|agree|say|feel|believe)\b|\b(do|would|don't) you agree\b|"
        r"\b(isn't|wasn't) (it|this|that) (\w+ )?\w+\?|\b(surely|obviously)\b"
    ),
    "cy": re.compile(r"\bonid yw\b|\bonid oedd\b|\b(ydych|wyt) (chi'n|ti'n) cytuno\b|\bdoes bosib\b"),
}
_DEGREE = {
    "en": re.compile(r"\bhow (very )?([a-z]+)(ly)? (is|was|are|were|did|do|does|has|have)\b"),
    "cy": re.compile(r"\bpa mor ([a-zâêîôûŵŷ]+)\b"),
}
_ONE_SIDED = {
    "en": re.compile(
        r"\b(a|one|the|any|your|some) (\w+ )?(good|bad|great|best|worst|excellent|terrible|awful|positive|negative|"
        r"wonderful|brilliant|poor|happy|unhappy|success\w*|fail\w*) "
        r"(\w+ )?(experience|thing|time|moment|day|story|example|event|service|care|memory|visit)s?\b|"
        r"\b(what|who) (was|is|went|has gone|have we got|did we get) (\w+ )?"
        r"(good|great|best|wrong|bad|worst|well|badly)\b"
    ),
    "cy": re.compile(
        r"\b(profiad|peth|amser|stori|enghraifft|diwrnod)\w* (da|dda|drwg|ddrwg|gwael|wael|gwych|ofnadwy)\b"
    ),
}
_GOOD, _BAD = "good|better|best|well|safer|happy|positive", "bad|worse|worst|badly|unsafe|less|unhappy|negative|not"
_DA, _DRWG = "da|dda|well|gwell", "drwg|ddrwg|waeth|gwaeth|lai"
_OR = r"( \w+){0,2},? (or|and|neu|a|ac) (\w+ ){0,2}"
_BOTH_SIDES = {
    "en": re.compile(rf"\b({_GOOD}){_OR}({_BAD})\b|\b({_BAD}){_OR}({_GOOD})\b"),
    "cy": re.compile(rf"\b({_DA}){_OR}({_DRWG})\b|\b({_DRWG}){_OR}({_DA})\b"),
}


def leads(text: str, language: str = "en") -> str:
    """How a question leads, in words that go on after "It"; empty when it does not, or in a language not known here.

    >>> leads("Don't you think the staff were kind?"), leads("How good was the care?")
    ('asks to be agreed with', 'asks how good it was, and so says that it was')
    >>> leads("Tell us about a good experience."), leads("What happened that was good or bad?")
    ('asks for the good alone', '')
    """
    language = language.partition("-")[0]
    if language not in _AGREE:
        return ""
    said = text.casefold().replace("’", "'")
    if _AGREE[language].search(said):
        return "asks to be agreed with"
    if _BOTH_SIDES[language].search(said):
        return ""
    asked = _DEGREE[language].search(said)
    if asked and (worth := worth_of(asked[0], language)):
        return f"asks how {'good' if worth > 0 else 'bad'} it was, and so says that it was"
    if sided := _ONE_SIDED[language].search(said):
        return "asks for the good alone" if worth_of(sided[0], language) > 0 else "asks for the bad alone"
    return ""
