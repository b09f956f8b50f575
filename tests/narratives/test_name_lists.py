import re

import pytest

from narratives.name_lists import DATA, LISTS, fold, name_lists, read_words

GIVEN_OF_MANY_ORIGINS = (
    "karen siân eilidh niamh gurpreet fatima priya oluwaseun kwame chidi thandiwe abdirahman hodan ayşe "
    "zeynep agnieszka wojciech ionuț olena xiaoming rivka moshe delroy shanice tariq farzana andreas"
)


@pytest.mark.parametrize("name", GIVEN_OF_MANY_ORIGINS.split())
def test_given_names_of_many_origins_are_known(name):
    assert name_lists().is_sure(fold(name)), name


@pytest.mark.parametrize("name", "mcgonigle kowalczyk popescu yilmazoglu papadopoulos goldstein shevchenko".split())
def test_family_names_are_known_by_the_way_they_are_built(name):
    assert name_lists().is_sure(name)


@pytest.mark.parametrize("word", "will mark grace rose hope may bill frank rich said street doctor".split())
def test_a_name_that_is_also_a_word_is_no_sure_one(word):
    assert not name_lists().is_sure(word)


@pytest.mark.parametrize("word", "walked queues kindness information useless properly surgeries".split())
def test_forms_of_ordinary_words_are_ordinary(word):
    assert name_lists().is_ordinary(word)


# Those of rules that have a form of their own, each held by the test of what reads it.
RULES = {DATA / "danger.txt", DATA / "worth.txt"}


@pytest.mark.parametrize("file", sorted(set(DATA.glob("*.txt")) - RULES), ids=lambda file: file.name)
def test_the_lists_hold_plain_small_words(file):
    words = [word for word in read_words(file) if not word.startswith("[")]
    odd = [word for word in words if not re.fullmatch("[a-z][a-z'-]*", word)]
    assert not odd, f"{file.name} holds words that no folded word equals: {odd}"


@pytest.mark.parametrize("name", LISTS)
def test_no_list_holds_a_word_twice(name):
    words = read_words(DATA / f"{name}.txt")
    assert sorted(set(words)) == sorted(words)
