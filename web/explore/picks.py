"""Picking on the map: the address of the same map with a part more, or less, picked."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import urlencode

from narratives.collection import Policy
from narratives.framework import Framework
from narratives.selection import pick
from store.release import View
from web.explore.filters import Filters, Query


class Picks:
    """Addresses of the map round one selection. They start at the question mark: whoever follows them is on the map.

    `kept` is what the map shows besides its stories, such as which triad is large, and stays as it is.
    """

    def __init__(self, framework: Framework, filters: Filters, kept: Query) -> None:
        self._framework = framework
        self._filters = filters
        self._kept = kept

    @property
    def allowed(self) -> bool:
        """Whether parts can be picked: closed batches alone cannot be taken apart."""
        return self._filters.collection.policy is Policy.OPEN

    def held(self, signifier_id: str) -> frozenset[int]:
        """The places that are picked in a signifier's picture."""
        part = self._filters.view.part(signifier_id)
        return part.places if part else frozenset()

    def toggled(self, signifier_id: str, places: frozenset[int], at: str = "") -> str | None:
        """The map with these places picked as well, or no more; None where nothing can be picked."""
        if not self.allowed or not places:
            return None
        return self.of(pick(self._filters.view, self._framework, signifier_id, places), at)

    def of(self, view: View, at: str = "") -> str:
        """The map of another view."""
        return self.asked(replace(self._filters, view=view).query, at=at)

    def asked(self, query: Query, kept: Query | None = None, at: str = "") -> str:
        """The map of a query, `at` the element of that id."""
        named = {name: value for name, value in (query | (self._kept if kept is None else kept)).items() if value}
        return f"?{urlencode(named, doseq=True, safe=':')}{'#' + at if at else ''}"
