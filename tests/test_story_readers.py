"""The rule that no page reaches a story past the modules that release it: what was tried to get round it."""

import pytest

from tests.source_files import sources
from tests.story_readers import stories_past_release
from tests.test_architecture import plant

ONLY = "staff may see stories only through store.release"
READER = {"store/narratives.py": "SQL = 'select text from narratives'"}
BREACHES = {
    "a reader that a page imports": READER | {"web/x/a.py": "from store.narratives import SQL"},
    "a package that brings it": READER | {"web/x/a.py": "from store import narratives"},
    "a module between": READER
    | {"store/lists.py": "from store.narratives import SQL", "web/x/a.py": "from store import lists"},
    "two modules between": READER
    | {
        "store/lists.py": "from store.narratives import SQL",
        "store/heaps.py": "from store.lists import SQL",
        "web/x/a.py": "from store.heaps import SQL",
    },
    "a reader asked for inside a function": READER | {"web/x/a.py": "def f():\n    from store.narratives import SQL"},
    "an f-string with a constant": {
        "store/rows.py": "T = 'narratives'\ndef f(db):\n    return db.rows(f'select text from {T}')",
        "web/x/a.py": "from store.rows import f",
    },
    "half a name in a constant of another module": {
        "store/names.py": "HALF = 'narra'",
        "store/rows.py": "from store.names import HALF\ndef f(db):\n    return db.one(f'select x from {HALF}tives')",
        "web/x/a.py": "from store.rows import f",
    },
    "half a name by way of a module": {
        "store/names.py": "HALF = 'narra'",
        "store/rows.py": "from store import names\nSQL = 'select text from ' + names.HALF + 'tives'",
        "web/x/a.py": "from store.rows import SQL",
    },
    "strings that are added up": {
        "store/rows.py": "SQL = 'select text from narra' + 'tives'",
        "web/x/a.py": "from store.rows import SQL",
    },
    "strings that are joined": {
        "store/rows.py": "SQL = ''.join(['select text from narra', 'tives'])",
        "web/x/a.py": "from store.rows import SQL",
    },
    "a comma join": {
        "store/rows.py": "SQL = 'select n.text from collections as c, narratives as n'",
        "web/x/a.py": "from store.rows import SQL",
    },
    "a quoted name": {
        "store/rows.py": "SQL = 'select text from \"narratives\"'",
        "web/x/a.py": "from store.rows import SQL",
    },
    "a view of a story table": {
        "store/schema/seen.py": "SQL = 'create view seen as select text from narratives'",
        "store/rows.py": "SQL = 'select text from seen'",
        "web/x/a.py": "from store.rows import SQL",
    },
    "words that are searched for": {
        "store/rows.py": "SQL = 'select text from story_words'",
        "web/x/a.py": "from store.rows import SQL",
    },
    "whether a story is there, and its text besides": {
        "store/rows.py": "SQL = 'select 1 from narratives where x in (select text from narratives)'",
        "web/x/a.py": "from store.rows import SQL",
    },
}
THEMSELVES = {
    "a page that asks": "def f(db):\n    return db.rows('with t as (select text from narratives) select text from t')",
    "a page with the stories in hand": "def f(stores):\n    return stores.stories.one(SQL)",
    "a page with a cursor": "def f(db):\n    return db.connection().cursor()",
}


@pytest.mark.parametrize("files", BREACHES.values(), ids=BREACHES)
def test_a_way_past_the_release_is_found(files, tmp_path, promised):
    for path, text in files.items():
        plant(tmp_path, path, text)
    found = stories_past_release(tmp_path)
    missed = not found or any(not one.startswith("web/x/a.py:") or ONLY not in one for one in found)
    promised("R6", "a page that reads stories past the release is found", tried=1, failures=missed)


@pytest.mark.parametrize("text", THEMSELVES.values(), ids=THEMSELVES)
def test_a_page_that_asks_the_database_itself_is_found(text, tmp_path):
    plant(tmp_path, "web/x/a.py", text)
    (found,) = stories_past_release(tmp_path)
    assert "pages never ask the database themselves" in found


def test_a_page_that_imports_by_a_name_it_makes_is_found(tmp_path):
    plant(tmp_path, "web/x/a.py", "import importlib\ndef f(x):\n    return importlib.import_module(f'store.{x}')")
    (found,) = stories_past_release(tmp_path)
    assert "pages import by names that stand there" in found


def test_what_releases_stories_and_what_asks_whether_one_is_there_may_be_used(tmp_path):
    plant(tmp_path, "store/release_rows.py", "SQL = 'select text from narratives'")
    plant(
        tmp_path, "store/lists.py", "from store.release_rows import SQL\nX = 'select 1 from narratives where id = :id'"
    )
    plant(tmp_path, "web/x/a.py", "from store import lists, release_rows")
    assert stories_past_release(tmp_path) == []


@pytest.mark.slow
def test_no_page_reads_a_story_past_the_release(promised, root):
    pages = sum(source.package == "web" for source in sources(root))
    failures = len(stories_past_release(root))
    promised("R6", "no page reads a story past the modules that release it", tried=pages, failures=failures)
