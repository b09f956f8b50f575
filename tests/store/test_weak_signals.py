from datetime import UTC, datetime, timedelta

import pytest

from narratives.errors import NotFoundError
from narratives.narrative import Source
from narratives.weak_signal import SignalState
from store.erasure import withdraw
from store.narratives import import_narratives
from store.weak_signal_decisions import count_decided, decide, list_decisions, undo_decision
from store.weak_signal_texts import count_open_unembedded, list_open_texts
from store.weak_signals import (
    ANALYSIS,
    FoundSignal,
    Look,
    get_look,
    get_signal,
    keep_found,
    list_signal_stories,
    list_signals,
)
from tests.builders import TODAY, make_narrative, open_plot
from tests.people import SECRET

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)


@pytest.fixture
def told(db) -> list[str]:
    """Thirty stories' ids."""
    collection, framework = open_plot(db)
    stories = [make_narrative(text=f"Bean {n}.", source=Source("test", str(n), str(n))) for n in range(30)]
    import_narratives(db, collection, framework, stories, {})
    return [one.id for one in stories]


def look(db, *pockets: list[str], day: int = 0) -> list[str]:
    found = [FoundSignal(tuple(stories), 9.0 - place, {"n": len(stories)}) for place, stories in enumerate(pockets)]
    keep_found(db, "plot", Look("words", TODAY + timedelta(days=day), "hash", {"recent": 5}), found)
    return [one.id for one in list_signals(db, "plot")]


def settle(db, signal: str, state: SignalState, into: str | None = None) -> bool:
    return decide(db, "plot", signal, state, actor="ada", at=NOW, note="why", into=into)


def stories_of(db, signal: str) -> set[str]:
    return {one for one, _ in list_signal_stories(db, signal)}


def test_a_pocket_that_is_found_again_keeps_its_id_and_follows_what_was_found(db, told):
    [first] = look(db, told[:6])
    [again] = look(db, told[2:9], day=1)
    assert again == first
    assert stories_of(db, first) == set(told[2:9])
    assert (get_signal(db, "plot", first).found_on, get_signal(db, "plot", first).seen_on) == (
        TODAY,
        TODAY + timedelta(days=1),
    )


def test_a_waiting_pocket_that_is_no_longer_found_is_gone(db, told):
    [first] = look(db, told[:6])
    assert look(db, told[10:16], day=1) != [first]
    with pytest.raises(NotFoundError, match="no weak signal with id"):
        get_signal(db, "plot", first)


def test_a_kept_pocket_stays_and_new_stories_are_added_to_it(db, told):
    [first] = look(db, told[:6])
    settle(db, first, SignalState.KEPT)
    assert look(db, day=1) == [first]
    look(db, told[3:9], day=2)
    assert stories_of(db, first) == set(told[:9])
    assert dict(list_signal_stories(db, first))[told[8]] == TODAY + timedelta(days=2)


def test_a_dismissed_pocket_stays_away_until_it_has_grown_by_half_and_says_so(db, told):
    [first] = look(db, told[:6])
    settle(db, first, SignalState.DISMISSED)
    look(db, told[:8], day=1)
    assert get_signal(db, "plot", first).state is SignalState.DISMISSED
    assert all(one.state is not SignalState.WAITING for one in list_signals(db, "plot"))
    look(db, told[:9], day=2)
    back = get_signal(db, "plot", first)
    assert (back.state, back.has_returned) == (SignalState.WAITING, True)
    assert list_decisions(db, "plot")[0].actor == ANALYSIS
    assert [one.state for one in list_signals(db, "plot")].count(SignalState.WAITING) == 1


def test_a_merged_pocket_folds_into_the_other_and_stays_folded(db, told):
    one, other = look(db, told[:6], told[10:16])
    assert settle(db, other, SignalState.MERGED, into=one)
    assert stories_of(db, one) == {*told[:6], *told[10:16]}
    look(db, told[:7], told[10:17], day=1)
    assert stories_of(db, one) == {*told[:7], *told[10:17]}
    assert [one.state for one in list_signals(db, "plot")].count(SignalState.WAITING) == 1


def test_undoing_a_merge_takes_its_stories_out_again(db, told):
    one, other = look(db, told[:6], told[5:11])
    settle(db, other, SignalState.MERGED, into=one)
    assert undo_decision(db, "plot", other, actor="ada", at=NOW)
    assert stories_of(db, one) == set(told[:6])
    assert get_signal(db, "plot", other).merged_into is None
    assert not undo_decision(db, "plot", other, actor="ada", at=NOW)


def test_a_pocket_is_never_merged_into_itself_nor_into_a_merged_one(db, told):
    one, other, third = look(db, told[:6], told[10:16], told[20:26])
    settle(db, other, SignalState.MERGED, into=one)
    for into in (third, other, None):
        with pytest.raises(ValueError, match="merged into another one"):
            settle(db, third, SignalState.MERGED, into=into)
    assert get_signal(db, "plot", third).state is SignalState.WAITING


def test_every_decision_is_a_row_and_only_the_first_counts(db, told):
    [first] = look(db, told[:6])
    assert settle(db, first, SignalState.KEPT)
    assert not settle(db, first, SignalState.DISMISSED)
    undo_decision(db, "plot", first, actor="mo", at=NOW + timedelta(hours=1))
    settle(db, first, SignalState.DISMISSED)
    rows = [(one.decision, one.actor) for one in list_decisions(db, "plot")]
    assert sorted(rows) == sorted(
        [(SignalState.KEPT, "ada"), (SignalState.WAITING, "mo"), (SignalState.DISMISSED, "ada")]
    )
    assert count_decided(db, "plot") == (0, 1)


def test_withdrawn_stories_leave_a_pocket_and_one_with_fewer_than_four_vanishes(db, told):
    [first] = look(db, told[:5])
    withdraw(db, told[0], SECRET)
    assert get_signal(db, "plot", first).stories == 4
    withdraw(db, told[1], SECRET)
    assert list_signals(db, "plot") == []
    with pytest.raises(NotFoundError):
        get_signal(db, "plot", first)


def test_the_last_look_is_remembered(db, told):
    assert get_look(db, "plot") is None
    look(db, told[:5])
    found = get_look(db, "plot")
    assert (found.model, found.looked_on, found.found) == ("words", TODAY, {"recent": 5})


def test_only_open_stories_are_looked_at(db, told):
    hidden = told[:4]
    db.execute("update narratives set may_read = 0 where id = :id", id=hidden[0])
    db.execute("update narratives set counted = 1 where id = :id", id=hidden[1])
    db.execute("update narratives set state = 'held' where id = :id", id=hidden[2])
    db.execute("update narratives set kind = 'observer' where id = :id", id=hidden[3])
    assert count_open_unembedded(db, "plot", "words") == 26
    db.execute("insert into vectors select distinct text_hash, 'words', zeroblob(4) from narratives")
    assert {one.id for one in list_open_texts(db, "plot", "words", 100)} == set(told[4:])
    assert count_open_unembedded(db, "plot", "words") == 0
