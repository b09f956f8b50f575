from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from analysis.embedding import embed_pending
from analysis.leases import InterruptedPassError
from analysis.monitor import Monitor
from analysis.npz import pack_vectors
from analysis.opendays import Watched
from analysis.replay import backtest
from analysis.streams import plan_streams
from analysis.surveillance import watch_stories
from analysis.textsurveillance import watch_texts
from store.alerts import list_alerts
from store.schema import open_stories
from store.vectors import add_vectors
from store.worker import get_monitor
from tests.analysis.conftest import DAYS, FIRST, WordEmbedder, keep, make_season
from tests.analysis.test_surveillance import bare, findings
from tests.builders import TODAY, make_narrative, open_plot

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
MODEL = WordEmbedder.model_id


def watch(db, plot, today=TODAY, model=MODEL, **options):
    watch_stories(db, *plot, today=today, at=NOON)
    return watch_texts(db, *plot, model, at=NOON, **options)


def read(db):
    return db.one("select count(*) as n from narratives where watched = 2")["n"]


def restored(db, plot):
    monitor = Monitor(plot[0], plan_streams(*plot))
    monitor.restore(get_monitor(db, "plot").arrays)
    return monitor


def season_with_news(days=110, news=80):
    """From a day on, most stories of the west are about a fire."""
    told = make_season(days, shift=None)
    return [
        replace(one, text=f"{word} fire smoke burnt ash sparks {n}")
        if one.group == "west" and (one.told_on - FIRST).days >= news and n % 3
        else one
        for n, one in enumerate(told)
        for word in (("a", "the", "big", "red")[n % 4],)
    ]


def test_texts_wait_for_their_vectors_and_hold_nothing_up(db, plot, tell, library):
    tell(make_season())
    assert watch(db, plot) == Watched()
    assert get_monitor(db, "plot").day == restored(db, plot).day
    embed_pending(db, library, today=TODAY)
    assert watch(db, plot).stories == DAYS * 6 == read(db)
    assert watch(db, plot) == Watched()
    assert restored(db, plot).texts.day == restored(db, plot).day


def test_a_day_is_closed_only_when_all_its_texts_have_vectors(db, plot, tell, library):
    tell(make_season(40, shift=None))
    embed_pending(db, library, today=TODAY)
    today = FIRST + timedelta(days=40)
    tell([make_narrative(told_on=FIRST + timedelta(days=38), text="not embedded yet")])
    assert watch(db, plot, today).stories == 38 * 6
    embed_pending(db, library, today=TODAY)
    assert watch(db, plot, today).stories == 2 * 6 + 1


def test_stories_without_words_wait_for_nothing(db, plot, tell, library):
    tell([replace(one, text="") for one in make_season(10, shift=None)])
    assert watch(db, plot, FIRST + timedelta(days=10)).stories == 60


@pytest.mark.slow
def test_live_and_backtest_find_the_same_in_texts(db, plot, tell, library):
    season = season_with_news()
    for day in range(10, 111, 10):
        tell([one for one in season if day - 10 <= (one.told_on - FIRST).days < day])
        watch(db, plot, FIRST + timedelta(days=day))
        if day % 20 == 10:
            embed_pending(db, library, today=TODAY)
        watch(db, plot, FIRST + timedelta(days=day))
    replayed = backtest(db, *plot, model_id=MODEL)
    assert findings(db) == bare(replayed.alerts)
    assert {one.signal for one in replayed.alerts} == {"theme"}
    assert {one.group for one in replayed.alerts} <= {"west", ""}
    assert replayed.embedded == replayed.stories


