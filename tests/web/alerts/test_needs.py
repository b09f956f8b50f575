"""What needs somebody now, and whom."""

from datetime import UTC, datetime, timedelta

from narratives.probe import Aim, Probe, ProbeState
from store import alert_actions
from store.collections import add_collection
from store.probes import add_probe
from tests.web.alerts.pages import changed, part

NOW = datetime.now(UTC)
TODAY = NOW.date()
EAST = "Stories in east have moved towards “sad” (“It left me…”) since about 10 February 2026."


def test_what_is_due_comes_first_and_needs_somebody_now(world, ada, raise_alert):
    late, later = raise_alert(), raise_alert(group="west")
    for alert, days in ((later, 5), (late, -1)):
        alert_actions.acknowledge(world.db, alert, actor="ada", at=NOW)
        due = TODAY + timedelta(days=days)
        alert_actions.assign(world.db, alert, assignee="ada", due_on=due, actor="ada", at=NOW)
    page = changed(ada)
    held = part(page, "Being looked into")
    assert held.index("in east") < held.index("in west")
    needs = page.partition("Needs you now")[2].partition("</section>")[0]
    assert "Was due" in needs and EAST in needs and "in west" not in needs


def test_with_several_collections_what_is_new_says_where(world, ada, raise_alert):
    raise_alert()
    assert ">1 alert: east</a>" in changed(ada)
    add_collection(world.db, world.quiet)
    assert ">1 alert in The plot: east</a>" in changed(ada)


def test_what_is_due_of_others_does_not_need_me(world, ada, raise_alert):
    alert = raise_alert()
    alert_actions.acknowledge(world.db, alert, actor="ada", at=NOW)
    alert_actions.assign(world.db, alert, assignee="ben", due_on=TODAY, actor="ada", at=NOW)
    page = changed(ada)
    assert "Needs you now" not in page and "Due today" in part(page, "Being looked into")


def test_a_probe_that_needs_a_decision_needs_somebody_now(world, ada):
    ended = TODAY - timedelta(days=1)
    aims = (Aim("mood", "anchor:sad", grows=False),)
    words = dict.fromkeys(("tries", "because", "success", "failure", "amplify", "dampen"), "Words.")
    begun = ended - timedelta(days=30)
    probe = Probe(
        "p1",
        "plot",
        None,
        "Later gates",
        **words,
        owner="ada",
        groups=("east",),
        beside=(),
        aims=aims,
        starts_on=begun,
        ends_on=ended,
        state=ProbeState.RUNNING,
        made_by="ada",
        made_at=NOW.isoformat(),
    )
    add_probe(world.db, probe, at=NOW)
    needs = changed(ada).partition("Needs you now")[2].partition("</section>")[0]
    assert "Later gates: " in needs and 'href="/probes/p1"' in needs
