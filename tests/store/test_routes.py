from dataclasses import replace
from datetime import timedelta

import pytest

from narratives.alert import Signal
from narratives.errors import NotFoundError
from narratives.route import Medium, Pace
from store.collections import add_collection
from store.routes import add_route, fallback_of, get_route, list_standings, routes_of, start_route, stop_route
from store.sending import give_up, mark_delivered, mark_failed, take
from tests.builders import make_collection, open_plot
from tests.store.parcels import HOOK, MAIL, NOON, NOW, fill


def test_a_route_comes_back_as_it_was_added(db):
    open_plot(db)
    route = replace(HOOK, collection="plot", signals=frozenset({Signal.THEME, Signal.TEMPERATURE}))
    assert add_route(db, route, NOON)
    assert get_route(db, "hook") == route
    with pytest.raises(NotFoundError, match="no route with id 'nowhere'"):
        get_route(db, "nowhere")


def test_the_same_route_is_added_once_unless_it_was_stopped(db):
    assert add_route(db, HOOK, NOON)
    assert not add_route(db, HOOK, NOON)
    assert not add_route(db, replace(HOOK, id="twin"), NOON)
    assert add_route(db, replace(HOOK, id="weekly", pace=Pace.WEEKLY), NOON)
    assert stop_route(db, "hook", because="Ade stopped it.", by="ade", at=NOON)
    assert add_route(db, replace(HOOK, id="twin"), NOON)


def test_stopping_and_starting_happen_once(db):
    add_route(db, HOOK, NOON)
    assert stop_route(db, "hook", because="Ade stopped it.", by="ade", at=NOON)
    assert not stop_route(db, "hook", because="Mo stopped it.", by="mo", at=NOON)
    assert get_route(db, "hook").stopped_because == "Ade stopped it."
    assert start_route(db, "hook")
    assert not start_route(db, "hook")
    assert get_route(db, "hook") == HOOK


def test_alerts_take_the_routes_of_their_collection_and_those_of_all(db):
    open_plot(db)
    add_collection(db, make_collection(id="quiet"))
    for route in (HOOK, replace(MAIL, collection="plot"), replace(MAIL, id="q", collection="quiet")):
        add_route(db, route, NOON)
    add_route(db, replace(HOOK, id="feed", medium=Medium.FEED, address="hash"), NOON)
    assert {route.id for route in routes_of(db, "plot", Signal.THEME)} == {"hook", "mail"}
    assert {route.id for route in routes_of(db, "quiet", Signal.THEME)} == {"hook", "q"}


def test_the_e_mail_route_of_the_collection_itself_comes_before_that_of_all(db):
    open_plot(db)
    add_route(db, HOOK, NOON)
    assert fallback_of(db, HOOK, "plot") is None
    add_route(db, replace(MAIL, id="all"), NOON)
    assert fallback_of(db, HOOK, "plot").id == "all"
    add_route(db, replace(MAIL, id="own", collection="plot"), NOON + timedelta(days=1))
    assert fallback_of(db, HOOK, "plot").id == "own"
    stop_route(db, "own", because="Ade stopped it.", by="ade", at=NOON)
    assert fallback_of(db, HOOK, "plot").id == "all"
    assert fallback_of(db, replace(MAIL, id="all"), "plot") is None


def standing(db):
    return next(one for one in list_standings(db) if one.route.id == "hook")


def test_how_a_route_fares_is_what_its_oldest_message_met(db):
    add_route(db, HOOK, NOON)
    assert (standing(db).waiting, standing(db).delivered_at, standing(db).last_error) == (0, None, "")
    fill(db, HOOK, "one", "two")
    mark_failed(db, take(db, "a", now=NOW, seconds=9), "It was down.", try_at=NOW + 60)
    fared = standing(db)
    assert (fared.waiting, fared.attempts, fared.last_error, fared.try_at) == (2, 1, "It was down.", NOW + 60)
    give_up(db, take(db, "a", now=NOW + 60, seconds=9), "Still down.", notice="n", note="", at=NOON)
    fared = standing(db)
    assert (fared.waiting, fared.given_up, fared.last_error) == (1, 1, "")
    mark_failed(db, take(db, "a", now=NOW + 60, seconds=9), "Down.", try_at=NOW + 120)
    give_up(db, take(db, "a", now=NOW + 120, seconds=9), "Down.", notice="n", note="", at=NOON)
    assert standing(db).last_error == "Down."  # until another one arrives
    fill(db, HOOK, "three")
    mark_delivered(db, take(db, "a", now=NOW + 240, seconds=9), now=NOW + 240)
    fared = standing(db)
    assert (fared.waiting, fared.given_up, fared.last_error, fared.delivered_at) == (0, 2, "", NOW + 240)
