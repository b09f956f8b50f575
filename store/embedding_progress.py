"""How far the worker has come with reading texts, for the terminal and for pages."""

from __future__ import annotations

from dataclasses import dataclass

from store.database import Database


@dataclass(frozen=True, slots=True)
class EmbeddingProgress:
    """A backlog: texts done of how many since it began, the pace, and when it began and was last heard of.

    `since` and `told` are in seconds since 1970. `replaces` says that another model is still in use meanwhile.
    """

    done: int
    of: int
    per_second: float
    since: float
    told: float
    replaces: bool = False

    @property
    def seconds_left(self) -> float | None:
        """At the pace of late; None while it is not known."""
        return (self.of - self.done) / self.per_second if self.per_second > 0 else None


@dataclass(frozen=True, slots=True)
class EmbeddingRun:
    """A backlog as the worker keeps it."""

    model_id: str
    done: int
    waiting: int
    per_second: float
    began: float
    told: float


def embedding_progress(db: Database) -> EmbeddingProgress | None:
    """The backlog of texts; None when every text was read. One row is looked at, whatever the number of stories."""
    row = db.one(
        """
        select r.done, r.waiting, r.per_second, r.began, r.told, u.model_id <> r.model_id as replaces
        from embedding_run as r join model_in_use as u on u.one = 1
        where r.one = 1 and r.waiting > 0
        """
    )
    if row is None:
        return None
    done, waiting = row["done"], row["waiting"]
    return EmbeddingProgress(done, done + waiting, row["per_second"], row["began"], row["told"], bool(row["replaces"]))


def get_embedding_run(db: Database) -> EmbeddingRun | None:
    """The backlog as it was kept last, done or not; None before the first."""
    row = db.one("select model_id, done, waiting, per_second, began, told from embedding_run where one = 1")
    return None if row is None else EmbeddingRun(**{name: row[name] for name in EmbeddingRun.__slots__})


def keep_embedding_run(db: Database, run: EmbeddingRun) -> None:
    """Keep how far a backlog has come."""
    db.execute(
        """
        insert into embedding_run (one, model_id, done, waiting, per_second, began, told)
        values (1, :model, :done, :waiting, :per_second, :began, :told)
        on conflict (one) do update set model_id = excluded.model_id, done = excluded.done,
            waiting = excluded.waiting, per_second = excluded.per_second, began = excluded.began, told = excluded.told
        """,
        model=run.model_id,
        done=run.done,
        waiting=run.waiting,
        per_second=run.per_second,
        began=run.began,
        told=run.told,
    )
