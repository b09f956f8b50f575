from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import numpy as np
import pytest

from analysis.npz import pack_vectors
from analysis.text_drift import compare_texts
from narratives.alert import Signal
from narratives.collection import Policy
from narratives.disclosure import close_batches
from narratives.narrative import Scope, Source
from store.alerts import add_alert
from store.batches import add_batches, list_waiting
from store.erasure import withdraw
from store.narratives import import_narratives
from store.text_drifts import Answer, get_text_drift
from store.vectors import add_vectors
from tests.builders import make_narrative, open_plot
from tests.web.explore.telling import make_finding

MODEL, TODAY = "model", date(2026, 3, 2)
SINCE = TODAY - timedelta(weeks=4)
AXES = np.eye(12, dtype=np.float32)
USUAL, FIRE = ("beans", "slugs", "water"), ("beans", "fire", "smoke")


def tell(db, plot, *, since=USUAL, weeks=(11, 4), a_week=12, seed=0, **changes):
    """Stories of the east week by week about one thing each, with vectors that say about what."""
    chance = np.random.default_rng(seed)
    things = sorted({*USUAL, *FIRE})
    told, vectors = [], {}
    for week in range(-weeks[0], weeks[1]):
        for number in range(a_week):
            thing = str(chance.choice(since if week >= 0 else USUAL))
            text = f"Once again the {thing} of week {week} and story {number}"
            vectors[text] = AXES[things.index(thing)] + chance.normal(0, 0.2, 12).astype(np.float32)
            facts = {
                "group": "east",
                "told_on": SINCE + timedelta(weeks=week, days=number % 7),
                "source": Source("test", f"{seed}:{week}:{number}", "1"),
                "consent": frozenset({Scope.READ}),
            }
            told.append(make_narrative(text=text, collection=plot[0].id, **(facts | changes)))
    import_narratives(db, *plot, told, {})
    embed(db, vectors)


def embed(db, vectors):
    found = db.rows("select text, text_hash from narratives order by id")
    add_vectors(
        db,
        MODEL,
        [(row["text_hash"], pack_vectors(vectors[row["text"]][None])[0]) for row in found if row["text"] in vectors],
    )


def alert(db, collection="plot", **changes):
    facts = {"since": SINCE, "raised_on": TODAY - timedelta(days=5), "group": "east", "scope": "group"}
    return add_alert(
        db,
        collection,
        make_finding(**(facts | changes)),
        sentence="Moved.",
        exemplars=(),
        at=datetime(2026, 2, 27, tzinfo=UTC),
    )


def compare(db, plot, today=TODAY):
    return compare_texts(db, plot[0], MODEL, today=today)


def test_words_that_changed_are_told_with_what_was_gained_and_lost(db):
    plot = open_plot(db)
    tell(db, plot, since=FIRE)
    which = alert(db)
    assert compare(db, plot) == 1
    kept = get_text_drift(db, which)
    found = kept.drift
    assert found.answer is Answer.CHANGED and found.p <= 0.05 and found.times_usual > 1
    assert (kept.model_id, kept.computed_on, found.look) == (MODEL, TODAY, 1)
    assert found.weeks == (11, 4) and found.stories == (132, 48)
    assert {one.words for one in found.gained} <= {"fire", "smoke"} and found.gained
    assert {one.words for one in found.lost} <= {"slugs", "water"} and all(one.since == 0 for one in found.lost)


def test_words_that_did_not_change_are_not_distinguishable_from_scatter(db):
    plot = open_plot(db)
    tell(db, plot)
    which = alert(db)
    compare(db, plot)
    found = get_text_drift(db, which).drift
    assert found.answer is Answer.SCATTER and found.p > 0.05 and found.gained == found.lost == ()


@pytest.mark.parametrize(
    ("told", "answer"),
    [({"weeks": (11, 1)}, Answer.TOO_EARLY), ({"weeks": (3, 4)}, Answer.TOO_FEW), ({"a_week": 2}, Answer.TOO_FEW)],
)
def test_too_few_weeks_or_stories_say_so(db, told, answer):
    plot = open_plot(db)
    tell(db, plot, **told)
    which = alert(db)
    compare(db, plot)
    assert get_text_drift(db, which).drift.answer is answer


@pytest.mark.parametrize(
    "changes", [{"signal": Signal.COLLECTION, "signifier": "volume"}, {"signal": Signal.THEME, "signifier": "theme"}]
)
def test_alerts_about_arrivals_or_about_words_themselves_are_left_alone(db, changes):
    plot = open_plot(db)
    tell(db, plot)
    which = alert(db, **changes)
    assert compare(db, plot) == 0 and get_text_drift(db, which) is None


