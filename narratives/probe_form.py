"""The form of a probe: what was typed, kept as it was typed, and the probe that it makes or all that is wrong."""

from __future__ import annotations

from collections.abc import Collection as Among
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from narratives.collection import WHOLE, Collection
from narratives.errors import FieldError, SubmissionError
from narratives.form_fields import Fields, chosen, first
from narratives.framework import Framework
from narratives.probe import MOST_AIMS, Aim, Probe
from narratives.probe_regions import regions
from narratives.text import clean_text

MORE, FEWER = "more", "fewer"
SIZES = ("5", "10", "15", "20", "30")  # hundredths
USUAL_SIZE = "10"
SHORTEST, LONGEST = timedelta(weeks=2), timedelta(days=730)
LATEST_START = timedelta(days=365)
MOST_TITLE, MOST_TEXT = 120, 1_000

# Each text of a probe: its field, and what to do where nothing is written.
TEXTS = {
    "title": "Give the probe a name",
    "tries": "Say what you try",
    "because": "Say why it might work",
    "success": "Say what you would see if it works",
    "failure": "Say what you would see if it does not work, or does harm",
    "amplify": "Say how you would do more of it if it works",
    "dampen": "Say how you would wind it down if it does harm",
}


@dataclass(frozen=True, slots=True)
class AimField:
    """One aim as typed: the key of a region, MORE or FEWER, and hundredths."""

    key: str
    way: str = ""
    size: str = USUAL_SIZE


@dataclass(frozen=True, slots=True)
class ProbeForm:
    """What was typed; `picked` is the aim in the list of regions that is not among the others yet."""

    texts: dict[str, str] = field(default_factory=dict)
    aims: tuple[AimField, ...] = ()
    picked: AimField = AimField("")
    groups: frozenset[str] = frozenset()
    beside: frozenset[str] = frozenset()
    owner: str = ""
    starts_on: str = ""
    ends_on: str = ""


def read_form(fields: Fields) -> ProbeForm:
    """What was typed, whether or not it is right."""
    aims = [_aim(fields, f"-{place}") for place in range(MOST_AIMS)]
    return ProbeForm(
        texts={name: clean_text(first(fields, name)) for name in TEXTS},
        aims=tuple(aim for aim in aims if aim.key),
        picked=_aim(fields, ""),
        groups=frozenset(chosen(fields, "group")),
        beside=frozenset(chosen(fields, "beside")),
        owner=first(fields, "owner"),
        starts_on=first(fields, "starts_on"),
        ends_on=first(fields, "ends_on"),
    )


def form_of(probe: Probe) -> ProbeForm:
    """The form as it was filled in for a probe."""
    return ProbeForm(
        texts={name: str(getattr(probe, name)) for name in TEXTS},
        aims=tuple(
            AimField(f"{aim.signifier}|{aim.region}", MORE if aim.grows else FEWER, f"{aim.size * 100:.0f}")
            for aim in probe.aims
        ),
        groups=frozenset(probe.groups),
        beside=frozenset(probe.beside),
        owner=probe.owner,
        starts_on=probe.starts_on.isoformat(),
        ends_on=probe.ends_on.isoformat(),
    )


def with_picked(form: ProbeForm) -> ProbeForm:
    """The form with the picked region among its aims; as it was where none is picked or there is no room."""
    known = {aim.key for aim in form.aims}
    if not form.picked.key or form.picked.key in known or len(form.aims) >= MOST_AIMS:
        return form
    return replace(form, aims=(*form.aims, form.picked), picked=AimField(""))


def without_aim(form: ProbeForm, place: int) -> ProbeForm:
    """The form without one of its aims."""
    return replace(form, aims=tuple(aim for at, aim in enumerate(form.aims) if at != place))


