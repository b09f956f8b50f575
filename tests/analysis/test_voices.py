"""Stories that are all but the same are found as they come, and are one voice until somebody says they are many."""

import hashlib
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from analysis.npz import pack_vectors
from analysis.surveillance import watch_stories
from analysis.voices import find_voices
from store.vectors import add_vectors
from store.voice_decisions import Decision, count_alike, count_reweighed, decide_voices, list_alike, list_alike_stories
from store.watching import FIRST_DAY, list_tellings, list_unwatched_tellings
from store.worker import get_monitor
from tests.builders import TODAY, make_narrative

AT = datetime(2026, 3, 9, 12, tzinfo=UTC)
LOCKED = "They locked the hut on the allotment again and nobody was told why, we stood in the rain."
COPIES = [LOCKED, LOCKED + " Again!", LOCKED.replace("rain", "wet")]
RETOLD = [
    "The shed stays shut whenever we come, and no one explains it.",
    "Whoever comes finds a closed door; there is never any reason given.",
    "We keep arriving to a bolted entrance without a word about it.",
]
OTHERS = [
    "The beans came up twice this year, which surprised us all.",
    "Slugs ate every lettuce that we had put out in May.",
]


def stories(texts, day=TODAY, **changes):
    return [make_narrative(id=name_of(text), text=text, told_on=day, **changes) for text in texts]


def name_of(text):
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def voices(db):
    """The texts that share a voice, each voice a sorted list."""
    named = {}
    for one in list_tellings(db, "plot", FIRST_DAY, 30_000):
        if one.voice is not None:
            named.setdefault(one.voice, []).append(one.id)
    return sorted(map(len, named.values()))


def embed(db, meanings):
    """Give texts vectors of which those with one number are about the same."""
    hashes = {row["text"]: row["text_hash"] for row in db.rows("select text, text_hash from narratives")}
    rows = np.eye(8, dtype=np.float32)[[meanings[text] for text in hashes]]
    add_vectors(db, "m", zip(hashes.values(), pack_vectors(rows), strict=True))


def test_copies_with_small_changes_are_one_voice_before_there_is_any_vector(db, plot, tell):
    tell(stories([*COPIES, *OTHERS]))
    assert find_voices(db, plot[0], None) == 3
    assert voices(db) == [3]
    assert find_voices(db, plot[0], None) == 0


def test_a_story_told_anew_in_other_words_is_found_once_it_has_a_vector(db, plot, tell):
    tell(stories([*RETOLD, *OTHERS]))
    assert find_voices(db, plot[0], "m") == 0
    embed(db, {**dict.fromkeys(RETOLD, 0), OTHERS[0]: 1, OTHERS[1]: 2})
    assert find_voices(db, plot[0], "m") == 3
    assert voices(db) == [3] and count_alike(db, "plot") == 1


def test_a_story_that_comes_later_joins_and_one_of_another_month_does_not(db, plot, tell):
    tell(stories(COPIES[:1], TODAY - timedelta(days=40)))
    tell(stories(COPIES[1:2], TODAY - timedelta(days=9)))
    find_voices(db, plot[0], None)
    assert voices(db) == []
    tell(stories(COPIES[2:]))
    find_voices(db, plot[0], None)
    assert voices(db) == [2]


def test_two_share_a_voice_and_nobody_is_asked_about_them(db, plot, tell):
    tell(stories(COPIES[:2]))
    find_voices(db, plot[0], None)
    assert voices(db) == [2] and count_alike(db, "plot") == 0 and list_alike(db, "plot") == []


def test_what_one_known_teller_tells_is_no_group(db, plot, tell):
    tell(stories(COPIES, respondent="ann"))
    assert find_voices(db, plot[0], None) == 0


def test_short_texts_are_alike_by_chance(db, plot, tell):
    tell(stories(["Nothing, thank you.", "Nothing, thank you!", "Nothing, thank you"]))
    assert find_voices(db, plot[0], None) == 0


