"""Rounds are disjoint, frozen and of at least k answers; what a visit shows is their sum, as far as it may be told."""

import json
import sqlite3
from datetime import UTC, date, datetime

import pytest

from analysis.batches import close_full_batches
from narratives.answers import ChoiceAnswer, DyadAnswer, TriadAnswer
from narratives.collection import Policy
from narratives.narrative import Scope
from narratives.objective import Direction, Objective
from store.erasure import withdraw
from store.intake import Intake
from store.objective_readings import list_readings
from store.objectives import declare_objective
from store.public_pages import switch_public_page
from store.release_public import ENOUGH_AT_FIRST, close_round, find_results, is_due, list_rounds
from tests.builders import make_narrative, open_plot

SECRET = b"a secret that is long enough for this"
BEGUN = datetime(2026, 1, 5, tzinfo=UTC)
SPRING, SUMMER, AUTUMN = date(2026, 4, 1), date(2026, 7, 1), date(2026, 10, 1)
MORE_SAY = Objective(
    "o1", "plot", "More say", "Because.", "say", "high", Direction.MORE, 0.2, "a survey", 0.5, date(2026, 12, 31)
)


@pytest.fixture
def tell(db):
    """Tells so many stories with these ends of the line, none below, and returns them."""
    intake, told = Intake(db.path, SECRET), [0]

    def some(plot, high, low=0, **changes):
        stories = []
        for value in [0.9] * high + [0.1] * low:
            told[0] += 1
            answers = (
                TriadAnswer("mood", (0.8, 0.1, 0.1), "tap"),
                DyadAnswer("say", value, "tap"),
                ChoiceAnswer("wish", ("w1", "w13")),
            )
            facts = {"text": f"Bean {told[0]}", "consent": frozenset({Scope.READ}), "answers": answers, **changes}
            stories.append(make_narrative(**facts))
            intake.submit(*plot, stories[-1], f"{told[0]:032x}")
        return stories

    yield some
    intake.close()


@pytest.fixture
def plot(db):
    return open_plot(db)


def switch_on(db, at=BEGUN):
    switch_public_page(db, "plot", is_on=True, actor="ade", at=at)


def shares(db, plot, signifier="say"):
    question = next(one for one in find_results(db, *plot).questions if one.signifier.id == signifier)
    return question.n, {item.id: item.share for item in question.items if item.share is not None}


def test_nothing_is_counted_for_a_collection_that_publishes_nothing(db, plot, tell):
    tell(plot, 60)
    assert not close_round(db, *plot, today=AUTUMN)
    assert db.rows("select * from share_parts") == []


def test_a_quarter_is_over_on_the_first_day_of_the_next():
    assert not is_due(date(2026, 1, 1), date(2026, 3, 31))
    assert is_due(date(2026, 3, 31), date(2026, 4, 1))
    assert not is_due(date(2026, 4, 1), date(2026, 6, 30))
    assert is_due(date(2025, 12, 31), date(2026, 1, 1))


def test_the_first_figures_come_as_soon_as_they_are_worth_it_and_the_next_with_the_quarter(db, plot, tell):
    switch_on(db)
    tell(plot, 20, ENOUGH_AT_FIRST - 21)
    assert not close_round(db, *plot, today=date(2026, 1, 6)) and not find_results(db, *plot).is_told
    tell(plot, 12)
    assert close_round(db, *plot, today=date(2026, 1, 7))
    assert shares(db, plot) == (60, {"high": 32 / 61, "low": 29 / 61})
    tell(plot, 30, 30)
    assert not close_round(db, *plot, today=date(2026, 3, 31)), "one count a quarter"
    assert close_round(db, *plot, today=SPRING) and not close_round(db, *plot, today=SPRING)
    assert shares(db, plot) == (120, {"high": 62 / 121, "low": 59 / 121})
    assert list_rounds(db, "plot") == [date(2026, 1, 7), SPRING]


def test_a_share_has_its_interval(db, plot, tell):
    switch_on(db)
    tell(plot, 30, 70)
    close_round(db, *plot, today=SPRING)
    question = next(one for one in find_results(db, *plot).questions if one.signifier.id == "say")
    high = next(item for item in question.items if item.id == "high")
    assert (round(high.low, 3), round(high.high, 3)) == (0.219, 0.396), "Wilson (1927), 30 of 100"


