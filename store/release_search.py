"""One list out of two: stories that hold the words that were typed, and stories that mean something similar."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.narrative import Scope
from narratives.search_words import Search, read_search
from narratives.selection import View
from store.apartness import count_measured, list_apart
from store.database import Database
from store.landscape import Landscape
from store.release_meaning import nearest_stories, stories_kept
from store.release_stories import Story, list_stories_by_id
from store.word_queries import list_word_hits, match_of

MOST_OF_WORDS = 200
MOST_OF_MEANING = 60
RANKED = 1_000  # the newest stories with the words, among which they are ranked
_FLAT = 60  # how little the first places count before the next: the constant of the paper
_SATURATES, _BY_LENGTH = 1.2, 0.75
_APART_STEP, _MOST_APART = 500, 20_000


@dataclass(frozen=True, slots=True)
class Match:
    """A story that was found, and by which half of the search."""

    story: Story
    by_words: bool
    by_meaning: bool


@dataclass(frozen=True, slots=True)
class Selection:
    """Where to search: a collection's view, what the stories are wanted for, and a theme of a protected one."""

    landscape: Landscape
    collection: Collection
    framework: Framework
    view: View
    use: Scope = Scope.READ
    theme: int | None = None

    def kept(self, db: Database, ids: Sequence[str]) -> list[str]:
        """Those of some ids, in their order, whose stories are in it."""
        return stories_kept(
            db, self.landscape, self.collection, self.framework, self.view, ids, use=self.use, theme=self.theme
        )


def best_match(db: Database, selection: Selection, typed: str, vector: bytes | None) -> list[Match]:
    """Stories of a selection, the best matches first.

    Both halves are ranked by themselves, and their places are added up: a story that stands high in both comes first
    (reciprocal rank fusion; Cormack, Clarke and Buettcher 2009, "Reciprocal rank fusion outperforms Condorcet and
    individual rank learning methods", SIGIR). Without a vector there is only the half of the words.
    """
    search = read_search(typed)
    if search.is_empty or search.problem:
        return []
    by_words = _ranked_by_words(db, selection, search)
    near = [] if vector is None else _near(db, selection, vector, search)
    scores: dict[str, float] = {}
    for ranked in (by_words[:MOST_OF_WORDS], [story.id for story in near]):
        for place, one in enumerate(ranked, 1):
            scores[one] = scores.get(one, 0.0) + 1 / (_FLAT + place)
    order = sorted(scores, key=lambda one: (-scores[one], one))
    has_words, is_near = set(by_words), {story.id for story in near}
    found = list_stories_by_id(db, selection.collection, order, use=selection.use)
    return [Match(story, story.id in has_words, story.id in is_near) for story in found]


def more_like(db: Database, selection: Selection, story_id: str) -> list[Story]:
    """The stories of a selection that mean what a readable story means, the nearest first."""
    found = nearest_stories(
        db, selection.landscape, selection.collection, selection.framework, selection.view, story_id,
        MOST_OF_MEANING, selection.use, theme=selection.theme, near_alone=True,
    )  # fmt: skip
    return [story for story, _ in found]


def list_standing_apart(
    db: Database, selection: Selection, words: str, limit: int, offset: int = 0
) -> list[Story] | None:
    """Stories of a selection whose nearest others in the collection are farthest; None where that is not known yet."""
    if count_measured(db, selection.collection.id) < selection.collection.k:
        return None
    among = None if match_of(words) is None else set(list_word_hits(db, words))
    found: list[str] = []
    for start in range(0, _MOST_APART, _APART_STEP):
        ids = list_apart(db, selection.collection.id, _APART_STEP, start)
        found += selection.kept(db, ids if among is None else [one for one in ids if one in among])
        if len(ids) < _APART_STEP or len(found) >= offset + limit:
            break
    return list_stories_by_id(db, selection.collection, found[offset : offset + limit], use=selection.use)


def _near(db: Database, selection: Selection, vector: bytes, search: Search) -> list[Story]:
    found = nearest_stories(
        db, selection.landscape, selection.collection, selection.framework, selection.view, vector,
        MOST_OF_MEANING, selection.use, theme=selection.theme, without=search.unwanted, near_alone=True,
    )  # fmt: skip
    return [story for story, _ in found]


def _ranked_by_words(db: Database, selection: Selection, search: Search) -> list[str]:
    """Ids of stories that hold the words, those first in which they stand often for their length.

    The weight of a word in BM25 without how rare the word is (Robertson and Zaragoza 2009, "The probabilistic
    relevance framework"): the index knows words of stories that may not be read yet, and an order that followed how
    many hold a word would tell of them.
    """
    hits = list_word_hits(db, search)
    if not hits:
        return []
    if selection.collection.policy is Policy.OPEN:
        known = set(hits)
        newest = selection.landscape.newest(
            db, selection.collection.id, selection.framework, selection.view, RANKED, among=hits
        )
        hits = [one for one in newest if one in known]
    kept = selection.kept(db, hits)[:RANKED]
    rows = db.tuples(
        """
        select narrative_id, length(highlight(story_words, 0, char(1), '')) - length(text), length(text)
        from story_words
        where story_words match :words and narrative_id in (select value from json_each(:ids))
        """,
        words=match_of(search),
        ids=json.dumps(kept),
    )
    mean = max(sum(long for _, _, long in rows) / max(len(rows), 1), 1.0)

    def weight(times: int, long: int) -> float:
        return float(times / (times + _SATURATES * (1 - _BY_LENGTH + _BY_LENGTH * long / mean)))

    return [one for _, one in sorted((-weight(times, long), one) for one, times, long in rows)]
