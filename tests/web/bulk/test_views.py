"""Exports and deletions take two people, say what will happen, and can be stopped."""

import csv
import io
import json
from datetime import UTC, datetime, timedelta

import pytest

from narratives.collection import Policy
from narratives.narrative import Scope
from store.accounts import Role
from store.audit_rows import Wanted, list_records
from store.bulk_deletion import delete_portion
from store.bulk_requests import What, get_request, list_requests
from store.release_export_kinds import EXPORTS
from tests.builders import make_narrative, open_plot
from tests.people import SECRET, Person, add_staff, make_app, stores_of
from web.auditing import the_audit
from web.bulk import views

WHY = "The council’s research team asks for it until March."


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    add_staff(stores_of(app).accounts, "ann", name="Ann", role=Role.ADMINISTRATOR)
    add_staff(stores_of(app).accounts, "max", name="Max", role=Role.MANAGER)
    plot = open_plot(stores_of(app).stories, policy=Policy.OPEN)
    for number, scope in enumerate((Scope.READ, Scope.READ)):
        story = make_narrative(text=f"=Bean {number} climbed", consent=frozenset({scope}))
        stores_of(app).intake.submit(*plot, story, f"{number:032x}")
    app.later = timedelta()
    return app


@pytest.fixture(autouse=True)
def clock(app, monkeypatch):
    monkeypatch.setattr(views, "_now", lambda: datetime.now(UTC) + app.later)


def asked(app, who="ada", path="/bulk/export", kind="csv", **more):
    file = {"kind": kind, "looked": kind} if path == "/bulk/export" else {}
    answer = Person(app, who).post(path, {"collection": "plot", "reason": WHY, **file, **more})
    assert answer.status_code == 303, answer.text
    return answer.location


def approved(app, where, who="ade"):
    answer = Person(app, who).post(f"{where}/decide", {"decision": "approve"})
    assert answer.status_code == 303, answer.text


def actions(app):
    with app.test_request_context():
        return [record.entry.action for record in list_records(the_audit(), Wanted())]


def test_a_manager_asks_an_administrator_approves_and_the_manager_downloads(app):
    where = asked(app)
    ada = Person(app, "ada")
    assert "Somebody else than who asked decides" in ada.get(where).text
    assert ada.get(f"{where}/stories.csv").status_code == 410
    assert "you can decide" in Person(app, "ade").get("/bulk").text
    approved(app, where)
    assert "you can download it" in ada.get("/bulk").text
    rows = list(csv.DictReader(io.StringIO(ada.get(f"{where}/stories.csv").text.removeprefix("\ufeff"))))
    assert {row["story"] for row in rows} == {"'=Bean 0 climbed", "'=Bean 1 climbed"}
    assert actions(app).count("bulk.download") == 2  # the one that was refused too
    assert {"bulk.export.asked", "bulk.export.approved"} <= set(actions(app))


def test_what_a_file_does_not_hold_is_shown_before_it_is_asked_for(app):
    answer = Person(app, "ada").post("/bulk/export", {"collection": "plot", "reason": WHY, "kind": "sensemaker"})
    assert answer.status_code == 200
    assert "Ask for this file?" in answer.text and WHY in answer.text
    assert "The day of a story: its week is there." in answer.text
    assert "Which anchors are hot or cold (2 questions): SenseMaker has no temperature." in answer.text
    assert list_requests(stores_of(app).stories) == []


def test_both_people_see_the_kind_of_file_and_only_that_kind_can_be_downloaded(app):
    where = asked(app, kind="jsonl")
    page = Person(app, "ade").get(where).text
    assert "JSON lines. For a program; a story a line. It does not hold:" in page
    assert "The wording of the questions" in page
    approved(app, where)
    ada = Person(app, "ada")
    lines = [json.loads(line) for line in ada.get(f"{where}/stories.jsonl").text.splitlines()]
    assert {line["story"] for line in lines} == {"=Bean 0 climbed", "=Bean 1 climbed"}
    assert [ada.get(f"{where}/stories.{other}").status_code for other in ("csv", "parquet", "zip")] == [404] * 3
    beside = ada.get(f"{where}/stories.txt")
    assert beside.headers["Content-Disposition"] == 'attachment; filename="plot-stories.txt"'
    assert "- The wording of the questions: they go by their ids." in beside.text


@pytest.mark.parametrize("kind", EXPORTS)
def test_a_file_of_every_kind_is_downloaded_under_its_name_and_type(app, kind):
    where = asked(app, kind=kind)
    approved(app, where)
    file = Person(app, "ada").get(f"{where}/stories.{EXPORTS[kind].ending}")
    assert (file.status_code, file.mimetype) == (200, EXPORTS[kind].media_type)
    assert file.headers["Content-Disposition"] == f'attachment; filename="plot-stories.{EXPORTS[kind].ending}"'
    assert len(file.data) > 100
    file.close()


def test_another_kind_can_be_asked_for_beside(app):
    assert asked(app, kind="csv") != asked(app, kind="parquet")


def test_who_asked_never_decides_even_with_both_roles(app):
    from narratives.roles import Grant
    from store.accounts import set_grants

    both = Person(app, "ada").account
    set_grants(stores_of(app).accounts, both.id, [Grant(Role.MANAGER), Grant(Role.ADMINISTRATOR)])
    where = asked(app)
    page = Person(app, "ada").get(where).text
    assert "You asked for this, so somebody else decides." in page
    assert "Do you approve?" not in page
    assert Person(app, "ada").post(f"{where}/decide", {"decision": "approve"}).status_code == 403
    assert get_request(stores_of(app).stories, where.rpartition("/")[2]).decision == ""


