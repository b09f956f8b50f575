"""Parts are disjoint, frozen and of at least k answers, whenever somebody looks and whatever tellers do meanwhile."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from analysis.batches import close_full_batches
from narratives.answers import ChoiceAnswer, DyadAnswer, TriadAnswer
from narratives.collection import Policy
from narratives.event import event_framework
from narratives.narrative import Kind, Scope
from store.corrections import narrow_consent
from store.erasure import withdraw
from store.intake import Intake
from store.release_shares import (
    freeze_parts,
    list_parts,
    list_shared_collections,
    set_shared_collections,
    shared_signifiers,
)
from store.schema import open_stories
from tests.builders import TODAY, make_answers, make_narrative, open_plot
from tests.events import EVENT, make_plan

SECRET = b"a secret that is long enough for this"


@pytest.fixture
def db(tmp_path):
    database = open_stories(tmp_path / "stories.db")
    yield database
    database.close()


@pytest.fixture
def tell(db):
    """Tells so many stories, each of whose answers can be told apart in a sum, and returns them."""
    intake, told = Intake(db.path, SECRET), [0]

    def some(n, plot, **changes):
        stories = []
        for _ in range(n):
            told[0] += 1
            facts = {"text": f"Bean {told[0]}", "consent": frozenset({Scope.READ}), **changes}
            stories.append(make_narrative(**facts))
            intake.submit(*plot, stories[-1], f"{told[0]:032x}")
        return stories

    yield some
    intake.close()


def by_signifier(db, plot):
    found = {}
    for part in list_parts(db, plot[0]):
        found.setdefault(part.signifier, []).append(part)
    return found


def test_nothing_is_shared_of_fewer_than_k(db, tell):
    plot = open_plot(db)
    tell(9, plot)
    assert freeze_parts(db, *plot) == 0
    tell(1, plot)
    assert freeze_parts(db, *plot) == 3
    assert {name: [one.n for one in parts] for name, parts in by_signifier(db, plot).items()} == {
        "mood": [10],
        "say": [10],
        "wish": [10],
    }


def test_who_tells_is_no_part_of_it_nor_is_what_others_are_guessed_to_say(db):
    _, framework = open_plot(db)
    assert [one.id for one in shared_signifiers(framework)] == ["mood", "say", "wish"]
    event = event_framework(make_plan(base=framework), EVENT)
    assert event.predictions and [one.id for one in shared_signifiers(event)] == ["mood", "say"]


def test_a_question_that_few_answer_waits_until_k_have(db, tell):
    plot = open_plot(db)
    without = (TriadAnswer("mood", (0.2, 0.5, 0.3), "tap"),)
    tell(10, plot, answers=without)
    tell(4, plot)
    freeze_parts(db, *plot)
    assert set(by_signifier(db, plot)) == {"mood"}
    tell(6, plot, answers=(DyadAnswer("say", 1.0, "tap"),))
    freeze_parts(db, *plot)
    parts = by_signifier(db, plot)
    assert [one.n for one in parts["say"]] == [10]
    assert parts["say"][0].counts == {"bins": {"5": 4, "19": 6}, "sum": 7.0}
    assert [one.n for one in parts["mood"]] == [14]


def test_a_part_holds_no_fine_places_and_nothing_of_who_did_not_answer(db, tell):
    plot = open_plot(db)
    tell(10, plot)
    freeze_parts(db, *plot)
    parts = by_signifier(db, plot)
    assert parts["mood"][0].counts == {"zones": {"centre": 10}, "sums": [2.0, 5.0, 3.0]}
    assert parts["wish"][0].counts == {"options": {"w1": 10, "w13": 10}}


def test_what_was_shared_is_never_shared_twice_nor_recomputed(db, tell):
    plot = open_plot(db)
    stories = tell(12, plot)
    freeze_parts(db, *plot)
    before = sorted((one.part, one.n, str(one.counts)) for one in list_parts(db, plot[0]))
    assert freeze_parts(db, *plot) == 0
    for one in stories[:5]:
        withdraw(db, one.id, SECRET)
    assert freeze_parts(db, *plot) == 0
    assert sorted((one.part, one.n, str(one.counts)) for one in list_parts(db, plot[0])) == before
    rows = db.rows("select narrative_id from shared_stories")
    assert {row["narrative_id"] for row in rows} == {one.id for one in stories[5:]}, "the mark goes with its story"
    with pytest.raises(Exception, match="never recomputed"):
        db.execute("update share_parts set n = n + 1")


def test_a_story_that_is_withdrawn_while_its_answer_waits_is_in_no_part(db, tell):
    plot = open_plot(db)
    [gone] = tell(1, plot, answers=(DyadAnswer("say", 1.0, "tap"),))
    freeze_parts(db, *plot)
    withdraw(db, gone.id, SECRET)
    tell(10, plot, answers=(DyadAnswer("say", 0.0, "tap"),))
    freeze_parts(db, *plot)
    assert [(one.n, one.counts["sum"]) for one in list_parts(db, plot[0])] == [(10, 0)]


def test_practitioners_stories_are_not_mixed_in(db, tell):
    plot = open_plot(db)
    tell(12, plot, kind=Kind.PRACTITIONER)
    assert freeze_parts(db, *plot) == 0


def test_a_protected_collection_shares_whole_batches_and_nothing_else(db, tell):
    plot = open_plot(db, policy=Policy.PROTECTED)
    tell(19, plot)
    assert freeze_parts(db, *plot) == 0
    close_full_batches(db, *plot, today=TODAY)
    freeze_parts(db, *plot)
    assert [one.n for one in by_signifier(db, plot)["mood"]] == [10]


def test_a_kill_in_the_middle_leaves_nothing_behind(db, tell, monkeypatch):
    plot = open_plot(db)
    tell(12, plot)
    monkeypatch.setattr("store.release_shares._note", lambda *_arguments: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        freeze_parts(db, *plot)
    assert list_parts(db, plot[0]) == []
    monkeypatch.undo()
    freeze_parts(db, *plot)
    assert [one.n for one in by_signifier(db, plot)["mood"]] == [12]


@pytest.mark.parametrize("seed", [0, *(pytest.param(one, marks=pytest.mark.slow) for one in (1, 2))])
def test_no_difference_between_two_looks_is_about_fewer_than_k(db, tell, seed):
    """Tellers come, narrow and withdraw between looks; every story is counted once at most, in a part of k or more."""
    plot, chance = open_plot(db), random.Random(seed)
    alive, seen, told = [], {}, 0
    for step in range(20):
        n = chance.randint(0, 9)
        consent = frozenset({Scope.READ}) if chance.random() < 0.7 else frozenset()
        answers = make_answers() if chance.random() < 0.6 else (ChoiceAnswer("wish", ("w2",)),)
        alive += tell(n, plot, consent=consent, answers=answers, told_on=TODAY + timedelta(days=step))
        told += n
        for one in [one for one in alive if chance.random() < 0.06]:
            alive.remove(one)
            withdraw(db, one.id, SECRET)
        for one in [one for one in alive if chance.random() < 0.06 and Scope.READ in one.consent]:
            narrower = replace(one, consent=frozenset())
            narrow_consent(db, *plot, one, narrower)
            alive[alive.index(one)] = narrower
        close_full_batches(db, *plot, today=TODAY + timedelta(days=step))
        freeze_parts(db, *plot)
        now = {one.part: one for one in list_parts(db, plot[0])}
        assert all(now[part] == one for part, one in seen.items()), "no part goes or changes"
        assert all(one.n >= plot[0].k for one in now.values())
        seen = now
    assert sum(one.n for one in seen.values() if one.signifier == "wish") <= told
    assert sum(one.n for one in seen.values() if one.signifier == "wish") > told / 2, "most is shared in time"


def test_ticks_are_exactly_what_was_said_last(db):
    open_plot(db)
    open_plot(db, id="quiet")
    set_shared_collections(db, "weirs", ["plot", "quiet"])
    set_shared_collections(db, "banks", ["plot"])
    set_shared_collections(db, "weirs", ["quiet"])
    assert (list_shared_collections(db, "weirs"), list_shared_collections(db, "banks")) == (["quiet"], ["plot"])
