from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from analysis.codebook import Codebook
from analysis.monitor import Monitor
from analysis.pending import Pending, counted_on, is_stale, may_be_published, pending_from_array, pending_to_array
from analysis.streams import plan_streams
from models.findings import Finding as Alarm
from narratives.alert import Finding, Signal
from narratives.calendar import day_number
from narratives.collection import Policy, ReportingGroup
from store.watching import Telling
from tests.builders import FRAMEWORK, TODAY, make_collection, make_framework

ABOUT = {
    "type": "choice",
    "id": "about",
    "title": "It was about…",
    "required": False,
    "options": [{"id": "beans", "label": "beans"}, {"id": "slugs", "label": "slugs"}],
    "max_responses": 1,
    "asks_about": "story",
}
FINDING = Finding(
    TODAY, date(2026, 2, 20), Signal.TEMPERATURE, "mood", "anchor:cross", "group", "east", 6, 0.8, 0.4, 1.2, 9
)


def make_telling(day=TODAY, **changes):
    facts = {
        "id": "a",
        "day": day_number(day),
        "group": "east",
        "stratum": "digger",
        "mode": "web",
        "respondent": None,
        "answers": {"mood": {"shares": [0.1, 0.1, 0.8]}, "say": {"value": 0.0}, "about": {"options": ["slugs"]}},
        "hot": 0.9,
    }
    return Telling(**{**facts, **changes})


@pytest.fixture
def plan():
    framework = make_framework(signifiers=[*FRAMEWORK["signifiers"], ABOUT])
    return plan_streams(make_collection(), framework)


def make_alarm(**changes):
    facts = {
        "raised_on": TODAY.toordinal(),
        "since": TODAY.toordinal() - 9,
        "signal": "temperature",
        "signifier": "mood",
        "stream": "mood:cross",
        "direction": "up",
        "level": None,
        "scope": "group",
        "unit": 0,
        "n": 30,
        "n_before": 90,
        "effect": 0.5,
        "effect_low": 0.2,
        "effect_high": 0.8,
        "evidence": 12.0,
    }
    return Alarm(**{**facts, **changes})


def test_more_stories_about_one_option_are_found_as_a_theme_that_names_the_option(plan):
    chance = np.random.default_rng(5)
    monitor, found = Monitor(make_collection(), plan), []
    for day in range(100):
        about = chance.random(6) < (0.1 if day < 75 else 0.85)
        tellings = [
            make_telling(answers={"about": {"options": ["slugs" if one else "beans"]}}, hot=None) for one in about
        ]
        found += monitor.feed(day, tellings)
    [finding] = [one for one in found if one.signifier == "about"]
    assert (finding.signal, finding.direction) == (Signal.THEME, "option:slugs")
    assert 70 <= (finding.since - date(1970, 1, 1)).days <= 80


@pytest.mark.parametrize(("before", "after", "direction"), [(3, 8, "more"), (10, 3, "fewer")])
def test_the_size_of_a_change_of_volume_is_the_ratio_of_told_to_expected_stories(plan, before, after, direction):
    monitor, found = Monitor(make_collection(), plan), []
    for day in range(110):
        found += monitor.feed(day, [make_telling() for _ in range(before if day < 80 else after)])
    finding = found[0]
    assert (finding.signal, finding.signifier, finding.direction) == (Signal.COLLECTION, "volume", direction)
    assert finding.effect == pytest.approx(after / before, rel=0.2)
    assert finding.effect_low < after / before < finding.effect_high


def test_an_alarms_log_ratio_and_its_interval_become_ratios(plan):
    monitor = Monitor(make_collection(), plan)
    monitor.feed(day_number(TODAY), [make_telling()])
    logs = {"effect": np.log(3.2), "effect_low": np.log(1.6), "effect_high": np.log(6.4)}
    alarm = make_alarm(signifier="volume", stream="volume", signal="collection", **logs)
    finding = monitor._arrivals._pending(alarm, monitor.codebook).finding
    assert [finding.effect_low, finding.effect, finding.effect_high] == pytest.approx([1.6, 3.2, 6.4])


def test_the_codebook_keeps_the_meaning_of_a_code():
    collection = make_collection()
    book = Codebook()
    assert book.learn(collection, [make_telling(group="west"), make_telling(group="")])
    assert book.learn(collection, [make_telling(group="east", mode="paper")])
    assert not book.learn(collection, [make_telling(group="west")])
    assert (book.groups, book.modes, book.parents, book.parent_of) == (
        ["", "west", "east"],
        ["web", "paper"],
        ["all"],
        [-1, 0, 0],
    )
    assert Codebook.from_arrays(book.to_arrays()) == book
    assert book.codes_of("parent", 0).tolist() == [1, 2]
    assert book.codes_of("group", 2).tolist() == [2]
    assert book.codes_of("collection", 0).tolist() == [0, 1, 2]
    assert book.name_of("parent", 0) == "all" and book.name_of("collection", 0) == ""