def test_what_is_withdrawn_later_changes_no_figure(db, plot, tell):
    switch_on(db)
    stories = tell(plot, 30, 30)
    close_round(db, *plot, today=SPRING)
    before = find_results(db, *plot)
    for one in stories[:25]:
        withdraw(db, one.id, SECRET)
    close_round(db, *plot, today=SUMMER)
    after = find_results(db, *plot)
    assert after.questions == before.questions and after.counted_until == SUMMER


def test_a_figure_that_was_published_cannot_be_written_over(db, plot, tell):
    switch_on(db)
    tell(plot, 60)
    close_round(db, *plot, today=SPRING)
    with pytest.raises(sqlite3.IntegrityError, match="never recomputed"):
        db.execute("update public_counts set n = n + 1")


def test_fewer_than_k_in_one_item_are_told_of_neither_it_nor_what_it_leaves(db, plot, tell):
    switch_on(db)
    tell(plot, 60, 4)
    close_round(db, *plot, today=SPRING)
    assert shares(db, plot) == (60, {})


def test_what_is_not_told_one_by_one_is_told_together(db, plot, tell):
    switch_on(db)
    tell(plot, 40, 25)
    tell(plot, 1, answers=(DyadAnswer("say", 0.5, "tap"),))
    close_round(db, *plot, today=SPRING)
    question = next(one for one in find_results(db, *plot).questions if one.signifier.id == "say")
    assert [item.id for item in question.items if item.share is not None] == ["high"]
    assert question.rest is not None and question.rest.share == 26 / 66


def test_few_that_came_since_are_not_told_by_a_difference(db, plot, tell):
    switch_on(db)
    tell(plot, 60, 40)
    close_round(db, *plot, today=SPRING)
    tell(plot, 30, 3)
    close_round(db, *plot, today=SUMMER)
    assert shares(db, plot) == (130, {}), "90 of 133 would tell that 3 of those who came said otherwise"


def test_a_round_reads_each_objective_once_in_disjoint_quarters(db, plot, tell):
    declare_objective(db, MORE_SAY, at=BEGUN)
    tell(plot, 20, 60)
    assert not close_round(db, *plot, today=date(2026, 3, 31))
    close_round(db, *plot, today=SPRING)
    tell(plot, 40, 40)
    close_round(db, *plot, today=SUMMER)
    close_round(db, *plot, today=AUTUMN)
    first, second, third = list_readings(db, "plot")["o1"]
    assert (first.n, first.share, first.first, first.last) == (80, 0.25, BEGUN.date(), SPRING)
    assert (second.n, second.share, second.first, second.last) == (80, 0.5, SPRING, SUMMER)
    assert (round(second.low, 3), round(second.high, 3)) == (0.393, 0.607)
    assert (third.n, third.share, third.is_told) == (0, None, False), "nobody told anything in summer"


def test_an_objective_that_nearly_nobody_is_left_of_is_told_by_its_bound(db, plot, tell):
    declare_objective(db, MORE_SAY, at=BEGUN)
    tell(plot, 0, 90)
    close_round(db, *plot, today=SPRING)
    [reading] = list_readings(db, "plot")["o1"]
    assert reading.share is None and reading.is_below and round(reading.high, 3) == 0.179, "9 of 90 at most"


def test_a_bound_that_would_say_more_than_below_k_is_not_told(db, plot, tell):
    declare_objective(db, MORE_SAY, at=BEGUN)
    tell(plot, 1, 10)
    close_round(db, *plot, today=SPRING)
    [reading] = list_readings(db, "plot")["o1"]
    assert not reading.is_told, "of eleven, ten others would leave one"


def test_an_objective_on_a_question_that_is_gone_is_not_told(db, plot, tell):
    lost = Objective("o2", "plot", "x", "x", "gone", "high", Direction.MORE, None, "", 0.5, date(2026, 12, 31))
    declare_objective(db, lost, at=BEGUN)
    tell(plot, 60)
    assert close_round(db, *plot, today=SPRING)
    [reading] = list_readings(db, "plot")["o2"]
    assert not reading.is_told


def test_protected_stories_come_in_whole_batches(db, tell):
    plot = open_plot(db, policy=Policy.PROTECTED)
    switch_on(db)
    tell(plot, 45, 45)
    close_full_batches(db, *plot, today=date(2026, 3, 30))
    close_round(db, *plot, today=SPRING)
    stored = [json.loads(row["counts"]) for row in db.rows("select counts from public_counts where signifier = 'say'")]
    assert stored and all(count % 10 == 0 for counts in stored for count in counts.values()), "only whole piles"
    n, told = shares(db, plot)
    assert n == sum(stored[0].values()) and set(told) <= {"low", "high"}
