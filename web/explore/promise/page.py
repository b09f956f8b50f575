"""The promise in words: what was promised, what was measured, how soon, and for whom it is too little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from narratives.alert import AlertState, Signal
from narratives.calendar import spoken
from narratives.collection import Collection
from narratives.framework import Framework
from narratives.promise import TOTAL, Delay, Kind, Rate, Replays
from narratives.shift import beyond_middle, spoken_days
from store.release_promises import ReleasedOutlook, ReleasedPromise, SmallGroup
from web.explore.promise.curves import Curves, curves
from web.explore.promise.number_line import NAMES, NumberLine, number_line

SIGNALS = {
    TOTAL: "All together",
    Signal.TEMPERATURE.value: "Temperature",
    Signal.THEME.value: "Themes",
    Signal.COLLECTION.value: "How stories arrive",
}
_STATES = {AlertState.RAISED: "New", AlertState.ACKNOWLEDGED: "Being looked into", AlertState.CLOSED: "Closed"}
_CLEAR = 0.7  # of the size that is told in a sentence


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the promise is kept; `tone` is kept, open or broken."""

    tone: str
    words: str
    sentence: str


@dataclass(frozen=True, slots=True)
class KindRows:
    """What one way of measuring came to: how far it is, and a row a signal."""

    name: str
    done: int
    wanted: int
    years: str
    when: str
    rows: tuple[tuple[str, str, str, str], ...]


@dataclass(frozen=True, slots=True)
class DelayRow:
    """One size of a shift: everywhere, and in one group; each in half of the runs, in most, and missed."""

    size: str
    beyond: int
    whole: tuple[str, str, str]
    group: tuple[str, str, str] | None


@dataclass(frozen=True, slots=True)
class Ahead:
    """How soon shifts would be noticed, and what is too small."""

    about: str
    where: str
    sentences: tuple[str, ...]
    curves: Curves
    rows: tuple[DelayRow, ...]
    small: tuple[str, ...]
    slow: tuple[str, ...]
    young: tuple[str, ...]
    when: str


@dataclass(frozen=True, slots=True)
class PromisePage:
    """Everything on the page; parts that nothing is known of yet are None."""

    promised: str
    verdict: Verdict | None
    line: NumberLine | None
    kinds: tuple[KindRows, ...]
    alerts: tuple[tuple[str, int, int, int, int], ...]
    alert_states: tuple[str, ...]
    ahead: Ahead | None
    has_history: bool


def promise_page(collection: Collection, framework: Framework, found: ReleasedPromise) -> PromisePage:
    """The page of a collection."""
    measured = found.replays.get(Kind.REDEALT) or found.replays.get(Kind.RETOLD)
    return PromisePage(
        promised=promised_words(found.promised),
        verdict=None if measured is None else verdict(found.promised, measured),
        line=number_line(found.promised, found.replays) if found.replays else None,
        kinds=tuple(_kind(found.replays[kind]) for kind in Kind if kind in found.replays),
        alerts=_alerts(found.alerts),
        alert_states=tuple(_STATES.values()),
        ahead=None if found.outlook is None else _ahead(collection, framework, found.outlook),
        has_history=found.has_history,
    )


def promised_words(alerts_a_year: float) -> str:
    """For instance "at most 1 false alert a year"."""
    return f"at most {alerts_a_year:g} false {'alert' if alerts_a_year == 1 else 'alerts'} a year"


def verdict(promised: float, measured: Replays) -> Verdict:
    """What the interval says about the promise."""
    rate = measured.rates[TOTAL]
    figures = f"{rate.a_year:.2f} false alerts a year, with a 95% interval from {rate.low:.2f} to {rate.high:.2f}"
    over = f"{figures}, over {_years(measured.years)} in which nothing happened."
    if rate.high <= promised:
        return Verdict("kept", "Kept", f"Measured: {over}")
    if rate.low > promised:
        return Verdict("broken", "Not kept", f"More was measured than promised: {over}")
    if rate.a_year <= promised:
        return Verdict("open", "Kept, as far as can be told yet", f"Measured so far: {over}")
    return Verdict("open", "Not certain yet", f"Measured so far: {over}")


def _years(years: float) -> str:
    return f"{years:.1f} years" if years < 10 else f"{years:,.0f} years"


