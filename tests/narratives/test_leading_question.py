"""Questions that lead, and those that only look like it."""

import pytest

from narratives.leading_question import leads


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Don’t you think that staff listened?", "asks to be agreed with"),
        ("Would you agree that it is safe here?", "asks to be agreed with"),
        ("Surely somebody helped you?", "asks to be agreed with"),
        ("How good was the service?", "asks how good it was, and so says that it was"),
        ("How bad is the noise at night?", "asks how bad it was, and so says that it was"),
        ("Tell us about a terrible experience.", "asks for the bad alone"),
        ("What went well on the ward?", "asks for the good alone"),
        ("What went wrong?", "asks for the bad alone"),
    ],
)
def test_a_leading_question_is_named_by_how_it_leads(text, how):
    assert leads(text) == how


@pytest.mark.parametrize(
    "text",
    [
        "What happened lately that made you feel safer, or less safe, where you live or work?",
        "Tell us about a good or bad experience.",
        "What happened?",
        "How long have you lived here?",
        "How often was somebody there?",
        "It can be small, and it can be good or bad.",
        "Was it a good day or a bad day?",
        "",
    ],
)
def test_an_open_question_does_not_lead(text):
    assert leads(text) == ""


def test_welsh_questions_lead_in_welsh_and_other_languages_are_not_judged():
    assert leads("Pa mor dda oedd y gofal?", "cy") == "asks how good it was, and so says that it was"
    assert leads("Soniwch am brofiad da neu ddrwg", "cy") == ""
    assert leads("Wie gut war es?", "de") == ""
