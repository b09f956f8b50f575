import pytest

from store.passwords import hash_password, is_password, password_problem

AMONG_THE_FIRST = "Choose another password: this one is among the first that are tried"


@pytest.mark.parametrize(
    "good", ["a bean for every day", "trwy'r drws glas", "    spaces count    ", "ключ от синей двери"]
)
def test_length_is_all_that_is_asked_for(good):
    assert password_problem(good, "ada.okafor@example.org") == ""


def test_too_short_says_how_to_make_a_longer_one():
    assert password_problem("Xy7!xYz8?aB", "ada").startswith("Use at least 15 characters, for example four words")
    assert password_problem("ab" * 300, "ada") == "Use a password of at most 512 characters"


@pytest.mark.parametrize(
    "common",
    [
        "Correct horse battery staple!",
        "passwordpassword",
        "aaaaaaaaaaaaaaaa",
        "abababababababab",
        "1234567890123456",
        "qwertyuiopasdfghj",
        "password passwor",
        "zyxwvutsrqponmlk",
        "----------------",
    ],
)
def test_what_everybody_tries_first_is_refused(common):
    assert password_problem(common, "ada") == AMONG_THE_FIRST


def test_the_username_makes_no_password():
    assert "username" in password_problem("Ada.Okafor-2026!", "ada.okafor")


def test_hashes_are_salted_and_odd_input_only_does_not_fit():
    stored = hash_password("a bean for every day")
    assert stored != hash_password("a bean for every day")
    assert not is_password("\ud800", stored)
