import numpy as np
import pytest

from models.bets import BetBook, normal_scores
from models.streams import choice_stream, dyad_stream, triad_streams

STREAMS = [*triad_streams("t", ("a", "b", "c")), choice_stream("c", 4), dyad_stream("d")]


@pytest.fixture
def predictions():
    chance = np.random.default_rng(3)
    q = np.zeros((5, len(STREAMS), 13))
    for s, stream in enumerate(STREAMS):
        q[:, s, : stream.levels] = chance.dirichlet(np.full(stream.levels, 0.5), 5)
    return q


def test_every_bet_has_mean_one_under_its_prediction(predictions):
    book = BetBook(STREAMS)
    for cell in range(5):
        mean = np.zeros(len(book))
        for b in range(13):
            bins = np.array([[b if b < stream.levels else -1 for stream in STREAMS]])
            logs, _ = book.place(predictions, np.array([cell]), bins)
            mean += predictions[cell, book.stream, b] * np.exp(logs[0])
        np.testing.assert_allclose(mean, 1, atol=1e-9)


def test_an_unanswered_question_wins_and_loses_nothing(predictions):
    logs, scores = BetBook(STREAMS).place(predictions, np.array([0]), np.full((1, len(STREAMS)), -1))
    assert not logs.any() and not scores.any()


def test_scores_are_standardised_under_the_prediction(predictions):
    x = normal_scores(predictions)
    np.testing.assert_allclose((predictions * x).sum(axis=2), 0, atol=1e-9)
    np.testing.assert_allclose((predictions * x * x).sum(axis=2), 1, atol=1e-9)


def test_a_bet_on_more_wins_when_the_bin_is_high(predictions):
    book = BetBook(STREAMS)
    logs, _ = book.place(predictions, np.array([0]), np.array([[-1, -1, -1, -1, 11]]))
    dyad = book.stream == 4
    assert logs[0, dyad & (book.direction > 0)].max() > 0 > logs[0, dyad & (book.direction < 0)].max()


def test_a_categorical_bet_names_the_level_it_wins_on(predictions):
    book = BetBook(STREAMS)
    logs, _ = book.place(predictions, np.array([0]), np.array([[-1, -1, -1, 2, -1]]))
    assert set(book.level[logs[0] > 0]) == {2}


def test_longer_steps_make_crossings_rarer(predictions):
    constants = BetBook(STREAMS).renewal(predictions[0], np.array([1.0, 5.0, 50.0]))
    assert (np.diff(constants, axis=0) < 0).all() and (constants > 0).all()
