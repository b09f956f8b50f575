"""Themes: the page of all, of one, and of others that are proposed."""

import pytest

from store.results import Theme, ThemeFit, list_themes, replace_themes
from store.theme_proposals import accept, get_open_proposal, get_proposal
from tests.builders import TODAY
from tests.people import Person
from tests.web.explore.themes.fitted import AT, fit_themes, propose_themes, tell_subjects


def test_a_theme_is_shown_with_its_size_its_words_and_its_most_typical_stories(world, ada):
    told = world.tell(12)
    world.name_theme("bean, pole", told)
    page = ada.get("/explore/plot/themes").text
    assert "bean, pole" in page and "12 stories" in page
    assert '<span class="mm-term">frost</span>' in page
    assert told[0].text in page and told[1].text in page and told[2].text not in page
    assert 'href="/explore/plot/stories?theme=7"' in page


def test_a_theme_of_fewer_than_k_stories_is_not_counted(world, ada):
    world.name_theme("slugs", world.tell(9))
    page = ada.get("/explore/plot/themes").text
    assert "Fewer than 10 stories" in page
    assert "9 stories" not in page


def test_a_typical_story_that_nobody_may_read_is_passed_over(world, ada):
    hidden = world.tell(3, read=False, text="Only count me.")
    shown = world.tell(1, text="Read me.")
    world.name_theme("beans", [*hidden, *shown])
    page = ada.get("/explore/plot/themes").text
    assert "Read me." in page and "Only count me." not in page


def test_before_the_first_themes_the_page_says_when_they_come(world, ada):
    assert "Themes appear once the analysis has read about fifty stories" in ada.get("/explore/plot/themes").text


def test_where_themes_were_looked_for_and_none_hold_that_is_said_as_a_result(world, ada):
    replace_themes(world.db, "plot", "m", ThemeFit("f", 60, b"", ()), fitted_on=TODAY, themes=[])
    page = ada.get("/explore/plot/themes").text
    assert "No themes here" in page and "That is a result" in page and "No themes yet" not in page


@pytest.fixture
def fitted(world):
    tell_subjects(world, 13)
    fit_themes(world)
    return world


def test_a_theme_says_where_it_is_strong_where_it_lies_and_how_well_it_holds(fitted, ada):
    page = ada.get("/explore/plot/themes").text
    assert "of its stories," in page and "points more" in page
    assert "Holds together" in page and "of 1)" in page
    assert page.count('class="mm-triangle mm-triangle--small"') == len(list_themes(fitted.db, "plot"))
    assert "Drawn again from other halves of the stories" in page


def test_one_themes_page_leads_on_with_the_theme_chosen(fitted, ada):
    theme = list_themes(fitted.db, "plot")[0]
    page = ada.get(f"/explore/plot/themes/{theme.id}").text
    for other in ("stories", "compare"):
        assert f'href="/explore/plot/{other}?theme={theme.id}"' in page
    assert f'href="/explore/plot?theme={theme.id}"' in page
    assert "All themes together: " in page
    assert "Where its stories lie" in page and "Its most typical stories" in page


def test_a_theme_that_never_was_is_not_found(world, ada):
    for number in ("99", "seven", "1" * 40, "-1"):
        assert ada.get(f"/explore/plot/themes/{number}").status_code == 404


def test_an_administrator_sees_themes_and_no_story(fitted, app):
    ade = Person(app, "ade")
    theme = list_themes(fitted.db, "plot")[0]
    for page in (ade.get("/explore/plot/themes").text, ade.get(f"/explore/plot/themes/{theme.id}").text):
        assert theme.name in page and "number 1" not in page and "mm-quote" not in page


def test_a_protected_collections_themes_are_names_sizes_and_why_the_rest_is_missing(world, ada):
    tell_subjects(world, 13, world.quiet)
    world.close_batches(world.quiet)
    fit_themes(world, world.quiet)
    page = ada.get("/explore/quiet/themes").text
    assert "This collection is protected" in page
    assert "Growth</dt>" not in page and "Strong in</dt>" not in page and "mm-triangle--small" not in page
    assert 'href="/explore/quiet?theme=' not in page


