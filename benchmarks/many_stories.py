"""Many made-up stories straight into a story store: what the map is measured with."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt

from narratives.calendar import month_of
from narratives.codes import NEVER_SHOWN, NOT_ANSWERED, NOT_APPLICABLE, SCALE
from narratives.collection import Collection, Moderation, Policy, ReportingGroup
from narratives.framework import Framework
from narratives.framework_file import read_framework
from narratives.triangle import FINE
from store.collections import add_collection
from store.database import SqliteDatabase
from store.frameworks import add_framework
from store.schema import open_stories

COLLECTION_ID = "many"
LAST_DAY = 20_500
OPTIONS = 5
LANGUAGES = ("en", "cy", "pl")
_BLOCK = 20_000
_WORDS = 60
_VOCABULARY = 2_000
_ROW = (
    "id, collection_id, day, month, kind, group_name, area, stratum, mode, language, title, text, text_hash, "
    "answers, codes, hot, consent, may_read, state, watched"
)
_INSERT = f"insert into narratives ({_ROW}) values ({', '.join('?' * len(_ROW.split(', ')))})"
# Those that hold every row; the others hold few or none of them, and would be a look at each all the same.
_FULL = ("narratives_by_day", "narratives_by_pool", "narratives_with_text", "narratives_open")
_DROPPED = f"""
    select type, name, sql from sqlite_master
    where tbl_name = 'narratives' and (name in {_FULL} or type = 'trigger') order by type, name
