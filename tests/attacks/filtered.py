"""What somebody collects who tries every filter: stories that may only be counted, and each number that is shown."""

from __future__ import annotations

import csv
import io
import itertools
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from narratives.collection import Collection
from narratives.selection import zone_cells
from narratives.triangle import ZONES
from tests.builders import make_answers
from tests.web.explore.telling import World

K = 10
PLACES = ((0.8, 0.1, 0.1), (0.1, 0.8, 0.1), (0.1, 0.1, 0.8), (0.34, 0.33, 0.33), (0.45, 0.45, 0.1))
GROUPS = ("", "group=east", "group=west", "group=all", "group=east&group=west")
PERIODS = ("", "from=2026-01-05", "to=2026-03-01", "from=2026-03-02&to=2026-03-29")
FINE = ("", "area=east", "language=en", "theme=7", "part=mood:top", "part=role:0", "kind=practitioner")
# Drawn evenly over the part that a pile was gathered from: what tells is the part.
EVENLY = {"small triangle": None, "place": {**dict.fromkeys(range(7), "low"), **dict.fromkeys(range(13, 20), "high")}}
SMOOTHED = {"band"}
Found = tuple[int, int]  # numbers looked at, and those of them that are of one to k - 1 people

_NUMBER = r"(?<![\d.,:/–-])(\d[\d,]*)"
_SAID = re.compile(
    rf"{_NUMBER} (?:more |placed |open |other )?"
    r"(?:stories|story|people|person|accounts?|placed|answered|said that|left it out|were not asked|of them|chose|"
    r"counted in|that can be read|of [\d,]+ stories|waits?|tellers?)\b"
)
_IN_BRACKETS = re.compile(r"\((\d[\d,]*)\)")
_CELL = re.compile(r"<td\b([^>]*)>(.*?)</td>", re.DOTALL)
_ZONE = re.compile(r"<title>[^<]*: (\d[\d,]*)</title>")
_NOT_SHOWN = re.compile(r"<(script|style)\b.*?</\1>", re.DOTALL)
# The fifths of a dyad's table are of places that are drawn evenly, like the bands of its file.
_FIFTHS = re.compile(r'((?:id="numbers-say"|id="picture-say").*?)<tbody[^>]*>.*?</tbody>', re.DOTALL)
# What the colours of a picture stand for, whoever told.
_KEYS = re.compile(r'<ul class="[^"]*mm-legend[^"]*".*?</ul>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")


def every_filter() -> Iterator[str]:
    """Every choice of groups, period and something finer, as an address has it after its question mark."""
    for chosen in itertools.product(GROUPS, PERIODS, FINE):
        yield "&".join(one for one in chosen if one)


def fill(world: World, collection: Collection, chance: random.Random, *, read: bool = True) -> None:
    """Stories that say many things; most groups of answers are of one to nine people."""
    for number in range(8):
        for group, n in (("east", chance.randrange(4, 13)), ("west", chance.randrange(1, 9))):
            for _ in range(n):
                told = make_answers(chance.choice(PLACES), chance.random(), chance.choice(("digger", "picker")))
                answered = tuple(one for one in told if chance.random() < 0.6)
                world.tell(1, collection, group=group, answers=answered, text=f"Canarybean {number}", read=read)
        world.close_batches(collection)


def rows_of(text: str) -> list[tuple[str, str, str, int]]:
    """(kind of place, place, label, stories) of every row of a file that holds counts."""
    lines = list(csv.reader(io.StringIO(text.lstrip("\ufeff"))))
    head = next((line for line in lines if "stories" in line), None)
    if head is None:
        return []
    at = head.index("stories")
    body = [line for line in lines[lines.index(head) + 1 :] if len(line) == len(head) and line[at].isdigit()]
    return [(line[0], line[1], line[2], int(line[at])) for line in body]


def counts_of_file(text: str) -> Counter[tuple[str, str, str]]:
    """How many each row of a file of figures is about; parts that are drawn evenly count as a whole."""
    found: Counter[tuple[str, str, str]] = Counter()
    for kind, place, label, n in rows_of(text):
        if kind in SMOOTHED or EVENLY.get(kind, 0) is None:
            continue
        parts = EVENLY.get(kind)
        found[(kind, parts.get(int(place), "between"), "") if parts else (kind, place, label)] += n
    return found


def numbers_of_page(html: str) -> list[int]:
    """Every number that a page, or a part of one, says of stories: in its tables, sentences, lists and titles."""
    html = _KEYS.sub("", _FIFTHS.sub(r"\1", _NOT_SHOWN.sub("", html)))
    cells = [_TAG.sub("", inner).strip() for _, inner in _CELL.findall(html) if "mm-share" not in inner]
    told = [re.split(r"\s", cell, maxsplit=1)[0] for cell in cells if re.match(r"\d[\d,]*(?:\s|$)", cell)]
    labels = " ".join(re.findall(r'(?:aria-label|title)="([^"]*)"', html))
    words = re.sub(r"\s+", " ", f"{_TAG.sub(' ', _CELL.sub(' ', html))} {labels}")
    told += [*_ZONE.findall(html), *_SAID.findall(words), *_IN_BRACKETS.findall(words)]
    return [int(one.replace(",", "")) for one in told]


def numbers_of_news(news: Mapping[str, object]) -> list[int]:
    """Every number of the map's news: of its parts, and of the triangle that a script draws, zone by zone."""
    shape, regions = news["shape"], news["regions"]
    assert isinstance(shape, dict) and isinstance(regions, dict)
    numbers = [n for html in regions.values() for n in numbers_of_page(html)] + numbers_of_page(str(news["said"]))
    cells = shape["cells"]
    return numbers + [sum(cells[cell] for cell in zone_cells(zone)) for zone in ZONES]


def small(numbers: list[int]) -> Found:
    """How many numbers there are, and how many of them are of one to k - 1."""
    return len(numbers), sum(0 < n < K for n in numbers)
