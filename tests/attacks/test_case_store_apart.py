"""The case log and the stories cannot be joined: not by code, not by SQL, not by what lies in the files."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from store.cases import open_cases
from store.schema import open_accounts
from tests.architecture import Source, ast, imports, sources
from tests.builders import open_plot
from tests.people import Person, make_app, make_settings, stores_of

ROOT = Path(__file__).parents[2]
# What both sides may use: none of it opens a store by itself but for accounts, which hold no case and no story.
NEUTRAL = {"store.accounts", "store.database", "store.schema"}
ACCOUNT = "She came early, and we laughed about the beans for a while."
NOTES = "Housing officer rings on Thursday."
LOGGED = {
    "collection": "plot",
    "key": "ab" * 16,
    "story": ACCOUNT,
    "account.read": "yes",
    "group": "east",
    "mood.shares": "0.81,0.12,0.07",
    "say.value": "0.37",
    "case.reference": "PX1042987",
    "case.date": date.today().isoformat(),
    "case.contact": "office",
    "case.outcome": "complied",
    "case.notes": NOTES,
}


def modules_that_import_both(files: list[Source]) -> list[str]:
    breaches = []
    for source in files:
        named = {".".join(each.name.split(".")[:2]) for each in imports(source)}
        named = {name for name in named if name.startswith("store.") or name == "web.stores"} - NEUTRAL
        if "store.cases" in named and len(named) > 1:
            breaches.append(f"{source.path} imports the case store and {', '.join(sorted(named - {'store.cases'}))}")
    return breaches


def source(path: str, text: str) -> Source:
    return Source(Path(path), path.split("/")[0], text, ast.parse(text))


@pytest.fixture
def logged(tmp_path):
    """The application after one practitioner has logged one interaction, with words that managers may read."""
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    cy = Person(app, "cy")
    answer = cy.post("/log", LOGGED)
    assert answer.location == "/log/own?saved=yes"
    return app, cy


def rows(path: Path) -> dict[str, list[dict[str, object]]]:
    """Every row of every table of a file."""
    connection = sqlite3.connect(path)
    connection.row_factory = sqlite3.Row
    names = connection.execute("select name from sqlite_master where type = 'table' order by name").fetchall()
    found = {name: [dict(row) for row in connection.execute(f'select * from "{name}"')] for (name,) in names}
    connection.close()
    return found


def bytes_of(path: Path) -> bytes:
    return b"".join(file.read_bytes() for file in sorted(path.parent.glob(f"{path.name}*")))


def test_no_module_imports_both_stores():
    product = [each for each in sources(ROOT) if each.package not in {"tests", "benchmarks"}]
    assert modules_that_import_both(product) == []
    users = {str(each.path) for each in product if any(one.name.startswith("store.cases") for one in imports(each))}
    assert users == {"web/casework/case_log.py", "web/casework/timeline.py"}


@pytest.mark.parametrize("other", ["store.intake", "store.release", "store.collections", "web.stores"])
def test_a_module_that_imports_both_is_found(other):
    text = f"from store.cases import open_cases\ndef tell():\n    from {other} import anything\n"
    assert modules_that_import_both([source("web/casework/case_log.py", text)]) == [
        f"web/casework/case_log.py imports the case store and {other}"
    ]


def test_no_statement_can_attach_another_store(logged):
    app, _ = logged
    settings = make_settings(stores_of(app).settings.data)
    for database in (stores_of(app).stories, open_cases(settings.cases_path), open_accounts(settings.accounts_path)):
        with pytest.raises(sqlite3.OperationalError, match="too many attached databases"):
            database.execute("attach database :path as other", path=str(settings.stories_path))
        database.close()


def test_no_value_stands_in_both_stores(logged):
    app, _ = logged
    settings = stores_of(app).settings
    (story,) = rows(settings.stories_path)["narratives"]
    (case,) = rows(settings.cases_path)["interactions"]
    assert story["text"] == ACCOUNT
    shared = {str(value) for value in story.values()} & {str(value) for value in case.values()}
    assert shared == {"plot"}  # which collection, and nothing else


def test_the_exact_placements_are_no_key_either(logged):
    app, _ = logged
    settings = stores_of(app).settings
    (story,) = rows(settings.stories_path)["narratives"]
    (case,) = rows(settings.cases_path)["interactions"]
    for exact in ("0.81", "0.37"):
        assert exact in str(story["answers"])
        assert exact not in str(case["answers"])


def test_the_story_store_holds_nothing_of_the_case(logged):
    app, cy = logged
    held = bytes_of(stores_of(app).settings.stories_path)
    (case,) = rows(stores_of(app).settings.cases_path)["interactions"]
    marks = ["PX1042987", NOTES, cy.account.id, cy.account.username, str(case["id"]), "complied", LOGGED["key"]]
    found = [mark for mark in marks if len(mark) > 3 and mark.encode() in held]
    assert found == []


def test_the_case_store_holds_nothing_of_the_story(logged):
    app, _ = logged
    held = bytes_of(stores_of(app).settings.cases_path)
    (story,) = rows(stores_of(app).settings.stories_path)["narratives"]
    marks = [ACCOUNT, "laughed", str(story["id"]), str(story["receipt_hash"]), str(story["text_hash"])]
    assert [mark for mark in marks if mark.encode() in held] == []
    assert LOGGED["key"].encode() not in held


def test_a_manager_sees_neither_the_case_nor_who_logged_it(logged):
    app, cy = logged
    ada = Person(app, "ada")
    page = ada.get("/explore/plot/stories?kind=practitioner").text
    assert ACCOUNT in page
    for mark in ("PX1042987", NOTES, cy.account.name + "<", cy.account.id, "complied"):
        assert mark not in page
    assert ada.get("/log/own").status_code == 403