"""
# A made-up store need not outlive a power cut, and indexes are faster made at the end: for this connection alone.
_HASTY = (
    "pragma journal_mode = off",
    "pragma synchronous = off",
    "pragma secure_delete = off",
    "pragma foreign_keys = off",
    "pragma cache_size = -131072",
    "pragma threads = 2",
)
_CHANGES = (
    "insert into changes (collection_id, day, serial) select collection_id, day, count(*) from narratives "
    "where collection_id = ? group by day"
)


def fill(
    path: Path,
    stories: int,
    triads: int = 8,
    dyads: int = 4,
    choices: int = 3,
    areas: int = 400,
    groups: int = 6,
    days: int = 730,
    seed: int = 0,
    *,
    with_text: bool = False,
) -> tuple[Collection, Framework]:
    """A store with one open collection and that many open stories; everything but the ids follows from the seed.

    Each area has its own leaning, so that neighbouring selections differ; one story in ten leaves a question out.
    Answers are kept as codes alone: what reads `answers` finds none.
    """
    db = open_stories(path)
    framework = made_up_framework(triads, dyads, choices)
    collection = Collection(
        id=COLLECTION_ID,
        title="Many stories",
        framework_id=framework.id,
        framework_version=1,
        policy=Policy.OPEN,
        moderation=Moderation.AFTER,
        groups=tuple(ReportingGroup(f"group {number}") for number in range(groups)),
    )
    add_framework(db, framework)
    add_collection(db, collection)
    _insert(db, _Teller(framework, (triads, dyads, choices), (areas, groups, days), seed, with_text), stories)
    return collection, framework


def made_up_framework(triads: int, dyads: int, choices: int) -> Framework:
    """A framework of that many questions; the first triad and the first dyad have a hot end."""
    signifiers = [
        _signifier("triad", number, ("top", "left", "right"), hot="top", cold="left") for number in range(triads)
    ]
    signifiers += [
        _signifier("dyad", number, ("low", "high"), hot="high", level=number == 0) for number in range(dyads)
    ]
    options = [{"id": f"option{place}", "label": f"Option {place}"} for place in range(OPTIONS)]
    for number in range(choices):
        asked = {"type": "choice", "id": f"choice{number}", "title": f"Choice {number}", "options": options}
        signifiers.append({**asked, "max_responses": 1, "asks_about": "story"})
    return read_framework(
        {
            "id": "many",
            "version": 1,
            "title": "Many questions",
            "language": "en",
            "prompting_question": "What happened?",
            "introduction": "",
            "signifiers": [{**one, "required": False} for one in signifiers],
        }
    )


def _signifier(
    kind: str, number: int, anchors: Sequence[str], *, hot: str = "", cold: str = "", **more: object
) -> dict[str, object]:
    labelled = [{"id": name, "label": f"{name} {number}"} for name in anchors]
    warm = {"hot": [hot] if hot and number == 0 else [], "cold": [cold] if cold and number == 0 else []}
    return {"type": kind, "id": f"{kind}{number}", "title": f"{kind} {number}", "anchors": labelled, **warm, **more}


class _Teller:
    """Rows of made-up stories, a block at a time."""

    def __init__(
        self,
        framework: Framework,
        asked: tuple[int, int, int],
        spread: tuple[int, int, int],
        seed: int,
        with_text: bool,
    ) -> None:
        self._chance = np.random.default_rng(seed)
        self._asked, self._spread, self._with_text = asked, spread, with_text
        areas, groups, _ = spread
        self._leanings = self._chance.dirichlet((4.0, 3.0, 3.0), size=(areas, max(asked[0], 1)))
        self._group_of = self._chance.integers(0, groups, areas)
        self._words = np.array([f"{word:x}" for word in self._chance.integers(1 << 12, 1 << 28, _VOCABULARY)])

    def ids(self, n: int) -> npt.NDArray[np.uint64]:
        """The first halves of n ids, smallest first: rows that come in their order are stored one after the other."""
        return np.sort(self._chance.integers(0, 1 << 63, n, dtype=np.uint64) * np.uint64(2))

    def rows(self, ids: npt.NDArray[np.uint64]) -> Iterator[tuple[object, ...]]:
        """A row for each id, in the order of the insert."""
        chance, (areas, _, days), n = self._chance, self._spread, len(ids)
        area = chance.integers(0, areas, n)
        told = LAST_DAY - chance.integers(0, days, n)
        codes, hot = self._codes(area, n)
        packed = codes.astype("<u2").tobytes()
        width = 2 * codes.shape[1]
        languages = np.array(LANGUAGES)[chance.choice(len(LANGUAGES), n, p=(0.85, 0.1, 0.05))].tolist()
        texts = self._texts(n)
        months = {int(day): month_of(int(day)) for day in np.unique(told)}
        columns = zip(
            ids.tolist(),
            told.tolist(),
            area.tolist(),
            self._group_of[area].tolist(),
            hot.tolist(),
            languages,
            texts,
            strict=True,
        )
        for place, (half, day, number, group, heat, language, text) in enumerate(columns):
            one = f"{half:016x}{place:016x}"
            yield (
                one, COLLECTION_ID, day, months[day], "respondent", f"group {group}", f"area {number}", "", "web",
                language, "", text, one, "{}", packed[width * place : width * (place + 1)], heat, "read", 1,
                "released", 1,
            )  # fmt: skip

    def _texts(self, n: int) -> Sequence[str]:
        if not self._with_text:
            return ["A story."] * n
        picked = self._words[self._chance.integers(0, _VOCABULARY, (n, _WORDS))]
        return [" ".join(words) for words in picked.tolist()]

    def _codes(self, area: npt.NDArray[np.int64], n: int) -> tuple[npt.NDArray[np.uint16], npt.NDArray[np.float64]]:
        triads, dyads, choices = self._asked
        codes = np.empty((n, triads + dyads + choices), np.uint16)
        hot = np.zeros(n)
        for number in range(triads):
            shares = self._chance.standard_exponential((n, 3)) * self._leanings[area, number]
            shares /= shares.sum(axis=1, keepdims=True)
            codes[:, number] = cells_of(shares)
            if number == 0:
                hot = shares[:, 0] - shares[:, 1]
        for number in range(dyads):
            codes[:, triads + number] = np.rint(self._chance.beta(2, 3, n) * SCALE)
        for number in range(choices):
            codes[:, triads + dyads + number] = self._chance.choice(OPTIONS, n, p=(0.4, 0.25, 0.2, 0.1, 0.05))
        marks = np.array([NOT_APPLICABLE, NOT_ANSWERED, NEVER_SHOWN], np.uint16)
        unplaced = self._chance.random(codes.shape) < 0.1
        codes[unplaced] = marks[self._chance.integers(0, 3, int(unplaced.sum()))]
        return codes, hot


def cells_of(shares: npt.NDArray[np.float64]) -> npt.NDArray[np.uint16]:
    """The stored cell of each (top, left, right): what `narratives.triangle.cell_of` gives, for many at once."""
    i = np.minimum((shares[:, 0] * FINE).astype(np.int64), FINE - 1)
    row = FINE - i
    k = np.minimum((shares[:, 2] * FINE).astype(np.int64), row - 1)
    j = (shares[:, 1] * FINE).astype(np.int64)
    upward = (i + j + k >= FINE - 1) | (k >= row - 1)
    offset = np.minimum(2 * k + ~upward, 2 * row - 2)
    cells: npt.NDArray[np.uint16] = (FINE * FINE - row * row + offset).astype(np.uint16)
    return cells


def _insert(db: SqliteDatabase, teller: _Teller, stories: int) -> None:
    dropped = db.rows(_DROPPED)
    for one in dropped:
        db.execute(f"drop {one['type']} {one['name']}")
    for pragma in _HASTY:
        db.execute(pragma)
    ids = teller.ids(stories)
    for start in range(0, stories, _BLOCK):
        with db.write():
            db.connection.executemany(_INSERT, teller.rows(ids[start : start + _BLOCK]))
    for one in dropped:
        db.execute(one["sql"])
    db.connection.execute(_CHANGES, (COLLECTION_ID,))
    db.execute("pragma journal_mode = wal")
    db.close()
