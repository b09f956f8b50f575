from narratives.answers import ChoiceAnswer, FreetextAnswer
from narratives.taking_out import Piece, not_found, pieces, suggestions, with_own_answers, without
from tests.builders import make_answers, make_narrative

KAREN = Piece("Karen", "[name]")


def test_words_are_suggested_once_with_how_often_they_stand_in_title_story_and_short_answers():
    told = make_narrative(
        title="For Karen",
        text="My neighbour Karen rings me on 07700 900123.",
        answers=(*make_answers(), FreetextAnswer("why", "Because of Karen.")),
    )
    found = [(one.words, one.instead, one.times) for one in suggestions(told)]
    assert found == [("Karen", "[name]", 3), ("07700 900123", "[phone number]", 1)]


def test_what_stands_in_the_place_is_in_the_language_of_the_story():
    (found,) = suggestions(make_narrative(text="Ring 07700 900123.", language="cy"))
    assert found.instead != "[phone number]" and found.instead.startswith("[")
    assert suggestions(make_narrative(text="Ring 07700 900123.", language="xx"))[0].instead == "[phone number]"


def test_words_go_wherever_they_stand_in_whatever_capitals_and_never_as_a_part_of_others():
    told = make_narrative(title="KAREN", text="Karen’s\nkaren and Karenina. (Karen)")
    cut = without(told, [KAREN])
    assert (cut.title, cut.text) == ("[name]", "[name]’s\n[name] and Karenina. ([name])")


def test_longer_pieces_go_first_and_blanks_are_blanks():
    told = make_narrative(text="Karen of  the\nold mill; Karen.")
    cut = without(told, [KAREN, Piece("karen of the old mill", "[words taken out]")])
    assert cut.text == "[words taken out]; [name]."


def test_short_answers_and_what_was_written_beside_other_are_cut_and_placements_are_not():
    answers = (*make_answers(), FreetextAnswer("why", "Karen."), ChoiceAnswer("who", ("x",), other="Karen"))
    cut = without(make_narrative(answers=answers), [KAREN])
    assert cut.answers == (
        *make_answers(), FreetextAnswer("why", "[name]."), ChoiceAnswer("who", ("x",), other="[name]"),
    )  # fmt: skip
    assert with_own_answers(cut.answers, {"why": "Karen.", "who": "Karen"}) == answers


def test_only_what_is_ticked_or_typed_is_taken_out():
    told = make_narrative(text="Karen met Priya at the old mill.")
    assert pieces(told, [], []) == ()
    assert pieces(told, ["karen", "nothing"], ["the old mill"]) == (KAREN, Piece("the old mill", "[words taken out]"))


def test_typed_words_that_stand_nowhere_are_named():
    told = make_narrative(text="Karen met Priya.")
    assert not_found(told, ["priya", "Pri", "the mill", "  "]) == ("Pri", "the mill", "  ")


def test_signs_at_the_ends_of_words_are_matched_as_they_are():
    assert without(make_narrative(text="(+44) ok"), [Piece("(+44)", "[x]")]).text == "[x] ok"
