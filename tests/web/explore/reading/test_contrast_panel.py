"""The words that mark a selection: found where there are some, and said where there are none."""

import re

from tests.web.explore.telling import GLAD, SAD


def words_of(person, query: str = "", collection: str = "plot") -> str:
    answer = person.get(f"/explore/{collection}/stories/words?{query}")
    assert answer.status_code == 200, answer.text
    return answer.text


def test_words_of_a_part_lead_to_its_stories_with_that_word(world, ada):
    world.tell(20, text="The frost took my beans.", shares=SAD)
    world.tell(20, text="The sun fed my beans.", shares=GLAD)
    page = words_of(ada, "part=mood:left")
    assert re.search(r'href="/explore/plot/stories\?part=mood:left&amp;words=frost">frost<', page)
    assert "20 (100%)" in page and "0 (0%)" in page
    assert "sun" in page.partition("In more of the rest")[2]
    assert "beans" not in page, "a word of all stories marks none"


def test_no_word_is_an_answer(world, ada):
    world.tell(20, text="The frost took my beans.", shares=SAD)
    world.tell(20, text="The frost took my beans.", shares=GLAD)
    page = words_of(ada, "part=mood:left")
    assert "No word marks these stories beyond scatter" in page


def test_nothing_is_said_of_fewer_than_k_stories_on_a_side(world, ada):
    world.tell(9, text="The frost took my beans.", shares=SAD)
    world.tell(20, text="The sun fed my beans.", shares=GLAD)
    for query in ("part=mood:left", "part=mood:top"):
        page = words_of(ada, query)
        assert "fewer than 10 written stories" in page
        assert "frost" not in page


def test_a_word_of_fewer_than_k_stories_is_never_shown(world, ada):
    world.tell(9, text="Perseus took my beans.", shares=SAD)
    world.tell(11, text="The frost took my beans.", shares=SAD)
    world.tell(40, text="The sun fed my beans.", shares=GLAD)
    page = words_of(ada, "part=mood:left").lower()
    assert "frost" in page and "perseus" not in page


def test_a_group_is_held_against_all_other_groups(world, ada):
    world.tell(15, text="The frost took my beans.", group="east")
    world.tell(15, text="The sun fed my beans.", group="west")
    page = words_of(ada, "group=east")
    assert "Told from the words of 15 of these stories and 15 of the rest" in page
    assert 'words=frost">frost<' in page


def test_without_a_selection_the_page_says_what_to_select(world, ada):
    world.tell(20)
    assert "Select some stories first" in words_of(ada)
    assert "Words that mark" not in ada.get("/explore/plot/stories").text
    assert "Words that mark" in ada.get("/explore/plot/stories?group=east").text


def test_words_that_nobody_may_read_mark_nothing(world, ada):
    world.tell(20, text="The frost took my beans.", shares=SAD)
    world.tell(20, text="Perseus took my beans.", shares=SAD, read=False)
    world.tell(20, text="The sun fed my beans.", shares=GLAD)
    page = words_of(ada, "part=mood:left").lower()
    assert "perseus" not in page and "20 of these stories" in page


def test_protected_words_are_compared_only_when_their_batch_is_closed_and_never_by_place(world, ada):
    world.tell(20, world.quiet, text="The frost took my beans.", shares=SAD)
    world.tell(20, world.quiet, text="The sun fed my beans.", shares=GLAD)
    assert "Select some stories first" in words_of(ada, "part=mood:left", "quiet")
    assert "frost" not in words_of(ada, "group=east", "quiet")
    world.close_batches(world.quiet)
    page = words_of(ada, "group=east", "quiet")
    assert "fewer than 10 written stories" in page, "both groups lie in one parent: there are no others"


def test_a_protected_word_stands_in_k_stories_of_its_own_side(world, ada):
    # Told by eleven altogether, but by nine of the theme: a number that tells of those two would tell of the nine.
    theme = world.tell(9, world.quiet, text="Perseus took my beans.")
    theme += world.tell(11, world.quiet, text="The frost took my beans.")
    world.tell(2, world.quiet, text="Perseus fed my beans.")
    world.tell(38, world.quiet, text="The sun fed my beans.")
    world.close_batches(world.quiet)
    world.name_theme("beans", theme)
    page = words_of(ada, "theme=7", "quiet").lower()
    assert "frost" in page and "perseus" not in page
