"""A file is looked at before it is stored, only by whoever brought it in, and everything is recorded."""

import csv
import io
import json
import re
from datetime import UTC, datetime, timedelta
from html import unescape

import pytest
from openpyxl import Workbook

from narratives.interchange.mapping_file import parse_mapping
from store.audit_rows import Wanted, list_records
from store.brought_in import get_brought_in, list_brought_in
from store.import_files import import_folder
from tests.people import Person, make_app, stores_of
from tests.web.bring.bring_world import Bringer, line, stories
from web.auditing import the_audit
from web.bring import views


@pytest.fixture
def app(tmp_path):
    return make_app(tmp_path)


@pytest.fixture
def bringer(app):
    return Bringer(app)


def problems(page):
    return [unescape(one) for one in re.findall(r'<a href="#[^"]*">([^<]+)</a>', page.text)]


def rows(app):
    return stores_of(app).stories.rows("select text, group_name, consent, answers from narratives order by text")


def test_a_file_goes_from_its_upload_to_the_map(app, bringer):
    where = bringer.stored(stories(24, line(99, rest="90")))
    page = bringer.person.get(where).text
    assert "All 25 rows are accounted for, and the file is deleted." in page
    assert re.findall(r"<dt>(\w+)</dt><dd>(\d+)</dd>", page) == [("rows", "25"), ("new", "24"), ("rejected", "1")]
    assert 'href="/explore/ferry-stories"' in page
    assert "Ferry stories" in bringer.person.get("/explore/ferry-stories").text
    first = rows(app)[0]
    assert json.loads(first["answers"])["mood"]["shares"] == [0.0, 0.6, 0.4]
    assert first["group_name"] == "Mill Lane"


def test_nothing_is_readable_unless_the_tellers_allowed_it(app, bringer):
    bringer.stored(stories(2))
    assert {row["consent"] for row in rows(app)} == {""} or all(not json.loads(row["consent"]) for row in rows(app))


@pytest.mark.parametrize(("first", "state"), [("before", "waiting"), ("after", "released")])
def test_stories_wait_for_a_moderator_unless_they_were_read_before(app, bringer, first, state):
    bringer.stored(stories(2), policy="open", readable="read", moderation=first)
    assert {row["state"] for row in stores_of(app).stories.rows("select state from narratives")} == {state}


def test_the_file_is_kept_for_this_program_alone_in_the_organisations_own_folder(app, bringer):
    bringer.upload(stories(3))
    folder = import_folder(stores_of(app).settings.stories_path)
    [kept] = folder.iterdir()
    assert (folder.stat().st_mode & 0o777, kept.stat().st_mode & 0o777) == (0o700, 0o600)
    assert folder.parent == stores_of(app).settings.stories_path.parent


def test_a_name_that_climbs_out_of_the_folder_is_only_ever_shown(app, bringer):
    where = bringer.upload(stories(3), name="../../../etc/cron.d/ferry.csv")
    [found] = list_brought_in(stores_of(app).stories)
    assert found.file_name == "ferry.csv"
    assert f"/bring/{found.id}" == where


def test_a_file_larger_than_the_setting_is_refused(app, bringer):
    object.__setattr__(stores_of(app).settings, "import_bytes", 1_000)
    content = {"file": (io.BytesIO(bytes(70_000)), "ferry.csv")}
    answer = bringer.person.post("/bring", content, content_type="multipart/form-data")
    assert answer.status_code == 413
    assert list_brought_in(stores_of(app).stories) == []


def test_no_byte_of_a_file_is_kept_for_somebody_who_may_not_bring_one_in(app):
    folder = import_folder(stores_of(app).settings.stories_path)
    content = {"file": (io.BytesIO(stories(3)), "ferry.csv")}
    answer = Person(app, "mina").post("/bring", content, content_type="multipart/form-data")
    assert answer.status_code == 403
    assert not folder.exists()


