"""The page as staff meet it: with everything, while it is being measured, and before there is anything."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

from narratives.alert import Finding, Signal
from narratives.judgement import Judgement
from narratives.promise import TOTAL, GroupPace, Kind, Rate
from store.alerts import add_alert
from store.judgements import judge
from store.promises import KeptOutlook, keep_outlook, keep_replays
from tests.builders import TODAY
from tests.store.test_promises import FOUND, OUTLOOK


def test_before_there_is_history_it_says_what_is_missing(world, ada):
    page = ada.get("/explore/plot/promise").text
    assert "Promised: at most 1 false alert a year" in page
    assert "A collection is watched once it has 25 stories and 30 days behind it." in page
    assert "No alert was raised so far." in page and '<svg class="mm-promise' not in page


def test_with_history_and_nothing_measured_it_says_that_it_comes(world, ada):
    world.tell(30, told_on=TODAY - timedelta(days=100))
    page = ada.get("/explore/plot/promise").text
    assert "Nothing measured yet" in page and "Not enough history yet" not in page


def test_while_it_is_measured_it_says_how_far_it_is(world, ada):
    keep_replays(world.db, "plot", replace(FOUND, replays=12, years=11.0), previous=None)
    page = ada.get("/explore/plot/promise").text
    assert "Your stories, dealt out again: 12 of 40 replays done" in page
    assert '<progress id="replays-1" value="12" max="40">' in page
    assert "Not certain yet" in page and "0.03 to 6.20" in page


def test_with_everything_it_says_kept_how_soon_and_what_is_too_small(world, ada):
    rates = {name: Rate(3, 0.08, 0.02, 0.2) for name in (TOTAL, "temperature", "theme", "collection")}
    for kind in Kind:
        keep_replays(world.db, "plot", replace(FOUND, kind=kind, replays=40, years=38.0, rates=rates), previous=None)
    slow = replace(OUTLOOK, slow=(GroupPace("few", 9, 2.2),), young=(GroupPace("<new>", 4, 1.0),))
    keep_outlook(world.db, "plot", KeptOutlook("engine", TODAY, slow))
    page = ada.get("/explore/plot/promise").text
    assert ">Kept</strong>" in page
    assert "How soon would a shift be noticed?" in page and "Every size in numbers" in page
    assert "few: fewer than 10 stories" in page
    assert "&lt;new&gt;" in page and "<new>" not in page
    assert "Tried on 2 March 2026" in page


def test_alerts_so_far_are_counted_by_what_became_of_them(world, ada):
    found = Finding(TODAY, TODAY, Signal.THEME, "mood", "up", "group", "east", 20, 1.0, 0.5, 1.5, 4.0)
    add_alert(world.db, "plot", found, sentence="It moved.", exemplars=(), at=datetime(2026, 3, 2, tzinfo=UTC))
    page = ada.get("/explore/plot/promise").text
    assert "Alerts so far, by what became of them" in page and "Being looked into" in page


def test_the_way_there_is_beside_the_collections_other_pages_and_on_what_changed(world, ada):
    assert '<a class="moj-sub-navigation__link" href="/explore/plot/promise"' in ada.get("/explore/plot").text
    assert '<a class="govuk-link" href="/explore/plot/promise">at most 1 false alert a year' in ada.get("/changed").text


def test_what_people_said_of_the_alerts_stands_beside_the_promise(world, ada):
    for place in range(6):
        found = Finding(TODAY, TODAY, Signal.THEME, "mood", "up", "group", f"g{place}", 20, 1.0, 0.5, 1.5, 4.0)
        at = datetime(2026, 3, 2, tzinfo=UTC)
        alert = add_alert(world.db, "plot", found, sentence="It moved.", exemplars=(), at=at)
        assert alert and judge(world.db, alert, account="ada", judgement=Judgement.REAL, at=at)
    page = ada.get("/explore/plot/promise").text
    assert "Of 6 alerts judged one way or the other, 6 were real or known: 100% (54% to 100%)." in page
    assert "No alert of the last 12 months was judged noise. The promise: at most 1 false alert a year." in page
    assert "By kind of alert" in page and "Dash: fewer than 5 judged" in page
