"""The page of what groups share and what divides them: two lists of lines, each with its picture and its stories."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import url_for

from narratives.collection import Collection, Policy
from narratives.errors import FieldError
from narratives.framework import Framework
from store.release_consensus import CommonGround, Divided, Item, Shared, find_common_ground, has_wider, offered_groups
from web.explore.common_ground.dots import Dots, dots
from web.explore.common_ground.words import (
    alike_words,
    divided_sentence,
    ends_words,
    note_words,
    shared_sentence,
    size_words,
    verdict,
)
from web.stores import Stores

_FIRST = 6  # lines of a list that are seen at once


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence, what the question was, how large it is, the picture, and the way to the stories of it."""

    question: str
    sentence: str
    size: str
    dots: Dots
    href: str | None
    link: str


@dataclass(frozen=True, slots=True)
class GroupBox:
    """A group to compare or not."""

    name: str
    n: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class CommonGroundPage:
    """Everything that the page says; groups lie in wider ones if it `has_wider`, and those are shown if `is_wider`."""

    sentence: str
    notes: tuple[str, ...]
    shared: tuple[Line, ...]
    more_shared: tuple[Line, ...]
    divided: tuple[Line, ...]
    more_divided: tuple[Line, ...]
    groups: tuple[GroupBox, ...]
    has_wider: bool
    is_wider: bool
    is_told: bool
    errors: tuple[FieldError, ...]


class CommonGroundBuilder:
    """Builds the page of one collection for whoever may read stories, or only count them."""

    def __init__(self, stores: Stores, collection: Collection, framework: Framework, *, may_read: bool) -> None:
        self._stores = stores
        self._collection = collection
        self._framework = framework
        self._may_read = may_read

    def page(self, wanted: Sequence[str], *, is_sent: bool, wider: bool) -> CommonGroundPage:
        """The page for some groups by name; for as many as are large enough where the form was not sent."""
        where = (self._stores.stories, self._stores.landscape, self._collection, self._framework)
        wider = wider and has_wider(self._collection)
        offered = offered_groups(*where, wider=wider)
        names = {one.name for one in offered}
        errors = _errors(wanted, names, is_sent=is_sent)
        if errors:
            found, ticked = CommonGround((), lacking=errors[0].message), set(wanted)
        else:
            found = find_common_ground(*where, wanted, wider=wider)
            ticked = {unit.name for unit in found.groups}
        shared = [self._shared(one) for one in found.shared]
        divided = self._ordered(found)
        return CommonGroundPage(
            verdict(found),
            tuple(note_words(found, self._collection)),
            tuple(shared[:_FIRST]),
            tuple(shared[_FIRST:]),
            tuple(divided[:_FIRST]),
            tuple(divided[_FIRST:]),
            tuple(GroupBox(one.name, f"{one.n:,}", one.name in ticked) for one in offered),
            has_wider(self._collection),
            wider,
            not found.lacking,
            errors,
        )

    def _shared(self, one: Shared) -> Line:
        return Line(
            one.item.title,
            shared_sentence(one, self._framework),
            alike_words(one) + ends_words(one),
            dots(one.shares, meant=one.divided, mark=one.high),
            self._href(one.item),
            "Stories that do" if self._may_read else "On the map",
        )

    def _ordered(self, found: CommonGround) -> list[Line]:
        """The strongest of each question and group first: its other parts say much the same."""
        first: dict[tuple[str, str], Divided] = {}
        for one in found.divided:
            first.setdefault((one.item.question, one.group), one)
        kept = {id(one) for one in first.values()}
        rest = [one for one in found.divided if id(one) not in kept]
        names = [unit.name for unit in found.groups]
        return [self._divided(one, names) for one in (*first.values(), *rest)]

    def _divided(self, one: Divided, names: Sequence[str]) -> Line:
        others = [name for name in names if name != one.group]
        return Line(
            one.item.title,
            divided_sentence(one, self._framework, others[0] if len(others) == 1 else "the others"),
            size_words(one),
            dots(one.shares, meant=(one.group,)),
            self._href(one.item, one.group),
            f"Stories of {one.group} that do" if self._may_read else f"{one.group} on the map",
        )

    def _href(self, item: Item, group: str = "") -> str | None:
        """The stories of an item, or their map; none where stories are never shown with their placements."""
        if self._collection.policy is not Policy.OPEN:
            return None
        query = {"group": group} if group else {}
        query |= {"theme": item.id} if item.is_theme else {"part": item.part}
        endpoint = "explore.stories" if self._may_read else "explore.map"
        return url_for(endpoint, collection_id=self._collection.id, **query)  # type: ignore[arg-type]


def _errors(wanted: Sequence[str], offered: set[str], *, is_sent: bool) -> tuple[FieldError, ...]:
    if any(name not in offered for name in wanted):
        return (FieldError("group", "Choose groups from the list"),)
    if len(set(wanted)) < 2 and (wanted or is_sent):
        return (FieldError("group", "Choose at least two groups"),)
    return ()