@pytest.mark.parametrize(("who", "status"), [("max", 403), ("mo", 403), ("mina", 403), ("cy", 403)])
def test_only_an_administrator_decides_about_an_export(app, who, status):
    where = asked(app)
    assert Person(app, who).post(f"{where}/decide", {"decision": "approve"}).status_code == status


def test_only_the_person_who_asked_downloads(app):
    where = asked(app)
    approved(app, where)
    assert Person(app, "max").get(f"{where}/stories.csv").status_code == 404
    assert Person(app, "ade").get(f"{where}/stories.csv").status_code == 403


def test_the_download_is_over_after_a_day_or_when_it_was_stopped(app):
    where = asked(app)
    approved(app, where)
    app.later = timedelta(hours=25)
    assert Person(app, "ada").get(f"{where}/stories.csv").status_code == 410
    assert "The time for downloading is over" in Person(app, "ada").get(where).text
    app.later = timedelta()
    assert Person(app, "ade").post(f"{where}/stop", {}).status_code == 303
    assert Person(app, "ada").get(f"{where}/stories.csv").status_code == 410


def test_declining_says_why_to_the_person_who_asked(app):
    where = asked(app)
    ade = Person(app, "ade")
    answer = ade.post(f"{where}/decide", {"decision": "decline", "because": "no"})
    assert answer.status_code == 422
    assert answer.text.count("Say why, so that the other person knows what would help") == 2
    assert "checked" in answer.text
    ade.post(f"{where}/decide", {"decision": "decline", "because": "The agreement ended in June."})
    assert "Ade declined it: The agreement ended in June." in Person(app, "ada").get(where).text
    assert ade.post(f"{where}/decide", {"decision": "approve"}).status_code == 422


@pytest.mark.parametrize(
    ("path", "form", "message"),
    [
        ("export", {"collection": "plot", "reason": "because", "kind": "csv"}, "Say why, in a sentence"),
        ("export", {"collection": "nowhere", "reason": WHY, "kind": "csv"}, "Choose a collection"),
        ("export", {"collection": "plot", "reason": "x" * 501, "kind": "csv"}, "Shorten it to 500 characters"),
        ("export", {"collection": "plot", "reason": WHY, "kind": "xml"}, "Choose the kind of file"),
        ("deletion", {"collection": "plot", "reason": WHY, "title": "The pot"}, "Type the collection’s title as it is"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field_and_kept(app, path, form, message):
    person = Person(app, "ada" if path == "export" else "ade")
    answer = person.post(f"/bulk/{path}", form)
    assert answer.status_code == 422
    assert answer.text.count(message) == 2
    assert form["reason"] in answer.text
    assert list_requests(stores_of(app).stories) == []


def test_the_same_is_not_asked_for_twice(app):
    asked(app)
    form = {"collection": "plot", "reason": WHY, "kind": "csv", "looked": "csv"}
    answer = Person(app, "max").post("/bulk/export", form)
    assert answer.status_code == 422
    assert "This was asked for before" in answer.text


def test_a_protected_collection_cannot_be_asked_for(app):
    open_plot(stores_of(app).stories, id="closed", policy=Policy.PROTECTED, title="The closed one")
    page = Person(app, "ada").get("/bulk/export").text
    assert 'value="plot"' in page and "The closed one" not in page
    answer = Person(app, "ada").post("/bulk/export", {"collection": "closed", "reason": WHY})
    assert answer.status_code == 422


def test_a_deletion_waits_a_day_in_which_either_can_stop_it(app):
    where = asked(app, "ade", "/bulk/deletion", title="the plot")
    assert Person(app, "ade").post(f"{where}/decide", {"decision": "approve"}).status_code == 403
    approved(app, where, "ada")
    page = Person(app, "ade").get(where).text
    assert "all stories are deleted for good" in page
    assert "Stop the deletion" in page
    assert Person(app, "ade").post(f"{where}/stop", {}).status_code == 303
    assert "Ade stopped it" in Person(app, "ada").get(where).text
    assert Person(app, "ada").post(f"{where}/stop", {}).status_code == 422


@pytest.mark.parametrize("who", ["ada", "ann"])
def test_a_manager_or_another_administrator_decides_about_a_deletion(app, who):
    where = asked(app, "ade", "/bulk/deletion", title="The plot")
    approved(app, where, who)
    (request,) = list_requests(stores_of(app).stories)
    assert (request.what, request.decision) == (What.DELETION, "approved")


def test_the_page_says_how_far_a_deletion_is_and_what_went(app, monkeypatch):
    monkeypatch.setattr("store.bulk_deletion.PORTION", 1)
    where = asked(app, "ade", "/bulk/deletion", title="The plot")
    approved(app, where, "ada")
    app.later = timedelta(hours=25)
    db, request_id = stores_of(app).stories, where.rpartition("/")[2]
    assert delete_portion(db, request_id, SECRET, datetime.now(UTC) + app.later) is False
    assert "1 of 2 stories are deleted. It cannot be stopped." in Person(app, "ade").get(where).text
    while not delete_portion(db, request_id, SECRET, datetime.now(UTC) + app.later):
        pass
    page = Person(app, "ade").get(where).text
    assert "Deleted: 2 stories. Nothing of it can be brought back." in page
    assert "Stop the deletion" not in page


def test_before_anything_was_asked_for_the_page_says_so(app):
    assert "Nothing was asked for." in Person(app, "ada").get("/bulk").text


def test_an_administrator_sees_no_word_of_the_stories_in_a_request(app):
    where = asked(app)
    ade = Person(app, "ade")
    approved(app, where)
    for path in ("/bulk", where, "/bulk/deletion", "/audit"):
        page = ade.get(path)
        assert page.status_code == 200 and "climbed" not in page.text
