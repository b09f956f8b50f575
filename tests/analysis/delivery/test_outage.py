"""A receiver that is down for a day, then loses one answer in three, while the workers are killed."""

import random
from dataclasses import replace
from datetime import timedelta

import pytest

from analysis.delivery.outbox import deliver
from analysis.delivery.transport import DeliveryError
from narratives.route import Medium, Pace
from store.alerts import add_alert
from store.routes import add_route
from tests.builders import open_plot
from tests.store.parcels import HOOK, NOON
from tests.web.explore.telling import make_finding

ALERTS, WORKERS = 40, 3
OUTAGE = timedelta(hours=24)
LEASE = 120.0


class Killed(BaseException):
    """What a kill looks like from inside: nothing of the worker runs after it."""


class Flaky:
    """A receiver that keeps what it takes by its key, and loses some of its own answers."""

    def __init__(self, clock, up_at, chance):
        self.clock, self.up_at, self.chance = clock, up_at, chance
        self.posts: list[str] = []
        self.first: dict[str, str] = {}  # what it acts on: the first of each key, in the order of coming

    def __call__(self, parcel, at):
        if self.clock() < self.up_at:
            raise DeliveryError("hooks.example.org could not be reached.")
        self.posts.append(parcel.key)
        self.first.setdefault(parcel.key, " ".join(message.where for message in parcel.messages))
        if self.chance.random() < 0.3:
            raise DeliveryError("hooks.example.org did not answer within 5 seconds.")


def raise_alerts(db, clock):
    """An alert every half an hour of the outage, each in a group of its own."""
    for number in range(ALERTS):
        at = NOON + number * OUTAGE / ALERTS
        finding = make_finding(group=f"group {number:02}", raised_on=at.date())
        assert add_alert(db, "plot", finding, sentence="Stories moved.", exemplars=[], at=at)


def run(db, clock, receiver, chance, days):
    """Workers in turn, minute by minute; some are killed between the answer and the mark, and one starts anew."""
    kills = 0

    def die_sometimes(parcel):
        if chance.random() < 0.25:
            raise Killed

    for _ in range(days * 24 * 12):
        for _ in range(WORKERS):
            try:
                deliver(db, {Medium.WEBHOOK: receiver}, clock, lease_seconds=LEASE, sent=die_sometimes)
            except Killed:
                kills += 1
        clock.move(minutes=5)
        if db.one("select count(*) as n from outbox where delivered_at is null")["n"] == 0:
            break
    return kills


@pytest.fixture
def chance():
    return random.Random(20_260_304)


def test_every_alert_arrives_in_order_and_effectively_once(db, clock, chance):
    open_plot(db)
    add_route(db, HOOK, NOON)
    raise_alerts(db, clock)
    receiver = Flaky(clock, NOON + OUTAGE, chance)
    kills = run(db, clock, receiver, chance, days=7)
    assert list(receiver.first.values()) == [f"group {number:02}" for number in range(ALERTS)]
    assert len(receiver.first) == ALERTS == len(set(receiver.posts))
    assert kills > 5  # the rig did what it is for,
    assert len(receiver.posts) > ALERTS + 15  # and the wire saw messages twice
    assert db.one("select count(*) as n from outbox where given_up_at is not null")["n"] == 0
    assert clock() - NOON < timedelta(days=4)


def test_a_digest_that_meets_the_same_tells_each_alert_in_one_message_of_a_day(db, clock, chance):
    open_plot(db)
    add_route(db, replace(HOOK, pace=Pace.DAILY), NOON)
    raise_alerts(db, clock)
    receiver = Flaky(clock, NOON + OUTAGE, chance)
    run(db, clock, receiver, chance, days=7)
    told = " ".join(receiver.first.values())
    assert [f"group {number:02}" in told for number in range(ALERTS)] == [True] * ALERTS
    assert told.count("group") == ALERTS
    assert len(receiver.first) == 2
