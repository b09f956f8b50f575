import threading
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Event

import pytest

import analysis.pipeline as pipeline
from analysis.embedding import Library
from analysis.leases import InterruptedPassError
from analysis.pipeline import Worker
from analysis.report import Report
from analysis.status import describe_status
from analysis.watch import Turn, run_until_done, watch
from narratives.framework_file import read_framework
from narratives.silence import Silence
from store.alerts import list_alerts
from store.collections import add_collection
from store.embedding_progress import embedding_progress
from store.frameworks import add_framework
from store.results import list_readings, list_themes
from store.schema import open_stories
from store.silences import add_silence, lift_silence
from store.worker import list_notices, take_lease
from tests.analysis.conftest import DAYS, FIRST, keep, load_words, make_season, not_applicable
from tests.builders import FRAMEWORK, TODAY, make_collection, make_narrative, open_plot

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
PRIVATE = frozenset()


def make_worker(db, **options):
    return Worker(db, Library("", load=load_words), now=lambda: NOON, today=lambda: TODAY, **options)


def results(db):
    """Everything that the worker made, without the ids that it makes up."""
    queries = {
        "vectors": "select text_hash, vector from vectors order by text_hash",
        "places": "select narrative_id, theme_id, distance, unusual from assignments order by narrative_id",
        "readings": "select * from readings order by group_name, starts_on",
        "batches": "select group_name, kind, n, aggregates from batches order by group_name, kind, aggregates",
        "monitors": "select * from monitors order by collection_id",
        "words": "select text, narrative_id from story_words order by narrative_id",
        "marks": "select id, watched, counted from narratives order by id",
    }
    alerts = sorted((repr(one.finding), one.sentence) for one in list_alerts(db, "plot"))
    return {name: db.rows(sql) for name, sql in queries.items()} | {"themes": list_themes(db, "plot"), "alerts": alerts}


def season():
    return [*make_season(), *(make_narrative(id=f"p{n:02}", consent=PRIVATE, told_on=FIRST) for n in range(25))]


@pytest.fixture
def whole(tmp_path):
    """What an uninterrupted run makes of the season."""
    database = open_stories(tmp_path / "whole.db")
    _, framework = open_plot(database)
    keep(database, framework, season())
    make_worker(database).run_once()
    found = results(database)
    database.close()
    return found


def test_one_pass_does_everything_and_says_so(db, plot, tell):
    tell(season())
    report = make_worker(db).run_once()
    assert report.embedded == DAYS * 6 + 1 and report.themed == DAYS * 6 + 25
    assert (report.batches, report.days, report.stories) == (2, DAYS, DAYS * 6 + 25)
    assert report.alerts == len(list_alerts(db, "plot")) > 0
    assert report.readings == len(list_readings(db, "plot")) > 0
    assert report.indexed == DAYS * 6
    assert make_worker(db).run_once() == Report()


def test_a_pass_with_nothing_new_looks_at_nothing(db, plot, tell, monkeypatch):
    tell(make_season(20))
    worker = make_worker(db)
    while worker.run_once() != Report():
        pass
    worker.run_once()

    def never(*_arguments, **_options):
        raise AssertionError("looked again")

    for name in ("measure_temperature", "watch_stories", "embed_pending", "update_themes", "close_full_batches"):
        monkeypatch.setattr(pipeline, name, never)
    assert worker.run_once() == Report()


@pytest.mark.slow
def test_killed_at_every_point_it_ends_where_an_uninterrupted_run_does(db, plot, tell, whole):
    tell(season())
    for beats in range(1, 200):
        left = iter(range(beats))
        worker = make_worker(db, stop=lambda left=left: next(left, None) is None)
        try:
            worker.run_once()
        except InterruptedPassError:
            continue
        break
    assert results(db) == whole


STEPS = ("watch_stories", "embed_pending")
FURTHER_STEPS = (pytest.param(step, marks=pytest.mark.slow) for step in ("update_themes", "measure_temperature"))


