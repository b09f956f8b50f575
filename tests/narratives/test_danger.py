import time

import pytest

from narratives.answers import FreetextAnswer
from narratives.danger import DANGERS, Danger, kinds_said, sign_in, sign_of
from narratives.danger_rules import danger_rules
from tests.builders import make_narrative


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("I don’t want to be here any more", Danger.SELF_HARM),
        ("My husband punched me again.", Danger.HOME),
        ("They leave the kids at home on their own", Danger.CHILD),
        ("The night staff are rough with her", Danger.CARE),
        ("I'm going to stab him", Danger.THREAT),
        ("He keeps our passports", Danger.EXPLOITED),
        ("I'm rationing my insulin", Danger.NEED),
        ("لا أريد أن أعيش", Danger.SELF_HARM),
        ("Mae ofn mynd adref arna i", Danger.HOME),
    ],
)
def test_what_people_say_in_danger_is_a_sign_of_its_kind(text, kind):
    assert sign_in(text) and kind in sign_in(text).kinds


@pytest.mark.parametrize(
    "text", ["I could murder a cup of tea", "The queue is killing me", "He beat me at pool", "I was bored to death", ""]
)
def test_what_people_only_say_is_none(text):
    assert not sign_in(text)


def test_talk_of_a_course_or_of_long_ago_counts_half():
    assert sign_in("He hit me").score == 2 * sign_in("In the training we read: he hit me").score


def test_title_words_and_short_answers_are_all_read():
    answer = FreetextAnswer("why", "I want to die")
    assert sign_of(make_narrative(text="Fine.", answers=(answer,))) and sign_of(make_narrative(title="He hit me"))


def test_every_kind_has_rules_and_words_and_no_rule_finds_nothing_in_particular():
    rules = danger_rules()
    assert set(rules.kinds) == set(Danger) == set(DANGERS)
    assert kinds_said([Danger.NEED]) == ["somebody in urgent need"]
    assert not any(rule.search("") for found in rules.kinds.values() for _, rule in found)
    assert all(0 < weight < 1 for found in rules.kinds.values() for weight, _ in found)


@pytest.mark.parametrize("piece", ["kid ", "staff hit him ", "a", "he took my ", "they will "])
def test_no_text_keeps_the_rules_busy(piece):
    began = time.process_time()
    sign_in(piece * (5_000 // len(piece)))
    assert time.process_time() - began < 2
