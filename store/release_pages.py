"""Stories as they may leave the platform, a page at a time, for programs that two people let read them."""

from __future__ import annotations

from narratives.collection import Collection, Policy
from narratives.narrative import Scope
from store.database import Database
from store.readable import readable
from store.release_export import Exported, NotExportedError, as_exported
from store.release_stories import list_stories_by_id


def exported_after(db: Database, collection: Collection, after: str, limit: int) -> list[Exported]:
    """The stories that may leave whose ids come after one, by id, at most so many. Raises NotExportedError.

    Ids are random: their order says nothing of when somebody told, and a story that arrives or goes moves no other
    one to another page.
    """
    if collection.policy is not Policy.OPEN:
        raise NotExportedError("Stories of a protected collection never leave the platform, not even for two people.")
    rows = db.tuples(
        f"""
        select n.id from narratives as n
        where {readable(collection)} and n.id > :after and instr(' ' || n.consent || ' ', :use) > 0
          and (n.text <> '' or exists (select 1 from recordings as r where r.narrative_id = n.id))
        order by n.id limit :limit
        """,
        id=collection.id,
        after=after,
        use=f" {Scope.READ.value} ",
        limit=limit,
    )
    return [as_exported(one) for one in list_stories_by_id(db, collection, [story for (story,) in rows])]
