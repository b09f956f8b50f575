import numpy as np
import pytest
from scipy.special import ndtr

from models.batch import Batch
from models.bets import BetBook, normal_scores, overshoot, spread_scores
from models.streams import choice_stream, dyad_streams, novelty_streams, pocket_stream, triad_streams
from models.tally import Counter, Tally

TRIAD = triad_streams("t", ("a", "b", "c"))
CHOICE = choice_stream("c", 4)
BASE = [*TRIAD, CHOICE, *dyad_streams("d"), *novelty_streams()]
STREAMS = [*BASE, pocket_stream(TRIAD[4], CHOICE), pocket_stream(CHOICE, TRIAD[4])]
SIZES = (28, 28)
DYAD = 7
CELLS = 5
BINS = max(stream.levels for stream in BASE)


@pytest.fixture
def book():
    return BetBook(STREAMS)


@pytest.fixture
def q():
    chance = np.random.default_rng(3)
    found = np.zeros((CELLS, len(BASE), BINS))
    for s, stream in enumerate(BASE):
        found[:, s, : stream.levels] = chance.dirichlet(np.full(stream.levels, 0.5), CELLS)
    return found


@pytest.fixture
def pockets():
    return np.concatenate([np.random.default_rng(4).dirichlet(np.full(n, 0.5), CELLS) for n in SIZES], axis=1)


def one_each(level, weight=1.0):
    """In every cell one story that lies at this level of every stream that has so many."""
    told = np.array([weight, weight**2, 1.0])[:, None]
    answers, pockets = np.zeros((3, CELLS, len(BASE), BINS)), np.zeros((3, CELLS, sum(SIZES)))
    for s, stream in enumerate(BASE):
        if level < stream.levels:
            answers[:, :, s, level] = told
    for k, size in enumerate(SIZES):
        if level < size:
            pockets[:, :, sum(SIZES[:k]) + level] = told
    cell = np.arange(CELLS)
    return Tally(cell, cell * 0, cell * 0, answers, pockets, SIZES)


def chance_of(book, q, pockets, level):
    """How likely the level is (CELLS, J) of the stream that each bet looks at; 0 where there is none such."""
    found = np.zeros((CELLS, len(book)))
    for j, s in enumerate(book.stream):
        if s < len(BASE):
            found[:, j] = q[:, s, level] if level < BINS else 0.0
        elif level < SIZES[s - len(BASE)]:
            found[:, j] = pockets[:, sum(SIZES[: s - len(BASE)]) + level]
    return found


def mean_wealth(book, q, pockets, stake, weight=1.0):
    """The mean (CELLS, J) of what is left of 1 after one story, bet with `stake` 1 or 1/2 of the full stake."""
    mean = np.zeros((CELLS, len(book)))
    for level in range(max(*SIZES, BINS)):
        rows = book.place(q, pockets, one_each(level, weight))
        price = rows.full if stake == 1 else rows.half
        mean += chance_of(book, q, pockets, level) * np.exp(stake * rows.won - price)
    return mean


@pytest.mark.parametrize("stake", [1.0, 0.5])
def test_every_bet_of_every_kind_has_mean_exactly_one_under_its_own_prediction(book, q, pockets, stake):
    kinds = {STREAMS[s].kind for s in book.stream}
    assert kinds == {"ordered", "categorical", "joint"} and set(book.way) == {"up", "down", "wider", "narrower"}
    np.testing.assert_allclose(mean_wealth(book, q, pockets, stake), 1, atol=1e-9)


@pytest.mark.parametrize("stake", [1.0, 0.5])
def test_a_story_that_counts_a_third_makes_no_bet_better_than_fair(book, q, pockets, stake):
    mean = mean_wealth(book, q, pockets, stake, weight=1 / 3)
    assert mean.max() <= 1 + 1e-9 and mean.min() > 0.7


def test_an_unanswered_question_wins_and_costs_nothing(book, q, pockets):
    silent = Batch(*[np.arange(CELLS)] + [np.zeros(CELLS, int)] * 2, np.full((CELLS, len(BASE)), -1))
    rows = book.place(q, pockets, Counter(STREAMS, 1, 1).count(silent))
    for table in (rows.won, rows.full, rows.half, rows.full_slope, rows.half_slope, rows.score, rows.squares):
        assert not table.any()
    assert not rows.stories.any()


def test_scores_are_standardised_under_the_prediction(book, q, pockets):
    first, second = np.zeros((2, CELLS, len(book.score_stream)))
    answered_with_one = np.unique(book.score, return_index=True)[1]
    for level in range(max(*SIZES, BINS)):
        rows = book.place(q, pockets, one_each(level))
        likely = chance_of(book, q, pockets, level)[:, answered_with_one]
        first += likely * rows.score
        second += likely * rows.squares
        # No single answer says more than so much: there the clipped scores are a little less than standardised.
        np.testing.assert_allclose(rows.squares, rows.score**2, atol=1e-8)
    level_scores = slice(2 * len(book.ordered), None)
    np.testing.assert_allclose(first[:, level_scores], 0, atol=1e-6)
    np.testing.assert_allclose(second[:, level_scores], 1, atol=1e-6)
    assert np.abs(first).max() < 0.2 and 0.5 < second.min() and second.max() < 1.3


