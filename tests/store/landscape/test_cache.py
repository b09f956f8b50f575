import threading
from datetime import timedelta

import pytest

from narratives.calendar import day_number
from narratives.codes import NEVER_SHOWN, NOT_ANSWERED, NOT_APPLICABLE
from narratives.narrative import Scope
from narratives.selection import Part, View, most_places
from store.database import SqliteDatabase
from store.landscape import Landscape, facets, refreshing
from store.landscape.reading import _DAY
from tests.builders import TODAY
from tests.store.landscape.checking import ALL, asked, change, check
from tests.store.landscape.telling import GROUPS, make_plot, random_view


@pytest.fixture(autouse=True)
def _sums_are_made_of_few_stories(monkeypatch):
    """Small collections go the way of large ones: through sums made beforehand and days held apart."""
    monkeypatch.setattr(facets, "FEWEST_STORIES", 8)


@pytest.mark.parametrize("seed", range(4))
def test_every_view_of_a_collection_that_changes_says_what_looking_at_each_story_says(db, seed):
    plot, landscape = make_plot(db, seed), Landscape()
    plot.tell(120)
    plot.theme(list(plot.told)[:80])
    for _ in range(8):
        change(plot)
        for view in (ALL, *(random_view(plot) for _ in range(5))):
            check(landscape, plot, view)


def test_what_was_refreshed_day_by_day_is_what_is_read_from_nothing(db):
    plot, held = make_plot(db, 11), Landscape()
    plot.tell(200)
    held.count(*asked(plot), ALL)
    for _ in range(30):
        change(plot)
        held.count(*asked(plot), ALL)
    for view in (ALL, *(random_view(plot) for _ in range(20))):
        for signifier in plot.framework.signifiers:
            if most_places(signifier):
                one, other = (land.histogram(*asked(plot), signifier.id, view) for land in (held, Landscape()))
                assert one.counts.tolist() == other.counts.tolist()
                assert one.sums.tolist() == other.sums.tolist(), "sums of whole numbers do not depend on the way"
                assert one.squares.tolist() == other.squares.tolist()


def reads(monkeypatch):
    """The days that are read from the store from now on."""
    found, read = [], refreshing.read_day

    def read_day(db, collection_id, day, *rest):
        found.append(day)
        return read(db, collection_id, day, *rest)

    monkeypatch.setattr(refreshing, "read_day", read_day)
    return found


def test_only_the_days_that_changed_are_read_again(db, monkeypatch):
    plot, landscape = make_plot(db, 2), Landscape()
    plot.tell(150)
    landscape.count(*asked(plot), ALL)
    days = reads(monkeypatch)
    landscape.count(*asked(plot), ALL)
    assert days == []
    (story,) = plot.tell(1)
    check(landscape, plot, ALL)
    assert days == [day_number(story.told_on)]


def test_days_that_lie_apart_are_sorted_into_their_month_without_being_read_again(db, monkeypatch):
    plot, landscape = make_plot(db, 3), Landscape()
    plot.days = 20
    plot.tell(100)
    landscape.count(*asked(plot), ALL)
    days = reads(monkeypatch)
    for back in range(12):
        plot.tell(1, told_on=TODAY - timedelta(days=back))
        check(landscape, plot, ALL)
    assert days == [day_number(TODAY) - back for back in range(12)]


def test_themes_are_read_only_when_somebody_asks_for_one_and_only_for_days_that_moved(db, monkeypatch):
    plot, landscape = make_plot(db, 4), Landscape()
    plot.tell(60)
    plot.theme(plot.told)
    landscape.count(*asked(plot), ALL)
    days = reads(monkeypatch)
    plot.theme(list(plot.told)[:1])
    landscape.count(*asked(plot), ALL)
    assert days == []
    check(landscape, plot, View(themes=(1,)))
    assert len(days) > 5
    days.clear()
    plot.theme(list(plot.told)[:1])
    check(landscape, plot, View(themes=(1, 2)))
    assert len(days) == 1


def test_a_withdrawn_story_is_gone_from_memory_at_the_next_look(db):
    plot, landscape = make_plot(db, 5), Landscape()
    plot.tell(80)
    (story,) = plot.tell(1, group="east", consent=frozenset({Scope.READ}), kind=ALL.kind)
    picked = View(parts=(Part("role", frozenset({0, 1, NOT_ANSWERED, NOT_APPLICABLE, NEVER_SHOWN})),))
    assert story.id in landscape.newest(*asked(plot), picked, 100)
    plot.withdraw(story.id)
    landscape.count(*asked(plot), ALL)
    assert int(story.id[:8], 16) not in held_prefixes(landscape)


def held_prefixes(landscape):
    """Every beginning of an id that is anywhere in a landscape's memory."""
    holding, memory = landscape._held["plot"]
    segments = [one for kind in type(ALL.kind) for one in holding._snapshot.segments(kind)]
    segments += [segment for chosen in memory._held.values() for segment, _ in chosen]
    return {prefix for segment in segments for prefix in segment.prefixes.tolist()}


def test_a_collection_can_be_looked_at_while_another_is_being_read(db, monkeypatch, tmp_path):
    plot, landscape = make_plot(db, 12), Landscape()
    plot.tell(30)
    landscape.count(*asked(plot), ALL)
    reading, go_on = threading.Event(), threading.Event()
    read = refreshing.read_day

    def slowly(database, collection_id, *rest):
        if collection_id != "plot":
            reading.set()
            assert go_on.wait(10)
        return read(database, collection_id, *rest)

    monkeypatch.setattr(refreshing, "read_day", slowly)
    db.execute("insert into changes (collection_id, day, serial) values ('other', 20000, 1)")
    other = SqliteDatabase(db.path)
    thread = threading.Thread(target=lambda: landscape.count(other, "other", plot.framework, ALL))
    thread.start()
    assert reading.wait(10)
    check(landscape, plot, ALL)
    go_on.set()
    thread.join()


def test_many_threads_see_whole_stories_while_others_arrive(db):
    plot, landscape = make_plot(db, 13), Landscape()
    plot.tell(50)
    wrong = []

    def look(seed):
        mine = SqliteDatabase(db.path)
        for _ in range(20):
            found = landscape.histogram(mine, "plot", plot.framework, "mood", ALL)
            sample = landscape.sample(mine, "plot", plot.framework, ALL, 1_000, seed)
            if found.total > sample.total or len(sample) != sample.total:
                wrong.append((found.total, sample.total))
        mine.close()

    threads = [threading.Thread(target=look, args=(seed,)) for seed in range(3)]
    for thread in threads:
        thread.start()
    for _ in range(10):
        plot.tell(4)
    for thread in threads:
        thread.join()
    assert wrong == []
    check(landscape, plot, ALL)


def test_what_is_dropped_is_read_again(db):
    plot, landscape = make_plot(db, 14), Landscape()
    plot.tell(40)
    check(landscape, plot, ALL)
    assert landscape.nbytes("plot") > 0
    landscape.forget("plot")
    assert landscape.nbytes("plot") == 0
    check(landscape, plot, View(groups=GROUPS[:1]))


def test_reading_open_stories_never_opens_a_page_of_words(db):
    plot = make_plot(db, 15)
    plot.tell(5)
    plan = db.rows(f"explain query plan {_DAY}", id="plot", day=1)
    assert "USING COVERING INDEX narratives_open" in plan[0]["detail"]
