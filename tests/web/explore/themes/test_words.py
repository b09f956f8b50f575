"""What is known of a theme as sentences that say when something is scatter."""

from dataclasses import replace
from datetime import date

import pytest

from store.release_theme_facts import Share, ThemeFact, ThemeFacts
from store.release_themes import ReleasedTheme
from store.theme_fits import ThemeStability
from web.explore.themes.words import growth_words, holds_words, language_words, stability_words

MONDAY = date(2026, 2, 9)
THEME = ReleasedTheme(0, "beans", (), 40, MONDAY)
GROWN = Share("", 30, 100, 20, 200, 0.2, 0.1, 0.3, 0.001)


def test_growth_is_told_with_both_shares_and_the_interval():
    short, said = growth_words(ThemeFact(THEME, growth=GROWN), MONDAY)
    assert short == "Growing"
    assert said == "30% of stories since 9 February 2026, 10% before (10 to 30 points more)."
    shrunk = replace(GROWN, n=5, effect=-0.05, low=-0.09, high=-0.01)
    assert growth_words(ThemeFact(THEME, growth=shrunk), MONDAY)[0] == "Shrinking"


@pytest.mark.parametrize("scatter", [replace(GROWN, q=0.2), replace(GROWN, low=-0.01)])
def test_what_may_be_scatter_is_called_so(scatter):
    short, said = growth_words(ThemeFact(THEME, growth=scatter), MONDAY)
    assert short == "Steady" and said.endswith("not distinguishable from scatter.")


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (0.9, "Holds together well"),
        (0.8, "Holds together:"),
        (0.65, "Its edges move"),
        (0.3, "Does not hold together"),
        (None, "has not been measured"),
    ],
)
def test_how_well_a_theme_holds_is_told_in_words_with_the_number(value, said):
    words = holds_words(value)
    assert said in words and (value is None or f"({value:.2f} of 1)" in words)


def test_themes_that_hold_together_are_told_from_heaps_with_the_interval():
    firm = stability_words(ThemeStability(0.91, 0.85, 0.97, {}))
    assert firm.startswith("These hold together.") and "0.91 of 1 (0.85 to 0.97)" in firm
    heaps = stability_words(ThemeStability(0.81, 0.75, 0.87, {}))
    assert heaps.startswith("Heaps to read from, not findings.")
    assert "come out differently: 0.81 of 1 (0.75 to 0.87)" in heaps
    assert "little better than by chance: 0.20 of 1 (0.00 to" in stability_words(ThemeStability(0.2, -0.1, 0.4, {}))
    assert stability_words(None) == "How sure they are is being measured."


def test_a_theme_that_is_nearly_one_language_is_pointed_out_unless_most_stories_are_told_in_it():
    fact = ThemeFact(THEME, open_n=40, languages=(("cy", 39), ("en", 1)))
    facts = ThemeFacts((fact,), True, None, MONDAY, (("en", 160), ("cy", 40)), True)
    assert "98% of its stories were told in Cymraeg, 20% of all" in language_words(fact, facts)
    assert language_words(fact, replace(facts, languages=(("cy", 200), ("en", 40)))) == ""
    assert language_words(replace(fact, languages=(("cy", 30), ("en", 10))), facts) == ""
    assert language_words(fact, replace(facts, languages=(("cy", 40),))) == ""
