from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from narratives.alert import AlertState, Folding, sentence
from narratives.route import Occasion, Pace
from store.alerts import Fold, add_alert, change_state, fold
from store.outbox import post, post_test, put
from store.routes import add_route, start_route, stop_route
from store.sending import abandon, give_up, mark_delivered, mark_failed, take
from store.worker import list_notices
from tests.builders import make_framework, open_plot
from tests.store.parcels import HOOK, MAIL, NOON, NOW, fill, make_message
from tests.web.explore.telling import make_finding

HOUR = 3600.0


def taken(db, holder="a", now=NOW, seconds=60.0):
    return take(db, holder, now=now, seconds=seconds)


def told(parcel):
    return None if parcel is None else [one.sentence for one in parcel.messages]


def test_the_oldest_goes_first_and_the_others_wait_behind_it(db):
    add_route(db, HOOK, NOON)
    fill(db, HOOK, "one", "two")
    first = taken(db)
    assert (told(first), first.key, first.attempts) == (["one"], "one-key", 0)
    assert taken(db, "b") is None  # the first is on its way
    mark_failed(db, first, "It was down.", try_at=NOW + 60)
    assert taken(db, "b", NOW + 59) is None
    again = taken(db, "b", NOW + 60)
    assert (told(again), again.key, again.attempts) == (["one"], "one-key", 1)
    mark_delivered(db, again, now=NOW + 61)
    assert told(taken(db, "b", NOW + 61)) == ["two"]


def test_a_route_that_waits_holds_no_other_route_up(db):
    other = replace(HOOK, id="other", address="https://other.example.org")
    for route in (HOOK, other):
        add_route(db, route, NOON)
        fill(db, route, f"{route.id}-one")
    mark_failed(db, taken(db), "It was down.", try_at=NOW + HOUR)
    assert told(taken(db)) == ["other-one"]


def test_a_lease_that_has_ended_is_taken_over_with_the_same_key_and_the_late_worker_changes_nothing(db):
    add_route(db, HOOK, NOON)
    fill(db, HOOK, "one")
    late = taken(db, "late", seconds=60.0)
    assert taken(db, "next", NOW + 59) is None
    fresh = taken(db, "next", NOW + 60)
    assert fresh.key == late.key
    assert not mark_failed(db, late, "Too late.", try_at=NOW + 999)
    assert give_up(db, late, "Too late.", notice="n", note="", at=NOON) is None
    assert list_notices(db) == []
    mark_delivered(db, late, now=NOW + 61)  # but it did arrive
    assert taken(db, "next", NOW + 999) is None


def test_a_digest_gathers_what_is_due_and_stays_the_same_at_every_try(db):
    daily = replace(HOOK, pace=Pace.DAILY)
    add_route(db, daily, NOON)
    fill(db, daily, "one", "two")
    fill(db, daily, "later", due=NOON + timedelta(days=1))
    first = taken(db)
    assert told(first) == ["one", "two"]
    mark_failed(db, first, "It was down.", try_at=NOW + 25 * HOUR)
    again = taken(db, now=NOW + 25 * HOUR)
    assert (told(again), again.key) == (["one", "two"], first.key)
    mark_delivered(db, again, now=NOW)
    following = taken(db, now=NOW + 25 * HOUR)
    assert told(following) == ["later"]
    assert following.key != first.key


def test_a_test_goes_alone_on_a_route_that_gathers(db):
    daily = replace(HOOK, pace=Pace.DAILY)
    add_route(db, daily, NOON)
    fill(db, daily, "one", due=NOON + timedelta(days=1))
    post_test(db, daily, NOON)
    parcel = taken(db)
    assert [one.occasion for one in parcel.messages] == [Occasion.TEST]
    mark_delivered(db, parcel, now=NOW)
    assert taken(db) is None


def test_a_stopped_route_keeps_what_waits_until_it_is_started_again(db):
    add_route(db, HOOK, NOON)
    fill(db, HOOK, "one")
    stop_route(db, HOOK.id, because="Ade stopped it.", by="ade", at=NOON)
    assert taken(db) is None
    assert start_route(db, HOOK.id)
    assert told(taken(db)) == ["one"]


