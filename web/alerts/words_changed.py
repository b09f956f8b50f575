"""Whether the words changed beside an alert: one sentence, where the distance lies among the usual ones, and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narratives.collection import Collection, Policy
from store.alerts import Alert
from store.release_text_drift import Answer, Moved, TextDrift, released_text_drift
from web.stores import stores

WIDE, _EDGE = 300, 8
_ROOM = 1.15  # beyond the furthest


@dataclass(frozen=True, slots=True)
class Usual:
    """The usual distances as a strip: from the smallest to the largest, most of them, and where these words lie."""

    low: int
    high: int
    inner_low: int
    inner_high: int
    at: int
    said: str


@dataclass(frozen=True, slots=True)
class WordsChanged:
    """The section; `sentence` is the answer, `size` and `chance` how sure it is, in words."""

    sentence: str
    size: str
    chance: str
    usual: Usual | None
    gained: tuple[str, ...]
    lost: tuple[str, ...]
    no_words: str
    notes: tuple[str, ...]


def words_changed(alert: Alert, collection: Collection) -> WordsChanged | None:
    """The section of an alert; None where nobody looked at its words."""
    found = released_text_drift(stores().stories, collection, alert.id)
    return None if found is None else described(found, collection)


def described(found: TextDrift, collection: Collection) -> WordsChanged:
    """What was found, in words."""
    with_counts = collection.policy is Policy.OPEN
    changed = found.answer is Answer.CHANGED
    no_words = f"No single word can be named: none stands out in {collection.k} stories that may be read."
    return WordsChanged(
        _sentence(found, collection),
        _size(found),
        _chance(found),
        _usual(found),
        tuple(_moved(found.gained, with_counts=with_counts)),
        tuple(_moved(found.lost, with_counts=with_counts)),
        no_words if changed and not (found.gained or found.lost) else "",
        tuple(_notes(found)),
    )


def _sentence(found: TextDrift, collection: Collection) -> str:
    match found.answer:
        case Answer.CHANGED:
            return "Yes: since it began, stories are told in other words than in the weeks before."
        case Answer.SCATTER:
            return "Not as far as can be told: the words differ no more than those of other weeks do."
        case Answer.TOO_EARLY:
            return "Too early to say: words are compared once stories came in two weeks since it began."
        case _:
            k = collection.k
            return f"Too few stories to say: at least {k} on each side, over 8 weeks before and 2 since, are needed."


def _size(found: TextDrift) -> str:
    times = found.times_usual
    if found.p is None or times is None:
        return ""
    return f"{times:.1f} times as far from the weeks before as weeks of that time usually are from each other at most."


def _chance(found: TextDrift) -> str:
    if found.p is None:
        return ""
    hundred = round(100 * found.p)
    often = "less than 1 time in 100" if found.p < 0.01 else f"about {hundred} time{'s' * (hundred != 1)} in 100"
    looks = "the first look" if found.look == 1 else f"look number {found.look}, each with its own chance to be wrong"
    return f"Weeks dealt out at random lie as far apart {often} (p of this one look; {looks})."


def _usual(found: TextDrift) -> Usual | None:
    if found.p is None or not found.usual:
        return None
    most = max(found.usual[-1], found.size) * _ROOM or 1.0

    def across(size: float) -> int:
        return _EDGE + round((WIDE - 2 * _EDGE) * size / most)

    tenth = (len(found.usual) - 1) // 10
    beyond = sum(one < found.size for one in found.usual) / len(found.usual)
    return Usual(
        across(found.usual[0]),
        across(found.usual[-1]),
        across(found.usual[tenth]),
        across(found.usual[-1 - tenth]),
        across(found.size),
        f"These words lie further away than {100 * beyond:.0f} of 100 usual distances.",
    )


def _moved(found: Sequence[Moved], *, with_counts: bool) -> list[str]:
    named = [(f"theme “{one.words}”" if one.is_theme else f"“{one.words}”", one) for one in found]
    return [f"{name} ({one.before} before, {one.since} since)" if with_counts else name for name, one in named]


def _notes(found: TextDrift) -> list[str]:
    if found.p is None:
        return []
    before, since = found.stories
    since_words = f"{since:,} of {found.weeks[1]} weeks since"
    like = "each compared with those of the same language, group and kind of teller alone"
    notes = [f"{before:,} texts of {found.weeks[0]} weeks before and {since_words}, {like}."]
    if found.left_out:
        notes.append(f"{found.left_out:,} texts have nobody of their kind on the other side and are left out.")
    return [*notes, "Evidence only: no alert is ever raised from it, and no story is scored."]
