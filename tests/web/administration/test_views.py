"""The page that leads to everything administrators look after."""

import re

import pytest

from narratives.roles import Grant, Role
from store.staff import set_grants
from tests.builders import open_plot
from tests.people import Person, make_app, stores_of


@pytest.fixture
def app(tmp_path):
    return make_app(tmp_path)


def ways(person: Person) -> list[str]:
    page = person.get("/administration").text
    return re.findall(r'<h2 class="administration-list__heading"><a class="govuk-link" href="([^"]+)"', page)


def test_every_way_leads_to_a_page_and_says_what_it_is_for(app):
    ade = Person(app, "ade")
    first = ["/staff/people", "/routes", "/audit", "/log/opened", "/bulk", "/bring", "/keeping"]
    assert ways(ade) == [*first, "/tokens", "/confederation"]
    assert {ade.get(path).status_code for path in ways(ade)} == {200}
    assert ade.get("/administration").text.count('class="administration-list__what"') == len(ways(ade))


def test_somebody_who_administers_one_collection_is_led_only_where_they_may_go(app):
    open_plot(stores_of(app).stories)
    ade = Person(app, "ade")
    set_grants(stores_of(app).accounts, ade.account.id, [Grant(Role.ADMINISTRATOR, "plot")])
    assert ways(ade) == ["/routes", "/bulk", "/keeping"]
    assert [ade.get(path).status_code for path in ways(ade)] == [200] * 3
