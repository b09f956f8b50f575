from dataclasses import replace
from datetime import date, timedelta

from narratives.alert import Folding, Signal
from narratives.route import Medium, token_hash
from store.alerts import Fold, add_alert
from store.collections import add_collection
from store.feeds import find_feed, list_items
from store.routes import add_route, stop_route
from tests.builders import make_collection, open_plot
from tests.store.parcels import HOOK, NOON
from tests.web.explore.telling import make_finding

TODAY = date(2026, 3, 4)
FEED = replace(HOOK, id="feed", medium=Medium.FEED, address=token_hash("a-token"))


def test_a_feed_is_found_by_its_token_and_by_nothing_else(db):
    add_route(db, FEED, NOON)
    add_route(db, replace(HOOK, address=token_hash("another")), NOON)
    assert find_feed(db, "a-token").id == "feed"
    for other in ("another", token_hash("a-token"), "", "a-toke"):
        assert find_feed(db, other) is None
    stop_route(db, "feed", because="Ade stopped it.", by="ade", at=NOON)
    assert find_feed(db, "a-token").stopped_because == "Ade stopped it."


def raise_on(db, day, group, *, collection="plot", **more):
    finding = make_finding(raised_on=day, since=day - timedelta(days=9), group=group, **more.pop("changes", {}))
    return add_alert(db, collection, finding, sentence="Words of a theme.", exemplars=[], at=NOON, **more)


def test_a_feed_tells_the_alerts_of_ninety_days_that_stand_by_themselves(db):
    open_plot(db)
    add_collection(db, make_collection(id="quiet"))
    lead = raise_on(db, TODAY, "east")
    raise_on(db, TODAY - timedelta(days=90), "west")
    raise_on(db, TODAY - timedelta(days=91), "north")
    raise_on(db, TODAY, "folded", folding=Fold(lead, Folding.TOGETHER))
    raise_on(db, TODAY, "silenced", silence_id="s1")
    raise_on(db, TODAY, "quiet", collection="quiet")
    themes = {"signal": Signal.THEME, "signifier": "theme", "direction": "topic:3"}
    raise_on(db, TODAY, "themed", changes=themes)

    def groups(**changes):
        return {item.message.where for item in list_items(db, replace(FEED, **changes), TODAY)}

    assert groups() == {"east and folded", "west", "quiet", "themed"}
    assert groups(collection="quiet") == {"quiet"}
    assert groups(signals={Signal.THEME}) == {"themed"}
    sentences = {item.message.sentence for item in list_items(db, FEED, TODAY)}
    assert not any("Words" in sentence for sentence in sentences)
