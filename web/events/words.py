"""What perspectives and guesses come to, in sentences that are read at once; all figures in points out of 100."""

from __future__ import annotations

from math import ceil

from narratives.perspective import Guess, Pair, Perspective, Perspectives, Place, PredictionGaps, Stretch
from narratives.signifiers import Dyad, Placed

_ALL = {2: "Both", 3: "All three", 4: "All four", 5: "All five", 6: "All six"}


def points(share: float) -> str:
    """A share in points."""
    return f"{100 * share:.0f}"


def at_most(share: float) -> str:
    """The most that a difference may be, never rounded down."""
    return f"{ceil(100 * share - 1e-9)}"


def interval_words(one: Stretch) -> str:
    """The ends of an interval, for a difference that is told as above 0: "37 to 73"."""
    low, high = (one.low, one.high) if one.effect >= 0 else (-one.high, -one.low)
    least = "under 1" if low > 0 and points(low) == "0" else points(low)
    return f"{least} to {points(high)}"


def apart_words(one: Stretch) -> str:
    """How large a difference is, with its interval: "55 points (37 to 73)"."""
    size = points(abs(one.effect))
    return f"{size} {'point' if size == '1' else 'points'} ({interval_words(one)})"


def towards(one: Stretch, signifier: Placed) -> str:
    """The anchor that a difference is told towards."""
    anchors = signifier.anchors
    if isinstance(signifier, Dyad) and one.effect < 0:
        return anchors[0].label
    return one.anchor.label


def pair_sentence(pair: Pair, signifier: Placed) -> str:
    """For instance "Management placed it nearer to “it was explained” than Families did, by 55 points (37 to 73)"."""
    one = pair.widest
    return f"{pair.first} placed it nearer to “{towards(one, signifier)}” than {pair.second} did, by {apart_words(one)}"


def question_sentence(found: Perspective) -> str:
    """What the perspectives say of one question."""
    if len(found.places) < 2:
        return "Fewer than two perspectives have enough accounts to put side by side."
    parted = found.parted
    if parted:
        several = len(found.pairs) > 1
        others = f" Of all {len(found.pairs)} pairs, {len(parted)} can be told apart." if several else ""
        return f"{pair_sentence(parted[0], found.signifier)}.{others}"
    if found.is_alike:
        return f"They agree: no two are more than {at_most(found.most)} points apart."
    return f"Not distinguishable from scatter: two of them may still be up to {at_most(found.most)} points apart."


def event_sentence(found: Perspectives, groups: int) -> str:
    """What all questions come to, in one or two sentences."""
    if not found.compared:
        return "Not enough accounts yet to put perspectives side by side."
    alike = next((one for one in reversed(found.questions) if one.is_alike), None)
    agree = "" if alike is None else _agree(alike, groups)
    first = found.questions[0]
    if first.parted:
        also = "They" if not agree else "and they"
        told = f"{also} differ most on “{first.signifier.title}”: {pair_sentence(first.parted[0], first.signifier)}."
        return f"{agree}, {told}" if agree else told
    if agree:
        return f"{agree}, and no two of them can be told apart on anything."
    return "No two perspectives can be told apart yet, and none of it is close enough to call it agreement."


def _agree(alike: Perspective, groups: int) -> str:
    shown = len(alike.places)
    who = _ALL.get(shown, "All") if shown == groups else f"The {shown} perspectives that can be shown"
    return f"{who} agree on “{alike.signifier.title}” (no two more than {at_most(alike.most)} points apart)"


def near(place: Place, signifier: Placed) -> str:
    """The anchor that a place lies nearest to."""
    if isinstance(signifier, Dyad):
        return signifier.anchors[round(place.mean[0])].label
    return max(zip(place.mean, signifier.anchors, strict=True), key=lambda one: one[0])[1].label


def guess_sentence(guess: Guess, signifier: Placed) -> str:
    """Where a group expected another, and where that one lies."""
    if guess.expected is None or guess.actual is None:
        return "Not enough accounts yet."
    one = guess.widest
    expected, actual = near(guess.expected, signifier), near(guess.actual, signifier)
    whom = "their own side" if guess.is_own else guess.of
    if expected != actual:
        told = f"{guess.by} expected {whom} near “{expected}”; {guess.of} placed it near “{actual}”"
        return f"{told}: {points(abs(one.effect))} points apart ({interval_words(one)})."
    way = towards(one, signifier)
    more = "nearer to" if one.effect >= 0 or isinstance(signifier, Dyad) else "further from"
    return f"{guess.by} expected {whom} {more} “{way}” than they were, by {apart_words(one)}."


def gaps_sentence(found: PredictionGaps) -> str:
    """The largest gap of all, or that none can be told."""
    if not found.compared:
        return "Not enough accounts yet to say who expects what of whom."
    told = [(guess, table.signifier) for table in found.tables for guess in table.told]
    sure = [one for one in told if one[0].is_sure]
    if not sure:
        most = max(guess.most for guess, _ in told)
        return f"No guess can be told from where the others placed it. The largest gap may be {at_most(most)} points."
    guess, signifier = max(sure, key=lambda one: abs(one[0].widest.effect))
    rest = f"The largest gap: of {len(told)} guesses, {len(sure)} miss beyond scatter."
    return f"{guess_sentence(guess, signifier)} {rest if len(told) > 1 else ''}".rstrip()
