from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from narratives.answers import FreetextAnswer
from narratives.collection import Moderation
from narratives.moderation import KEPT_DAYS, Kind
from narratives.narrative import State
from narratives.taking_out import Piece, without
from store.collections import add_collection
from store.corrections import correct_story
from store.frameworks import add_framework
from store.intake import Intake, Recording
from store.moderation import approve
from store.moderation_history import last_decision, list_events, words_before
from store.moderation_undo import undo
from store.narratives import get_narrative
from store.redactions import purge_redactions, put_back, redact
from store.release import View, list_stories
from store.schema import open_stories
from store.theming import Assignment, add_assignments
from store.vectors import add_vectors, list_unembedded
from store.words import index_words
from tests.builders import FRAMEWORK, TODAY, make_answers, make_collection, make_framework, make_narrative

AT = datetime(2026, 3, 2, 9, 30, tzinfo=UTC)
SECRET = b"a secret that is long enough for this"
NAME, PLACE = "Zucchinipalooza", "zucchinistreet 9"
TAKEN = (Piece(NAME, "[name]"), Piece(PLACE, "[words taken out]"))
SOUND = bytes(range(7, 200)) * 400
VECTOR = b"\x11\x22\x33\x44zucchini" * 48
SHORT = {"type": "freetext", "id": "why", "title": "Because"}
DERIVED = "codes, hot, marks, day, group_name, kind, stratum, area, consent, counted, watched"


@pytest.fixture
def plot(db):
    framework = make_framework(id="open", signifiers=[*FRAMEWORK["signifiers"], SHORT])
    collection = make_collection(framework_id="open", moderation=Moderation.BEFORE)
    add_framework(db, framework)
    add_collection(db, collection)
    return collection, framework


def tell(db, plot, recording=None, **changes):
    story = make_narrative(
        title=f"For {NAME}",
        text=f"{NAME} came. " * 200 + f"It was at {PLACE}.",
        answers=(*make_answers(), FreetextAnswer("why", f"Because of {NAME}")),
        **changes,
    )
    intake = Intake(db.path, SECRET)
    intake.submit(*plot, story, "ab" * 16, recording=recording)
    intake.close()
    return story


def take_out(db, plot, story, *, drop=False, at=AT, taken=TAKEN):
    after = without(story, taken)
    more = {"reason": "names", "note": "", "drop_recording": drop, "actor": "mina", "at": at}
    return redact(db, plot[0], story, after, taken, **more), after


def analyse(db, story):
    (row,) = db.rows("select text_hash from narratives where id = :id", id=story.id)
    add_vectors(db, "model", [(row["text_hash"], VECTOR)])
    add_assignments(db, "plot", "fit", [Assignment(story.id, 1, 0.5, False)])
    index_words(db, 10)


def derived(db):
    return db.rows(f"select {DERIVED} from narratives")


def left(db):
    kept = b"".join(path.read_bytes() for path in sorted(Path(db.path).parent.rglob("*")) if path.is_file())
    return [one for one in (NAME.encode(), PLACE.encode(), VECTOR[:32], SOUND[:64], SOUND[-64:]) if one in kept]


def test_words_go_from_title_story_and_short_answers_and_nothing_that_is_counted_changes(db, plot):
    story = tell(db, plot)
    before = derived(db)
    done, after = take_out(db, plot, story)
    assert done and derived(db) == before
    now = get_narrative(db, story.id)
    assert now == after
    assert (now.title, now.answers[-1]) == ("For [name]", FreetextAnswer("why", "Because of [name]"))
    assert now.answers[:-1] == story.answers[:-1]
    kept = words_before(db, story.id)
    assert (kept.title, kept.text, kept.short) == (story.title, story.text, {"why": f"Because of {NAME}"})
    assert [(one.words, one.instead) for one in kept.taken] == [(one.words, one.instead) for one in TAKEN]
    assert kept.purge_on == TODAY + timedelta(days=KEPT_DAYS)


def test_what_was_made_of_the_words_is_made_again_of_the_new_ones(db, plot):
    story = tell(db, plot)
    approve(db, plot[0], story.id, actor="mina", at=AT)
    analyse(db, story)
    take_out(db, plot, story)
    for table in ("vectors", "assignments", "story_words"):
        assert db.one(f"select count(*) as n from {table}") == {"n": 0}, table
    assert [one.text for one in list_unembedded(db, "model", 10)] == [without(story, TAKEN).text]
    assert index_words(db, 10) == 1
    assert [one.text for one in list_stories(db, plot[0], View())] == [without(story, TAKEN).text]