def apply_form(
    probe: Probe, form: ProbeForm, collection: Collection, framework: Framework, owners: Among[str], today: date
) -> Probe:
    """A probe as the form says. Raises SubmissionError with everything that is wrong, in the order of the page."""
    errors: list[FieldError] = []
    _check_texts(form, ("title", "tries", "because"), errors)
    aims = _aims(form, framework, errors)
    _check_texts(form, ("success", "failure", "amplify", "dampen"), errors)
    groups, beside = _groups(form, collection, errors)
    if form.owner not in owners:
        errors.append(FieldError("owner", "Choose who answers for this probe"))
    starts_on, ends_on = _dates(form, today, errors)
    if errors:
        raise SubmissionError(errors)
    texts = form.texts
    return replace(
        probe,
        title=texts["title"],
        tries=texts["tries"],
        because=texts["because"],
        success=texts["success"],
        failure=texts["failure"],
        amplify=texts["amplify"],
        dampen=texts["dampen"],
        aims=aims,
        groups=groups,
        beside=beside,
        owner=form.owner,
        starts_on=starts_on,
        ends_on=ends_on,
    )


def read_day(typed: str) -> date | None:
    """A day that was typed as YYYY-MM-DD; None for anything else."""
    try:
        return date.fromisoformat(typed) if len(typed) == len("2026-01-01") else None
    except ValueError:
        return None


def _aim(fields: Fields, place: str) -> AimField:
    return AimField(
        first(fields, f"region{place}"), first(fields, f"way{place}"), first(fields, f"size{place}") or USUAL_SIZE
    )


def _check_texts(form: ProbeForm, names: Iterable[str], errors: list[FieldError]) -> None:
    for name in names:
        text, most = form.texts.get(name, ""), MOST_TITLE if name == "title" else MOST_TEXT
        if not text:
            errors.append(FieldError(name, TEXTS[name]))
        elif len(text) > most:
            errors.append(FieldError(name, f"Shorten this to {most:,} characters or fewer. It has {len(text):,} now"))


def _aims(form: ProbeForm, framework: Framework, errors: list[FieldError]) -> tuple[Aim, ...]:
    known = {one.key: one for one in regions(framework)}
    aims = []
    if not form.aims:
        errors.append(FieldError("region", "Choose which stories there should be more or fewer of"))
    for place, typed in enumerate(form.aims):
        region = known.get(typed.key)
        if region is None:
            errors.append(FieldError(f"way-{place}", "Take this off: it is no part of these questions any more"))
        elif typed.way not in {MORE, FEWER}:
            errors.append(FieldError(f"way-{place}", f"Say whether you hope for more or fewer stories {region.words}"))
        elif typed.size not in SIZES:
            errors.append(FieldError(f"size-{place}", "Choose the smallest change worth having from the list"))
        else:
            aims.append(Aim(region.signifier, region.region, typed.way == MORE, int(typed.size) / 100))
    return tuple(aims)


def _groups(
    form: ProbeForm, collection: Collection, errors: list[FieldError]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    names = [group.name for group in collection.groups]
    if not names:
        return (WHOLE,), ()
    groups = tuple(name for name in names if name in form.groups)
    beside = tuple(name for name in names if name in form.beside)
    if not groups:
        errors.append(FieldError("group", "Choose at least one group in which you try it"))
    both = [name for name in groups if name in beside]
    if both:
        errors.append(
            FieldError("beside", f"Take {', '.join(both)} off one of the two lists: it cannot be compared with itself")
        )
    return groups, beside


def _dates(form: ProbeForm, today: date, errors: list[FieldError]) -> tuple[date, date]:
    starts_on, ends_on = read_day(form.starts_on), read_day(form.ends_on)
    if starts_on is None:
        errors.append(FieldError("starts_on", "Enter the day on which it starts"))
    elif not today <= starts_on <= today + LATEST_START:
        errors.append(FieldError("starts_on", "Choose a start from today to a year from now"))
    if ends_on is None:
        errors.append(FieldError("ends_on", "Enter the day on which it ends"))
    elif starts_on is not None and not starts_on + SHORTEST <= ends_on <= starts_on + LONGEST:
        errors.append(FieldError("ends_on", "Choose an end at least two weeks and at most two years after the start"))
    return starts_on or today, ends_on or today
