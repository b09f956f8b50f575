"""The code for the other side, as a practitioner makes, shows and withdraws it."""

import re

import pytest

from tests.people import Person
from tests.web.pair.conftest import app, cases, code, cy, make, met, nothing_told, teller

__all__ = ["app", "cases", "code", "cy", "met", "nothing_told", "teller"]


@pytest.fixture
def di(app):
    return Person(app, "di")


def test_the_interaction_leads_to_the_code(cy, met):
    assert f"/log/own/{met}/their-side" in cy.get(f"/log/own/{met}").text
    page = cy.get(f"/log/own/{met}/their-side").text
    assert "You do not see what they answer, and are never told whether they did." in page
    assert re.search(r'<option value="east" selected', page)


def test_the_code_is_shown_once_with_its_square_and_its_address(cy, met):
    page = cy.post(f"/log/own/{met}/their-side", {"step": "make", "group": "east"}).text
    assert "It is shown this once." in page and "localhost/pair" in page and "<svg" in page
    shown = re.search(r'class="pairs-card__code">(.*?)</p>', page, re.DOTALL).group(1)
    letters = re.sub(r"<[^>]+>|-", "", shown)
    assert len(letters) == 15
    assert letters not in cy.get(f"/log/own/{met}/their-side").text.replace("-", "")


def test_a_place_has_to_be_chosen(cy, met):
    page = cy.post(f"/log/own/{met}/their-side", {"step": "make", "group": "nowhere"})
    assert page.status_code == 422 and "Choose where the meeting was" in page.text


def test_a_new_code_cancels_the_old_one(cy, met, teller):
    first, second = make(cy, met), make(cy, met)
    assert teller.open(first).status_code == 410
    assert teller.open(second).status_code == 200


def test_the_page_says_active_withdrawn_and_never_used(cy, met, code, teller):
    before = cy.get(f"/log/own/{met}/their-side").text
    assert "what is told with it is compared once" in before and "Whether it was used is not shown." in before
    assert teller.send(code).status_code == 201
    assert cy.get(f"/log/own/{met}/their-side").text == before
    cy.post(f"/log/own/{met}/their-side", {"step": "withdraw"})
    assert "The code no longer works." in cy.get(f"/log/own/{met}/their-side").text


def test_nobody_makes_a_code_for_somebody_elses_interaction(di, met):
    assert di.get(f"/log/own/{met}/their-side").status_code == 404
    assert di.post(f"/log/own/{met}/their-side", {"step": "make", "group": "east"}).status_code == 404
