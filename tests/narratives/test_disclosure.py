import random
from datetime import date, timedelta

import pytest

from narratives.answers import NotApplicable, StonesAnswer
from narratives.collection import CollectionError
from narratives.disclosure import PATIENCE, STONE_GRID, Waiting, aggregate, close_batches, stone_cell
from narratives.narrative import Kind
from tests.builders import FRAMEWORK, TODAY, make_answers, make_collection, make_framework
from tests.store.landscape.telling import STONES


def waiting(count: int, *, group: str = "east", kind: Kind = Kind.RESPONDENT, told_on: date = TODAY) -> list[Waiting]:
    chance = random.Random(f"{group}{kind}{count}")
    return [Waiting(f"{chance.getrandbits(128):032x}", told_on, group, kind, make_answers()) for _ in range(count)]


def close(stories: list[Waiting], today: date = TODAY):
    return close_batches(make_collection(), make_framework(), stories, today)


def test_nine_stories_close_nothing_and_ten_close_one_batch():
    assert close(waiting(9)) == []
    assert [len(batch.narratives) for batch in close(waiting(10))] == [10]


def test_batches_hold_the_earliest_stories_and_the_rest_goes_on_waiting():
    early, late = waiting(10, told_on=TODAY - timedelta(days=3)), waiting(9, told_on=TODAY)
    (batch,) = close(late + early)
    assert set(batch.narratives) == {story.id for story in early}


def test_groups_and_kinds_never_share_a_batch():
    assert close(waiting(9) + waiting(9, group="west") + waiting(9, kind=Kind.PRACTITIONER)) == []


def test_groups_that_wait_too_long_fill_a_batch_of_their_parent():
    old = TODAY - PATIENCE
    (batch,) = close(waiting(6, told_on=old) + waiting(5, group="west", told_on=old))
    assert (batch.group, len(batch.narratives)) == ("all", 10)


def test_aggregates_are_sums_that_name_nobody():
    answers = [make_answers(shares=(1, 0, 0), value=1.0), make_answers(shares=(0, 1, 0), value=0.0), ()]
    found = aggregate(make_framework(), answers)
    assert found["mood"]["n"] == 2
    assert found["mood"]["not_answered"] == 1
    assert found["mood"]["sums"] == [1, 1, 0]
    assert found["mood"]["zones"] == {"top": 1, "left": 1}
    assert found["say"] == {
        "n": 2,
        "not_applicable": 0,
        "not_answered": 1,
        "never_shown": 0,
        "sum": 1.0,
        "square": 1.0,
        "bins": {"19": 1, "0": 1},
    }
    assert found["wish"]["options"] == {"w1": 2, "w13": 2}


def test_no_sum_or_difference_of_views_over_time_isolates_fewer_than_k():
    chance = random.Random(7)
    open_pool: list[Waiting] = []
    atoms: list[int] = []
    for day in range(120):
        today = TODAY + timedelta(days=day)
        for group in ("east", "west"):
            open_pool += [
                Waiting(f"{chance.getrandbits(128):032x}", today, group, Kind.RESPONDENT, make_answers())
                for _ in range(chance.randrange(3))
            ]
        batches = close(open_pool, today)
        closed = {one for batch in batches for one in batch.narratives}
        open_pool = [story for story in open_pool if story.id not in closed]
        atoms += [len(batch.narratives) for batch in batches]
    assert len(atoms) > 10
    assert min(atoms) >= 10


def test_a_collection_cannot_report_on_fewer_than_ten():
    with pytest.raises(CollectionError, match="k is 9; it must be at least 10"):
        make_collection(k=9)


def test_stones_are_frozen_stone_by_stone_in_the_cells_they_lie_in():
    framework = make_framework(signifiers=[*FRAMEWORK["signifiers"], STONES])
    rake = StonesAnswer("yard", (("rake", 0.05, 0.95),), "tap")
    both = StonesAnswer("yard", (("rake", 0.05, 0.99), ("spade", 1.0, 0.0)), "tap")
    found = aggregate(framework, [(rake,), (both,), (NotApplicable("yard"),), ()])["yard"]
    assert found["stones"] == {"rake": {"90": 2}, "spade": {"9": 1}}
    assert (found["n"], found["not_applicable"], found["not_answered"]) == (2, 1, 1)


@pytest.mark.parametrize(("x", "y", "cell"), [(0.0, 0.0, 0), (1.0, 1.0, 99), (0.1, 0.0, 1), (0.0, 0.1, STONE_GRID)])
def test_the_borders_of_a_cell_belong_to_the_one_beyond(x, y, cell):
    assert stone_cell(x, y) == cell
