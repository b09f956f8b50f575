"""Under which conditions people answer a question one way: conditions with effect and interval, the search paid for.

Open stories alone: a batch's sums do not say which answers came together. Nothing is said of fewer than k stories
inside or outside of a condition.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from models.subgroups import Subgroup, find_subgroups
from narratives.answer_piles import THIRDS
from narratives.codes import FIRST_MARK, SCALE, Slot, layout
from narratives.collection import Collection, Policy
from narratives.disclosure import DYAD_BINS, GRID
from narratives.framework import Framework
from narratives.selection import Part, View, part_text, zone_cells
from narratives.signifiers import Choice, Dyad, Signifier, Triad
from narratives.triangle import FINE, coarser
from store.database import Database
from store.landscape import Columns, Landscape
from store.release_association import chose, directions

MOST = 5_000  # stories: of more a fair sample is drawn
MOST_CONDITIONS = 60
_ONE_BY_ONE = "Conditions can be told only where stories are open one by one; these are not."
_CORNERS = ("top", "left", "right")
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Target:
    """What stories may tell more or less of: a corner of a triad, a dyad's second pole, an option."""

    id: str
    title: str
    label: str


@dataclass(frozen=True, slots=True)
class Condition:
    """What a story can meet: an answer, a group or a language. `part` and `group` are what an address calls it."""

    question: str
    title: str
    label: str
    part: str = ""
    group: str = ""
    language: str = ""


@dataclass(frozen=True, slots=True)
class Found:
    """One condition, or two at once, with how stories that meet it differ from the others."""

    conditions: tuple[Condition, ...]
    size: Subgroup


@dataclass(frozen=True, slots=True)
class Conditions:
    """Everything that was tried for one target, strongest first; `lacking` says why there is nothing.

    `mean` is that of all `total` stories that answered the target.
    """

    target: Target | None
    found: tuple[Found, ...] = ()
    total: int = 0
    mean: float = 0.0
    sampled: bool = False
    lacking: str = ""

    @property
    def told(self) -> tuple[Found, ...]:
        """Those that can be told from scatter."""
        return tuple(one for one in self.found if one.size.is_distinguishable)


def list_targets(framework: Framework) -> tuple[Target, ...]:
    """Everything that can be asked about, in the order of the questions."""
    return tuple(
        Target(f"{one.id}.{place}", one.title, label)
        for one in framework.told
        if isinstance(one, Triad | Dyad | Choice)
        for place, label in enumerate(_labels(one))
    )


def conditions(
    db: Database,
    landscape: Landscape,
    collection: Collection,
    framework: Framework,
    target_id: str,
    view: View,
    seed: int = 0,
) -> Conditions:
    """Search the open stories of a view for what goes with a target. Raises KeyError for a target that is none."""
    target = next((one for one in list_targets(framework) if one.id == target_id), None)
    if target is None:
        raise KeyError(target_id)
    if collection.policy is not Policy.OPEN:
        return Conditions(target, lacking=_ONE_BY_ONE)
    columns = landscape.sample(db, collection.id, framework, view, MOST, seed)
    # Where nobody lets staff read a story there are no columns either.
    values = _values_of(framework, columns, target) if len(columns) else np.zeros(0)
    known = np.isfinite(values)
    total = int(known.sum())
    if total < 2 * collection.k:
        return Conditions(
            target, total=total, lacking=f"At least {2 * collection.k} stories that answered it are needed."
        )
    own = target.id.rpartition(".")[0]
    asked = _most_told([one for one in _conditions(framework, columns) if one[0].question != own], known)
    if not asked:
        return Conditions(target, total=total, lacking="There is no other question to look for conditions in.")
    found = _search(values, asked, collection.k, seed)
    return Conditions(target, found, total, float(values[known].mean()), len(columns) < columns.total)


def _search(
    values: npt.NDArray[np.float64], asked: list[tuple[Condition, Bools, Bools]], k: int, seed: int
) -> tuple[Found, ...]:
    names = [one.question for one, _, _ in asked]
    searched = find_subgroups(
        values,
        np.stack([chosen for _, chosen, _ in asked], axis=1),
        np.stack([told for _, _, told in asked], axis=1),
        [names.index(name) for name in names],
        least=k,
        seed=seed,
    )
    return _without_mirrors([Found(tuple(asked[place][0] for place in _places(one)), one) for one in searched.found])


