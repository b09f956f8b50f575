"""What is wrong with a draft stands at the part and the field where it is mended, in words for people."""

import pytest

from narratives.draft_faults import BEGINNING, LANGUAGES, Fault, faults
from tests.builders import FRAMEWORK
from tests.narratives.test_draft_parts import BRANCH

MOOD, SAY, ROLE, WISH = FRAMEWORK["signifiers"]
EMPTY = [{**MOOD["anchors"][0], "label": ""}, *MOOD["anchors"][1:]]


@pytest.mark.parametrize(
    ("changes", "fault"),
    [
        ({"title": ""}, Fault(BEGINNING, "title", "Write a name for these questions")),
        ({"prompting_question": ""}, Fault(BEGINNING, "prompting_question", "Write what people are asked to tell")),
        ({"signifiers": [{**MOOD, "title": ""}]}, Fault("mood", "title", "Write the question")),
        ({"signifiers": [{**MOOD, "anchors": EMPTY}]}, Fault("mood", "anchor-0", "Write a label here")),
        (
            {"signifiers": [{**ROLE, "options": []}]},
            Fault("role", "option-0", "Give from 2 to 200 answers to choose from"),
        ),
        (
            {"signifiers": [{**WISH, "max_responses": 99}]},
            Fault("wish", "max_responses", "Write a whole number from 1 to the number of answers"),
        ),
        (
            {"branches": [{**BRANCH, "opened_by": {"signifier": "", "options": []}}]},
            Fault(
                "branch.diggers",
                "opens",
                "Tick the answers that open this branch, all of one question that everybody is asked",
            ),
        ),
        ({"branches": [{**BRANCH, "title": ""}]}, Fault("branch.diggers", "title", "Write a title for this branch")),
        (
            {"signifiers": [{**MOOD, "title": "x" * 301}]},
            Fault("mood", "title", "It has 301 characters; write at most 300"),
        ),
    ],
)
def test_a_fault_is_at_its_field(changes, fault):
    assert faults({**FRAMEWORK, **changes}) == (fault,)


def test_a_fault_inside_a_branch_is_at_its_question():
    inside = {**BRANCH, "signifiers": [{**MOOD, "id": "dig", "anchors": EMPTY}]}
    assert [(one.part, one.field) for one in faults({**FRAMEWORK, "branches": [inside]})] == [("dig", "anchor-0")]


def test_a_translation_is_mended_on_the_page_of_languages():
    [found] = faults({**FRAMEWORK, "translations": {"cy": {"nowhere": "?"}}})
    assert found.part == LANGUAGES


def test_a_finished_draft_has_none():
    assert faults(FRAMEWORK) == ()


def test_a_list_where_a_name_belongs_is_a_fault_and_no_failure():
    opened = {**BRANCH, "opened_by": {"signifier": ["role"], "options": [["digger"]]}}
    broken = {**FRAMEWORK, "signifiers": [{**ROLE, "asks_about": ["story"]}], "branches": [opened]}
    assert [(one.part, one.field) for one in faults(broken)] == [("role", "asks_about"), ("branch.diggers", "opens")]
