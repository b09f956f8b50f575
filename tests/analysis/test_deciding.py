import pytest

from analysis.deciding import DECIDED, LOOK_SECONDS, Deciding
from narratives.covered import Setting
from store.audit import audit_of
from store.audit_rows import Wanted, list_records
from store.proposals import get_proposal
from store.release_shares import set_shared_collections
from store.smallest_group import smallest_group
from tests.people import make_app, make_settings, stores_of
from tests.store.deciding import LATER, NOW, chartered, proposed, voted


@pytest.fixture
def settings(tmp_path):
    return make_settings(tmp_path)


@pytest.fixture
def db(tmp_path):
    database = stores_of(make_app(tmp_path)).stories
    chartered(database)
    return database


def recorded(settings):
    audit = audit_of(settings)
    found = [(one.entry.subject, one.entry.outcome) for one in list_records(audit, Wanted(action=DECIDED))]
    audit.close()
    return found


def test_a_vote_is_closed_when_it_is_due_and_recorded_once(db, settings):
    proposal = proposed(db, Setting.SMALLEST_GROUP, "14")
    voted(db, proposal)
    seconds, now = [0.0], [NOW]
    chore = Deciding(db, settings, lambda: seconds[0], lambda: now[0])
    chore()
    assert (smallest_group(db), recorded(settings)) == (10, [])
    now[0] = LATER
    chore()  # it has just looked
    assert smallest_group(db) == 10
    for _ in range(2):
        seconds[0] += LOOK_SECONDS
        chore()
    assert smallest_group(db) == 14
    assert recorded(settings) == [(proposal.id, "passed")]


def test_what_passed_and_cannot_be_put_in_force_is_recorded_as_that(db, settings):
    set_shared_collections(db, "north", [])
    proposal = proposed(db, Setting.SHARED_WITH, '["gone"]', "north")  # there is no such collection
    voted(db, proposal)
    Deciding(db, settings, lambda: 0.0, lambda: LATER)()
    assert get_proposal(db, proposal.id).problem
    assert recorded(settings) == [(proposal.id, "not applied")]