def _without_mirrors(found: list[Found]) -> tuple[Found, ...]:
    """Of two answers of which everybody gave one, each says what the other says: the one with more of the target."""
    kept: list[Found] = []
    seen: set[tuple[str, int, float]] = set()
    for one in found:
        if len(one.conditions) == 1:
            size, question = one.size, one.conditions[0].question
            if (question, size.rest_n, round(size.rest_mean, 9)) in seen:
                continue
            seen.add((question, size.n, round(size.mean, 9)))
        kept.append(one)
    return tuple(kept)


def _places(one: Subgroup) -> tuple[int, ...]:
    return (one.first,) if one.second is None else (one.first, one.second)


def _most_told(asked: list[tuple[Condition, Bools, Bools]], known: Bools) -> list[tuple[Condition, Bools, Bools]]:
    """Those that part the stories most evenly, where there are too many to try: chosen without a look at the target."""
    sizes = [min((chosen & known).sum(), (told & ~chosen & known).sum()) for _, chosen, told in asked]
    kept = sorted(np.argsort(sizes, kind="stable")[::-1][:MOST_CONDITIONS].tolist())
    return [asked[place] for place in kept]


def _labels(signifier: Signifier) -> list[str]:
    match signifier:
        case Triad():
            return [anchor.label for anchor in signifier.anchors]
        case Dyad():
            return [signifier.anchors[1].label]
        case Choice():
            return [option.label for option in signifier.options]
        case _:
            return []


def _values_of(framework: Framework, columns: Columns, target: Target) -> npt.NDArray[np.float64]:
    """How near each story lies to the target, 0 to 1; NaN where it was not answered."""
    name, _, place = target.id.rpartition(".")
    signifier, slot = framework.signifier(name), layout(framework)[name]
    if isinstance(signifier, Choice):
        chosen, told = _option(columns, slot, signifier, int(place))
        return np.where(told, chosen.astype(np.float64), np.nan)
    found = [values for one, values in directions(framework, columns.codes) if one.signifier == name]
    return found[int(place)]


def _option(columns: Columns, slot: Slot, choice: Choice, place: int) -> tuple[Bools, Bools]:
    codes = columns.codes[:, slot.start : slot.start + slot.width]
    return chose(choice, codes, place), codes[:, 0] < FIRST_MARK


def _conditions(framework: Framework, columns: Columns) -> Iterator[tuple[Condition, Bools, Bools]]:
    """Every condition with the stories that meet it and those that answered its question."""
    everybody: Bools = np.ones(len(columns), np.bool_)
    for name, title, values in (("group", "Group", columns.groups), ("language", "Language", columns.languages)):
        held = np.array(values, dtype=np.str_)
        for value in sorted(set(values) - {""}):
            yield Condition(name, title, value, **{name: value}), held == value, everybody
    slots = layout(framework)
    for signifier in framework.told:
        name = signifier.id
        if isinstance(signifier, Choice):
            for place, option in enumerate(signifier.options):
                part = part_text(Part(name, frozenset({place})))
                met = _option(columns, slots[name], signifier, place)
                yield Condition(name, signifier.title, option.label, part), *met
        elif isinstance(signifier, Triad | Dyad):
            yield from _placed(signifier, columns.codes[:, slots[name].start])


def _placed(signifier: Triad | Dyad, codes: npt.NDArray[np.uint16]) -> Iterator[tuple[Condition, Bools, Bools]]:
    told: Bools = codes < FIRST_MARK
    held = np.where(told, codes, 0)
    if isinstance(signifier, Triad):
        places = np.array(coarser(GRID), np.int64)[held] if FINE != GRID else held.astype(np.int64)
        regions = [zone_cells(corner) for corner in _CORNERS]
        labels = [f"mostly {anchor.label}" for anchor in signifier.anchors]
    else:
        places = np.minimum(held / SCALE * DYAD_BINS, DYAD_BINS - 1).astype(np.int64)
        regions = [frozenset(THIRDS[end]) for end in ("low", "high")]
        labels = [f"nearer to {anchor.label}" for anchor in signifier.anchors]
    for region, label in zip(regions, labels, strict=True):
        part = part_text(Part(signifier.id, region))
        yield Condition(signifier.id, signifier.title, label, part), told & np.isin(places, sorted(region)), told