@pytest.mark.parametrize("step", [*STEPS, *FURTHER_STEPS])
def test_a_step_that_fails_is_made_up_for_by_the_next_pass(db, plot, tell, whole, monkeypatch, step):
    tell(season())
    with monkeypatch.context() as patched:
        patched.setattr(pipeline, step, lambda *_arguments, **_options: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            make_worker(db).run_once()
    make_worker(db).run_once()
    assert results(db) == whole


def test_two_workers_at_once_make_what_one_makes(db, plot, tell, whole):
    tell(season())
    failures = []

    def work():
        other = open_stories(db.path)
        try:
            run_until_done(make_worker(other), lambda _: None)
        except Exception as error:
            failures.append(error)
        other.close()

    threads = [threading.Thread(target=work) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    found = results(db)
    # Sums made by two threads at once differ in their last digits, which may number the same themes otherwise.
    for name in whole.keys() - {"places", "themes", "alerts"}:
        assert found[name] == whole[name], name
    # Topics are called by the themes that there were at that moment.
    assert [finding for finding, _ in found["alerts"]] == [finding for finding, _ in whole["alerts"]]
    assert [row["narrative_id"] for row in found["places"]] == [row["narrative_id"] for row in whole["places"]]
    # One may look for themes first while the other still embeds; later fits begin from what it found.
    assert found["themes"]


def test_work_that_another_worker_holds_is_waited_for_and_then_left(db, plot, tell):
    tell(make_season(5))
    take_lease(db, "embedding", "somebody", now=NOON.timestamp(), seconds=30)
    pauses = []
    report = run_until_done(make_worker(db), pauses.append)
    assert report.busy == ("embedding",) and sum(pauses) == 45
    assert db.one("select count(*) as n from vectors") == {"n": 0}


def test_an_import_that_is_still_coming_in_is_not_watched_yet(db, plot, tell):
    stories = season()
    worker = make_worker(db, watching=True)
    tell(stories[:300])
    assert worker.run_once().stories == 0
    tell(stories[300:])
    assert worker.run_once().stories == 0
    assert worker.run_once().stories == len(stories)


def test_a_long_backlog_of_texts_does_not_keep_the_rest_waiting(db, plot, tell):
    tell(make_season(60))
    worker = make_worker(db, texts_a_pass=100)
    first = worker.run_once()
    assert (first.embedded, first.stories) == (100, 360)
    assert (embedding_progress(db).done, embedding_progress(db).of) == (100, 360)
    while worker.unfinished:
        worker.run_once()
    assert embedding_progress(db) is None


def test_watch_goes_on_when_one_step_fails_and_says_so_on_the_managers_page(db, plot, tell, monkeypatch, caplog):
    tell(make_season(5))
    stop, said = Event(), []
    monkeypatch.setattr(pipeline, "measure_temperature", lambda *_arguments, **_options: 1 / 0)
    monkeypatch.setattr(stop, "wait", lambda _: stop.set())
    watch(lambda: [Turn(make_worker(db, stop=stop.is_set), said.append)], 1.0, stop)
    assert said == ["30 narratives embedded, 30 stories watched, 5 days closed, 0 alerts raised"]
    [notice] = list_notices(db)
    assert notice.startswith("Part of the analysis could not be done (temperature:plot) and is tried again")
    assert "temperature:plot failed" in caplog.text


def test_the_notice_goes_once_the_step_works_again(db, plot, tell, monkeypatch):
    tell(make_season(5))
    stop, clock = Event(), [NOON]
    worker = Worker(db, Library("", load=load_words), now=lambda: clock[0], today=lambda: TODAY, stop=stop.is_set)
    passes = []

    def wait(_seconds):
        passes.append(list_notices(db))
        clock[0] += timedelta(minutes=2)
        patched.undo()
        if len(passes) == 2:
            stop.set()

    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "measure_temperature", lambda *_arguments, **_options: 1 / 0)
        monkeypatch.setattr(stop, "wait", wait)
        turn = Turn(worker, print)
        watch(lambda: [turn], 1.0, stop)
    assert len(passes[0]) == 1 and passes[1] == []


def test_watch_stops_in_the_middle_of_a_pass_when_asked(db, plot, tell):
    tell(make_season(40))
    stop = Event()
    worker = make_worker(db, stop=stop.is_set, progress=lambda done, of: stop.set())
    watch(lambda: [Turn(worker, print)], 60.0, stop)
    assert 0 < db.one("select count(*) as n from vectors")["n"] < 240
    assert db.rows("select name from leases") == []


def test_the_status_names_backlog_model_and_last_day(db, plot, tell):
    tell(make_season(20, shift=None))
    before = "\n".join(describe_status(db, TODAY))
    assert "Model: none loaded yet; 120 texts waiting to embed" in before
    assert "Monitor: not begun; 120 stories waiting" in before
    make_worker(db).run_once()
    after = "\n".join(describe_status(db, TODAY))
    assert "Model: hashed-words; nothing waiting to embed" in after
    assert f"Monitor: closed up to {(FIRST + timedelta(days=19)).isoformat()}; nothing waiting" in after
    assert "Themes: 5, fitted on 120 stories; nothing waiting to place" in after
    assert "Topics of texts: watched up to" in after and "120 of the 200 stories that finding topics takes" in after
    assert "Not enough history yet: 2 groups" in after and "east: needs 11 more days" in after


def test_texts_are_watched_in_the_pass_that_embeds_them_and_by_a_worker_that_comes_later(db, plot, tell):
    tell(make_season(40))
    make_worker(db).run_once()
    assert db.rows("select distinct watched from narratives") == [{"watched": 2}]
    tell([make_narrative(told_on=FIRST, text="Too late.")])
    make_worker(db, texts_a_pass=0).run_once()
    assert db.rows("select distinct watched from narratives") == [{"watched": 1}]
    make_worker(db).run_once()
    assert db.rows("select distinct watched from narratives") == [{"watched": 2}]


def test_two_pieces_of_work_on_one_monitor_never_run_at_once(db, plot, tell):
    tell(make_season(5))
    worker = make_worker(db)
    worker.run_once()
    tell([make_narrative(told_on=FIRST)])
    take_lease(db, "monitor:plot", "somebody", now=NOON.timestamp(), seconds=30)
    assert {"monitor:plot", "texts:plot"} <= set(worker.run_once().busy)


def test_an_empty_collection_is_no_trouble(db, plot):
    assert make_worker(db).run_once() == Report()
    assert "Temperature: no reading yet" in "\n".join(describe_status(db, TODAY))


def test_a_framework_without_hot_anchors_is_watched_without_a_temperature_and_the_status_says_why(db):
    plain = [{**one, "hot": [], "cold": []} if "anchors" in one else one for one in FRAMEWORK["signifiers"]]
    framework = read_framework({**FRAMEWORK, "signifiers": plain})
    add_framework(db, framework)
    add_collection(db, make_collection())
    keep(db, framework, make_season(20))
    assert make_worker(db).run_once().stories == 120
    assert "Temperature: none, because no anchor of the framework is declared hot or cold." in "\n".join(
        describe_status(db, TODAY)
    )


def test_stories_to_which_nothing_applies_go_through_every_step(db, plot, tell):
    tell([replace(one, answers=not_applicable()) for one in make_season(20, shift=None)])
    report = make_worker(db).run_once()
    assert (report.stories, report.readings, report.alerts, report.embedded) == (120, 0, 0, 120)


def test_alerts_are_followed_once_a_day_and_when_a_silence_was_made_or_lifted(db, plot, tell, monkeypatch):
    tell(make_season(3))
    followed = []
    monkeypatch.setattr(pipeline, "follow_alerts", lambda *_, today, **__: followed.append(today))
    clock = [TODAY]
    worker = Worker(db, Library("", load=load_words), now=lambda: NOON, today=lambda: clock[0])
    worker.run_once()
    tell([make_narrative(told_on=TODAY)])
    worker.run_once()
    assert followed == [TODAY]
    add_silence(db, Silence("s", "plot", None, None, "Painting.", TODAY, "ada", ""), NOON)
    worker.run_once()
    lift_silence(db, "s", actor="ada", at=NOON)
    worker.run_once()
    clock[0] += timedelta(days=1)
    worker.run_once()
    assert followed == [TODAY, TODAY, TODAY, TODAY + timedelta(days=1)]
