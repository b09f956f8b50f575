"""What members decide about cannot be changed around them: not by a page, a command, or a statement of SQL."""

import json
import sqlite3
from dataclasses import replace
from datetime import timedelta

import pytest

from narratives.charter import Charter
from narratives.covered import MOVES, NeedsVoteError, Setting
from narratives.draft import Draft
from narratives.framework_file import framework_to_json
from narratives.narrative import Source
from narratives.route import Medium, Pace, Route
from store.charters import current_charter
from store.collections import add_collection, framework_of, get_collection
from store.covered import (
    list_limited_readers,
    may_be_told_outside,
    readers_of,
    set_readers,
    set_told_outside,
    text_subject,
)
from store.drafts import add_draft, change_draft, get_draft
from store.framework_texts import change_texts
from store.frameworks import add_framework, get_framework
from store.limits import close_stories_of
from store.narratives import import_narratives
from store.opening_drafts import open_draft
from store.promise_proposals import accept, add_proposal
from store.public_pages import get_public_page, switch_public_page
from store.release_shares import list_shared_collections, set_shared_collections
from store.release_stories import get_story, list_stories
from store.retention_rules import change_months, months_kept
from store.routes import add_route, list_standings
from store.seen_elsewhere import is_telling, set_telling
from store.smallest_group import set_smallest_group, smallest_group
from store.trials import begin_trial, is_trial
from store.wording_changes import change_wording
from tests.builders import make_collection, make_framework, make_narrative
from tests.store.deciding import LATER, NOW, chartered, decided

PLOT = make_collection()
SAYS = "members decide about this: propose the change under Decisions"


@pytest.fixture
def held(db):
    """A collection whose every setting the members decide about."""
    add_framework(db, make_framework())
    add_collection(db, PLOT)
    change_months(db, PLOT, 12, by="ade", at="2026-11-22T12:00:00Z")
    chartered(db)
    return db


def draft_of(db):
    questions = framework_to_json(make_framework())
    opening = {
        "title": "The orchard",
        "policy": "open",
        "moderation": "after",
        "offers": ["read"],
        "groups": [],
        "read_by": "The orchard team",
        "signposts": [["Help", "116 123", "always"]],
    }
    return add_draft(db, Draft("The orchard", questions, opening=opening), what="Made", actor="ada", at=NOW)


def route(*, safeguarding=False):
    return Route(
        "r1", PLOT.id, Medium.EMAIL, "x@example.org", Pace.DAILY, frozenset(), "ade", safeguarding=safeguarding
    )


WAYS = {
    Setting.SMALLEST_GROUP: lambda db: set_smallest_group(db, 12),
    Setting.FALSE_ALARMS: lambda db: accept(
        db,
        add_proposal(db, PLOT.id, old_a_year=PLOT.alerts_a_year, new_a_year=9, because="x", at=NOW),
        because="x",
        actor="ade",
        at=NOW,
    ),
    Setting.MONTHS_KEPT: lambda db: change_months(db, PLOT, 3, by="ade", at="2026-11-23T12:00:00Z"),
    Setting.READERS: lambda db: set_readers(db, PLOT.id, "manager"),
    Setting.SHARED_WITH: lambda db: set_shared_collections(db, "north", [PLOT.id]),
    Setting.TOLD_OUTSIDE: lambda db: set_told_outside(db, allowed=False),
    Setting.PUBLIC_PAGE: lambda db: switch_public_page(db, PLOT.id, is_on=True, actor="ade", at=NOW),
    Setting.QUESTIONS: lambda db: open_draft(db, draft_of(db).id, 1, actor="ade", at=NOW),
    Setting.WORDING: lambda db: change_wording(
        db,
        get_framework(db, PLOT.framework_id, 1),
        "en",
        "prompting_question",
        "Tell us about a day.",
        reason="Plainer",
        actor="ade",
        at=NOW,
    ),
}
ANOTHER = """
    insert into collections select 'other', title, framework_id, framework_version, policy, moderation, k,
        stratum_choice, opens_on, closes_on, alerts_a_year, sensitive, telling from collections
"""
STATEMENTS = [
    "insert into smallest_groups values (1, 20)",
    "update collections set alerts_a_year = 50",
    "insert into retentions (collection_id, months) values ('{plot}', 2)",
    "insert into story_readers values ('{plot}', '')",
    "insert into shared_collections values ('north', '{plot}')",
    "insert into told_confederations values ('north')",
    "insert into told_outside values (1, 0)",
    "insert into public_pages (collection_id, is_on, changed_by, changed_at) values ('{plot}', 1, 'x', 'x')",
    ANOTHER,
    "insert into wording_changes values ('x', '{framework}', 1, 'en', 'title', 'a', 'b', 'c', 'd', 'e')",
    "insert into charters (revision, document, made_by, made_at) select 9, document, 'x', 'x' from charters",
    "update charters set document = '{{}}'",
    "delete from charters",
    "delete from covered_settings",
    "delete from covered_settings where setting = 'readers'",
]
FORGED = [
    ("insert into applying values ('readers', '{plot}', '', 'none')", "members did not decide this"),
    ("insert into applying values ('smallest-group', '', '20', '')", "members did not decide this"),
]


