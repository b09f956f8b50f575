import html

import pytest

from store.accounts import Role, get_session, list_accounts, sign_in
from tests.builders import open_plot
from tests.people import PASSWORD, Person, add_staff, stores_of
from tests.web.staff.conftest import NOON, Browser, account_id, give_second_step


@pytest.fixture
def ade(app, clock):
    open_plot(stores_of(app).stories)
    return Person(app, "ade")


@pytest.fixture
def mo(app):
    return f"/staff/people/{account_id(app, 'mo')}"


def text_of(page):
    return html.unescape(page.text)


def roles_of(app, username):
    held = stores_of(app).accounts
    session = get_session(held, sign_in(held, username, PASSWORD, now=NOON), now=NOON)
    return {(one.role.value, one.collection, one.group) for one in session.account.grants}


def test_everybody_is_there_with_roles_week_and_second_step(app, clock, ade):
    give_second_step(app, "cy", clock.now)
    page = text_of(ade.get("/staff/people"))
    for name in ("Ada", "Cy", "Di", "Mina", "Ade", "Mo"):
        assert f">{name}</a>" in page
    assert "Practitioner for the whole organisation" in page
    assert "Has not signed in yet · Second step on" in page
    assert "Last signed in during the week of" in page


def test_a_role_is_added_and_removed_and_the_removal_undone(app, ade, mo):
    answer = ade.post(f"{mo}/roles/add", {"role": "manager", "place": "plot", "of-plot": ["east", "west"]})
    assert answer.location == f"{mo}?done=added"
    assert "<strong>Manager</strong> for west in The plot" in text_of(ade.get(mo))
    answer = ade.post(f"{mo}/roles/remove", {"grant": "manager|plot|west"})
    assert roles_of(app, "mo") == {("member", "", ""), ("manager", "plot", "east")}
    page = text_of(ade.get(answer.location))
    assert 'name="again" value="manager|plot|west"' in page
    ade.post(f"{mo}/roles/add", {"again": "manager|plot|west"})
    assert ("manager", "plot", "west") in roles_of(app, "mo")


def test_a_wider_role_takes_the_place_of_narrower_ones(app, ade, mo):
    ade.post(f"{mo}/roles/add", {"role": "manager", "place": "plot", "of-plot": ["east"]})
    ade.post(f"{mo}/roles/add", {"role": "manager", "place": "whole"})
    assert roles_of(app, "mo") == {("member", "", ""), ("manager", "", "")}


def test_what_is_wrong_with_a_role_is_said_on_the_same_page(ade, mo):
    answer = ade.post(f"{mo}/roles/add", {"role": "manager"})
    assert (answer.status_code, text_of(answer).count("Choose where they may do it")) == (422, 2)
    answer = ade.post(f"{mo}/roles/remove", {"grant": "member||"})
    assert text_of(answer).count("Leave at least one role, or switch the account off.") == 2


def test_nobody_changes_their_own_account(app, ade):
    own = f"/staff/people/{ade.account.id}"
    page = text_of(ade.get(own))
    assert "Nobody changes their own roles." in page
    assert "/roles/add" not in page
    for path, form in (
        ("roles/add", {"role": "manager", "place": "whole"}),
        ("roles/remove", {"grant": "administrator||"}),
        ("off", {}),
        ("second-step", {}),
    ):
        answer = ade.post(f"{own}/{path}", form)
        assert (answer.status_code, "another administrator" in answer.text) == (422, True), path
    assert roles_of(app, "ade") == {("administrator", "", "")}


def test_an_account_is_switched_off_and_on(app, ade, mo):
    person = Person(app, "mo")
    assert ade.post(f"{mo}/off", {}).location == f"{mo}?done=off"
    assert person.get("/changed").status_code == 303
    assert "Switched off" in ade.get("/staff/people").text
    ade.post(f"{mo}/on", {})
    assert Browser(app).sign_in("mo").status_code == 303


def test_a_lost_phone_is_reset_by_an_administrator_which_signs_that_person_out(app, clock, ade, mo):
    person = Person(app, "mo")
    give_second_step(app, "mo", clock.now)
    assert "Reset the second step" in ade.get(mo).text
    ade.post(f"{mo}/second-step", {})
    assert person.get("/changed").status_code == 303
    assert Browser(app).sign_in("mo").location == "/changed"


def test_somebody_is_signed_out_everywhere(app, ade, mo):
    person = Person(app, "mo")
    ade.post(f"{mo}/sessions", {})
    assert person.get("/changed").status_code == 303
    assert Browser(app).sign_in("mo").status_code == 303


def test_somebody_of_another_organisation_is_not_there(app, ade):
    add_staff(stores_of(app).accounts, "eve", name="Eve", role=Role.MEMBER, organisation="south")
    eve = f"/staff/people/{list_accounts(stores_of(app).accounts, 'south')[0].id}"
    assert ade.get(eve).status_code == 404
    for done in ("off", "on", "roles/add", "roles/remove", "second-step", "sessions", "password-link"):
        assert ade.post(f"{eve}/{done}", {"role": "manager", "place": "whole"}).status_code == 404, done
