import re
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree import ElementTree

import pytest

from narratives.alert import Signal, sentence
from narratives.route import Medium, Pace, webhook_secret
from store.alerts import add_alert
from store.routes import add_route, get_route, list_standings, stop_route
from store.worker import list_notices, set_notice
from tests.builders import make_framework
from tests.people import SECRET, stores_of
from tests.store.parcels import HOOK, MAIL, NOON
from tests.web.explore.telling import make_finding
from web.routes.views import RESOLVER

FORM = {"key": "ab" * 16, "collection": "", "signals": ["temperature", "theme", "collection"], "pace": "immediate"}
HOOK_FORM = {**FORM, "address": "https://hooks.example.org/alerts"}
MAIL_FORM = {**FORM, "address": "team@example.org"}


def routes(db):
    return [one.route for one in list_standings(db)]


def test_the_page_says_what_leaves_the_platform_and_offers_what_can_be_added(ade):
    page = ade.get("/routes").text
    assert "never a word of any story" in page
    assert "No routes yet." in page
    for medium in Medium:
        assert f'href="/routes/add/{medium.value}"' in page
        assert ade.get(f"/routes/add/{medium.value}").status_code == 200
    assert ade.get("/routes/add/pigeon").status_code == 404


def test_a_webhook_is_added_and_its_secret_can_be_read(ade, db):
    answer = ade.post("/routes/add/webhook", {**HOOK_FORM, "collection": "plot", "signals": "theme", "pace": "weekly"})
    assert (answer.status_code, answer.location.partition("?")[0]) == (303, "/routes")
    (route,) = routes(db)
    assert (route.collection, route.pace, route.signals) == ("plot", Pace.WEEKLY, {Signal.THEME})
    page = ade.get(answer.location).text
    assert "https://hooks.example.org/alerts" in page
    assert webhook_secret(route.id, SECRET) in page
    assert "The plot: alerts about what people talk about, gathered, on Mondays at 07:00" in page
    assert "Nothing sent yet" in page


def test_sending_the_form_twice_adds_one_and_another_form_is_told_that_it_is_there(ade, db):
    assert ade.post("/routes/add/email", MAIL_FORM).status_code == 303
    assert ade.post("/routes/add/email", MAIL_FORM).status_code == 303
    again = ade.post("/routes/add/email", {**MAIL_FORM, "key": "cd" * 16})
    assert again.status_code == 422
    assert "These alerts go to this address already" in again.text
    assert len(routes(db)) == 1


@pytest.mark.parametrize(
    ("medium", "changes", "sentence"),
    [
        ("email", {"address": ""}, "Enter an e-mail address"),
        ("email", {"address": "a@example.org, b@example.org"}, "Enter one e-mail address, as in name@example.org"),
        ("email", {"address": "a@example.org\r\nBcc: b@example.org"}, "Enter one e-mail address"),
        ("webhook", {"address": "https://127.1/"}, "Use the name of the service and not a number"),
        ("webhook", {"signals": []}, "Choose at least one sort of alert"),
        ("webhook", {"signals": ["gossip"]}, "Choose at least one sort of alert"),
        ("webhook", {"collection": "elsewhere"}, "Choose a collection from the list"),
        ("webhook", {"pace": "hourly"}, "Choose when messages are sent"),
        ("feed", {"signals": []}, "Choose at least one sort of alert"),
    ],
)
def test_what_is_wrong_is_said_on_top_and_beside_the_field_and_what_was_typed_is_kept(
    ade, db, medium, changes, sentence
):
    answer = ade.post(f"/routes/add/{medium}", {**(MAIL_FORM if medium == "email" else HOOK_FORM), **changes})
    assert answer.status_code == 422
    assert answer.text.count(sentence) == 2
    assert "There is a problem" in answer.text
    assert f'value="{FORM["key"]}"' in answer.text
    assert routes(db) == []


def test_a_webhook_into_the_own_network_is_refused_when_it_is_added(app, ade, db):
    app.extensions[RESOLVER] = lambda host, port: ["93.184.216.34", "10.0.0.1"]
    answer = ade.post("/routes/add/webhook", HOOK_FORM)
    assert answer.status_code == 422
    assert "“hooks.example.org” leads into a private network" in answer.text
    assert 'value="https://hooks.example.org/alerts"' in answer.text
    assert routes(db) == []


def test_without_a_mail_server_no_address_is_taken_and_the_page_says_what_to_set(app, ade, db):
    stores_of(app).settings = replace(stores_of(app).settings, mail=None, public_url="")
    assert "E-mail is not set up on this server" in ade.post("/routes/add/email", MAIL_FORM).text
    page = ade.get("/routes").text
    assert "MURMURATION_SMTP_HOST" in page
    assert "MURMURATION_PUBLIC_URL" in page
    assert routes(db) == []


