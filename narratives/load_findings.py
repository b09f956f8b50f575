"""How much a framework asks of one teller: questions on the longest way through its branches, minutes, reading age."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from narratives.design_finding import DesignFinding, Severity
from narratives.framework import Framework
from narratives.framework_texts import texts_of
from narratives.reading_age import reading_age
from narratives.signifiers import Choice, Dyad, Signifier, Stones, Triad, prediction_of
from narratives.telling_time import ASKED_BESIDE, guessed_minutes

MOST_PLACED, MOST_ASKED, MOST_MINUTES, OLDEST_READER = 8, 15, 7, 14


def longest_way(framework: Framework) -> tuple[Signifier, ...]:
    """The most questions that one teller may be asked, in order.

    Of a choice that takes one answer one option's branches open at a time; of one that takes several, all may.
    """
    left_out: set[str] = set()
    for choice in {branch.opened_by for branch in framework.branches}:
        theirs = [branch for branch in framework.branches if branch.opened_by == choice]
        asked = framework.signifier(choice)
        if not isinstance(asked, Choice) or asked.max_responses > 1:
            continue
        ways = [
            [name for branch in theirs if option.id in branch.options for name in branch.signifiers]
            for option in asked.options
        ]
        longest = max(ways, key=len, default=[])
        left_out |= {name for branch in theirs for name in branch.signifiers} - set(longest)
    return tuple(one for one in framework.signifiers if one.id not in left_out)


def minutes_of(framework: Framework, opening: Mapping[str, Any]) -> int:
    """How long somebody on the longest way takes, as tellers are told before anybody was measured."""
    return guessed_minutes(len(longest_way(framework)) + bool(opening.get("groups")) + ASKED_BESIDE)


def load_findings(framework: Framework, opening: Mapping[str, Any]) -> Iterator[DesignFinding]:
    """What is too much for one teller."""
    yield from _too_many(framework)
    minutes = minutes_of(framework, opening)
    if minutes > MOST_MINUTES:
        yield _of_all(
            "minutes",
            Severity.THINK,
            f"This takes about {minutes} minutes with a short story, by our guess, and tellers read that first.",
            f"Aim for {MOST_MINUTES} minutes or fewer: that is a story and about a dozen questions",
        )
    age = reading_age(texts_of(framework).values(), framework.language)
    if age is not None and age > OLDEST_READER:
        yield _of_all(
            "reading-age",
            Severity.THINK,
            f"By the length of its words and sentences it reads with ease from about {age} years on.",
            "Shorter words and sentences: “The help that was there was…” and not “The assistance provided was…”",
        )


def _too_many(framework: Framework) -> Iterator[DesignFinding]:
    way = longest_way(framework)
    placed = [one for one in way if isinstance(one, Triad | Dyad | Stones) and prediction_of(one) is None]
    on = " on the longest way through the branches" if framework.branches else ""
    if len(placed) > MOST_PLACED:
        yield _of_all(
            "too-many",
            Severity.MEND,
            f"One teller places {len(placed)} markers{on}. Few people place more than {MOST_PLACED} with care.",
            "Keep the four to six triads and scales that you would act on, and leave the others out",
        )
    elif len(way) > MOST_ASKED:
        yield _of_all(
            "too-many",
            Severity.MEND,
            f"One teller is asked {len(way)} questions{on}. From {MOST_ASKED} on expect many to leave on the way.",
            "Ask what nobody can tell from the story: leave out what is only good to know",
        )


def _of_all(kind: str, severity: Severity, sentence: str, better: str) -> DesignFinding:
    return DesignFinding(kind, "", severity, sentence, better, "signifiers")
