import random
from datetime import timedelta

import pytest

from narratives.calendar import day_number
from narratives.collection import Moderation, Policy, ReportingGroup
from narratives.narrative import Scope, State
from store.release_silent import WEEKS, quiet_end, silent_groups
from tests.analysis.conftest import keep
from tests.builders import TODAY, make_narrative, open_plot

NORTH = ReportingGroup("North", "all")


@pytest.fixture
def plot(db):
    return open_plot(db, groups=(NORTH, ReportingGroup("west", "all")))


def tell(db, framework, weeks, group="North", state=State.RELEASED, **changes):
    """So many stories in each whole week before today, the last one newest."""
    first = TODAY - timedelta(weeks=len(weeks))
    told = [
        make_narrative(told_on=first + timedelta(weeks=week, days=n % 7), group=group, area=group, **changes)
        for week, count in enumerate(weeks)
        for n in range(count)
    ]
    keep(db, framework, told, state)


def batched(db, group, n, first_week, last_week):
    """A closed batch, by how many weeks ago its first and its last week were."""
    first, last = (day_number(TODAY - timedelta(weeks=ago)) for ago in (first_week, last_week))
    db.execute(
        """
        insert into batches (id, collection_id, group_name, kind, n, closed_week, first_week, last_week, aggregates)
        values (:id, 'plot', :group, 'respondent', :n, :last, :first, :last, '{}')
        """,
        id=f"{group}{first_week}",
        group=group,
        n=n,
        first=first,
        last=last,
    )


def test_a_group_that_fell_silent_is_named_with_since_when_and_how_much_came_before(db, plot):
    collection, framework = plot
    tell(db, framework, [7, 8] * 8 + [0] * 5)
    tell(db, framework, [7, 8] * 10, group="west")
    (found,) = silent_groups(db, collection, TODAY)
    assert found.group == "North" and found.since == TODAY - timedelta(weeks=5)
    assert found.words == (
        "North has hardly told anything since the week of 26 January 2026; before, about 30 stories came every four "
        "weeks."
    )


def test_less_than_four_whole_weeks_are_no_silence_and_the_running_week_does_not_count(db, plot):
    collection, framework = plot
    tell(db, framework, [8] * 16 + [0] * 3)
    assert silent_groups(db, collection, TODAY) == []
    for day in range(6):
        assert silent_groups(db, collection, TODAY + timedelta(days=day)) == []
    assert len(silent_groups(db, collection, TODAY + timedelta(days=7))) == 1
    tell(db, framework, [1])
    keep(db, framework, [make_narrative(told_on=TODAY + timedelta(days=8), group="North") for _ in range(12)])
    assert len(silent_groups(db, collection, TODAY + timedelta(days=9))) == 1


def test_no_number_below_k_is_told(db, plot):
    collection, framework = plot
    tell(db, framework, [4, 3, 2, 2, 2, 2, 1, 2, 2, 2, 3, 2, 2, 2, 1, 2] + [0] * 8)
    (found,) = silent_groups(db, collection, TODAY)
    assert "before, 10 stories or more came in some four weeks." in found.words


def test_a_group_that_never_told_k_in_four_weeks_is_not_named(db, plot):
    collection, framework = plot
    tell(db, framework, [2] * 20 + [0] * 5)
    assert silent_groups(db, collection, TODAY) == []


@pytest.mark.parametrize(
    "changes", [{"closes_on": TODAY - timedelta(1)}, {"opens_on": TODAY + timedelta(1)}], ids=["closed", "not yet open"]
)
def test_a_collection_that_takes_no_stories_has_no_silent_groups(db, changes):
    collection, framework = open_plot(db, groups=(NORTH,), **changes)
    tell(db, framework, [8] * 16 + [0] * 5)
    assert silent_groups(db, collection, TODAY) == []


def test_only_what_is_released_is_looked_at(db, plot):
    collection, framework = plot
    tell(db, framework, [8] * 16 + [0] * 5, consent=frozenset())
    assert silent_groups(db, collection, TODAY) == []


