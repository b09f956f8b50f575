"""The full-text index does with typed words what the page says that it does."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narratives.search_words import Term, read_search
from store.schema import open_stories
from store.word_queries import NOTHING, holding_any, list_word_hits, match_of

STORIES = (
    "late bus at school",
    "school bus late",
    "the bull in the road",
    "bus",
    "school",
    "not near and or",
    "a road to the school bus",
    "late late late",
)
WORDS = (
    "late",
    "bus",
    "school",
    "bull",
    "road",
    "the",
    "not",
    "near",
    "NEAR",
    "AND",
    "OR",
    "NOT",
    "zebra",
    "roa",
    "bul",
)


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    db = open_stories(tmp_path_factory.mktemp("words") / "stories.db")
    for story in STORIES:
        db.execute("insert into story_words (text, narrative_id) values (:story, :story)", story=story)
    yield db
    db.close()


def found_in(index, typed: str) -> list[str]:
    return list_word_hits(index, typed)


def holds(story: str, term: Term) -> bool:
    """Whether a story holds a term, by a look at its words."""
    words, parts = story.split(), re.findall(r"\w+", term.words.lower())

    def fits(at: int) -> bool:
        beside = words[at : at + len(parts)]
        if len(beside) < len(parts) or beside[:-1] != parts[:-1]:
            return False
        return beside[-1].startswith(parts[-1]) if term.begins else beside[-1] == parts[-1]

    return any(fits(at) for at in range(len(words)))


PIECES = st.lists(
    st.one_of(
        st.sampled_from(WORDS),
        st.sampled_from(WORDS).map(lambda word: f"-{word}"),
        st.sampled_from(WORDS).map(lambda word: f"{word}*"),
        st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(lambda words: f'"{" ".join(words)}"'),
        st.sampled_from(("(", ")", "text:late", "^late", "{late}", "+", "!!", "late,bus")),
    ),
    max_size=5,
)


@given(PIECES)
@settings(max_examples=300)
def test_every_search_finds_just_the_stories_that_it_asks_for(index, pieces):
    search = read_search(" ".join(pieces))
    assert (match_of(search) is None) == search.is_empty
    wanted = [
        story
        for story in STORIES
        if search.wanted
        and all(holds(story, term) for term in search.wanted)
        and not any(holds(story, term) for term in search.unwanted)
    ]
    assert found_in(index, search) == wanted
    left_out = {story for story in STORIES if any(holds(story, term) for term in search.unwanted)}
    assert holding_any(index, search.unwanted, STORIES) == left_out


@given(st.text(max_size=50))
@settings(max_examples=300)
def test_nothing_that_is_typed_fails(index, typed):
    found_in(index, typed)
    holding_any(index, read_search(typed).wanted, STORIES)


def test_an_unclear_search_finds_nothing_and_an_empty_one_asks_for_nothing(index):
    assert match_of('"late') == NOTHING and found_in(index, '"late') == []
    assert match_of("") is None and match_of(None) is None and match_of(" !! ") is None
    assert found_in(index, "") == [] and holding_any(index, (), STORIES) == set()


def test_a_sign_that_the_index_does_not_know_leaves_nothing_out(index):
    assert found_in(index, "bus -\U0001e900") == ["late bus at school", "school bus late", "bus", STORIES[6]]


BEGUN = (
    "bully", "bullies", "bullying", "happiness", "happy", "running", "runner", "used", "using", "say", "sayings",
    "sayonara", "dying", "dies", "being", "relational", "sensibility", "agreed", "skies", "trying", "caf\u00e9s",
)  # fmt: skip


@pytest.mark.parametrize("word", BEGUN)
def test_every_beginning_of_a_word_finds_it_whatever_its_stem_is(index, word):
    index.execute("insert into story_words (text, narrative_id) values (:text, :word)", text=f"So {word}!", word=word)
    for end in range(2, len(word) + 1):
        assert word in list_word_hits(index, f"{word[:end]}*"), word[:end]
        assert word not in list_word_hits(index, f"so -{word[:end]}*")
    index.execute("delete from story_words where narrative_id = :word", word=word)


def test_a_beginning_finds_no_word_that_only_its_stem_begins_like(index):
    assert "the bull in the road" not in found_in(index, "bus*")


def test_a_beginning_after_other_words_of_a_hyphen_wants_them_beside_it(index):
    assert found_in(index, "late-bu*") == ["late bus at school"]
