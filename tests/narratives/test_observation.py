from datetime import UTC, datetime

import pytest

from narratives.errors import SubmissionError
from narratives.observation import Interpretation, is_read_enough, readers_of
from narratives.observation_form import (
    interpretation_form,
    observation_form,
    read_interpretation,
    read_observation,
    read_reason,
)

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SEEN = {"title": ["Few in the middle"], "text": ["Hardly any."], "remarkable": ["yes"], "strength": ["weak"]}


def reading(author="ada", voice="", text="The pump."):
    return Interpretation("1" * 32, "2" * 32, "The pump", text, "", "", author, NOW, voice)


def test_a_person_is_an_account_with_the_voice_that_it_wrote_down():
    assert readers_of([]) == 0
    assert readers_of([reading(), reading()]) == 1
    assert readers_of([reading(voice="Table 2"), reading(voice="table 2")]) == 1
    assert readers_of([reading(), reading(voice="Table 2"), reading("mo")]) == 3


def test_two_people_are_enough():
    assert not is_read_enough([reading(), reading(text="The spring.")])
    assert is_read_enough([reading(), reading("mo")])


def messages(read, fields, *more):
    with pytest.raises(SubmissionError) as refused:
        read(fields, *more)
    return {error.field: error.message for error in refused.value.errors}


def test_what_was_seen_is_read_and_cleaned():
    read = read_observation({**SEEN, "voice": [" Table 2 "], "text": ["Hardly\u202e any.\r\nNone."]})
    assert (read.title, read.text, read.voice) == ("Few in the middle", "Hardly any.\nNone.", "Table 2")


@pytest.mark.parametrize("field", SEEN)
def test_each_missing_field_is_named_alone(field):
    assert list(messages(read_observation, SEEN | {field: [""]})) == [field]


@pytest.mark.parametrize(("field", "value"), [("remarkable", "perhaps"), ("strength", "very")])
def test_an_answer_that_is_not_offered_is_refused(field, value):
    assert list(messages(read_observation, SEEN | {field: [value]})) == [field]


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("Ring 01632 960123 about it.", "the phone number"),
        ("Ask bean@example.org.", "the e-mail address"),
        ("It says AB123456C.", "the National Insurance number"),
        ("It is 943 476 5919.", "the NHS number"),
    ],
)
def test_what_points_at_somebody_is_to_be_taken_out(words, what):
    expected = {"text": f"Take {what} out: colleagues read this, and it points at somebody"}
    assert messages(read_observation, SEEN | {"text": [words]}) == expected
    assert messages(read_interpretation, {"title": ["x"], "text": [words]}, []) == expected


def test_figures_and_days_of_a_chart_point_at_nobody():
    words = "On 3 April 2026 there were 42 of 1,204 (3.5%), after 40 on 27/03/2026."
    assert read_observation(SEEN | {"text": [words]}).text == words


def test_a_reading_in_the_words_of_another_is_none():
    fields = {"title": ["Mine"], "text": [" the  PUMP."]}
    assert messages(read_interpretation, fields, [reading()]) == {
        "text": "This reading is there already in the same words: write another one"
    }
    assert read_interpretation(fields, [reading(text="The spring.")]).text == "the  PUMP."


def test_a_reason_is_asked_for_and_kept_short():
    assert read_reason({"because": [" A name "]}) == "A name"
    assert messages(read_reason, {"because": [" "]}) == {"because": "Say why you take it out"}
    assert "200 characters or fewer: it has 201" in messages(read_reason, {"because": ["b" * 201]})["because"]


def test_what_was_typed_stays_as_it_was_typed():
    assert observation_form({"title": ["b" * 300], "remarkable": ["x"]}).title == "b" * 300
    assert interpretation_form({"idea": ["<b>"]}).idea == "<b>"
