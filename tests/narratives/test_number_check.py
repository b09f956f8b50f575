"""Every number in a sentence is a figure of what was asked."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narratives.number_check import strays

FIGURES = {
    "answered": "1,312",
    "Mostly “safe”": "120",
    "Mostly “safe”, share": "38%",
    "change": "−5",
    "Cramér’s V": "0.12",
    "of the way to “loud”": "50%",
    "months": "2",
    "since": "10 February 2026",
}
DAYS = (date(2026, 3, 2), date(2026, 9, 29))
LABELS = ("16 to 24", "Ward 5", "Two or more", "Safe")


def found(text):
    return [one.text for one in strays(text, FIGURES, days=DAYS, labels=LABELS)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "Most of them are safe.",
        "120 of 1,312 people (38%) are safe",
        "About 1312 answered; 120.",
        "38 per cent, 38 percent, 38 in a hundred, 38 in every hundred",
        "thirty-eight percent",
        "half of the way, 50%",
        "5 points fewer, V 0.12, −5, -5",
        "between 2 March 2026 and 29 September, in March 2026, in 2026, 2026-03-02",
        "since 10 February 2026",
        "those of 16 to 24 in Ward 5 who chose “two or more”",
        "one of them said so, and on both sides, for the third week",
        "two months",
        "１２０ people",
        "B12 is a vitamin",
    ],
)
def test_figures_days_and_labels_may_be_named(text):
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("121 people", ["121"]),
        ("38 people", ["38"]),
        ("120%", ["120%"]),
        ("39% or 39 per cent", ["39%", "39 per cent"]),
        ("twenty-one people, a dozen, hundreds", ["twenty-one", "dozen", "hundreds"]),
        ("two thirds, a third and three quarters", ["two thirds", "third", "three quarters"]),
        ("Twice as many; it doubled", ["Twice", "doubled"]),
        ("10-20 people", ["10", "20"]),
        ("in 2025, on 3 March or 11 February", ["2025", "3", "11"]),
        ("½ of them", ["1"]),
        ("16 people, 24 people, 10 people", ["16", "24", "10"]),
        ("one in a hundred", ["one in a hundred"]),
        ("1.312 people", ["1.312"]),
        ("121, 121 and again 121", ["121"]),
    ],
)
def test_what_is_no_figure_is_named(text, said):
    assert found(text) == said


def test_the_message_says_what_stands_there_instead():
    [stray] = strays("39%", FIGURES)
    assert stray.message == (
        "“39%” is not a number of this chart. Nearest are 38% (Mostly “safe”, share); 50% (of the way to “loud”)"
    )
    [stray] = strays("twice", FIGURES)
    assert stray.message == "“twice” is not a number of this chart. Leave it out"


@given(st.dictionaries(st.text(max_size=4), st.integers(0, 10**7), min_size=1), st.integers(0, 10**7))
def test_a_count_passes_only_where_it_is_a_figure(counts, n):
    figures = {name: f"{value:,}" for name, value in counts.items()}
    for written in (f"{n}", f"{n:,}"):
        assert bool(strays(f"There are {written} of them.", figures)) is (n not in counts.values())
        assert strays(f"{written}%", figures), "a share is no count"


@given(st.text())
def test_no_text_is_too_strange_to_be_checked(text):
    strays(text, FIGURES, days=DAYS, labels=(text[:5],))
