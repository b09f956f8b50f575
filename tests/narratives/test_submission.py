import pytest

from narratives.answers import ChoiceAnswer, DyadAnswer, NotApplicable, TriadAnswer
from narratives.collection import Collection
from narratives.errors import FieldError, SubmissionError
from narratives.narrative import Kind, Scope
from narratives.submission import Occasion, read_submission
from tests.builders import FRAMEWORK, TODAY, make_collection, make_framework

GOOD = {"story": ["The beans came up twice."], "group": ["east"], "consent": ["read"]}


def read(fields: dict[str, list[str]], collection: Collection | None = None, kind: Kind = Kind.RESPONDENT):
    return read_submission(collection or make_collection(), make_framework(), {**GOOD, **fields}, Occasion(TODAY, kind))


def errors_of(fields: dict[str, list[str]]) -> tuple[FieldError, ...]:
    with pytest.raises(SubmissionError) as caught:
        read(fields)
    return caught.value.errors


def test_a_zone_of_the_list_is_stored_at_its_middle():
    assert read({"mood": ["left"]}).answer("mood") == TriadAnswer("mood", (2 / 15, 11 / 15, 2 / 15), "list")


def test_an_exact_place_wins_over_the_list_and_is_kept_to_two_decimals():
    answer = read({"mood": ["left"], "mood.shares": ["0.2049,0.5,0.2951"], "mood.method": ["drag"]}).answer("mood")
    assert answer == TriadAnswer("mood", (0.2, 0.5, 0.3), "drag")


def test_does_not_apply_wins_over_everything_and_is_not_the_centre():
    answer = read({"mood": ["na"], "mood.shares": ["0.3,0.3,0.4"]}).answer("mood")
    assert answer == NotApplicable("mood")


def test_an_unanswered_signifier_leaves_no_answer():
    assert read({}).answers == ()


def test_a_step_of_the_dyad_list_is_the_middle_of_its_seventh():
    assert read({"say": ["0"]}).answer("say") == DyadAnswer("say", 0.5 / 7, "list")


def test_a_practitioner_is_recorded_as_the_one_who_placed():
    answer = read({"say.value": ["0.4"], "say.method": ["tap"]}, kind=Kind.PRACTITIONER).answer("say")
    assert answer == DyadAnswer("say", 0.4, "practitioner")


def test_the_stratum_is_the_answer_to_the_declared_choice():
    narrative = read({"role": ["picker"]})
    assert (narrative.stratum, narrative.answer("role")) == ("picker", ChoiceAnswer("role", ("picker",)))


def test_consent_is_only_what_was_chosen():
    assert read({"consent": ["count"]}).consent == frozenset()
    assert read({"consent": ["read"]}).consent == {Scope.READ}


def test_all_problems_come_at_once_in_the_order_of_the_page():
    assert errors_of(
        {
            "story": ["  \u200b "],
            "group": ["nowhere"],
            "mood.shares": ["nan,0,1"],
            "say.value": ["1e999"],
            "wish": ["w1", "w2", "w3"],
            "consent": [""],
        }
    ) == (
        FieldError("story", "Tell us what happened"),
        FieldError("group", "Choose where this happened"),
        FieldError("mood", "Place the marker for “It left me…” inside the triangle"),
        FieldError("say", "Place the marker for “I had…” on the line"),
        FieldError("wish", "Choose up to 2 answers for “I wish for…”"),
        FieldError("consent", "Choose who may read your story"),
    )


@pytest.mark.parametrize(
    "exact", ["0.5,0.5", "0.5,0.5,0.5", "a,b,c", "-0.1,0.6,0.5", "١,0,0", "1,0,0,0", "inf,0,0", "0x1,0,0", "1_0,0,0"]
)
def test_a_place_outside_the_triangle_is_an_error_and_never_a_number(exact: str):
    assert errors_of({"mood.shares": [exact]})[0].field == "mood"


def test_a_story_that_is_too_long_says_how_long_it_is():
    assert errors_of({"story": ["a" * 5_001]}) == (
        FieldError("story", "Shorten your story to 5,000 characters or fewer; it has 5,001"),
    )


def test_choosing_does_not_apply_together_with_an_answer_is_asked_again():
    errors = errors_of({"wish": ["w1", "na"]})
    assert errors == (FieldError("wish", "Give an answer to “I wish for…” or say that it does not apply, not both"),)


def test_a_required_question_is_asked_for():
    signifiers = [{**FRAMEWORK["signifiers"][0], "required": True}]
    with pytest.raises(SubmissionError, match="Choose a place in the triangle for “It left me…”"):
        read_submission(make_collection(), make_framework(signifiers=signifiers), GOOD, Occasion(TODAY))
