"""Which of the stories that may tell of danger are shown first."""

from datetime import UTC, date, datetime, timedelta

from narratives.danger import Danger, Sign
from narratives.narrative import State
from store.narrative_rows import INSERT, narrative_to_row
from store.safeguarding import list_flagged, raise_flag
from tests.builders import make_framework, make_narrative, open_plot

NOW = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)


def _flag(db, told_on: date, score: float) -> str:
    told = make_narrative(told_on=told_on)
    db.execute(INSERT, **narrative_to_row(make_framework(), told, State.RELEASED))
    raise_flag(db, told.id, Sign(score, (Danger.HOME,)), "test", NOW)
    return told.id


def test_a_heap_of_old_stories_hides_none_that_somebody_should_look_at_by_an_hour(db):
    open_plot(db)
    old = [_flag(db, NOW.date() - timedelta(days=90 + day), 0.9) for day in range(5)]
    fresh = _flag(db, NOW.date(), 0.5)
    found = [one.narrative.id for one in list_flagged(db, "plot", limit=3)]
    assert found[0] == fresh and set(found[1:]) < set(old)
