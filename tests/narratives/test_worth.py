"""What anchors are worth, held against sets that were written and judged by hand."""

import json
from pathlib import Path

import pytest

from narratives.worth import is_uneven, worth_of

CASES = [
    json.loads(line)
    for line in (Path(__file__).parent / "design_findings_set.jsonl").read_text(encoding="utf-8").splitlines()
]


def judged(half):
    """(found rightly, found wrongly, missed) in one half of the sets; level questions are never asked about."""
    cases = [case for case in CASES if case["half"] == half and case["kind"] != "level"]
    found = [(is_uneven(case["labels"], case["language"]), case["uneven"]) for case in cases]
    return tuple(found.count(pair) for pair in ((True, True), (True, False), (False, True)))


@pytest.mark.parametrize(("half", "recall"), [("tuning", 0.85), ("held-out", 0.35)])
def test_what_is_found_is_nearly_always_uneven_and_more_is_missed(half, recall):
    right, wrong, missed = judged(half)
    assert right / (right + wrong) >= 0.95
    assert right / (right + missed) >= recall


def test_the_halves_share_no_set():
    halves = [{tuple(case["labels"]) for case in CASES if case["half"] == half} for half in ("tuning", "held-out")]
    assert not halves[0] & halves[1] and min(map(len, halves)) >= 40


@pytest.mark.parametrize(
    ("label", "worth"),
    [
        ("not very helpful", -1),
        ("nobody was rude", 1),
        ("too kind", -1),
        ("excellent", 2),
        ("a good thing that was badly done", 0),
        ("isn’t fair", -1),
        ("goodbye", 0),
        ("", 0),
    ],
)
def test_a_label_is_worth_what_its_words_say_after_what_turns_them(label, worth):
    assert worth_of(label) == worth


def test_a_good_corner_of_three_is_told_from_a_corner_that_is_good_at_something():
    assert is_uneven(["the staff were brilliant", "the staff were new", "the staff were few"])
    assert not is_uneven(["a home in good repair", "neighbours I know", "a say in things"])


def test_a_language_without_a_list_is_never_judged():
    assert not is_uneven(["gut", "schlecht", "mittel"], "de")


def test_a_welsh_adjective_after_its_noun_does_not_make_the_whole_good():
    assert not is_uneven(["cartref mewn cyflwr da", "cymdogion", "cael dweud fy nweud"], "cy")
    assert is_uneven(["da", "drwg", "gweddol"], "cy")
