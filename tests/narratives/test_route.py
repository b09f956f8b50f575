import base64
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from narratives.alert import Signal
from narratives.route import (
    Medium,
    Occasion,
    Pace,
    Route,
    digest_key,
    due_at,
    feed_token,
    message_key,
    signature,
    token_hash,
    webhook_key,
    webhook_secret,
)

LONDON = ZoneInfo("Europe/London")
SECRET = b"a secret that is long enough for this test"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("pace", "posted", "due"),
    [
        (Pace.IMMEDIATE, "2026-03-02T12:00", "2026-03-02T12:00"),
        (Pace.DAILY, "2026-03-02T06:59", "2026-03-02T07:00"),
        (Pace.DAILY, "2026-03-02T07:00", "2026-03-03T07:00"),
        (Pace.WEEKLY, "2026-03-02T06:59", "2026-03-02T07:00"),  # a Monday
        (Pace.WEEKLY, "2026-03-02T07:00", "2026-03-09T07:00"),
        (Pace.WEEKLY, "2026-03-08T23:00", "2026-03-09T07:00"),
    ],
)
def test_digests_are_due_at_seven_in_the_morning(pace, posted, due):
    assert due_at(pace, at(posted), LONDON) == at(due)


def test_seven_stays_seven_when_the_clocks_go_forward():
    due = due_at(Pace.DAILY, at("2026-03-28T12:00"), LONDON)
    assert (due.hour, due.astimezone(UTC).hour) == (7, 6)
    assert due - at("2026-03-28T12:00").astimezone(UTC) == timedelta(hours=18)


def test_a_moment_in_another_zone_is_told_by_the_clock_of_this_one():
    assert due_at(Pace.DAILY, datetime(2026, 7, 1, 5, 59, tzinfo=UTC), LONDON) == at("2026-07-01T07:00")
    assert due_at(Pace.DAILY, datetime(2026, 7, 1, 6, 1, tzinfo=UTC), LONDON) == at("2026-07-02T07:00")


def test_keys_tell_messages_apart_and_are_the_same_at_every_try():
    keys = {message_key(alert, what, n) for alert in ("a", "b") for what in Occasion for n in (1, 2)}
    assert len(keys) == 2 * len(Occasion) * 2
    assert message_key("a", Occasion.RAISED, 1) in keys
    assert digest_key(["one", "two"]) == digest_key(["two", "one"]) != digest_key(["one", "three"])
    assert digest_key(["one"]) == "one"


def test_a_signature_is_that_of_the_specification():
    key = base64.b64decode("MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw")
    signed = signature(key, "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330, b'{"test": 2432232314}')
    assert signed == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_the_secret_of_a_webhook_is_its_own_and_can_be_read_by_a_receiver():
    spelled = webhook_secret("r1", SECRET)
    assert spelled.startswith("whsec_")
    assert base64.b64decode(spelled.removeprefix("whsec_")) == webhook_key("r1", SECRET)
    assert len({webhook_secret("r1", SECRET), webhook_secret("r2", SECRET), webhook_secret("r1", b"x" * 32)}) == 3


def test_the_token_of_a_feed_has_128_bits_and_only_its_hash_is_kept():
    token = feed_token("ab" * 16, SECRET)
    assert len(base64.urlsafe_b64decode(token + "==")) == 16
    assert token == feed_token("ab" * 16, SECRET) != feed_token("cd" * 16, SECRET)
    assert token not in token_hash(token)


@pytest.mark.parametrize(
    ("medium", "address", "name"),
    [
        (Medium.EMAIL, "team@example.org", "the e-mail to team@example.org"),
        (Medium.WEBHOOK, "https://hooks.example.org/secret-path", "the webhook at hooks.example.org"),
        (Medium.FEED, "0" * 64, "the feed"),
    ],
)
def test_the_name_of_a_route_holds_no_password(medium, address, name):
    assert Route("r1", None, medium, address, Pace.IMMEDIATE, frozenset(Signal), "ade").name == name
