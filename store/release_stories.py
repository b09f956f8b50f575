"""Stories as staff may read them, one by one: the words, and in an open collection the answers with them."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

import store.batches as batch_rows
from narratives.answers import Answer, answer_from_json
from narratives.calendar import day_number, day_of
from narratives.collection import Collection, Policy
from narratives.narrative import Kind, Pen, Scope
from narratives.selection import View
from store.database import Database, Row
from store.limits import check_limit, is_within_limit
from store.readable import readable
from store.word_queries import list_word_hits, match_of


@dataclass(frozen=True, slots=True)
class Story:
    """A story as staff may read it. `answers` is empty, and the week unknown, where only words are released.

    `uses` is everything its teller allows, `hearers` who should hear it by the teller's own mark, `marks` the signs
    of careless indexing (with the answers alone: they tell about placements), `danger` the teller's mark that
    somebody may be in it.
    """

    id: str
    text: str
    title: str
    kind: Kind
    group: str
    week_of: date | None
    answers: tuple[Answer, ...]
    theme: int | None
    unusual: bool
    uses: frozenset[Scope] = frozenset()
    hearers: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    pen: Pen = Pen.SELF
    language: str = ""
    prompt: str = ""
    spoken: bool = False
    danger: bool = False


_VIEW = """n.kind = :kind and (:any_group or n.group_name in (select value from json_each(:groups)))
    and n.day between :first and :last
    and (:any_area or n.area in (select value from json_each(:areas)))
    and (:any_language or n.language in (select value from json_each(:languages)))
    and (:any_theme or a.theme_id in (select value from json_each(:themes)))"""
_STORY = """n.id, n.text, n.title, n.kind, n.group_name, n.day, n.answers, n.consent, n.hearers, n.marks, n.pen,
    n.language, n.prompt, n.danger, a.theme_id, a.unusual,
    exists (select 1 from recordings as r where r.narrative_id = n.id) as spoken"""
# What a teller allows is kept as words between spaces; a story that may be used so may be read as well.
# A story was written or spoken; imported answers without either are only counted.
_TOLD = "(n.text <> '' or exists (select 1 from recordings as r where r.narrative_id = n.id))"
_ALLOWS = "instr(' ' || n.consent || ' ', ' ' || :use || ' ') > 0"


def list_stories(
    db: Database,
    collection: Collection,
    view: View,
    *,
    theme: int | None = None,
    words: str | None = None,
    use: Scope = Scope.READ,
    in_danger: bool = False,
    limit: int = 50,
    offset: int = 0,
) -> list[Story]:
    """Readable stories of a view, newest first; where only words are released, without time and in random order.

    `use` is what they are wanted for: to be read, quoted or published. Only those whose tellers allow it are found,
    and with `in_danger` those whose tellers say that somebody may be in danger. Raises ValueError for a view with
    parts of pictures, which `release_selected.list_selected` follows.
    """
    if view.parts:
        raise ValueError("stories of parts of pictures are found by list_selected")
    opened = collection.policy is Policy.OPEN
    bound = _bind(collection, view if opened else _words_view(collection, view))
    rows = db.rows(
        f"""
        select {_STORY} from narratives as n {"indexed by narratives_in_danger" if in_danger else ""}
        left join assignments as a on a.narrative_id = n.id
        where {readable(collection)} and {_TOLD} and {_VIEW} and {_ALLOWS} {"and n.danger = 1" if in_danger else ""}
          and (:theme is null or a.theme_id = :theme)
          and (:found is null or n.id in (select value from json_each(:found)))
        order by {"n.day desc, n.id" if opened else "n.id"}
        limit :limit offset :offset
        """,
        **bound,
        theme=theme,
        found=None if match_of(words) is None else json.dumps(list_word_hits(db, words or "")),
        use=use.value,
        limit=limit,
        offset=offset,
    )
    return [_row_to_story(collection, row) for row in rows]


def list_stories_by_id(
    db: Database, collection: Collection, ids: Sequence[str], *, use: Scope = Scope.READ
) -> list[Story]:
    """Those of some stories that may be read and that were told in words or aloud, in the order given."""
    rows = db.rows(
        f"""
        select {_STORY} from json_each(:ids) as w cross join narratives as n on n.id = w.value
        left join assignments as a on a.narrative_id = n.id
        where {readable(collection)} and {_TOLD} and {_ALLOWS}
        """,
        id=collection.id,
        ids=json.dumps(list(ids)),
        use=use.value,
    )
    found = {row["id"]: row for row in rows if _is_seen(collection, row)}
    return [_row_to_story(collection, found[one]) for one in ids if one in found]


def list_ids_of_view(
    db: Database,
    collection: Collection,
    view: View,
    ids: Sequence[str],
    *,
    theme: int | None = None,
    use: Scope = Scope.READ,
) -> list[str]:
    """Those of some ids, in their order, whose stories may be read and lie in a view, its parts left aside."""
    coarse = view if collection.policy is Policy.OPEN else _words_view(collection, view)
    rows = db.tuples(
        f"""
        select n.id from json_each(:ids) as w cross join narratives as n on n.id = w.value
        left join assignments as a on a.narrative_id = n.id
        where {readable(collection)} and {_TOLD} and {_VIEW} and {_ALLOWS}
          and (:theme is null or a.theme_id = :theme)
        """,
        **_bind(collection, coarse),
        ids=json.dumps(list(ids)),
        theme=theme,
        use=use.value,
    )
    found = {one for (one,) in rows}
    return [one for one in ids if one in found]


def get_story(db: Database, collection: Collection, story_id: str, *, use: Scope = Scope.READ) -> Story | None:
    """One story that may be read, or quoted or published where `use` says so; None when there is none."""
    row = db.one(
        f"""
        select {_STORY} from narratives as n left join assignments as a on a.narrative_id = n.id
        where {readable(collection)} and n.id = :story and {_ALLOWS}
        """,
        id=collection.id,
        story=story_id,
        use=use.value,
    )
    return _row_to_story(collection, row) if row is not None and _is_seen(collection, row) else None


def list_exemplars(db: Database, collection: Collection, alert_id: str) -> list[Story]:
    """The stories that show an alert, as far as they may be read."""
    rows = db.rows("select narrative_id from alert_exemplars where alert_id = :alert order by place", alert=alert_id)
    found = [get_story(db, collection, row["narrative_id"]) for row in rows]
    return [story for story in found if story is not None]


def _words_view(collection: Collection, view: View) -> View:
    """A view of words alone: no time, and no group finer than the one that its batch may have merged into."""
    parents = {collection.parent_of(group) or group for group in view.groups}
    inside = {group.name for group in collection.groups if group.parent in parents}
    return View(view.kind, tuple(sorted(parents | inside)))


def _bind(collection: Collection, view: View) -> dict[str, object]:
    check_limit(collection.id, view.groups)
    return {
        "id": collection.id,
        "kind": view.kind.value,
        "any_group": int(not view.groups),
        "groups": json.dumps(list(view.groups)),
        "any_area": int(not view.areas),
        "areas": json.dumps(list(view.areas)),
        "any_language": int(not view.languages),
        "languages": json.dumps(list(view.languages)),
        "any_theme": int(not view.themes),
        "themes": json.dumps(list(view.themes)),
        "first": -1_000_000 if view.first is None else day_number(view.first),
        "last": 1_000_000 if view.last is None else day_number(view.last),
    }


def _is_seen(collection: Collection, row: Row) -> bool:
    """Whether a story lies within the groups that whoever asks may see, as finely as words are told apart."""
    opened = collection.policy is Policy.OPEN
    group = row["group_name"] if opened else collection.parent_of(row["group_name"]) or row["group_name"]
    return is_within_limit(collection.id, group)


def _row_to_story(collection: Collection, row: Row) -> Story:
    opened = collection.policy is Policy.OPEN
    stored = json.loads(row["answers"]) if opened else {}
    week = batch_rows.monday(day_of(row["day"]))
    return Story(
        id=row["id"],
        text=row["text"],
        title=row["title"],
        kind=Kind(row["kind"]),
        group=row["group_name"] if opened else collection.parent_of(row["group_name"]) or row["group_name"],
        week_of=day_of(week) if opened else None,
        answers=tuple(answer_from_json(signifier, answer) for signifier, answer in stored.items()),
        theme=row["theme_id"],
        unusual=bool(row["unusual"]),
        uses=frozenset(Scope(scope) for scope in row["consent"].split()),
        hearers=tuple(row["hearers"].split()),
        marks=tuple(row["marks"].split()) if opened else (),
        pen=Pen(row["pen"]),
        language=row["language"],
        prompt=row["prompt"],
        spoken=bool(row["spoken"]),
        danger=bool(row["danger"]),
    )
