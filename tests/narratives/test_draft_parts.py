"""Operations on a draft's document: each gives a new one, keeps ids, and leaves no stray translation."""

from copy import deepcopy

import pytest

from narratives.draft_ids import free_id
from narratives.draft_parts import add_part, change_part, copy_part, move_part, part_called, parts, remove_part
from narratives.draft_sketch import problems
from narratives.errors import NotFoundError
from tests.builders import FRAMEWORK

TOOL = {"type": "dyad", "id": "tool", "title": "The tools were…", "anchors": [{"id": "few", "label": "few"},
        {"id": "many", "label": "many"}], "hot": [], "cold": [], "level": False, "required": False}  # fmt: skip
BRANCH = {"id": "diggers", "title": "Digging", "introduction": "Only for you.", "signifiers": [TOOL],
          "opened_by": {"signifier": "role", "options": ["digger"]}}  # fmt: skip
BRANCHED = {**FRAMEWORK, "branches": [BRANCH]}


def ids(document):
    return [part.id for part in parts(document)]


def test_parts_stand_in_the_order_of_the_document_and_a_branch_before_its_own():
    assert ids(BRANCHED) == ["mood", "say", "role", "wish", "branch.diggers", "tool"]
    assert [part.kind for part in parts(BRANCHED)] == ["triad", "dyad", "choice", "choice", "branch", "dyad"]
    assert part_called(BRANCHED, "tool").place == "branches[0].signifiers[0]"


def test_a_new_question_comes_last_with_an_id_made_of_its_words():
    document, part_id = add_part(FRAMEWORK, {"type": "freetext", "title": "What would have helped you?"})
    assert part_id == "what-would-have-helped-you"
    assert ids(document)[-1] == part_id
    assert problems(document) == ()


def test_a_new_question_of_a_branch_comes_last_in_it():
    document, part_id = add_part(BRANCHED, {"type": "freetext", "title": "Why?"}, "diggers")
    assert part_called(document, part_id).branch == "diggers"


def test_an_id_is_taken_once_and_never_one_that_the_page_uses():
    once, first = add_part(FRAMEWORK, {"type": "freetext", "title": "Mood"})
    _, second = add_part(once, {"type": "freetext", "title": "MOOD!"})
    _, reserved = add_part(FRAMEWORK, {"type": "freetext", "title": "Story"})
    assert (first, second, reserved) == ("mood-2", "mood-3", "story-2")


@pytest.mark.parametrize(
    ("label", "made"), [("Écoute", "ecoute"), ("苦しい", "triad"), ("  ", "triad"), ("a" * 90, "a" * 40)]
)
def test_an_id_is_plain_letters(label, made):
    assert free_id(label, (), "triad") == made


def test_an_id_stays_when_the_words_change():
    document = change_part(FRAMEWORK, "mood", {**FRAMEWORK["signifiers"][0], "id": "other", "title": "It made me…"})
    assert part_called(document, "mood").entry["title"] == "It made me…"
    assert ids(document) == ids(FRAMEWORK)


def test_a_question_moves_among_its_own_and_stops_at_the_end():
    assert ids(move_part(FRAMEWORK, "mood", 1)) == ["say", "mood", "role", "wish"]
    assert ids(move_part(FRAMEWORK, "mood", -1)) == ids(FRAMEWORK)
    assert ids(move_part(FRAMEWORK, "wish", 5)) == ids(FRAMEWORK)


def test_a_question_moves_into_a_branch_and_out_again():
    inside = change_part(BRANCHED, "say", dict(FRAMEWORK["signifiers"][1]), "diggers")
    assert ids(inside) == ["mood", "role", "wish", "branch.diggers", "tool", "say"]
    outside = change_part(inside, "say", dict(FRAMEWORK["signifiers"][1]))
    assert ids(outside) == ["mood", "role", "wish", "say", "branch.diggers", "tool"]


def test_a_copy_stands_after_its_original_with_an_id_of_its_own():
    document, copy = copy_part(FRAMEWORK, "mood")
    assert ids(document)[:2] == ["mood", copy] == ["mood", "it-left-me"]
    assert problems(document) == ()


def test_a_copied_branch_has_questions_of_its_own():
    document, copy = copy_part(BRANCHED, "branch.diggers")
    assert ids(document)[-4:] == ["branch.diggers", "tool", copy, "the-tools-were"]
    assert problems(document) == ()


def test_what_is_taken_out_takes_its_translations_along():
    texts = {"title": "Yr ardd", "mood": "Teimlais…", "mood.glad": "yn llon", "say": "Roedd gen i…"}
    document = remove_part({**BRANCHED, "translations": {"cy": texts}}, "mood")
    assert document["translations"] == {"cy": {"title": "Yr ardd", "say": "Roedd gen i…"}}
    assert problems(document) == ()


def test_a_branch_goes_with_its_questions():
    document = remove_part(BRANCHED, "branch.diggers")
    assert ids(document) == ids(FRAMEWORK) and "branches" not in document


def test_nothing_changes_the_document_that_it_was_given():
    before = deepcopy(BRANCHED)
    add_part(BRANCHED, {"type": "freetext", "title": "Why?"}, "diggers")
    change_part(BRANCHED, "tool", {**TOOL, "title": "Tools"})
    move_part(BRANCHED, "mood", 1)
    copy_part(BRANCHED, "branch.diggers")
    remove_part(BRANCHED, "tool")
    assert before == BRANCHED


def test_a_part_that_there_is_not_is_not_found():
    with pytest.raises(NotFoundError, match="no part of the draft with id 'nowhere'"):
        remove_part(FRAMEWORK, "nowhere")


@pytest.mark.parametrize("document", [{}, {"signifiers": 3}, {"signifiers": [3], "branches": {}}, {"branches": [{}]}])
def test_parts_of_a_broken_document_are_what_there_is(document):
    assert [part.kind for part in parts(document)] in ([], ["branch"])
