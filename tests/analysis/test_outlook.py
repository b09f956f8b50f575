from datetime import timedelta

import pytest

from analysis.outlook import look_ahead, refresh_outlook
from analysis.streams import plan_streams
from models.power import PowerPreview
from store.promises import get_outlook
from tests.analysis.conftest import DAYS, make_season
from tests.builders import TODAY

YESTERDAY = TODAY - timedelta(days=1)


@pytest.fixture
def plan(plot):
    return plan_streams(*plot)


@pytest.fixture
def asked(monkeypatch):
    """What the preview was given; it finds what a quick one finds."""
    seen = []
    fit = PowerPreview.fit

    def quick(self, programme, progress=lambda done, of: None):
        seen.append((self, programme))
        self.sizes, self.history_days, self.followed_days = (1.4,), 40, 20
        return fit(self, programme, progress)

    monkeypatch.setattr(PowerPreview, "fit", quick)
    return seen


def test_the_collection_is_tried_with_its_own_stories_groups_pace_and_promise(db, plot, plan, tell, asked):
    tell(make_season(shift=None))
    found = look_ahead(db, plot[0], plan, yesterday=YESTERDAY, effort=1)
    [(preview, programme)] = asked
    assert preview.k == plot[0].k
    assert programme.a_week.tolist() == [21.0, 21.0]
    assert programme.streams == plan.streams and len(programme.stories) == DAYS * 6
    assert programme.budget == pytest.approx(0.6 * plot[0].alerts_a_year)
    assert (found.question, found.groups, found.a_week) == ("temperature", 2, 21.0)
    assert found.whole[0].missed == 0 and found.whole[0].median <= 14
    assert found.slow == () == found.young


def test_groups_that_tell_little_or_are_new_are_named(db, plot, plan, tell, asked):
    season = make_season(shift=None)
    sparse = [one for number, one in enumerate(s for s in season if s.group == "west") if number % 6 == 0]
    new = [s for s in season if s.group == "east" and s.told_on >= TODAY - timedelta(days=12)]
    tell([*sparse, *new])
    found = look_ahead(db, plot[0], plan, yesterday=YESTERDAY, effort=1)
    assert [(one.name, one.n) for one in found.young] == [("east", len(new))]
    assert [one.name for one in found.slow] in ([], ["west"])
    assert found.least_pace is None or found.least_pace >= 0


def test_there_is_no_outlook_before_there_is_history(db, plot, plan, tell, asked):
    tell(make_season(20))
    assert look_ahead(db, plot[0], plan, yesterday=YESTERDAY) is None
    assert not refresh_outlook(db, plot[0], plan, today=TODAY, beat=lambda: None)
    assert asked == []


def test_an_outlook_is_kept_for_four_weeks_and_beats_on_the_way(db, plot, plan, tell, asked):
    tell(make_season(shift=None))
    beats = []

    def refresh(days):
        today = TODAY + timedelta(days=days)
        return refresh_outlook(db, plot[0], plan, today=today, beat=lambda: beats.append(1), effort=1)

    assert [refresh(days) for days in (0, 1, 27, 28)] == [True, False, False, True]
    assert get_outlook(db, "plot").computed_on == TODAY + timedelta(days=28)
    assert beats
