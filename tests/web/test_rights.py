"""Who may do what is said once: on the page, in the document and by the pages themselves alike."""

from pathlib import Path

import pytest

from narratives.roles import Role
from tests.people import make_app
from web.access import EVERYONE, open_to
from web.rights import BEGIN, END, RIGHTS, Right, faults, roles_of, table, with_table
from web.rights_command import DOCUMENT
from web.staff.grant_words import role_name


@pytest.fixture(scope="module")
def app(tmp_path_factory):
    return make_app(Path(tmp_path_factory.mktemp("rights")))


def test_every_page_of_staff_is_in_exactly_one_right_and_every_right_has_a_sentence(app):
    assert faults(app.view_functions, EVERYONE) == []


def test_the_document_says_what_the_pages_say(app):
    page = DOCUMENT.read_text(encoding="utf-8")
    assert page == with_table(page, app.view_functions), "run ./run flask who-sees-what --write"


def test_the_page_says_what_the_document_says(app):
    page = " ".join(app.test_client().get("/who-sees-what").text.split())
    for right in RIGHTS:
        who = roles_of(right, app.view_functions)
        said = page.partition(f">{right.what}</dt>")[2].partition("</dd>")[0]
        assert [role for role in Role if f"{role_name(role).lower()}s" in said.lower()] == [
            role for role in Role if role.value in who
        ]


def test_the_command_prints_the_table(app):
    said = app.test_cli_runner().invoke(args=["who-sees-what"]).output
    assert said.strip() == table(app.view_functions)


def test_the_command_writes_the_table_between_its_marks_and_nothing_else(app, tmp_path, monkeypatch):
    document = tmp_path / "docs" / "page.md"
    document.parent.mkdir()
    document.write_text(f"# Before\n{BEGIN}\nold\n{END}\nAfter\n", encoding="utf-8")
    monkeypatch.setattr("web.rights_command.DOCUMENT", document)
    result = app.test_cli_runner().invoke(args=["who-sees-what", "--write"])
    assert result.exit_code == 0, result.output
    assert document.read_text(encoding="utf-8") == f"# Before\n{table(app.view_functions)}\nAfter\n"
    document.write_text("no marks", encoding="utf-8")
    refused = app.test_cli_runner().invoke(args=["who-sees-what", "--write"])
    assert refused.exit_code == 1
    assert "put them where the table belongs" in refused.output


def test_a_page_in_no_right_is_found(app):
    view = open_to(Role.MANAGER)(lambda: "new")
    found = faults({**app.view_functions, "new.page": view}, EVERYONE)
    assert "put new.page into a right of web/rights.py" in found


def test_a_page_whose_roles_differ_from_its_rights_is_found(app):
    view = open_to(Role.PRACTITIONER)(lambda: "changed")
    found = faults({**app.view_functions, "explore.story": view}, EVERYONE)
    what = "Read the stories that may be read"
    assert f"the pages of {what!r} are open to different roles: make two rights of it" in found


@pytest.mark.parametrize(
    ("right", "fault"),
    [
        (Right("", {"alerts": "gone"}), "the right of alerts.gone has no sentence"),
        (Right("See it", {"alerts": "gone"}), "alerts.gone is in a right and is no page of staff"),
        (Right("See it", {"explore": "story"}), "explore.story is in two rights"),
    ],
)
def test_a_wrong_right_is_found(app, monkeypatch, right, fault):
    monkeypatch.setattr("web.rights.RIGHTS", (*RIGHTS, right))
    assert fault in faults(app.view_functions, EVERYONE)
