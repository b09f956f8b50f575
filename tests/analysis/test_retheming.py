"""Free fits now and then, and a proposal when they say the same often enough; nothing changes by itself."""

from datetime import UTC, datetime, timedelta

import pytest

from analysis.embedding import embed_pending
from analysis.retheming import consider_retheming
from analysis.theme_samples import fit_to
from analysis.theme_stability import measure_stability
from analysis.themes import update_themes
from models.clustering import ThemeClusterer
from store.results import get_fit, list_all_themes, list_themes
from store.theme_fits import ThemeStability, get_notes, keep_stability
from store.theme_proposals import accept, decline, get_open_proposal, take_back
from store.vectors import add_vectors
from tests.analysis.conftest import make_season
from tests.builders import TODAY, make_narrative

MODEL = "hashed-words"
AT = datetime(2026, 3, 3, 12, tzinfo=UTC)


@pytest.fixture
def themed(db, plot, tell, library):
    """A season with its themes and what free fits are measured against."""
    tell(make_season(20, shift=None))
    embed_pending(db, library, today=TODAY)
    update_themes(db, plot[0], MODEL, today=TODAY)
    assert not consider_retheming(db, plot[0], MODEL, today=TODAY, at=AT)
    return plot[0]


@pytest.fixture
def more(db, tell, library):
    def told(n, week):
        tell([make_narrative(text=f"The well and the pump, {week} and {n}", told_on=TODAY) for n in range(n)])
        embed_pending(db, library, today=TODAY)

    return told


def find(monkeypatch, number, *, firm=True):
    """Let free fits find so many themes."""

    def fit_freely(sample):
        free = fit_to(ThemeClusterer(n_clusters=number or 1, minimum=50 if number else 10**9), sample)
        free.firm_ = firm
        return free

    monkeypatch.setattr("analysis.retheming.fit_freely", fit_freely)


def look(db, collection, week, more, n=40):
    """A week later, with more stories: themes as every pass makes them, then another look."""
    more(n, week)
    today = TODAY + timedelta(weeks=week)
    update_themes(db, collection, MODEL, today=today)
    return consider_retheming(db, collection, MODEL, today=today, at=AT + timedelta(weeks=week))


def test_another_number_is_proposed_after_three_weeks_that_say_so_and_nothing_changes(db, themed, more, monkeypatch):
    before = [theme.id for theme in list_themes(db, "plot")]
    find(monkeypatch, 3)
    assert [look(db, themed, week, more) for week in (1, 2, 3)] == [False, False, True]
    proposal = get_open_proposal(db, "plot")
    assert proposal is not None and len(proposal.themes) == 3
    assert sorted(theme.id for theme in list_themes(db, "plot")) == sorted(before)
    leaning = get_notes(db, "plot", MODEL).leaning
    assert [one.wanted for one in leaning] == [len(before), 3, 3, 3]
    assert all(flow.n >= themed.k for flow in proposal.changes.flows)
    assert set(proposal.changes.kept) <= set(before)


@pytest.mark.parametrize(("stability", "wanted"), [(None, 5), (0.4, 5), (0.3, 0)])
def test_no_themes_are_wanted_only_where_those_in_use_are_less_than_heaps(
    db, themed, more, monkeypatch, stability, wanted
):
    find(monkeypatch, 0)
    more(40, 1)
    if stability is not None:
        keep_stability(db, "plot", get_fit(db, "plot", MODEL).id, ThemeStability(stability, 0, 1, {}))
    consider_retheming(db, themed, MODEL, today=TODAY + timedelta(weeks=1), at=AT)
    assert get_notes(db, "plot", MODEL).leaning[-1].wanted == wanted


def test_fewer_heaps_that_stories_lie_no_closer_to_are_not_wanted(db, themed, more, monkeypatch):
    find(monkeypatch, 3, firm=False)
    assert not look(db, themed, 1, more)
    assert get_notes(db, "plot", MODEL).leaning[-1].wanted == 5


