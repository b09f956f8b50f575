"""No unsafe code: our own rules and bandit find nothing, and each of our rules finds what is planted for it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from tests import security_rules
from tests.security_agreed import AGREED, AGREED_WITH_BANDIT
from tests.security_rules import RULES, breaches, files, unescaped_templates
from tests.test_architecture import plant

ROOT = Path(__file__).parents[1]
PRODUCT = ("app.py", "config.py", "refusals.py", "analysis", "models", "narratives", "store", "web")

# Rule, file, and a breach of it.
PLANTED = (
    ("asks_who_is_there", "web/x.py", "who = request.remote_addr"),
    ("asks_who_is_there", "web/x.py", "who = request.access_route[0]"),
    ("asks_who_is_there", "web/x.py", "who = request.headers.get('User-Agent')"),
    ("asks_who_is_there", "web/x.py", "who = request.environ['HTTP_X_FORWARDED_FOR']"),
    ("templates_of_text", "web/x.py", "render_template_string(request.form['page'])"),
    ("templates_of_text", "web/x.py", "app.jinja_env.from_string(story.text)"),
    ("unescaped_markup", "web/x.py", "shown = Markup(story.text)"),
    ("unescaped_markup", "web/x.py", "shown = Markup(f'<b>{name}</b>')"),
    ("objects_read_from_bytes", "models/x.py", "import pickle"),
    ("objects_read_from_bytes", "models/x.py", "from joblib import load"),
    ("objects_read_from_bytes", "models/x.py", "import marshal"),
    ("objects_read_from_bytes", "store/x.py", "import yaml"),
    ("objects_read_from_bytes", "models/x.py", "np.load(path)"),
    ("objects_read_from_bytes", "models/x.py", "np.load(path, allow_pickle=True)"),
    ("objects_read_from_bytes", "models/x.py", "torch.load(path)"),
    ("objects_read_from_bytes", "models/x.py", "SentenceTransformer(name, trust_remote_code=True)"),
    ("text_that_runs", "web/x.py", "eval(request.args['q'])"),
    ("text_that_runs", "web/x.py", "exec(code)"),
    ("shells", "web/x.py", "run(command, shell=True)"),
    ("shells", "web/x.py", "os.system(command)"),
    ("shells", "analysis/x.py", "import subprocess"),
    ("weak_hashes", "store/x.py", "hashlib.md5(text)"),
    ("weak_hashes", "store/x.py", "hashlib.sha1(text)"),
    ("weak_hashes", "store/x.py", "hashlib.new('md5', text)"),
    ("weak_hashes", "store/x.py", "hashes.SHA1()"),
    ("guessable_chance", "store/x.py", "import random\ntoken = random.randbytes(16)"),
    ("guessable_chance", "store/x.py", "import random\ncode = random.Random().random()"),
    ("guessable_chance", "store/x.py", "key = uuid.uuid1()"),
    ("unguarded_requests", "web/x.py", "import requests"),
    ("unguarded_requests", "web/x.py", "from urllib.request import urlopen"),
    ("unguarded_requests", "web/x.py", "import socket"),
    ("unchecked_certificates", "analysis/x.py", "get(address, verify=False)"),
    ("unchecked_certificates", "analysis/x.py", "context = ssl._create_unverified_context()"),
    ("unchecked_certificates", "analysis/x.py", "context.verify_mode = ssl.CERT_NONE"),
    ("unchecked_certificates", "analysis/x.py", "context.check_hostname = False"),
    ("sql_of_values", "store/x.py", "def find(db, order):\n    db.rows(f'select id from stories order by {order}')"),
    ("sql_of_values", "store/x.py", "def _f(db, a):\n    db.rows(f'select {a} from s')\ndef g(db, b):\n    _f(db, b)"),
    (
        "sql_of_values",
        "store/x.py",
        "def g(db):\n    a = request.args['a']\n    db.rows(f'delete from {a} where id = 1')",
    ),
    ("private_words_in_logs", "web/x.py", "app.logger.info('told: %s', narrative.text)"),
    ("private_words_in_logs", "store/x.py", "logger.warning('%s', receipt)"),
    ("private_words_in_logs", "web/x.py", "print(story)"),
    ("guessable_files", "store/x.py", "name = tempfile.mktemp()"),
    ("guessable_files", "store/x.py", "name = '/tmp/murmuration.db'"),
    ("open_secret_files", "store/x.py", "def keep(secret_path, made):\n    secret_path.write_bytes(made)"),
    ("open_secret_files", "store/x.py", "os.open(path, os.O_WRONLY | os.O_CREAT)"),
    ("debugging", "web/x.py", "serve(app, debug=True)"),
    ("debugging", "web/x.py", "app.run()"),
    ("debugging", "web/x.py", "app.testing = True"),
    ("secrets_compared_in_haste", "web/x.py", "right = given == session.token"),
    ("secrets_compared_in_haste", "store/x.py", "if digest != expected: pass"),
    ("bare_cookies", "web/x.py", "answer.set_cookie('a', 'b')"),
    ("bare_cookies", "web/x.py", "answer.set_cookie('a', 'b', secure=True, httponly=False, samesite='Lax')"),
    ("files_by_address", "web/x.py", "send_file(request.args['file'])"),
    ("files_by_address", "web/x.py", "redirect(request.args['next'])"),
    ("foreign_documents", "web/x.py", "ElementTree.fromstring(body)"),
    ("foreign_documents", "store/x.py", "archive.extractall(folder)"),
)
HARMLESS = (
    "db.rows(f'select {COLUMNS} from stories where id = :id', id=request.args['id'])",
    "def f(db, n):\n    db.rows(f'select id from stories where n = {n:d}')",
    "shown = Markup('<b>bold</b>')",
    "np.load(path, allow_pickle=False)",
    "answer.set_cookie('a', 'b', secure=True, httponly=True, samesite='Lax')",
    "import random\nchance = random.Random(7).random()",
    "logger.warning('the model could not be loaded: %s', error)",
    "right = hmac.compare_digest(given, session.token)",
    "def keep(path, secret):\n    path.touch(mode=0o600)\n    path.write_text(secret)",
)


def test_no_file_of_the_product_breaks_a_rule(promised):
    found = [breach for rule in RULES for breach in breaches(ROOT, rule)] + unescaped_templates(ROOT)
    templates = len(list((ROOT / "templates").rglob("*.*")))
    assert not found, "\n".join(found)
    tried = len(RULES) * len(files(ROOT)) + templates
    promised("T27", "no part of the program is written in a way known to be unsafe", tried=tried, failures=0)


def test_every_rule_finds_what_is_planted_for_it(tmp_path, promised):
    missed = []
    for place, (name, path, text) in enumerate(PLANTED):
        root = tmp_path / str(place)
        plant(root, path, text)
        if not breaches(root, getattr(security_rules, name)):
            missed.append((name, text))
    assert not missed
    assert {name for name, _, _ in PLANTED} == {rule.__name__ for rule in RULES}
    promised("R21", "unsafe code would be noticed: each kind, planted, is found", tried=len(PLANTED), failures=0)


@pytest.mark.parametrize("text", HARMLESS)
def test_what_is_safe_breaks_no_rule(tmp_path, text):
    plant(tmp_path, "store/x.py", text)
    assert [breach for rule in RULES for breach in breaches(tmp_path, rule)] == []


@pytest.mark.parametrize("text", ["{{ story|safe }}", "{% autoescape false %}{% endautoescape %}"])
def test_a_template_that_switches_escaping_off_is_found(tmp_path, text):
    plant(tmp_path, "templates/x.html", text)
    assert len(unescaped_templates(tmp_path)) == 1


def test_what_was_agreed_on_is_still_there():
    """An agreement that is needed no more would hide the next breach."""
    held = {source.path.as_posix(): source for source in files(ROOT)}
    needless = [
        (path, name) for path, name in AGREED if path not in held or not list(getattr(security_rules, name)(held[path]))
    ]
    assert not needless


@pytest.mark.slow
def test_bandit_finds_nothing_that_was_not_looked_at(promised):
    command = [sys.executable, "-m", "bandit", "-q", "-c", "pyproject.toml", "-f", "json", "-r", *PRODUCT]
    said = json.loads(subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False).stdout)
    assert not said["errors"]
    found = {(each["filename"], each["test_id"]): each for each in said["results"]}
    new = [
        f"{path}:{each['line_number']} {each['issue_text']}"
        for (path, id), each in found.items()
        if (path, id) not in AGREED_WITH_BANDIT
    ]
    assert not new, "\n".join(new)
    assert set(AGREED_WITH_BANDIT) <= set(found), "an agreement that is needed no more"
    tried = len([path for path in said["metrics"] if path.endswith(".py")])
    promised("R21", "bandit, a checker made by others, finds nothing unsafe in any file", tried=tried, failures=0)
