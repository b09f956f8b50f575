"""Trials: they are in no list, and they go with everything that was told in them."""

from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from analysis.keeping_watch import KeepingWatch
from narratives.collection import Moderation, Policy
from narratives.draft import Draft
from narratives.errors import FrozenError, NotFoundError
from narratives.framework_file import framework_to_json
from narratives.narrative import Scope, Source
from store.audit import audit_of
from store.audit_rows import Wanted, list_records
from store.collections import change_telling, framework_of, get_collection, list_collections
from store.drafts import add_draft
from store.erasure_trials import end_old_trials, end_trials
from store.frameworks import get_framework, list_frameworks
from store.narratives import import_narratives
from store.release_trials import count_told
from store.retention import expire_all, is_due
from store.retention_rules import months_kept
from store.trials import begin_trial, is_trial, trial_of
from tests.builders import make_collection, make_framework, make_narrative
from tests.people import make_settings

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
REAL = make_collection(policy=Policy.PROTECTED, moderation=Moderation.BEFORE, invited=True)


@pytest.fixture
def draft(db):
    questions = framework_to_json(make_framework())
    return add_draft(db, Draft("The garden", questions), what="Made", actor="ada", at=NOW)


@pytest.fixture
def trial(db, draft):
    return begin_trial(db, draft, REAL, actor="ada", at=NOW)


def tell(db, trial, *texts):
    told = [
        make_narrative(collection=trial.id, text=text, source=Source("csv", str(number), "h"))
        for number, text in enumerate(texts)
    ]
    import_narratives(db, trial, framework_of(db, trial), told, {})


def test_a_trial_is_open_to_whoever_tries_and_promises_the_shortest_time(db, trial):
    assert (trial.id, trial.policy, trial.moderation, trial.invited) == (
        "plot-trial",
        Policy.OPEN,
        Moderation.AFTER,
        False,
    )
    assert months_kept(db, trial.id) == 1


def test_a_trial_is_in_no_list(db, trial):
    assert list_collections(db) == []
    assert list_frameworks(db) == []
    assert [one.id for one in list_collections(db, trials=True)] == ["plot-trial"]
    assert is_trial(db, "plot-trial") and not is_trial(db, "plot")


def test_a_draft_has_one_trial_at_a_time(db, draft, trial):
    assert begin_trial(db, draft, REAL, actor="ade", at=NOW).id == trial.id
    assert trial_of(db, draft.id).made_by == "ada"
    assert trial_of(db, "another") is None


def test_its_stories_are_counted_and_go_with_it(db, draft, trial):
    tell(db, trial, "The quagga ate the beans.", "It rained.")
    assert count_told(db, trial.id) == 2
    assert end_trials(db, draft.id) == 2
    for table in ("narratives", "trials", "collections", "frameworks", "framework_texts", "story_words", "tombstones"):
        assert db.rows(f"select * from {table}") == [], table
    assert b"quagga" not in Path(db.path).read_bytes()
    with pytest.raises(NotFoundError):
        get_collection(db, trial.id)
    with pytest.raises(NotFoundError):
        get_framework(db, trial.id)
    assert end_trials(db, draft.id) == 0


def test_a_trial_of_many_stories_goes_in_portions(db, draft, trial, monkeypatch):
    monkeypatch.setattr("store.erasure_trials.PORTION", 2)
    tell(db, trial, *(f"Bean {number}." for number in range(5)))
    assert end_trials(db, draft.id) == 5
    assert not is_trial(db, "plot-trial")


def test_a_trial_takes_no_name_that_is_taken(db, draft, trial):
    other = add_draft(db, replace(draft, id="0" * 32), what="Made", actor="ada", at=NOW)
    assert begin_trial(db, other, REAL, actor="ada", at=NOW).id == "plot-trial-2"


def test_a_trial_is_gone_after_thirty_days_and_not_before(db, trial):
    day = NOW.date()
    assert end_old_trials(db, day + timedelta(days=30)) == ()
    assert end_old_trials(db, day + timedelta(days=31)) == ("plot-trial",)
    assert end_old_trials(db, day + timedelta(days=31)) == ()


def test_the_worker_ends_a_trial_of_thirty_days_and_records_it(db, trial, tmp_path):
    tell(db, trial, "We planted the beans too early.")
    day, settings = [NOW.date() + timedelta(days=30)], make_settings(tmp_path)
    for gone in (False, True):
        KeepingWatch(db, settings, lambda: 0.0, lambda: day[0])()
        assert is_trial(db, trial.id) is not gone
        assert bool(db.rows("select 1 from narratives")) is not gone
        day[0] += timedelta(days=1)
    with closing(audit_of(settings)) as audit:
        assert [one.entry.subject for one in list_records(audit, Wanted(action="retention.deleted"))] == [trial.id]


def test_what_tellers_are_asked_to_allow_stays_once_somebody_chose_from_it(db, trial):
    change_telling(db, replace(trial, offers=(Scope.READ,)))
    tell(db, trial, "We planted the beans too early.")
    with pytest.raises(FrozenError, match="somebody chose from it already"):
        change_telling(db, replace(trial, offers=(Scope.READ, Scope.CONTACT)))
    assert get_collection(db, trial.id).offers == (Scope.READ,)


def test_no_promise_of_keeping_waits_for_a_trial(db, trial):
    assert not is_due(db, NOW.date())
    assert expire_all(db, NOW.date(), sure=True) == {}
