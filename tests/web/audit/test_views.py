"""Administrators see who read what, and never what was read; everybody sees what was recorded about them."""

import csv
import io
import re
import sqlite3

import pytest

from narratives.roles import Grant, Role
from store.account_rows import set_grants
from store.audit_checks import head_in_words
from store.audit_rows import Wanted, list_records
from tests.builders import make_narrative, open_plot
from tests.people import PASSWORD, Person, make_app, stores_of
from web.audit import views
from web.auditing import record, the_audit

WORDS = "The beans climbed over the wall that night."


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    plot = open_plot(stores_of(app).stories)
    app.story = make_narrative(text=WORDS)
    stores_of(app).intake.submit(*plot, app.story, "ab" * 16)
    return app


@pytest.fixture
def read(app):
    """The manager has read the story, a member was refused the log, and the administrator looks."""
    Person(app, "ada").get(f"/explore/plot/stories/{app.story.id}")
    Person(app, "mo").get("/log/own")
    return Person(app, "ade")


def test_the_page_says_who_read_which_story_and_not_a_word_of_it(app, read):
    page = read.get("/audit").text
    assert "Read a story" in page
    assert f"plot/{app.story.id}" in page
    assert "Ada <span" in page
    assert "beans" not in page
    assert "The record is whole" in page


def test_the_head_stands_on_the_page_as_it_is_copied(app, read):
    page = read.get("/audit").text
    with app.test_request_context():
        before_this_page = list_records(the_audit(), Wanted(), limit=2)[1]
    assert head_in_words(before_this_page) in page


@pytest.mark.parametrize(
    ("query", "there", "gone"),
    [
        ("person={ada}", "Read a story", "Refused"),
        ("action=explore.story", "Read a story", "Looked through their own log"),
        ("subject={story}", "Read a story", "Looked through their own log"),
        ("refused=yes", "Looked through their own log", "<code>plot/"),
        ("first=2020-01-01&last=2020-01-02", "No row fits", "<code>plot/"),
    ],
)
def test_rows_are_looked_for(app, read, query, there, gone):
    asked = query.format(ada=Person(app, "ada").account.id, story=app.story.id)
    rows = read.get(f"/audit?{asked}").text.partition("Looked for")[0]
    listed = rows.partition("<ol")[2] or rows
    assert there in listed
    assert gone not in listed


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("first=yesterday", "Give the day as year-month-day, for instance 2026-11-23"),
        ("first=2026-11-23&last=2026-11-22", "Give a last day that is not before the first"),
        ("subject=Mrs%20Smith", "Copy the id as it stands in the record: letters, digits and dashes"),
    ],
)
def test_what_cannot_be_looked_for_is_said_beside_its_field_and_kept(read, query, message):
    answer = read.get(f"/audit?{query}")
    assert answer.status_code == 422
    assert answer.text.count(message) == 2
    assert query.partition("=")[2].partition("&")[0].replace("%20", " ") in answer.text


def test_older_rows_are_on_the_next_page(app, read, monkeypatch):
    monkeypatch.setattr(views, "_A_PAGE", 2)
    first = read.get("/audit").text
    assert first.count('class="audit-row__at"') == 2
    older = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert "Older rows" in first
    second = read.get(older).text
    assert second.count('class="audit-row__at"') >= 1
    assert "Read a story" in "".join(page.partition("audit-rows")[2] for page in (first, second))


def test_the_file_has_every_row_and_no_formula(app, read):
    with app.test_request_context():
        record("=1+1", "@sum")
    answer = read.get("/audit/record.csv")
    rows = list(csv.reader(io.StringIO(answer.text.removeprefix("\ufeff"))))
    assert rows[0][:3] == ["row", "time (UTC)", "person"]
    assert "beans" not in answer.text
    cells = {cell for row in rows for cell in row}
    assert {"'=1+1", "'@sum"} <= cells
    assert not [cell for cell in cells if cell[:1] in "=+-@" and cell]


