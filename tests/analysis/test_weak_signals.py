from __future__ import annotations

import random
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from analysis.embedding import embed_pending
from analysis.meaning_steps import MEANING_STEPS
from analysis.npz import pack_vectors
from analysis.pipeline import Worker
from analysis.weak_signals import look_for_signals
from narratives.collection import Policy
from narratives.narrative import Narrative
from store.vectors import add_vectors
from store.weak_signals import get_look, list_signal_stories, list_signals
from tests.analysis.conftest import keep
from tests.builders import TODAY, make_answers, make_collection, make_narrative

DIMENSIONS = 24
MODEL = "words"


def make_year(chance: random.Random, n: int = 200) -> list[Narrative]:
    return [_story(chance, f"The beans, number {number}.", chance.randrange(364)) for number in range(n)]


def make_pocket(chance: random.Random, n: int = 8, **changes) -> list[Narrative]:
    told = [f"A heron at the pond, number {number}." for number in range(n)]
    return [_story(chance, text, 3 + 6 * number, **changes) for number, text in enumerate(told)]


def _story(chance: random.Random, text: str, days_ago: int, **changes) -> Narrative:
    group = chance.choice(("east", "west"))
    facts = {"id": f"{chance.getrandbits(128):032x}", "text": text, "group": group, "area": group}
    answers = make_answers((0.05, 0.05, 0.9) if "heron" in text else (0.6, 0.3, 0.1))
    return make_narrative(told_on=TODAY - timedelta(days=days_ago), answers=answers, **(facts | changes))


def embed(db, told) -> None:
    """A direction for the pond, and everything else anywhere."""
    noise = np.random.default_rng(1)
    for one in told:
        vector = noise.normal(size=DIMENSIONS)
        if "heron" in one.text:
            vector = vector + 6 * np.eye(DIMENSIONS)[0]
        row = db.one("select text_hash from narratives where id = :id", id=one.id)
        [blob] = pack_vectors((vector / np.linalg.norm(vector)).astype(np.float32)[None, :])
        add_vectors(db, MODEL, [(row["text_hash"], blob)])


@pytest.fixture
def look(db, plot):
    def look(told=(), days_later: int = 0, collection=None) -> bool:
        keep(db, plot[1], told)
        embed(db, told)
        on = TODAY + timedelta(days=days_later)
        return look_for_signals(db, collection or plot[0], plot[1], MODEL, today=on)

    return look


def test_a_pocket_of_eight_heads_the_queue_and_is_described(db, look):
    chance = random.Random(4)
    pocket = make_pocket(chance)
    assert look([*make_year(chance), *pocket])
    first = list_signals(db, "plot")[0]
    assert {one for one, _ in list_signal_stories(db, first.id)} == {one.id for one in pocket}
    assert first.parts["chance"] == 0.01
    assert (first.parts["n"], first.parts["earlier"], first.parts["repeated"]) == (8, 0, 0)
    assert first.parts["apart"]["anchor"] == "cross" and first.parts["apart"]["share"] > 0.9


def test_a_word_names_a_pocket_only_when_as_many_stories_as_the_rules_ask_for_hold_it(db, look):
    chance = random.Random(4)
    look([*make_year(chance), *make_pocket(chance, 8)])
    assert list_signals(db, "plot")[0].terms == ()
    look(make_pocket(chance, 9)[8:] + [_story(chance, "A heron at the pond again.", 1)], days_later=1)
    assert "heron" in list_signals(db, "plot")[0].terms


def test_it_looks_once_a_day(db, look):
    chance = random.Random(4)
    assert look(make_year(chance))
    assert not look(make_pocket(chance))
    assert look(days_later=1)
    assert list_signals(db, "plot")


def test_it_waits_while_many_stories_have_no_vector(db, plot, look):
    chance = random.Random(4)
    told = make_year(chance)
    keep(db, plot[1], told[:20])
    assert not look(told[20:])
    assert get_look(db, "plot") is None
    embed(db, told[:20])
    assert look()


def test_a_young_collection_says_so(db, look):
    chance = random.Random(4)
    assert look(make_pocket(chance, 8))
    assert get_look(db, "plot").found == {"why": "young", "recent": 2, "earlier": 6}
    assert list_signals(db, "plot") == []


def test_a_protected_collection_is_never_looked_at(db, look):
    chance = random.Random(4)
    quiet = make_collection(policy=Policy.PROTECTED)
    look([*make_year(chance), *make_pocket(chance)], collection=quiet)
    assert get_look(db, "plot").found == {"why": "protected"}
    assert list_signals(db, "plot") == []


@pytest.mark.parametrize("spoilt", [{"respondent": "ann"}, {"told_on": TODAY, "group": "east", "area": "east"}])
def test_neither_one_teller_nor_one_day_of_one_group_heads_the_queue(db, look, spoilt):
    chance = random.Random(4)
    pocket = make_pocket(chance, 10)
    spoilt_ones = [make_narrative(**{**_facts(one), **spoilt}) for one in pocket]
    look([*make_year(chance), *spoilt_ones])
    mine = {one.id for one in spoilt_ones}
    for signal in list_signals(db, "plot"):
        inside = {one for one, _ in list_signal_stories(db, signal.id)}
        assert len(inside & mine) <= 2


def test_the_worker_looks_once_there_are_vectors(db, plot, library):
    chance = random.Random(4)
    keep(db, plot[1], [*make_year(chance, 100), *make_pocket(chance)])
    worker = Worker(db, library, now=lambda: datetime(2026, 3, 2, tzinfo=UTC), today=lambda: TODAY)
    MEANING_STEPS["weak-signals"](worker, *plot, lambda: None)
    assert get_look(db, "plot") is None
    embed_pending(db, library, today=TODAY)
    MEANING_STEPS["weak-signals"](worker, *plot, lambda: None)
    assert get_look(db, "plot").looked_on == TODAY


def _facts(one: Narrative) -> dict[str, object]:
    names = ("id", "text", "told_on", "group", "area", "answers")
    return {name: getattr(one, name) for name in names}
