"""A collection that needs a one-time code: asked before anybody writes, spent with the story, nothing lost."""

import re

import pytest

from narratives.invitation import invitation_codes
from store.collections import add_collection
from store.invitations import Standing, add_invitations, standing
from tests.builders import make_collection, make_framework, open_plot
from tests.people import SECRET, make_app, stores_of
from tests.web.respond.conftest import ANSWERS
from web.returning.desk import Desk

CODES = invitation_codes("ab" * 16, 40, SECRET)
UNKNOWN = invitation_codes("ff" * 16, 1, SECRET)[0]
MISTYPED = CODES[0][:-1] + ("0" if CODES[0][-1] != "0" else "1")


class Ticking:
    """A desk at which waiting takes no time, and which notes how long it would have been."""

    def __init__(self):
        self.waits = []
        self.desk = Desk(clock=lambda: 0.0, sleep=self.waits.append)


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    app = make_app(tmp_path_factory.mktemp("invited"))
    db = stores_of(app).stories
    collection, _framework = open_plot(db, invited=True)
    add_collection(db, make_collection(id="free"))
    add_invitations(db, collection, CODES, SECRET)
    assert make_framework().id == collection.framework_id
    return app


@pytest.fixture
def app(installed):
    db = stores_of(installed).stories
    db.execute("delete from narratives")
    db.execute("update invitations set spent = 0")
    installed.extensions["invitations.desk"] = Ticking().desk
    return installed


@pytest.fixture
def client(app):
    return app.test_client()


def stories(app):
    return [row["text"] for row in stores_of(app).stories.rows("select text from narratives order by text")]


def told(**changes):
    return {**ANSWERS, "step": "send", "invitation": CODES[0], **changes}


def asks_for_code(answer):
    return "Enter your code" in answer.text and 'name="invitation" type="text"' in answer.text


def hidden(answer, name):
    return re.findall(rf'<input type="hidden" name="{re.escape(name)}" value="([^"]*)"', answer.text)


@pytest.mark.parametrize("page", ["", "/tell", "/whole"])
@pytest.mark.parametrize("way", ["/share/plot", "/kiosk/plot"])
def test_without_a_code_every_way_in_asks_for_one(client, way, page):
    if way == "/kiosk/plot" and not page:
        page = "/start"
    answer = client.get(way + page)
    assert answer.status_code == 200
    assert asks_for_code(answer)
    assert f'action="{way}"' in answer.text
    assert 'name="story"' not in answer.text


def test_a_collection_that_is_open_asks_for_nothing(client):
    assert not asks_for_code(client.get("/share/free"))
    assert client.post("/share/free", data=told(invitation="")).status_code == 201


def test_a_code_that_is_typed_opens_the_first_page_and_is_carried_hidden(client):
    answer = client.post("/share/plot", data={"at": "page.invitation", "invitation": CODES[0].lower()})
    assert answer.status_code == 200
    assert "Before you start" in answer.text
    assert hidden(answer, "invitation") == [CODES[0]]


def test_a_code_in_the_link_moves_into_the_form_and_out_of_every_address(client):
    answer = client.get(f"/share/plot?invitation={CODES[0]}")
    assert hidden(answer, "invitation") == [CODES[0]]
    assert CODES[0] not in re.sub(r'<input type="hidden" name="invitation" value="[^"]*">', "", answer.text)
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert "js/invited.js" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_the_code_travels_with_the_story_to_the_end(client):
    began = client.post("/share/plot", data={"at": "page.start", "step": "next", "invitation": CODES[0]})
    assert 'name="story"' in began.text
    assert hidden(began, "invitation") == [CODES[0]]
    checked = client.post("/share/plot", data=told(step="check"))
    assert "Check your answers" in checked.text
    assert hidden(checked, "invitation") == [CODES[0]]


def test_sending_spends_the_code_once(app, client):
    assert client.post("/share/plot", data=told()).status_code == 201
    collection = stores_of(app).opened("plot")[0]
    assert standing(stores_of(app).stories, collection, CODES[0], SECRET) is Standing.SPENT
    assert stories(app) == [ANSWERS["story"]]


def test_pressing_send_twice_gives_the_same_receipt(client):
    first, second = (client.post("/share/plot", data=told()) for _ in range(2))
    assert first.status_code == second.status_code == 201
    parts = [re.findall(r'mm-receipt__part">(.*?)<', answer.text) for answer in (first, second)]
    assert parts[0] == parts[1] != []


