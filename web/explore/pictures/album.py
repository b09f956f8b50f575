"""The pictures of one selection: each made of what may be released, and said to be of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from narratives.collection import Collection, Policy
from narratives.framework import Framework
from narratives.signifiers import Choice, Dyad, Signifier, Stones, Triad
from store import release
from web.explore.filters import Filters
from web.explore.map_page import totals_words
from web.explore.pictures.choice_svg import choice_picture
from web.explore.pictures.dyad_svg import dyad_picture
from web.explore.pictures.facts import Facts
from web.explore.pictures.line_svg import line_picture
from web.explore.pictures.picture import Picture
from web.explore.pictures.selection_words import selection_words
from web.explore.pictures.stones_svg import stones_picture
from web.explore.pictures.triad_svg import triad_picture
from web.explore.selection_bar import left_out_words
from web.explore.themes.names import theme_names
from web.stores import Stores

_PICKED = "What is picked is marked; the stories beside it are shown as well."
# No signifier can be called by the second.
_LINES = ("line", "_line")


class Album:
    """Draws the pictures of a collection under one set of filters, on one day."""

    def __init__(
        self, stores: Stores, collection: Collection, framework: Framework, filters: Filters, drawn: date
    ) -> None:
        self._stores = stores
        self._collection = collection
        self._framework = framework
        self._filters = filters
        self._drawn = drawn

    def facts(self) -> Facts:
        """What each of the pictures says about itself."""
        db, filters = self._stores.stories, self._filters
        themes = theme_names(db, self._collection) if filters.view.themes else {}
        return Facts(
            collection=self._collection.title,
            selection=selection_words(filters, self._framework, themes),
            totals=self._told(),
            drawn=self._drawn,
        )

    def _told(self) -> str:
        held, collection = self._stores, self._collection
        totals = release.totals(held.stories, collection, self._filters.view, held.landscape, self._framework)
        return " ".join((totals_words(collection, totals), left_out_words(totals, collection.policy))).rstrip()

    def pictures(self) -> tuple[Picture, ...]:
        """Every picture, in the framework's order, and the line where there is one."""
        found = [self.picture(signifier) for signifier in self._framework.told]
        if self._framework.has_temperature and self._collection.policy is Policy.OPEN:
            found.append(self.line())
        return tuple(picture for picture in found if picture is not None)

    def named(self, name: str) -> Picture | None:
        """The picture of the signifier of a name, or the line; None when there is none."""
        signifier = next((one for one in self._framework.told if one.id == name), None)
        if signifier is not None:
            return self.picture(signifier)
        return self.line() if name in _LINES else None

    def line(self) -> Picture:
        """How hot the open stories are, week by week."""
        held, view = self._stores, self._filters.view
        weeks = release.hot_weeks(held.stories, held.landscape, self._collection, self._framework, view)
        return line_picture(weeks, self._collection.k)

    def picture(self, signifier: Signifier) -> Picture | None:
        """One signifier's picture; None for words, which have none."""
        picture = self._drawn_of(signifier)
        if picture is None or self._filters.view.part(signifier.id) is None:
            return picture
        return replace(picture, notes=(*picture.notes, _PICKED))

    def _drawn_of(self, signifier: Signifier) -> Picture | None:
        store, landscape, view = self._stores.stories, self._stores.landscape, self._filters.view
        asked = (store, landscape, self._collection, self._framework, signifier.id, view)
        match signifier:
            case Triad():
                return triad_picture(signifier, release.triad(*asked))
            case Dyad():
                return dyad_picture(signifier, release.dyad(*asked))
            case Choice():
                return choice_picture(signifier, release.choice(*asked))
            case Stones():
                return stones_picture(signifier, release.stones(*asked))
            case _:
                return None
