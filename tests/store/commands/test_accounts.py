import time
from contextlib import closing

import pytest

from store.account_invitations import list_invitations
from store.accounts import get_session, sign_in
from store.audit import audit_of
from store.organisations import is_two_step_required, settings_of
from store.sessions import get_halfway
from store.staff import id_of
from tests.builders import open_plot
from tests.people import make_app, make_settings, stores_of
from tests.web.staff.conftest import account_id, give_second_step

PASSWORD = "four words quite apart"


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    return app


def run(app, *words):
    return app.test_cli_runner().invoke(args=["accounts", *words])


def add(app, *more, role="manager"):
    return run(app, "add", "new", "--name", "New", "--role", role, "--password", PASSWORD, *more)


def test_an_account_is_added_for_groups_of_a_collection(app):
    assert add(app, "--collection", "plot", "--group", "east", "--group", "west").exit_code == 0
    held = stores_of(app).accounts
    now = time.time()
    session = get_session(held, sign_in(held, "new", PASSWORD, now=now), now=now)
    assert [(one.collection, one.group) for one in session.account.grants] == [("plot", "east"), ("plot", "west")]
    assert "manager (plot/east), manager (plot/west)" in run(app, "list").output


@pytest.mark.parametrize(
    ("more", "message"),
    [
        (["--collection", "nowhere"], "There is no collection 'nowhere'. List them with: flask collections list"),
        (["--collection", "plot", "--group", "moon"], "plot has no group 'moon'. Its groups: "),
        (["--group", "east"], "A group is of one collection. Name it with --collection."),
    ],
)
def test_a_place_that_is_not_there_is_refused(app, more, message):
    answer = add(app, *more)
    assert (answer.exit_code, message in answer.output) == (1, True)


def test_an_administrator_is_not_limited_and_a_weak_password_is_refused(app):
    assert "Leave --collection out" in add(app, "--collection", "plot", role="administrator").output
    weak = run(app, "add", "new", "--name", "New", "--role", "member", "--password", "passwordpassword")
    assert "among the first that are tried" in weak.output


def test_somebody_is_invited_and_the_link_is_printed_alone(app):
    done = run(app, "invite", "new@example.org", "--name", "New", "--role", "administrator")
    path = done.stdout.strip()
    assert path.startswith("/staff/invitation/")
    assert app.test_client().get(path).status_code == 200
    again = run(app, "invite", "new@example.org", "--name", "New", "--role", "administrator")
    assert "has an account or an open invitation" in again.output


def test_a_second_step_is_reset_at_the_machine_and_asked_for_by_rule(app):
    held, now = stores_of(app).accounts, time.time()
    give_second_step(app, "ade", now)
    assert run(app, "reset-two-step", "ade").output == "ade sets a second step up at the next sign-in.\n"
    assert run(app, "reset-two-step", "ade").output == "ade had no second step.\n"
    assert "There is no account 'nobody'" in run(app, "reset-two-step", "nobody").output
    assert run(app, "two-step", "required").exit_code == 0
    assert add(app).exit_code == 0
    assert get_halfway(held, sign_in(held, "new", PASSWORD, now=now), now=now).stage == "set-up"


def test_a_link_for_a_password_is_made_at_the_machine(app):
    path = run(app, "password-link", "ade").stdout.strip()
    assert "Ade, choose a new password" in app.test_client().get(path).text
    assert "There is no account 'nobody'" in run(app, "password-link", "nobody").output


def test_what_is_done_at_the_machine_stands_in_the_audit(app, tmp_path):
    add(app)
    run(app, "disable", "new")
    audit = audit_of(make_settings(tmp_path))
    rows = [row.entry for batch in audit.batches() for row in batch]
    new = account_id(app, "new")
    assert [(one.role, one.action, one.subject) for one in rows[1:]] == [
        ("command line", "account.added", new),
        ("command line", "account.off", new),
    ]


@pytest.mark.parametrize(
    "words",
    [
        ["accounts", "add", "new", "--name", "New", "--role", "member", "--password", PASSWORD],
        ["accounts", "invite", "new", "--name", "New", "--role", "member"],
        ["accounts", "two-step", "required"],
        ["organisations", "change", "north", "--two-step", "required"],
    ],
)
def test_what_cannot_be_recorded_is_not_done(app, tmp_path, words):
    settings, held = make_settings(tmp_path), stores_of(app).accounts
    settings.audit_key_path.parent.mkdir(parents=True, exist_ok=True)
    settings.audit_key_path.write_bytes(b"no key")
    done = app.test_cli_runner().invoke(args=words)
    assert (done.exit_code, "Nothing was changed." in done.output) == (1, True)
    assert id_of(held, settings.organisation, "new") == ""
    assert list_invitations(held, settings.organisation, now=time.time()) == ()
    assert not is_two_step_required(held, settings.organisation)


def test_who_changes_the_second_step_of_an_organisation_leaves_a_row_in_its_audit(app, tmp_path):
    for words in (["add", "east", "--title", "East"], ["change", "east", "--two-step", "offered"]):
        assert app.test_cli_runner().invoke(args=["organisations", *words]).exit_code == 0
    with closing(audit_of(settings_of(make_settings(tmp_path), "east"))) as audit:
        assert audit.last().entry.action == "second.step.offered"
