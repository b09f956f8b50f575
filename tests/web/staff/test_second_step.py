import re
import threading

from store.back_off import note_failure
from store.organisations import set_two_step
from store.sessions import HALFWAY_SECONDS
from tests.builders import open_plot
from tests.people import PASSWORD, Person, stores_of
from tests.web.staff.conftest import Browser, account_id, code_at, give_second_step
from web.access import COOKIE
from web.auditing import the_audit

KEY = b"k" * 20
NOWHERE_ELSE = ["/log", "/changed", "/staff/account", "/staff/people"]


def test_at_the_first_sign_in_the_second_step_is_set_up_and_opens_the_page_that_was_asked_for(
    app, clock, required, browser
):
    browser.sign_in(next="/log?reference=PX1")
    assert "Set up your second step" in browser.text
    key = browser.shown_key()
    assert browser.get("/staff/set-up?next=/log?reference%3DPX1").status_code == 200
    assert browser.shown_key() == key  # the page can be loaded again
    answer = browser.send("/staff/set-up", code=code_at(key, clock.now), next="/log?reference=PX1")
    assert answer.status_code == 200
    assert len(browser.shown_codes()) == 10
    assert 'href="/log?reference=PX1"' in browser.text
    assert browser.get("/log").status_code == 200


def test_halfway_in_nothing_else_opens(app, clock, required, browser):
    browser.sign_in()
    for path in NOWHERE_ELSE:
        assert browser.get(path).location == f"/staff/sign-in?next={path}"
    assert browser.send("/log").status_code == 401
    assert browser.send("/staff/account/password").status_code == 401
    give_second_step(app, "cy", clock.now)
    other = Browser(app)
    other.sign_in()
    assert "Enter your code" in other.text
    for path in NOWHERE_ELSE:
        assert other.get(path).status_code == 303
    assert other.get("/staff/set-up").location == "/staff/second-step"  # a password alone brings no other app in


def test_a_code_lets_in_and_every_step_has_a_session_of_its_own(app, clock, browser):
    give_second_step(app, "cy", clock.now)
    browser.sign_in()
    half = browser.token
    answer = browser.send("/staff/second-step", code=code_at(KEY, clock.now))
    assert (answer.status_code, answer.location) == (303, "/log")
    assert browser.token != half
    assert browser.get("/log").status_code == 200
    thief = Browser(app)
    thief.client.set_cookie(COOKIE, half, domain="localhost", secure=True)
    for path in ("/log", "/staff/second-step"):
        assert thief.get(path).location == f"/staff/sign-in?next={path}"


def test_a_code_is_good_once_and_one_step_early_or_late(app, clock, browser):
    give_second_step(app, "cy", clock.now)
    browser.sign_in()
    assert browser.send("/staff/second-step", code=code_at(KEY, clock.now - 60)).status_code == 422
    assert browser.send("/staff/second-step", code=code_at(KEY, clock.now - 30)).status_code == 303
    again = Browser(app)
    again.sign_in()
    assert again.send("/staff/second-step", code=code_at(KEY, clock.now - 30)).status_code == 422
    assert "This is not the code that is due" in again.text
    assert again.send("/staff/second-step", code=code_at(KEY, clock.now + 30)).status_code == 303


def test_a_recovery_code_lets_in_once_however_it_is_typed(app, clock, browser):
    codes = give_second_step(app, "cy", clock.now)
    browser.sign_in()
    assert browser.send("/staff/second-step", code=codes[3].lower().replace("-", " ")).status_code == 303
    again = Browser(app)
    again.sign_in()
    assert again.send("/staff/second-step", code=codes[3]).status_code == 422
    di = Browser(app)
    give_second_step(app, "di", clock.now, key=b"d" * 20)
    di.sign_in("di")
    assert di.send("/staff/second-step", code=codes[4]).status_code == 422  # somebody else's


def test_what_is_no_code_is_said(app, clock, browser):
    give_second_step(app, "cy", clock.now)
    browser.sign_in()
    for typed in ("", "   ", "12345", "1234567", "é", "\x00", "０００００", "x" * 5000):
        clock.now += 61
        assert browser.send("/staff/second-step", code=typed).status_code == 422, typed
        assert "There is a problem" in browser.text


def test_a_hundred_wrong_codes_delay_for_more_than_half_a_minute_and_lock_nobody_out(app, clock, browser):
    give_second_step(app, "cy", clock.now)
    for _ in range(97):
        note_failure(stores_of(app).accounts, "cy", now=clock.now)
    clock.now += 61
    browser.sign_in()
    for _ in range(3):
        assert browser.send("/staff/second-step", code="12345x").status_code == 422
        clock.now += 61
    browser.sign_in()
    browser.send("/staff/second-step", code="12345x")
    clock.now += 29
    answer = browser.send("/staff/second-step", code=code_at(KEY, clock.now))
    assert answer.status_code == 429
    assert "Too many wrong tries. Try again in 32 seconds" in browser.text
    clock.now += 32
    assert browser.send("/staff/second-step", code=code_at(KEY, clock.now)).status_code == 303


