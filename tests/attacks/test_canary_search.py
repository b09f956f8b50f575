"""What somebody searches for, and what nobody may read yet, is told by no page and left in no file."""

import re
from importlib import import_module

import numpy as np
import pytest

from analysis.asking import answer_asked
from store.asked_meanings import answer_meaning, ask_meaning, asked_hash, list_asked
from store.erasure import empty_log
from tests.attacks.test_canary import files_holding
from tests.builders import TODAY
from tests.people import Person, make_app, stores_of
from tests.store.meanings import MODEL, embed, index, packed
from tests.web.explore.telling import open_world

FOX, BEAN = (1.0, 0.0, 0.1), (0.0, 0.0, 1.0)
QUERIES = (
    "words=canary&order=best",
    "words=can*&order=best",
    "words=bean+-canary&order=best",
    "words=canary",
    "order=atypical",
)


@pytest.fixture
def app(tmp_path, monkeypatch):
    monkeypatch.setattr(import_module("web.explore.reading.asking"), "WAIT_SECONDS", 0.0)
    return make_app(tmp_path)


@pytest.fixture
def world(app):
    return open_world(stores_of(app).stories)


def know(app, world, words):
    """The worker has answered these words before."""
    ask_meaning(world.db, asked_hash(words, stores_of(app).settings.secret), words, MODEL, 0.0)
    for asked in list_asked(world.db):
        answer_meaning(world.db, asked, packed(FOX))


def pages(ada, collection, story):
    """Every page of a search and of what is like a story, without what differs from one answer to the next."""
    found = []
    for query in (*QUERIES, f"like={story}"):
        text = ada.get(f"/explore/{collection}/stories?{query}").text
        found.append(re.sub(r'name="form_token" value="[^"]*"|nonce="[^"]*"', "", text))
    return found


@pytest.mark.parametrize("read", [True, False])
def test_words_in_no_closed_batch_of_a_protected_collection_change_no_search(app, world, read):
    ada = Person(app, "ada")
    told = world.tell(10, world.quiet)
    told += world.tell(9, world.quiet, text="A fox, a fox.")
    world.close_batches(world.quiet)
    embed(world.db, told[:10], [BEAN] * 10)
    index(world.db, world.quiet)
    world.index_words()
    for words in ("canary", "can", "bean"):
        know(app, world, words)
    before = pages(ada, "quiet", told[0].id)
    late = world.tell(1 if read else 3, world.quiet, text="The canary sang.", read=read)
    embed(world.db, late, [FOX] * len(late))
    index(world.db, world.quiet)
    world.index_words()
    assert pages(ada, "quiet", told[0].id) == before
    assert "may not be read any more" in ada.get(f"/explore/quiet/stories?like={late[0].id}").text


def test_a_story_of_which_only_the_answers_count_is_in_no_search(app, world):
    ada = Person(app, "ada")
    told = world.tell(12)
    embed(world.db, told, [BEAN] * 12)
    index(world.db, world.plot)
    for words in ("canary", "can", "bean"):
        know(app, world, words)
    (secret,) = world.tell(1, text="The canary sang.", read=False)
    embed(world.db, [secret], [FOX])
    index(world.db, world.plot)
    world.index_words()
    for page in pages(ada, "plot", told[0].id):
        assert "The canary sang." not in page and secret.id not in page


def test_found_words_of_a_protected_collection_stand_without_time_and_place(app, world):
    ada = Person(app, "ada")
    told = world.tell(10, world.quiet)
    world.close_batches(world.quiet)
    embed(world.db, told, [BEAN] * 10)
    index(world.db, world.quiet)
    world.index_words()
    know(app, world, "bean")
    page = ada.get("/explore/quiet/stories?words=bean&order=best").text
    assert page.count("Has your words, similar in meaning") == 10
    assert "Week of" not in page and "mm-placement" not in page and "Newest" not in page


def test_what_was_searched_for_is_left_in_no_file_once_it_is_answered(app, world, tmp_path):
    class Asker:
        def embed_one(self, db, today, text):
            return MODEL, np.array(FOX, np.float32)

    ada = Person(app, "ada")
    told = world.tell(3)
    embed(world.db, told, [BEAN] * 3)
    index(world.db, world.plot)
    assert ada.get("/explore/plot/stories?words=zanzibar+nights&order=best").status_code == 200
    assert [asked.words for asked in list_asked(world.db)] == ["zanzibar nights"]
    assert answer_asked(world.db, Asker(), TODAY) == 1
    assert empty_log(world.db)
    assert files_holding(tmp_path, [b"zanzibar"]) == []
