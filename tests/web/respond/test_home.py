"""The front page: how much of what stories showed was answered."""

from datetime import UTC, datetime

from store.alerts import add_alert
from tests.people import stores_of
from tests.web.explore.telling import make_finding


def test_the_front_page_says_how_much_was_answered_once_an_answer_is_due(app, client):
    assert "What came of earlier stories" not in client.get("/").text
    finding, at = make_finding(), datetime(2026, 2, 20, tzinfo=UTC)
    add_alert(stores_of(app).stories, "plot", finding, sentence="It moved.", exemplars=(), at=at)
    page = client.get("/").text
    assert "What came of earlier stories" in page
    assert "So far 0 of 1 alerts and experiments have been answered." in page and "It moved." not in page
