"""Somebody who keeps every copy of a public page learns nothing about fewer than k people."""

import random
import re
from datetime import UTC, date, datetime, timedelta

import pytest

from narratives.answers import ChoiceAnswer, DyadAnswer, TriadAnswer
from narratives.narrative import Scope
from narratives.objective import Direction, Objective
from store.erasure import withdraw
from store.objective_readings import list_readings
from store.objectives import declare_objective
from store.public_pages import switch_public_page
from store.release_public import close_round
from tests.builders import make_narrative, open_plot
from tests.people import SECRET, make_app, stores_of

BEGUN = date(2026, 1, 5)
LINE = re.compile(r'<tr><th scope="row" dir="auto">([^<]+)<.*?</th><td>([^<]*)</td>', re.DOTALL)
CORNERS = ((0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8), (0.34, 0.33, 0.33))
ENDS = (0.1, 0.5, 0.9)


class Year:
    """A collection that is told in, taken from and published for a year, with what the public saw of it each week."""

    def __init__(self, app, seed):
        self.app, self.draws = app, random.Random(seed)
        self.db = stores_of(app).stories
        self.plot = open_plot(self.db)
        objective = Objective(
            "o1", "plot", "x", "x", "say", "high", Direction.MORE, None, "", 0.5, date(2030, 1, 1), "ada"
        )
        declare_objective(self.db, objective, at=datetime(2026, 1, 5, tzinfo=UTC))
        switch_public_page(self.db, "plot", is_on=True, actor="ade", at=datetime(2026, 1, 5, tzinfo=UTC))
        self.told, self.number = [], 0

    def tell(self, n):
        for _ in range(n):
            self.number += 1
            answers = (
                TriadAnswer("mood", self.draws.choices(CORNERS, (50, 30, 3, 17))[0], "tap"),
                DyadAnswer("say", self.draws.choices(ENDS, (60, 35, 5))[0], "tap"),
                ChoiceAnswer("wish", tuple(self.draws.sample(["w1", "w2", "w3"], 2))),
            )
            scopes = frozenset({Scope.READ}) if self.draws.random() < 0.7 else frozenset()
            story = make_narrative(text=f"Bean {self.number}", answers=answers, consent=scopes)
            stores_of(self.app).intake.submit(*self.plot, story, f"{self.number:032x}")
            self.told.append(story.id)

    def visits(self, weeks):
        """The copies of the page, one a week, and what was in each."""
        for week in range(weeks):
            self.tell(self.draws.choice([0, 1, 2, 9, 25]))
            if self.told and self.draws.random() < 0.5:
                withdraw(self.db, self.told.pop(self.draws.randrange(len(self.told))), SECRET)
            close_round(self.db, *self.plot, today=BEGUN + timedelta(weeks=week))
            page = self.app.test_client().get("/public/plot")
            assert page.status_code == 200
            yield dict(LINE.findall(page.text))


@pytest.fixture
def year(tmp_path, request):
    app = make_app(tmp_path)
    yield Year(app, request.param)
    stores_of(app).intake.close()


@pytest.mark.parametrize("year", [1, 2], indirect=True)
def test_a_page_changes_only_when_a_round_is_closed(year):
    copies = list(year.visits(40))
    rounds = year.db.rows("select number from public_rounds")
    changed = sum(one != other for one, other in zip(copies, copies[1:], strict=False))
    assert 0 < changed <= len(rounds) <= 5


@pytest.mark.parametrize("year", [3, 4], indirect=True)
def test_every_figure_is_a_sum_of_parts_of_at_least_k_and_parts_are_in_one_round_alone(year):
    list(year.visits(40))
    small = year.db.rows("select n from public_counts where n < 10")
    assert small == [] and year.db.rows("select 1 from public_counts") != []
    parts = year.db.rows("select count(*) as n, count(distinct part_id) as parts from public_parts")[0]
    assert parts["n"] == parts["parts"]
    counted = year.db.rows("select sum(n) as n from public_counts where signifier = 'say'")[0]["n"]
    held = year.db.rows(
        "select sum(n) as n from share_parts where signifier = 'say' and id in (select part_id from public_parts)"
    )[0]["n"]
    assert counted == held


@pytest.mark.parametrize("year", [5, 6], indirect=True)
def test_no_reading_of_an_objective_is_about_fewer_than_k(year):
    list(year.visits(60))
    [readings] = list_readings(year.db, "plot").values()
    assert len(readings) >= 4
    for one in readings:
        assert one.n == 0 or one.n >= 10
        assert one.share is None or round(one.share * one.n) == 0 or round(one.share * one.n) >= 10
        assert one.first < one.last


@pytest.mark.parametrize("year", [7], indirect=True)
def test_switching_the_page_off_and_on_again_counts_nothing_anew(year):
    copies = list(year.visits(20))
    before = year.app.test_client().get("/public/plot").data
    year.tell(1)
    for is_on in (False, True):
        switch_public_page(year.db, "plot", is_on=is_on, actor="ade", at=datetime(2026, 5, 20, tzinfo=UTC))
        close_round(year.db, *year.plot, today=date(2026, 5, 20))
    assert copies and year.app.test_client().get("/public/plot").data == before
