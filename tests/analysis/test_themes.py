from datetime import timedelta

import pytest

import analysis.themes as themes
from analysis.embedding import embed_pending
from analysis.leases import InterruptedPassError
from analysis.themes import update_themes
from narratives.narrative import Kind
from store.results import get_fit, list_themes
from tests.analysis.conftest import make_season
from tests.builders import TODAY, make_narrative

MODEL = "hashed-words"


@pytest.fixture
def embed(db, library):
    return lambda: embed_pending(db, library, today=TODAY)


def places(db):
    rows = db.rows("select narrative_id, theme_id from assignments order by narrative_id")
    return {row["narrative_id"]: row["theme_id"] for row in rows}


def test_too_few_stories_have_no_themes(db, plot, tell, embed):
    tell(make_season(8, shift=None))
    embed()
    assert update_themes(db, plot[0], MODEL, today=TODAY) == 0
    assert list_themes(db, "plot") == []


def test_stories_are_fitted_named_by_shared_words_and_counted(db, plot, tell, embed):
    season = make_season(40, shift=None)
    tell(season)
    embed()
    assert update_themes(db, plot[0], MODEL, today=TODAY) == 240
    found = list_themes(db, "plot")
    assert sum(theme.size for theme in found) == 240 == len(places(db))
    for theme in found:
        for word in theme.terms:
            assert sum(word in story.text.lower() for story in season) >= 10
    assert any(name in theme.name for theme in found for name in ("beans", "slugs", "gate", "water", "shed"))


def test_a_word_of_fewer_than_k_stories_is_never_a_name(db, plot, tell, embed):
    tell([*make_season(20, shift=None), *(make_narrative(text="zebra zebra zebra") for _ in range(9))])
    embed()
    update_themes(db, plot[0], MODEL, today=TODAY)
    assert not any("zebra" in theme.terms for theme in list_themes(db, "plot"))


def test_new_stories_are_assigned_without_a_refit_until_the_collection_has_grown_by_a_fifth(db, plot, tell, embed):
    tell(make_season(20, shift=None))
    embed()
    update_themes(db, plot[0], MODEL, today=TODAY)
    first, before = get_fit(db, "plot", MODEL), places(db)
    tell([make_narrative(text=f"The slugs, number {n}") for n in range(20)])
    embed()
    assert update_themes(db, plot[0], MODEL, today=TODAY) == 20
    assert get_fit(db, "plot", MODEL) == first and before.items() <= places(db).items()
    assert sum(theme.size for theme in list_themes(db, "plot")) == 140
    tell([make_narrative(text=f"The gate, number {n}") for n in range(4)])
    embed()
    later = TODAY + timedelta(days=1)
    assert update_themes(db, plot[0], MODEL, today=later) == 144
    refit = get_fit(db, "plot", MODEL)
    assert refit is not None and first is not None and (refit.n, refit.id != first.id) == (144, True)
    assert {theme.born_on for theme in list_themes(db, "plot")} == {TODAY}


def test_killed_between_commits_every_story_gets_its_place_in_the_same_fit(db, plot, tell, embed, monkeypatch):
    monkeypatch.setattr(themes, "STORIES_A_COMMIT", 50)
    tell(make_season(40, shift=None))
    embed()
    beats = iter(range(100))

    def dying():
        if next(beats) == 3:
            raise InterruptedPassError("killed")

    with pytest.raises(InterruptedPassError):
        update_themes(db, plot[0], MODEL, today=TODAY, beat=dying)
    fit = get_fit(db, "plot", MODEL)
    assert 0 < len(places(db)) < 240
    assert update_themes(db, plot[0], MODEL, today=TODAY) == 240 - 100
    assert get_fit(db, "plot", MODEL) == fit and len(places(db)) == 240


def test_practitioners_accounts_have_no_theme(db, plot, tell, embed):
    tell([*make_season(20, shift=None), make_narrative(id="log", kind=Kind.PRACTITIONER, text="The gate")])
    embed()
    update_themes(db, plot[0], MODEL, today=TODAY)
    assert "log" not in places(db)


def test_words_that_staff_may_not_read_name_no_theme(db, plot, tell, embed):
    unread = [make_narrative(text="zebra zebra zebra", consent=frozenset()) for _ in range(30)]
    tell([*make_season(20, shift=None), *unread])
    held = [make_narrative(text="yak yak yak") for _ in range(30)]
    tell(held)
    db.execute("update narratives set state = 'held' where text like 'yak%'")
    embed()
    assert update_themes(db, plot[0], MODEL, today=TODAY) == 180
    found = list_themes(db, "plot")
    assert any(theme.terms for theme in found)
    assert not {"zebra", "yak"} & {word for theme in found for term in theme.terms for word in term.split()}


def test_where_nobody_may_be_read_themes_have_numbers_for_names(db, plot, tell, embed):
    tell([make_narrative(text=story.text, consent=frozenset()) for story in make_season(20, shift=None)])
    embed()
    update_themes(db, plot[0], MODEL, today=TODAY)
    found = list_themes(db, "plot")
    assert found
    assert [(theme.name, theme.terms) for theme in found] == [(f"Theme {theme.id + 1}", ()) for theme in found]
