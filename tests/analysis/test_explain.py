"""Which stories show a finding."""

from dataclasses import replace
from datetime import timedelta

import pytest

from analysis.explain import choose_exemplars
from narratives.alert import Finding, Signal
from narratives.answers import ChoiceAnswer, DyadAnswer, NotApplicable, TriadAnswer
from narratives.collection import Policy
from narratives.narrative import State
from tests.analysis.conftest import keep
from tests.builders import TODAY, make_answers, make_narrative

SINCE = TODAY - timedelta(days=10)
FINDING = Finding(TODAY, SINCE, Signal.TEMPERATURE, "mood", "anchor:cross", "group", "east", 40, 0.8, 0.4, 1.2, 9.0)
CORNERS = {"glad": (0.8, 0.1, 0.1), "sad": (0.1, 0.8, 0.1), "middle": (0.34, 0.33, 0.33), "edge": (0.5, 0.45, 0.05)}


def make_told(name, cross, **changes):
    story = make_narrative(
        id=name, text=f"Story {name}", told_on=SINCE, answers=make_answers((1 - cross, 0.0, cross), 0.5)
    )
    return replace(story, **changes)


def test_the_stories_that_lie_furthest_the_way_things_moved_are_shown(db, plot, tell):
    tell([make_told(f"s{n}", n / 10) for n in range(9)])
    assert choose_exemplars(db, *plot, FINDING) == ["s8", "s7", "s6", "s5", "s4"]
    away = replace(FINDING, direction="away:cross")
    assert choose_exemplars(db, *plot, away) == ["s0", "s1", "s2", "s3", "s4"]
    hotter = replace(FINDING, signifier="hot-score", direction="hotter")
    assert choose_exemplars(db, *plot, hotter)[0] == "s8"


def test_only_open_stories_of_the_group_since_it_began_are_shown(db, plot, tell):
    tell([make_told("good", 0.3), make_told("twin", 0.2, text="Story good")])
    tell([make_told("west", 0.9, group="west"), make_told("early", 0.9, told_on=SINCE - timedelta(days=1))])
    tell([make_told("private", 0.9, consent=frozenset()), make_told("silent", 0.9, text="")])
    keep(db, plot[1], [make_told("waiting", 0.9)], State.WAITING)
    shown = choose_exemplars(db, *plot, FINDING)
    assert len(shown) == 1 and shown[0] in {"good", "twin"}
    both = choose_exemplars(db, *plot, replace(FINDING, scope="parent", group="all"))
    assert both[0] == "west"


def test_a_protected_collection_shows_no_story_and_silence_has_none(db, plot, tell):
    tell([make_told("s", 0.9)])
    protected = replace(plot[0], policy=Policy.PROTECTED)
    assert choose_exemplars(db, protected, plot[1], FINDING) == []
    fewer = replace(FINDING, signal=Signal.COLLECTION, signifier="volume", direction="fewer")
    assert choose_exemplars(db, *plot, fewer) == []
    assert choose_exemplars(db, *plot, replace(fewer, direction="more")) == []
    assert choose_exemplars(db, *plot, replace(fewer, signifier="who", direction="who:digger")) == []


def at_corners(tell, **changes):
    tell(
        [
            make_narrative(id=name, text=name, told_on=SINCE, answers=make_answers(at), **changes)
            for name, at in CORNERS.items()
        ]
    )


@pytest.mark.parametrize(
    ("direction", "shown"),
    [
        ("zone:0", ["glad"]),
        ("zone:3", ["edge"]),
        ("zone:6", ["middle"]),
        ("zone:2", []),
        ("more-extreme", ["glad", "sad", "edge", "middle"]),
        ("more-balanced", ["middle", "edge", "glad", "sad"]),
    ],
)
def test_the_stories_of_a_zone_and_of_either_extreme_show_it(db, plot, tell, direction, shown):
    at_corners(tell)
    assert choose_exemplars(db, *plot, replace(FINDING, direction=direction)) == shown


def test_what_lies_furthest_from_the_usual_shows_that_stories_differ_more(db, plot, tell):
    early = SINCE - timedelta(days=30)
    tell([make_told(f"usual{n}", 0.0, told_on=early) for n in range(4)])  # all of them glad
    tell([make_told(f"s{n}", n / 10) for n in (1, 9, 5)])
    assert choose_exemplars(db, *plot, replace(FINDING, direction="wider")) == ["s9", "s5", "s1"]
    assert choose_exemplars(db, *plot, replace(FINDING, direction="narrower")) == ["s1", "s5", "s9"]


def test_nothing_says_what_is_usual_where_nothing_open_came_before(db, plot, tell):
    tell([make_told("s", 0.5)])
    assert choose_exemplars(db, *plot, replace(FINDING, direction="wider")) == []


