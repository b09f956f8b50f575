"""Streams with known answers: from one day on, one site's real stories are others, more, copies, or asked otherwise."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Any

from benchmarks.claims import Claim, exactly, happens, proof
from benchmarks.main_job import MAPPINGS
from benchmarks.real_streams import LEAST_SITE, Row, none_here, present, read_rows, with_signs, write_rows
from benchmarks.server import Served, served

RATINGS, WORDS, ELSEWHERE = "gp_ratings_2024", "gp_feedback_2024", "forensic_2010_2014"
FROM = date(2024, 9, 15)
PLACES = (0, 1, 2)  # which site is changed: the largest, the second, the third
ANSWERS = ("si_rating", "si_rating_word")
POOR = ("1.0", "2.0", "3.0")
LONG = 60  # characters of a text that can be recognised
COPIES, COPY_DAYS = 8, 4
OTHER_TOPIC = 0.35
OTHER_QUESTION = 0.75
HOTTER = ("hotter", "anchor:very-poor")

Change = Callable[[list[Row], random.Random], list[Row]]


@dataclass(frozen=True, slots=True)
class Splice:
    """A change of one site's stories from a day on, and what is to be said of it.

    `change` gets the site's rows and gives those that stand in their place. `directions` are the right ones of
    `signal`; `calm` says that no temperature alert may follow.
    """

    name: str
    change: Change
    signal: str
    directions: tuple[str, ...]
    file: str = RATINGS
    calm: bool = False
    must: bool = True
    reads: bool = False


@dataclass(frozen=True, slots=True)
class Outcome:
    """What was said of one splice from its day on: alerts with the right signal at the site, and all temperature."""

    right_signal: tuple[Mapping[str, Any], ...]
    temperature: tuple[Mapping[str, Any], ...]

    @property
    def delay(self) -> int | None:
        """Days from the change to the first right alert, the day of the change being the first; None when missed."""
        first = min((date.fromisoformat(one["raised_on"]) for one in self.right_signal), default=None)
        return None if first is None else (first - FROM).days + 1

    def said(self) -> str:
        """The first alert in short."""
        if not self.right_signal:
            return "nothing"
        first = min(self.right_signal, key=lambda one: str(one["raised_on"]))
        return f"{first['signifier']} {first['direction']}"


def poorer(rows: list[Row], chance: random.Random, odds: float) -> list[Row]:
    """From the day on ratings are drawn from the site's own, poor ones with higher odds."""
    rated = [row for row in rows if row["si_rating"]]
    poor = [row for row in rated if row["si_rating"] in POOR]
    good = [row for row in rated if row["si_rating"] not in POOR]
    often = odds * len(poor) / (odds * len(poor) + len(good))
    return [
        row if not is_after(row) else row | answers_of(chance.choice(poor if chance.random() < often else good))
        for row in rows
    ]


def joining(rows: list[Row], chance: random.Random) -> list[Row]:
    """The site tells nothing before the day."""
    return [row for row in rows if is_after(row)]


def by_telephone(rows: list[Row], chance: random.Random) -> list[Row]:
    """From the day on everybody is asked by telephone."""
    return [row | {"g_mode": "telephone"} if is_after(row) else row for row in rows]


def doubled(rows: list[Row], chance: random.Random) -> list[Row]:
    """From the day on every story comes with another of that site."""
    more = [row | answers_of(chance.choice(rows)) | fresh_ids(row, "twice") for row in rows if is_after(row)]
    return rows + more


def copied(rows: list[Row], chance: random.Random) -> list[Row]:
    """One text comes again and again within a few days, each time from somebody else."""
    first = chance.choice([row for row in rows if len(row["text"]) >= LONG])
    days = [FROM + timedelta(days=place % COPY_DAYS) for place in range(COPIES)]
    copies = [
        first | fresh_ids(first, f"copy{place}") | {"created_at": f"{day}T12:00:00"} for place, day in enumerate(days)
    ]
    return rows + copies


def asked_otherwise(rows: list[Row], chance: random.Random) -> list[Row]:
    """From the day on three in four are asked what could be better."""
    better = next(row["g_question"] for row in rows if "better" in row["g_question"])
    return [row | {"g_question": better} if is_after(row) and chance.random() < OTHER_QUESTION else row for row in rows]


def about_something_else(rows: list[Row], chance: random.Random) -> list[Row]:
    """From the day on a third of the texts are those of another programme."""
    others = [row["text"] for row in read_rows(ELSEWHERE) if len(row["text"]) >= LONG]
    return [
        row | {"text": chance.choice(others)} if is_after(row) and chance.random() < OTHER_TOPIC else row
        for row in rows
    ]


SPLICES = (
    Splice("poor ratings with 30 % higher odds", partial(poorer, odds=1.3), "temperature", HOTTER, must=False),
    Splice("poor ratings with odds x 2.5", partial(poorer, odds=2.5), "temperature", HOTTER),
    Splice("poor ratings with odds x 5", partial(poorer, odds=5.0), "temperature", HOTTER),
    Splice("a site joins", joining, "collection", ("new-site",), calm=True),
    Splice("asked by telephone", by_telephone, "collection", ("way:telephone",), calm=True),
    Splice("twice as many stories", doubled, "collection", ("more",), calm=True, must=False),
    Splice("copies of one text", copied, "collection", ("copies",), WORDS, calm=True),
    Splice("asked what could be better", asked_otherwise, "theme", ("option:better",), WORDS, calm=True),
    Splice("texts about something else", about_something_else, "theme", (), WORDS, calm=True, reads=True),
)


