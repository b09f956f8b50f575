"""Stories that programs read: those of a file of stories, each once, and every reading on record."""

import secrets
from datetime import date

import pytest

from narratives.collection import Policy
from narratives.narrative import Scope
from store.api_tokens import ApiScope
from store.audit_rows import Wanted, list_records
from store.collections import add_collection
from store.covered import set_readers
from tests.builders import make_collection, make_narrative
from tests.people import stores_of
from tests.programs import STORY, Program, assert_problem
from web.auditing import the_audit


def open_another(app, **changes):
    add_collection(stores_of(app).stories, make_collection(**{"id": "other", "title": "Another", **changes}))


def test_every_page_of_stories_that_is_read_leaves_a_row(app, program):
    program.tell()
    for _ in range(3):
        program.get("/collections/plot/stories")
    with app.test_request_context():
        found = [one.entry for one in list_records(the_audit(), Wanted()) if one.entry.action == "api.stories_of"]
    assert [(one.actor, one.role, one.subject) for one in found] == [(program.kept.id, "program", "plot")] * 3


def tell_many(app, n):
    plot = stores_of(app).opened("plot")
    for number in range(n):
        stores_of(app).intake.submit(*plot, make_narrative(text=f"Bean {number}."), secrets.token_hex(16))


def walked(program, limit, during=lambda: None):
    found, cursor = [], ""
    while cursor is not None:
        page = program.get(f"/collections/plot/stories?limit={limit}" + (f"&cursor={cursor}" if cursor else "")).json
        found += [one["story"] for one in page["items"]]
        cursor = page["next"]
        during()
    return found


def test_pages_hold_every_story_once_while_others_arrive(app, program):
    tell_many(app, 25)
    found = walked(program, 4, during=lambda: tell_many(app, 1))
    assert {f"Bean {number}." for number in range(25)} <= set(found)
    assert len([one for one in found if one != "Bean 0."]) == len({one for one in found if one != "Bean 0."})


@pytest.mark.parametrize("n", [0, 3, 4, 8])
def test_the_last_page_says_so(app, program, n):
    tell_many(app, n)
    assert len(walked(program, 4)) == n


def test_a_story_of_the_list_is_what_a_file_of_stories_holds(app, program):
    program.tell(consent="quote")
    [story] = program.get("/collections/plot/stories").json["items"]
    assert (story["story"], story["group"], story["uses"]) == (STORY["story"], "east", ["quote", "read"])
    assert story["answers"]["mood"] == {"shares": [0.2, 0.5, 0.3]}
    assert date.fromisoformat(story["week"]).weekday() == 0


def test_a_story_that_may_only_be_counted_is_in_no_list(program):
    program.tell(consent="count")
    assert program.get("/collections/plot/stories").json["items"] == []


def test_stories_of_a_protected_collection_never_leave(app, program):
    open_another(app, policy=Policy.PROTECTED)
    told = make_narrative(collection="other", consent=frozenset({Scope.PUBLISH, Scope.READ, Scope.QUOTE}))
    stores_of(app).intake.submit(*stores_of(app).opened("other"), told, "ab" * 16)
    assert_problem(program.get("/collections/other/stories"), 403, "protected")


def test_a_cursor_is_of_one_list_and_one_token(app, program):
    tell_many(app, 3)
    open_another(app)
    cursor = program.get("/collections/plot/stories?limit=1").json["next"]
    for other, path in ((program, "/collections/other/stories"), (Program(app), "/collections/plot/stories")):
        assert_problem(other.get(f"{path}?cursor={cursor}"), 422)
    for wrong in (cursor[:-1], cursor + "x", "x" * 500, "W10."):
        assert_problem(program.get(f"/collections/plot/stories?cursor={wrong}"), 422)


def test_a_manager_has_to_agree_before_stories_are_read(app):
    program = Program(app, ApiScope.READ_STORIES, agreed=False)
    problem = assert_problem(program.get("/collections/plot/stories"), 403, "scope-missing")
    assert "Somebody else has to agree" in problem["detail"]


@pytest.mark.parametrize(("roles", "told"), [("member", []), ("", []), ("manager", ["The beans came up twice."])])
def test_a_program_reads_what_members_decided_that_managers_read(program, db, roles, told):
    program.tell()
    set_readers(db, "plot", roles)
    assert [one["story"] for one in program.get("/collections/plot/stories").json["items"]] == told
