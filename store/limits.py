"""The last lock on what somebody limited to a part is shown: a page that forgot to narrow fails, and tells nothing.

Pages narrow what they ask for (web/reach.py). Whatever reads stories or their sums then checks here that it was
asked for collections and groups within the limit of the request. Code that serves nobody in particular, as the
worker, has no limit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field

from narratives.errors import MurmurationError

NO_GROUP = "\n"  # no group can have this name: what it selects is nothing


@dataclass(frozen=True, slots=True)
class _Limit:
    """None in place of collections is all of them; a collection that `groups` does not name is seen whole."""

    groups: Mapping[str, frozenset[str]] = field(default_factory=dict)
    collections: frozenset[str] | None = None


_NONE = _Limit()
_limit: ContextVar[_Limit] = ContextVar("limit", default=_NONE)
_closed: ContextVar[frozenset[str]] = ContextVar("closed", default=frozenset())


class BeyondLimitError(MurmurationError):
    """Something asked for more than the person may see whom it is made for."""


def limit_to(groups: Mapping[str, frozenset[str]], collections: frozenset[str] | None = None) -> None:
    """From here on only these groups of these collections are read; an empty mapping alone lifts every limit."""
    _limit.set(_Limit(groups, collections))


def close_stories_of(collections: frozenset[str]) -> None:
    """From here on no story of these collections is read one by one: members decided that others read them."""
    _closed.set(collections)


def are_stories_closed(collection_id: str) -> bool:
    """Whether members decided that whoever asks does not read the stories of a collection."""
    return collection_id in _closed.get()


@contextmanager
def lifted() -> Iterator[None]:
    """No limit for a moment: for what has to be decided with all groups in view, and is narrowed afterwards."""
    before = _limit.set(_NONE)
    try:
        yield
    finally:
        _limit.reset(before)


def is_within_limit(collection_id: str, group: str) -> bool:
    """Whether a group may be read of: what is asked for by its id is not there when its group may not."""
    if not _is_seen(collection_id):
        return False
    limit = _limit.get().groups.get(collection_id)
    return limit is None or group in limit


def check_limit(collection_id: str, groups: Iterable[str]) -> None:
    """Raises BeyondLimitError unless groups are named and all lie within the limit; no groups means all of them."""
    if not _is_seen(collection_id):
        raise BeyondLimitError(
            f"something of collection {collection_id!r} was asked for, which the person does not see"
        )
    limit = _limit.get().groups.get(collection_id)
    if limit is None:
        return
    asked = set(groups) - {NO_GROUP}
    if not asked <= limit or not (asked or NO_GROUP in set(groups)):
        raise BeyondLimitError(f"something of collection {collection_id!r} was asked for beyond the person's groups")


def _is_seen(collection_id: str) -> bool:
    collections = _limit.get().collections
    return collections is None or collection_id in collections
