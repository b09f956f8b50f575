"""Questions that organisations share: offered by one, adopted by others as they came."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from narratives.errors import FrozenError, NotFoundError
from narratives.framework import Framework
from narratives.framework_file import framework_to_json, parse_framework
from store.database import Database, Row

_COLUMNS = "id, version, title, definition, texts, offered_by"


@dataclass(frozen=True, slots=True)
class SharedFramework:
    """A version of a framework in the commons."""

    id: str
    version: int
    title: str
    definition: str
    texts: str
    offered_by: str

    @property
    def prompting_question(self) -> str:
        """What tellers are asked first."""
        return str(json.loads(self.definition)["prompting_question"])

    def is_same(self, framework: Framework) -> bool:
        """Whether an organisation's own framework asks exactly this."""
        return definition_of(framework) == self.definition

    def framework(self) -> Framework:
        """The questions. Raises FrameworkError when this release cannot ask them."""
        return replace(parse_framework(self.definition), texts=json.loads(self.texts))


def definition_of(framework: Framework) -> str:
    """A version's questions as text, the same wherever it is stored."""
    return json.dumps(framework_to_json(framework), ensure_ascii=False, sort_keys=True)


def offer_framework(db: Database, confederation_id: str, framework: Framework, organisation: str) -> bool:
    """Offer a version to a confederation; False when it is there already.

    Raises FrozenError when that version is there with other questions.
    """
    with db.write():
        try:
            held = get_shared_framework(db, confederation_id, framework.id, framework.version)
        except NotFoundError:
            _insert(db, confederation_id, framework, organisation)
            return True
    if not held.is_same(framework):
        raise FrozenError(
            f"framework {framework.id!r} version {framework.version} is shared with other questions; "
            "give yours an id of its own"
        )
    return False


def list_shared_frameworks(db: Database, confederation_id: str) -> list[SharedFramework]:
    """What a confederation shares, by title."""
    rows = db.rows(
        f"select {_COLUMNS} from frameworks where confederation = :id order by title, id, version desc",
        id=confederation_id,
    )
    return [_row_to_shared(row) for row in rows]


def get_shared_framework(db: Database, confederation_id: str, framework_id: str, version: int) -> SharedFramework:
    """Raises NotFoundError."""
    row = db.one(
        f"select {_COLUMNS} from frameworks where confederation = :confederation and id = :id and version = :version",
        confederation=confederation_id,
        id=framework_id,
        version=version,
    )
    if row is None:
        raise NotFoundError("framework", f"{framework_id} version {version}")
    return _row_to_shared(row)


def _insert(db: Database, confederation_id: str, framework: Framework, organisation: str) -> None:
    db.execute(
        f"""
        insert into frameworks (confederation, {_COLUMNS})
        values (:confederation, :id, :version, :title, :definition, :texts, :offered_by)
        """,
        confederation=confederation_id,
        id=framework.id,
        version=framework.version,
        title=framework.title,
        definition=definition_of(framework),
        texts=json.dumps({code: dict(texts) for code, texts in framework.texts.items()}, ensure_ascii=False),
        offered_by=organisation,
    )


def _row_to_shared(row: Row) -> SharedFramework:
    return SharedFramework(row["id"], row["version"], row["title"], row["definition"], row["texts"], row["offered_by"])
