from datetime import UTC, datetime, timedelta

import pytest

from analysis.proposals import propose_change, wanted_change
from narratives.judgement import Judged, Judgement
from store.alerts import add_alert
from store.collections import get_collection
from store.judgements import judge
from store.promise_proposals import accept, decline, list_proposals
from tests.builders import TODAY
from tests.web.explore.telling import make_finding

AT = datetime(2026, 3, 2, 12, tzinfo=UTC)
REAL, KNOWN, NOISE, UNCLEAR = Judgement


def judged(real=0, noise=0, unclear=0, on="2026-02-20"):
    labels = [REAL] * real + [NOISE] * noise + [UNCLEAR] * unclear
    return [Judged(str(place), "theme:change", on, "ada", label) for place, label in enumerate(labels)]


def test_half_is_proposed_when_the_whole_interval_lies_below_a_half():
    figure, because = wanted_change(1.0, judged(real=2, noise=10), TODAY)
    assert figure == 0.5
    assert because.startswith(
        "Of 12 alerts that people judged, 2 were real or known and 10 noise: 17 of a hundred worth having, with a 95% "
        "interval from 2 to 48."
    )


def test_twice_is_proposed_when_the_whole_interval_lies_above_three_quarters():
    figure, because = wanted_change(1.0, judged(real=14), TODAY)
    assert figure == 2.0 and "Twice as many a year would show smaller shifts" in because


@pytest.mark.parametrize(
    "said",
    [
        judged(noise=9),
        judged(noise=9, unclear=20),
        judged(real=3, noise=9),
        judged(real=5, noise=5),
        judged(real=12),
        judged(real=20, noise=3),
        [],
    ],
    ids=["nine", "nine and unclear ones", "not quite", "a draw", "not quite yet", "not so clear", "nothing"],
)
def test_nothing_is_proposed_while_the_judgements_do_not_speak_clearly(said):
    assert wanted_change(1.0, said, TODAY) is None


def test_twice_is_proposed_only_where_the_promise_was_used_up_within_a_year():
    assert wanted_change(15.0, judged(real=14), TODAY) is None
    assert wanted_change(14.0, judged(real=14), TODAY) is not None
    assert wanted_change(1.0, judged(real=14, on="2025-02-20"), TODAY) is None


def test_the_figure_stays_within_what_a_collection_takes():
    assert wanted_change(0.15, judged(noise=12), TODAY) is None
    assert wanted_change(40.0, judged(real=60), TODAY)[0] == 52.0
    assert wanted_change(52.0, judged(real=60), TODAY) is None


@pytest.fixture
def collection(db, plot):
    return plot[0]


def raise_judged(db, n, label, first=TODAY - timedelta(days=40), **changes):
    for place in range(n):
        found = make_finding(raised_on=first - timedelta(days=place), group=f"g{first}{place}", **changes)
        alert = add_alert(db, "plot", found, sentence="It moved.", exemplars=(), at=AT)
        assert alert and judge(db, alert, account="ada", judgement=label, at=AT)


def propose(db, days=0):
    today = TODAY + timedelta(days=days)
    return propose_change(db, get_collection(db, "plot"), today=today, at=AT + timedelta(days=days))


def test_the_worker_proposes_once_and_changes_nothing(db, collection):
    raise_judged(db, 12, NOISE)
    assert propose(db) and not propose(db) and not propose(db, days=200)
    (found,) = list_proposals(db, "plot")
    assert (found.old_a_year, found.new_a_year, found.decision) == (1.0, 0.5, None)
    assert get_collection(db, "plot").alerts_a_year == 1.0


def test_mere_counts_are_no_part_of_the_promise_and_propose_nothing(db, collection):
    raise_judged(db, 12, NOISE, evidence=0.0)
    assert not propose(db)


def test_after_it_was_declined_it_is_proposed_again_after_90_days_at_the_earliest(db, collection):
    raise_judged(db, 12, NOISE)
    propose(db)
    decline(db, list_proposals(db, "plot")[0].id, because="No.", actor="ade", at=AT)
    assert not propose(db, days=89)
    assert propose(db, days=90)


def test_judgements_of_alerts_under_an_earlier_promise_propose_nothing(db, collection):
    raise_judged(db, 12, NOISE)
    propose(db)
    accept(db, list_proposals(db, "plot")[0].id, because="Yes.", actor="ade", at=AT)
    assert not propose(db, days=100)
    raise_judged(db, 12, NOISE, first=TODAY + timedelta(days=60))
    assert propose(db, days=100)
    assert list_proposals(db, "plot")[0].new_a_year == 0.25