def test_what_a_webhook_never_took_goes_to_the_e_mail_route_of_its_collection_once(db):
    for route in (replace(MAIL, id="any", address="all@example.org"), replace(HOOK, pace=Pace.WEEKLY)):
        add_route(db, route, NOON)
    fill(db, HOOK, "one", "two")
    put(db, replace(MAIL, id="any"), "two-key", make_message("two"), NOON, NOON)  # it had that one anyway
    handed = give_up(db, taken(db), "It was down.", notice="It gave up.", note="It was down.", at=NOON)
    assert handed is not None
    assert handed.id == "any"
    assert list_notices(db) == ["It gave up."]
    mail = take(db, "b", now=NOW, seconds=60.0)
    assert sorted(told(mail)) == ["one", "two"]
    assert {one.sentence: one.note for one in mail.messages} == {"one": "It was down.", "two": ""}
    mark_delivered(db, replace(mail, route=HOOK, key="none"), now=NOW)
    assert list_notices(db) == []  # the webhook delivers again


def test_an_e_mail_that_is_given_up_goes_nowhere_else(db):
    for route in (MAIL, replace(MAIL, id="other", address="other@example.org")):
        add_route(db, route, NOON)
    fill(db, MAIL, "one")
    assert give_up(db, taken(db), "It was down.", notice="It gave up.", note="", at=NOON) is None
    assert taken(db) is None


def test_what_waits_for_a_route_that_has_gone_is_handed_on_as_a_whole(db):
    for route in (HOOK, replace(MAIL, pace=Pace.IMMEDIATE)):
        add_route(db, route, NOON)
    fill(db, HOOK, "one", "two")
    post_test(db, HOOK, NOON)
    abandon(db, HOOK, "It is gone.", note="It is gone.", at=NOON)
    mails = []
    while (parcel := taken(db)) is not None:
        mails += told(parcel)
        mark_delivered(db, parcel, now=NOW)
    assert mails == ["one", "two"]


@pytest.mark.parametrize("due", [NOON + timedelta(seconds=1), NOON + timedelta(days=7)])
def test_nothing_is_taken_before_it_is_due(db, due):
    add_route(db, HOOK, NOON)
    fill(db, HOOK, "one", due=due)
    assert taken(db) is None
    assert told(taken(db, now=due.astimezone(UTC).timestamp())) == ["one"]


def test_moments_are_those_of_the_clock_that_was_given(db):
    add_route(db, HOOK, NOON)
    fill(db, HOOK, "one")
    mark_delivered(db, taken(db), now=NOW + 5)
    row = db.one("select delivered_at, holder, leased_until from outbox")
    assert (row["delivered_at"], row["holder"], row["leased_until"]) == (NOW + 5, None, None)
    assert datetime.fromtimestamp(row["delivered_at"], UTC) == NOON + timedelta(seconds=5)


@pytest.fixture
def lead(db):
    """An alert that was just posted."""
    open_plot(db)
    add_route(db, HOOK, NOON)
    return add_alert(db, "plot", make_finding(), sentence="Stories moved.", exemplars=[], at=NOON)


def test_groups_that_joined_an_alert_before_it_was_sent_are_told_with_it_and_not_afterwards(db, lead):
    def join(group):
        finding, folding = make_finding(group=group), Fold(lead, Folding.TOGETHER)
        assert add_alert(db, "plot", finding, sentence="Too.", exemplars=[], at=NOON, folding=folding)

    join("west")
    (message,) = taken(db).messages
    assert message.sentence == sentence(make_finding(), make_framework(), beside=["west"])
    assert message.where == "east and west"
    join("north")
    assert taken(db, "b", NOW + 60).messages == (message,)  # the same message at every try
    assert db.one("select count(*) as n from outbox")["n"] == 1


def test_what_is_told_inside_another_alert_by_now_is_not_sent_by_itself(db, lead):
    other = add_alert(db, "plot", make_finding(group="west"), sentence="Too.", exemplars=[], at=NOON)
    assert fold(db, other, Fold(lead, Folding.WIDER), at=NOON)
    parcel = taken(db)
    assert parcel.messages[0].alert == lead
    mark_delivered(db, parcel, now=NOW)
    assert taken(db) is None


def test_nobody_is_reminded_of_what_somebody_has_acknowledged(db, lead):
    post(db, lead, Occasion.REMINDER, NOON)
    mark_delivered(db, taken(db), now=NOW)
    assert change_state(db, lead, AlertState.RAISED, AlertState.ACKNOWLEDGED, actor="ada", at=NOON)
    assert taken(db) is None