@pytest.mark.parametrize(
    ("code", "status", "said"),
    [
        ("", 422, "Enter the code from your card or letter"),
        (MISTYPED, 422, "at least one of yours is different"),
        ("hello", 422, "at least one of yours is different"),
        (UNKNOWN, 422, "there is none like it for this collection"),
    ],
)
def test_a_wrong_code_is_refused_before_anybody_writes(client, code, status, said):
    answers = [client.post("/share/plot", data={"at": "page.invitation", "invitation": code})]
    if code:
        answers.append(client.get(f"/share/plot?invitation={code}"))
    for answer in answers:
        assert answer.status_code == status
        assert asks_for_code(answer)
        assert 'id="invitation-error"' in answer.text
        assert said in answer.text


def test_a_used_code_is_refused_before_anybody_writes(client):
    client.post("/share/plot", data=told())
    for answer in (
        client.get(f"/share/plot?invitation={CODES[0]}"),
        client.post("/share/plot", data={"at": "page.invitation", "invitation": CODES[0]}),
    ):
        assert answer.status_code == 409
        assert "This code was used already" in answer.text
        assert asks_for_code(answer)


def test_a_code_that_was_used_meanwhile_loses_nothing_and_another_one_sends_it(app, client):
    client.post("/share/plot", data=told())
    late = told(key="cd" * 16, story="The peas never came.", title="Peas")
    answer = client.post("/share/plot", data=late)
    assert answer.status_code == 409
    assert "Nothing is lost" in answer.text
    for name in ("story", "title", "mood.shares", "consent", "key"):
        assert hidden(answer, name) == [late[name]], name
    carried = {name: hidden(answer, name) for name in ("key", "story", "title", "group", "consent", "mood.shares")}
    again = client.post("/share/plot", data={**carried, "at": "page.invitation", "invitation": CODES[1]})
    assert "Check your answers" in again.text
    assert hidden(again, "invitation") == [CODES[1]]
    assert client.post("/share/plot", data={**late, "invitation": CODES[1]}).status_code == 201
    assert stories(app) == ["The beans came up twice.", "The peas never came."]


@pytest.mark.parametrize("code", ["", "nonsense", MISTYPED])
def test_a_story_without_a_code_is_not_stored_and_not_lost(app, client, code):
    answer = client.post("/share/plot", data=told(invitation=code))
    assert answer.status_code == 422
    assert asks_for_code(answer)
    assert hidden(answer, "story") == [ANSWERS["story"]]
    assert stories(app) == []


def test_a_code_that_nobody_made_stores_nothing(app, client):
    assert client.post("/share/plot", data=told(invitation=UNKNOWN)).status_code == 409
    assert stories(app) == []


def test_a_program_is_told_which_field_is_missing(client):
    answer = client.post("/share/plot", data=told(invitation=""), headers={"Accept": "application/json"})
    assert answer.status_code == 422
    assert answer.json["errors"][0]["field"] == "invitation"
    spent = client.post("/share/plot", data=told(invitation=UNKNOWN), headers={"Accept": "application/json"})
    assert (spent.status_code, spent.json) == (409, {"outcome": "invitation-spent"})


def test_guessing_gets_slower_and_a_good_code_never_waits(app, client):
    ticking = Ticking()
    app.extensions["invitations.desk"] = ticking.desk
    for code in invitation_codes("ee" * 16, 4, SECRET):
        client.post("/share/plot", data={"at": "page.invitation", "invitation": code})
    assert ticking.waits == [0.25, 0.5, 1.0, 2.0]
    assert client.get(f"/share/plot?invitation={CODES[0]}").status_code == 200
    assert client.get(f"/share/plot?invitation={MISTYPED}").status_code == 422
    assert len(ticking.waits) == 4


def test_too_many_guesses_at_once_are_sent_away_with_the_story_kept(app, client):
    crowded = Desk()
    while crowded._line.acquire(blocking=False):
        pass
    app.extensions["invitations.desk"] = crowded
    answer = client.post("/share/plot", data=told(at="page.invitation"))
    assert answer.status_code == 429
    assert "Wait ten seconds" in answer.text
    assert hidden(answer, "story") == [ANSWERS["story"]]


def test_a_closed_collection_says_so_before_it_asks_for_a_code(app, client):
    from datetime import date

    add_collection(stores_of(app).stories, make_collection(id="over", invited=True, closes_on=date(2025, 1, 1)))
    answer = client.get("/share/over")
    assert answer.status_code == 410
    assert not asks_for_code(answer)
