"""Whoever tries codes finds nothing, is slowed down, and keeps nobody from their own story."""

import random
import threading
import time

import pytest

from narratives import receipt
from narratives.crockford import ALPHABET, grouped
from narratives.receipt import fast_hash, normalise_code, receipt_code
from store.receipts import find_story, strengthen
from tests.builders import make_narrative, open_plot
from tests.people import SECRET, make_app, stores_of
from web.returning.desk import MOST_DELAYED, MOST_IN_LINE, Desk

STORIES = 60
GUESSES = 100_000


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    """An application with stories, and the code of one of them."""
    app = make_app(tmp_path_factory.mktemp("guessing"))
    stores = stores_of(app)
    plot = open_plot(stores.stories)
    codes = [stores.intake.submit(*plot, make_narrative(), f"{number:032x}").code for number in range(STORIES)]
    strengthen(stores.stories, SECRET, STORIES // 2)
    return app, codes[0]


def guesses(count):
    chance = random.Random(20_260_302)
    for _ in range(count):
        yield grouped("".join(chance.choices(ALPHABET, k=16)), 4)


def test_a_hundred_thousand_guesses_find_no_story(told, promised):
    app, _ = told
    rows = stores_of(app).stories.rows("select receipt_hash from narratives order by receipt_hash")
    kept = {row["receipt_hash"] for row in rows}
    assert len(kept) == STORIES
    # Half of the stories have the fast hash, of which a hundred thousand can be tried in a test.
    found = sum(fast_hash(code, SECRET) in kept for code in guesses(GUESSES))
    promised("T11", "whoever guesses codes finds nobody’s story", tried=GUESSES, failures=found)


def test_neighbours_of_a_code_find_no_story(told):
    app, code = told
    for place, letter in enumerate(code):
        if letter != "-":
            other = ALPHABET[(ALPHABET.index(letter) + 1) % 32]
            assert find_story(stores_of(app).stories, code[:place] + other + code[place + 1 :], SECRET) is None
    assert find_story(stores_of(app).stories, code, SECRET) is not None


def test_guessing_over_the_web_is_slowed_down_and_the_owner_of_a_story_is_not(told, promised):
    app, code = told
    slept = []
    app.extensions["returning.desk"] = Desk(sleep=slept.append)
    client = app.test_client()
    for wrong in guesses(40):
        assert client.post("/code", data={"code": wrong}).status_code == 422
    assert slept == sorted(slept)
    assert sum(slept) > 300
    slept.clear()
    assert client.post("/code", data={"code": code}).status_code == 200
    assert slept == []
    promised(
        "T11",
        "guessing gets slower with every wrong code, and the owner of a story waits for nothing",
        tried=41,
        failures=0,
    )


def test_an_answer_to_a_wrong_code_says_the_same_whether_it_could_be_one_or_not(told):
    app, code = told
    client = app.test_client()
    pages = {client.post("/code", data={"code": wrong}).text.replace(wrong, "") for wrong in ("nope", "0" * 16)}
    assert len(pages) == 1


def test_many_at_once_are_sent_away_with_a_time_to_come_again(told):
    app, code = told
    leave, answered, answers = threading.Event(), threading.Semaphore(0), []
    app.extensions["returning.desk"] = Desk(sleep=lambda seconds: leave.wait(10))

    def guess(wrong):
        answer = app.test_client().post("/code", data={"code": wrong})
        answers.append((answer.status_code, answer.headers.get("Retry-After")))
        answered.release()

    threads = [threading.Thread(target=guess, args=(wrong,)) for wrong in guesses(MOST_DELAYED + MOST_IN_LINE + 4)]
    for thread in threads:
        thread.start()
    for _ in range(MOST_IN_LINE + 4):  # all but those who wait for their delay
        assert answered.acquire(timeout=10)
    assert app.test_client().post("/code", data={"code": code}).status_code == 200
    leave.set()
    for thread in threads:
        thread.join()
    assert answers.count((422, None)) == MOST_DELAYED
    assert answers.count((429, "10")) == MOST_IN_LINE + 4


def test_nothing_of_who_tries_is_kept(told, tmp_path_factory):
    app, _ = told
    app.extensions["returning.desk"] = desk = Desk(sleep=lambda seconds: None)
    headers = {"User-Agent": "canary-agent", "X-Forwarded-For": "203.0.113.77"}
    app.test_client().post("/code", data={"code": "0" * 16}, headers=headers, environ_base={"REMOTE_ADDR": "127.9.9.9"})
    assert "canary" not in repr(desk) and "127.9.9.9" not in repr(desk) and "0000" not in repr(desk._wrong)
    folder = stores_of(app).settings.data
    kept = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    assert b"canary" not in kept and b"127.9.9.9" not in kept


def test_a_receipt_in_a_story_is_refused_however_it_is_typed(told, promised):
    """Nine in ten of the codes without their dashes, and all of those as they were printed: no more is promised."""
    app, _ = told
    client, sent = app.test_client(), {"group": "east", "consent": "read", "key": "ab" * 16}
    refused: list[tuple[bool, bool]] = []
    for number in range(60):
        code = receipt_code(f"{number:032x}", SECRET)
        for typed in (code, code.lower(), code.replace("-", " ").lower(), code.replace("-", "")):
            answer = client.post("/share/plot/validate", data={**sent, "story": f"My last one was {typed}, I think."})
            told_so = answer.status_code == 422 and "Take the receipt code out of your story" in answer.text
            refused.append((typed == code, told_so))
    printed = [told_so for as_printed, told_so in refused if as_printed]
    promised(
        "T10", "a receipt written into a story is refused before anybody reads it", tried=60, failures=60 - sum(printed)
    )
    assert sum(told_so for _, told_so in refused) / len(refused) >= 0.9


@pytest.mark.nightly
def test_the_slow_hash_holds_a_guesser_to_a_few_tries_a_second(monkeypatch):
    monkeypatch.setitem(receipt._WORK, "n", 2**16)
    started = time.process_time()
    for code in guesses(5):
        receipt.kept_hashes(normalise_code(code), SECRET)
    assert (time.process_time() - started) / 5 > 0.1
