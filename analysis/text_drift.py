"""The words beside an alert: those told since it began against those of the weeks before, as evidence only."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt

from analysis.explain import groups_of
from analysis.textvectors import vectors_of
from models.keyness import words_of
from models.quietwords import QUIET_WORDS
from models.textdrift import LEAST_WEEKS, Drift, feature_shifts, text_drift
from narratives.calendar import day_number
from narratives.collection import Collection, Policy
from store.alerts import Alert
from store.database import Database
from store.results import list_themes
from store.text_drifts import (
    LEVEL,
    Answer,
    KeptDrift,
    Moved,
    TextDrift,
    Words,
    get_text_drift,
    keep_text_drift,
    list_drifting,
    list_words,
    seen_mark,
)
from store.theming import list_assigned
from store.watching import Telling, list_tellings_of

WEEK = 7
WEEKS_BEFORE, MOST_WEEKS_SINCE = 12, 12
MOST_TEXTS = 400  # of a side, a fair sample
_MOST_TELLINGS = 20_000  # of a side, the newest
_MOST_MOVED = 6
_MOST_WORDS = 2_000


@dataclass(frozen=True, slots=True)
class _Text:
    """One story with what it is compared by; `week` is below 0 before the alert began."""

    telling: Telling
    words: Words
    week: int

    @property
    def stratum(self) -> tuple[str, str, str]:
        """Whose texts it may be compared with."""
        return self.words.language, self.telling.group, self.telling.stratum


def compare_texts(
    db: Database, collection: Collection, model_id: str, *, today: date, beat: Callable[[], None] = lambda: None
) -> int:
    """Look at the words beside every open alert to which stories came since; returns how many were looked at.

    At most once a day each, unless words were taken back.
    """
    looked = 0
    for alert in list_drifting(db, collection.id):
        kept = get_text_drift(db, alert.id)
        first, last = _period(alert, today)
        mark = seen_mark(db, collection.id, groups_of(collection, alert.finding), first, last, model_id)
        if kept is not None and not _is_stale(kept, mark, model_id, today, collection):
            continue
        beat()
        look = 1 if kept is None else kept.drift.look + (mark != kept.drift.seen != "")
        found = _drift_of(db, collection, alert, model_id, (first, last), mark=mark, look=look)
        keep_text_drift(db, alert.id, model_id, found, today)
        looked += 1
    return looked


def _is_stale(kept: KeptDrift, mark: str, model_id: str, today: date, collection: Collection) -> bool:
    seen = kept.drift.seen
    if kept.model_id != model_id or not seen:
        return True
    if seen == mark or kept.computed_on == today:
        return False
    if collection.policy is Policy.OPEN:
        return True
    # Figures that moved with a single story would tell of it.
    return abs(_embedded(mark) - _embedded(seen)) >= collection.k


def _embedded(mark: str) -> int:
    return int(mark.split(":")[2])


def _period(alert: Alert, today: date) -> tuple[int, int]:
    """The first day of the weeks before, and the last day since: days that are over."""
    since = day_number(alert.finding.since)
    last = min(day_number(today) - 1, since + WEEK * MOST_WEEKS_SINCE - 1)
    return since - WEEK * WEEKS_BEFORE, max(last, since - 1)


def _drift_of(
    db: Database, collection: Collection, alert: Alert, model_id: str, period: tuple[int, int], *, mark: str, look: int
) -> TextDrift:
    texts, vectors = _texts(db, collection, alert, model_id, period)
    weeks = tuple(len({one.week for one in texts if (one.week >= 0) == side}) for side in (False, True))
    stories = tuple(sum((one.week >= 0) == side for one in texts) for side in (False, True))
    none = TextDrift(Answer.TOO_FEW, (weeks[0], weeks[1]), (stories[0], stories[1]), look=look, seen=mark)
    if min(stories) < collection.k:
        return none
    stratum = _numbers([one.stratum for one in texts])
    found = text_drift(vectors, stratum, [one.week for one in texts], seed=len(texts))
    if found is None or min(found.n) < collection.k:
        early = weeks[0] >= LEAST_WEEKS[0] and weeks[1] < LEAST_WEEKS[1]
        return TextDrift(Answer.TOO_EARLY, none.weeks, none.stories, look=look, seen=mark) if early else none
    return _told(db, collection, texts, found, mark=mark, look=look)


def _told(
    db: Database, collection: Collection, texts: Sequence[_Text], found: Drift, *, mark: str, look: int
) -> TextDrift:
    changed = found.p <= LEVEL
    gained, lost = _moved(db, collection, texts) if changed else ((), ())
    return TextDrift(
        Answer.CHANGED if changed else Answer.SCATTER,
        found.weeks,
        found.n,
        left_out=found.left_out,
        size=found.size,
        usual=found.usual,
        p=found.p,
        look=look,
        gained=gained,
        lost=lost,
        seen=mark,
    )


def _texts(
    db: Database, collection: Collection, alert: Alert, model_id: str, period: tuple[int, int]
) -> tuple[list[_Text], npt.NDArray[np.float32]]:
    """The embedded texts of an alert's group in a period, and their vectors (n, d): a fair sample of each side."""
    groups, since = groups_of(collection, alert.finding), day_number(alert.finding.since)
    tellings: list[Telling] = []
    for first, last in ((period[0], since - 1), (since, period[1])):
        side = list_tellings_of(db, collection.id, groups, first, last, _MOST_TELLINGS)
        # Ids are random, so that the first ones are a fair sample.
        tellings += sorted((one for one in side if one.text_hash), key=lambda one: one.id)[:MOST_TEXTS]
    vectors = vectors_of(db, model_id, tellings, None if tellings else 1)
    words = list_words(db, collection, [one.id for one in tellings])
    held = np.array([one.id in words for one in tellings], dtype=bool) & _known(vectors)
    texts = [
        _Text(one, words[one.id], (one.day - since) // WEEK) for one, told in zip(tellings, held, strict=True) if told
    ]
    return texts, vectors[held]


def _known(vectors: npt.NDArray[np.float32]) -> npt.NDArray[np.bool_]:
    if not vectors.shape[1]:
        return np.zeros(len(vectors), dtype=bool)
    return np.asarray(np.isfinite(vectors).all(axis=1) & vectors.any(axis=1), dtype=np.bool_)


def _numbers(names: Sequence[tuple[str, str, str]]) -> list[int]:
    places = {name: place for place, name in enumerate(dict.fromkeys(names))}
    return [places[name] for name in names]


def _moved(db: Database, collection: Collection, texts: Sequence[_Text]) -> tuple[tuple[Moved, ...], tuple[Moved, ...]]:
    """What was gained and lost, most striking first: words and themes of at least k stories that staff may read."""
    read = [one for one in texts if one.words.is_readable]
    if not read:
        return (), ()
    names, has = _features(db, collection, read)
    since = np.array([one.week >= 0 for one in read])
    counts = np.stack([has[~since].sum(axis=0), has[since].sum(axis=0)])
    kept = np.flatnonzero(counts.max(axis=0) >= collection.k)
    shifts = feature_shifts(
        has[:, kept], _numbers([one.stratum for one in read]), [one.week for one in read], seed=len(read)
    )
    order = sorted(np.flatnonzero(shifts.is_told).tolist(), key=lambda i: -abs(float(shifts.z[i])))
    sides: tuple[list[Moved], list[Moved]] = [], []
    for i in order:
        before, later = (int(n) for n in counts[:, kept[i]])
        is_gain = bool(shifts.z[i] > 0)
        if (later if is_gain else before) >= collection.k:
            name, is_theme = names[kept[i]]
            sides[not is_gain].append(Moved(name, before, later, is_theme))
    return tuple(sides[0][:_MOST_MOVED]), tuple(sides[1][:_MOST_MOVED])


def _features(
    db: Database, collection: Collection, texts: Sequence[_Text]
) -> tuple[list[tuple[str, bool]], npt.NDArray[np.bool_]]:
    """The words that stand in at least k texts and the themes, each with whether it is a theme, and who has them."""
    bags = [{word for word in words_of(one.words.text) if len(word) > 1 and word not in QUIET_WORDS} for one in texts]
    counts = Counter(word for bag in bags for word in bag)
    words = [word for word, n in counts.most_common(_MOST_WORDS) if n >= collection.k]
    # In a protected collection a story's theme beside the day that it was told on is more than its words.
    is_open = collection.policy is Policy.OPEN
    placed = list_assigned(db, collection.id, [one.words.id for one in texts]) if is_open else {}
    themes = {one.id: one.name for one in list_themes(db, collection.id)} if placed else {}
    columns = [[word in bag for bag in bags] for word in words]
    columns += [[placed.get(one.words.id) == theme for one in texts] for theme in themes]
    names = [(word, False) for word in words] + [(name, True) for name in themes.values()]
    has = np.array(columns, dtype=bool).reshape(len(names), len(texts)).T
    return names, has