def test_where_an_answer_lies_and_how_far_from_the_usual_have_nothing_in_common(q):
    own = q[:, [0, 1, 2, 3, DYAD]]
    x = normal_scores(own)
    y = spread_scores(own, x)
    for score in (x, y):
        np.testing.assert_allclose((own * score).sum(axis=2), 0, atol=1e-9)
        np.testing.assert_allclose((own * score**2).sum(axis=2), 1, atol=1e-9)
    np.testing.assert_allclose((own * x * y).sum(axis=2), 0, atol=1e-9)


def gains(book, q, pockets, **answers):
    """What each bet (J,) gains in the first cell at the full stake on the given dyad or level."""
    bins = np.full((1, len(BASE)), -1)
    for name, level in answers.items():
        bins[0, [stream.name for stream in BASE].index(name)] = level
    none = np.zeros(1, dtype=np.int64)
    tally = Counter(STREAMS, 1, 1).count(Batch(none, none, none, bins))
    rows = book.place(q[:1], pockets[:1], tally)
    return (rows.won - rows.full)[0]


def test_high_answers_feed_the_bets_on_more_and_low_ones_those_on_less(book, q, pockets):
    even = q.copy()
    even[:, DYAD, :12] = 1 / 12
    for level, winning, losing in ((11, "up", "down"), (0, "down", "up")):
        found = gains(book, even, pockets, d=level)
        won = {way: [found[j] for j in np.flatnonzero(book.stream == DYAD) if book.way[j] == way] for way in book.way}
        assert min(won[winning]) > 0 > max(won[losing])
        assert min(won["wider"]) > 0 > max(won["narrower"])


def test_an_answer_in_the_middle_of_the_usual_feeds_the_bets_on_narrower(book, q, pockets):
    even = q.copy()
    even[:, DYAD, :12] = 1 / 12
    found = gains(book, even, pockets, d=6)
    ways = {book.way[j] for j in np.flatnonzero((book.stream == DYAD) & (found > 0.05))}
    assert ways == {"narrower"}


def test_a_bet_on_a_level_wins_on_that_level_alone(book, q, pockets):
    found = gains(book, q, pockets, c=2)
    won = np.flatnonzero(found > 0)
    assert {(STREAMS[s].name, level) for s, level in zip(book.stream[won], book.level[won], strict=True)} == {("c", 2)}


def test_a_bet_on_a_pocket_wins_when_both_answers_lie_there(book, q, pockets):
    found = gains(book, q, pockets, c=2, **{"t:zone": 5})
    won = np.flatnonzero((found > 0) & (book.stream >= len(BASE)))
    named = {(STREAMS[s].name, level) for s, level in zip(book.stream[won], book.level[won], strict=True)}
    assert named == {("t:zone&c", 5 * 4 + 2), ("c&t:zone", 2 * 7 + 5)}


def test_only_the_rare_ends_of_novelty_and_echo_are_bet_on(book):
    for name in ("novelty", "echo"):
        place = [stream.name for stream in STREAMS].index(name)
        levels = STREAMS[place].levels
        assert set(book.level[book.stream == place]) == {levels - 2, levels - 1}


def test_more_expected_of_everybody_makes_a_bet_on_more_dearer_and_never_too_cheap(book, q, pockets):
    rows = book.place(q, pockets, one_each(1))
    level_bets = book.level >= 0
    assert (rows.full_slope[:, level_bets] >= 0).all()
    up, down = (np.array([way == which for way in book.way]) & ~level_bets for which in ("up", "down"))
    assert (rows.full_slope[:, up] > 0).all() and (rows.full_slope[:, down] < 0).all()
    np.testing.assert_allclose(rows.half_slope[:, ~level_bets], rows.full_slope[:, ~level_bets] / 2)


def test_joint_streams_must_stand_last():
    with pytest.raises(ValueError, match="joint streams stand last: put them behind those that have a column"):
        BetBook([TRIAD[4], CHOICE, pocket_stream(TRIAD[4], CHOICE), *dyad_streams("d")])


def test_longer_steps_make_crossings_rarer(book, q, pockets):
    chance = np.concatenate([q[0, book.level_stream[:-56], book.level_of[:-56]], pockets[0]])
    constants = book.renewal(chance, np.array([1.0, 5.0, 50.0]))
    assert constants.shape == (3, len(book))
    assert (np.diff(constants, axis=0) < 0).all() and (constants > 0).all()


def test_the_overshoot_function_is_siegmunds_within_three_percent():
    steps, n = np.array([0.2, 0.5, 1.0, 2.0]), np.arange(1, 200_000)
    exact = [2 / step**2 * np.exp(-2 * (ndtr(-step * np.sqrt(n) / 2) / n).sum()) for step in steps]
    np.testing.assert_allclose(overshoot(steps), exact, rtol=0.025)
