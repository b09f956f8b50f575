import numpy as np
import pytest

from models.echoes import ALONE, ELSEWHERE, NOT_NOVEL, SAME_GROUP
from models.topics import FIRST_NOVEL, NOVELTY_QUANTILES, TopicSpace

DIMENSIONS, TOPICS = 24, 8


def make_stream(seed=0, *, days=90, groups=5, a_day=4, new_from=None, noise=0.9):
    """(day, group, vectors, is_new) of each day; from `new_from` on a third of group 0 tells of a new subject."""
    chance = np.random.default_rng(seed)
    centres = chance.normal(size=(TOPICS + 1, DIMENSIONS))
    for day in range(days):
        group = np.repeat(np.arange(groups), a_day)
        topic = chance.integers(TOPICS, size=len(group))
        new = (group == 0) & (chance.random(len(group)) < 1 / 3) & (new_from is not None and day >= new_from)
        vectors = centres[np.where(new, TOPICS, topic)] + noise * chance.normal(size=(len(group), DIMENSIONS))
        yield day, group, vectors, new


def place_stream(stream, burn_in=30):
    days = list(stream)
    space = TopicSpace()
    first = days[:burn_in]
    day = np.repeat([one[0] for one in first], [len(one[1]) for one in first])
    early = space.fit_place(day, np.concatenate([one[1] for one in first]), np.vstack([one[2] for one in first]))
    later = np.vstack([space.place(*one[:3]) for one in days[burn_in:]])
    return space, early, later, np.concatenate([one[3] for one in days[burn_in:]])


def test_on_a_steady_stream_the_bins_have_the_promised_frequencies():
    places = [place_stream(make_stream(seed, days=150))[2] for seed in range(4)]
    seen = np.bincount(np.vstack(places)[:, 1], minlength=8) / sum(map(len, places))
    promised = np.diff([0, *NOVELTY_QUANTILES, 1])
    assert np.abs(seen - promised).max() < 0.03
    assert seen[FIRST_NOVEL:].sum() == pytest.approx(0.07, abs=0.015)


@pytest.mark.slow
def test_the_burn_in_is_placed_as_if_it_had_come_later():
    early, later = zip(*(place_stream(make_stream(seed))[1:3] for seed in range(4)), strict=True)
    shares = [(np.vstack(part)[:, 1] >= FIRST_NOVEL).mean() for part in (early, later)]
    assert shares[0] == pytest.approx(shares[1], abs=0.02)


@pytest.mark.slow
@pytest.mark.parametrize("a_day", [2, 8])
def test_on_a_steady_stream_an_echo_is_rare_however_many_stories_come(a_day):
    places = [place_stream(make_stream(seed, days=120, a_day=a_day))[2] for seed in range(3)]
    echo = np.vstack(places)[:, 2]
    assert (echo >= ELSEWHERE).mean() < 0.02


def test_most_stories_of_a_new_subject_are_novel_and_echo_one_another():
    _, _, later, new = place_stream(make_stream(new_from=50))
    assert (later[new, 1] >= FIRST_NOVEL).mean() > 0.9
    assert (later[new, 2] == SAME_GROUP).mean() > 0.7
    assert (later[~new, 2] == SAME_GROUP).mean() < 0.02


@pytest.fixture
def space():
    return place_stream(make_stream(days=31))[0]


STRANGE = np.random.default_rng(99).normal(size=(3, DIMENSIONS)) * 0.1 + np.eye(DIMENSIONS)[5] * 40


def test_a_copy_and_the_same_teller_echo_nothing(space):
    day = 1000
    assert space.place(day, [0], STRANGE[:1], [7], [-1])[0, 2] == ALONE
    assert space.place(day, [0], STRANGE[1:2], [7], [-1])[0, 2] == ALONE
    assert space.place(day, [0], STRANGE[:1])[0, 2] == ALONE
    assert space.place(day, [0], STRANGE[2:] + np.eye(DIMENSIONS)[3] * 4, [8], [4])[0, 2] == SAME_GROUP
    space.place(day + 100, [0], STRANGE[:1], [1], [4])
    assert space.place(day + 100, [0], STRANGE[2:] + np.eye(DIMENSIONS)[3] * 4, [2], [4])[0, 2] == ALONE


def test_an_echo_says_whether_it_came_from_the_same_group_and_is_forgotten_after_four_weeks(space):
    other = STRANGE[:1] + np.eye(DIMENSIONS)[3] * 4
    assert space.place(1000, [0], STRANGE[:1])[0, 2] == ALONE
    before = space.state()
    assert space.place(1027, [1], other)[0, 2] == ELSEWHERE
    space.restore(before)
    assert space.place(1028, [1], other)[0, 2] == ALONE


def test_stories_of_one_day_echo_the_earlier_ones(space):
    vectors = np.vstack([STRANGE[0], STRANGE[0] + np.eye(DIMENSIONS)[3] * 4])
    assert space.place(1000, [2, 2], vectors)[:, 2].tolist() == [ALONE, SAME_GROUP]


def test_a_story_far_from_every_topic_is_about_none_of_them(space):
    assert space.place(1000, [0], STRANGE[:1]).tolist() == [[-1, 7, ALONE]]


def test_what_is_not_embedded_has_no_place_and_leaves_no_trace(space):
    before = space.state()
    blank = np.vstack([np.zeros(DIMENSIONS), np.full(DIMENSIONS, np.nan)])
    assert (space.place(1000, [0, 1], blank) == -1).all()
    assert space.place(1000, [], np.zeros((0, DIMENSIONS))).shape == (0, 3)
    after = space.state()
    assert all(np.array_equal(before[name], after[name]) for name in ("centres", "edges", "echoes.bar"))
    assert (after["echoes.day"] != 1000).all()


def test_the_length_of_a_vector_does_not_matter(space):
    twin = TopicSpace()
    twin.restore(space.state())
    vectors = np.random.default_rng(1).normal(size=(40, DIMENSIONS))
    assert np.array_equal(space.place(40, [0] * 40, vectors), twin.place(40, [0] * 40, vectors * 7))


def test_a_restored_space_goes_on_exactly():
    whole, broken = (place_stream(make_stream(days=31))[0] for _ in range(2))
    for day, group, vectors, _ in make_stream(3, days=40):
        again = TopicSpace()
        again.restore({name: array.copy() for name, array in broken.state().items()})
        assert np.array_equal(whole.place(day + 31, group, vectors), again.place(day + 31, group, vectors))
        broken = again


def test_there_is_one_topic_for_fifteen_stories_and_at_most_twenty():
    vectors = np.random.default_rng(0).normal(size=(330, DIMENSIONS))
    assert [TopicSpace().fit(vectors[:n]).levels for n in (20, 60, 330)] == [2, 4, 20]
    assert TopicSpace().fit(vectors, most=5).levels == 5


def test_too_few_stories_and_another_models_vectors_are_refused_with_a_sentence(space):
    with pytest.raises(ValueError, match="topics need at least 10 embedded stories and there are 4"):
        TopicSpace().fit(np.vstack([np.eye(4), np.zeros((20, 4))]))
    with pytest.raises(ValueError, match="fit topics to the vectors of this model"):
        space.place(1000, [0], np.ones((1, DIMENSIONS + 1)))


def test_an_ordinary_story_is_no_echo(space):
    centre = space.centres[:1]
    assert space.place(1000, [0], centre).tolist() == [[0, 0, NOT_NOVEL]]