@pytest.mark.parametrize("setting", WAYS, ids=str)
def test_a_function_that_changes_what_is_covered_says_that_members_decide(held, setting):
    with pytest.raises(NeedsVoteError) as refused:
        WAYS[setting](held)
    assert refused.value.setting is setting


@pytest.mark.parametrize("setting", WAYS, ids=str)
def test_the_same_function_goes_through_where_the_charter_leaves_the_setting_out(db, setting):
    add_framework(db, make_framework())
    add_collection(db, PLOT)
    chartered(db, Charter(covered=frozenset(Setting) - {setting}))
    WAYS[setting](db)


@pytest.mark.parametrize("sql", STATEMENTS)
def test_a_bare_statement_is_refused_by_the_database(held, sql):
    with pytest.raises(sqlite3.IntegrityError, match=SAYS):
        held.execute(sql.format(plot=PLOT.id, framework=PLOT.framework_id))


@pytest.mark.parametrize(("sql", "message"), FORGED)
def test_a_decision_cannot_be_made_up(held, sql, message):
    with pytest.raises(sqlite3.IntegrityError, match=message):
        held.execute(sql.format(plot=PLOT.id))


def test_a_trial_is_opened_without_a_vote_and_nothing_else_by_that_way(held):
    draft = draft_of(held)
    trial = begin_trial(held, draft, make_collection(id="orchard"), actor="ada", at=NOW)
    assert is_trial(held, trial.id)
    with pytest.raises(sqlite3.IntegrityError, match="only a trial is opened without a vote"), held.write():
        held.execute("insert into applying values ('trial', 'sly', '', '')")
        held.execute(ANOTHER.replace("'other'", "'sly'") + " limit 1")
        held.execute("delete from applying")
    assert held.one("select 1 from collections where id = 'sly'") is None


def test_a_trial_that_is_there_does_not_let_anything_else_through(held):
    trial = begin_trial(held, draft_of(held), make_collection(id="orchard"), actor="ada", at=NOW)
    with pytest.raises(sqlite3.IntegrityError, match="only a trial is opened without a vote"), held.write():
        held.execute("insert into applying values ('trial', :id, '', '')", id=trial.id)
    with pytest.raises(sqlite3.IntegrityError, match=SAYS), held.write():
        held.execute("insert into applying values ('trial', 'sly', '', '')")
        held.execute("update retentions set months = 1 where collection_id = :id", id=PLOT.id)
    assert months_kept(held, PLOT.id) == 12


def test_telling_other_organisations_that_stories_moved_goes_with_what_they_see(held):
    with pytest.raises(NeedsVoteError):
        set_telling(held, "north", tells=True)
    assert decided(held, Setting.SHARED_WITH, json.dumps([MOVES, PLOT.id]), "north").problem == ""
    assert is_telling(held, "north")
    set_telling(held, "north", tells=True)  # as the form sends it again
    set_telling(held, "north", tells=False)  # taking back is free
    assert (is_telling(held, "north"), list_shared_collections(held, "north")) == (False, [PLOT.id])


