"""The house keeps its rules, and each rule bites when it is broken."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests import architecture
from tests.architecture import RULES
from tests.source_files import Source, imports, sources

ROOT = Path(__file__).parents[1]
LOADED = """
import sys
{statement}
print(*sorted(set(sys.modules) & {{"torch", "sklearn", "sentence_transformers", "transformers", "scipy"}}))
"""


def plant(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def heavy_modules_loaded_by(statement: str, folder: Path, data: Path) -> list[str]:
    environment = os.environ | {"MURMURATION_DATA": str(data), "PYTHONPATH": str(folder)}
    run = subprocess.run(
        [sys.executable, "-c", LOADED.format(statement=statement)],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr
    return run.stdout.split()


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps_the_rule(rule):
    breaches = rule(ROOT)
    assert not breaches, "\n".join([str(rule.__doc__), *breaches])


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_an_empty_house_breaks_no_rule(rule, tmp_path):
    assert rule(tmp_path) == []


@pytest.mark.parametrize(
    ("path", "text", "breach"),
    [
        ("narratives/answers.py", "import store.database", "narratives may not import our store.database"),
        ("narratives/answers.py", "import numpy", "this file may not import numpy"),
        (
            "models/drift.py",
            "from narratives.answers import Triad",
            "models may not import our narratives.answers.Triad",
        ),
        ("models/embedding.py", "import sentence_transformers", "only a function in models/ may import"),
        ("store/release.py", "from web.pages import show", "store may not import our web.pages.show"),
        ("store/batches.py", "import numpy", "this file may not import numpy"),
        ("store/alerts.py", "from flask import g", "this file may not import flask.g"),
        ("analysis/pipeline.py", "import flask", "this file may not import flask"),
        ("web/explore/views.py", "import sqlite_utils", "this file may not import sqlite_utils"),
        ("web/explore/views.py", "import sqlite3", "this file may not import sqlite3"),
        ("web/explore/views.py", "def show():\n    import torch", "only a function in models/ may import torch"),
        ("web/explore/views.py", "from models import drift", "web may not import our models.drift"),
        ("web/explore/views.py", "from app import create_app", "web may not import our app.create_app"),
        ("analysis/notify.py", "importlib.import_module('web.pages')", "analysis may not import our web.pages"),
        ("config.py", "from narratives import errors", "config may not import our narratives.errors"),
    ],
)
def test_a_forbidden_import_is_found(path, text, breach, tmp_path):
    plant(tmp_path, path, text)
    (found,) = architecture.forbidden_imports(tmp_path)
    assert found.startswith(f"{path}:")
    assert breach in found


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("models/embedding.py", "def load():\n    from sentence_transformers import SentenceTransformer"),
        ("store/landscape.py", "import numpy as np"),
        ("store/commands/frameworks.py", "import click\nfrom flask import current_app"),
        ("store/release.py", "from . import batches\nfrom narratives.answers import Triad"),
        ("app.py", "from web import pages\nfrom analysis.commands import analysis_cli"),
    ],
)
def test_an_agreed_import_passes(path, text, tmp_path):
    plant(tmp_path, path, text)
    assert architecture.forbidden_imports(tmp_path) == []


@pytest.mark.parametrize(
    ("rule", "files", "breach"),
    [
        (architecture.misplaced_files, {"tools/seed.py": ""}, "tools/seed.py: Python belongs into one of"),
        (
            architecture.import_cycles,
            {"store/a.py": "from store.b import x", "store/b.py": "import store.a", "store/c.py": "import store.a"},
            "these modules import each other: store.a, store.b",
        ),
        (architecture.long_files, {"web/forms.py": "x = 1\n" * 301}, "web/forms.py: 301 lines, split it"),
        (architecture.long_files, {"static/map.js": "x\n" * 301}, "static/map.js: 301 lines, split it"),
        (
            architecture.long_functions,
            {"web/forms.py": "def show():\n    '''Say\n    so.'''\n" + "    x = 1\n" * 40},
            "web/forms.py:1: show has 41 lines, split it",
        ),
        (architecture.banned_names, {"web/utils.py": ""}, "web/utils.py: name it after what it holds"),
        (architecture.banned_names, {"store/common/x.py": ""}, "store/common/x.py: name it after what it holds"),
        (architecture.sql_outside_store, {"web/x.py": "f'select a from {b}'"}, "web/x.py:1: SQL belongs into store/"),
        (
            architecture.settings_outside_config,
            {"web/x.py": "import os\nos.environ['A']"},
            "web/x.py:2: settings are read",
        ),
        (
            architecture.stories_past_release,
            {
                "store/narratives.py": "SQL = '''select text\n  from narratives'''",
                "web/explore/views.py": "from store.narratives import SQL",
            },
            "web/explore/views.py:1: staff may see stories only through store.release, not store.narratives.SQL",
        ),
        (
            architecture.case_store_openers,
            {
                "store/cases.py": "open_database(settings.cases_path)",
                "web/casework/views.py": "p = f'{folder}/cases.db'",
            },
            "only one module may open the case store: store/cases.py, web/casework/views.py",
        ),
    ],
)
def test_a_planted_breach_is_found(rule, files, breach, tmp_path):
    for path, text in files.items():
        plant(tmp_path, path, text)
    (found,) = rule(tmp_path)
    assert found.startswith(breach)


def test_a_function_of_forty_lines_and_its_docstring_passes(tmp_path):
    plant(tmp_path, "web/forms.py", "def show():\n    '''Say\n    so.'''\n" + "    x = 1\n" * 39)
    assert architecture.long_functions(tmp_path) == []


def test_pages_may_read_stories_through_release(tmp_path):
    plant(tmp_path, "store/release.py", "SQL = 'select text from narratives'")
    plant(tmp_path, "web/explore/views.py", "from store import release")
    assert architecture.stories_past_release(tmp_path) == []


def test_every_import_of_a_file_is_seen():
    text = "import a.b\nfrom c import d\nfrom . import e\ndef f():\n    from .g import h\n"
    (source,) = [Source(Path("web/x.py"), "web", text, architecture.ast.parse(text))]
    assert [(each.name, each.deep) for each in imports(source)] == [
        ("a.b", False),
        ("c.d", False),
        ("web.e", False),
        ("web.g.h", True),
    ]


def test_the_rules_look_at_the_whole_house():
    seen = {source.package for source in sources(ROOT)}
    assert {path.parent.name for path in ROOT.glob("*/__init__.py")} <= seen
    assert {path.stem for path in ROOT.glob("*.py")} <= seen


def test_the_web_process_loads_no_models(tmp_path):
    assert (ROOT / "app.py").exists(), "app.py is missing: the product has no application to start"
    assert heavy_modules_loaded_by("import app; app.create_app()", ROOT, tmp_path / "data") == []


def test_a_heavy_module_in_the_web_process_would_be_found(tmp_path):
    plant(tmp_path, "app.py", "import sys\nsys.modules['torch'] = sys\n")
    assert heavy_modules_loaded_by("import app", tmp_path, tmp_path / "data") == ["torch"]


def test_only_the_tellers_own_pages_use_what_a_code_opens(tmp_path):
    plant(tmp_path, "store/receipts.py", "SQL = 'select id from narratives'")
    plant(tmp_path, "web/returning/views.py", "from store.receipts import SQL")
    assert architecture.stories_past_release(tmp_path) == []
    plant(tmp_path, "web/explore/views.py", "from store.receipts import SQL")
    sources.cache_clear()
    (found,) = architecture.stories_past_release(tmp_path)
    assert found.startswith("web/explore/views.py:1: staff may see stories only through store.release")
