"""What themes are called: words that stand in at least k stories that may be read, for as long as they do."""

from __future__ import annotations

import json
from collections.abc import Collection as Several
from collections.abc import Sequence
from typing import Any

from narratives.collection import Collection
from store.database import Database
from store.readable import readable
from store.results import Theme, list_all_themes

WORDS_IN_A_NAME = 3


def names_of_terms(themes: Sequence[tuple[int, Sequence[str]]], taken: Several[str] = ()) -> list[str]:
    """The names of themes by their ids and words: the first words, or the number where no word may be told.

    No two are called the same: the later one takes its next word too, or a number behind its name.
    """
    known, names = set(taken), []
    for theme_id, terms in themes:
        longer = [", ".join(terms[:count]) for count in range(WORDS_IN_A_NAME, max(len(terms), WORDS_IN_A_NAME) + 1)]
        first = longer[0] or f"Theme {theme_id + 1}"
        name = next((one for one in (first, *longer[1:]) if one not in known), "")
        number = 2
        while not name:
            name = f"{first} ({number})" if f"{first} ({number})" not in known else ""
            number += 1
        known.add(name)
        names.append(name)
    return names


def list_told(db: Database, collection: Collection, terms: Sequence[str]) -> set[str]:
    """Those of some terms that stand, in any of their forms, in at least k stories that may be read.

    A pair of words counts where they stand side by side. Only stories whose words are indexed are known: open ones, and
    in a protected collection those of closed batches.
    """
    return {term for term in dict.fromkeys(terms) if _is_told(db, collection, term)}


def forget_untold_terms(db: Database, collection: Collection) -> int:
    """Take away words that too few stories hold by now, from themes and from what is proposed; how many names changed.

    Stories are withdrawn, held back and corrected: a word that k of them shared may be that of nine.
    """
    themes = list_all_themes(db, collection.id)  # those that ended are still named where their stories went
    row = db.one(
        "select id, themes from theme_proposals where collection_id = :id and decision is null", id=collection.id
    )
    proposed = [] if row is None else json.loads(row["themes"])
    terms = [term for theme in themes for term in theme.terms] + [term for one in proposed for term in one["terms"]]
    told = list_told(db, collection, terms)
    short = [theme for theme in themes if not told.issuperset(theme.terms)]
    shorter = _shortened(proposed, told)
    if not short and shorter == proposed:
        return 0
    taken = {theme.name for theme in themes} - {theme.name for theme in short}
    with db.write():
        db.many(
            "update themes set name = :name, terms = :terms where collection_id = :collection and id = :id",
            _renamed(collection.id, short, told, taken),
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
        f"""
        select count(*) as n from (
            select n.id from story_words as w join narratives as n on n.id = w.narrative_id
            where w.story_words match :words and +{readable(collection)} limit :k
        )
        """,
        words='"{}"'.format(term.replace('"', '""')),
        id=collection.id,
        k=collection.k,
    )
    return row is not None and int(row["n"]) >= collection.k


def _renamed(collection_id: str, themes: Sequence[Theme], told: set[str], taken: set[str]) -> list[dict[str, object]]:
    left = [(theme.id, [term for term in theme.terms if term in told]) for theme in themes]
    return [
        {"collection": collection_id, "id": theme, "name": name, "terms": json.dumps(terms, ensure_ascii=False)}
        for (theme, terms), name in zip(left, names_of_terms(left, taken), strict=True)
    ]


def _shortened(proposed: list[dict[str, Any]], told: set[str]) -> list[dict[str, Any]]:
    """The proposed themes with the words that may be told, renamed where one of theirs may not."""
    left = [[term for term in one["terms"] if term in told] for one in proposed]
    short = [(place, terms) for place, terms in enumerate(left) if terms != proposed[place]["terms"]]
    taken = {one["name"] for one in proposed} - {proposed[place]["name"] for place, _ in short}
    names = names_of_terms([(int(proposed[place]["id"]), terms) for place, terms in short], taken)
    found = list(proposed)
    for (place, terms), name in zip(short, names, strict=True):
        found[place] = proposed[place] | {"terms": terms, "name": name}
    return found