def test_undo_puts_every_word_back_and_the_story_into_the_queue(db, plot):
    story = tell(db, plot)
    approve(db, plot[0], story.id, actor="mina", at=AT)
    take_out(db, plot, story, at=AT + timedelta(seconds=1))
    later = {"actor": "mo", "at": AT + timedelta(seconds=2)}
    assert undo(db, plot[0], story.id, last_decision(db, story.id).id, **later) is Kind.REDACTED
    assert get_narrative(db, story.id) == story
    assert db.one("select state from narratives") == {"state": State.WAITING}
    assert list_stories(db, plot[0], View()) == []
    assert words_before(db, story.id) is None
    assert not put_back(db, plot[0], story.id, **later)
    assert [(one.kind, one.actor) for one in list_events(db, story.id)] == [
        (Kind.APPROVED, "mina"), (Kind.REDACTED, "mina"), (Kind.UNDONE, "mo"),
    ]  # fmt: skip


def test_a_second_redaction_keeps_the_first_words_and_their_day(db, plot):
    story = tell(db, plot)
    _, once = take_out(db, plot, story, taken=TAKEN[:1])
    assert take_out(db, plot, once, taken=TAKEN[1:], at=AT + timedelta(days=3))[0]
    kept = words_before(db, story.id)
    assert kept.text == story.text and len(kept.taken) == 2
    assert kept.purge_on == TODAY + timedelta(days=KEPT_DAYS)


def test_a_story_that_changed_meanwhile_is_left_as_it_is(db, plot):
    story = tell(db, plot)
    other = replace(story, title="Other")
    assert not take_out(db, plot, other)[0]
    assert get_narrative(db, story.id) == story
    with pytest.raises(ValueError, match="words alone"):
        redact(
            db, plot[0], story, replace(story, group="west"), TAKEN, reason="names", note="", drop_recording=False,
            actor="mina", at=AT,
        )  # fmt: skip


def test_a_recording_that_is_dropped_comes_back_with_the_words(db, plot):
    story = tell(db, plot, Recording("audio/webm", SOUND))
    take_out(db, plot, story, drop=True)
    assert db.rows("select narrative_id from recordings") == []
    assert words_before(db, story.id).had_recording
    assert put_back(db, plot[0], story.id, actor="mina", at=AT)
    assert db.rows("select media_type, bytes from recordings") == [{"media_type": "audio/webm", "bytes": SOUND}]


def test_after_the_purge_no_byte_of_what_was_taken_out_is_left(tmp_path):
    db = open_stories(tmp_path / "stories.db")
    framework = make_framework(id="open", signifiers=[*FRAMEWORK["signifiers"], SHORT])
    collection = make_collection(framework_id="open", moderation=Moderation.AFTER)
    add_framework(db, framework)
    add_collection(db, collection)
    story = tell(db, (collection, framework), Recording("audio/webm", SOUND))
    analyse(db, story)
    assert len(left(db)) == 5
    take_out(db, (collection, framework), story, drop=True)
    assert purge_redactions(db, TODAY + timedelta(days=KEPT_DAYS - 1)) == 0
    assert NAME.encode() in left(db) and VECTOR[:32] not in left(db)
    assert purge_redactions(db, TODAY + timedelta(days=KEPT_DAYS)) == 1
    assert left(db) == []
    assert words_before(db, story.id) is None
    assert not put_back(db, collection, story.id, actor="mina", at=AT)
    assert [one.kind for one in list_events(db, story.id)] == [Kind.REDACTED, Kind.PURGED]
    assert purge_redactions(db, TODAY + timedelta(days=KEPT_DAYS)) == 0
    db.close()


def test_new_words_of_the_teller_end_what_could_be_put_back(db, plot):
    story = tell(db, plot)
    _, after = take_out(db, plot, story)
    correct_story(db, *plot, after, replace(after, text="It was at the mill."))
    assert words_before(db, story.id) is None
    assert get_narrative(db, story.id).text == "It was at the mill."


def test_the_words_of_before_go_with_the_story(db, plot):
    story = tell(db, plot)
    take_out(db, plot, story)
    db.execute("delete from narratives where id = :id", id=story.id)
    assert db.rows("select narrative_id from redactions") == []