def test_it_is_looked_at_again_when_stories_came_and_at_most_once_a_day(db):
    plot = open_plot(db)
    tell(db, plot)
    which = alert(db)
    assert (compare(db, plot), compare(db, plot), compare(db, plot, TODAY + timedelta(days=1))) == (1, 0, 0)
    tell(db, plot, seed=1, weeks=(0, 4), a_week=1)
    assert compare(db, plot) == 0, "not on the same day"
    assert compare(db, plot, TODAY + timedelta(days=1)) == 1
    assert get_text_drift(db, which).drift.look == 2


def test_another_model_is_looked_at_at_once(db):
    plot = open_plot(db)
    tell(db, plot)
    which = alert(db)
    compare(db, plot)
    assert compare_texts(db, plot[0], "another", today=TODAY) == 1
    assert get_text_drift(db, which).drift.answer is Answer.TOO_FEW, "it has no vectors yet"


def test_words_of_a_withdrawn_story_go_at_once_and_the_rest_is_looked_at_again(db):
    plot = open_plot(db)
    tell(db, plot, since=FIRE)
    which = alert(db)
    compare(db, plot)
    assert get_text_drift(db, which).drift.gained
    (row,) = db.rows("select id from narratives order by id limit 1")
    assert withdraw(db, row["id"], b"a secret that is long enough for this")
    assert get_text_drift(db, which).drift.gained == ()
    assert compare(db, plot) == 1 and get_text_drift(db, which).drift.look == 1


def test_words_that_nobody_may_read_are_not_named(db):
    plot = open_plot(db)
    tell(db, plot, since=FIRE, consent=frozenset())
    which = alert(db)
    compare(db, plot)
    found = get_text_drift(db, which).drift
    assert found.answer is Answer.CHANGED and found.gained == found.lost == ()


def test_in_a_protected_collection_only_words_of_closed_batches_are_named(db):
    plot = open_plot(db, policy=Policy.PROTECTED)
    tell(db, plot, since=FIRE)
    which = alert(db)
    compare(db, plot)
    assert get_text_drift(db, which).drift.gained == ()
    add_batches(db, plot[0], close_batches(*plot, list_waiting(db, plot[0]), TODAY))
    compare_texts(db, plot[0], MODEL, today=TODAY + timedelta(days=1))
    assert get_text_drift(db, which).drift.gained == (), "nothing came since: it is not looked at again"
    assert compare_texts(db, replace(plot[0]), "another", today=TODAY) == 1
    assert compare_texts(db, plot[0], MODEL, today=TODAY) == 1
    assert all(one.since >= 10 for one in get_text_drift(db, which).drift.gained)
    assert get_text_drift(db, which).drift.gained


def test_in_a_protected_collection_figures_move_by_no_fewer_than_k_stories(db):
    plot = open_plot(db, policy=Policy.PROTECTED)
    tell(db, plot)
    alert(db)
    compare(db, plot)
    tell(db, plot, seed=1, weeks=(0, 3), a_week=3)
    assert compare(db, plot, TODAY + timedelta(days=1)) == 0, "nine more stories"
    tell(db, plot, seed=2, weeks=(0, 1), a_week=1)
    assert compare(db, plot, TODAY + timedelta(days=1)) == 1


def test_in_a_protected_collection_one_who_goes_takes_the_words_along_and_moves_no_figure(db):
    plot = open_plot(db, policy=Policy.PROTECTED)
    tell(db, plot, since=FIRE)
    add_batches(db, plot[0], close_batches(*plot, list_waiting(db, plot[0]), TODAY))
    tell(db, plot, seed=1, weeks=(0, 1), a_week=1)
    which = alert(db)
    compare(db, plot)
    before = get_text_drift(db, which).drift
    assert before.gained
    waiting = db.one("select id from narratives where counted = 0 and may_read = 1")
    assert withdraw(db, waiting["id"], b"secret")
    assert get_text_drift(db, which).drift == before, "its words were in none of the words that are told"
    counted = db.one("select id from narratives where counted = 1 and may_read = 1 order by id")
    assert withdraw(db, counted["id"], b"secret")
    assert get_text_drift(db, which).drift == replace(before, gained=(), lost=())
    assert compare(db, plot, TODAY + timedelta(days=1)) == 0, "figures made again would tell of the one"