def test_a_group_with_stories_waiting_for_a_moderator_is_not_called_silent(db):
    collection, framework = open_plot(db, groups=(NORTH,), moderation=Moderation.BEFORE)
    tell(db, framework, [8] * 16 + [0] * 5)
    before = silent_groups(db, collection, TODAY)
    assert len(before) == 1
    tell(db, framework, [1, 0], state=State.WAITING, consent=frozenset())  # that they told is not to be seen
    assert silent_groups(db, collection, TODAY) == before
    tell(db, framework, [1, 0], state=State.WAITING, consent=frozenset({Scope.READ}))
    assert silent_groups(db, collection, TODAY) == []


def test_a_protected_collection_is_judged_by_its_batches_alone_and_told_in_whole_k(db):
    collection, framework = open_plot(db, policy=Policy.PROTECTED, groups=(NORTH,))
    for ago in range(25, 8, -1):
        batched(db, "North", 10, ago, ago)
    tell(db, framework, [5] * 25)  # nobody may know of these yet
    (found,) = silent_groups(db, collection, TODAY)
    assert found.since == TODAY - timedelta(weeks=8)
    assert "about 40 stories came every four weeks" in found.words


def test_what_may_wait_in_a_batch_that_is_not_full_is_given_the_benefit_of_the_doubt(db):
    collection, _ = open_plot(db, policy=Policy.PROTECTED, groups=(NORTH,))
    for ago in range(25, 6, -2):
        batched(db, "North", 10, ago, ago - 1)
    assert silent_groups(db, collection, TODAY) == []  # in five weeks nine may have come
    assert len(silent_groups(db, collection, TODAY + timedelta(weeks=6))) == 1


def test_a_parent_is_no_group_of_its_own(db, plot):
    collection, framework = plot
    tell(db, framework, [8] * 16 + [0] * 5, group="all")
    assert silent_groups(db, collection, TODAY) == []


def test_the_longest_silence_comes_first(db, plot):
    collection, framework = plot
    tell(db, framework, [8] * 16 + [0] * 5)
    tell(db, framework, [8] * 14 + [0] * 7, group="west")
    assert [one.group for one in silent_groups(db, collection, TODAY)] == ["west", "North"]


def test_a_fifth_of_what_is_usual_is_hardly_any_and_a_third_is_not():
    steady = [30.0] * 20
    assert quiet_end([*steady, 5, 6, 6, 5], k=10) is not None
    assert quiet_end([*steady, 10, 10, 10, 10], k=10) is None


def test_a_group_that_tells_in_bursts_is_not_silent_between_two_of_them():
    assert quiet_end(([40, 0, 0, 0, 0, 0] * 4)[:24], k=10) is None


def poisson(chance, mean):
    n, left = 0, chance.expovariate(1.0)
    while left < mean:
        n, left = n + 1, left + chance.expovariate(1.0)
    return n


def episodes(weeks):
    """How often a group that is looked at every Monday begins to be listed."""
    listed = [quiet_end(weeks[end - WEEKS : end], k=10) is not None for end in range(WEEKS, len(weeks))]
    return sum(now and not before for before, now in zip([False, *listed], listed, strict=False))


def test_groups_at_a_steady_rate_are_listed_less_than_once_in_twenty_years():
    chance, years = random.Random(2), 60
    found = {a_month: episodes([poisson(chance, a_month / 4) for _ in range(52 * years)]) for a_month in (6, 10, 20)}
    assert max(found.values()) <= years / 20, found


def test_a_group_that_goes_down_to_nothing_is_listed_within_six_weeks():
    chance = random.Random(3)
    for a_month in (12, 20, 40):
        weeks = [poisson(chance, a_month / 4) for _ in range(WEEKS)]
        assert quiet_end([*weeks[6:], *[0] * 6], k=10) is not None
