"""Proposals of other themes, what was decided about them, and the way back."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

from narratives.errors import NotFoundError
from store.database import Database
from store.results import Theme, ThemeFit, get_fit, list_themes, replace_themes
from store.theme_fits import ThemeStability, keep_leaning, keep_stability
from store.theme_proposal_rows import Changes, Flow, ThemeProposal, row_to_proposal, theme_from_json, theme_to_json

__all__ = [
    "Changes",
    "Flow",
    "ThemeProposal",
    "accept",
    "add_proposal",
    "decline",
    "get_open_proposal",
    "get_proposal",
    "list_proposals",
    "list_typical",
    "next_theme",
    "overtake",
    "take_back",
]

_COLUMNS = """id, collection_id, model_id, made_on, n, fit, themes, differences, stability, earlier is not null as kept,
    decision, decided_by, decided_at"""


def next_theme(db: Database, collection_id: str) -> int:
    """A number that no theme of the collection has, had, or was proposed to have."""
    row = db.one(
        """
        select max(id) + 1 as free from (
            select id from themes where collection_id = :id
            union all
            select json_extract(t.value, '$.id') as id from theme_proposals as p, json_each(p.themes) as t
            where p.collection_id = :id
        )
        """,
        id=collection_id,
    )
    return int(row["free"] or 0) if row else 0


def add_proposal(
    db: Database, proposed: ThemeProposal, arrays: bytes, typical: Mapping[int, Sequence[str]], *, at: datetime
) -> str:
    """Propose other themes in place of an open proposal; `typical` are the stories nearest to each one's middle."""
    proposal_id = secrets.token_hex(16)
    with db.write():
        overtake(db, proposed.collection, at=at)
        db.execute(
            """
            insert into theme_proposals
                (id, collection_id, model_id, made_on, n, fit, arrays, themes, differences, stability)
            values (:id, :collection, :model, :on, :n, :fit, :arrays, :themes, :differences, :stability)
            """,
            id=proposal_id,
            collection=proposed.collection,
            model=proposed.model_id,
            on=proposed.made_on.isoformat(),
            n=proposed.n,
            fit=proposed.fit,
            arrays=arrays,
            themes=json.dumps([theme_to_json(theme) for theme in proposed.themes], ensure_ascii=False),
            differences=json.dumps(asdict(proposed.changes)),
            stability=json.dumps([None if one is None else one.to_json() for one in (proposed.now, proposed.then)]),
        )
        db.many(
            """
            insert into theme_proposal_stories (proposal_id, theme_id, narrative_id, place)
            select :proposal, :theme, :story, :place where exists (select 1 from narratives where id = :story)
            """,
            [
                {"proposal": proposal_id, "theme": theme, "story": story, "place": place}
                for theme, stories in typical.items()
                for place, story in enumerate(stories, 1)
            ],
        )
    return proposal_id


def overtake(db: Database, collection_id: str, *, at: datetime) -> None:
    """Close the open proposal of a collection: the themes that it is about are no longer in use."""
    with db.write():
        db.execute(
            """
            update theme_proposals set decision = 'overtaken', decided_at = :at
            where collection_id = :id and decision is null
            """,
            id=collection_id,
            at=_stamp(at),
        )


def accept(db: Database, proposal_id: str, *, actor: str, at: datetime) -> bool:
    """Put the proposed themes in place; False, with nothing changed but its state, when it no longer fits.

    Stories get their places by the worker. Numbers of kept themes stay, and those that end are retired.
    """
    with db.write():
        found = get_proposal(db, proposal_id)
        held = get_fit(db, found.collection, found.model_id)
        themes = list_themes(db, found.collection)
        if found.decision is not None:
            return False
        if held is None or {theme.id for theme in themes} != set(found.changes.olds):
            overtake(db, found.collection, at=at)
            return False
        _keep_earlier(db, found, held, themes)
        born = {theme.id: theme.born_on for theme in themes}
        living = [
            Theme(one.id, one.name, one.terms, 0, born.get(one.id, at.date()), None, one.parents)
            for one in found.themes
        ]
        _use(db, found.collection, found.model_id, _proposed_fit(db, found), living, found.then, at)
        _decide(db, found.id, "accepted", actor, at)
    return True


