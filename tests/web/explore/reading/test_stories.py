"""Stories to read: which are found, and what stands beside them."""

from datetime import date

import pytest

from narratives.narrative import Kind, Pen, scopes_up_to
from narratives.triangle import cell_of
from tests.web.explore.telling import GLAD, SAD


def stories_of(person, query: str = "", collection: str = "plot") -> str:
    answer = person.get(f"/explore/{collection}/stories?{query}")
    assert answer.status_code == 200, answer.text
    return answer.text


def test_a_story_stands_beside_the_tellers_own_placements(world, ada):
    world.tell(text="The frost took the beans.", shares=SAD)
    page = stories_of(ada)
    assert "The frost took the beans." in page
    assert "Mostly “sad”" in page
    assert 'cx="15" cy="78"' in page, "the dot in the small triangle"
    assert "Week of 2 March 2026" in page
    assert "a digger" in page


def test_markup_in_a_story_is_shown_as_it_was_typed(world, ada):
    world.tell(text="<script>alert(1)</script>")
    page = stories_of(ada)
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert" not in page


def test_words_find_stories(world, ada):
    world.tell(text="The frost took the beans.")
    world.tell(text="A fox sat on the path.")
    world.index_words()
    page = stories_of(ada, "words=foxes")
    assert "A fox sat on the path." in page
    assert "frost" not in page


@pytest.mark.parametrize("words", ["%22", "%00", "AND%20OR", "*", "a%22b%20NEAR(", "%ED%A0%80", "x" * 5000])
def test_words_that_look_like_a_query_are_only_words(world, ada, words):
    world.tell()
    world.index_words()
    stories_of(ada, f"words={words}")


@pytest.mark.parametrize("query", ["theme=x", "theme=99999999999", "page=-1", "page=1e9", "page=0", "theme=%C2%B2"])
def test_numbers_that_make_no_sense_are_left_out(world, ada, query):
    world.tell(text="Here I am.")
    assert "Here I am." in stories_of(ada, query)


def test_a_zone_of_a_triad_finds_the_stories_placed_there(world, ada):
    world.tell(text="Glad of it.", shares=GLAD)
    world.tell(text="Sad about it.", shares=SAD)
    page = stories_of(ada, "triad=mood&zone=left")
    assert "Sad about it." in page and "Glad of it." not in page
    assert "It left me: Mostly “sad”" in page


def test_cells_that_were_drawn_round_find_the_stories_in_them(world, ada):
    world.tell(text="Glad of it.", shares=GLAD)
    world.tell(text="Sad about it.", shares=SAD)
    page = stories_of(ada, f"triad=mood&cells={cell_of(GLAD, 20)}-399-x-9999")
    assert "Glad of it." in page and "Sad about it." not in page


def test_a_zone_and_words_are_wanted_both(world, ada):
    world.tell(text="The frost made me glad.", shares=GLAD)
    world.tell(text="The frost made me sad.", shares=SAD)
    world.tell(text="The slugs made me sad.", shares=SAD)
    world.index_words()
    page = stories_of(ada, "triad=mood&zone=left&words=frost")
    assert "The frost made me sad." in page
    assert "The frost made me glad." not in page and "slugs" not in page


def test_a_theme_finds_its_stories_and_is_named(world, ada):
    told = world.tell(2)
    world.tell(text="Something else.")
    world.name_theme("beans and poles", told)
    page = stories_of(ada, "theme=7")
    assert told[0].text in page and "Something else." not in page
    assert "Theme: beans and poles" in page


def test_group_and_period_find_stories(world, ada):
    world.tell(text="In the east.", group="east", told_on=date(2026, 1, 5))
    world.tell(text="In the west.", group="west", told_on=date(2026, 2, 5))
    assert "In the west." not in stories_of(ada, "group=east")
    assert "In the east." not in stories_of(ada, "from=2026-02-01")


def test_accounts_of_practitioners_are_apart_and_marked(world, ada):
    world.tell(text="My own story.")
    world.tell(text="What I saw.", kind=Kind.PRACTITIONER)
    assert "What I saw." not in stories_of(ada)
    page = stories_of(ada, "kind=practitioner")
    assert "What I saw." in page and "My own story." not in page
    assert "Practitioner’s account" in page


def test_twenty_stories_are_a_page_and_filters_stay_when_turning_it(world, ada):
    world.tell(45, group="east")
    first, third = stories_of(ada, "group=east"), stories_of(ada, "group=east&page=3")
    assert first.count("<blockquote") == 20 and third.count("<blockquote") == 5
    assert 'href="/explore/plot/stories?group=east&amp;page=2"' in first
    assert "Older stories" not in third and "Newer stories" in third


def test_a_long_story_is_cut_and_leads_to_the_whole(world, ada):
    (told,) = world.tell(text="bean " * 300 + "at last")
    page = stories_of(ada)
    assert "at last" not in page and "Read the whole story" in page
    whole = ada.get(f"/explore/plot/stories/{told.id}")
    assert "at last" in whole.text