def test_stories_that_the_questions_do_not_fit_show_it(db, plot, tell):
    none = (NotApplicable("mood"), NotApplicable("say"), ChoiceAnswer("role", ("digger",)))
    half = (NotApplicable("mood"), DyadAnswer("say", 0.5, "tap"))
    whole = (TriadAnswer("mood", (0.2, 0.5, 0.3), "tap"), DyadAnswer("say", 0.5, "tap"))
    answers = {"none": none, "half": half, "whole": whole}
    tell([make_narrative(id=name, text=name, told_on=SINCE, answers=given) for name, given in answers.items()])
    finding = replace(FINDING, signifier="not-applicable", direction="more")
    assert choose_exemplars(db, *plot, finding) == ["none", "half"]
    assert choose_exemplars(db, *plot, replace(finding, direction="fewer")) == []


def test_the_stories_of_a_theme_show_it_where_texts_have_places(db, plot, tell):
    at_corners(tell)
    places = {"glad": (3, 0, 0), "sad": (4, 7, 3), "edge": (3, 2, 2), "middle": (-1, -1, -1)}
    theme = replace(FINDING, signal=Signal.THEME, signifier="theme", direction="topic:3")
    assert choose_exemplars(db, *plot, theme, places_of(places)) == ["edge", "glad"]
    assert choose_exemplars(db, *plot, replace(theme, direction="new-topic"), places_of(places)) == ["edge", "sad"]
    pocket = replace(theme, signifier="pockets", direction="pocket:mood=0&theme=3")
    assert choose_exemplars(db, *plot, pocket, places_of(places)) == ["glad"]
    assert choose_exemplars(db, *plot, theme) == []


def places_of(places):
    return lambda tellings: {one.id: places[one.id] for one in tellings if one.id in places}


def test_a_pocket_of_answers_needs_no_texts(db, plot, tell):
    at_corners(tell)
    pocket = replace(FINDING, signifier="pockets", direction="pocket:mood=1&mood=1")
    assert choose_exemplars(db, *plot, pocket) == ["sad"]


def test_an_option_is_shown_by_the_newest_that_chose_it_and_its_lack_by_none(db, plot, tell):
    at_corners(tell)
    option = replace(FINDING, signal=Signal.THEME, signifier="wish", direction="option:w13")
    assert len(choose_exemplars(db, *plot, option)) == 4
    assert choose_exemplars(db, *plot, replace(option, direction="option:w2")) == []
    assert choose_exemplars(db, *plot, replace(option, direction="less:w13")) == []


def crossness(tell, shares_since, shares_before=(0.2,), on=SINCE):
    """Stories of how cross people were, twelve of each share before and one of each since, newest last."""
    early = SINCE - timedelta(days=30)
    for share in shares_before:
        tell([make_told(f"before{share}-{n}", share, told_on=early, text=f"{share} {n}") for n in range(12)])
    for n, share in enumerate(shares_since):
        tell([make_told(f"s{n}", share, told_on=on + timedelta(days=n % 3))])


def test_a_story_that_lies_far_off_alone_does_not_show_where_the_others_moved(db, plot, tell):
    crossness(tell, [1.0, *[0.62] * 8])
    shown = choose_exemplars(db, *plot, FINDING)
    assert len(shown) == 5 and "s0" not in shown


def test_a_place_where_as_many_lay_before_does_not_show_the_change(db, plot, tell):
    crossness(tell, [*[0.9] * 5, *[0.6] * 5], shares_before=(0.1, 0.1001, 0.9))
    assert set(choose_exemplars(db, *plot, FINDING)) == {f"s{n}" for n in range(5, 10)}


def test_of_stories_of_which_as_many_more_came_the_newest_are_shown_first(db, plot, tell):
    crossness(tell, [0.7] * 6)
    assert {*choose_exemplars(db, *plot, FINDING)[:2]} == {"s2", "s5"}


def test_what_lies_on_the_other_side_does_not_show_the_change_however_much_it_grew(db, plot, tell):
    crossness(tell, [*[0.0] * 8, 0.8, 0.8], shares_before=(0.4,))
    assert set(choose_exemplars(db, *plot, FINDING)) == {"s8", "s9"}
    away = choose_exemplars(db, *plot, replace(FINDING, direction="away:cross"))
    assert set(away) <= {f"s{n}" for n in range(8)}


def test_stories_that_are_counted_only_change_nothing_of_what_is_shown(db, plot, tell):
    crossness(tell, [*[0.9] * 5, *[0.6] * 5])
    shown = choose_exemplars(db, *plot, FINDING)
    early = SINCE - timedelta(days=9)
    tell([make_told(f"kept{n}", 0.6, told_on=early, text=f"kept {n}", consent=frozenset()) for n in range(40)])
    assert choose_exemplars(db, *plot, FINDING) == shown


def test_a_balance_is_shown_by_the_scores_that_became_frequent(db, plot, tell):
    crossness(tell, [1.0, *[0.7] * 8])
    hotter = replace(FINDING, signifier="hot-score", direction="hotter")
    assert "s0" not in choose_exemplars(db, *plot, hotter)
