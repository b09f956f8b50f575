from datetime import date

import pytest

from narratives.errors import FrozenError, NotFoundError
from narratives.event import event_collection, event_framework
from store.collections import get_collection
from store.events import close_event, get_event, list_events, open_event, reopen_event
from tests.builders import TODAY, open_plot
from tests.events import EVENT, make_plan, open_pump, tell


def test_an_event_is_kept_with_its_collection(db):
    collection, framework = open_pump(db)
    event = get_event(db, EVENT)
    assert event.happened == "The pump broke and the beds were dry for a week." and event.contact == "The garden office"
    assert (event.happened_on, event.is_week, event.closed_on) == (date(2026, 2, 9), True, None)
    assert collection.is_open_on(TODAY) and len(framework.predictions) == 3


def test_opening_the_same_event_twice_keeps_one(db):
    open_pump(db)
    plan = make_plan()
    collection, framework = event_collection(plan, EVENT, TODAY), event_framework(plan, EVENT)
    assert not open_event(db, get_event(db, EVENT), collection, framework)
    assert len(list_events(db)) == 1


def test_another_event_of_the_same_name_is_refused_and_leaves_nothing(db):
    open_pump(db)
    other = make_plan(perspectives=("Cooks", "Guests"))
    with pytest.raises(FrozenError):
        open_event(db, get_event(db, EVENT), event_collection(other, EVENT, TODAY), event_framework(other, EVENT))
    assert [one.name for one in get_collection(db, EVENT).groups] == ["Diggers", "Office", "Visitors"]


def test_a_closed_event_takes_nothing_from_the_same_day_on_and_can_be_opened_again(db):
    where = open_pump(db)
    tell(db, where, "Diggers", 1)
    close_event(db, EVENT, TODAY)
    assert get_event(db, EVENT).closed_on == TODAY and not get_collection(db, EVENT).is_open_on(TODAY)
    reopen_event(db, EVENT, date(2026, 4, 1))
    again = get_collection(db, EVENT)
    assert get_event(db, EVENT).closed_on is None
    assert again.is_open_on(date(2026, 4, 1)) and not again.is_open_on(date(2026, 4, 2))


def test_what_is_no_event_cannot_be_closed(db):
    open_plot(db)
    for change in (
        lambda: close_event(db, "plot", TODAY),
        lambda: reopen_event(db, "plot"),
        lambda: get_event(db, "x"),
    ):
        with pytest.raises(NotFoundError):
            change()
    assert get_collection(db, "plot").closes_on is None