@pytest.mark.parametrize(
    ("content", "problem"),
    [(None, "Choose the file with the stories"), (b"", "The file is empty: export it again and choose that")],
)
def test_no_file_and_an_empty_one_are_named(bringer, content, problem):
    files = {} if content is None else {"file": (io.BytesIO(content), "ferry.csv")}
    answer = bringer.person.post("/bring", files, content_type="multipart/form-data")
    assert answer.status_code == 422
    assert problems(answer) == [problem]


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"format": ""}, "Choose what kind of file this is"),
        ({"title": "…"}, "Give the new collection a title in plain letters"),
        ({"name": ""}, "Give the questions a name in plain letters"),
        ({"policy": ""}, "Choose what staff may see"),
        ({"moderation": ""}, "Say whether a moderator reads the stories first"),
        ({"questions": "nothing:1"}, "Choose the questions that the answers belong to"),
        ({"questions": "file"}, "This file has no questions of its own: choose others"),
        ({"readable": "all"}, "Say whether the tellers allowed that staff read their stories"),
        ({"told_on": "yesterday"}, "Write the day as year-month-day, such as 2026-03-31"),
        ({"into": "elsewhere"}, "Choose a collection from the list, or a new one"),
        ({"format": "workbook"}, "this is no XLSX workbook; save it as XLSX or “CSV UTF-8” and bring that in."),
    ],
)
def test_what_is_missing_is_named_at_its_field(bringer, changes, problem):
    answer = bringer.say(bringer.upload(stories(3)), **changes)
    assert answer.status_code == 422
    assert problems(answer)[0].startswith(problem)


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"role-4": ""}, "worry: The triad “mood” has 2 of 3 columns; give three columns the same question"),
        ({"words-7": "slow"}, "pace: Write what stands at its 2 ends, with a semicolon between them"),
        ({"role-9": "story"}, "=odd: “story” is this already; choose one of them"),
        ({"role-1": ""}, "Say which column is the day, or go back and give one day for all rows"),
        ({"least-7": "low"}, "pace: write a number such as 0 or 100"),
        ({"role-9": "choice"}, "=odd: It has 1 different cells; a choice has from 2 to 200"),
    ],
)
def test_columns_that_do_not_fit_together_are_named(bringer, changes, problem):
    where = bringer.upload(stories(12))
    bringer.say(where)
    answer = bringer.say_columns(where, **changes)
    assert answer.status_code == 422
    assert problem in problems(answer)


def test_the_columns_are_shown_with_three_cells_and_a_guess(bringer):
    where = bringer.upload(stories(24))
    bringer.say(where)
    guessed = bringer.guessed(where)
    assert [guessed[f"role-{place}"] for place in range(9)] == [
        "id", "date", "group", "story", "corner", "corner", "corner", "dyad", "choice",
    ]  # fmt: skip
    assert guessed["format-1"] == "%d/%m/%Y"
    assert "<li>A-0</li><li>A-1</li><li>A-2</li>" in bringer.person.get(f"{where}/columns").text


def test_the_first_rows_are_shown_as_they_would_be_stored_and_what_would_be_rejected(bringer):
    page = unescape(bringer.person.get(bringer.mapped(stories(3, line(99, rest="90")))).text)
    assert page.count('class="bring-triad"') == 3
    assert "at rest 0%, worried 60%, angry 40%" in page
    assert "20% of the way from slow to fast" in page
    assert "They are only counted: nobody reads them." in page.replace("they", "They")
    assert "column 'rest': found '90 30 40'; the three shares add up to 160" in page


def test_the_mapping_is_a_file_that_the_command_line_reads(bringer):
    where = bringer.mapped(stories(24))
    text = bringer.person.get(f"{where}/mapping.json").text
    mapping = parse_mapping(text, lambda reference: None)
    assert mapping.collection.id == "ferry-stories"
    assert [one.signifier.id for one in mapping.answers] == ["mood", "how-fast-it-went", "what-it-lay-at"]


def test_a_workbook_is_brought_in_like_a_table(app, bringer):
    made, content = Workbook(), io.BytesIO()
    for number, row in enumerate(csv.reader(io.StringIO(stories(12).decode()))):
        made.active.append([int(cell) if number and cell.isdigit() else cell.lstrip("=") for cell in row])
    made.save(content)
    where = bringer.upload(content.getvalue(), name="ferry.xlsx")
    answer = bringer.say(where, format="workbook")
    assert answer.status_code == 303, problems(answer)
    assert bringer.say_columns(where, **{"role-9": ""}).status_code == 303
    bringer.press(where, "check")
    bringer.work()
    bringer.press(where, "store")
    bringer.work()
    assert len(rows(app)) == 12


def test_a_colleague_sees_how_far_it_is_and_never_a_row(app, bringer):
    where = bringer.mapped(stories(3))
    ade = Person(app, "ade")
    page = ade.get(where)
    assert page.status_code == 200
    assert "crossing" not in page.text
    refused = [ade.get(f"{where}/{page}").status_code for page in ("into", "columns", "mapping.json", "rejects.csv")]
    assert refused == [403] * 4
    assert [ade.post(f"{where}/{done}", {}).status_code for done in ("into", "columns", "check", "store")] == [403] * 4


