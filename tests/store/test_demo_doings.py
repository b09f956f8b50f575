"""What the demo's manager did is about what the demo asks, and stands where the pages look for it."""

from datetime import date, timedelta

import pytest

from narratives.probe import ProbeState
from store.collections import add_collection
from store.demo import STREETS, demo_framework
from store.demo_doings import add_doings, demo_probe, demo_report
from store.frameworks import add_framework
from store.probes import list_probes
from store.report_backs import list_report_backs

TODAY = date(2026, 3, 2)


@pytest.fixture
def seeded(db):
    add_framework(db, demo_framework(STREETS))
    add_collection(db, STREETS)
    add_doings(db, TODAY)
    return db


def test_a_probe_waits_for_the_worker_to_begin_it_as_if_it_had_run_for_weeks(seeded):
    (probe,) = list_probes(seeded, STREETS.id)
    assert probe.state is ProbeState.PLANNED
    assert probe.starts_on == TODAY - timedelta(weeks=8)
    assert probe.ends_on > TODAY


def test_tellers_of_one_area_were_answered(seeded):
    (report,) = list_report_backs(seeded, STREETS.id)
    assert report.groups == ("Station",)
    assert report.published_on < TODAY


def test_both_are_about_areas_and_corners_that_the_demo_has():
    groups = {group.name for group in STREETS.groups}
    probe, report = demo_probe(TODAY), demo_report(TODAY)
    assert {*probe.groups, *report.groups} <= groups
    anchors = {f"anchor:{one.id}" for triad in demo_framework(STREETS).triads for one in triad.anchors}
    assert {aim.region for aim in probe.aims} <= anchors
