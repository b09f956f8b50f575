"""Reading stories: how much faster each backend is, what it does to neighbours, and that nobody else waits for it."""

from __future__ import annotations

import http.client
import re
import secrets
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from benchmarks.claims import Claim, at_least, at_most, exactly, happens, not_measured, proof
from benchmarks.load import Fields, Load, post, press
from benchmarks.server import ROOT, Served, served
from store.demo import STREETS
from store.embedding_progress import embedding_progress
from store.schema import open_stories

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from models.embedding import Embedder

TEXTS, NEIGHBOURS = 800, 10
TIMED = 200  # of them
ROUNDS = 3
# By backend: times as fast as SentenceTransformer.encode with its defaults, and the share of neighbours kept.
GOALS = {"torch": (1.1, 0.99), "openvino": (1.1, 0.99), "bf16": (1.5, 0.95), "int8": (1.5, 0.8), "static": (100, 0.1)}
PAIRS, PRESS_SECONDS, POSTING, LOOKING = 3, 6.0, 3, 2
BACKLOG = 4_000
WAIT_SECONDS = 180.0


@proof("meaning")
def each_backend_beside_plain_encode() -> Iterator[Claim]:
    """One thread, processor time, the same texts in turns; neighbours among all of the texts."""
    from benchmarks.real_vectors import are_here, real_vectors

    if not are_here():
        for backend, (goal, _) in GOALS.items():
            yield not_measured(f"{backend}: times as fast as plain encode", f"at least {goal} x", "no corpora here")
        return
    texts = list(real_vectors().texts)
    step = len(texts) // TEXTS
    yield from _compared(texts[: step * TEXTS : step])


def _compared(texts: Sequence[str]) -> Iterator[Claim]:
    from models.embedding import SentenceEmbedder, load_embedder

    with tempfile.TemporaryDirectory() as folder:
        whole, _ = load_embedder("", (), threads=1)
        assert isinstance(whole, SentenceEmbedder)
        plain = whole.model.encode
        backends = {name: load_embedder("", (), threads=1, backend=name, folder=Path(folder)) for name in GOALS}
        there = {
            name: one for name, (one, _) in backends.items() if name in ("torch", "openvino") or "+" in one.model_id
        }
        times = _taken_in_turns(lambda part: plain(part, show_progress_bar=False), there, texts[:TIMED])
        expected = _neighbours(plain(list(texts), show_progress_bar=False))
        for name, (goal, kept) in GOALS.items():
            claimed = f"{name}: times as fast as plain encode"
            if name not in there or (name == "openvino" and backends[name][1]):
                yield not_measured(claimed, f"at least {goal} x", backends[name][1] or "")
                continue
            ratios = [other / own for other, own in zip(times["plain"], times[name], strict=True)]
            note = f"{TIMED} texts, {ROUNDS} rounds by turns, {min(ratios):.2f} to {max(ratios):.2f}"
            yield at_least(claimed, statistics.median(ratios), goal, "x", note)
            share = (_neighbours(there[name].embed(texts))[:, :, None] == expected[:, None, :]).any(axis=2).mean()
            yield at_least(
                f"{name}: nearest {NEIGHBOURS} kept among {len(texts):,} texts",
                float(share),
                kept,
                "",
                there[name].model_id,
            )


def _taken_in_turns(
    plain: Callable[[list[str]], Any], backends: dict[str, Embedder], texts: Sequence[str]
) -> dict[str, list[float]]:
    """Seconds of processor time by round."""
    ways: dict[str, Callable[[list[str]], Any]] = {
        "plain": plain,
        **{name: one.embed for name, one in backends.items()},
    }
    times: dict[str, list[float]] = {name: [] for name in ways}
    for turn in range(ROUNDS + 1):
        for name, way in ways.items():
            again = 20 if name == "static" else 1  # too quick for the clock otherwise
            began = time.process_time()
            for _ in range(again):
                way(list(texts))
            if turn:  # the first warms up
                times[name].append((time.process_time() - began) / again)
    return times


def _neighbours(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.int64]:
    import numpy as np

    alike = vectors @ vectors.T
    np.fill_diagonal(alike, -np.inf)
    return np.argpartition(-alike, NEIGHBOURS, axis=1)[:, :NEIGHBOURS]


