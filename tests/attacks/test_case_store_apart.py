"""The case log and the stories cannot be joined: not by code, not by SQL, not by what lies in the files."""

import sqlite3
from datetime import date
from pathlib import Path

import pytest

from store.case_key import read_case_key
from store.cases import open_cases
from store.schema import open_accounts
from tests.architecture import Source, ast, imports, sources
from tests.builders import open_plot
from tests.people import Person, make_app, make_settings, stores_of

ROOT = Path(__file__).parents[2]
# What both sides may use: none of it opens a store by itself but for accounts and the audit, which hold no case and
# no story, and the keys of devices.
NEUTRAL = {"store.accounts", "store.audit", "store.database", "store.schema", "store.sealing"}
# Who seals with the case store's key or asks for its rows is on its side, and so is whoever goes through them.
CASE_SIDE = {"store.case_key", "store.release_pairs", "web.casework.case_store"}
STORY_SIDE = {"web.stores", "web.reach"}
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
    "case.time": "09:47",
    "case.contact": "COAP",
    "case.outcome": "acceptable",
    "case.absence": "AAAA",
    "case.reason": "Kettle broke",
    "case.notes": NOTES,
    "case.review": "Slept on the sofa",
    "case.tasks": "Ring the landlord",
    "case.due": date.today().isoformat(),
}


def imported_by(source: Source) -> set[str]:
    """The modules of stores that a file imports, and those by which pages come to one of the two."""
    whole = {each.name for each in imports(source)}
    stores = {".".join(name.split(".")[:2]) for name in whole if name.startswith("store.")} - NEUTRAL
    return stores | {
        door for door in CASE_SIDE | STORY_SIDE if any(f"{name}.".startswith(f"{door}.") for name in whole)
    }


def case_side(files: list[Source]) -> set[str]:
    """Every module of the stores that reaches the case store, however many others lie between."""
    store = {".".join(source.path.with_suffix("").parts): imported_by(source) for source in files}
    store = {name: named for name, named in store.items() if name.startswith("store.") and name.count(".") == 1}
    found = set(CASE_SIDE)
    while further := {name for name, named in store.items() if named & found} - found:
        found |= further
    return found


def modules_that_import_both(files: list[Source]) -> list[str]:
    case, breaches = case_side(files), []
    for source in files:
        named = imported_by(source)
        if named & case and named - case:
            breaches.append(f"{source.path} imports the case store and {', '.join(sorted(named - case))}")
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
    product = sources(ROOT, outside=frozenset({"tests", "benchmarks"}))
    assert modules_that_import_both(product) == []
    found = {
        "store.cases",
        "store.caseload",
        "store.break_glass",
        "store.pairs",
        "store.pair_batches",
        "store.demo_pairs",
    }
    assert {*found, "store.release_pair_conditions", "store.release_reflection"} <= case_side(product)
    openers = {str(each.path) for each in product if any(one.name == "store.cases.open_cases" for one in imports(each))}
    assert openers == {"web/casework/case_store.py", "store/commands/demo_cases.py"}


@pytest.mark.parametrize("own", ["store.cases", "store.caseload", "web.casework.case_store"])
@pytest.mark.parametrize("other", ["store.intake", "store.release", "store.collections", "web.stores", "web.reach"])
def test_a_module_that_imports_both_is_found(own, other):
    files = [
        source("store/cases.py", "from store.case_rows import Interaction"),
        source("store/case_rows.py", "from store.case_key import CaseKey"),
        source("store/caseload.py", "from store.case_rows import Interaction"),
        source("web/x.py", f"from {own} import anything\ndef tell():\n    from {other} import anything\n"),
    ]
    assert modules_that_import_both(files) == [f"web/x.py imports the case store and {other}"]


def test_no_statement_can_attach_another_store(logged):
    app, _ = logged
    settings = make_settings(stores_of(app).settings.data)
    cases = open_cases(settings.cases_path, read_case_key(settings.cases_key_path))
    for database in (stores_of(app).stories, cases, open_accounts(settings.accounts_path)):
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
    key = read_case_key(settings.cases_key_path)
    record = key.open(case["record_sealed"], f"interactions.record:{case['id']}")
    for exact in ("0.81", "0.37"):
        assert exact in str(story["answers"])
        assert exact not in record


def test_the_story_store_holds_nothing_of_the_case(logged):
    app, cy = logged
    held = bytes_of(stores_of(app).settings.stories_path)
    (case,) = rows(stores_of(app).settings.cases_path)["interactions"]
    marks = ["PX1042987", NOTES, cy.account.id, cy.account.username, str(case["id"]), "AAAA", "09:47", LOGGED["key"]]
    found = [mark for mark in marks if len(mark) > 3 and mark.encode() in held]
    assert found == []


def test_the_case_store_holds_nothing_of_the_story(logged):
    app, _ = logged
    held = bytes_of(stores_of(app).settings.cases_path)
    (story,) = rows(stores_of(app).settings.stories_path)["narratives"]
    marks = [ACCOUNT, "laughed", str(story["id"]), str(story["receipt_hash"]), str(story["text_hash"])]
    assert [mark for mark in marks if mark.encode() in held] == []
    assert LOGGED["key"].encode() not in held


def test_who_it_was_and_what_was_written_are_nowhere_in_the_files_of_the_data_directory(logged):
    app, cy = logged
    written = ("PX1042987", NOTES, "Kettle broke", "Slept on the sofa", "Ring the landlord")
    for page in ("/log/own", "/log/people"):
        assert "PX1042987" in cy.get(page).text
    held = b"".join(file.read_bytes() for file in stores_of(app).settings.data.rglob("*") if file.is_file())
    assert ACCOUNT.encode() in held
    assert [word for word in written if word.encode() in held] == []


def test_a_manager_sees_neither_the_case_nor_who_logged_it(logged):
    app, cy = logged
    ada = Person(app, "ada")
    page = ada.get("/explore/plot/stories?kind=practitioner").text
    assert ACCOUNT in page
    for mark in ("PX1042987", NOTES, cy.account.name + "<", cy.account.id, "Kettle"):
        assert mark not in page
    for path in ("/log", "/log/own", "/log/people"):
        assert ada.get(path).status_code == 403
