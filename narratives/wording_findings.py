"""What is found in the wording of one question: leading, two questions in one, jargon, labels, and no other answer."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from narratives.design_finding import DesignFinding, Severity
from narratives.framework import Framework
from narratives.leading_question import leads
from narratives.signifiers import Choice, Dyad, Placed, Signifier, Stones, Triad
from narratives.worth import is_uneven

_TWO_IN_ONE = re.compile(
    r"\b(?:do|did|does|was|were|is|are|how|what|would|could|should|have|has)\b[^?]*?\b(\w+) (and|and/or) (\w+)\?", re.I
)
_SLASHED = re.compile(r"\band/or\b|\b\w{3,} ?/ ?\w{3,}\b", re.IGNORECASE)
_PAIRS = frozenset("you family friends here there then now people live work".split())
JARGON = {
    "stakeholder": "people it matters to",
    "service user": "people who use the service",
    "signpost": "tell where to go",
    "multi-agency": "several services together",
    "safeguarding": "keeping people safe",
    "wraparound": "help with everything",
    "co-production": "making it together",
    "coproduction": "making it together",
    "pathway": "what happens step by step",
    "outcomes": "what came of it",
    "intervention": "what was done",
    "engagement": "taking part",
    "provision": "what is there",
    "holistic": "as a whole",
    "person-centred": "about you",
    "empower": "let decide",
    "facilitate": "help",
    "utilise": "use",
    "demographic": "who you are",
    "deep dive": "close look",
    "touchpoint": "time when you met us",
    "going forward": "from now on",
    "leverage": "use",
    "synergy": "working together",
    "triage": "deciding who is first",
    "commissioning": "paying for services",
    "discharge planning": "planning to go home",
    "lived experience": "what you have been through",
    "desistance": "staying out of trouble",
    "recidivism": "offending again",
    "service delivery": "how we work",
    "key performance": "figures we look at",
    "presenting need": "what you came for",
}
_JARGON = re.compile(rf"\b({'|'.join(map(re.escape, JARGON))})(?:s|ed|d|ing)?\b", re.IGNORECASE)
_STANDS_ALONE = re.compile(
    r"\b(none|neither|nothing|other|another|something else|somebody else|someone else|somewhere else|elsewhere|"
    r"prefer not|rather not|not sure|don't know|does not apply|more than|less than|under|over|never|every|yes|no|"
    r"this one time|now and then|always)\b|[0-9]",
    re.IGNORECASE,
)
_FEW_OPTIONS = 2


def wording_findings(framework: Framework, where: dict[str, str]) -> Iterator[DesignFinding]:
    """What is found question by question, the prompting question first."""
    yield from _prompts(framework)
    for signifier in framework.signifiers:
        found = [*_title(signifier, framework.language), *_labels(signifier, framework.language)]
        for kind, severity, sentence, better in found:
            yield DesignFinding(kind, signifier.id, severity, sentence, better, where[signifier.id])


_Found = tuple[str, Severity, str, str]


def _prompts(framework: Framework) -> Iterator[DesignFinding]:
    asked = [("prompting_question", framework.prompting_question)]
    asked += [(f"prompts[{n}]", prompt.label) for n, prompt in enumerate(framework.prompts)]
    for place, text in asked:
        for kind, severity, sentence, better in _question(text, framework.language, _PROMPT):
            yield DesignFinding(kind, "", severity, sentence, better, place)


_PROMPT = "Think of one moment lately that says something about this place, good or bad. What happened?"
_TITLE = "What happened was mostly about…"


def _title(signifier: Signifier, language: str) -> Iterator[_Found]:
    yield from _question(signifier.title, language, _TITLE)
    if len(signifier.title.split()) > 25:
        yield (
            "long",
            Severity.THINK,
            f"This question has {len(signifier.title.split())} words. On a phone it is read in a hurry.",
            "Keep it to about a dozen words: “The help that was there was…”",
        )


def _question(text: str, language: str, instead: str) -> Iterator[_Found]:
    if how := leads(text, language):
        yield "leading", Severity.MEND, f"This question {how}.", f"Leave it open both ways: “{instead}”"
    if language.partition("-")[0] != "en":
        return
    if two := _two_in_one(text):
        yield (
            "two-in-one",
            Severity.THINK,
            f"This may be two questions in one (“{two}”). Somebody for whom they differ cannot answer.",
            "Ask for the one that matters most, or make two questions: “The help came…” and “The help was…”",
        )
    if word := _JARGON.search(text):
        yield (
            "jargon",
            Severity.THINK,
            f"“{word[0]}” is a word of the trade, which not every teller uses.",
            f"Say it as people do: “{JARGON[word[1].casefold()]}”",
        )


def _two_in_one(text: str) -> str:
    if slashed := _SLASHED.search(text):
        return slashed[0]
    joined = _TWO_IN_ONE.search(text)
    if joined is None or {joined[1].casefold(), joined[3].casefold()} & _PAIRS:
        return ""
    return f"{joined[1]} {joined[2]} {joined[3]}"


def _labels(signifier: Signifier, language: str) -> Iterator[_Found]:
    labels = list(labels_of(signifier))
    same = [label for label, n in Counter(label.strip().casefold() for label in labels).items() if n > 1]
    if same:
        yield (
            "same-label",
            Severity.MEND,
            f"“{same[0]}” is there twice. Nobody can say which of the two they mean.",
            "Give each a label of its own: “people around me” and “a public service”",
        )
    yield from _jargon_in(labels, language)
    if isinstance(signifier, Choice):
        yield from _closed(signifier, language)
    elif isinstance(signifier, Triad | Dyad):
        yield from _uneven(signifier, language)


def labels_of(signifier: Signifier) -> Sequence[str]:
    """The labels that stand beside each other in one question; none of one that asks for words."""
    match signifier:
        case Triad() | Dyad():
            return [anchor.label for anchor in signifier.anchors]
        case Choice():
            return [option.label for option in signifier.options]
        case Stones():
            return [stone.label for stone in signifier.stones]
    return []


def _uneven(signifier: Placed, language: str) -> Iterator[_Found]:
    if isinstance(signifier, Dyad) and signifier.level:
        return
    labels = [anchor.label for anchor in signifier.anchors]
    if not is_uneven(labels, language):
        return
    if isinstance(signifier, Triad):
        yield (
            "worth",
            Severity.THINK,
            "These three are not of equal worth: people choose the good one, and do not say what it was like.",
            "Three good things, or three hard ones: “kindness”, “skill” and “knowing what is going on”",
        )
    else:
        yield (
            "worth",
            Severity.THINK,
            "One end is plainly the good one, so that people only tell whether they were content.",
            "Too little and too much of one thing: “far too little help” and “far too much help”",
        )


def _closed(choice: Choice, language: str) -> Iterator[_Found]:
    """Scales and questions about the teller have an answer for everybody, as far as their words show it."""
    if language.partition("-")[0] != "en" or choice.takes_other or choice.asks_about == "respondent":
        return
    if len(choice.options) <= _FEW_OPTIONS or any(_STANDS_ALONE.search(option.label) for option in choice.options):
        return
    yield (
        "no-other",
        Severity.THINK,
        "Somebody for whom none of these is right has to leave it out, or to choose what is not so.",
        "Add an answer “Something else”, which asks for a word or two",
    )


def _jargon_in(labels: Sequence[str], language: str) -> Iterator[_Found]:
    if language.partition("-")[0] != "en":
        return
    for label in labels:
        if word := _JARGON.search(label):
            yield (
                "jargon",
                Severity.THINK,
                f"“{word[0]}” in “{label}” is a word of the trade, which not every teller uses.",
                f"Say it as people do: “{JARGON[word[1].casefold()]}”",
            )
            return
