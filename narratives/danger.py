"""Whether the words of a story may tell of danger: a score that ranks it for a person, and decides nothing.

The rules find phrases and no more. They miss what is hinted at, and hold for danger what is not: docs/safeguarding.md
says how often. The teller's own mark needs no score.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from narratives.answers import ChoiceAnswer, FreetextAnswer
from narratives.danger_rules import DANGERS, VERSION, Danger, danger_rules
from narratives.narrative import Narrative

FLAGGED_FROM = 0.45  # below it nobody is asked to look
_DISTANCE = 0.5
_MOST_READ = 20_000


@dataclass(frozen=True, slots=True)
class Sign:
    """What the words of a story may tell of: a score from 0 to 1, and the kinds, the likeliest first."""

    score: float
    kinds: tuple[Danger, ...] = ()

    def __bool__(self) -> bool:
        return self.score >= FLAGGED_FROM


def sign_in(text: str) -> Sign:
    """What a text may tell of.

    >>> sign_in("I could murder a cup of tea").score
    0.0
    >>> sign_in("He put his hands round my throat").kinds
    (<Danger.HOME: 'violence-at-home'>,)
    """
    plain = _plain(text)
    read = danger_rules().idioms.sub(" ", plain)
    distance = _DISTANCE if danger_rules().distant.search(plain) else 1.0
    found = {kind: max(score, default=0.0) * distance for kind, score in _matches(read).items()}
    kinds = sorted((kind for kind in found if found[kind] >= FLAGGED_FROM), key=lambda kind: (-found[kind], kind))
    return Sign(round(max(found.values(), default=0.0), 3), tuple(kinds))


def sign_of(narrative: Narrative) -> Sign:
    """What a story may tell of: its title, its words, and its short answers in the teller's own words."""
    return sign_in("\n".join(words_of(narrative)))


def words_of(narrative: Narrative) -> list[str]:
    """Everything that a teller wrote in words of their own."""
    short = [answer.text for answer in narrative.answers if isinstance(answer, FreetextAnswer)]
    other = [answer.other for answer in narrative.answers if isinstance(answer, ChoiceAnswer) and answer.other]
    return [one for one in (narrative.title, narrative.text, *short, *other) if one]


def kinds_said(kinds: Iterable[Danger]) -> list[str]:
    """Kinds as a person reads them."""
    return [DANGERS[kind] for kind in kinds]


def _plain(text: str) -> str:
    small = text[:_MOST_READ].lower().replace("’", "'").replace("'", "").replace("`", "")
    return " ".join(small.split())


def _matches(text: str) -> Mapping[Danger, list[float]]:
    kinds = danger_rules().kinds.items()
    return {kind: [weight for weight, rule in rules if rule.search(text)] for kind, rules in kinds}


__all__ = ["DANGERS", "FLAGGED_FROM", "VERSION", "Danger", "Sign", "kinds_said", "sign_in", "sign_of", "words_of"]