@proof("detection")
def known_changes_are_found_and_named() -> Iterator[Claim]:
    """Splice real stories, import them, replay them by command, and look at what is said and when."""
    if not {RATINGS, WORDS, ELSEWHERE} <= set(present()):
        yield none_here("known changes in real streams found and named")
        return
    for splice in SPLICES:
        yield from judged(splice, [outcome(splice, place) for place in (PLACES[:1] if splice.reads else PLACES)])


def judged(splice: Splice, outcomes: Sequence[Outcome]) -> Iterator[Claim]:
    """What is claimed of a splice after it was tried at several sites."""
    delays = ", ".join("missed" if one.delay is None else f"{one.delay} days" for one in outcomes)
    note = f"{delays}; first said: {', '.join(one.said() for one in outcomes)}"
    found = sum(one.delay is not None for one in outcomes)
    if splice.must:
        claimed = f"{splice.name}: found there as {splice.signal}"
        yield exactly(claimed, f"{found} of {len(outcomes)}", f"{len(outcomes)} of {len(outcomes)}", note)
    else:
        strangers = [one.said() for one in outcomes if one.delay and not names(splice, one)]
        yield exactly(f"{splice.name}: said wrongly", len(strangers), 0, f"found in {found}; {note}")
    if splice.must and splice.directions:
        yield happens(f"{splice.name}: the direction is named", all(names(splice, one) for one in outcomes), note)
    if splice.calm:
        kinds = Counter(f"{one['signifier']} {one['direction']}" for each in outcomes for one in each.temperature)
        note = ", ".join(f"{n} x {kind}" for kind, n in kinds.items())
        yield exactly(f"{splice.name}: temperature alerts", kinds.total(), 0, note)


def names(splice: Splice, found: Outcome) -> bool:
    """Whether one of the alerts names a right direction."""
    return not splice.directions or any(one["direction"] in splice.directions for one in found.right_signal)


def outcome(splice: Splice, place: int) -> Outcome:
    """Import and replay the stream of a splice at one site."""
    rows, site = spliced(splice, read_rows(splice.file), place)
    with served() as product:
        alerts = replayed(product, splice, rows)
    after = [one for one in alerts if date.fromisoformat(one["raised_on"]) >= FROM]
    there = [one for one in with_signs(after) if one["signal"] == splice.signal and one["group"] == site]
    if splice.signal == "collection":
        there = [one for one in there if one["direction"] in splice.directions]
    return Outcome(tuple(there), tuple(one for one in after if one["signal"] == "temperature"))


def replayed(product: Served, splice: Splice, rows: Sequence[Row]) -> list[dict[str, Any]]:
    """The alerts of `flask analysis backtest` on rows that were imported; after embedding, where texts matter."""
    mapping = MAPPINGS / f"{splice.file}.json"
    path = write_rows(product.data / "spliced.csv", rows)
    product.flask("narratives", "import", str(path), "--mapping", str(mapping))
    if splice.reads:
        product.flask("analysis", "run")
    collection = json.loads(mapping.read_text(encoding="utf-8"))["collection"]["id"]
    alerts: list[dict[str, Any]] = json.loads(product.flask("analysis", "backtest", collection, "--json"))["alerts"]
    return alerts


def spliced(splice: Splice, rows: Sequence[Row], place: int) -> tuple[list[Row], str]:
    """The large sites' rows with what was said shuffled within each, one site changed; and that site's name."""
    sizes = Counter(row["area"] for row in rows)
    sites = [site for site, n in sizes.most_common() if n >= LEAST_SITE]
    if splice.reads:
        sites = sites[: len(PLACES)]  # embedding is slow
    chance = random.Random(f"{splice.name} {place}")
    told = {site: shuffled_answers([row for row in rows if row["area"] == site], chance) for site in sites}
    changed = sites[place]
    told[changed] = splice.change(told[changed], chance)
    return [row for site in sites for row in told[site]], changed


def shuffled_answers(rows: Sequence[Row], chance: random.Random) -> list[Row]:
    """The stories of a site at the days they came on, with what was said handed out by chance: nothing happens."""
    words = ("text", "g_question") if "text" in rows[0] else ()
    said = [{name: row[name] for name in (*ANSWERS, *words)} for row in rows]
    chance.shuffle(said)
    return [row | other for row, other in zip(rows, said, strict=True)]


def is_after(row: Row) -> bool:
    """Whether a row comes on the day of the change or later."""
    return row["created_at"][:10] >= FROM.isoformat()


def answers_of(row: Row) -> Row:
    """What a row answered."""
    return {name: row[name] for name in ANSWERS}


def fresh_ids(row: Row, suffix: str) -> Row:
    """Ids of another story of another person."""
    named: Row = {}
    for name in row.keys() & {"id", "person_id"}:
        named[name] = f"{row[name]}-{suffix}"
    return named
