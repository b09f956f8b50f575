"""A practitioner's own patterns: on a page that opens for them alone, and says how much more there has to be."""

from datetime import date, timedelta

from store.cases import Interaction, add_interaction
from tests.people import Person

TODAY = date.today()


def fill(cases, practitioner, n=40, people=10):
    for number in range(n):
        shares = [0.8, 0.1, 0.1] if number % 2 else [0.1, 0.8, 0.1]
        one = Interaction(
            practitioner,
            f"PX{number % people:05}",
            TODAY - timedelta(days=3 * number),
            "CHVS" if number % 4 < 2 else "COAP",
            "ATTC",
            f"We sat in the {'kitchen' if number % 4 < 2 else 'office'} of PX{number % people:05}",
            "plot",
            {"mood": {"shares": shares, "method": "practitioner"}, "say": {"value": 0.5, "method": "practitioner"}},
        )
        add_interaction(cases.db, cases.key, one, idempotency_key=f"{practitioner}{number}", at=None)


def test_without_a_log_the_page_says_what_is_still_to_come(cy):
    page = cy.get("/log/reflection").text
    assert "There is too little to see a pattern yet." in page
    assert "Still to come: 10 more interactions, with 5 more people." in page
    assert '<svg class="log-picture"' not in page


def test_own_patterns_are_shown_in_pictures_tables_and_words(cases, cy):
    fill(cases, cy.account.id)
    page = cy.get("/log/reflection").text
    assert page.count('<svg class="log-picture"') == 2
    assert "Not distinguishable from scatter" in page
    assert "Only you can open this page" in page
    for heading in ("The last 8 weeks against before", "Contact by month", "How sessions went", "Your own words"):
        assert heading in page
    assert "“kitchen”: Home visit" in page


def test_no_reference_stands_anywhere_on_the_page(cases, cy):
    fill(cases, cy.account.id)
    assert "PX0" not in cy.get("/log/reflection").text.upper()


def test_nobody_elses_log_is_in_it(cases, cy, di):
    fill(cases, cy.account.id)
    assert "There is too little to see a pattern yet." in di.get("/log/reflection").text


def test_neither_managers_nor_administrators_open_it(app):
    for username in ("ada", "ade", "mo", "mina"):
        assert Person(app, username).get("/log/reflection").status_code == 403


def test_nothing_of_it_is_stored(cases, cy):
    fill(cases, cy.account.id)

    def held():
        names = [row["name"] for row in cases.db.rows("select name from sqlite_master where type = 'table'")]
        return {name: len(cases.db.rows(f'select * from "{name}"')) for name in names}

    before = held()
    answer = cy.get("/log/reflection")
    assert held() == before
    assert answer.headers["Cache-Control"] == "no-store"
