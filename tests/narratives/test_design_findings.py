"""What the check of a design finds, and that it leaves good questions alone."""

import json
from pathlib import Path

import pytest

from narratives.design_finding import Severity
from narratives.design_findings import findings
from narratives.draft_sketch import sketch
from narratives.load_findings import longest_way

EXAMPLES = Path(__file__).parents[2] / "examples"
LEVEL = {
    "type": "dyad",
    "id": "level",
    "title": "Since then I feel…",
    "level": True,
    "hot": ["worse"],
    "anchors": [{"id": "worse", "label": "much worse"}, {"id": "better", "label": "much better"}],
}


def triad(number=1, *labels, **more):
    labels = labels or (f"kindness {number}", f"skill {number}", f"time {number}")
    anchors = [{"id": f"a{n}", "label": label} for n, label in enumerate(labels)]
    return {"type": "triad", "id": f"t{number}", "title": f"It was about {number}…", "anchors": anchors, **more}


def choice(*labels, **more):
    options = [{"id": f"o{n}", "label": label} for n, label in enumerate(labels)]
    return {"type": "choice", "id": "choice", "title": "Where was it?", "options": options, **more}


def questions(*signifiers, **more):
    base = {"id": "f", "version": 1, "title": "Garden", "prompting_question": "What happened in the garden?"}
    return {**base, "signifiers": list(signifiers or (triad(), LEVEL)), **more}


def found(document, opening=None):
    return findings(sketch(document), opening or {}, document)


def kinds(document, opening=None):
    return [one.kind for one in found(document, opening)]


def test_a_sound_design_has_no_findings():
    assert found(questions()) == ()


@pytest.mark.parametrize(
    ("labels", "wrong"),
    [(("kind", "rude", "busy"), True), (("kindness", "skill", "time"), False), (("hopeful", "afraid", "angry"), True)],
)
def test_a_corner_of_another_worth_is_found(labels, wrong):
    assert ("worth" in kinds(questions(triad(1, *labels), LEVEL))) is wrong


def test_a_level_question_may_have_a_good_and_a_bad_end_and_no_other_scale():
    other = {**LEVEL, "id": "other", "level": False, "hot": []}
    assert [one.place for one in found(questions(triad(), LEVEL, other)) if one.kind == "worth"] == ["other"]


def test_a_finding_says_where_it_is_and_what_would_be_better():
    [one] = found(questions(triad(), triad(2, "time", "Time ", "money"), LEVEL))
    assert (one.kind, one.place, one.where, one.severity) == ("same-label", "t2", "signifiers[1]", Severity.MEND)
    assert one.sentence == "“time” is there twice. Nobody can say which of the two they mean."
    assert one.better.startswith("Give each a label of its own: ")


def test_a_question_of_a_branch_is_found_in_its_branch():
    document = questions(triad(), choice("In the street", "At home", "Elsewhere"), LEVEL)
    document["branches"] = [
        {
            "id": "b",
            "title": "At home",
            "opened_by": {"signifier": "choice", "options": ["o1"]},
            "signifiers": [triad(2), triad(3, "x", "x", "y")],
        }
    ]
    assert [one.where for one in found(document)] == ["branches[0].signifiers[1]"]


def test_a_leading_prompt_is_to_be_mended():
    [one] = found(questions(prompting_question="Don't you think the garden is safer?"))
    assert (one.kind, one.where, one.severity) == ("leading", "prompting_question", Severity.MEND)


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("How was the food and/or the company?", ["two-in-one"]),
        ("Were staff kind and helpful?", ["two-in-one"]),
        ("Were you and your family there?", []),
        ("What did the stakeholders say?", ["jargon"]),
        ("What was it about?", []),
    ],
)
def test_two_questions_in_one_and_words_of_the_trade_are_found(title, kind):
    assert kinds(questions({**triad(), "title": title}, LEVEL)) == kind


def test_a_choice_without_another_answer_is_found():
    assert kinds(questions(triad(), LEVEL, choice("In the street", "At home", "At school"))) == ["no-other"]


