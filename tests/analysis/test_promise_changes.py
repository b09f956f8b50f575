from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from analysis import commits
from analysis.promise_changes import without_the_old
from analysis.surveillance import watch_stories
from store.alerts import add_alert, list_every_alert
from store.collections import get_collection
from store.promise_proposals import accept, add_proposal
from store.worker import get_monitor
from tests.analysis.conftest import DAYS, make_season
from tests.builders import TODAY
from tests.web.explore.telling import make_finding

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
YESTERDAY = TODAY - timedelta(days=1)


def change(db, new, old=1.0):
    proposal = add_proposal(db, "plot", old_a_year=old, new_a_year=new, because="So they said.", at=AT)
    assert proposal and accept(db, proposal, because="Agreed.", actor="ade", at=AT)


def told(db):
    found = {(alert.id, alert.finding) for alert in list_every_alert(db, "plot")}
    return found | {(alert.id, sign.finding) for alert in list_every_alert(db, "plot") for sign in alert.signs}


def watched(db, plot):
    return watch_stories(db, get_collection(db, "plot"), plot[1], today=TODAY, at=AT)


def test_a_stricter_promise_watches_everything_anew_and_raises_no_old_alert_again(db, plot, tell):
    tell(make_season())
    watched(db, plot)
    before, engine = told(db), get_monitor(db, "plot").engine
    assert before
    change(db, 0.5)
    done = watched(db, plot)
    assert done.days == DAYS and done.alerts == 0
    assert told(db) == before
    assert get_monitor(db, "plot").engine != engine


def test_a_looser_promise_raises_nothing_of_the_days_watched_before_which_it_would_do_by_itself(db, plot, tell):
    db.execute("update collections set alerts_a_year = 0.01")  # before the first story
    calm, moved = make_season(shift=None), make_season(shift=45)
    tell([moved[place] if place % 5 == 0 else one for place, one in enumerate(calm)])
    watched(db, plot)
    assert told(db) == set()
    change(db, 52.0, old=0.01)
    assert watched(db, plot).days == DAYS
    assert told(db) == set()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(commits, "without_the_old", lambda db, collection_id, findings, until: findings)
        db.execute("update monitors set engine = 'another'")
        watched(db, plot)
    assert told(db)


@pytest.fixture
def changed(db, plot):
    change(db, 0.5)
    return db


def left(db, *findings, until=YESTERDAY):
    return without_the_old(db, "plot", findings, until)


def test_days_that_were_watched_under_the_old_promise_stay_as_they_were_judged(changed):
    old, new = make_finding(raised_on=YESTERDAY), make_finding(raised_on=TODAY, since=TODAY)
    assert left(changed, old, new) == [new]


def test_days_that_nobody_had_watched_yet_when_the_promise_changed_are_watched_under_the_new_one(changed):
    behind = make_finding(raised_on=YESTERDAY)
    assert left(changed, behind, until=YESTERDAY - timedelta(days=3)) == [behind]


def test_a_shift_that_people_were_told_of_under_the_old_promise_is_not_told_again_when_it_is_found_later(db, plot):
    known = make_finding()
    add_alert(db, "plot", known, sentence="It moved.", exemplars=(), at=AT)
    change(db, 0.5)
    later = replace(known, raised_on=TODAY + timedelta(days=40), since=known.since + timedelta(days=9))
    anew = replace(later, since=date(2026, 3, 20))
    elsewhere = replace(later, group="west")
    assert left(db, later, anew, elsewhere) == [anew, elsewhere]


def test_where_nothing_was_replayed_or_the_promise_never_changed_everything_is_left(db, plot):
    found = [make_finding(raised_on=YESTERDAY)]
    assert left(db, *found) == found
    change(db, 0.5)
    assert without_the_old(db, "plot", found, None) == found
