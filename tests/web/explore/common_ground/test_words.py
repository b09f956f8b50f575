from dataclasses import replace

from store.release_consensus import CommonGround, Divided, GroupShare, Item, Shared
from tests.builders import make_framework
from web.explore.common_ground.words import (
    alike_words,
    divided_sentence,
    does,
    ends_words,
    shared_sentence,
    size_words,
    verdict,
)

GARDEN = make_framework()
ITEM = Item("mood", "It left me…", "top", "glad")
SHARES = (GroupShare("east", 40, 0.8, 0.65, 0.9), GroupShare("west", 50, None, 0.0, 0.3))
SHARED = Shared(ITEM, SHARES, 0.7, 0.516, 0.29, 0.151, 0.6, ())
DIVIDED = Divided(ITEM, SHARES, "east", 0.8, 0.31, 0.49, 0.3, 0.6, 0.001)


def test_every_kind_of_answer_has_its_words():
    told = [
        does(Item(question, "", id, label), GARDEN)
        for question, id, label in (
            ("mood", "top", ""),
            ("mood", "left-right", ""),
            ("mood", "centre", ""),
            ("say", "low", ""),
            ("say", "between", ""),
            ("wish", "w1", "wish 1"),
            ("", "7", "frost"),
        )
    ]
    assert told[0] == "lie mostly at “glad”" and told[1] == "lie between “sad” and “cross”"
    assert told[2] == "lie in the middle of all three" and told[3].startswith("lie nearer to “")
    assert told[4].startswith("lie in between “") and told[5:] == ["say “wish 1”", "are about “frost”"]


def test_a_bound_is_never_rounded_up_nor_a_difference_down():
    assert shared_sentence(SHARED, GARDEN) == "In every group at least 51 of 100 stories lie mostly at “glad”."
    assert alike_words(SHARED) == "Alike: no two groups are further apart than 16 in 100."


def test_the_groups_at_either_end_are_named():
    both = replace(SHARED, shares=(SHARES[0], replace(SHARES[1], share=0.7)))
    assert ends_words(both) == " Fewest in west (70 of 100), most in east (80)."
    assert ends_words(SHARED) == "", "one of them is a number below k"


def test_what_is_often_everywhere_need_not_be_alike():
    assert "whether alike cannot be told: two groups may be up to 31" in alike_words(replace(SHARED, gap_most=0.31))
    assert alike_words(replace(SHARED, divided=("east",))).endswith("east differs from the others.")


def test_a_divide_says_the_share_the_others_and_the_interval():
    said = divided_sentence(DIVIDED, GARDEN, "the others")
    assert said == "east: 80 of 100 stories lie mostly at “glad”, against 31 of 100 in the others."
    assert size_words(DIVIDED) == "49 in 100 more (30 to 60)."


def test_a_number_below_k_is_not_told():
    few = replace(DIVIDED, group="west", share=None, difference=-0.2, low=-1.0, high=-0.2)
    assert divided_sentence(few, GARDEN, "east").startswith("west: few of 50 stories lie mostly at “glad”")
    assert size_words(few) == "At least 20 in 100 fewer."


def test_others_one_of_which_has_few_are_told_as_a_bound():
    most = replace(DIVIDED, difference=0.4, low=0.4, high=1.0, is_rest_at_most=True)
    assert divided_sentence(most, GARDEN, "the others").endswith("against at most 31 of 100 in the others.")
    assert size_words(most) == "At least 40 in 100 more."


def test_the_verdict_never_takes_silence_for_agreement():
    assert verdict(CommonGround(())).startswith("Too few stories answered")
    assert verdict(CommonGround((), tried=5, compared=5)).startswith("Too little can be told from scatter")
    assert "Nothing that divides them can be told" in verdict(CommonGround((), shared=(SHARED,), tried=5, compared=5))
    assert verdict(CommonGround((), lacking="Choose at least two groups.")) == "Choose at least two groups."
