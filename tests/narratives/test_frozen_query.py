"""A question that can be asked again word for word, and the hash of what came of it."""

import json
from dataclasses import replace
from datetime import date
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narratives.errors import MurmurationError
from narratives.frozen_query import Chart, FrozenQuery, FrozenQueryError, FrozenResult, digest, read_query, result_hash
from narratives.narrative import Kind
from narratives.selection import Part, View
from tests.builders import make_framework

LAST = date(2026, 3, 8)
VIEW = View(
    kind=Kind.PRACTITIONER,
    groups=("all", "east", "west"),
    first=date(2026, 1, 5),
    last=LAST,
    areas=("shed", "bed 4"),
    languages=("cy",),
    themes=(7, 3),
    parts=(Part("mood", frozenset({1, 2, 3, 90})), Part("say", frozenset({4}))),
)
QUERY = FrozenQuery("plot", Chart.PICTURE, ("mood",), VIEW)
RESULT = FrozenResult(120, 10, {"answered": "120", "glad": "46"}, "Most are glad.", ("b", "a"), ("d", "c"), shape="5e")

texts = st.text(max_size=8)
results = st.builds(
    FrozenResult,
    n=st.integers(0, 10**6),
    withheld=st.integers(0, 100),
    figures=st.dictionaries(texts, texts, max_size=6),
    sentence=texts,
    stories=st.lists(texts, unique=True, max_size=6).map(tuple),
    batches=st.lists(texts, unique=True, max_size=4).map(tuple),
    shape=texts,
)


def test_a_question_is_read_as_it_was_kept():
    kept = json.loads(json.dumps(QUERY.to_json()))
    found = read_query(kept, make_framework())
    assert found.id == QUERY.id and found.to_json() == QUERY.to_json()
    assert found.view.groups == VIEW.groups, "the one that was chosen comes first"


@pytest.mark.parametrize(
    "change",
    [
        {"chart": "pie"},
        {"view": None},
        {"subject": 7},
        {"view": {"kind": "nobody"}},
        {"view": {**QUERY.to_json()["view"], "parts": ["nothing:top"]}},
        {"view": {**QUERY.to_json()["view"], "last": None}},
        {"view": {**QUERY.to_json()["view"], "last": "8 March"}},
        {"beside": QUERY.to_json()["view"]},
    ],
)
def test_what_is_no_question_is_refused(change):
    with pytest.raises(FrozenQueryError) as refused:
        read_query(QUERY.to_json() | change, make_framework())
    assert isinstance(refused.value, MurmurationError) and str(refused.value).startswith("the question cannot be read")


def test_a_question_without_a_last_day_is_none():
    with pytest.raises(FrozenQueryError, match="needs a last day"):
        replace(QUERY, view=View())
    with pytest.raises(FrozenQueryError, match="needs a last day"):
        FrozenQuery("plot", Chart.COMPARISON, (), VIEW, View())
    with pytest.raises(FrozenQueryError, match="nothing else, has a second selection"):
        FrozenQuery("plot", Chart.COMPARISON, (), VIEW)


@given(results, st.randoms(use_true_random=False))
def test_the_same_result_in_any_order_has_the_same_hash(result, chance):
    assert result_hash(QUERY, result) == result_hash(QUERY, shuffled(result, chance))


def shuffled(result: FrozenResult, chance: Random) -> FrozenResult:
    figures, stories, batches = list(result.figures.items()), list(result.stories), list(result.batches)
    for one in (figures, stories, batches):
        chance.shuffle(one)
    return replace(result, figures=dict(figures), stories=tuple(stories), batches=tuple(batches))


@given(results, results)
def test_two_results_have_one_hash_only_where_nothing_of_them_differs(one, other):
    same = one.to_json() == other.to_json()
    assert (result_hash(QUERY, one) == result_hash(QUERY, other)) is same


@pytest.mark.parametrize(
    "change",
    [
        {"n": 121},
        {"figures": {"answered": "120", "glad": "47"}},
        {"figures": {"answered": "120"}},
        {"stories": ("a",)},
        {"batches": ("c", "d", "e")},
        {"shape": "6e"},
    ],
)
def test_whatever_is_different_makes_another_hash(change):
    assert result_hash(QUERY, replace(RESULT, **change)) != result_hash(QUERY, RESULT)


@pytest.mark.parametrize("change", [{"withheld": 20}, {"sentence": "Mended."}, {"notes": ("Looked at twice.",)}])
def test_what_waits_and_how_it_is_worded_are_no_part_of_the_hash(change):
    assert result_hash(QUERY, replace(RESULT, **change)) == result_hash(QUERY, RESULT)


@pytest.mark.parametrize("name", ["kind", "first", "last", "areas", "themes", "parts", "groups", "languages"])
def test_another_selection_is_another_question(name):
    other = {"kind": Kind.OBSERVER, "first": date(2026, 1, 12), "last": date(2026, 3, 15)}.get(name, ())
    assert replace(QUERY, view=replace(VIEW, **{name: other})).id != QUERY.id


def test_a_hash_can_be_worked_out_elsewhere():
    """As sha256sum has it of the same letters."""
    assert digest({"b": "é", "a": [1]}) == "04f34bc0940adae4d1055943965f4f1a5617be528e5e463451aa03f0ecff81f3"


def test_nothing_is_told_without_figures():
    assert RESULT.is_told and not FrozenResult(0, 10, {}, "Too few.").is_told
