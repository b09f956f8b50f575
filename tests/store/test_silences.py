from dataclasses import replace
from datetime import date, timedelta

import pytest

from narratives.alert import Signal, Tone
from narratives.errors import NotFoundError
from narratives.route import Medium, Pace, Route
from narratives.silence import Silence
from store.alert_events import list_events
from store.alerts import add_alert, get_alert
from store.routes import add_route
from store.silences import (
    active_silence,
    add_silence,
    count_changes,
    end_silence,
    get_silence,
    lift_silence,
    list_silences,
)
from tests.builders import open_plot
from tests.store.test_alerts import FINDING, NOON

DAY = date(2026, 3, 2)
EAST = Silence("s", "plot", "east", Signal.TEMPERATURE, "The hall is being painted.", DAY, "ada", "")


@pytest.fixture
def silence(db) -> Silence:
    open_plot(db)
    add_silence(db, EAST, NOON)
    return replace(EAST, made_at="2026-03-02T12:00:00+00:00")


def test_a_silence_comes_back_as_it_was_made_and_holds_to_its_last_day(db, silence):
    assert list_silences(db, "plot", today=DAY) == [silence] == [get_silence(db, "s")]
    assert list_silences(db, "plot", today=DAY + timedelta(days=1)) == []
    with pytest.raises(NotFoundError, match="no silence with id 'x'"):
        get_silence(db, "x")


def test_a_silence_is_lifted_once_and_by_whom_is_kept(db, silence):
    before = count_changes(db, "plot")
    assert lift_silence(db, "s", actor="ben", at=NOON)
    assert not lift_silence(db, "s", actor="cat", at=NOON)
    assert get_silence(db, "s").lifted_by == "ben"
    assert list_silences(db, "plot", today=DAY) == []
    assert count_changes(db, "plot") == before + 1


def test_of_several_silences_the_longest_holds(db, silence):
    longer = replace(EAST, id="t", group=None, signal=None, until=DAY + timedelta(days=9))
    add_silence(db, longer, NOON)
    assert active_silence(db, "plot", FINDING, DAY).id == "t"
    assert active_silence(db, "plot", replace(FINDING, group="west"), DAY).id == "t"
    lift_silence(db, "t", actor="ada", at=NOON)
    assert active_silence(db, "plot", FINDING, DAY).id == "s"
    assert active_silence(db, "plot", replace(FINDING, group="west"), DAY) is None


@pytest.mark.parametrize(("still_moves", "told"), [(True, ["raised"]), (False, [])])
def test_what_was_kept_quiet_is_told_late_if_it_still_moves(db, silence, still_moves, told):
    everything = frozenset(Signal)
    add_route(db, Route("r", None, Medium.WEBHOOK, "https://a.example.org", Pace.IMMEDIATE, everything, "ade"), at=NOON)
    alert = add_alert(db, "plot", FINDING, sentence="Moved.", exemplars=(), at=NOON, tone=Tone.TROUBLE, silence_id="s")
    assert db.rows("select occasion from outbox") == []
    assert end_silence(db, alert, still_moves=still_moves, at=NOON)
    assert not end_silence(db, alert, still_moves=still_moves, at=NOON)
    assert [row["occasion"] for row in db.rows("select occasion from outbox")] == told
    assert get_alert(db, alert).silence_id is None
    silenced = [(one["old_value"], one["new_value"]) for one in list_events(db, alert) if one["kind"] == "silenced"]
    assert silenced == [("", "s"), ("s", "")]