def test_words_that_changed_are_compared_again(db, plot, tell):
    tell(stories(COPIES[:2] + OTHERS[:1]))
    find_voices(db, plot[0], None)
    db.execute(
        "update narratives set text = :text, text_hash = 'other' where text = :old", text=COPIES[2], old=OTHERS[0]
    )
    assert find_voices(db, plot[0], None) == 1
    assert voices(db) == [3]


@pytest.fixture
def waiting(db, plot, tell):
    tell(stories([*COPIES, *OTHERS]))
    find_voices(db, plot[0], None)
    return list_alike(db, "plot")[0]


def test_a_decision_says_who_and_when_and_can_be_taken_back(db, plot, waiting):
    assert (waiting.stories, waiting.decision) == (3, Decision.WAITING)
    assert decide_voices(db, "plot", waiting.id, Decision.MANY, actor="mina", at=AT)
    assert not decide_voices(db, "plot", waiting.id, Decision.MANY, actor="mo", at=AT)
    [decided] = list_alike(db, "plot", decided=True)
    assert (decided.decided_by, decided.decided_at, decided.size_then) == ("mina", AT, 3)
    assert voices(db) == [] and count_alike(db, "plot") == 0
    assert decide_voices(db, "plot", waiting.id, Decision.WAITING, actor="mo", at=AT)
    assert voices(db) == [3] and count_alike(db, "plot") == 1


def test_only_decisions_that_change_a_weight_have_everything_watched_again(db, plot, waiting):
    for decision, reweighed in ((Decision.ONE, 0), (Decision.MANY, 1), (Decision.WAITING, 2), (Decision.ONE, 2)):
        decide_voices(db, "plot", waiting.id, decision, actor="mina", at=AT)
        assert count_reweighed(db, "plot") == reweighed


def test_many_voices_weigh_in_full_in_the_weeks_that_are_past_too(db, plot, waiting):
    tomorrow = {"today": TODAY + timedelta(days=1), "at": AT}
    watch_stories(db, *plot, **tomorrow)
    assert list_unwatched_tellings(db, "plot", 30_000) == []
    before = get_monitor(db, "plot").arrays
    decide_voices(db, "plot", waiting.id, Decision.MANY, actor="mina", at=AT)
    assert watch_stories(db, *plot, **tomorrow).stories == 5
    after = get_monitor(db, "plot").arrays
    assert after != before
    assert watch_stories(db, *plot, **tomorrow).stories == 0
    decide_voices(db, "plot", waiting.id, Decision.ONE, actor="mina", at=AT)
    assert watch_stories(db, *plot, **tomorrow).stories == 5


def test_what_is_alike_to_many_voices_is_asked_about_anew(db, plot, tell, waiting):
    decide_voices(db, "plot", waiting.id, Decision.MANY, actor="mina", at=AT)
    tell(stories([f"{LOCKED} {word}" for word in ("Really.", "Honestly.", "Twice.")]))
    find_voices(db, plot[0], None)
    [fresh] = list_alike(db, "plot")
    assert fresh.id != waiting.id and fresh.stories == 3


def test_a_moderator_reads_what_may_be_read_and_no_day_finer_than_a_week(db, plot, waiting):
    db.execute("update narratives set state = 'held' where text = :text", text=COPIES[1])
    db.execute("update narratives set may_read = 0 where text = :text", text=COPIES[2])
    found = list_alike_stories(db, "plot", waiting.id)
    assert sorted(one.text or "" for one in found) == ["", "", LOCKED]
    assert {one.week_of.weekday() for one in found} == {0}


def test_withdrawn_a_story_leaves_its_group_and_its_letters(db, plot, waiting):
    db.execute("delete from narratives where text = :text", text=COPIES[0])
    assert list_alike(db, "plot") == []
    assert db.one("select count(*) as n from alike_signatures")["n"] == 4
