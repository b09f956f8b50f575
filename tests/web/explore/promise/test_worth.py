"""What alerts were worth, in words and rows, as the promise page tells it."""

from narratives.judgement import Judged, Judgement, share_interval
from tests.builders import TODAY
from web.explore.promise.worth import worth

REAL, KNOWN, NOISE, UNCLEAR = Judgement
TROUBLE, THEME, COUNT = "temperature:trouble", "theme:change", "collection:count"


def judged(*labels, kind=TROUBLE, on="2026-02-20"):
    return [Judged(f"{kind}{on}{place}", kind, on, "ada", label) for place, label in enumerate(labels)]


def shown(said, raised):
    return worth(said, raised, "at most 1 false alert a year", TODAY)


def test_before_any_alert_there_is_nothing_to_judge():
    found = shown([], {})
    assert found.sentence == "No alert was raised so far, so there is nothing to judge."
    assert (found.beside, found.picture, found.kinds, found.quarters) == ("", None, (), ())


def test_while_nobody_has_judged_it_says_where_to_do_so():
    assert shown([], {TROUBLE: 3}).sentence == (
        "3 alerts were raised, and nobody has said yet what it was worth. Managers say it on the page of the alert."
    )


def test_few_judgements_are_too_few_to_say_in_every_place():
    found = shown(judged(REAL, NOISE, UNCLEAR), {TROUBLE: 8})
    assert found.sentence == (
        "Too few to say: of 8 alerts raised, 2 were judged one way or the other, and 5 are needed."
    )
    assert found.kinds == (("Temperature, towards trouble", ("too few to say", "8", "3", "1", "0", "1", "1")),)
    assert found.picture is None


def test_with_enough_it_says_the_share_its_interval_and_the_noise_beside_the_promise():
    found = shown(judged(REAL, REAL, KNOWN, NOISE, NOISE, UNCLEAR), {TROUBLE: 9})
    low, high = share_interval(3, 5)
    assert found.sentence == (
        f"Of 5 alerts judged one way or the other, 3 were real or known: 60% ({low:.0%} to {high:.0%})."
    )
    assert (
        found.beside == "2 alerts of the last 12 months were judged noise. The promise: at most 1 false alert a year."
    )


def test_noise_of_more_than_a_year_ago_is_not_put_beside_the_promise_of_a_year():
    assert shown(judged(NOISE, on="2025-03-01"), {TROUBLE: 1}).beside.startswith("No alert of the last 12 months was")


def test_kinds_come_in_the_order_of_signals_then_all_together_then_mere_counts():
    said = judged(REAL) + judged(NOISE, kind=THEME) + judged(NOISE, kind=COUNT)
    found = shown(said, {THEME: 1, COUNT: 4, TROUBLE: 2, "temperature:opportunity": 1})
    assert [(name, figures[1:3]) for name, figures in found.kinds] == [
        ("Temperature, towards trouble", ("2", "1")),
        ("Temperature, towards hope", ("1", "0")),
        ("Themes", ("1", "1")),
        ("All together", ("4", "2")),
        ("Mere counts, no part of the promise", ("4", "1")),
    ]


def test_quarters_are_named_by_their_months_and_counts_are_left_out():
    said = judged(REAL, on="2025-11-03") + judged(NOISE, NOISE) + judged(NOISE, kind=COUNT)
    found = shown(said, {TROUBLE: 3, COUNT: 1})
    assert found.quarters == (
        ("October to December 2025", ("too few to say", "1", "1", "0", "0", "0")),
        ("January to March 2026", ("too few to say", "2", "0", "0", "2", "0")),
    )
