import threading

import pytest

from analysis.delivery.mail import Mail
from analysis.delivery.outbox import deliver
from analysis.delivery.thread import delivering, transports
from analysis.delivery.webhook import Webhook
from narratives.route import Medium
from store.routes import add_route
from tests.store.parcels import HOOK, NOON, fill


def test_what_is_posted_while_it_runs_is_sent(db, ways, hook):
    add_route(db, HOOK, NOON)
    said, arrived = [], threading.Event()

    def say(sentence):
        said.append(sentence)
        arrived.set()

    with delivering(db, ways, threading.Event(), 0.01, say):
        fill(db, HOOK, "one")
        assert arrived.wait(10)
    assert hook.sentences == ["one"]
    assert said == ["1 message delivered."]


def test_a_failure_of_the_store_is_logged_and_tried_again(db, ways, hook, monkeypatch, caplog):
    add_route(db, HOOK, NOON)
    fill(db, HOOK, "one")
    arrived, tries = threading.Event(), []

    def once_broken(*arguments, **more):
        tries.append(1)
        if len(tries) == 1:
            raise RuntimeError("the disk is full")
        return deliver(*arguments, **more)

    monkeypatch.setattr("analysis.delivery.thread.deliver", once_broken)
    with delivering(db, ways, threading.Event(), 0.01, lambda sentence: arrived.set()):
        assert arrived.wait(10)
    assert hook.sentences == ["one"]
    assert "delivery failed and is tried again" in caplog.text


def test_it_ends_with_the_block_and_when_it_is_asked_to(db, ways):
    before = threading.active_count()
    stop = threading.Event()
    with delivering(db, ways, stop, 60.0, print):
        stop.set()
    with pytest.raises(ZeroDivisionError), delivering(db, ways, threading.Event(), 0.01, print):
        raise ZeroDivisionError
    assert threading.active_count() == before


def test_the_ways_of_sending_are_those_of_the_settings():
    ways = transports(b"x" * 32, "https://stories.example.org", None)
    assert isinstance(ways[Medium.EMAIL], Mail)
    assert isinstance(ways[Medium.WEBHOOK], Webhook)
    assert Medium.FEED not in ways