def test_everybody_sees_their_own_rows_and_nobody_elses(app, read):
    page = Person(app, "ada").get("/audit/own").text
    assert f"plot/{app.story.id}" in page
    assert "Looked through their own log" not in page
    assert "Nothing was recorded about you yet." in Person(app, "mina").get("/audit/own").text


@pytest.mark.parametrize("path", ["/audit", "/audit/record.csv"])
@pytest.mark.parametrize("username", ["ada", "mo", "cy", "mina"])
def test_only_administrators_see_others_rows(app, path, username):
    assert Person(app, username).get(path).status_code == 403


def test_a_record_that_was_cut_is_said_to_be_on_the_administrators_first_page(app, read):
    whole = read.get("/changed").text
    assert "the record is whole as far as its end tells" in whole
    assert "audit-state" not in whole
    assert whole.index("the record is whole") > whole.index("<h1")
    assert "the record is whole" not in Person(app, "ada").get("/changed").text
    connection = sqlite3.connect(stores_of(app).settings.audit_path)
    connection.executescript("drop trigger records_are_not_deleted; delete from records where seq > 2")
    connection.close()
    page = read.get("/changed").text
    assert "The record is not whole" in page
    assert "missing at the end" in page


def test_a_changed_old_row_is_found_when_all_rows_are_gone_through(app, read):
    connection = sqlite3.connect(stores_of(app).settings.audit_path)
    connection.executescript("drop trigger records_are_not_changed; update records set actor = 'mo' where seq = 2")
    connection.close()
    assert "The record is whole" in read.get("/audit").text
    answer = read.post("/audit/check", {})
    assert answer.status_code == 303
    assert "Row 2 of " in read.get(answer.location).text


def test_going_through_all_rows_of_a_whole_record_says_so(read):
    assert "have not been gone through yet" in read.get("/audit").text
    page = read.get(read.post("/audit/check", {}).location).text
    assert "All rows were gone through just now." in page
    assert "and each was as written" in page


def test_an_administrator_of_a_part_is_told_nothing_of_the_record(app, read):
    mo = Person(app, "mo")
    set_grants(stores_of(app).accounts, mo.account.id, [Grant(Role.ADMINISTRATOR, "plot")])
    assert mo.get("/audit").status_code == 403
    assert "ecord is whole" not in mo.get("/changed").text


def line_of(page, words):
    """The line of the record with these words, as plain text."""
    found = next(one for one in page.split('<li class="audit-row')[1:] if words in one)
    return " ".join(re.sub(r"<[^>]*>", " ", found.partition(">")[2].partition("</li>")[0]).split())


def test_who_signed_in_is_named_and_so_is_whose_password_somebody_tried(app, read):
    cy = app.test_client()
    for password in ("a wrong one", PASSWORD):
        form = {"username": "cy", "password": password}
        cy.post("/staff/sign-in", data=form, base_url="https://localhost")
    page = read.get("/audit").text
    assert line_of(page, "Signed in")[9:] == "Cy practitioner Signed in"
    assert line_of(page, "Gave a wrong password")[9:] == "Somebody not signed in Gave a wrong password Cy"
    assert "Nobody signed in" not in page
    assert Person(app, "cy").account.id not in page.partition("audit-rows")[2]


def test_what_was_done_with_an_account_is_told_with_its_name_and_to_its_owner(app, read):
    mo = Person(app, "mo")
    read.get("/staff/people")
    read.post(f"/staff/people/{mo.account.id}/roles/add", {"role": "manager", "place": "whole"})
    read.post(f"/staff/people/{mo.account.id}/password-link", {})
    page = read.get("/audit").text
    assert "Ade administrator Looked at the people with an account" in line_of(page, "Looked at the people")
    assert "people.everybody" not in page.partition("audit-rows")[2]
    assert line_of(page, "Made a link for")[9:] == "Ade administrator Made a link for somebody’s new password Mo"
    own = Person(app, "ada").get("/audit/own").text
    assert "Made a link" not in own
    assert "Made a link for somebody’s new password" in mo.get("/audit/own").text
