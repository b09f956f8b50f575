from dataclasses import replace

import pytest

from analysis.delivery.outbox import deliver, wait_seconds
from analysis.delivery.transport import DeliveryError, GoneError
from narratives.route import Medium, Pace
from store.routes import add_route, get_route, list_standings
from store.worker import list_notices
from tests.store.parcels import HOOK, MAIL, NOON, fill

DOWN = DeliveryError("hooks.example.org could not be reached.")


@pytest.fixture
def route(db):
    add_route(db, HOOK, NOON)
    return HOOK


def standing(db):
    return next(one for one in list_standings(db) if one.route.id == "hook")


def test_what_is_due_is_sent_in_order_and_once(db, clock, ways, hook, route):
    fill(db, route, "one", "two", "three")
    done = deliver(db, ways, clock)
    assert (done.arrived, done.failed, done.given_up) == (3, 0, 0)
    assert done.sentence() == "3 messages delivered."
    assert hook.sentences == ["one", "two", "three"]
    assert deliver(db, ways, clock).sentence() == "Nothing is due."
    assert hook.sentences == ["one", "two", "three"]


def test_a_receiver_that_is_down_is_tried_again_later_and_the_rest_waits(db, clock, ways, hook, route):
    hook.failure = DOWN
    fill(db, route, "one", "two")
    assert deliver(db, ways, clock).sentence() == "1 message not taken and tried again later."
    fared = standing(db)
    assert (fared.waiting, fared.attempts, fared.last_error) == (2, 1, str(DOWN))
    assert 45 <= fared.try_at - NOON.timestamp() <= 60
    hook.failure = None
    clock.move(seconds=30)
    assert deliver(db, ways, clock).arrived == 0
    clock.move(seconds=30)
    assert deliver(db, ways, clock).arrived == 2
    assert hook.sentences == ["one", "two"]


def test_waits_double_from_a_minute_to_an_hour_and_are_the_same_for_the_same_message():
    waits = [wait_seconds("a-key", attempts) for attempts in range(1, 12)]
    longest = [60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600, 3600]
    assert all(0.75 * most <= wait <= most for wait, most in zip(waits, longest, strict=True))
    assert waits[-1] != waits[-2]
    assert waits == [wait_seconds("a-key", attempts) for attempts in range(1, 12)]
    assert waits[0] != wait_seconds("another-key", 1)
    assert wait_seconds("a-key", 10_000) <= 3600


def test_managers_are_told_of_a_route_that_takes_nothing_for_a_day_until_it_does(db, clock, ways, hook, route):
    hook.failure = DOWN
    fill(db, route, "one")
    clock.move(hours=23, minutes=59)
    deliver(db, ways, clock)
    assert list_notices(db) == []
    clock.move(minutes=1)
    deliver(db, ways, clock)
    (notice,) = list_notices(db)
    assert notice.startswith("The webhook at hooks.example.org has taken no alert for more than a day, and is tried")
    assert notice.endswith(f"again: {DOWN} An administrator sees to it under Routes.")
    hook.failure = None
    clock.move(hours=1)
    deliver(db, ways, clock)
    assert list_notices(db) == []


def test_after_seven_days_it_is_given_up_and_said_and_sent_by_e_mail(db, clock, ways, hook, mail, route):
    add_route(db, replace(MAIL, pace=Pace.IMMEDIATE), NOON)
    hook.failure = DOWN
    fill(db, route, "one")
    clock.move(days=7, seconds=-1)
    assert deliver(db, ways, clock).failed == 1
    clock.move(minutes=1)
    done = deliver(db, ways, clock)
    assert (done.arrived, done.given_up) == (1, 1)
    assert done.sentence() == "1 message delivered, 1 message given up."
    assert mail.sentences == ["one"]
    note = "This came to you because the webhook at hooks.example.org did not take it for 7 days."
    assert mail.seen[0].messages[0].note == note
    (notice,) = list_notices(db)
    assert notice == (
        "The webhook at hooks.example.org could not be told of an alert for 7 days, and that one is given up: "
        "hooks.example.org could not be reached. An administrator sees to it under Routes."
    )
    hook.failure = None
    fill(db, route, "two")
    deliver(db, ways, clock)
    assert list_notices(db) == []


def test_what_waited_while_no_worker_ran_is_tried_before_it_is_given_up(db, clock, ways, hook, route):
    fill(db, route, "one")
    clock.move(days=30)
    assert deliver(db, ways, clock).arrived == 1


def test_a_receiver_that_is_gone_stops_its_route_and_says_so(db, clock, ways, hook, mail, route):
    add_route(db, replace(MAIL, pace=Pace.IMMEDIATE), NOON)
    hook.failure = GoneError("hooks.example.org answered that nothing is received there any more (410).")
    fill(db, route, "one", "two")
    done = deliver(db, ways, clock)
    assert (done.arrived, done.given_up) == (2, 1)
    assert mail.sentences == ["one", "two"]
    assert get_route(db, "hook").stopped_because == str(hook.failure)
    (notice,) = list_notices(db)
    assert notice.startswith("The webhook at hooks.example.org was stopped: hooks.example.org answered that nothing")
    assert standing(db).waiting == 0


def test_whatever_goes_wrong_inside_is_said_tried_again_and_logged_without_the_message(
    db, clock, ways, hook, route, caplog
):
    hook.failure = ZeroDivisionError("boom")
    fill(db, route, "canary")
    assert deliver(db, ways, clock).failed == 1
    assert standing(db).last_error == "It failed in an unexpected way. The worker's log says how."
    assert "sending failed in an unexpected way" in caplog.text
    assert "canary" not in caplog.text


def test_a_medium_that_nothing_sends_is_named(db, clock, route):
    fill(db, route, "one")
    assert deliver(db, {}, clock).failed == 1
    assert standing(db).last_error == "Nothing here can send by webhook. See docs/settings.md."


def test_it_stops_between_messages_when_it_is_asked_to(db, clock, ways, hook, route):
    fill(db, route, "one", "two", "three")
    assert deliver(db, ways, clock, stop=lambda: len(hook.seen) == 1).arrived == 1
    assert deliver(db, ways, clock).arrived == 2


def test_one_route_that_is_down_holds_no_other_up(db, clock, hook, mail, route):
    other = replace(HOOK, id="other", address="https://other.example.org")
    add_route(db, other, NOON)
    for one in (HOOK, other):
        fill(db, one, f"{one.id}-1", f"{one.id}-2")

    def picky(parcel, at):
        if parcel.route.id == "hook":
            raise DOWN
        hook(parcel, at)

    done = deliver(db, {Medium.WEBHOOK: picky}, clock)
    assert (done.arrived, done.failed) == (2, 1)
    assert hook.sentences == ["other-1", "other-2"]
