from datetime import UTC, date, datetime

import pytest

from narratives.alert import Folding, Signal
from narratives.elsewhere import Lookout, Sighting
from narratives.route import Medium, Occasion, Pace, Route
from store.alerts import Fold, add_alert, add_sign
from store.outbox import told_of
from store.release_shares import set_shared_collections
from store.routes import add_route
from store.schema import open_stories
from store.seen_elsewhere import elsewhere_of, keep_only, keep_others, list_sightings, set_telling
from tests.builders import open_plot
from tests.web.explore.telling import make_finding

NOW = datetime(2026, 2, 20, 9, 0, tzinfo=UTC)
ON = date(2026, 2, 20)
SAD = Sighting("garden", 1, "mood", "anchor:sad", "2026-02")
WHOLE = {"scope": "collection", "group": ""}


@pytest.fixture
def db(tmp_path):
    database = open_stories(tmp_path / "stories.db")
    yield database
    database.close()


@pytest.fixture
def plot(db):
    return open_plot(db)


def raise_alert(db, **changes):
    return add_alert(db, "plot", make_finding(**(WHOLE | changes)), sentence="It moved.", exemplars=(), at=NOW)


def share(db, confederation="weirs"):
    set_shared_collections(db, confederation, ["plot"])
    set_telling(db, confederation, tells=True)


def hear(db, *sightings, members=3):
    lookouts = [(number, Lookout("garden", 1, 1.0)) for number in range(members)]
    keep_others(db, "weirs", sightings, lookouts)


def test_alerts_about_the_whole_collection_are_told_with_their_signs(db, plot):
    alert = raise_alert(db)
    add_sign(db, alert, make_finding(signifier="say", direction="anchor:none", **WHOLE), sentence="So did that.")
    told = list_sightings(db, *plot)
    assert told == {SAD, Sighting("garden", 1, "say", "anchor:none", "2026-02")}


@pytest.mark.parametrize(
    "changes",
    [
        {"scope": "group", "group": "east"},
        {"n": 9},
        {"signal": Signal.COLLECTION, "signifier": "volume", "direction": "fewer"},
        {"signal": Signal.THEME, "signifier": "theme", "direction": "topic:2"},
    ],
)
def test_what_is_about_a_group_or_few_or_ones_own_themes_is_not_told(db, plot, changes):
    assert raise_alert(db, **changes)
    assert list_sightings(db, *plot) == frozenset()


def test_what_the_way_stories_arrive_explains_is_not_told(db, plot):
    lead = raise_alert(db, signal=Signal.COLLECTION, signifier="new-site", direction="new-site")
    explained = Fold(lead, Folding.INHIBITED)
    finding = make_finding(**WHOLE)
    assert add_alert(db, "plot", finding, sentence="It moved.", exemplars=(), at=NOW, folding=explained)
    assert list_sightings(db, *plot) == frozenset()


def test_who_does_not_tell_of_a_collection_hears_nothing_about_it(db, plot):
    hear(db, (0, SAD), (1, SAD))
    assert elsewhere_of(db, make_finding(), *plot, ON) is None
    set_shared_collections(db, "weirs", ["plot"])
    assert elsewhere_of(db, make_finding(), *plot, ON) is None, "figures are ticked, and telling is not"
    share(db)
    found = elsewhere_of(db, make_finding(), *plot, ON)
    assert (found.seen, found.of) == (2, 3)


def test_another_question_another_way_another_time_or_another_version_is_not_the_same(db, plot):
    share(db)
    others = [
        Sighting("garden", 1, "say", "anchor:sad", "2026-02"),
        Sighting("garden", 1, "mood", "away:sad", "2026-02"),
        Sighting("garden", 1, "mood", "anchor:sad", "2025-09"),
        Sighting("garden", 2, "mood", "anchor:sad", "2026-02"),
    ]
    hear(db, *enumerate(others), members=4)
    assert elsewhere_of(db, make_finding(), *plot, ON).seen == 0


def test_a_member_that_saw_it_in_two_months_counts_once_and_one_that_no_longer_looks_out_not_at_all(db, plot):
    share(db)
    january = Sighting("garden", 1, "mood", "anchor:sad", "2026-01")
    hear(db, (0, SAD), (0, january), (7, SAD))
    found = elsewhere_of(db, make_finding(), *plot, ON)
    assert (found.seen, found.of) == (1, 3)


def test_of_two_confederations_the_one_in_which_most_look_out_is_told(db, plot):
    for name, members in (("banks", 2), ("weirs", 5)):
        share(db, name)
        keep_others(db, name, [(0, SAD)], [(one, Lookout("garden", 1, 1.0)) for one in range(members)])
    assert elsewhere_of(db, make_finding(), *plot, ON).of == 5


def test_copies_of_confederations_that_were_left_go(db, plot):
    share(db)
    hear(db, (0, SAD))
    keep_only(db, ["banks"])
    assert db.rows("select * from seen_elsewhere") == db.rows("select * from watched_elsewhere") == []


def test_a_message_says_it_the_moment_it_is_written(db, plot):
    share(db)
    hear(db, (0, SAD), (1, SAD))
    add_route(db, Route("aa", None, Medium.EMAIL, "a@example.org", Pace.IMMEDIATE, frozenset(Signal), "ada"), NOW)
    told = told_of(db, raise_alert(db), Occasion.RAISED)
    assert told.elsewhere.startswith("2 of 3 other organisations saw the same question move the same way")
    assert dict(told.facts)["Elsewhere"] == told.elsewhere
    (kept,) = db.rows("select body from outbox")
    assert "2 of 3 other organisations" in kept["body"]


def test_a_message_says_nothing_of_others_who_saw_nothing(db, plot):
    share(db)
    hear(db)
    told = told_of(db, raise_alert(db), Occasion.RAISED)
    assert told.elsewhere == "" and "Elsewhere" not in dict(told.facts)
