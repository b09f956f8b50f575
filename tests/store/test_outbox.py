import json
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from narratives.alert import Signal
from narratives.errors import NotFoundError
from narratives.route import Medium, Occasion
from store.alerts import add_alert
from store.database import SqliteDatabase
from store.outbox import post, post_test
from store.routes import add_route, stop_route
from tests.builders import open_plot
from tests.store.parcels import HOOK, MAIL, NOON
from tests.web.explore.telling import make_finding


def rows(db: SqliteDatabase):
    return db.rows("select route_id, key, alert_id, occasion, body, made_at, due_at from outbox order by id")


@pytest.fixture
def raised(db):
    """An alert of which nobody was told: there is no route yet."""
    open_plot(db)
    alert = add_alert(db, "plot", make_finding(), sentence="Words of a theme.", exemplars=[], at=NOON)
    assert alert is not None
    return alert


def test_an_alert_is_posted_to_every_route_that_wants_it(db, raised):
    for route in (HOOK, MAIL, replace(HOOK, id="feed", medium=Medium.FEED, address="hash")):
        assert add_route(db, route, NOON)
    assert add_route(db, replace(HOOK, id="themes", address="https://x.example.org", signals={Signal.THEME}), NOON)
    assert add_route(db, replace(MAIL, id="stopped", address="old@example.org"), NOON)
    stop_route(db, "stopped", because="Ade stopped it.", by="ade", at=NOON)
    assert post(db, raised, Occasion.RAISED, NOON) == 2
    hook, mail = rows(db)
    assert (hook["route_id"], mail["route_id"]) == ("hook", "mail")
    assert hook["key"] == mail["key"]
    assert hook["due_at"] == NOON.timestamp()
    assert datetime.fromtimestamp(mail["due_at"]).hour == 7
    assert "theme" not in json.loads(hook["body"])["sentence"]


def test_posting_the_same_occasion_again_changes_nothing(db, raised):
    add_route(db, HOOK, NOON)
    assert post(db, raised, Occasion.RAISED, NOON) == 1
    assert post(db, raised, Occasion.RAISED, NOON + timedelta(days=9)) == 0
    assert post(db, raised, Occasion.CAME_BACK, NOON) == 1
    assert post(db, raised, Occasion.CAME_BACK, NOON) == 0
    assert post(db, raised, Occasion.CAME_BACK, NOON + timedelta(days=9)) == 1
    assert len({row["key"] for row in rows(db)}) == 3


def test_what_is_posted_goes_with_the_transaction_that_raised_it(db):
    open_plot(db)
    add_route(db, HOOK, NOON)
    with pytest.raises(ZeroDivisionError), db.write():
        add_alert(db, "plot", make_finding(), sentence="Stories moved.", exemplars=[], at=NOON)
        assert len(rows(db)) == 1
        raise ZeroDivisionError
    assert rows(db) == []
    add_alert(db, "plot", make_finding(), sentence="Stories moved.", exemplars=[], at=NOON)
    assert [row["occasion"] for row in rows(db)] == ["raised"]


def test_a_test_is_due_at_once_even_on_a_route_that_gathers_and_hurries_what_waits(db, raised):
    add_route(db, MAIL, NOON)
    post(db, raised, Occasion.RAISED, NOON)
    late = NOON + timedelta(days=2)
    db.execute("update outbox set try_at = :far", far=(late + timedelta(hours=1)).timestamp())
    post_test(db, MAIL, late)
    waiting = db.rows("select occasion, alert_id, try_at from outbox order by id")
    assert [row["occasion"] for row in waiting] == ["raised", "test"]
    assert {row["try_at"] for row in waiting} == {late.timestamp()}
    assert waiting[1]["alert_id"] is None


def test_an_alert_that_is_not_there_is_named(db):
    with pytest.raises(NotFoundError, match="no alert with id 'nowhere'"):
        post(db, "nowhere", Occasion.RAISED, NOON)