def test_a_deleted_collection_takes_its_settings_along(held):
    assert decided(held, Setting.READERS, "manager", PLOT.id).applied_at == LATER
    assert decided(held, Setting.PUBLIC_PAGE, "on", PLOT.id, at=LATER).applied_at == LATER
    held.execute("delete from reporting_groups")
    held.execute("delete from collections where id = :id", id=PLOT.id)
    assert list_limited_readers(held) == {}


DECISIONS = [
    (Setting.SMALLEST_GROUP, "", "12", lambda db: smallest_group(db) == 12),
    (Setting.FALSE_ALARMS, PLOT.id, "3", lambda db: get_collection(db, PLOT.id).alerts_a_year == 3),
    (Setting.MONTHS_KEPT, PLOT.id, "3", lambda db: months_kept(db, PLOT.id) == 3),
    (Setting.READERS, PLOT.id, "", lambda db: readers_of(db, PLOT.id) == ""),
    (Setting.SHARED_WITH, "north", json.dumps([PLOT.id]), lambda db: list_shared_collections(db, "north") == [PLOT.id]),
    (Setting.TOLD_OUTSIDE, "", "no", lambda db: not may_be_told_outside(db)),
    (Setting.PUBLIC_PAGE, PLOT.id, "on", lambda db: get_public_page(db, PLOT.id).is_on),
    (
        Setting.WORDING,
        text_subject(PLOT.framework_id, 1, "en", "prompting_question"),
        "Tell us about a day.",
        lambda db: get_framework(db, PLOT.framework_id, 1).prompting_question == "Tell us about a day.",
    ),
    (Setting.CHARTER, "", Charter(days=5).to_json(), lambda db: current_charter(db).charter.days == 5),
]


@pytest.mark.parametrize(("setting", "subject", "after", "holds"), DECISIONS, ids=lambda one: str(one)[:20])
def test_a_decision_that_passed_is_in_force(held, setting, subject, after, holds):
    assert not holds(held)
    done = decided(held, setting, after, subject)
    assert (done.problem, done.applied_at) == ("", LATER)
    assert holds(held)


def test_questions_are_opened_by_a_decision_about_the_revision_that_was_looked_at(held):
    draft = draft_of(held)
    done = decided(held, Setting.QUESTIONS, str(draft.revision), draft.id)
    assert done.problem == ""
    assert get_collection(held, get_draft(held, draft.id).opened_as).title == "The orchard"


def test_questions_that_were_changed_after_the_proposal_are_not_opened(held):
    draft = draft_of(held)
    change_draft(held, replace(draft, title="Another"), what="Renamed", actor="ada", at=NOW + timedelta(days=1))
    done = decided(held, Setting.QUESTIONS, "1", draft.id)
    assert "changed after this was proposed" in done.problem
    assert "ada" not in done.problem  # everybody reads it in the public log
    assert not get_draft(held, draft.id).is_open


def test_correcting_a_translation_is_a_change_of_wording_and_adding_one_is_not(held):
    framework = get_framework(held, PLOT.framework_id, 1)
    change_texts(held, framework, "cy", {"title": "Y llain"})
    with pytest.raises(NeedsVoteError):
        change_texts(held, framework, "cy", {"title": "Yr ardd"}, correct=True)


def test_where_alerts_stay_inside_no_address_is_added_but_one_for_danger(held):
    decided(held, Setting.TOLD_OUTSIDE, "no")
    with pytest.raises(NeedsVoteError):
        add_route(held, route(), NOW)
    assert add_route(held, route(safeguarding=True), NOW)
    assert [one.route.safeguarding for one in list_standings(held)] == [True]


def test_stories_closed_to_a_reader_are_nowhere(db):
    from store.release import View

    add_framework(db, make_framework())
    add_collection(db, PLOT)
    told = make_narrative(id="a" * 32, source=Source("csv", "1", "h"))
    import_narratives(db, PLOT, framework_of(db, PLOT), [told], {})
    assert len(list_stories(db, PLOT, View())) == 1
    close_stories_of(frozenset({PLOT.id}))
    assert list_stories(db, PLOT, View()) == []
    assert get_story(db, PLOT, "a" * 32) is None