def test_a_test_message_is_put_into_the_outbox(ade, db):
    add_route(db, MAIL, NOON)
    answer = ade.post("/routes/mail/test", {})
    assert answer.status_code == 303
    assert db.one("select route_id, occasion from outbox") == {"route_id": "mail", "occasion": "test"}
    page = ade.get(answer.location).text
    assert "A test message is on its way" in page
    assert "On its way" in page


def test_a_stopped_route_gets_no_test_and_can_be_started_again(ade, db):
    add_route(db, HOOK, NOON)
    set_notice(db, "delivery:hook", "It does not arrive.", NOON.date())
    page = ade.get(ade.post("/routes/hook/stop", {}).location).text
    assert get_route(db, "hook").stopped_because == "Ade stopped it."
    assert "Ade stopped it." in page
    assert "Start again" in page
    assert list_notices(db) == []
    ade.post("/routes/hook/test", {})
    assert db.one("select count(*) as n from outbox")["n"] == 0
    ade.post("/routes/hook/start", {})
    assert get_route(db, "hook").stopped_because == ""
    for do in ("test", "stop", "start"):
        assert ade.post(f"/routes/nowhere/{do}", {}).status_code == 404


@pytest.fixture
def feed(ade):
    """The address of a feed, as it is shown once."""
    page = ade.post("/routes/add/feed", FORM).text
    return re.search(r"https://stories\.example\.org(/feeds/[A-Za-z0-9_-]{22}\.xml)", page)[1]


def test_the_address_of_a_feed_is_shown_once_and_not_kept(ade, db, feed):
    token = feed.removeprefix("/feeds/").removesuffix(".xml")
    assert token not in ade.get("/routes").text
    assert token not in str(db.rows("select id, address from routes"))
    assert feed in ade.post("/routes/add/feed", FORM).text  # the page loaded again
    assert len(routes(db)) == 1


def test_a_feed_tells_alerts_without_sign_in_and_answers_304_to_who_has_it(app, db, feed):
    today = datetime.now(UTC).date()
    finding = make_finding(raised_on=today, since=today, direction="anchor:sad")
    alert = add_alert(db, "plot", finding, sentence="Words of a theme.", exemplars=[], at=datetime.now(UTC))
    answer = app.test_client().get(feed)
    assert (answer.status_code, answer.mimetype) == (200, "application/rss+xml")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    channel = ElementTree.fromstring(answer.data).find("channel")
    assert channel.find("title").text == "Alerts: every collection"
    (item,) = channel.findall("item")
    assert item.find("title").text == sentence(finding, make_framework())
    assert item.find("link").text == f"https://stories.example.org/changed/{alert}"
    assert item.find("guid").text == alert
    assert item.find("guid").get("isPermaLink") == "false"
    assert "Where: east, The plot" in item.find("description").text
    kept = app.test_client().get(feed, headers={"If-None-Match": answer.headers["ETag"]})
    assert (kept.status_code, kept.data) == (304, b"")
    add_alert(db, "plot", replace(finding, group="west"), sentence="x", exemplars=[], at=datetime.now(UTC))
    assert app.test_client().get(feed, headers={"If-None-Match": answer.headers["ETag"]}).status_code == 200


def test_a_character_that_no_reader_takes_does_not_break_the_feed_of_all_others(app, db, feed):
    today = datetime.now(UTC).date()
    finding = make_finding(raised_on=today, since=today, group="east\x0b\ufffe <b>")
    add_alert(db, "plot", finding, sentence="x", exemplars=[], at=datetime.now(UTC))
    (item,) = ElementTree.fromstring(app.test_client().get(feed).data).iter("item")
    assert "Where: east <b>, The plot" in item.find("description").text


def test_an_unknown_feed_is_not_found_a_stopped_one_is_gone_and_neither_is_kept(app, ade, db, feed):
    for address, status in (("/feeds/AAAAAAAAAAAAAAAAAAAAAA.xml", 404), ("/feeds/x.xml", 404)):
        answer = app.test_client().get(address)
        assert (answer.status_code, answer.headers["Cache-Control"]) == (status, "no-store")
    (route,) = routes(db)
    stop_route(db, route.id, because="Ade stopped it.", by="ade", at=NOON)
    answer = app.test_client().get(feed)
    assert (answer.status_code, answer.headers["Cache-Control"]) == (410, "no-store")
    assert "Stopped" in ade.get("/routes").text
