import pytest

from store.organisations import set_two_step
from tests.people import PASSWORD, Person, stores_of
from tests.web.staff.conftest import Browser, account_id, code_at, give_second_step
from web.access import COOKIE

NEW = "four words quite apart"


@pytest.fixture
def cy(app, clock):
    browser = Browser(app)
    browser.sign_in()
    browser.get("/staff/account")
    return browser


def replayed(app, token):
    thief = app.test_client()
    thief.set_cookie(COOKIE, token, domain="localhost", secure=True)
    return thief.get("/log", base_url="https://localhost").status_code


def test_it_says_who_one_is_and_what_one_may_do_where(cy):
    assert "Practitioner for the whole organisation" in cy.text
    assert "Off. Your password alone signs you in." in cy.text
    assert "You are signed in nowhere else." in cy.text


def test_a_new_password_needs_the_present_one_and_ends_every_other_session(app, cy, promised):
    other, old = Browser(app), cy.token
    other.sign_in()
    cy.send("/staff/account/password", present="wrong", new=NEW)
    assert (cy.page.status_code, "This is not your present password" in cy.text) == (422, True)
    cy.send("/staff/account/password", present=PASSWORD, new=NEW)
    assert cy.get(cy.page.location).status_code == 200
    assert "Your password is changed. Every other session of yours is ended." in cy.text
    assert cy.token != old
    assert (replayed(app, old), replayed(app, other.token)) == (303, 303)
    assert Browser(app).sign_in(password=PASSWORD).status_code == 422
    assert Browser(app).sign_in(password=NEW).status_code == 303
    ended = "a session that was ended, by signing out, being switched off or a new password, opens nothing any more"
    promised("T20", ended, tried=2, failures=0)


@pytest.mark.parametrize(
    ("new", "message"),
    [
        ("", "Use at least 15 characters"),
        ("correct horse battery staple", "among the first that are tried"),
        (PASSWORD, "Choose a password that is not your present one"),
    ],
)
def test_a_password_that_may_not_be_is_refused(cy, new, message):
    assert cy.send("/staff/account/password", present=PASSWORD, new=new).status_code == 422
    assert cy.text.count(message) == 2
    assert PASSWORD not in cy.text


def test_wrong_present_passwords_cost_time(cy, clock):
    for _ in range(3):
        assert cy.send("/staff/account/password", present="wrong", new=NEW).status_code == 422
    cy.send("/staff/account/password", present=PASSWORD, new=NEW)
    assert "Too many wrong passwords. Try again in 2 seconds" in cy.text


def test_signing_out_everywhere_else_keeps_this_browser(app, cy):
    other = Browser(app)
    other.sign_in()
    assert "Another browser" in shown_account(cy)
    cy.send("/staff/account/sessions")
    assert cy.get("/log").status_code == 200
    assert other.get("/log").status_code == 303


def shown_account(browser):
    browser.get("/staff/account")
    return browser.text


def test_recovery_codes_are_renewed_with_the_password(app, clock):
    old = give_second_step(app, "di", clock.now)
    di = Browser(app)
    di.sign_in("di")
    di.send("/staff/second-step", code=code_at(b"k" * 20, clock.now))
    di.get("/staff/account")
    assert "You have 10 recovery codes left" in di.text
    assert di.send("/staff/account/recovery-codes", present="").status_code == 422
    assert di.text.count("Enter your present password") == 2
    di.send("/staff/account/recovery-codes", present=PASSWORD)
    new = di.shown_codes()
    assert len(new) == 10
    again = Browser(app)
    again.sign_in("di")
    assert again.send("/staff/second-step", code=old[0]).status_code == 422
    assert again.send("/staff/second-step", code=new[0]).status_code == 303


def test_it_is_turned_off_with_the_password_and_only_where_it_is_offered(app, clock):
    give_second_step(app, "di", clock.now)
    di = Browser(app)
    di.sign_in("di")
    di.send("/staff/second-step", code=code_at(b"k" * 20, clock.now))
    di.get("/staff/account")
    set_two_step(stores_of(app).accounts, "north", "required")
    assert di.send("/staff/account/second-step-off", present=PASSWORD).status_code == 422
    assert "Your organisation asks for a second step" in di.text
    set_two_step(stores_of(app).accounts, "north", "offered")
    assert di.send("/staff/account/second-step-off", present="wrong").status_code == 422
    assert di.send("/staff/account/second-step-off", present=PASSWORD).location == "/staff/account?done=off"
    assert Browser(app).sign_in("di").location == "/log"


def test_a_cookie_of_before_is_worth_nothing_after_the_second_step_was_reset(app, clock, cy):
    ade, give = Person(app, "ade"), account_id(app, "cy")
    old = cy.token
    ade.post(f"/staff/people/{give}/second-step", {})
    assert replayed(app, old) == 303
