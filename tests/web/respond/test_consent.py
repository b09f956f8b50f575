from dataclasses import replace

import pytest

from narratives.collection import Moderation, Policy
from narratives.narrative import Scope, scopes_up_to
from tests.builders import make_collection
from web.respond.consent import consent_choices, consent_words, contact_words

PLOT = make_collection()


def hint(value, **changes):
    return next(choice.hint for choice in consent_choices(replace(PLOT, **changes)) if choice.value == value)


def test_the_answers_widen_from_counting_to_publishing():
    assert [choice.value for choice in consent_choices(PLOT)] == ["count", "read", "quote", "publish"]


@pytest.mark.parametrize("value", ["count", "read", "quote", "publish"])
def test_each_answer_is_read_back_in_its_own_words(value):
    label = next(choice.label for choice in consent_choices(PLOT) if choice.value == value)
    assert consent_words(PLOT, scopes_up_to(value)) == label


def test_counting_promises_the_collections_own_number():
    assert "at least 24 other people" in hint("count", k=25)


@pytest.mark.parametrize("moderation", list(Moderation))
def test_counting_says_that_a_moderator_may_still_read(moderation):
    assert "Only a moderator reads your words, in case somebody is in danger" in hint("count", moderation=moderation)


@pytest.mark.parametrize(
    ("policy", "moderation", "sentence"),
    [
        (Policy.OPEN, Moderation.AFTER, "Staff read it together with your answers."),
        (Policy.OPEN, Moderation.BEFORE, "A moderator reads it first."),
        (Policy.PROTECTED, Moderation.AFTER, "Staff never see your answers beside your words."),
        (Policy.PROTECTED, Moderation.BEFORE, "A moderator reads your words first."),
    ],
)
def test_reading_says_what_the_policy_shows(policy, moderation, sentence):
    assert hint("read", policy=policy, moderation=moderation).startswith(sentence)


def test_whether_a_message_may_be_left_is_said_in_words():
    assert contact_words(frozenset({Scope.READ, Scope.CONTACT})) == "Yes, I read it with my code"
    assert contact_words(frozenset({Scope.READ})) == "No"
