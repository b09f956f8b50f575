"""One box for words and for meaning: what is found, why, and what is said when a half is missing."""

import re
from importlib import import_module

import pytest

from narratives.narrative import State, scopes_up_to
from store.asked_meanings import answer_meaning, ask_meaning, asked_hash, list_asked
from store.erasure import withdraw
from store.moderation import change_release
from tests.people import stores_of
from tests.store.meanings import MODEL, embed, index, packed
from tests.web.explore.reading.test_stories import stories_of
from tests.web.explore.reading.test_stories_order import told_in
from tests.web.explore.telling import GLAD, SAD

FOX, FROST, BEAN = (1.0, 0.0, 0.1), (0.0, 1.0, 0.1), (0.0, 0.0, 1.0)


@pytest.fixture
def known(app, world):
    """Words that the worker has been asked about before."""

    def know(words, vector):
        settings = stores_of(app).settings
        ask_meaning(world.db, asked_hash(words, settings.secret), words, MODEL, 0.0)
        for asked in list_asked(world.db):
            answer_meaning(world.db, asked, packed(vector))

    return know


@pytest.fixture
def told(world):
    """A fox by name, another by meaning, and a dozen other stories."""
    found = world.tell(1, text="A fox came by.")
    found += world.tell(1, text="Something red and sly took a hen.", shares=SAD)
    found += world.tell(12)
    embed(world.db, found, [FOX, (0.9, 0.1, 0.1), *[BEAN] * 12])
    index(world.db, world.plot)
    world.index_words()
    return found


def why(page: str) -> list[str]:
    return re.findall(r'mm-story-card__why">([^<]*)<', page)


def test_typing_finds_words_and_meaning_and_each_card_says_why(told, ada, known):
    known("fox", FOX)
    page = stories_of(ada, "words=fox&typed=")
    assert told_in(page) == ["A fox came by.", "Something red and sly took a hen."], "beans are not similar"
    assert why(page) == ["Has your words, similar in meaning", "Similar in meaning"]
    assert 'aria-current="true">Best match</a>' in page


def test_an_old_link_with_words_alone_still_gives_the_newest_with_those_words(told, ada, known):
    known("fox", FOX)
    page = stories_of(ada, "words=fox")
    assert told_in(page) == ["A fox came by."] and why(page) == []
    assert 'aria-current="true">Newest</a>' in page and "order=best" in page


def test_words_that_no_story_has_are_said_to_be_in_none(told, ada, known):
    known("ferret", FOX)
    page = stories_of(ada, "words=ferret&order=best")
    assert set(why(page)) == {"Similar in meaning"}
    assert "No story has these words." in page and "Out of all" in page
    known("fox", FOX)
    assert "No story has these words." not in stories_of(ada, "words=fox&order=best")


def test_a_word_to_be_left_out_is_left_out_of_both_halves(told, ada, known):
    known("fox", FOX)
    assert "Something red and sly took a hen." not in told_in(stories_of(ada, "words=fox+-hen&order=best"))
    assert "Something red and sly took a hen." not in told_in(stories_of(ada, "words=fox+-he*&order=best"))


def test_filters_hold_for_the_half_of_the_meaning_too(world, told, ada, known):
    known("fox", FOX)
    assert told_in(stories_of(ada, "words=fox&order=best&part=mood:left")) == ["Something red and sly took a hen."]
    assert told_in(stories_of(ada, "words=fox&order=best&group=west")) == []
    assert told_in(stories_of(ada, "words=fox&order=best&use=quote")) == []
    (quoted,) = world.tell(1, text="Vixen.", consent=scopes_up_to("quote"))
    embed(world.db, [quoted], [FOX])
    index(world.db, world.plot)
    assert told_in(stories_of(ada, "words=fox&order=best&use=quote")) == ["Vixen."]


def test_without_an_answer_the_words_are_found_and_it_is_said_how_to_try_again(told, ada, monkeypatch):
    monkeypatch.setattr(import_module("web.explore.reading.asking"), "WAIT_SECONDS", 0.0)
    page = stories_of(ada, "words=fox&order=best")
    assert told_in(page) == ["A fox came by."]
    assert "Meaning cannot be searched just now" in page
    assert 'href="/explore/plot/stories?words=fox&amp;order=best">Try again</a>' in page