def test_a_colleague_can_stop_it(app, bringer):
    where = bringer.mapped(stories(3))
    bringer.press(where, "check")
    assert Person(app, "ade").post(f"{where}/stop", {}).status_code == 303
    assert bringer.work() == 0
    answer = bringer.person.post(f"{where}/stop", {})
    assert (answer.status_code, problems(answer)) == (409, ["Nothing was going on any more: look where it is now"])


def test_where_no_worker_runs_the_page_says_so(app, bringer, monkeypatch):
    where = bringer.mapped(stories(3))
    bringer.press(where, "check")
    said = "The analysis worker has not taken it up: it does not seem to run."
    assert said not in bringer.person.get(where).text
    later = datetime.now(UTC) + timedelta(seconds=20)
    monkeypatch.setattr(views, "_now", lambda: later)
    assert said in bringer.person.get(where).text
    assert bringer.person.get(f"{where}/live").json["says"].startswith(said)


def test_nothing_is_stored_that_was_not_checked(bringer):
    where = bringer.mapped(stories(3))
    answer = bringer.person.post(f"{where}/store", {})
    assert answer.status_code == 409
    assert problems(answer) == ["This cannot be done now: say first what the columns are, and check every row"]


def test_rejected_rows_are_a_file_that_no_spreadsheet_runs(bringer):
    where = bringer.mapped(stories(12, line(99, pace="=1+1")))
    bringer.press(where, "check")
    bringer.work()
    found = list(csv.reader(io.StringIO(bringer.person.get(f"{where}/rejects.csv").text)))
    assert found[1][:2] == ["14", "pace"]
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in found for cell in row)


def test_a_file_that_is_gone_says_so_and_stays_in_the_list(app, bringer):
    where = bringer.mapped(stories(3))
    for path in import_folder(stores_of(app).settings.stories_path).iterdir():
        path.unlink()
    page = bringer.person.get(where)
    assert problems(page) == ["The file is deleted; bring it in again. Nothing was stored."]
    assert bringer.person.get(f"{where}/columns").status_code == 422


def test_upload_check_store_and_stop_are_recorded(app, bringer):
    where = bringer.stored(stories(3))
    bringer.person.post(f"{where}/stop", {})
    with app.test_request_context():
        actions = [record.entry.action for record in list_records(the_audit(), Wanted())]
    assert {"bring.upload", "bring.say", "bring.say_columns", "bring.check", "bring.store", "bring.stored"} <= set(
        actions
    )
    assert "bring.stop" in actions
    assert "bring.progress" not in actions


@pytest.mark.parametrize("consent", ["none", "read"])
def test_the_same_file_twice_changes_no_story_and_nobodys_consent(app, bringer, consent):
    bringer.stored(stories(3), readable=consent)
    before = rows(app)
    where = bringer.upload(stories(3))
    bringer.say(where, into="ferry-stories", readable="same")
    assert "Columns" in bringer.person.get(f"{where}/columns").text
    bringer.person.post(f"{where}/columns", bringer.guessed(where))
    bringer.press(where, "check")
    bringer.work()
    bringer.press(where, "store")
    bringer.work()
    account = get_brought_in(stores_of(app).stories, where.rsplit("/", 1)[1]).account
    assert (account["stored"], account["updated"], account["unchanged"]) == (0, 0, 3)
    assert rows(app) == before


def test_the_form_says_nothing_of_consent_by_itself(bringer):
    where = bringer.upload(stories(3))
    assert not re.findall(r'name="readable"[^>]* checked', bringer.person.get(f"{where}/into").text)
    answer = bringer.say(where, readable="")
    assert problems(answer) == ["Say whether the tellers allowed that staff read their stories"]


def test_the_same_as_before_needs_a_file_before(bringer):
    answer = bringer.say(bringer.upload(stories(3)), readable="same")
    assert problems(answer) == [
        "No file was brought into this collection before: say what the tellers of this one allowed"
    ]


def test_rows_changed_at_their_source_are_told_as_changed(app, bringer):
    bringer.stored(stories(3))
    changed = stories(2, line(2, story="The ferry waited for everybody on the pier that day and all of us."))
    where = bringer.upload(changed)
    bringer.say(where, into="ferry-stories", readable="same")
    bringer.person.post(f"{where}/columns", bringer.guessed(where))
    bringer.press(where, "check")
    bringer.work()
    account = get_brought_in(stores_of(app).stories, where.rsplit("/", 1)[1]).account
    assert (account["stored"], account["updated"], account["unchanged"]) == (0, 1, 2)
