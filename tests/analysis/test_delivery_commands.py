from dataclasses import replace

import pytest

from analysis.commands import analysis_cli
from store.routes import add_route, list_standings
from tests.people import make_app, stores_of
from tests.store.parcels import HOOK, MAIL, NOON, fill


@pytest.fixture
def app(tmp_path):
    return make_app(tmp_path)


def test_one_pass_says_what_it_did_and_is_safe_to_repeat(app):
    db = stores_of(app).stories
    run = app.test_cli_runner().invoke
    assert run(analysis_cli, ["deliver"]).output == "Nothing is due.\n"
    add_route(db, replace(MAIL, pace=HOOK.pace), NOON)
    fill(db, MAIL, "one")
    db.execute("update outbox set due_at = unixepoch()")
    result = run(analysis_cli, ["deliver"])
    assert (result.exit_code, result.output) == (0, "1 message not taken and tried again later.\n")
    (standing,) = list_standings(db)
    assert standing.last_error == "No mail server is set. Set MURMURATION_SMTP_HOST; see docs/settings.md."
    assert run(analysis_cli, ["deliver"]).output == "Nothing is due.\n"
