"""Saved selections as a page shows them, and the form that saves one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from flask import url_for
from werkzeug.datastructures import MultiDict

from narratives.calendar import spoken
from narratives.collection import Collection, Policy
from narratives.errors import FieldError, SubmissionError
from narratives.framework import Framework
from narratives.interchange.cells import clean_label
from narratives.narrative import Kind
from store import release
from store.cohorts import Cohort, list_cohorts
from web.explore.filters import Filters, read_filters
from web.explore.pictures.selection_words import selection_words
from web.explore.themes.names import theme_names
from web.stores import Stores

MOST_NAME_CHARACTERS = 80
MOST_QUERY_CHARACTERS = 16_000
_MOST_FIELDS = 200
_FINE = {"area", "language", "theme", "part"}


@dataclass(frozen=True, slots=True)
class SavedSelection:
    """A saved selection in words, with what can be done with it."""

    id: str
    name: str
    words: str
    size: str
    who: str
    when: str
    href: str
    compare: str
    may_change: bool


@dataclass(frozen=True, slots=True)
class SaveForm:
    """A selection that waits for a name: its address, what it means, and what was typed."""

    query: str
    words: str
    name: str = ""
    errors: tuple[FieldError, ...] = ()

    def error_for(self, name: str) -> str | None:
        """The message to show beside a field; None when the field is fine."""
        return next((error.message for error in self.errors if error.field == name), None)


def filters_of(collection: Collection, framework: Framework, query: str) -> Filters:
    """The filters that an address means; what cannot be read is named in their errors."""
    return read_filters(collection, fields_of(query), framework)


def fields_of(query: str) -> MultiDict[str, str]:
    """The fields of an address, as the page there would get them; none of what is no address."""
    text = query.strip().partition("?")[2] if "?" in query else query.strip()
    try:
        return MultiDict(parse_qsl(text[:MOST_QUERY_CHARACTERS], max_num_fields=_MOST_FIELDS))
    except ValueError:
        return MultiDict()


def canonical(filters: Filters) -> str:
    """The one address of a selection: the same stories in whichever way they were asked for."""
    view = filters.view
    days = {name: day.isoformat() for name, day in (("from", view.first), ("to", view.last)) if day}
    return urlencode(filters.query | days, doseq=True)


def read_selection(collection: Collection, framework: Framework, query: str) -> Filters:
    """A selection that is to be kept. Raises SubmissionError where it is none."""
    if len(query) > MOST_QUERY_CHARACTERS:
        raise SubmissionError([FieldError("query", "This selection is too long to keep. Pick fewer parts, then save")])
    fields = fields_of(query)
    filters = read_filters(collection, fields, framework)
    if filters.errors:
        said = "; ".join(error.message for error in filters.errors)
        raise SubmissionError([FieldError("query", f"{said}. Choose again on the map, then save the selection")])
    if collection.policy is Policy.PROTECTED and _FINE & set(fields):
        said = "Choose a group or a period: nothing finer can be followed in a protected collection"
        raise SubmissionError([FieldError("query", said)])
    if not filters.is_narrowed and filters.view.kind is Kind.RESPONDENT:
        raise SubmissionError(
            [
                FieldError(
                    "query", "Choose a group, a period or a part of a picture on the map first: this is all stories"
                )
            ]
        )
    return filters


def read_name(typed: str) -> str:
    """A name for a selection. Raises SubmissionError."""
    name = clean_label(typed[:MOST_QUERY_CHARACTERS])
    if not name:
        raise SubmissionError([FieldError("name", "Enter a name, so that others know what this selection is")])
    if len(name) > MOST_NAME_CHARACTERS:
        raise SubmissionError(
            [FieldError("name", f"Shorten the name to {MOST_NAME_CHARACTERS} characters or fewer: it has {len(name)}")]
        )
    return name


class CohortShelf:
    """The saved selections of a collection, for one person."""

    def __init__(
        self, stores: Stores, collection: Collection, framework: Framework, names: Mapping[str, str], mine: str | None
    ) -> None:
        self._stores = stores
        self._collection = collection
        self._framework = framework
        self._names = names
        self._mine = mine
        self._themes = theme_names(stores.stories, collection)

    def selections(self) -> tuple[SavedSelection, ...]:
        """Every saved selection, by name; `mine` None stands for somebody who may change all of them."""
        return tuple(self._selection(one) for one in list_cohorts(self._stores.stories, self._collection.id))

    def words(self, query: str) -> str:
        """What a selection means."""
        return selection_words(self._filters(query), self._framework, self._themes)

    def form(self, query: str, name: str = "", errors: tuple[FieldError, ...] = ()) -> SaveForm:
        """The form that saves a selection, with what was typed."""
        return SaveForm(query, self.words(query), name, errors)

    def _filters(self, query: str) -> Filters:
        return filters_of(self._collection, self._framework, query)

    def _selection(self, cohort: Cohort) -> SavedSelection:
        filters = self._filters(cohort.query)
        totals = release.totals(
            self._stores.stories, self._collection, filters.view, self._stores.landscape, self._framework
        )
        return SavedSelection(
            id=cohort.id,
            name=cohort.name,
            words=selection_words(filters, self._framework, self._themes),
            size=size_words(totals.open + totals.batched, self._collection.k),
            who=self._names.get(cohort.account, "somebody who has left"),
            when=spoken(cohort.made_on),
            href=url_for("explore.cohort", collection_id=self._collection.id, cohort_id=cohort.id),
            compare=url_for("explore.compare", collection_id=self._collection.id, a=cohort.id, b="rest"),
            may_change=self._mine in (None, cohort.account),
        )


def size_words(n: int, k: int) -> str:
    """How many stories, as far as it may be said."""
    return f"{n:,} stories" if n >= k else f"fewer than {k} stories"
