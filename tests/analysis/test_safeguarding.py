from datetime import UTC, date, datetime

import numpy as np
import pytest

from analysis.delivery.thread import tell_overdue
from analysis.npz import pack_vectors
from analysis.safeguarding import look_at_stories, sign_of_meaning, together
from models.danger_prototypes import FAR, NEAR, closeness
from narratives.danger import Danger, Sign
from narratives.narrative import State
from narratives.route import Medium, Pace, Route
from store.narrative_rows import INSERT, narrative_to_row, text_hash
from store.routes import add_route
from store.safeguarding import Verdict, flag_of, judge
from store.safeguarding_clocks import clock_of
from store.vectors import add_vectors
from tests.builders import make_collection, make_framework, make_narrative, open_plot

NOW = datetime(2026, 3, 2, 10, tzinfo=UTC)


class Embedder:
    """Sentences about danger in one direction, others in another."""

    model_id = "small"
    dimensions = 2

    def embed(self, texts):
        return np.array([[1.0, 0.0] if text in sum(NEAR.values(), ()) else [0.0, 1.0] for text in texts], np.float32)


class Library:
    """A library with one model, or none that means anything."""

    def __init__(self, model):
        self.model = model
        self.turns = self

    def working(self):
        import contextlib

        return contextlib.nullcontext()

    def model_in_use(self, db):
        return self.model

    def in_use(self, db, today):
        return Embedder() if self.model == "small" else None


@pytest.fixture
def keep(db):
    open_plot(db)

    def kept(text, vector=None):
        story = make_narrative(text=text, told_on=NOW.date())
        db.execute(INSERT, **narrative_to_row(make_framework(), story, State.RELEASED))
        if vector is not None:
            add_vectors(db, "small", zip([text_hash(text)], pack_vectors(np.array([vector], np.float32)), strict=True))
        return story.id

    return kept


def look(db, model="small"):
    kwargs = {"today": date(2026, 3, 2), "at": NOW, "beat": lambda: None}
    return look_at_stories(db, Library(model), make_collection(), **kwargs)


def test_what_is_meant_is_flagged_where_the_words_say_nothing(db, keep):
    near, far, unread = keep("Quiet words.", (1, 0)), keep("A good day.", (0, 1)), keep("Not embedded yet.")
    assert look(db)
    assert flag_of(db, near) is not None and clock_of(db, near) is not None
    assert flag_of(db, far) is None and flag_of(db, unread) is None
    assert {row["narrative_id"] for row in db.rows("select narrative_id from danger_looks")} == {near, far}


@pytest.mark.parametrize("model", [None, "lexical-hash-1-2"])
def test_without_a_language_model_the_words_alone_are_looked_at(db, keep, model):
    said, meant = keep("He hits me."), keep("Quiet words.", (1, 0))
    assert look(db, model)
    assert flag_of(db, said).kinds == (Danger.HOME,) and flag_of(db, meant) is None


def test_what_a_person_said_stays_whatever_is_meant(db, keep):
    story = keep("He hits me.", (1, 0))
    look(db, None)
    judge(db, story, Verdict.NOTHING, actor="sana", at=NOW)
    look(db)
    assert flag_of(db, story).verdict is Verdict.NOTHING and clock_of(db, story) is None


def test_looking_again_changes_nothing(db, keep):
    keep("He hits me.", (1, 0))
    look(db)
    before = db.rows("select * from danger_flags"), db.rows("select * from safeguarding_clocks")
    look(db)
    assert (db.rows("select * from danger_flags"), db.rows("select * from safeguarding_clocks")) == before


def test_the_stronger_of_two_signs_counts_with_the_kinds_of_both():
    words, meaning = Sign(0.5, (Danger.HOME,)), Sign(0.9, (Danger.CHILD,))
    assert together(words, meaning) == Sign(0.9, (Danger.CHILD, Danger.HOME))
    assert sign_of_meaning(np.zeros(len(sum(NEAR.values(), ())))) == Sign(0.0, ())


def test_closeness_ranks_a_text_about_danger_above_another():
    vectors, near, far = (Embedder().embed(texts) for texts in ((NEAR["self-harm"][0], FAR[0]), NEAR["self-harm"], FAR))
    scores = closeness(vectors, near, far)
    assert scores.shape == (2, len(near)) and scores[0].max() > 0.9 > 0.1 > scores[1].max()


def test_a_worker_that_is_killed_between_the_steps_tells_it_once(db, keep, monkeypatch):
    """Killed before its commit, nothing of an hour is kept; whoever comes next does all of it, under the same key."""
    keep("He hits me.")
    look(db, None)
    address = Route("r", None, Medium.EMAIL, "a@example.org", Pace.IMMEDIATE, frozenset(), "ade", safeguarding=True)
    add_route(db, address, NOW)
    late = NOW.replace(hour=14, minute=5)
    from store import safeguarding_clocks

    with monkeypatch.context() as patched:
        patched.setattr(safeguarding_clocks, "_stored", _killed_at(late, after=4))
        with pytest.raises(KeyboardInterrupt):
            tell_overdue(db, late)
    assert db.rows("select key from outbox") == []
    assert [tell_overdue(db, late) for _ in range(3)] == [1, 0, 0]
    assert len(db.rows("select key from outbox")) == 1


def _killed_at(at, after):
    calls = []

    def stored(moment):
        calls.append(moment)
        if len(calls) >= after - 1:
            raise KeyboardInterrupt
        return moment.astimezone(UTC).isoformat(timespec="seconds")

    return stored
