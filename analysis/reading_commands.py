"""Opening a collection for a command that only reads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING, Any

import click
from flask import current_app

if TYPE_CHECKING:
    from narratives.collection import Collection
    from narratives.framework import Framework
    from store.database import Database


@contextmanager
def collection_to_read(collection_id: str) -> Iterator[tuple[Database, Collection, Framework, str | None]]:
    """The read-only store, a collection, its framework and the id of the model whose vectors are stored.

    Raises ClickException that says what to do where there is no store, collection or framework.
    """
    from narratives.errors import NotFoundError
    from store.collections import framework_of, get_collection
    from store.model_in_use import get_model_in_use
    from store.readonly import open_stories_read_only

    settings: Any = current_app.config["SETTINGS"]
    try:
        with closing(open_stories_read_only(settings.stories_path)) as db:
            collection = get_collection(db, collection_id)
            used = get_model_in_use(db)
            yield db, collection, framework_of(db, collection), None if used is None else used.model_id
    except NotFoundError as error:
        if error.noun == "story store":
            raise click.ClickException(
                f"There is no story yet at {error.identifier}. Import or collect some."
            ) from error
        raise click.ClickException(
            f"There is no {error.noun} {error.identifier!r}. List the collections with: flask collections list"
        ) from error
