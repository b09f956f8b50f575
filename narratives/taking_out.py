"""Taking words out of a story: what could be taken out, what is, and what then stands there.

`narratives.redaction` suggests; a moderator decides piece by piece and may name any further words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from narratives.answers import Answer, ChoiceAnswer, FreetextAnswer
from narratives.narrative import Narrative
from narratives.redaction import sameness, spot, suggested
from narratives.translation import gettext as _
from narratives.translation import interface_languages, speaking

_BLANKS = re.compile(r"\s+")


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Words that could show who somebody is: `key` is the same for all spellings of them, `times` how often."""

    key: str
    words: str
    kind: str
    instead: str
    times: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Words to take out of every place where they stand, and what then stands there."""

    words: str
    instead: str


def suggestions(narrative: Narrative) -> tuple[Suggestion, ...]:
    """What in title, story and short answers could show who somebody is, in the order in which it stands there."""
    found: dict[str, Suggestion] = {}
    with speaking(_written_in(narrative)):
        for text in own_texts(narrative):
            for one in spot(text):
                key = sameness(one.words)
                before = found.get(key) or Suggestion(key, one.words, one.kind, suggested(one.kind), 0)
                found[key] = replace(before, times=before.times + 1)
    return tuple(found.values())


def pieces(narrative: Narrative, ticked: Iterable[str], typed: Sequence[str]) -> tuple[Piece, ...]:
    """What is taken out when some suggestions are ticked and further words are typed."""
    wanted = set(ticked)
    chosen = [Piece(one.words, one.instead) for one in suggestions(narrative) if one.key in wanted]
    with speaking(_written_in(narrative)):
        return (*chosen, *(Piece(words, _("[words taken out]")) for words in typed))


def not_found(narrative: Narrative, typed: Iterable[str]) -> tuple[str, ...]:
    """Those of some typed words that stand nowhere in a story."""
    texts = own_texts(narrative)
    return tuple(words for words in typed if not any(_places(text, words) for text in texts))


def without(narrative: Narrative, taken: Sequence[Piece]) -> Narrative:
    """The story with other words in the place of those that are taken out; nothing but words of the teller's moves.

    >>> from datetime import date
    >>> told = Narrative("plot", date(2026, 3, 2), "Karen rang. karen!", (), title="To Karen")
    >>> without(told, [Piece("Karen", "[name]")]).text
    '[name] rang. [name]!'
    """
    return replace(
        narrative,
        title=_cut(narrative.title, taken),
        text=_cut(narrative.text, taken),
        answers=tuple(_cut_answer(answer, taken) for answer in narrative.answers),
    )


def own_texts(narrative: Narrative) -> tuple[str, ...]:
    """Everything of a story that its teller put into words."""
    return (narrative.title, narrative.text, *own_answers(narrative.answers).values())


def own_answers(answers: Iterable[Answer]) -> dict[str, str]:
    """The answers that are words of the teller's own, by signifier."""
    found: dict[str, str] = {}
    for answer in answers:
        if isinstance(answer, FreetextAnswer):
            found[answer.signifier] = answer.text
        elif isinstance(answer, ChoiceAnswer) and answer.other:
            found[answer.signifier] = answer.other
    return found


def with_own_answers(answers: Iterable[Answer], words: Mapping[str, str]) -> tuple[Answer, ...]:
    """Some answers with other words of the teller's own, by signifier."""
    return tuple(_worded(answer, words.get(answer.signifier)) for answer in answers)


def _worded(answer: Answer, words: str | None) -> Answer:
    if words is not None and isinstance(answer, FreetextAnswer):
        return replace(answer, text=words)
    if words is not None and isinstance(answer, ChoiceAnswer):
        return replace(answer, other=words)
    return answer


def _cut_answer(answer: Answer, taken: Sequence[Piece]) -> Answer:
    if isinstance(answer, FreetextAnswer):
        return replace(answer, text=_cut(answer.text, taken))
    if isinstance(answer, ChoiceAnswer) and answer.other:
        return replace(answer, other=_cut(answer.other, taken))
    return answer


def _cut(text: str, taken: Sequence[Piece]) -> str:
    """Longer pieces first; a place is cut once."""
    cuts: list[tuple[int, int, str]] = []
    for piece in sorted(taken, key=lambda one: -len(one.words)):
        for start, end in _places(text, piece.words):
            if not any(start < other_end and other_start < end for other_start, other_end, _ in cuts):
                cuts.append((start, end, piece.instead))
    parts, last = [], 0
    for start, end, instead in sorted(cuts):
        parts += [text[last:start], instead]
        last = end
    return "".join([*parts, text[last:]])


def _places(text: str, words: str) -> list[tuple[int, int]]:
    """Where words stand in a text, whatever their capitals and blanks; never as a part of longer words."""
    known = words.strip()
    if not known:
        return []
    middle = r"\s+".join(re.escape(one) for one in _BLANKS.split(known))
    before = r"(?<!\w)" if known[0].isalnum() else ""
    after = r"(?!\w)" if known[-1].isalnum() else ""
    return [match.span() for match in re.finditer(before + middle + after, text, re.IGNORECASE)]


def _written_in(narrative: Narrative) -> str:
    return narrative.language if narrative.language in interface_languages() else "en"