def decide(ada, proposal, decision, **more):
    return ada.post(f"/explore/plot/themes/proposal/{proposal.id}", {"decision": decision}, **more)


def test_what_is_proposed_is_shown_as_a_picture_a_table_and_a_card_for_each_theme(fitted, ada):
    propose_themes(fitted, 3)
    page = ada.get("/explore/plot/themes/proposal").text
    assert "3 themes instead of 4" in page and "mm-flow__ribbon" in page and "The same as a table" in page
    assert "Themes that would end" in page and "Save the decision" in page
    assert "Other themes are proposed" in ada.get("/explore/plot/themes").text
    assert "Other themes are proposed" in ada.get("/changed").text


def test_a_manager_accepts_and_takes_it_back(fitted, ada):
    proposal = propose_themes(fitted, 3)
    before = {theme.id for theme in list_themes(fitted.db, "plot")}
    answer = decide(ada, proposal, "accepted")
    assert (answer.status_code, answer.location) == (303, "/explore/plot/themes/proposal")
    assert {theme.id for theme in list_themes(fitted.db, "plot")} != before
    assert "Put the themes of before back" in ada.get("/explore/plot/themes/proposal").text
    assert decide(ada, proposal, "taken back").status_code == 303
    assert {theme.id for theme in list_themes(fitted.db, "plot")} == before
    assert "Taken back" in ada.get("/explore/plot/themes/proposal").text


def test_a_form_without_a_choice_comes_back_with_what_to_do(fitted, ada):
    proposal = propose_themes(fitted, 3)
    answer = decide(ada, proposal, "")
    assert answer.status_code == 422
    assert "There is a problem" in answer.text and 'href="#decision"' in answer.text
    assert get_open_proposal(fitted.db, "plot") is not None


def test_a_decision_that_comes_second_changes_nothing_and_says_so(fitted, ada):
    proposal = propose_themes(fitted, 3)
    assert decide(ada, proposal, "declined").status_code == 303
    answer = decide(ada, proposal, "accepted")
    assert answer.status_code == 409 and "Nothing was changed" in answer.text
    assert get_proposal(fitted.db, proposal.id).decision == "declined"


def test_members_and_administrators_look_and_do_not_decide(fitted, app):
    proposal = propose_themes(fitted, 3)
    for person in (Person(app, "mo"), Person(app, "ade")):
        page = person.get("/explore/plot/themes/proposal").text
        assert "a manager decides" in page and "Save the decision" not in page
        assert decide(person, proposal, "accepted").status_code == 403


def test_a_link_to_a_theme_that_ended_says_where_its_stories_went(fitted, ada):
    proposal = propose_themes(fitted, 3)
    accept(fitted.db, proposal.id, actor="ada", at=AT)
    ended = min(set(proposal.changes.olds) - {theme.id for theme in proposal.themes})
    for path in (f"/explore/plot?theme={ended}", f"/explore/plot/stories?theme={ended}"):
        page = ada.get(path).text
        assert "is no longer a theme since" in page and "Most of its stories are now in:" in page
    page = ada.get(f"/explore/plot/themes/{ended}").text
    assert "No longer a theme" in page and "Most of its stories are now in" in page


def test_with_nothing_proposed_the_page_says_when_something_is(world, ada):
    assert "Nothing is proposed" in ada.get("/explore/plot/themes/proposal").text


def test_a_name_with_markup_in_it_is_shown_as_it_is(world, ada):
    theme = Theme(0, "<b>bold</b>", ("<i>word</i>",), 12, TODAY)
    replace_themes(world.db, "plot", "m", ThemeFit("f", 60, b"", (0,)), fitted_on=TODAY, themes=[theme])
    page = ada.get("/explore/plot/themes").text
    assert "&lt;b&gt;bold" in page and "<b>bold" not in page
