"""The stores of a web process, opened when they are first asked for."""

from __future__ import annotations

import atexit
import threading
import time
from dataclasses import replace
from datetime import date
from functools import cached_property

from flask import current_app

from narratives.collection import Collection
from narratives.collection_texts import in_language
from narratives.framework import Framework
from narratives.framework_file import clashes
from narratives.translation import language
from store.collections import framework_of, get_collection
from store.database import SqliteDatabase
from store.intake import Intake
from store.organisations import add_organisation
from store.release import Landscape
from store.schema import open_accounts, open_stories
from web.organisation import addressed, settings_of
from web.settings import Settings

KEPT_SECONDS = 5.0
_OTHERS = "stores.others"


class Stores:
    """One organisation's stores, its intake writer and its column cache."""

    def __init__(self, settings: Settings, accounts: SqliteDatabase | None = None) -> None:
        self.settings = settings
        self._accounts = accounts
        self.landscape = Landscape()
        self._lock = threading.Lock()
        self._opened: dict[str, tuple[float, Collection, Framework]] = {}

    @cached_property
    def stories(self) -> SqliteDatabase:
        """The story store."""
        return open_stories(self.settings.stories_path)

    @cached_property
    def accounts(self) -> SqliteDatabase:
        """Accounts and sessions of every organisation, in one file that all of them share."""
        if self._accounts is not None:
            return self._accounts
        opened = open_accounts(self.settings.accounts_path)
        add_organisation(opened, self.settings.organisation, self.settings.organisation)
        return opened

    def opened(self, collection_id: str) -> tuple[Collection, Framework]:
        """A collection and its framework, at most a few seconds old. Raises NotFoundError.

        The collection is worded in the language of the page. Every sending asks for them, they hardly ever
        change, and each read of a store that is being written to starts with an empty page cache.
        """
        held = self._opened.get(collection_id)
        if held is None or time.monotonic() - held[0] > KEPT_SECONDS:
            collection = get_collection(self.stories, collection_id)
            framework = framework_of(self.stories, collection)
            held = (time.monotonic(), _closed_if_unaskable(collection, framework), framework)
            self._opened[collection_id] = held
        return in_language(held[1], held[2], language()), held[2]

    def look_again(self) -> None:
        """Read every collection anew, once one was changed or is gone."""
        self._opened.clear()

    @property
    def intake(self) -> Intake:
        """The one writer of told stories, started with the first story."""
        with self._lock:
            return self._intake

    @cached_property
    def _intake(self) -> Intake:
        writer = Intake(self.stories.path, self.settings.secret)
        atexit.register(writer.close)
        return writer


def _closed_if_unaskable(collection: Collection, framework: Framework) -> Collection:
    """A collection with a question that no page can ask any more takes no stories, rather than wrong answers."""
    return replace(collection, closes_on=date.min) if clashes(framework) else collection


def stores() -> Stores:
    """The stores of the organisation that this request is about; outside of a request, of the deployment's own."""
    own: Stores = current_app.extensions["stores"]
    slug = addressed()
    if slug == own.settings.organisation:
        return own
    others: dict[str, Stores] = current_app.extensions.setdefault(_OTHERS, {})
    found = others.get(slug)
    if found is None:  # two at once: the first stays
        found = others.setdefault(slug, Stores(settings_of(slug), own.accounts))
    return found
