"""The form of a probe as a page shows it: regions as small pictures, the aims chosen so far, and what is wrong."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from narratives.alert import Finding, Signal, Tone, tone_of
from narratives.collection import Collection
from narratives.errors import FieldError
from narratives.framework import Framework
from narratives.movement import pocket_parts, rises
from narratives.probe import MOST_AIMS
from narratives.probe_form import FEWER, MORE, SIZES, AimField, ProbeForm
from narratives.probe_regions import Region, regions
from narratives.signifiers import Dyad, Triad
from narratives.triangle import ZONES
from web.explore.triangle import ZONE_OUTLINES

USUAL_LENGTH = timedelta(weeks=12)
_CORNERS = ((500, 0), (0, 866), (1000, 866))
_ENDS = (0, 1000)


@dataclass(frozen=True, slots=True)
class RegionField:
    """One region to choose: its words, and its place in a small picture: an outline, a corner, or an end of a line."""

    key: str
    words: str
    outline: str
    corner: tuple[int, int] | None
    end: int | None
    checked: bool


@dataclass(frozen=True, slots=True)
class RegionList:
    """The regions of one question."""

    title: str
    fields: tuple[RegionField, ...]
    is_open: bool


@dataclass(frozen=True, slots=True)
class ChosenAim:
    """An aim among those of the form. `more` and `fewer` say in full what each of the two ways means."""

    key: str
    title: str
    more: str
    fewer: str
    unit: str
    way: str
    size: str


@dataclass(frozen=True, slots=True)
class PlanPage:
    """Everything that the form of a probe shows."""

    form: ProbeForm
    aims: tuple[ChosenAim, ...]
    lists: tuple[RegionList, ...]
    groups: tuple[tuple[str, tuple[str, ...]], ...]
    owners: Mapping[str, str]
    errors: tuple[FieldError, ...]
    earliest: str

    @property
    def has_room(self) -> bool:
        """Whether another aim may be added."""
        return len(self.aims) < MOST_AIMS

    def error_for(self, name: str) -> str:
        """What is wrong with one field; empty when nothing is."""
        return next((error.message for error in self.errors if error.field == name), "")


def plan_page(
    form: ProbeForm,
    collection: Collection,
    framework: Framework,
    owners: Mapping[str, str],
    today: date,
    errors: Sequence[FieldError] = (),
) -> PlanPage:
    """The form with what was typed, and all that is wrong."""
    known = {one.key: one for one in regions(framework)}
    return PlanPage(
        form=form,
        aims=tuple(_chosen(aim, known.get(aim.key)) for aim in form.aims),
        lists=_lists(form, framework),
        groups=_branches(collection),
        owners=owners,
        errors=tuple(errors),
        earliest=today.isoformat(),
    )


def new_form(today: date, owner: str) -> ProbeForm:
    """An empty form: from today on, for a usual length."""
    return ProbeForm(owner=owner, starts_on=today.isoformat(), ends_on=(today + USUAL_LENGTH).isoformat())


def form_for(finding: Finding, form: ProbeForm, collection: Collection, framework: Framework) -> ProbeForm:
    """The form begun from an alert: its groups, and the region that moved, to be undone or to be had more of."""
    aim = _aim_of(finding, framework)
    return replace(form, aims=(aim,) if aim else (), groups=frozenset(_groups_of(finding, collection)))


def _aim_of(finding: Finding, framework: Framework) -> AimField | None:
    key = _key_of(finding)
    if finding.signal is not Signal.TEMPERATURE or key not in {one.key for one in regions(framework)}:
        return None
    tone = tone_of(finding, framework)
    if tone is Tone.CHANGE:
        return AimField(key)
    # An opportunity is to go on as it moved, trouble the other way round.
    grows = rises(finding.direction) is (tone is Tone.OPPORTUNITY)
    return AimField(key, MORE if grows else FEWER)


def _key_of(finding: Finding) -> str:
    kind, _, target = finding.direction.partition(":")
    match kind:
        case "anchor" | "away":
            return f"{finding.signifier}|anchor:{target}"
        case "option" | "less":
            return f"{finding.signifier}|option:{target}"
        case "zone":
            return f"{finding.signifier}|zone:{target}"
        case "pocket":
            return "".join(f"{name}|zone:{level}" for name, level in pocket_parts(finding.direction)[:1])
        case _:
            return f"{finding.signifier}|hot"


def _groups_of(finding: Finding, collection: Collection) -> list[str]:
    if finding.scope == "collection":
        return []
    return [group.name for group in collection.groups if finding.group in {group.name, group.parent}]


def _chosen(aim: AimField, region: Region | None) -> ChosenAim:
    if region is None:
        return ChosenAim(aim.key, "A question that is not asked any more", "More", "Fewer", "", aim.way, aim.size)
    if region.region == "hot":
        more, fewer, unit = "More troubled stories", "More hopeful stories", "points on the scale from −100 to 100"
    elif region.is_counted:
        more, fewer = f"More stories {region.words}", f"Fewer stories {region.words}"
        unit = "stories in every hundred"
    else:
        more, fewer = f"Stories nearer to {region.words}", f"Stories further from {region.words}"
        unit = "points of a hundred"
    return ChosenAim(aim.key, region.title, more, fewer, unit, aim.way, aim.size)


def _lists(form: ProbeForm, framework: Framework) -> tuple[RegionList, ...]:
    by_title: dict[str, list[Region]] = {}
    taken = {aim.key for aim in form.aims}
    for region in regions(framework):
        if region.key not in taken:
            by_title.setdefault(region.title, []).append(region)
    lists = [
        RegionList(
            title,
            tuple(_field(region, framework, form.picked.key) for region in found),
            any(region.key == form.picked.key for region in found),
        )
        for title, found in by_title.items()
    ]
    if lists and not form.aims and not any(one.is_open for one in lists):
        lists[0] = replace(lists[0], is_open=True)
    return tuple(lists)


def _field(region: Region, framework: Framework, picked: str) -> RegionField:
    kind, _, target = region.region.partition(":")
    asked = next((one for one in framework.signifiers if one.id == region.signifier), None)
    place = -1
    if kind == "anchor" and isinstance(asked, Triad | Dyad):
        place = [anchor.id for anchor in asked.anchors].index(target)
    words = "How troubled or hopeful stories are" if kind == "hot" else f"Stories {region.words}"
    return RegionField(
        key=region.key,
        words=words if kind != "anchor" else f"How near stories lie to {region.words}",
        outline=ZONE_OUTLINES[ZONES[int(target)]] if kind == "zone" else "",
        corner=_CORNERS[place] if place >= 0 and isinstance(asked, Triad) else None,
        end=_ENDS[place] if place >= 0 and isinstance(asked, Dyad) else None,
        checked=region.key == picked,
    )


def _branches(collection: Collection) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """The declared groups under the parents that they lie in, those without one first."""
    parents = sorted({group.parent or "" for group in collection.groups})
    return tuple(
        (parent, tuple(group.name for group in collection.groups if (group.parent or "") == parent))
        for parent in parents
    )


SIZE_WORDS = {
    size: f"{size} in every hundred{note}"
    for size, note in zip(SIZES, (", small: takes very many stories", "", "", "", ", large"), strict=True)
}
