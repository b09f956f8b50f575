"""What themes are called: words that stand in at least k stories that may be read, for as long as they do."""

from __future__ import annotations

import json
from collections.abc import Sequence

from narratives.collection import Collection, Policy
from store.database import Database
from store.results import Theme, list_themes

WORDS_IN_A_NAME = 3


def name_of_terms(theme_id: int, terms: Sequence[str]) -> str:
    """A theme's name: its first words, or its number where no word may be told."""
    return ", ".join(terms[:WORDS_IN_A_NAME]) or f"Theme {theme_id + 1}"


def list_told(db: Database, collection: Collection, terms: Sequence[str]) -> set[str]:
    """Those of some terms that stand, in any of their forms, in at least k stories that may be read.

    A pair of words counts where they stand side by side. Only stories whose words are indexed are known, and in a
    protected collection only those of closed batches.
    """
    return {term for term in dict.fromkeys(terms) if _is_told(db, collection, term)}


def forget_untold_terms(db: Database, collection: Collection) -> int:
    """Take away words that too few stories hold by now, from themes and from what is proposed; how many names changed.

    Stories are withdrawn, held back and corrected: a word that k of them shared may be that of nine.
    """
    themes = list_themes(db, collection.id)
    row = db.one(
        "select id, themes from theme_proposals where collection_id = :id and decision is null", id=collection.id
    )
    proposed = [] if row is None else json.loads(row["themes"])
    terms = [term for theme in themes for term in theme.terms] + [term for one in proposed for term in one["terms"]]
    told = list_told(db, collection, terms)
    short = [theme for theme in themes if not told.issuperset(theme.terms)]
    shorter = [_shortened(one, told) for one in proposed]
    if not short and shorter == proposed:
        return 0
    with db.write():
        db.many(
            "update themes set name = :name, terms = :terms where collection_id = :collection and id = :id",
            [_renamed(collection.id, theme, told) for theme in short],
        )
        if row is not None:
            db.execute(
                "update theme_proposals set themes = :themes where id = :id",
                id=row["id"],
                themes=json.dumps(shorter, ensure_ascii=False),
            )
    return len(short)


def _is_told(db: Database, collection: Collection, term: str) -> bool:
    row = db.one(
        """
        select count(*) as n from (
            select n.id from story_words as w join narratives as n on n.id = w.narrative_id
            where w.story_words match :words and n.collection_id = :id and n.may_read = 1 and n.state = 'released'
              and (:opened or n.counted = 1)
            limit :k
        )
        """,
        words='"{}"'.format(term.replace('"', '""')),
        id=collection.id,
        k=collection.k,
        opened=int(collection.policy is Policy.OPEN),
    )
    return row is not None and int(row["n"]) >= collection.k


def _renamed(collection_id: str, theme: Theme, told: set[str]) -> dict[str, object]:
    terms = [term for term in theme.terms if term in told]
    return {
        "collection": collection_id,
        "id": theme.id,
        "name": name_of_terms(theme.id, terms),
        "terms": json.dumps(terms, ensure_ascii=False),
    }


def _shortened(proposed: dict[str, object], told: set[str]) -> dict[str, object]:
    held = [str(term) for term in proposed["terms"]]  # type: ignore[attr-defined]
    terms = [term for term in held if term in told]
    if terms == held:
        return proposed
    return proposed | {"terms": terms, "name": name_of_terms(int(str(proposed["id"])), terms)}
