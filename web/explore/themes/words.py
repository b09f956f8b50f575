"""What is known of a theme as sentences: growth, groups, languages, and how well it holds together."""

from __future__ import annotations

from datetime import date

from narratives.calendar import spoken
from narratives.translation import name_of
from store.release_theme_facts import Share, ThemeFact, ThemeFacts
from store.theme_fits import ThemeStability
from web.sentences import percent

_WELL, _SO_FAR, _LITTLE = 0.85, 0.75, 0.6  # Hennig (2007): highly stable, stable, a pattern, none
_HEAPS = 0.4  # below, heaps agree too little even to be read from
_NEARLY_ALL = 0.9
_USUAL = 0.6  # of all stories: a theme in the language that most are told in is nothing to wonder at
SCATTER = "not distinguishable from scatter"


def points(share: Share) -> str:
    """The interval of a difference in words."""
    low, high = sorted((abs(share.low), abs(share.high)))
    more = "more" if share.effect > 0 else "less"
    return f"{_number(low)} to {_number(high)} points {more}"


def growth_words(fact: ThemeFact, since: date) -> tuple[str, str]:
    """(in a word or two, in a sentence) how the share of a theme changed."""
    growth = fact.growth
    if growth is None:
        return "", "Too few stories in the last four weeks, or before, to say whether it grows."
    told = f"{percent(growth.n / growth.of)} of stories since {spoken(since)}, "
    told += f"{percent(growth.other_n / growth.other_of)} before"
    if not growth.is_distinguishable or growth.low <= 0 <= growth.high:
        return "Steady", f"{told}: {SCATTER}."
    return ("Growing" if growth.effect > 0 else "Shrinking"), f"{told} ({points(growth)})."


def group_words(share: Share) -> str:
    """How much more a group tells of a theme than the others do."""
    return (
        f"{percent(share.n / share.of)} of its stories, {percent(share.other_n / share.other_of)} of the others’ "
        f"({points(share)})"
    )


def no_groups_words(fact: ThemeFact) -> str:
    """Why no group is named."""
    if fact.compared < 2:
        return "Too few groups have told enough stories to compare them."
    return f"In none of {fact.compared} groups surely more than in the others: {SCATTER}."


def holds_words(value: float | None) -> str:
    """How well a theme holds together, with the number."""
    if value is None:
        return "How well it holds together has not been measured yet."
    told = f"({value:.2f} of 1)"
    if value >= _WELL:
        return f"Holds together well: other halves of the stories find nearly the same theme {told}."
    if value >= _SO_FAR:
        return f"Holds together: other halves of the stories find much the same theme {told}."
    if value >= _LITTLE:
        return f"Its edges move: there is something, but which stories belong to it is not sure {told}."
    return f"Does not hold together: other halves of the stories part it otherwise {told}. Read before you rely on it."


def sure_words(stability: ThemeStability | None) -> tuple[str, str]:
    """(in a few words, in a sentence) how sure the themes are as a whole."""
    if stability is None:
        return "", "How sure they are is being measured."
    agree = f"{max(stability.whole, 0):.2f} of 1 ({max(stability.low, 0):.2f} to {min(stability.high, 1):.2f})"
    if stability.whole >= _WELL:
        held = f"Drawn again from other halves of the stories, they come out much alike: {agree}."
        return "These hold together.", held
    how = "come out differently" if stability.whole >= _HEAPS else "come out little better than by chance"
    return "Heaps to read from, not findings.", f"Drawn again from other halves of the stories, they {how}: {agree}."


def stability_words(stability: ThemeStability | None) -> str:
    """How sure the themes are as a whole, in one line."""
    return " ".join(part for part in sure_words(stability) if part)


def language_words(fact: ThemeFact, facts: ThemeFacts) -> str:
    """A plain sentence where a theme is nearly one language and the collection is not; nothing otherwise."""
    if len(facts.languages) < 2 or not fact.languages or not fact.open_n:
        return ""
    language, n = fact.languages[0]
    share = n / fact.open_n
    everywhere = dict(facts.languages).get(language, 0) / max(sum(n for _, n in facts.languages), 1)
    if share < _NEARLY_ALL or everywhere > _USUAL:
        return ""
    return (
        f"Nearly a language of its own: {percent(share)} of its stories were told in {name_of(language)}, "
        f"{percent(everywhere)} of all. It may be put together by language as much as by what is said."
    )


def _number(share: float) -> str:
    value = 100 * share
    return f"{value:.1f}" if value < 1 else f"{round(value)}"
