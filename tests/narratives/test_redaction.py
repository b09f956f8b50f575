import random
import time

import pytest

from narratives.redaction import KINDS, Spotted, kind_words, replaced, sameness, spot, suggested
from narratives.text import MAX_STORY_CHARACTERS
from narratives.translation import interface_languages, speaking
from tests.narratives.spotting_cases import CLEAN, SPOTTED

# Texts that make a careless pattern look at everything again from every place.
WORST = (
    *(
        "a",
        "A",
        "1",
        "1 ",
        "Aa ",
        "a@",
        "a.b-",
        "0 ",
        "Flat 1 ",
        "1 Aa Aa Aa ",
        "dob ",
        "ni ",
        "A1 ",
        "Dr ",
        "my mark ",
    ),
    *("é", "'", "a'", "a-", "\n", "1-", "+", "+44 ", "call ", "(at) ", "a at ", "12/12/", "ab12 ", "Karen ", "mr "),
    *("Karen van ", "Karen, ", "karen and ", "٠", "national insurance ", "nhs 1 ", "A B 1 ", "14 a street ", "reg is "),
    *("born on the ", "x" * 63 + "@", "Flat 1, Aa ", "St ", "J. ", "0(0)", "My Name Is ", "a" * 40 + "-"),
)


@pytest.mark.parametrize(("text", "wanted"), SPOTTED, ids=lambda value: value if isinstance(value, str) else "")
def test_what_could_show_who_somebody_is_gets_spotted(text, wanted):
    assert tuple((one.kind, one.words) for one in spot(text)) == wanted


@pytest.mark.parametrize("text", CLEAN)
def test_everyday_words_are_left_alone(text):
    assert spot(text) == ()


def test_a_piece_says_where_it_stands():
    (found,) = spot("Ask Karen.")
    assert found == Spotted(4, 9, "name", "Karen")


def test_pieces_stand_in_order_and_never_overlap():
    chance = random.Random(0)
    parts = [text for text, _ in SPOTTED] + list(CLEAN)
    for _ in range(200):
        text = chance.choice(["", " ", ". ", "\n"]).join(chance.choices(parts, k=4))
        found = spot(text)
        assert all(text[one.start : one.end] == one.words and one.words for one in found)
        assert all(one.end <= other.start for one, other in zip(found, found[1:], strict=False))


def test_a_number_with_a_wrong_check_digit_is_no_nhs_number():
    assert [one.kind for one in spot("on 943 476 5919 today")] == ["nhs"]
    assert spot("on 943 476 5918 today") == ()
    assert spot("on 000 000 0000 today") == ()


def test_a_day_that_no_calendar_has_is_no_date():
    assert spot("40/13/1984") == ()
    assert spot("0/5/1984") == ()
    assert [one.words for one in spot("5/13/1984")] == ["5/13/1984"], "as Americans write it"


@pytest.mark.parametrize("piece", WORST, ids=lambda piece: repr(piece[:12]))
def test_the_time_grows_in_step_with_the_text(piece):
    def least(characters: int) -> float:
        text = (piece * characters)[:characters]
        times = []
        for _ in range(3):
            began = time.process_time()
            spot(text)
            times.append(time.process_time() - began)
        return min(times)

    assert least(2 * MAX_STORY_CHARACTERS) < max(4 * least(MAX_STORY_CHARACTERS), 0.25)
    assert least(MAX_STORY_CHARACTERS) < 1


def test_replacing_changes_every_place_of_the_chosen_words_and_nothing_else():
    text = "Karen told karen’s mum.\nThen  Mark rang karen on 07700 900123."
    assert replaced(text, {"karen": "[name]"}) == ("[name] told [name]’s mum.\nThen  Mark rang [name] on 07700 900123.")
    assert replaced(text, {}) == text


def test_words_in_another_spacing_or_in_capitals_are_the_same():
    assert sameness(" Karen\n Okafor ") == sameness("karen okafor")


@pytest.mark.parametrize("language", interface_languages())
@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_words_and_a_replacement_that_is_not_spotted_again(kind, language):
    with speaking(language):
        assert kind_words(kind)
        assert spot(f"I told {suggested(kind)} so.") == ()