@pytest.mark.nightly
def test_it_looks_again_only_after_a_week_and_when_there_is_something_new(db, themed, more, monkeypatch):
    find(monkeypatch, 3)
    assert not look(db, themed, 1, more)
    looks = len(get_notes(db, "plot", MODEL).leaning)
    assert not consider_retheming(db, themed, MODEL, today=TODAY + timedelta(weeks=2), at=AT)
    more(40, 2)
    assert not consider_retheming(db, themed, MODEL, today=TODAY + timedelta(weeks=1, days=6), at=AT)
    assert len(get_notes(db, "plot", MODEL).leaning) == looks == 2


def test_a_themes_number_survives_every_fit_that_starts_from_the_one_before(db, themed, more):
    before = {theme.id: theme.born_on for theme in list_themes(db, "plot")}
    fit = get_fit(db, "plot", MODEL)
    look(db, themed, 1, more, n=60)
    later = get_fit(db, "plot", MODEL)
    assert later.id != fit.id and later.ids == fit.ids
    assert {theme.id: theme.born_on for theme in list_themes(db, "plot")} == before


def proposed(db, themed, more, monkeypatch):
    find(monkeypatch, 3)
    for week in (1, 2, 3):
        look(db, themed, week, more)
    return get_open_proposal(db, "plot")


def test_accepting_retires_what_ends_and_the_worker_places_every_story_anew(db, themed, more, monkeypatch):
    proposal = proposed(db, themed, more, monkeypatch)
    assert accept(db, proposal.id, actor="ada", at=AT)
    living = {theme.id for theme in list_themes(db, "plot")}
    assert living == {theme.id for theme in proposal.themes}
    ended = {theme.id for theme in list_all_themes(db, "plot") if theme.retired_on}
    assert ended == set(proposal.changes.olds) - living
    update_themes(db, themed, MODEL, today=TODAY)
    held = db.rows("select distinct theme_id, fit from assignments")
    assert {row["theme_id"] for row in held} <= living and {row["fit"] for row in held} == {proposal.fit}
    assert sum(theme.size for theme in list_themes(db, "plot")) > 0
    assert not accept(db, proposal.id, actor="ada", at=AT)


@pytest.mark.nightly
def test_an_accepted_proposal_is_taken_back_within_seven_days_and_not_later(db, themed, more, monkeypatch):
    before = {theme.id for theme in list_themes(db, "plot")}
    proposal = proposed(db, themed, more, monkeypatch)
    accept(db, proposal.id, actor="ada", at=AT)
    assert not take_back(db, proposal.id, actor="ada", at=AT + timedelta(days=8))
    assert take_back(db, proposal.id, actor="ada", at=AT + timedelta(days=6))
    assert {theme.id for theme in list_themes(db, "plot")} == before
    update_themes(db, themed, MODEL, today=TODAY)
    assert {row["theme_id"] for row in db.rows("select distinct theme_id from assignments")} <= before


@pytest.mark.nightly
def test_a_declined_proposal_changes_nothing_and_is_decided_once(db, themed, more, monkeypatch):
    proposal, fit = proposed(db, themed, more, monkeypatch), get_fit(db, "plot", MODEL)
    assert decline(db, proposal.id, actor="ada", at=AT)
    assert not accept(db, proposal.id, actor="bo", at=AT)
    assert get_fit(db, "plot", MODEL) == fit and get_open_proposal(db, "plot") is None


def test_stability_is_measured_once_for_a_fit_and_named_by_theme(db, themed):
    assert measure_stability(db, themed, MODEL) and not measure_stability(db, themed, MODEL)
    found = get_notes(db, "plot", MODEL).stability
    assert found.low <= found.whole <= found.high <= 1
    assert set(found.themes) == {theme.id for theme in list_themes(db, "plot")}


def test_another_models_vectors_carry_the_same_themes(db, themed):
    before = {theme.id for theme in list_themes(db, "plot")}
    rows = db.rows("select text_hash, vector from vectors where model_id = :model", model=MODEL)
    add_vectors(db, "other", [(row["text_hash"], bytes(row["vector"])) for row in rows])
    held = {row["narrative_id"]: row["theme_id"] for row in db.rows("select narrative_id, theme_id from assignments")}
    update_themes(db, themed, "other", today=TODAY)
    assert {theme.id for theme in list_themes(db, "plot")} == before
    now = {row["narrative_id"]: row["theme_id"] for row in db.rows("select narrative_id, theme_id from assignments")}
    assert sum(now[one] == theme for one, theme in held.items()) >= 0.9 * len(held)