@pytest.mark.slow
def test_killed_between_commits_it_ends_where_an_uninterrupted_run_does(db, plot, tell, library, tmp_path, monkeypatch):
    monkeypatch.setattr("analysis.opendays.STORIES_A_COMMIT", 120)
    season = season_with_news()
    today = FIRST + timedelta(days=110)
    tell(season)
    embed_pending(db, library, today=TODAY)
    beats = iter(range(10**6))

    def dying() -> None:
        if next(beats) % 4 == 3:
            raise InterruptedPassError("killed")

    for _ in range(100):
        try:
            if watch(db, plot, today, beat=dying) == Watched():
                break
        except InterruptedPassError:
            continue
    whole = open_stories(tmp_path / "whole.db")
    other = open_plot(whole)
    keep(whole, other[1], season)
    embed_pending(whole, library, today=TODAY)
    watch(whole, other, today)
    assert findings(db) == findings(whole) and findings(db)
    assert get_monitor(db, "plot") == get_monitor(whole, "plot")
    assert read(db) == len(season)
    whole.close()


def test_another_model_watches_the_texts_afresh_and_doubles_no_alert(db, plot, tell, library):
    tell(season_with_news())
    today = FIRST + timedelta(days=110)
    embed_pending(db, library, today=TODAY)
    watch(db, plot, today)
    before = [alert.finding for alert in list_alerts(db, "plot")]
    answers = restored(db, plot).day
    assert watch(db, plot, today, model="twin") == Watched()
    assert (read(db), restored(db, plot).texts.model) == (0, "twin")
    rows = db.rows("select text_hash, vector from vectors")
    add_vectors(db, "twin", [(row["text_hash"], row["vector"]) for row in rows])
    assert watch(db, plot, today, model="twin").stories == 660
    assert [alert.finding for alert in list_alerts(db, "plot")] == before and before
    assert restored(db, plot).day == answers


def test_a_late_text_is_fed_on_the_next_open_day(db, plot, tell, library):
    tell(make_season(40, shift=None))
    today = FIRST + timedelta(days=40)
    embed_pending(db, library, today=TODAY)
    watch(db, plot, today)
    tell([make_narrative(told_on=FIRST + timedelta(days=30))])
    embed_pending(db, library, today=TODAY)
    assert watch(db, plot, today) == Watched()
    assert watch(db, plot, today + timedelta(days=1)).stories == 1


def test_a_story_that_comes_too_late_replays_the_texts_too(db, plot, tell, library):
    tell(make_season(40, shift=None))
    today = FIRST + timedelta(days=40)
    embed_pending(db, library, today=TODAY)
    watch(db, plot, today)
    tell([make_narrative(told_on=FIRST)])
    embed_pending(db, library, today=TODAY)
    assert watch(db, plot, today).stories == 241


def test_of_two_workers_at_once_only_one_commits(db, plot, tell, library, monkeypatch):
    import analysis.textsurveillance as textsurveillance

    tell(make_season(40, shift=None))
    today = FIRST + timedelta(days=40)
    embed_pending(db, library, today=TODAY)
    watch_stories(db, *plot, today=today, at=NOON)
    honest, other = textsurveillance._feed, open_stories(db.path)

    def slow(*given):
        with monkeypatch.context() as patched:
            patched.setattr(textsurveillance, "_feed", honest)
            watch_texts(other, *plot, MODEL, at=NOON)
        return honest(*given)

    monkeypatch.setattr(textsurveillance, "_feed", slow)
    assert watch_texts(db, *plot, MODEL, at=NOON) == Watched()
    assert read(db) == 240
    other.close()


def test_before_the_answers_were_watched_no_text_is(db, plot, tell):
    assert watch_texts(db, *plot, MODEL, at=NOON) == Watched()


@pytest.mark.parametrize("value", [float("nan"), 0.0])
def test_a_vector_that_is_none_is_not_embedded(db, plot, tell, library, value):
    tell(make_season(40, shift=None))
    hashes = [row["text_hash"] for row in db.rows("select distinct text_hash from narratives")]
    vectors = WordEmbedder().embed(hashes)
    vectors[::2] = value
    add_vectors(db, MODEL, zip(hashes, pack_vectors(vectors), strict=True))
    assert watch(db, plot, FIRST + timedelta(days=40)).stories == 240
    assert restored(db, plot).texts.burning_in == len(hashes[1::2])
