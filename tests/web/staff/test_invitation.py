import html
import re

import pytest

from store.account_invitations import VALID_HOURS
from store.accounts import close_account
from store.organisations import set_two_step
from tests.builders import open_plot
from tests.people import STAFF, Person, stores_of
from tests.web.staff.conftest import Browser, account_id, code_at, give_second_step

PASSWORD = "four words quite apart"
WHO = {"username": "new@example.org", "name": "Nia New"}


@pytest.fixture
def ade(app, clock):
    open_plot(stores_of(app).stories)
    return Person(app, "ade")


@pytest.fixture
def link(ade):
    """The link of an invitation as it is shown this once."""
    page = ade.post("/staff/people/invite", {**WHO, "role": "practitioner", "place": "whole"})
    shown = re.search(r"<code>(https://localhost/staff/invitation/[0-9a-f]{32})</code>", page.text)
    return shown[1].removeprefix("https://localhost")


def test_an_invited_person_chooses_a_password_and_is_in(app, link):
    nia = Browser(app)
    nia.get(link)
    assert "Nia New, you are invited" in nia.text
    assert "Practitioner for the whole organisation" in nia.text
    answer = nia.send(link, password=PASSWORD, again=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/log")
    assert nia.get("/log").status_code == 200
    assert Browser(app).sign_in("new@example.org", PASSWORD).status_code == 303
    assert Browser(app).get(link).status_code == 410


def test_where_it_is_required_they_set_the_second_step_up_first(app, clock, link):
    set_two_step(stores_of(app).accounts, "north", "required")
    nia = Browser(app)
    assert nia.send(link, password=PASSWORD, again=PASSWORD).location == "/staff/set-up"
    assert nia.get("/log").status_code == 303
    nia.get("/staff/set-up")
    nia.send("/staff/set-up", code=code_at(nia.shown_key(), clock.now))
    assert nia.get("/log").status_code == 200


def test_opening_the_link_uses_nothing_up(app, link):
    for _ in range(3):
        assert Browser(app).get(link).status_code == 200


def test_a_password_that_may_not_be_keeps_the_invitation(app, link):
    nia = Browser(app)
    for password, again, message in (
        ("short", "short", "Use at least 15 characters"),
        ("new@example.org1", "new@example.org1", "Choose a password that is not made of your username"),
        (PASSWORD, "another", "The two passwords differ. Type the same one twice"),
    ):
        assert nia.send(link, password=password, again=again).status_code == 422
        assert nia.text.count(message) == 2
        assert password not in nia.text
    assert nia.send(link, password=PASSWORD, again=PASSWORD).status_code == 303


def test_after_three_days_the_link_is_no_longer_good(app, clock, link):
    clock.now += VALID_HOURS * 3600 + 1
    answer = Browser(app).get(link)
    assert (answer.status_code, "This link is no longer good" in answer.text) == (410, True)


def test_a_withdrawn_link_opens_nothing(app, ade, link):
    page = ade.get("/staff/people").text
    withdraw = re.search(r'action="(/staff/people/invitations/[0-9a-f]+/withdraw)"', page)[1]
    assert ade.post(withdraw, {}).location == "/staff/people?done=withdrawn"
    nia = Browser(app)
    assert nia.send(link, password=PASSWORD, again=PASSWORD).status_code == 410


def test_the_link_is_shown_once_and_kept_nowhere(ade, link):
    assert link not in ade.get("/staff/people").text


WRONG = [
    ({"username": "with spaces in it"}, "Enter an e-mail address, or a short name"),
    ({"username": "ada"}, "This username has an account or an open invitation"),
    ({"name": " "}, "Enter the name that colleagues know them by"),
    ({"role": ""}, "Choose what they may do"),
    ({"role": "king"}, "Choose what they may do"),
    ({"place": ""}, "Choose where they may do it"),
    ({"place": "nowhere"}, "Choose where they may do it"),
    ({"role": "administrator", "place": "plot"}, "An administrator looks after the whole organisation"),
    ({"place": "whole", "of-plot": "east"}, "You ticked groups of The plot. Choose The plot, or untick them"),
]


def test_what_is_wrong_is_said_and_what_was_typed_stays(ade):
    for changes, message in WRONG:
        answer = ade.post("/staff/people/invite", {**WHO, "role": "manager", "place": "whole", **changes})
        text = html.unescape(answer.text)
        assert answer.status_code == 422
        assert text.count(message) == 2, message
        for name in ("username", "name"):
            assert f'value="{changes.get(name, WHO[name]).strip()}"' in text


def test_somebody_is_given_several_roles_and_one_is_taken_away_again(app, ade):
    first = {**WHO, "role": "manager", "place": "plot", "of-plot": "east", "step": "add"}
    page = ade.post("/staff/people/invite", first)
    assert "<strong>Manager</strong> for east in The plot" in page.text
    held = {"grant": "manager|plot|east"}
    page = ade.post("/staff/people/invite", {**WHO, **held, "role": "member", "place": "whole", "step": "add"})
    assert page.text.count('name="grant"') == 2
    page = ade.post("/staff/people/invite", {**WHO, **held, "step": "remove manager|plot|east"})
    assert 'name="grant"' not in page.text
    page = ade.post("/staff/people/invite", {**WHO, **held, "step": "invite"})
    assert "Manager for east in The plot" in page.text


def test_a_grant_of_a_place_that_is_not_there_is_not_taken(ade):
    odd = ["manager|nowhere|", "manager|plot|nowhere", "king||", "manager||east", "administrator|plot|", "\x00"]
    page = ade.post("/staff/people/invite", {**WHO, "grant": odd, "step": "add", "role": "member", "place": "whole"})
    assert page.text.count('name="grant"') == 1


def test_only_administrators_invite(app, clock):
    for username in set(STAFF) - {"ade"}:
        person = Person(app, username)
        assert person.get("/staff/people").status_code == 403
        answer = person.post("/staff/people/invite", {**WHO, "role": "administrator", "place": "whole"})
        assert answer.status_code == 403


def test_who_forgot_a_password_gets_a_link_and_keeps_the_second_step(app, clock, ade):
    give_second_step(app, "mo", clock.now)
    mo, before = f"/staff/people/{account_id(app, 'mo')}", Person(app, "cy")
    first, second = (
        re.search(r"<code>https://localhost(/staff/invitation/[0-9a-f]{32})</code>", page.text)[1]
        for page in (ade.post(f"{mo}/password-link", {}), ade.post(f"{mo}/password-link", {}))
    )
    browser = Browser(app)
    assert browser.get(first).status_code == 410  # the second takes its place
    browser.get(second)
    assert "Mo, choose a new password" in browser.text
    assert browser.send(second, password="short", again="short").status_code == 422
    assert browser.send(second, password=PASSWORD, again=PASSWORD).location == "/staff/second-step"
    assert Browser(app).sign_in("mo").status_code == 422  # the old password is worthless
    assert Browser(app).get(second).status_code == 410
    assert before.get("/log").status_code == 200  # nobody else was signed out


def test_a_link_for_a_password_ends_after_a_day_and_with_its_account(app, clock, ade):
    mo = f"/staff/people/{account_id(app, 'mo')}"
    link = re.search(r"(/staff/invitation/[0-9a-f]{32})", ade.post(f"{mo}/password-link", {}).text)[1]
    clock.now += 24 * 3600 + 1
    assert Browser(app).get(link).status_code == 410
    clock.now -= 3600
    close_account(stores_of(app).accounts, account_id(app, "mo"))
    assert Browser(app).send(link, password=PASSWORD, again=PASSWORD).status_code == 410
    assert Person(app, "ade").post(f"/staff/people/{ade.account.id}/password-link", {}).status_code == 422
