import re

import pytest

from narratives.crockford import ALPHABET
from narratives.invitation import invitation_codes, read_invitation

SECRET = b"a secret that is long enough for this"
KEY = "ab" * 16
CODE = invitation_codes(KEY, 1, SECRET)[0]


def test_a_code_is_three_groups_of_five_letters_that_cannot_be_misread():
    assert re.fullmatch(rf"([{ALPHABET}]{{5}}-){{2}}[{ALPHABET}]{{5}}", CODE)


def test_the_same_key_makes_the_same_codes_and_more_of_them_when_asked():
    assert invitation_codes(KEY, 3, SECRET) == invitation_codes(KEY, 5, SECRET)[:3]
    assert not set(invitation_codes("ac" * 16, 3, SECRET)) & set(invitation_codes(KEY, 5, SECRET))
    assert not set(invitation_codes(KEY, 3, SECRET + b"!")) & set(invitation_codes(KEY, 5, SECRET))


def test_every_place_of_a_code_can_be_any_letter_and_no_two_codes_are_alike():
    codes = [code.replace("-", "") for code in invitation_codes(KEY, 3_000, SECRET)]
    assert len(set(codes)) == 3_000
    for place in range(15):
        assert len({code[place] for code in codes}) == 32


@pytest.mark.parametrize(
    "written",
    [
        lambda code: code.lower(),
        lambda code: code.replace("-", " – "),
        lambda code: code.replace("-", ""),
        lambda code: code.replace("0", "o").replace("1", "l").replace("V", "u"),
        lambda code: "".join("٠١٢٣٤٥٦٧٨٩"[int(letter)] if letter.isdigit() else letter for letter in code),
        lambda code: f" {code}\u200e\n",
    ],
)
def test_a_code_is_understood_however_it_is_typed(written):
    for code in invitation_codes(KEY, 50, SECRET):
        assert read_invitation(written(code)) == code


def test_every_single_wrong_letter_is_noticed():
    plain = CODE.replace("-", "")
    for place, letter in enumerate(plain):
        for other in set(ALPHABET) - {letter}:
            assert read_invitation(plain[:place] + other + plain[place + 1 :]) == ""


def test_two_letters_that_changed_places_are_noticed():
    for code in invitation_codes(KEY, 20, SECRET):
        plain = code.replace("-", "")
        for first in range(15):
            for second in range(first + 1, 15):
                if plain[first] != plain[second]:
                    swapped = list(plain)
                    swapped[first], swapped[second] = plain[second], plain[first]
                    assert read_invitation("".join(swapped)) == ""


@pytest.mark.parametrize("typed", ["", "-", CODE[:-1], CODE + "0", "*" * 15, "é" * 15, "0" * 70_000])
def test_what_cannot_be_a_code_is_empty(typed):
    assert read_invitation(typed) == ""
