from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from narratives.collection import Policy
from narratives.narrative import Scope, Source, State
from store.alerts import add_alert
from store.moderation import change_release
from store.narratives import import_narratives
from store.text_drifts import Answer, Moved, TextDrift, get_text_drift, keep_text_drift, list_drifting, list_words
from tests.builders import make_collection, make_framework, make_narrative, open_plot
from tests.store.test_alerts import FINDING

ON = date(2026, 3, 2)
DRIFT = TextDrift(
    Answer.CHANGED,
    (12, 3),
    (123, 47),
    left_out=2,
    size=0.4,
    usual=tuple(number / 100 for number in range(21)),
    p=0.01,
    gained=(Moved("fire", 1, 20), Moved("Smoke", 0, 12, is_theme=True)),
    lost=(Moved("beans", 30, 2),),
    seen="mark",
)


@pytest.fixture
def which(db):
    open_plot(db)
    return add_alert(db, "plot", FINDING, sentence="Moved.", exemplars=(), at=datetime(2026, 3, 2, tzinfo=UTC))


def test_what_was_found_comes_back_as_it_was_kept(db, which):
    assert get_text_drift(db, which) is None
    keep_text_drift(db, which, "model", DRIFT, ON)
    kept = get_text_drift(db, which)
    assert (kept.model_id, kept.computed_on, kept.drift) == ("model", ON, DRIFT)
    keep_text_drift(db, which, "model", replace(DRIFT, look=2), ON)
    assert get_text_drift(db, which).drift.look == 2


def test_an_alert_that_is_gone_keeps_nothing(db, which):
    keep_text_drift(db, "gone", "model", DRIFT, ON)
    assert get_text_drift(db, "gone") is None


def test_the_size_is_told_against_the_far_end_of_what_is_usual():
    assert DRIFT.times_usual == pytest.approx(0.4 / 0.18)
    assert replace(DRIFT, usual=()).times_usual is None and replace(DRIFT, usual=(0.0,) * 21).times_usual is None


def test_a_story_that_is_held_back_takes_the_words_with_it(db, which):
    plot = make_collection()
    story = make_narrative(text="A fire", source=Source("test", "1", "1"), consent=frozenset({Scope.READ}))
    import_narratives(db, plot, make_framework(), [story], {})
    (row,) = db.rows("select id from narratives order by id")
    keep_text_drift(db, which, "model", DRIFT, ON)
    assert change_release(db, plot, row["id"], State.RELEASED, State.HELD)
    found = get_text_drift(db, which).drift
    assert found.gained == found.lost == () and found.seen == "" and found.p == DRIFT.p


def test_open_alerts_about_placements_are_looked_at(db, which):
    assert [one.id for one in list_drifting(db, "plot")] == [which]
    db.execute("update alerts set state = 'closed' where id = :id", id=which)
    assert list_drifting(db, "plot") == []


def test_words_of_a_story_that_staff_may_not_read_are_marked_so(db):
    plot = open_plot(db)
    import_narratives(
        db,
        *plot,
        [
            make_narrative(
                text="A fire", language="cy", source=Source("test", "1", "1"), consent=frozenset({Scope.READ})
            )
        ],
        {},
    )
    (row,) = db.rows("select id from narratives order by id")
    found = list_words(db, plot[0], [row["id"]])[row["id"]]
    assert (found.text, found.language, found.is_readable) == ("A fire", "cy", True)
    assert not list_words(db, replace(plot[0], policy=Policy.PROTECTED), [row["id"]])[row["id"]].is_readable