@pytest.mark.parametrize(
    "fine",
    [
        choice("In the street", "At home", "Somewhere else"),
        choice("Less than a year", "One to five years", "More than five years"),
        choice("Yes", "No"),
        choice("I live here", "I work here", "I visit", asks_about="respondent"),
        {**choice(), "options": [{"id": one, "label": one.upper()} for one in ("a", "b", "other")]},
    ],
)
def test_a_choice_that_has_an_answer_for_everybody_is_left_alone(fine):
    assert found(questions(triad(), LEVEL, fine)) == ()


def test_no_hot_corner_and_no_level_question_are_found():
    assert kinds(questions(triad())) == ["no-hot", "no-level"]
    assert kinds(questions(triad(hot=["a0"]))) == ["no-level"]
    assert kinds(questions(choice("Yes", "No"))) == []


def test_too_many_questions_are_counted_on_the_longest_way_alone():
    eight = [triad(number) for number in range(7)]
    assert kinds(questions(*eight, LEVEL)) == []
    assert "too-many" in kinds(questions(*eight, triad(7), LEVEL))
    document = questions(*eight[:3], LEVEL, choice("In the street", "At home", "Elsewhere"))
    document["branches"] = [
        {
            "id": f"b{n}",
            "title": "More",
            "opened_by": {"signifier": "choice", "options": [f"o{n}"]},
            "signifiers": [triad(10 * n + one) for one in (1, 2, 3)],
        }
        for n in (1, 2)
    ]
    document["branches"][0]["signifiers"].append(triad(19))
    assert len(sketch(document).signifiers) == 12
    assert [one.id for one in longest_way(sketch(document))][-4:] == ["t11", "t12", "t13", "t19"]
    assert kinds(document) == []
    document["signifiers"][-1]["max_responses"] = 2
    assert "too-many" in kinds(document)


def test_minutes_and_reading_age_are_said_when_they_are_high():
    plain = [choice("Yes", "No", title=f"Was it so {n}?") | {"id": f"c{n}"} for n in range(13)]
    assert kinds(questions(triad(), LEVEL, *plain)) == ["minutes"]
    hard = "Notwithstanding organisational restructuring, interdepartmental communication deteriorated. " * 9
    [one] = found(questions(introduction=hard))
    assert one.kind == "reading-age" and "years on" in one.sentence


@pytest.mark.parametrize(("a_week", "months"), [(2, 12), (5, 5), (40, None), (0, None)])
def test_groups_that_stay_empty_for_months_are_found(a_week, months):
    opening = {"a_week": a_week, "groups": [{"name": name} for name in "abcdefghij"], "k": 10}
    told = [one.sentence for one in found(questions(), opening) if one.kind == "small-groups"]
    expected = (
        f"With {a_week} stories a week in 10 groups each needs about {months} months to show its first 10 stories."
    )
    assert told == ([expected] if months else [])


def test_parents_are_no_groups_to_wait_for():
    groups = [{"name": "all"}, {"name": "a", "parent": "all"}]
    assert found(questions(), {"a_week": 1, "groups": groups}) == ()


def test_what_a_language_lacks_is_counted_and_named():
    [one] = found(questions(translations={"cy": {"title": "Gardd"}}))
    assert one.where == "translations.cy"
    assert (
        one.sentence == "8 of 9 texts are missing in the language “cy”. Tellers cannot choose it until all are there."
    )
    assert one.better == "Next to put into words: “What happened in the garden?”"


@pytest.mark.parametrize(
    ("document", "opening"),
    [
        ({}, {}),
        ({"signifiers": None, "branches": 3, "translations": []}, {"groups": "x", "a_week": True, "k": "many"}),
        ({"signifiers": [{"type": "triad"}, 4], "branches": [5, {"signifiers": 6}]}, {"groups": [1, {"name": None}]}),
        ({"translations": {"cy": None}}, {"groups": [{"name": "a"}, {"name": "b"}], "a_week": 1e-9}),
    ],
)
def test_a_draft_of_any_shape_is_checked(document, opening):
    assert isinstance(found(document, opening), tuple)


@pytest.mark.parametrize("file", sorted(EXAMPLES.glob("packs/*.json")), ids=lambda file: file.stem)
def test_the_packs_that_come_with_the_product_have_nothing_to_mend(file):
    pack = json.loads(file.read_text(encoding="utf-8"))
    assert [one for one in found(pack["questions"], pack["opening"]) if one.severity is Severity.MEND] == []
