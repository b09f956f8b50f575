"""Who holds the pen, where it is not the teller: said on the first page, carried, and stored with the story."""

import re

import pytest

from narratives.invitation import invitation_codes
from store.collections import add_collection
from store.invitations import add_invitations
from tests.builders import make_collection, open_plot
from tests.people import SECRET, make_app, stores_of
from tests.web.respond.conftest import ANSWERS

CODE = invitation_codes("ab" * 16, 1, SECRET)[0]


@pytest.fixture
def app(tmp_path):
    app = make_app(tmp_path)
    db = stores_of(app).stories
    open_plot(db)
    asked = make_collection(id="asked", invited=True)
    add_collection(db, asked)
    add_invitations(db, asked, [CODE], SECRET)
    return app


@pytest.fixture
def client(app):
    return app.test_client()


def pens(app):
    return [row["pen"] for row in stores_of(app).stories.rows("select pen from narratives")]


def hidden(answer, name):
    return re.findall(rf'<input type="hidden" name="{name}" value="([^"]*)"', answer.text)


def test_the_first_page_explains_it_and_leads_to_the_first_question(client):
    page = client.get("/share/plot").text
    assert "Filling this in for somebody else?" in page
    assert "Read this aloud first:" in page
    links = re.findall(r'href="(/share/plot/tell\?pen=\w+)"', page)
    assert links == ["/share/plot/tell?pen=scribe", "/share/plot/tell?pen=interviewer"]


@pytest.mark.parametrize("pen", ["scribe", "interviewer"])
def test_it_is_carried_to_the_end_and_stored(app, client, pen):
    first = client.get(f"/share/plot/tell?pen={pen}")
    assert hidden(first, "pen") == [pen]
    checked = client.post("/share/plot", data={**ANSWERS, "pen": pen, "step": "check"})
    assert hidden(checked, "pen") == [pen]
    assert client.post("/share/plot", data={**ANSWERS, "pen": pen, "step": "send"}).status_code == 201
    assert pens(app) == [pen]


@pytest.mark.parametrize("claimed", ["", "keyed", "staff", "<script>"])
def test_anything_else_is_the_tellers_own_pen(app, client, claimed):
    assert "<script>window" not in client.get("/share/plot/tell", query_string={"pen": claimed}).text
    client.post("/share/plot", data={**ANSWERS, "pen": claimed, "step": "send"})
    assert pens(app) == ["self"]


def test_with_a_one_time_code_it_is_asked_in_the_form(app, client):
    began = client.get(f"/share/asked?invitation={CODE}")
    assert '<input class="govuk-radios__input" id="pen-scribe" name="pen" type="radio" value="scribe">' in began.text
    assert "/share/asked/tell?pen" not in began.text
    first = client.post("/share/asked", data={"at": "page.start", "step": "next", "invitation": CODE, "pen": "scribe"})
    assert hidden(first, "pen") == ["scribe"]
    assert hidden(first, "invitation") == [CODE]
