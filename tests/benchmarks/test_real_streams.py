"""The tools of the proofs on real collections, on invented stories; the collections themselves stay outside."""

import random
from collections import Counter
from dataclasses import replace

import pytest

from benchmarks import real_streams
from benchmarks.claims import Verdict
from benchmarks.real_streams import (
    RealStream,
    days_moved_over_all,
    days_moved_within_sites,
    shuffled,
    upper_rate,
    watched_answers,
    write_rows,
)
from narratives.alert import Finding, Signal
from store.watching import Telling
from tests.builders import FRAMEWORK, TODAY, make_collection, make_framework


def telling(place, group, day):
    return Telling(f"{place}", day, group, "", "web", None, {"say": {"value": place / 700}}, place / 700)


@pytest.fixture
def stream():
    told = [telling(place, "east", 100 + place % 50) for place in range(400)]
    told += [telling(place, "west", 100 + place % 7) for place in range(400, 690)]
    return RealStream("garden", make_collection(), make_framework(), tuple(told))


def test_only_sites_with_enough_stories_are_collections_of_their_own(stream):
    [site] = stream.sites()
    assert (site.name, len(site.tellings)) == ("garden, site 1", 400)
    assert {one.group for one in site.tellings} == {"east"}


def test_days_moved_within_sites_keep_every_sites_stories_a_day_and_move_what_was_said(stream):
    moved = days_moved_within_sites(stream.tellings, random.Random(1))
    told = lambda stories: Counter((one.group, one.day) for one in stories)  # noqa: E731
    assert told(moved) == told(stream.tellings)
    assert [(one.id, one.group, one.answers) for one in moved] == [
        (one.id, one.group, one.answers) for one in stream.tellings
    ]
    assert sum(one.day != other.day for one, other in zip(moved, stream.tellings, strict=True)) > 500


def test_days_moved_over_all_keep_the_stories_a_day_of_the_whole_alone(stream):
    moved = days_moved_over_all(stream.tellings, random.Random(1))
    assert Counter(one.day for one in moved) == Counter(one.day for one in stream.tellings)
    assert len({one.day for one in moved if one.group == "west"}) > 7


def test_shuffles_are_different_from_one_another_and_the_same_again(stream):
    first, second = shuffled([stream], days_moved_within_sites, 2)
    assert first.tellings != second.tellings
    assert next(shuffled([stream], days_moved_within_sites, 1)) == first


def test_a_stream_is_watched_after_its_first_month(stream):
    assert stream.watched_years == pytest.approx((50 - 30) / 365.25)
    assert replace(stream, tellings=stream.tellings[:3]).watched_years == 0


def test_the_upper_bound_of_no_alarm_in_two_years_is_that_of_poisson():
    assert upper_rate(0, 2.0) == pytest.approx(1.498, abs=0.001)
    assert upper_rate(3, 10.0) == pytest.approx(0.775, abs=0.001)


def test_a_signal_counts_against_the_promise_over_the_years_of_those_that_could_raise_it(stream, monkeypatch):
    facts = (TODAY, TODAY, Signal.TEMPERATURE, "say", "hotter", "group", "east", 20, 0.8, 0.4, 1.2, 9.0)
    hot = Finding(*facts)
    found = [hot, replace(hot, signal=Signal.COLLECTION)]
    monkeypatch.setattr(RealStream, "findings", lambda self: found)
    monkeypatch.setattr(RealStream, "watched_years", 10.0)
    choices = [one for one in FRAMEWORK["signifiers"] if one["type"] == "choice"]
    unplaced = replace(stream, framework=make_framework(signifiers=choices))
    temperature, theme = real_streams.promise_kept("somewhere", [stream, unplaced])
    assert (temperature.verdict, theme.verdict) == (Verdict.HOLDS, Verdict.HOLDS)
    assert temperature.note == "1 in 10.0 watched years at a promise of 1 a year; 1 x say hotter"
    assert theme.note == "0 in 20.0 watched years at a promise of 1 a year; none"
    found *= 9
    worse, _ = real_streams.promise_kept("somewhere", [stream])
    assert worse.verdict is Verdict.FALLS_SHORT


def test_it_is_said_what_a_collection_gives_the_monitor():
    assert watched_answers(make_collection(), make_framework()) == "placements mood, say"


def test_without_the_collections_nothing_is_claimed(monkeypatch, tmp_path):
    monkeypatch.setattr(real_streams, "CORPORA", tmp_path)
    proofs = (real_streams.real_collections_stay_calm, real_streams.shuffled_dates_keep_the_promise)
    for measure in proofs:
        [claim] = measure()
        assert (claim.verdict, claim.note) == (Verdict.NOT_MEASURED, "no real collections lie beside the project")


def test_rows_that_were_written_are_read_again(monkeypatch, tmp_path):
    monkeypatch.setattr(real_streams, "CORPORA", tmp_path)
    made = [{"id": "1", "text": "It said “no”,\nand then yes."}, {"id": "2", "text": ""}]
    write_rows(tmp_path / "garden.csv", made)
    assert real_streams.read_rows("garden") == made
