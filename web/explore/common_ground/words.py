"""Common ground and divides in sentences that are read at once."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, floor

from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.signifiers import Dyad, Triad
from store.release_consensus import CommonGround, Divided, Item, Shared
from web.explore.common_ground.dots import hundred
from web.sentences import joined

_ENDS = ("low", "high")


def does(item: Item, framework: Framework) -> str:
    """What stories do that lie in an item, after "stories"."""
    if item.is_theme:
        return f"are about “{item.label}”"
    signifier = framework.signifier(item.question)
    if isinstance(signifier, Dyad):
        labels = [anchor.label for anchor in signifier.anchors]
        if item.id in _ENDS:
            return f"lie nearer to “{labels[_ENDS.index(item.id)]}”"
        return f"lie in between “{labels[0]}” and “{labels[1]}”"
    if isinstance(signifier, Triad):
        if item.id == "centre":
            return "lie in the middle of all three"
        corners = dict(zip(("top", "left", "right"), (anchor.label for anchor in signifier.anchors), strict=True))
        named = [corners[corner] for corner in item.id.split("-")]
        return f"lie between “{named[0]}” and “{named[1]}”" if len(named) > 1 else f"lie mostly at “{named[0]}”"
    return f"say “{item.label}”"


def shared_sentence(one: Shared, framework: Framework) -> str:
    """For instance "In every group at least 41 of 100 stories lie mostly at “glad”"."""
    return f"In every group at least {floor(100 * one.least)} of 100 stories {does(one.item, framework)}."


def alike_words(one: Shared) -> str:
    """How alike the groups are, never taken from a difference that was not found."""
    most = ceil(100 * one.gap_most)
    if one.divided:
        more = "differs" if len(one.divided) == 1 else "differ"
        return f"Often everywhere, and not alike: {joined(one.divided)} {more} from the others."
    if one.is_alike:
        return f"Alike: no two groups are further apart than {most} in 100."
    return f"Often everywhere; whether alike cannot be told: two groups may be up to {most} in 100 apart."


def ends_words(one: Shared) -> str:
    """Where it is least and most frequent, for instance "Fewest in West (52 of 100), most in East (60)"."""
    told = sorted((share.share, share.group) for share in one.shares if share.share is not None)
    if len(told) < 2:
        return ""
    return f" Fewest in {told[0][1]} ({hundred(told[0][0])} of 100), most in {told[-1][1]} ({hundred(told[-1][0])})."


def divided_sentence(one: Divided, framework: Framework, others: str) -> str:
    """For instance "West: 62 of 100 stories say “x”, against 31 of 100 in the others"."""
    n = next(share.n for share in one.shares if share.group == one.group)
    if one.share is None:
        told = f"few of {n:,} stories {does(one.item, framework)}"
    else:
        told = f"{hundred(one.share)} of 100 stories {does(one.item, framework)}"
    most = "at most " if one.is_rest_at_most else ""
    return f"{one.group}: {told}, against {most}{hundred(one.rest)} of 100 in {others}."


def size_words(one: Divided) -> str:
    """How large a difference is, with its interval."""
    low, high = sorted((abs(one.low), abs(one.high)))
    more = "more" if one.difference > 0 else "fewer"
    if one.share is None or one.is_rest_at_most:
        return f"At least {hundred(abs(one.difference))} in 100 {more}."
    return f"{hundred(abs(one.difference))} in 100 {more} ({hundred(low)} to {hundred(high)})."


def verdict(found: CommonGround) -> str:
    """What the page says, in one sentence or two."""
    if found.lacking:
        return found.lacking
    groups = f"These {len(found.groups)} groups"
    shared = _answers(len(found.shared))
    if not found.tried and not found.compared:
        return "Too few stories answered any question in these groups to say what they share or what divides them."
    if found.divided and found.shared:
        return f"{groups} share {shared}, though they differ on others."
    if found.divided:
        return f"{groups} differ, and no answer is known to be frequent in every one of them."
    if found.shared:
        return f"{groups} share {shared}. Nothing that divides them can be told from scatter."
    return "Too little can be told from scatter to say what these groups share or what divides them."


def note_words(found: CommonGround, collection: Collection) -> Iterator[str]:
    """How the figures came about, a sentence each."""
    if found.lacking:
        return
    if found.divided:
        yield f"On average over all questions, two of these groups differ in {hundred(found.apart)} of 100 answers."
    if collection.policy is Policy.PROTECTED:
        yield "Themes are left out: in a protected collection nobody learns what the stories of one group are about."
    elif any(item.is_theme for item in [one.item for one in found.shared] + [one.item for one in found.divided]):
        yield "Themes are counted over stories that may be read one by one."
    if found.silent:
        yield (
            f"Not looked for as common ground, since in some group fewer than {collection.k} stories, or fewer than "
            f"half, answered: {'; '.join(f'“{title}”' for title in found.silent)}."
        )
    yield (
        f"{found.tried:,} answers were looked at in every group, and {found.compared:,} shares held against those of "
        "the other groups; of what is called a divide, or common ground, about 1 in 20 may be scatter."
    )


def _answers(n: int) -> str:
    return "1 answer" if n == 1 else f"{n} answers"
