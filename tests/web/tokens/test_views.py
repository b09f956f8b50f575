"""Programs that may call: a token is shown once, reading stories takes two people, and an end is an end."""

import html
import re
import secrets
from datetime import UTC, datetime, timedelta

import pytest

from store.accounts import Role
from store.api_tokens import ApiScope, list_tokens
from store.audit_rows import Wanted, list_records
from tests.builders import open_plot
from tests.people import ORGANISATION, Person, add_staff, make_app, stores_of
from web.auditing import the_audit

TOKEN = re.compile(r"mm_[A-Za-z0-9_-]{43}")


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    open_plot(stores_of(app).stories)
    return app


@pytest.fixture
def ade(app):
    return Person(app, "ade")


def day(days):
    return (datetime.now(UTC).date() + timedelta(days=days)).isoformat()


def form(**changes):
    usual = {"key": secrets.token_hex(16), "title": "The intranet", "scopes": ["figures:read"], "ends": day(30)}
    return {**usual, **changes}


def tokens(app):
    return list_tokens(stores_of(app).accounts, ORGANISATION)


def called(app, token, path=""):
    return app.test_client().get(f"/api/v1{path}", headers={"Authorization": f"Bearer {token}"})


def text(answer):
    return html.unescape(re.sub(r"\s+", " ", re.sub("<[^>]+>", " ", answer.text)))


def test_a_token_is_shown_once_and_opens_what_was_chosen(app, ade):
    answer = ade.post("/tokens/new", form(scopes=["figures:read", "alerts:read"], collections=["plot"]))
    [token] = set(TOKEN.findall(answer.text))
    assert "shown this once" in answer.text
    found = called(app, token).json
    assert (found["scopes"], found["collections"]) == (["alerts:read", "figures:read"], ["plot"])
    page = ade.get("/tokens")
    assert not TOKEN.search(page.text)
    assert "May read figures and read alerts, in The plot." in text(page)
    assert "Made by Ade" in text(page)


def test_the_page_says_on_which_day_a_token_was_used(app, ade):
    [token] = set(TOKEN.findall(ade.post("/tokens/new", form()).text))
    assert "never used" in ade.get("/tokens").text
    called(app, token)
    assert "last used on" in ade.get("/tokens").text


def test_sending_the_form_twice_makes_one_token(app, ade):
    sent = form()
    ade.post("/tokens/new", sent)
    again = ade.post("/tokens/new", sent)
    assert again.status_code == 422
    assert "shown once alone" in again.text
    assert len(tokens(app)) == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"title": " "}, "Say which program it is for"),
        ({"title": "x" * 81}, "Say which program it is for"),
        ({"scopes": []}, "Choose at least one thing that the program may do"),
        ({"scopes": ["everything"]}, "Choose at least one thing that the program may do"),
        ({"collections": ["nowhere"]}, "Choose collections from the list"),
        ({"ends": day(0)}, "Enter a day after today"),
        ({"ends": day(367)}, "Enter a day after today"),
        ({"ends": "soon"}, "Enter a day after today"),
    ],
)
def test_a_form_that_has_to_be_mended_says_how_and_makes_no_token(app, ade, changes, message):
    answer = ade.post("/tokens/new", form(**changes))
    assert answer.status_code == 422
    assert message in answer.text
    assert "There is a problem" in answer.text
    assert tokens(app) == []


def test_a_token_may_live_for_twelve_months(app, ade):
    ade.post("/tokens/new", form(ends=day(366)))
    [kept] = tokens(app)
    assert kept.ends - kept.made_at <= timedelta(days=366)


def test_an_administrator_ends_a_token_at_once(app, ade):
    [token] = set(TOKEN.findall(ade.post("/tokens/new", form()).text))
    assert called(app, token).status_code == 200
    assert ade.post(f"/tokens/{tokens(app)[0].id}/end", {}).status_code == 303
    assert called(app, token).status_code == 401
    page = ade.get("/tokens?done=ended")
    assert "Ended on" in page.text
    assert "End it now" not in page.text


def test_reading_stories_waits_for_a_manager(app, ade):
    answer = ade.post("/tokens/new", form(scopes=["stories:read"]))
    [token] = set(TOKEN.findall(answer.text))
    assert "It cannot read stories yet" in answer.text
    assert called(app, token, "/collections/plot/stories").status_code == 403
    agree = f"/tokens/{tokens(app)[0].id}/agree"
    assert ade.post(agree, {}).status_code == 403
    ada = Person(app, "ada")
    assert "Agree" in ada.get("/tokens").text
    assert ada.post(agree, {}).status_code == 303
    assert called(app, token, "/collections/plot/stories").status_code == 200


def test_nobody_agrees_to_their_own_token(app):
    add_staff(stores_of(app).accounts, "both", name="Both", role=Role.ADMINISTRATOR)
    both = Person(app, "both")
    stores_of(app).accounts.execute(
        "insert into grants (account_id, role, collection_id, group_name) values (:id, 'manager', '', '')",
        id=both.account.id,
    )
    both.post("/tokens/new", form(scopes=["stories:read"]))
    answer = both.post(f"/tokens/{tokens(app)[0].id}/agree", {})
    assert answer.status_code == 422
    assert "Somebody else has to agree" in answer.text
    assert tokens(app)[0].asked == {ApiScope.READ_STORIES}


def test_what_is_done_with_tokens_stands_in_the_record(app, ade):
    ade.post("/tokens/new", form(scopes=["stories:read"]))
    where = f"/tokens/{tokens(app)[0].id}"
    Person(app, "ada").post(f"{where}/agree", {})
    ade.post(f"{where}/end", {})
    with app.test_request_context():
        actions = [one.entry.action for one in list_records(the_audit(), Wanted())]
    assert [one for one in actions if one.startswith("tokens.")] == ["tokens.end", "tokens.agree_to", "tokens.make"]


def test_a_token_that_is_not_there_is_not_ended(ade):
    assert ade.post("/tokens/nowhere/end", {}).status_code == 404


def test_the_way_there_leads_through_administration_and_for_managers_through_exports(app, ade):
    assert 'href="/tokens"' in ade.get("/administration").text
    assert 'href="/tokens"' in Person(app, "ada").get("/bulk").text
    assert 'href="/tokens/new"' in ade.get("/tokens").text
