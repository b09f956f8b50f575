from datetime import UTC, date, datetime

import pytest

from analysis.publishing import LOOK_SECONDS, Publishing, publish_all
from store.intake import Intake
from store.public_pages import switch_public_page
from store.release_public import list_rounds
from store.schema import open_stories
from tests.builders import make_narrative, open_plot


@pytest.fixture
def stories(tmp_path):
    database = open_stories(tmp_path / "stories.db")
    plot = open_plot(database)
    intake = Intake(database.path, b"a secret that is long enough for this")
    for number in range(60):
        intake.submit(*plot, make_narrative(text=f"Bean {number}"), f"{number:032x}")
    intake.close()
    switch_public_page(database, "plot", is_on=True, actor="ade", at=datetime(2026, 2, 1, tzinfo=UTC))
    return database


def test_a_round_is_closed_once_and_nothing_is_repeated(stories):
    assert publish_all(stories, date(2026, 2, 2)) == 1
    assert publish_all(stories, date(2026, 2, 2)) == 0
    assert publish_all(stories, date(2026, 4, 1)) == 1


def test_it_is_looked_for_once_a_minute(stories):
    seconds, day = [0.0], [date(2026, 2, 2)]
    chore = Publishing(stories, lambda: seconds[0], lambda: day[0])
    chore()
    assert list_rounds(stories, "plot") == [date(2026, 2, 2)]
    day[0] = date(2026, 4, 1)
    chore()
    assert len(list_rounds(stories, "plot")) == 1
    seconds[0] += LOOK_SECONDS
    chore()
    assert list_rounds(stories, "plot")[1:] == [date(2026, 4, 1)]


def test_a_worker_that_slept_for_a_year_closes_one_round(stories):
    publish_all(stories, date(2026, 2, 2))
    assert publish_all(stories, date(2027, 2, 2)) == 1
    assert list_rounds(stories, "plot") == [date(2026, 2, 2), date(2027, 2, 2)]
