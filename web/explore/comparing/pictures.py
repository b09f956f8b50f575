"""Two selections side by side in pictures: triangles, histograms back to back, and bars in pairs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TypeVar

from narratives.collection import Collection
from narratives.complement import choice_rest, dyad_rest, triad_rest
from narratives.framework import Framework
from narratives.landscape import ChoiceShape, DyadShape, TriadShape
from narratives.selection import MARKS, Part, View, most_places
from narratives.signifiers import Choice, Dyad, Triad
from store import release
from store.release_sides import both
from web.explore.comparing.pairs import ChoicePair, DyadPair, TriadPair, choice_pair, dyad_pair, triad_pair
from web.explore.comparing.sides import Side
from web.stores import Stores

_Shape = TypeVar("_Shape", TriadShape, DyadShape, ChoiceShape)


@dataclass(frozen=True, slots=True)
class SidePictures:
    """Every picture of a comparison; `picked` names those left out, since a side was picked in them."""

    triads: tuple[TriadPair, ...]
    dyads: tuple[DyadPair, ...]
    choices: tuple[ChoicePair, ...]
    picked: tuple[str, ...]


class PictureBuilder:
    """Draws both sides of a comparison; the second without what the first holds too."""

    def __init__(self, stores: Stores, collection: Collection, framework: Framework, first: Side, second: Side) -> None:
        self._asked = (stores.stories, stores.landscape, collection, framework)
        self._framework = framework
        views = (first.view, second.view)
        self._picked = {part.signifier for view in views for part in view.parts}
        # What is as fine as one side is known of open stories alone, and is compared with open stories alone.
        fine = any(view.is_fine for view in views)
        self._views = tuple(_open_alone(view, framework) if fine else view for view in views)
        self._both = both(*views)

    def pictures(self) -> SidePictures:
        """Every triad, dyad and choice in which no side was picked, in the framework's order."""
        framework, picked = self._framework, self._picked
        return SidePictures(
            tuple(self._triad(one) for one in framework.triads if one.id not in picked),
            tuple(self._dyad(one) for one in framework.dyads if one.id not in picked),
            tuple(self._choice(one) for one in framework.choices if one.id not in picked),
            tuple(one.title for one in framework.signifiers if one.id in picked),
        )

    def _triad(self, triad: Triad) -> TriadPair:
        return triad_pair(triad, *self._sides(release.triad, triad.id, triad_rest))

    def _dyad(self, dyad: Dyad) -> DyadPair:
        return dyad_pair(dyad, *self._sides(release.dyad, dyad.id, dyad_rest))

    def _choice(self, choice: Choice) -> ChoicePair:
        return choice_pair(choice, *self._sides(release.choice, choice.id, choice_rest))

    def _sides(
        self, read: Callable[..., _Shape], signifier_id: str, rest: Callable[[_Shape, _Shape], _Shape]
    ) -> tuple[_Shape, _Shape]:
        first, second = (read(*self._asked, signifier_id, view) for view in self._views)
        # A story that both selections hold counts with the first alone, as in the table.
        return first, second if self._both is None else rest(second, read(*self._asked, signifier_id, self._both))


def _open_alone(view: View, framework: Framework) -> View:
    """A view of open stories alone: of those that put a question anywhere, or nowhere."""
    anywhere = next((one for one in framework.signifiers if isinstance(one, Triad | Dyad | Choice)), None)
    if view.is_fine or anywhere is None:
        return view
    places = frozenset((*range(most_places(anywhere)), *MARKS.values()))
    return replace(view, parts=(Part(anywhere.id, places),))
