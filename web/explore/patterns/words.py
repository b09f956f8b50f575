"""What is said of patterns, in sentences."""

from __future__ import annotations

from store.release_patterns import GroupShare, Growth, ReleasedPatterns
from web.sentences import percent

_SURE = ((0.95, "almost exactly the same ones"), (0.9, "nearly the same ones"), (0.8, "mostly the same ones"))


def summary(found: ReleasedPatterns) -> str:
    """How many patterns there are, and of how many stories."""
    n = len(found.patterns)
    left = found.n - found.placed
    rest = f" The other {left:,} answered too few questions to be in one." if left else ""
    return f"{n} patterns in {found.placed:,} stories.{rest}"


def sureness(found: ReleasedPatterns) -> str:
    """How far other samples of the same stories find the same patterns."""
    if found.stability is None:
        return ""
    whole, low, high = found.stability
    same = next((words for least, words in _SURE if whole >= least), "partly other ones")
    return (
        f"Drawn again, {same} come out: agreement {whole:.2f} ({low:.2f} to {high:.2f}; 1 is always, 0 is by chance)."
    )


def holds_words(holds: float | None) -> str:
    """How far one pattern is found again."""
    if holds is None:
        return "Not measured yet"
    how = "firmly" if holds >= 0.85 else "well" if holds >= 0.75 else "loosely"
    return f"Holds together {how}: {percent(holds)} the same stories in other draws"


def growth_words(growth: Growth | None) -> str:
    """Whether a pattern's share of the stories changed lately; empty where there are too few to say."""
    if growth is None:
        return ""
    figures = f"{percent(growth.recent)} of the last 4 weeks’ stories, {percent(growth.before)} of the 12 weeks before"
    if not growth.is_told:
        return f"No clear change: {figures}"
    return f"{'Growing' if growth.recent > growth.before else 'Shrinking'}: {figures}"


def group_words(group: GroupShare) -> str:
    """How much of a group's stories lie in a pattern, beside all other groups' stories."""
    return f"{percent(group.share)} of its stories, against {percent(group.rest)} of all others"
