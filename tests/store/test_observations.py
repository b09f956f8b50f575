from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from narratives.draft import ChangedMeanwhileError
from narratives.errors import NotFoundError
from narratives.observation import Interpretation, Observation, Remarkable, Strength, Withdrawn
from store.bulk_deletion import delete_collection
from store.observations import (
    add_interpretation,
    add_observation,
    change_interpretation,
    change_observation,
    earlier_interpretations,
    earlier_observations,
    forget,
    get_interpretation,
    get_observation,
    interpretations_by_observation,
    list_interpretations,
    list_observations,
    list_withdrawn,
    withdraw,
)
from store.release_belonging_together import belonging_of_interpretation, belonging_of_observation
from tests.builders import open_plot

NOW = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
LATER = NOW + timedelta(hours=1)
SEEN = Observation(
    "1" * 32, "plot", "Few in the middle", "Hardly any.", Remarkable.MAYBE, Strength.WEAK, "ada", NOW, "Table 2", "/x"
)
READ = Interpretation("2" * 32, SEEN.id, "The pump", "It works.", "Another.", "Since when?", "mo", NOW, "Table 3")


@pytest.fixture
def plot(db):
    open_plot(db)
    add_observation(db, SEEN)
    add_interpretation(db, READ)
    return db


def count(db, table):
    return db.one(f"select count(*) as n from {table}")["n"]


def test_what_is_kept_comes_back_as_it_was(plot):
    assert get_observation(plot, SEEN.id) == replace(SEEN, changed_at=NOW)
    assert get_interpretation(plot, READ.id) == replace(READ, changed_at=NOW)
    assert list_observations(plot, "plot") == [replace(SEEN, changed_at=NOW)]
    assert interpretations_by_observation(plot, "plot") == {SEEN.id: [replace(READ, changed_at=NOW)]}


def test_what_there_is_not_is_said_to_be_missing(plot):
    with pytest.raises(NotFoundError):
        get_observation(plot, "nowhere")
    with pytest.raises(NotFoundError):
        get_interpretation(plot, "nowhere")
    with pytest.raises(NotFoundError):
        add_interpretation(plot, replace(READ, id="3" * 32, observation="nowhere"))


def test_the_newest_observation_comes_first(plot):
    add_observation(plot, replace(SEEN, id="0" * 32, made_at=LATER))
    assert [one.id for one in list_observations(plot, "plot")] == ["0" * 32, SEEN.id]


def test_every_change_keeps_the_words_before_it(plot):
    changed = change_observation(plot, replace(SEEN, text="Two.", remarkable=Remarkable.YES), LATER)
    change_observation(plot, replace(changed, text="Three."), LATER + timedelta(hours=1))
    now = get_observation(plot, SEEN.id)
    assert (now.text, now.remarkable, now.revision) == ("Three.", Remarkable.YES, 3)
    before = earlier_observations(plot, now)
    assert [(one.text, one.remarkable, one.changed_at) for one in before] == [
        ("Two.", Remarkable.YES, LATER),
        ("Hardly any.", Remarkable.MAYBE, NOW),
    ]
    change_interpretation(plot, replace(READ, idea="None.", voice=""), LATER)
    [earlier] = earlier_interpretations(plot, get_interpretation(plot, READ.id))
    assert (earlier.idea, earlier.voice, earlier.changed_at) == ("Another.", "Table 3", NOW)


def test_a_change_of_a_state_that_is_not_there_any_more_changes_nothing(plot):
    change_observation(plot, replace(SEEN, text="Two."), LATER)
    with pytest.raises(ChangedMeanwhileError):
        change_observation(plot, replace(SEEN, text="Three."), LATER)
    assert get_observation(plot, SEEN.id).text == "Two."
    withdraw(plot, READ, Withdrawn(LATER, "mo"))
    with pytest.raises(ChangedMeanwhileError):
        change_interpretation(plot, replace(READ, text="No."), LATER)
    assert count(plot, "interpretation_revisions") == 0


def test_withdrawing_is_done_once_and_undone_once(plot):
    gone = Withdrawn(LATER, "ada", "A name")
    assert withdraw(plot, SEEN, gone)
    assert not withdraw(plot, SEEN, Withdrawn(LATER, "mo"))
    assert get_observation(plot, SEEN.id).withdrawn == gone
    assert list_observations(plot, "plot") == []
    assert interpretations_by_observation(plot, "plot") == {}
    assert [one.id for one in list_withdrawn(plot, "plot", "ada")] == [SEEN.id]
    assert list_withdrawn(plot, "plot", "mo") == []
    assert withdraw(plot, SEEN, None)
    assert not withdraw(plot, SEEN, None)
    assert get_observation(plot, SEEN.id).withdrawn is None


def test_a_withdrawn_reading_stays_in_its_observations_list_alone(plot):
    withdraw(plot, READ, Withdrawn(LATER, "mo"))
    assert [one.id for one in list_interpretations(plot, SEEN.id)] == [READ.id]
    assert interpretations_by_observation(plot, "plot") == {}


def test_only_what_was_withdrawn_is_forgotten_and_then_all_of_it(plot):
    change_observation(plot, replace(SEEN, text="Two."), LATER)
    change_interpretation(plot, replace(READ, text="Two."), LATER)
    assert not forget(plot, SEEN)
    withdraw(plot, SEEN, Withdrawn(LATER, "ada"))
    assert forget(plot, SEEN)
    for table in ("observations", "interpretations", "observation_revisions", "interpretation_revisions"):
        assert count(plot, table) == 0


def test_they_go_with_their_collection(plot):
    with plot.write():
        delete_collection(plot, "plot")
    assert count(plot, "observations") == count(plot, "interpretations") == 0


def test_both_belong_to_the_collection(plot):
    assert belonging_of_observation(plot, SEEN.id).collection == "plot"
    assert belonging_of_interpretation(plot, READ.id).collection == "plot"
    assert belonging_of_interpretation(plot, "nowhere") is None
