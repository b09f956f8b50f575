import threading

import pytest

from web.returning.desk import LONGEST_DELAY, MOST_DELAYED, MOST_IN_LINE, REMEMBERED_SECONDS, Desk, TooManyTriesError


class Time:
    def __init__(self):
        self.now, self.slept = 0.0, []

    def desk(self):
        return Desk(clock=lambda: self.now, sleep=self.slept.append)


def test_what_is_found_is_answered_at_once_whatever_was_tried_before():
    time = Time()
    desk = time.desk()
    for _ in range(20):
        desk.look_up(lambda: None)
    time.slept.clear()
    assert desk.look_up(lambda: "story") == "story"
    assert time.slept == []


def test_the_delay_doubles_with_every_wrong_code_up_to_ten_seconds():
    time = Time()
    desk = time.desk()
    for _ in range(9):
        assert desk.look_up(lambda: None) is None
    assert time.slept[:5] == [0.25, 0.5, 1.0, 2.0, 4.0]
    assert time.slept[-1] == LONGEST_DELAY


def test_wrong_codes_are_forgotten_after_five_minutes():
    time = Time()
    desk = time.desk()
    for _ in range(9):
        desk.look_up(lambda: None)
    time.now = REMEMBERED_SECONDS + 1
    desk.look_up(lambda: None)
    assert time.slept[-1] == 0.25


def test_a_hundred_thousand_wrong_codes_would_take_more_than_a_week():
    time = Time()
    desk = Desk(clock=lambda: time.now, sleep=lambda seconds: setattr(time, "now", time.now + seconds))
    for _ in range(1_000):
        assert desk.look_up(lambda: None) is None
    assert time.now * 100 > 7 * 86_400


def test_one_code_is_looked_up_at_a_time():
    desk, together, most = Desk(sleep=lambda seconds: None), [], []
    start = threading.Barrier(MOST_IN_LINE)

    def find():
        together.append(1)
        most.append(len(together))
        together.pop()

    def come():
        start.wait(5)
        desk.look_up(find)

    threads = [threading.Thread(target=come) for _ in range(MOST_IN_LINE)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * MOST_IN_LINE


def test_who_comes_when_the_line_is_full_is_sent_away_and_nothing_is_looked_up():
    desk, inside, leave, looked = Desk(sleep=lambda seconds: None), threading.Event(), threading.Event(), []

    def find():
        inside.set()
        leave.wait(5)
        looked.append(1)
        return "story"

    first = threading.Thread(target=desk.look_up, args=(find,))
    first.start()
    inside.wait(5)
    others = [threading.Thread(target=desk.look_up, args=(find,)) for _ in range(MOST_IN_LINE - 1)]
    for thread in others:
        thread.start()
    while desk._line._value:  # until all of them stand in line
        pass
    with pytest.raises(TooManyTriesError):
        desk.look_up(find)
    leave.set()
    for thread in (first, *others):
        thread.join()
    assert len(looked) == MOST_IN_LINE
    assert desk.look_up(find) == "story"


def test_few_threads_wait_for_wrong_codes_and_a_right_one_is_found_meanwhile():
    asleep, wake = threading.Semaphore(0), threading.Event()

    def sleep(seconds):
        asleep.release()
        wake.wait(5)

    desk = Desk(sleep=sleep)
    threads = [threading.Thread(target=desk.look_up, args=(lambda: None,)) for _ in range(MOST_DELAYED)]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert asleep.acquire(timeout=5)
    with pytest.raises(TooManyTriesError):
        desk.look_up(lambda: None)
    assert desk.look_up(lambda: "story") == "story"
    wake.set()
    for thread in threads:
        thread.join()


def test_the_line_moves_on_when_looking_up_fails():
    desk = Desk(sleep=lambda seconds: None)

    def fail():
        raise RuntimeError("disk full")

    for _ in range(MOST_IN_LINE + 1):
        with pytest.raises(RuntimeError, match="disk full"):
            desk.look_up(fail)
    assert desk.look_up(lambda: "story") == "story"
