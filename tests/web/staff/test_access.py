import pytest
from flask import Blueprint, g

from store.accounts import Role
from tests.people import Person
from web.access import EVERYONE, open_to


@pytest.fixture
def app(app):
    """The application with one page of each sort added."""
    bp = Blueprint("sorts", __name__)

    @bp.get("/nobody")
    def nobody():
        return "secret"

    @bp.get("/managers")
    @open_to(Role.MANAGER)
    def managers():
        return g.session.account.name

    @bp.post("/managers")
    @open_to(Role.MANAGER)
    def change():
        return "changed"

    @bp.post("/anybody")
    @open_to(EVERYONE)
    def anybody():
        return "taken"

    app.register_blueprint(bp)
    return app


def test_a_page_that_names_no_role_opens_for_nobody(app):
    assert app.test_client().get("/nobody").status_code == 303
    for username in ("ada", "ade"):
        assert Person(app, username).get("/nobody").status_code == 403


def test_a_page_opens_for_its_role_alone(app):
    assert Person(app, "ada").get("/managers").text == "Ada"
    assert Person(app, "ade").get("/managers").status_code == 403


def test_without_a_session_a_page_asks_to_sign_in_and_a_poll_is_refused(app):
    client = app.test_client()
    assert client.get("/managers?a=b").location == "/staff/sign-in?next=/managers?a%3Db"
    assert client.head("/managers").status_code == 303
    assert client.post("/managers", data={"any": "thing"}).status_code == 401


@pytest.mark.parametrize("token", [None, "", "f" * 32, "é", "\x00"])
def test_a_form_without_its_token_changes_nothing(app, token):
    ada = Person(app, "ada")
    fields = {"any": "thing"} if token is None else {"form_token": token}
    answer = ada.client.post("/managers", data=fields, base_url="https://localhost")
    assert answer.status_code == 403
    assert ada.post("/managers", {}).text == "changed"


def test_somebody_elses_token_is_worth_nothing(app):
    ada, mo = Person(app, "ada"), Person(app, "mo")
    answer = ada.client.post("/managers", data={"form_token": mo.form_token}, base_url="https://localhost")
    assert answer.status_code == 403


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({}, 200),
        ({"Sec-Fetch-Site": "same-origin"}, 200),
        ({"Sec-Fetch-Site": "none"}, 200),
        ({"Sec-Fetch-Site": "same-origin", "Origin": "null"}, 200),
        ({"Origin": "null"}, 200),
        ({"Origin": "http://localhost"}, 200),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Sec-Fetch-Site": "same-site"}, 403),
        ({"Sec-Fetch-Site": "nonsense"}, 403),
        ({"Origin": "https://evil.example"}, 403),
        ({"Origin": "http://localhost.evil.example"}, 403),
        ({"Origin": "http://evil.example/localhost"}, 403),
        ({"Origin": "http://[bad"}, 403),
    ],
)
def test_a_form_from_another_site_is_refused(app, headers, status):
    assert app.test_client().post("/anybody", data={"any": "thing"}, headers=headers).status_code == status


def test_a_page_open_to_everyone_looks_at_no_cookie(app):
    answer = Person(app, "ada").get("/who-sees-what")
    assert answer.status_code == 200
    assert "Sign out" not in answer.text
