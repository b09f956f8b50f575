from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread, local

import pytest

import analysis.following as following
from analysis.alerting import explained, raise_alerts
from analysis.course import Stand
from analysis.following import follow_alerts, stated
from narratives.alert import AlertState, Signal
from narratives.course import Course, Recent
from narratives.probe import Probe, ProbeState
from narratives.route import Medium, Pace, Route
from narratives.silence import Silence
from store.alert_actions import acknowledge
from store.alert_events import list_events
from store.alerts import get_alert, list_alerts
from store.probes import add_probe
from store.routes import add_route
from store.schema import open_stories
from store.silences import add_silence, lift_silence
from tests.analysis.test_course import nowhere, told
from tests.analysis.test_explain import FINDING
from tests.builders import TODAY

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
EVERYTHING = frozenset(Signal)
HOOK = Route("hook", None, Medium.WEBHOOK, "https://a.example.org", Pace.IMMEDIATE, EVERYTHING, "ade")


@pytest.fixture
def hook(db):
    add_route(db, HOOK, at=NOON)


def days(number):
    return TODAY + timedelta(days=number)


def moved(db, plot, tell, *groups, until=40, then=0.6):
    """An alert of some groups that moved, and what they told since then."""
    for group in groups or ("east",):
        for first, number, cross in ((-70, 60, 0.2), (-10, 10, 0.6), (0, until, then)):
            tell([replace(one, id=f"{group}{one.id}", group=group) for one in told(days(first), number, cross)])
    found = [replace(FINDING, group=group) for group in groups or ("east",)]
    raise_alerts(db, *plot, explained(db, *plot, found, None), replayed_until=None, at=NOON)
    return list_alerts(db, "plot")[0].id


def follow(db, plot, *numbers):
    for number in numbers:
        follow_alerts(db, *plot, nowhere, today=days(number), at=NOON + timedelta(days=number))


def occasions(db):
    return [row["occasion"] for row in db.rows("select occasion from outbox order by id")]


def kinds(db, alert):
    return [(event["kind"], event["new_value"]) for event in list_events(db, alert)][1:]


def test_what_goes_back_to_usual_by_itself_is_closed_with_a_reason_and_told(db, plot, tell, hook):
    alert = moved(db, plot, tell, until=80, then=0.2)
    follow(db, plot, 1, 20, 30, 50, 60)
    closed = get_alert(db, alert)
    assert (closed.state, closed.course, closed.rearmed) == (AlertState.CLOSED, Course.BACK, True)
    assert closed.closed_because == "The stories went back to what was usual before."
    assert [one for one in kinds(db, alert) if one[0] in {"course", "state", "rearmed"}] == [
        ("course", "recovering"),
        ("rearmed", ""),
        ("course", "back"),
        ("state", "closed"),
    ]
    assert {event["actor"] for event in list_events(db, alert)} == {"monitor"}
    assert occasions(db) == ["raised", "reminder", "closed"]
    before = kinds(db, alert)
    follow(db, plot, 61, 62)
    assert kinds(db, alert) == before


def test_what_stays_away_stays_open_and_is_rearmed_after_four_weeks(db, plot, tell):
    alert = moved(db, plot, tell)
    follow(db, plot, 28)
    assert not get_alert(db, alert).rearmed
    follow(db, plot, 29)
    kept = get_alert(db, alert)
    assert (kept.state, kept.course, kept.rearmed) == (AlertState.RAISED, Course.MOVING, True)
    assert kept.recent.change == 40


def test_what_moves_away_again_after_it_was_on_its_way_back_is_told_once_more(db, plot, tell, hook):
    alert = moved(db, plot, tell, until=30, then=0.2)
    acknowledge(db, alert, actor="ada", at=NOON)
    tell([replace(one, id=f"again{one.id}") for one in told(days(30), 30, 0.6)])
    follow(db, plot, 30, 57)
    assert get_alert(db, alert).course is Course.MOVING
    assert occasions(db) == ["raised", "came-back"]
    assert ("told", "came-back") in kinds(db, alert)


def test_nobody_answering_is_no_recovery(db, plot, tell, hook):
    alert = moved(db, plot, tell, until=0)
    follow(db, plot, 40)
    assert get_alert(db, alert).course is Course.NO_DATA
    assert get_alert(db, alert).state is AlertState.RAISED


