"""What the collections of pairs ask, from the story store. This module knows nothing of the case records."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.collection import Collection
from narratives.pair_places import Compared, compared_of
from store.collections import framework_of
from web.reach import groups_within, seen_collection
from web.respond.telling import groups_to_choose
from web.stores import stores


@dataclass(frozen=True, slots=True)
class Asked:
    """A collection, the questions that two accounts of it can be compared on, and the teams that may be seen.

    `teams` is None for somebody who sees all of them.
    """

    collection: Collection
    questions: tuple[Compared, ...]
    teams: frozenset[str] | None

    @property
    def signifiers(self) -> tuple[str, ...]:
        """The ids of the questions, in order."""
        return tuple(one.signifier for one in self.questions)


def asked_of(collection_id: str) -> Asked:
    """A collection as far as the signed-in person sees it. Raises NotFoundError."""
    collection = seen_collection(collection_id)
    framework = framework_of(stores().stories, collection)
    return Asked(collection, compared_of(framework), groups_within(collection))


def teams_of(collection_id: str) -> tuple[str, list[str]]:
    """A collection's title and those of its teams that the practitioner works in. Raises NotFoundError."""
    collection = seen_collection(collection_id)
    return collection.title, groups_to_choose(collection)