@proof("meaning")
def nobody_waits_for_the_backlog() -> Iterator[Claim]:
    """The product as it is served: telling and looking without the worker and beside its backlog, by turns."""
    with served() as product:
        product.flask("demo", "seed")
        product.start_web()
        _tell_a_backlog(product)
        looking = _signed_in(product)
        slow: dict[str, list[float]] = {"telling": [], "looking": []}
        usual: dict[str, list[float]] = {"telling": [], "looking": []}
        wrong, embedded = 0, 0
        for _ in range(PAIRS):
            wrong += _pressed(product, looking, usual)
            before = _start_reading(product)
            wrong += _pressed(product, looking, slow)
            embedded += _done(product) - before
            product.kill("worker")
        for what, name in (("telling", "storing a story"), ("looking", "a map")):
            ratio = statistics.median(slow[what]) / statistics.median(usual[what])
            each = ", ".join(
                f"{1000 * one:.0f}|{1000 * other:.0f}" for one, other in zip(usual[what], slow[what], strict=True)
            )
            yield at_most(
                f"p99 of {name} beside the backlog", ratio, 2, "x", f"ms without|beside, {PAIRS} pairs: {each}"
            )
        yield exactly("answers other than 201 and 200", wrong, 0)
        yield at_least("texts read meanwhile", embedded, 1)
        yield happens("the rest is still waiting, with its pace told", _waiting(product))


def _pressed(product: Served, looking: bytes, into: dict[str, list[float]]) -> int:
    told = press(product.port, _a_story, seconds=PRESS_SECONDS, connections=POSTING)
    seen = press(product.port, lambda: looking, seconds=PRESS_SECONDS, connections=LOOKING)
    into["telling"].append(told.quantile(0.99))
    into["looking"].append(seen.quantile(0.99))
    return _others(told, 201) + _others(seen, 200)


def _others(load: Load, good: int) -> int:
    return sum(load.statuses.values()) - load.statuses[good]


def _a_story() -> bytes:
    return post(f"/share/{STREETS.id}", _fields("The light by the steps was mended at last."))


def _fields(text: str) -> Fields:
    return [
        ("story", text),
        ("group", "Priory"),
        ("response.shares", "0.6,0.2,0.2"),
        ("response.method", "tap"),
        ("feeling.shares", "0.5,0.3,0.2"),
        ("feeling.method", "drag"),
        ("cause", "centre"),
        ("say.value", "0.7"),
        ("say.method", "tap"),
        ("safe", "5"),
        ("about", "street"),
        ("hope_for", "better_light"),
        ("voice", "resident"),
        ("consent", "read"),
        ("key", secrets.token_hex(16)),
        ("step", "send"),
    ]


def _tell_a_backlog(product: Served) -> None:
    """Distinct texts of sixty words, more than the worker reads meanwhile."""
    told = 0

    def one() -> bytes:
        nonlocal told
        told += 1
        words = "the light by the steps was out again and nobody came to mend it " * 5
        return post(f"/share/{STREETS.id}", _fields(f"{words}, number {told}."))

    while told < BACKLOG:
        press(product.port, one, seconds=2.0, connections=8)


def _start_reading(product: Served) -> int:
    """Start the worker as `./run` does, and wait until it reads; how many texts are done by then."""
    before = _done(product)
    product.processes["worker"] = subprocess.Popen(
        ["nice", "-n", "10", sys.executable, "-m", "flask", "analysis", "watch"],
        cwd=ROOT,
        env=product.environment(),
        start_new_session=True,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    deadline = time.monotonic() + WAIT_SECONDS
    while (done := _done(product)) <= before:
        if time.monotonic() > deadline:
            raise RuntimeError("the worker read nothing within three minutes")
        time.sleep(0.2)
    return done


def _done(product: Served) -> int:
    db = open_stories(product.stories_path)
    found = embedding_progress(db)
    db.close()
    return 0 if found is None else found.done


def _waiting(product: Served) -> bool:
    db = open_stories(product.stories_path)
    found = embedding_progress(db)
    db.close()
    return found is not None and found.of > found.done and found.per_second > 0


def _signed_in(product: Served) -> bytes:
    """The request of a manager's map."""
    from benchmarks.desk import password

    connection = http.client.HTTPConnection("127.0.0.1", product.port, timeout=30)
    connection.request("GET", "/staff/sign-in")
    answer = connection.getresponse()
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', answer.read().decode())
    cookies = _cookies(answer)
    fields = urlencode([*hidden, ("username", "manager"), ("password", password(product))])
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookies}
    connection.request("POST", "/staff/sign-in", fields, kind)
    answer = connection.getresponse()
    answer.read()
    cookies = _cookies(answer) or cookies
    connection.close()
    return f"GET /explore/{STREETS.id} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {cookies}\r\n\r\n".encode()


def _cookies(answer: http.client.HTTPResponse) -> str:
    return "; ".join(one.split(";")[0] for one in answer.headers.get_all("Set-Cookie", []))