def test_an_alert_that_a_running_probe_is_about_stays_open_when_it_goes_back(db, plot, tell, hook):
    alert = moved(db, plot, tell, until=80, then=0.2)
    probe = Probe(
        id="p", collection="plot", alert=alert, title="Tea", tries="Tea.", because="Thirst.", success="Calm.",
        failure="None.", amplify="More.", dampen="Less.", owner="ada", groups=("east",), beside=(), aims=(),
        starts_on=days(2), ends_on=days(80), state=ProbeState.RUNNING,
    )  # fmt: skip
    add_probe(db, probe, at=NOON)
    follow(db, plot, 20, 30, 60)
    assert (get_alert(db, alert).state, get_alert(db, alert).course) == (AlertState.RAISED, Course.BACK)
    assert "closed" not in occasions(db)


def test_an_alert_that_nobody_acknowledges_is_reminded_of_once_after_a_week(db, plot, tell, hook):
    moved(db, plot, tell)
    follow(db, plot, 6)
    assert occasions(db) == ["raised"]
    follow(db, plot, 7, 8, 20)
    assert occasions(db) == ["raised", "reminder"]


def test_a_reminder_that_nobody_could_be_sent_is_sent_once_there_is_a_route(db, plot, tell):
    alert = moved(db, plot, tell)
    follow(db, plot, 8)
    assert kinds(db, alert) == []
    add_route(db, HOOK, at=NOON)
    follow(db, plot, 9, 10)
    assert occasions(db) == ["reminder"]


def test_what_somebody_looks_into_is_not_reminded_of(db, plot, tell, hook):
    acknowledge(db, moved(db, plot, tell), actor="ada", at=NOON)
    follow(db, plot, 7)
    assert occasions(db) == ["raised"]


def silence(until):
    return Silence("s", "plot", None, None, "Painting.", until, "ada", "")


def test_what_still_moves_when_its_silence_ends_is_told_then(db, plot, tell, hook):
    add_silence(db, silence(days(9)), NOON)
    alert = moved(db, plot, tell)
    follow(db, plot, 9)
    assert (occasions(db), get_alert(db, alert).silence_id) == ([], "s")
    follow(db, plot, 10, 11, 16)
    assert (occasions(db), get_alert(db, alert).silence_id) == (["raised"], None)
    follow(db, plot, 17)
    assert occasions(db) == ["raised", "reminder"]


def test_a_lifted_silence_is_over_at_once(db, plot, tell, hook):
    add_silence(db, silence(days(30)), NOON)
    moved(db, plot, tell)
    lift_silence(db, "s", actor="ada", at=NOON)
    follow(db, plot, 1)
    assert occasions(db) == ["raised"]


def test_what_is_on_its_way_back_when_its_silence_ends_is_told_to_nobody(db, plot, tell, hook):
    add_silence(db, silence(days(30)), NOON)
    alert = moved(db, plot, tell, then=0.2)
    follow(db, plot, 31)
    assert (occasions(db), get_alert(db, alert).silence_id) == ([], None)
    assert get_alert(db, alert).course is Course.RECOVERING


def test_a_silence_made_later_keeps_reminders_quiet(db, plot, tell, hook):
    moved(db, plot, tell)
    add_silence(db, silence(days(9)), NOON)
    follow(db, plot, 8)
    assert occasions(db) == ["raised"]


def test_an_alert_of_several_groups_ends_when_the_last_of_them_is_back(db, plot, tell, hook):
    lead = moved(db, plot, tell, "east", "west", until=30, then=0.2)
    tell([replace(one, id=f"west{one.id}", group="west") for one in told(days(30), 30, 0.6)])
    tell([replace(one, id=f"east{one.id}") for one in told(days(30), 70, 0.2)])
    follow(db, plot, 28, 57)
    alert = get_alert(db, lead)
    courses = {one.finding.group: one.course for one in (alert, *alert.members)}
    assert courses == {"east": Course.BACK, "west": Course.MOVING}
    assert alert.state is AlertState.RAISED and "closed" not in occasions(db)
    tell([replace(one, id=f"calm{one.id}", group="west") for one in told(days(60), 40, 0.2)])
    follow(db, plot, 84, 100, 115)
    assert {one.state for one in (get_alert(db, lead), *get_alert(db, lead).members)} == {AlertState.CLOSED}
    assert occasions(db).count("closed") == 1


