"""Proposals of other themes: one open a collection, decided once, and what they keep of stories goes with these."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from narratives.errors import NotFoundError
from store.erasure import withdraw
from store.results import Theme, ThemeFit, get_fit, list_all_themes, list_themes, replace_themes
from store.theme_fits import ThemeStability, get_notes
from store.theme_proposals import (
    Changes,
    Flow,
    ThemeProposal,
    accept,
    add_proposal,
    decline,
    get_open_proposal,
    get_proposal,
    list_proposals,
    list_typical,
    next_theme,
    take_back,
)
from tests.builders import TODAY, open_plot
from tests.web.explore.telling import World

AT = datetime(2026, 3, 3, 12, tzinfo=UTC)
HELD = ThemeStability(0.8, 0.7, 0.9, {0: 0.9, 1: 0.7})
CHANGES = Changes((0, 1), (0,), {}, {2: (0, 1)}, (2,), (1,), (Flow(0, 0, 20), Flow(1, 2, 14), Flow(0, None, 11)))
PROPOSED = ThemeProposal(
    id="",
    collection="plot",
    model_id="m",
    made_on=TODAY,
    n=40,
    fit="new",
    themes=(Theme(0, "beans", ("beans",), 20, TODAY), Theme(2, "gates", ("gates",), 14, TODAY, None, (1,))),
    changes=CHANGES,
    now=HELD,
    then=replace(HELD, themes={0: 0.9, 2: 0.8}),
)


@pytest.fixture
def world(db):
    plot, framework = open_plot(db)
    themes = [Theme(0, "beans", ("beans",), 0, TODAY), Theme(1, "slugs", ("slugs",), 0, TODAY)]
    fit = ThemeFit("old", 40, b"old arrays", (0, 1))
    replace_themes(db, "plot", "m", fit, fitted_on=TODAY, themes=themes)
    return World(db, framework, plot, plot)


def propose(world, *stories):
    return add_proposal(world.db, PROPOSED, b"new arrays", {2: [one.id for one in stories]}, at=AT)


def test_a_proposal_is_read_back_as_it_was_made(world):
    found = get_proposal(world.db, propose(world))
    assert found == replace(PROPOSED, id=found.id)
    assert get_open_proposal(world.db, "plot") == found


def test_a_later_proposal_overtakes_the_open_one(world):
    first, second = propose(world), propose(world)
    assert get_proposal(world.db, first).decision == "overtaken"
    assert [one.id for one in list_proposals(world.db, "plot")] == [second, first]
    assert not accept(world.db, first, actor="ada", at=AT)


def test_accepting_keeps_numbers_retires_what_ends_and_keeps_the_stability(world):
    assert accept(world.db, propose(world), actor="ada", at=AT)
    assert {theme.id: theme.parents for theme in list_themes(world.db, "plot")} == {0: (), 2: (1,)}
    ended = [theme for theme in list_all_themes(world.db, "plot") if theme.retired_on]
    assert [(theme.id, theme.name, theme.retired_on) for theme in ended] == [(1, "slugs", AT.date())]
    assert get_fit(world.db, "plot", "m") == ThemeFit("new", 40, b"new arrays", (0, 2))
    notes = get_notes(world.db, "plot", "m")
    assert notes is not None and notes.stability == PROPOSED.then and notes.leaning == ()


def test_a_proposal_about_themes_that_are_no_more_is_overtaken_instead_of_accepted(world):
    proposal = propose(world)
    fit = ThemeFit("other", 40, b"", (0,))
    replace_themes(world.db, "plot", "m", fit, fitted_on=TODAY, themes=[Theme(0, "beans", (), 0, TODAY)])
    assert not accept(world.db, proposal, actor="ada", at=AT)
    assert get_proposal(world.db, proposal).decision == "overtaken"
    assert get_fit(world.db, "plot", "m") == fit


def test_taking_back_puts_the_fit_of_before_in_place_with_its_themes(world):
    proposal = propose(world)
    accept(world.db, proposal, actor="ada", at=AT)
    assert take_back(world.db, proposal, actor="bo", at=AT + timedelta(days=7))
    assert get_fit(world.db, "plot", "m") == ThemeFit("old", 40, b"old arrays", (0, 1))
    assert {theme.id for theme in list_themes(world.db, "plot")} == {0, 1}
    found = get_proposal(world.db, proposal)
    assert (found.decision, found.decided_by) == ("taken back", "bo")
    assert not take_back(world.db, proposal, actor="bo", at=AT)


def test_only_an_accepted_proposal_can_be_taken_back_and_only_for_seven_days(world):
    declined = propose(world)
    decline(world.db, declined, actor="ada", at=AT)
    assert not take_back(world.db, declined, actor="ada", at=AT)
    accepted = propose(world)
    accept(world.db, accepted, actor="ada", at=AT)
    assert not take_back(world.db, accepted, actor="ada", at=AT + timedelta(days=7, seconds=1))


def test_a_number_that_was_ever_proposed_is_given_to_no_other_theme(world):
    assert next_theme(world.db, "plot") == 2
    decline(world.db, propose(world), actor="ada", at=AT)
    assert next_theme(world.db, "plot") == 3
    assert next_theme(world.db, "elsewhere") == 0


def test_a_withdrawn_story_is_gone_from_the_proposal(world):
    one, other = world.tell(2)
    proposal = propose(world, one, other)
    withdraw(world.db, one.id, b"s" * 40)
    assert list_typical(world.db, proposal) == {2: [other.id]}


def test_a_proposal_that_nobody_made_is_not_found(world):
    with pytest.raises(NotFoundError):
        get_proposal(world.db, "nowhere")
