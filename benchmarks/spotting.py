"""How much of what shows who somebody is gets spotted, in sentences that were written before they were measured.

Each set holds one text a line, `{"text": ..., "spans": [{"start", "end", "kind"}]}`, with invented people and numbers.
A piece counts as found when something spotted covers at least half of it, and as found whole when the spotted pieces
cover all its letters and digits. docs/spotting-names.md publishes what came out when each set was new; since then
what was missed has been read, so that what comes out here is tuned.
"""

from __future__ import annotations

import gzip
import json
import statistics
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.claims import Claim, at_least, at_most, not_measured, proof
from narratives import spotting_rules
from narratives.redaction import spot

SETS = tuple(Path(__file__).with_name(f"spotting_{name}.jsonl") for name in ("heldout", "second", "third", "fourth"))
# Of the newest set, 366 pieces that nothing was tuned on: found when they were first looked for.
NEWEST_AT_FIRST = (364, 366)
NAMES = "name"
FEWEST_TEXTS = 200
USUAL = (
    "I went to the surgery on Tuesday because my back was getting worse. The receptionist was kind but there were no "
    "appointments until the week after. My neighbour Karen drove me to the walk-in centre instead and we waited for "
    "three hours. In the end Dr Patel saw me and he listened. He rang me two days later to ask how I was. I had not "
    "expected that. If they could just answer the phone in the morning it would be fine."
)


@dataclass(slots=True)
class Found:
    """How many pieces of a kind there are, and how many were spotted, mostly and whole."""

    pieces: int = 0
    mostly: int = 0
    whole: int = 0

    def __add__(self, other: Found) -> Found:
        return Found(self.pieces + other.pieces, self.mostly + other.mostly, self.whole + other.whole)

    @property
    def recall(self) -> float:
        return self.mostly / self.pieces if self.pieces else 0.0


@dataclass(frozen=True, slots=True)
class Measured:
    """What came out: recall by kind, texts with nothing to spot, and how many of those were touched all the same."""

    kinds: dict[str, Found]
    texts: int
    clean: int
    touched: int


def measured(lines: list[str]) -> Measured:
    """Spot every text of a held-out set."""
    kinds: dict[str, Found] = {}
    clean = touched = 0
    for line in lines:
        text, spans = (record := json.loads(line))["text"], record["spans"]
        covered = bytearray(len(text))
        spotted = spot(text)
        for one in spotted:
            covered[one.start : one.end] = b"x" * (one.end - one.start)
        clean += not spans
        touched += not spans and bool(spotted)
        for span in spans:
            kinds[span["kind"]] = kinds.get(span["kind"], Found()) + _found(text, covered, span["start"], span["end"])
    return Measured(dict(sorted(kinds.items())), len(lines), clean, touched)


def _found(text: str, covered: bytearray, start: int, end: int) -> Found:
    places = [place for place in range(start, end) if text[place].isalnum()]
    hits = sum(map(bool, (covered[place] for place in places)))
    return Found(1, int(2 * hits >= len(places) > 0), int(hits == len(places)))


@proof("telling")
def spotting_before_sending() -> Iterator[Claim]:
    """Recall by kind on all the sets, clean texts touched, and what spotting costs."""
    found = measured([line for file in SETS for line in file.read_text(encoding="utf-8").splitlines()])
    patterned = sum((each for kind, each in found.kinds.items() if kind != NAMES), Found())
    names = found.kinds.get(NAMES, Found())
    yield at_least("texts in the sets", found.texts, FEWEST_TEXTS)
    first, pieces = NEWEST_AT_FIRST
    yield at_least(
        "recall of identifiers with a pattern, when the newest set was new",
        first / pieces,
        0.99,
        note=f"{first} of {pieces}",
    )
    yield at_least("recall of identifiers with a pattern, tuned since", patterned.recall, 0.99, note=_by_kind(found))
    yield Claim(
        "recall of names, published and never promised",
        "aim 0.85",
        f"{names.recall:.3f}",
        not_measured("", "", "").verdict,
        f"{names.mostly} of {names.pieces}, {names.whole} of them whole; clean texts touched: "
        f"{found.touched} of {found.clean}",
    )
    yield at_most("time to look through a usual story", _milliseconds(), 5, "ms")
    size = len(gzip.compress(spotting_rules.rules_text().encode(), 9)) / 1000
    yield at_most("the browser’s rules, fetched when a page with words is left", size, 30, "kB compressed")


def _by_kind(found: Measured) -> str:
    parts = [f"{kind} {each.mostly}/{each.pieces}" for kind, each in found.kinds.items() if kind != NAMES]
    return ", ".join(parts)


def _milliseconds() -> float:
    spot(USUAL)
    times = []
    for _round in range(21):
        began = time.perf_counter()
        spot(USUAL)
        times.append((time.perf_counter() - began) * 1000)
    return statistics.median(times)
