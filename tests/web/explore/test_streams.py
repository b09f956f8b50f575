"""Streams that say when there is news: how many, what they say, and that each gives its place back."""

from itertools import chain, repeat

from web.explore.streams import BEAT_SECONDS, LONGEST_SECONDS, Clock, Streams


class Time:
    """A clock that moves when somebody sleeps."""

    def __init__(self) -> None:
        self.at = 0.0

    def clock(self) -> Clock:
        return Clock(now=lambda: self.at, sleep=self.sleep)

    def sleep(self, seconds: float) -> None:
        self.at += seconds


def events(streams: Streams, *serials: int) -> list[str]:
    """What a stream says while the serials come one after the other and the last one stays."""
    found = chain(serials, repeat(serials[-1]))
    slot = streams.take()
    assert slot is not None
    return list(streams.follow(lambda: next(found), slot))


def test_a_stream_says_the_serial_at_once_and_whenever_it_moves():
    said = events(Streams(1, Time().clock()), 4, 4, 5, 5, 9)
    assert [line for line in said if line.startswith("event")] == [
        f"event: changed\ndata: {serial}\n\n" for serial in (4, 5, 9)
    ]


def test_a_stream_without_news_is_heard_often_enough_to_notice_who_went_away():
    said = events(Streams(1, Time().clock()), 4)
    assert said.count(": still here\n\n") >= LONGEST_SECONDS / BEAT_SECONDS - 1


def test_a_stream_ends_so_that_the_browser_has_to_be_signed_in_still_to_open_another():
    time = Time()
    events(Streams(1, time.clock()), 4)
    assert time.at == LONGEST_SECONDS


def test_no_more_streams_are_open_than_may_be():
    streams = Streams(2)
    held = [streams.take(), streams.take()]
    assert all(held)
    assert streams.take() is None
    held[0].give_back()
    assert streams.take() is not None
    assert streams.take() is None


def test_a_place_is_given_back_once_however_often_a_stream_ends():
    streams = Streams(1, Time().clock())
    slot = streams.take()
    open_stream = streams.follow(lambda: 1, slot)
    next(open_stream)
    open_stream.close()
    slot.give_back()
    assert streams.take() is not None
    assert streams.take() is None