def decline(db: Database, proposal_id: str, *, actor: str, at: datetime) -> bool:
    """Leave the themes as they are; False when somebody decided before."""
    with db.write():
        if get_proposal(db, proposal_id).decision is not None:
            return False
        _decide(db, proposal_id, "declined", actor, at)
    return True


def take_back(db: Database, proposal_id: str, *, actor: str, at: datetime) -> bool:
    """Go back to the themes of before an accepted proposal; False when it is too late or others came since."""
    with db.write():
        found = get_proposal(db, proposal_id)
        living = {theme.id for theme in list_themes(db, found.collection)}
        row = db.one("select earlier, earlier_arrays from theme_proposals where id = :id", id=proposal_id)
        if row is None or not found.may_go_back(at) or living != {theme.id for theme in found.themes}:
            return False
        told = json.loads(row["earlier"])
        fit = ThemeFit(told["fit"], told["n"], bytes(row["earlier_arrays"]), tuple(told["ids"]))
        themes = [theme_from_json(one) for one in told["themes"]]
        overtake(db, found.collection, at=at)
        _use(db, found.collection, found.model_id, fit, themes, found.now, at)
        _decide(db, proposal_id, "taken back", actor, at)
    return True


def get_proposal(db: Database, proposal_id: str) -> ThemeProposal:
    """Raises NotFoundError if no proposal has that id."""
    row = db.one(f"select {_COLUMNS} from theme_proposals where id = :id", id=proposal_id)
    if row is None:
        raise NotFoundError("proposal", proposal_id)
    return row_to_proposal(row)


def list_proposals(db: Database, collection_id: str) -> list[ThemeProposal]:
    """Every proposal of a collection, the open one first, then newest first."""
    rows = db.rows(
        f"""
        select {_COLUMNS} from theme_proposals where collection_id = :id
        order by decision is not null, made_on desc, decided_at desc, id
        """,
        id=collection_id,
    )
    return [row_to_proposal(row) for row in rows]


def get_open_proposal(db: Database, collection_id: str) -> ThemeProposal | None:
    """The proposal that waits for somebody; None when none does."""
    row = db.one(
        f"select {_COLUMNS} from theme_proposals where collection_id = :id and decision is null", id=collection_id
    )
    return None if row is None else row_to_proposal(row)


def list_typical(db: Database, proposal_id: str) -> dict[int, list[str]]:
    """The stories nearest to the middle of each proposed theme that are still there, nearest first."""
    rows = db.tuples(
        "select theme_id, narrative_id from theme_proposal_stories where proposal_id = :id order by theme_id, place",
        id=proposal_id,
    )
    found: dict[int, list[str]] = {}
    for theme, story in rows:
        found.setdefault(theme, []).append(story)
    return found


def _proposed_fit(db: Database, found: ThemeProposal) -> ThemeFit:
    row = db.one("select arrays from theme_proposals where id = :id", id=found.id)
    assert row is not None  # it was read within the same transaction
    return ThemeFit(found.fit, found.n, bytes(row["arrays"]), tuple(theme.id for theme in found.themes))


def _use(
    db: Database,
    collection_id: str,
    model_id: str,
    fit: ThemeFit,
    themes: Sequence[Theme],
    stability: ThemeStability | None,
    at: datetime,
) -> None:
    replace_themes(db, collection_id, model_id, fit, fitted_on=at.date(), themes=themes)
    keep_leaning(db, collection_id, model_id, ())
    if stability is not None:
        keep_stability(db, collection_id, fit.id, stability)


def _keep_earlier(db: Database, found: ThemeProposal, held: ThemeFit, themes: Sequence[Theme]) -> None:
    told = {"fit": held.id, "n": held.n, "ids": held.ids, "themes": [theme_to_json(theme) for theme in themes]}
    db.execute(
        "update theme_proposals set earlier = null, earlier_arrays = null where collection_id = :id",
        id=found.collection,
    )
    db.execute(
        "update theme_proposals set earlier = :told, earlier_arrays = :arrays where id = :id",
        id=found.id,
        told=json.dumps(told, ensure_ascii=False),
        arrays=held.arrays,
    )


def _decide(db: Database, proposal_id: str, decision: str, actor: str, at: datetime) -> None:
    db.execute(
        "update theme_proposals set decision = :decision, decided_by = :actor, decided_at = :at where id = :id",
        id=proposal_id,
        decision=decision,
        actor=actor,
        at=_stamp(at),
    )


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="seconds")