def _kind(found: Replays) -> KindRows:
    rows = tuple((words, *_figures(found.rates[name])) for name, words in SIGNALS.items() if name in found.rates)
    return KindRows(NAMES[found.kind], found.replays, found.wanted, _years(found.years), spoken(found.done_on), rows)


def _figures(rate: Rate) -> tuple[str, str, str]:
    return f"{rate.alarms:,}", f"{rate.a_year:.2f}", f"{rate.low:.2f} to {rate.high:.2f}"


def _alerts(raised: Mapping[tuple[str, AlertState], int]) -> tuple[tuple[str, int, int, int, int], ...]:
    rows = []
    for signal in Signal:
        new, looked, closed = (raised.get((signal.value, state), 0) for state in _STATES)
        rows.append((SIGNALS[signal.value], new, looked, closed, new + looked + closed))
    return tuple(rows) if raised else ()


def _ahead(collection: Collection, framework: Framework, outlook: ReleasedOutlook) -> Ahead:
    alone = {one.size: one for one in outlook.group}
    return Ahead(
        about=_about(framework, outlook.question),
        where=_where(outlook),
        sentences=_sentences(outlook),
        curves=curves(outlook),
        rows=tuple(
            DelayRow(
                f"{one.size:g}",
                beyond_middle(one.size),
                _cells(one),
                _cells(alone[one.size]) if one.size in alone else None,
            )
            for one in outlook.whole
        ),
        small=_too_small(outlook),
        slow=tuple(_slow(one, collection.k) for one in outlook.slow),
        young=tuple(name or "Stories without a group" for name in outlook.young),
        when=spoken(outlook.computed_on),
    )


def _about(framework: Framework, question: str) -> str:
    title = next((one.title for one in framework.signifiers if one.id == question), "")
    return f"answers to “{title}”" if title else "the temperature"


def _where(outlook: ReleasedOutlook) -> str:
    if outlook.a_week is None:
        return "a group with a middling number of stories"
    stories = "story" if outlook.a_week == 1 else "stories"
    return f"a group that tells about {outlook.a_week:,} {stories} a week"


def _sentences(outlook: ReleasedOutlook) -> tuple[str, ...]:
    """One clear shift in words, in one group and everywhere."""
    said = []
    for delays, where in ((outlook.group, f"In {_where(outlook)}"), (outlook.whole, "Everywhere at once")):
        typical = next((one for one in delays if one.size >= _CLEAR), None)
        if typical is None:
            continue
        what = f"that {beyond_middle(typical.size)} stories of 100, not 50, lie beyond the usual middle"
        if typical.median is None:
            said.append(f"{where} you would more often miss than notice within six months {what}.")
        else:
            said.append(f"{where} you would notice in about {spoken_days(typical.median)} {what}.")
    return tuple(said)


def _cells(delay: Delay) -> tuple[str, str, str]:
    missed = "none" if delay.missed == 0 else f"{delay.missed:.0%}"
    if delay.median is None:
        return "more often missed", "–", missed
    high = "more than 6 months" if delay.high is None else spoken_days(delay.high)
    return spoken_days(delay.median), f"{spoken_days(delay.low or 1)} to {high}", missed


def _too_small(outlook: ReleasedOutlook) -> tuple[str, ...]:
    said = [_least("everywhere at once", outlook.least_whole, outlook.whole)]
    if outlook.group:
        said.append(_least("in one group", outlook.least_group, outlook.group))
    return tuple(said)


def _least(where: str, size: float | None, tried: Sequence[Delay]) -> str:
    if size is None:
        return f"No shift {where} can be counted on to be noticed within three months: stories are too few."
    beyond = f"{beyond_middle(size)} stories of 100 beyond the usual middle"
    if size == min(one.size for one in tried):
        return f"Even a shift {where} that moves no more than {beyond} is more often noticed within three months."
    return f"A shift {where} that moves fewer than {beyond} is more often missed for three months or longer."


def _slow(group: SmallGroup, k: int) -> str:
    name = group.name or "Stories without a group"
    if group.few:
        return f"{name}: fewer than {k} stories"
    if group.a_week is None:
        return name
    return f"{name}: about {group.a_week} {'story' if group.a_week == 1 else 'stories'} a week"
