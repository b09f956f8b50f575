from dataclasses import replace
from datetime import datetime

import pytest

from narratives.alert import Signal
from narratives.route import Medium, Pace
from store.routes import Standing
from tests.store.parcels import HOOK, MAIL, NOON, NOW
from web.routes.page import STATES, route_cards


def make_standing(**changes):
    facts = {
        "route": HOOK,
        "made_at": NOON.isoformat(),
        "delivered_at": None,
        "waiting": 0,
        "given_up": 0,
        "attempts": 0,
        "last_error": "",
        "try_at": None,
    }
    return Standing(**{**facts, **changes})


def cards(*standings):
    return route_cards(standings, {"plot": "The plot"}, {"ade": "Ade"}, b"x" * 32, NOON)


def moment(seconds):
    return f"{datetime.fromtimestamp(seconds).astimezone():%H:%M}"


@pytest.mark.parametrize(
    ("changes", "words", "fact"),
    [
        ({}, "Nothing sent yet", "Added by Ade on 4 March 2026"),
        ({"delivered_at": NOW}, "Working", f"Last delivered at {moment(NOW)} on 4 March 2026"),
        ({"waiting": 1, "try_at": NOW - 9}, "On its way", "1 message waiting, due at"),
        (
            {"waiting": 2, "attempts": 3, "last_error": "It was down.", "try_at": NOW + 60},
            "Not arriving",
            f"2 messages waiting, the first tried 3 times; next try at {moment(NOW + 60)}",
        ),
        (
            {"waiting": 2, "delivered_at": NOW, "try_at": NOW + 999},
            "Working",
            "2 alerts gathered so far; the next message goes at",
        ),
        ({"given_up": 1, "last_error": "It was down."}, "Not arriving", "1 message given up so far"),
        (
            {"route": replace(HOOK, stopped_because="Ade stopped it."), "waiting": 1, "try_at": NOW},
            "Stopped",
            "1 message waiting; started again, it sends them first",
        ),
    ],
)
def test_how_a_route_fares_is_said_in_plain_words(changes, words, fact):
    (card,) = cards(make_standing(**changes))
    assert card.state_words == words
    assert any(fact in said for said in card.facts)
    assert card.trouble == (card.trouble and (changes.get("last_error") or "Ade stopped it."))


def test_what_needs_somebody_comes_first():
    standings = [
        make_standing(route=replace(HOOK, id="stopped", stopped_because="Ade stopped it.")),
        make_standing(route=replace(HOOK, id="quiet")),
        make_standing(route=replace(HOOK, id="working"), delivered_at=NOW),
        make_standing(route=replace(HOOK, id="waiting"), waiting=1, try_at=NOW),
        make_standing(route=replace(HOOK, id="failing"), waiting=1, try_at=NOW + 60, last_error="It was down."),
    ]
    assert tuple(card.id for card in cards(*standings)) == STATES


def test_what_a_route_sends_is_said_with_its_collection_and_pace():
    def said(**changes):
        return cards(make_standing(route=replace(MAIL, **changes)))[0].what

    assert said(pace=Pace.IMMEDIATE) == "Every collection: all alerts, at once"
    assert said(collection="plot") == "The plot: all alerts, gathered, every day at 07:00"
    some = frozenset({Signal.THEME, Signal.TEMPERATURE})
    assert said(signals=some, pace=Pace.WEEKLY).endswith(
        "alerts about temperature and what people talk about, gathered, on Mondays at 07:00"
    )
    assert said(medium=Medium.FEED) == "All alerts of the last 90 days"


def test_only_a_webhook_has_a_secret_and_only_a_feed_has_no_address():
    made = (HOOK, MAIL, replace(HOOK, medium=Medium.FEED, address="hash"))
    hook, mail, feed = (cards(make_standing(route=route))[0] for route in made)
    assert hook.secret.startswith("whsec_")
    assert mail.secret == feed.secret == ""
    assert (hook.title, mail.title, feed.title) == (HOOK.address, MAIL.address, "Every collection")