def test_the_right_password_does_not_begin_the_count_of_wrong_codes_anew(app, clock, browser):
    give_second_step(app, "cy", clock.now)
    for _ in range(3):
        browser.sign_in()
        browser.send("/staff/second-step", code="123456")
        clock.now += 0.1
    assert Browser(app).sign_in().status_code == 429


def test_halfway_ends_by_itself(app, clock, browser):
    give_second_step(app, "cy", clock.now)
    browser.sign_in()
    clock.now += HALFWAY_SECONDS + 1
    assert browser.send("/staff/second-step", code=code_at(KEY, clock.now)).status_code == 401


def test_a_form_of_the_second_step_without_its_token_does_nothing(app, clock, browser):
    give_second_step(app, "cy", clock.now)
    browser.sign_in()
    form = {"code": code_at(KEY, clock.now)}
    assert browser.client.post("/staff/second-step", data=form, base_url="https://localhost").status_code == 403


def test_a_story_sent_after_the_session_had_ended_is_kept_through_both_steps(app, clock, browser):
    open_plot(stores_of(app).stories)
    give_second_step(app, "cy", clock.now)
    story = "He said <i>nothing</i> & left."
    browser.sign_in(**{"next": "/log", "kept.story": story, "kept.collection": "plot"})
    assert (browser.page.status_code, "Enter your code" in browser.text) == (200, True)
    browser.send("/staff/second-step", **{"code": "1", "next": "/log", "kept.story": story, "kept.collection": "plot"})
    assert story in browser.text
    right = {"code": code_at(KEY, clock.now), "next": "/log", "kept.story": story, "kept.collection": "plot"}
    browser.send("/staff/second-step", **right)
    assert "What you sent before is not saved yet" in browser.text
    assert f'name="story" value="{story}"' in browser.text


def test_a_story_is_kept_while_the_second_step_is_set_up(app, clock, required, browser):
    kept = {"next": "/log", "kept.story": "The bus was late."}
    browser.sign_in(**kept)
    browser.send("/staff/set-up", code=code_at(browser.shown_key(), clock.now), **kept)
    assert len(browser.shown_codes()) == 10
    assert 'name="story" value="The bus was late."' in browser.text


def test_where_it_is_offered_it_is_turned_on_with_the_password_and_ends_other_sessions(app, clock):
    other, cy = Person(app, "cy"), Browser(app)
    cy.sign_in()
    cy.get("/staff/set-up")
    key = cy.shown_key()
    assert cy.send("/staff/set-up", code=code_at(key, clock.now), present="wrong").status_code == 422
    assert "This is not your present password" in cy.text
    cy.send("/staff/set-up", code=code_at(key, clock.now), present=PASSWORD)
    assert len(cy.shown_codes()) == 10
    assert cy.get("/log").status_code == 200
    assert other.get("/log").status_code == 303
    cy.get("/staff/set-up")
    assert cy.shown_key() != key


def test_who_is_in_already_is_led_on(app, clock, browser):
    browser.sign_in()
    assert browser.get("/staff/second-step").location == "/log"
    set_two_step(stores_of(app).accounts, "north", "required")
    assert browser.get("/log").status_code == 200  # asked for at the next sign-in


def test_the_second_step_leaves_its_trace_and_no_code(app, clock, browser):
    give_second_step(app, "cy", clock.now)
    browser.sign_in(password="a wrong one")
    browser.sign_in("a password in the wrong field")
    browser.sign_in()
    browser.send("/staff/second-step", code="123456")
    clock.now += 2
    browser.send("/staff/second-step", code=code_at(KEY, clock.now))
    with app.test_request_context():
        entries = [row.entry for batch in the_audit().batches() for row in batch]
    rows = [(one.action, one.subject, one.outcome) for one in entries[1:]]
    cy = account_id(app, "cy")
    assert rows == [
        ("signed.in", cy, "refused"),
        ("signed.in", "", "refused"),
        ("second.step", cy, "refused"),
        ("second.step", cy, "done"),
        ("signed.in", cy, "done"),
    ]


def test_of_many_wrong_codes_at_once_only_the_first_is_looked_at(app, clock, browser, monkeypatch):
    """A code has six digits: whoever knows the password must not try sixteen in each minute's wait."""
    give_second_step(app, "cy", clock.now)
    browser.sign_in()
    browser.get("/staff/second-step")
    held = stores_of(app).accounts
    for _ in range(3):
        note_failure(held, "cy", now=clock.now)
    clock.now += 2
    token = re.search(r'name="form_token" value="([^"]+)"', browser.page.text)[1]
    together, answers = threading.Barrier(6), []

    def guess(code):
        client = app.test_client()
        client.set_cookie(COOKIE, browser.token, secure=True, domain="localhost")
        together.wait()
        form = {"form_token": token, "code": code}
        answers.append(client.post("/staff/second-step", data=form, base_url="https://localhost").status_code)

    threads = [threading.Thread(target=guess, args=(f"00000{n}",)) for n in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [422, 429, 429, 429, 429, 429]