def test_what_is_said_of_the_newest_stories_never_differs_by_fewer_than_k(db, plot, tell):
    alert = get_alert(db, moved(db, plot, tell, until=1))
    on = TODAY

    def stand(number, came):
        each = (*(on.toordinal() - 719163,) * 40, *came)
        return Stand(Recent(12.3, 8.1, 16.4, 40, on + timedelta(days=number)), 40.0, each)

    today = on.toordinal() - 719163
    first = stated(alert, stand(0, ()), 10)
    assert first == Recent(12, 8, 16, 40, on)
    said = replace(alert, recent=first)
    assert stated(said, stand(2, (today + 1,) * 9), 10) is None
    assert stated(said, stand(2, (today + 1,) * 10), 10) == replace(first, on=days(2))
    few = replace(stand(0, ()), recent=replace(stand(0, ()).recent, n=9))
    assert stated(alert, few, 10) is None
    gone = Stand(Recent(1.0, 0.0, 2.0, 40, days(40)), 40.0, (*(today,) * 9, *(today + 20,) * 40))
    assert stated(said, gone, 10) is None
    assert stated(said, replace(gone, days=(*gone.days, today)), 10) is not None


def follow_at_once(db, plot, monkeypatch, number, meet):
    """Two workers on one day, neither of which goes on from `meet` before both have read there what they read."""
    together, seen, read = Barrier(2), local(), getattr(following, meet)

    def meeting(*args):
        found = read(*args)
        if not hasattr(seen, "met"):
            seen.met = True
            together.wait(timeout=20)
        return found

    def work(seconds):
        other, at = open_stories(db.path), NOON + timedelta(days=number, seconds=seconds)
        follow_alerts(other, *plot, nowhere, today=days(number), at=at)
        other.close()

    monkeypatch.setattr(following, meet, meeting)
    threads = [Thread(target=work, args=(seconds,)) for seconds in (0, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def test_two_workers_remind_once(db, plot, tell, hook, monkeypatch):
    alert = moved(db, plot, tell)
    follow_at_once(db, plot, monkeypatch, 7, "list_events")
    assert occasions(db) == ["raised", "reminder"]
    assert kinds(db, alert).count(("told", "reminder")) == 1


def test_two_workers_say_once_that_it_moves_away_again(db, plot, tell, hook, monkeypatch):
    alert = moved(db, plot, tell, until=30, then=0.2)
    acknowledge(db, alert, actor="ada", at=NOON)
    tell([replace(one, id=f"again{one.id}") for one in told(days(30), 30, 0.6)])
    follow(db, plot, 30)
    follow_at_once(db, plot, monkeypatch, 57, "stand_of")
    assert occasions(db) == ["raised", "came-back"]
    assert kinds(db, alert).count(("told", "came-back")) == 1


def test_two_workers_close_it_once(db, plot, tell, hook, monkeypatch):
    alert = moved(db, plot, tell, until=80, then=0.2)
    acknowledge(db, alert, actor="ada", at=NOON)
    follow(db, plot, 20, 30)
    follow_at_once(db, plot, monkeypatch, 60, "probes_of_alert")
    assert occasions(db) == ["raised", "closed"]
    found = kinds(db, alert)
    assert [found.count(one) for one in (("state", "closed"), ("told", "closed"), ("rearmed", ""))] == [1, 1, 1]


def test_what_a_silence_that_ended_kept_quiet_stays_quiet_under_another_one(db, plot, tell, hook):
    add_silence(db, silence(days(9)), NOON)
    alert = moved(db, plot, tell)
    add_silence(db, replace(silence(days(30)), id="longer"), NOON)
    follow(db, plot, 9, 10, 11)
    assert (get_alert(db, alert).silence_id, occasions(db)) == ("longer", [])
    assert kinds(db, alert) == [("silenced", "s"), ("silenced", "longer")]
    follow(db, plot, 31)
    assert (get_alert(db, alert).silence_id, occasions(db)) == (None, ["raised"])
