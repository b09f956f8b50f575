"""The model whose vectors everything is made of, and the change to another one."""

from __future__ import annotations

from dataclasses import dataclass

from store.database import Database
from store.vectors import KeptEmbedder, list_unembedded, remove_vectors


@dataclass(frozen=True, slots=True)
class ModelInUse:
    """The setting and the embedder in use; `next_model_id` while texts are embedded with the one that follows."""

    setting: str
    embedder: KeptEmbedder
    next_model_id: str | None
    swept_to: str | None

    @property
    def model_id(self) -> str:
        """The space that every stored result is made in."""
        return self.embedder.model_id


def get_model_in_use(db: Database) -> ModelInUse | None:
    """The model in use; None before the first text was embedded."""
    row = db.one("select setting, model_id, arrays, next_model_id, swept_to from model_in_use where one = 1")
    if row is None:
        return None
    kept = KeptEmbedder(row["model_id"], row["arrays"] and bytes(row["arrays"]))
    return ModelInUse(row["setting"], kept, row["next_model_id"], row["swept_to"])


def use_model(db: Database, setting: str, embedder: KeptEmbedder) -> None:
    """Use this model from now on; call it in a transaction. What others embedded is removed piece by piece later."""
    db.execute(
        """
        insert into model_in_use (one, setting, model_id, arrays, next_model_id, swept_to)
        values (1, :setting, :model, :arrays, null, '')
        on conflict (one) do update set setting = excluded.setting, model_id = excluded.model_id,
            arrays = excluded.arrays, next_model_id = null, swept_to = ''
        """,
        setting=setting,
        model=embedder.model_id,
        arrays=embedder.arrays,
    )


def follow_with(db: Database, next_model_id: str | None) -> None:
    """Note which model is to follow the one in use, or None; call it in a transaction.

    What one that was to follow before has embedded is removed piece by piece later.
    """
    db.execute(
        "update model_in_use set next_model_id = :next, swept_to = '' where next_model_id is not :next",
        next=next_model_id,
    )


def switch_model(db: Database, setting: str, embedder: KeptEmbedder) -> bool:
    """Use this model at once if every text has a vector of it; whether it is now in use.

    Every text is looked at before the lock is held: one that is told in between is read next, like any new one.
    """
    if list_unembedded(db, embedder.model_id, 1):
        return False
    with db.write():
        use_model(db, setting, embedder)
    return True


def sweep_vectors(db: Database, limit: int) -> bool:
    """Remove vectors of models neither in use nor to follow, of at most `limit` texts, in one commit.

    Whether there may be more.
    """
    with db.write():
        used = get_model_in_use(db)
        if used is None or used.swept_to is None:
            return False
        keep = [one for one in (used.model_id, used.next_model_id) if one is not None]
        reached = remove_vectors(db, keep, limit, used.swept_to)
        db.execute("update model_in_use set swept_to = :reached where one = 1", reached=reached)
    return reached is not None