def test_before_the_worker_has_read_anything_only_words_are_found(world, ada):
    world.tell(1, text="A fox came by.")
    world.index_words()
    page = stories_of(ada, "words=fox&order=best")
    assert told_in(page) == ["A fox came by."] and "The analysis has read no story here yet" in page
    assert world.db.one("select count(*) as n from asked_meanings")["n"] == 0


def test_wrong_use_is_said_beside_the_box_and_what_was_typed_stays(told, ada):
    page = stories_of(ada, "words=%22school+bus&order=best")
    assert "A quotation mark is not closed." in page and 'value="&#34;school bus"' in page
    assert 'href="#words"' in page and 'id="words-error"' in page
    assert told_in(page) == []


def test_each_construct_is_explained_below_the_box(told, ada):
    page = stories_of(ada)
    for term in ("school bus", '"school bus"', "bull*", "school -bus", "school NOT bus"):
        assert term in page.replace("&#34;", '"').replace("&quot;", '"')


def test_more_like_this_gives_the_nearest_and_not_the_story_itself(told, ada):
    page = stories_of(ada, f"like={told[0].id}")
    assert told_in(page)[0] == "Something red and sly took a hen."
    assert "A fox came by." not in told_in(page) and "More like the story" in page
    assert f'href="/explore/plot/stories?like={told[0].id}">More like this' in stories_of(ada)
    assert f"?like={told[0].id}" in ada.get(f"/explore/plot/stories/{told[0].id}").text


def test_like_a_story_that_is_not_here_is_answered_with_a_sentence(world, told, ada):
    (unread,) = world.tell(1, text="Just in.")
    (secret,) = world.tell(1, text="Between us.", read=False)
    assert "may not be read any more" in stories_of(ada, "like=nosuch")
    assert "may not be read any more" in stories_of(ada, f"like={secret.id}")
    assert "has not read this story yet" in stories_of(ada, f"like={unread.id}")


def test_typing_while_looking_at_stories_like_one_searches_for_the_words(told, ada, known):
    known("frost", FROST)
    page = stories_of(ada, f"like={told[0].id}&words=frost&typed=")
    assert "More like the story" not in page and 'value="frost"' in page


def test_unlike_anything_else_is_told_by_all_stories_of_the_collection(world, told, ada):
    page = stories_of(ada, "order=atypical")
    assert set(told_in(page)[:2]) == {"A fox came by.", "Something red and sly took a hen."}
    assert "hardly any other story of this collection is like" in page
    assert told_in(stories_of(ada, "order=atypical&part=mood:left")) == ["Something red and sly took a hen."]
    assert told_in(stories_of(ada, "order=atypical&words=fox")) == ["A fox came by."]


def test_a_story_that_leaves_is_in_no_half_at_once(world, told, ada, known):
    known("fox", FOX)
    change_release(world.db, world.plot, told[1].id, State.RELEASED, State.HELD)
    withdraw(world.db, told[0].id, b"secret")
    for query in ("words=fox&order=best", f"like={told[2].id}", "order=atypical"):
        assert not {"A fox came by.", told[1].text} & set(told_in(stories_of(ada, query)))


def test_a_search_turns_its_pages_and_its_stories_know_their_neighbours(world, ada, known):
    told = world.tell(25, shares=GLAD)
    embed(world.db, told, [(1.0, number / 100, 0.0) for number in range(25)])
    embed(world.db, world.tell(30), [BEAN] * 30)
    index(world.db, world.plot)
    known("near", FOX)
    first, second = (stories_of(ada, f"words=near&order=best&page={page}") for page in (1, 2))
    assert len(told_in(first)) == 20 and len(told_in(second)) == 5
    assert not set(told_in(first)) & set(told_in(second))
    (href,) = re.findall(rf'href="([^"]*/stories/{told[3].id}[^"]*)">Open', first)[:1]
    assert "Story before" in ada.get(href.replace("&amp;", "&")).text