def test_a_parent_that_is_told_under_itself_counts_toward_itself():
    groups = (ReportingGroup("all"), ReportingGroup("east", "all"))
    book = Codebook()
    book.learn(make_collection(groups=groups), [make_telling(group="all"), make_telling(group="east")])
    assert book.codes_of("parent", 0).tolist() == [0, 1]


def test_a_finding_is_told_only_with_k_stories_on_each_side():
    collection = make_collection()
    pending = Pending(FINDING, TODAY, 0, 2, n_before=40)
    assert not may_be_published(collection, pending)
    grown = counted_on(pending, 4, date(2026, 3, 5))
    assert (grown.finding.n, grown.finding.raised_on) == (10, date(2026, 3, 5))
    assert may_be_published(collection, grown)
    assert not may_be_published(collection, replace(grown, n_before=9))


def test_silence_is_told_where_stories_are_open_and_not_where_they_are_protected():
    quiet = Pending(replace(FINDING, direction="fewer", n=0), TODAY, 0, None, n_before=40)
    assert may_be_published(make_collection(), quiet)
    assert not may_be_published(make_collection(policy=Policy.PROTECTED), quiet)


@pytest.mark.parametrize("policy", [Policy.OPEN, Policy.PROTECTED])
def test_fewer_stories_are_told_only_where_k_stories_came_before(policy):
    collection = make_collection(policy=policy)
    fewer = Pending(replace(FINDING, direction="fewer", n=10), TODAY, 0, None, n_before=10)
    assert may_be_published(collection, fewer)
    assert not may_be_published(collection, replace(fewer, n_before=9))
    few = replace(fewer, finding=replace(fewer.finding, n=9))
    assert may_be_published(collection, few) is (policy is Policy.OPEN)


def test_a_finding_that_waits_for_a_quarter_is_no_news():
    pending = Pending(FINDING, TODAY, 0, 2, 40)
    assert not is_stale(pending, date(2026, 6, 1))
    assert is_stale(pending, date(2026, 6, 2))


def test_findings_that_wait_survive_the_store():
    waiting = [Pending(FINDING, TODAY, 0, 2, 40), Pending(FINDING, TODAY, 1, None, 4)]
    assert pending_from_array(pending_to_array(waiting)) == waiting
    assert pending_from_array(pending_to_array([])) == []


def test_a_held_back_finding_grows_by_the_answers_of_its_group_and_is_then_told(plan):
    monitor = Monitor(make_collection(), plan)
    monitor.feed(day_number(date(2026, 3, 1)), [make_telling(), make_telling(group="west")])
    monitor._answers.waiting = [Pending(replace(FINDING, n=8), TODAY, 0, 2, 40)]
    other = Monitor(make_collection(), plan)
    other.restore(monitor.state())
    blank = make_telling(answers={})
    assert other.feed(day_number(TODAY), [make_telling(), blank, make_telling(group="west")]) == []
    assert other.waiting[0].finding.n == 9
    [told] = other.feed(day_number(TODAY) + 1, [make_telling()])
    assert (told.n, told.raised_on, other.waiting) == (10, date(2026, 3, 3), [])


def test_a_restored_monitor_goes_on_exactly(plan):
    chance = np.random.default_rng(3)
    days = [
        [make_telling(answers={"say": {"value": float(value)}}, hot=float(value)) for value in chance.random(4)]
        for _ in range(8)
    ]
    whole, broken = (Monitor(make_collection(), plan) for _ in range(2))
    for day, tellings in enumerate(days):
        whole.feed(day, tellings)
        again = Monitor(make_collection(), plan)
        if day:
            again.restore(broken.state())
        again.feed(day, tellings)
        broken = again
    assert broken.state() == whole.state()


@pytest.fixture
def weighed(monkeypatch):
    """The weights that the engines were given, day by day."""
    seen = []
    monkeypatch.setattr(
        "models.drift.DriftMonitor.update", lambda self, day, batch: seen.append(batch.weights().tolist()) or []
    )
    return seen


def test_the_stories_of_a_repeat_teller_weigh_one_together(plan, weighed):
    tellings = [make_telling(respondent=name) for name in ("ann", None, "bob", "ann")]
    Monitor(make_collection(), plan).feed(5, tellings)
    assert weighed == [[0.5, 1, 1, 0.5]] * 2


def test_what_is_beyond_the_quota_of_a_day_weighs_less_as_answers_and_as_much_as_ever_as_arrivals(plan, weighed):
    tellings = [make_telling() for _ in range(8)] + [make_telling(mode="paper")]
    Monitor(make_collection(quota=2), plan).feed(5, tellings)
    assert weighed == [[0.25] * 8 + [1], [1] * 9]