def test_an_empty_list_says_what_to_do(world, ada):
    assert "Choose another group or a longer period" in stories_of(ada, "group=west")


def test_a_story_that_nobody_may_read_is_nowhere(world, ada):
    (told,) = world.tell(text="Only count me.", read=False)
    assert "Only count me." not in stories_of(ada)
    assert ada.get(f"/explore/plot/stories/{told.id}").status_code == 404


def test_a_protected_story_is_words_alone(world, ada):
    told = world.tell(11, world.quiet, text="Between us.", shares=SAD)
    world.close_batches(world.quiet)
    page = stories_of(ada, collection="quiet")
    assert page.count("<blockquote") == 10, "the eleventh waits for its batch"
    assert "cx=" not in page and "Mostly" not in page and "a digger" not in page
    assert "Week of" not in page
    seen = [ada.get(f"/explore/quiet/stories/{story.id}") for story in told]
    assert sorted(answer.status_code for answer in seen) == [200] * 10 + [404]
    assert all("Mostly" not in answer.text for answer in seen)


@pytest.mark.parametrize("query", ["part=mood:left", "triad=mood&zone=left", f"triad=mood&cells={cell_of(SAD, 20)}"])
def test_protected_stories_cannot_be_found_by_where_they_were_placed(world, ada, query):
    world.tell(5, world.quiet, text="Between us.", shares=SAD)
    world.tell(5, world.quiet, text="Between us.", shares=GLAD)
    world.close_batches(world.quiet)
    world.index_words()
    for asked in (query, f"{query}&words=between"):
        page = stories_of(ada, asked, "quiet")
        assert page.count("<blockquote") == 10, "those placed elsewhere would be missing"
        assert "not found by where they were placed" in page


def test_a_story_is_not_found_under_another_collection(world, ada):
    (told,) = world.tell()
    assert ada.get(f"/explore/quiet/stories/{told.id}").status_code == 404


def test_the_day_and_the_group_of_a_protected_story_cannot_be_worked_out(world, ada):
    world.tell(10, world.quiet, text="Between us.", group="east", told_on=date(2026, 1, 5))
    world.close_batches(world.quiet)
    for query in ("from=2026-01-06", "to=2026-01-04", "group=west", "group=east&from=2026-03-01"):
        page = stories_of(ada, query, "quiet")
        assert page.count("<blockquote") == 10, query
    assert "<span>all</span>" in page and "<span>east</span>" not in page
    assert 'type="date"' not in page


def test_an_open_story_is_found_by_its_week_and_not_by_its_day(world, ada):
    world.tell(text="On a Wednesday.", told_on=date(2026, 1, 7))
    for query in ("from=2026-01-09", "to=2026-01-05", "from=2026-01-08&to=2026-01-08"):
        assert "On a Wednesday." in stories_of(ada, query), query
    assert "On a Wednesday." not in stories_of(ada, "from=2026-01-12")


def test_what_a_teller_allows_and_asks_for_stands_below_the_story(world, ada):
    world.tell(text="The shed leaks.", consent=scopes_up_to("quote"), hearers=("runs",), pen=Pen.SCRIBE)
    page = stories_of(ada)
    assert "May be quoted" in page
    assert "Should be heard by: The people who run the service" in page
    assert "Written down by somebody else, in the teller’s words" in page


def test_stories_for_quoting_are_those_whose_tellers_allow_it(world, ada):
    world.tell(text="The shed leaks.", consent=scopes_up_to("read"))
    world.tell(text="The roof fell in.", consent=scopes_up_to("quote"))
    world.tell(text="The gate sings.", consent=scopes_up_to("publish"))
    quoting, publishing = stories_of(ada, "use=quote"), stories_of(ada, "use=publish")
    assert [text in quoting for text in ("shed leaks", "roof fell", "gate sings")] == [False, True, True]
    assert [text in publishing for text in ("shed leaks", "roof fell", "gate sings")] == [False, False, True]


def test_careless_indexing_is_said_and_the_story_stays(world, ada):
    world.tell(text="In a hurry.")
    world.db.execute("update narratives set marks = 'seconds'")
    page = stories_of(ada)
    assert "In a hurry." in page
    assert "Placed within seconds" in page


def test_a_story_says_its_language_where_it_is_not_the_questions_own(world, ada):
    world.tell(text="The frost took the beans.")
    assert "Told in" not in stories_of(ada)
    world.tell(text="أكل الصقيع الفول.", language="ar")
    page = stories_of(ada)
    assert "Told in العربية" in page
    assert '<blockquote class="mm-story" lang="ar" dir="auto">' in page


def test_the_reader_says_how_many_of_the_stories_selected_are_only_counted(world, ada):
    world.tell(3)
    world.tell(10, consent=scopes_up_to("count"))
    world.close_batches()
    page = stories_of(ada)
    assert "All 13 stories" in page
    assert "3 of them can be read; 10 are only counted, in closed batches." in page
