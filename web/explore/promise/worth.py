"""Whether the alerts were worth having, as the people who received them say, beside what was promised."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from narratives.judgement import LEAST_JUDGED, Judged, Precision, by_quarter, is_count, overall, precision, quarter_of
from web.explore.promise.share_picture import SharePicture, share_picture

_KINDS = {
    "temperature:trouble": "Temperature, towards trouble",
    "temperature:opportunity": "Temperature, towards hope",
    "temperature:change": "Temperature, neither way",
    "theme:change": "Themes",
    "collection:change": "How stories arrive",
}
_COUNTS = "Mere counts, no part of the promise"
_MONTHS = {"Q1": "January to March", "Q2": "April to June", "Q3": "July to September", "Q4": "October to December"}
_YEAR = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Worth:
    """The verdict in words, the picture, and a row a kind and a quarter; nothing of it before anything was raised."""

    sentence: str
    beside: str
    picture: SharePicture | None
    kinds: tuple[tuple[str, tuple[str, ...]], ...]
    quarters: tuple[tuple[str, tuple[str, ...]], ...]


def worth(judged: Sequence[Judged], raised: Mapping[str, int], promised: str, today: date) -> Worth:
    """What people said of the alerts of a collection; `raised` counts them by kind, judged or not."""
    tests = [one for one in judged if not is_count(one.kind)]
    found, quarters = overall(tests), by_quarter(tests)
    drawable = any(one.share is not None for one in quarters.values())
    return Worth(
        sentence=_sentence(found, sum(n for kind, n in raised.items() if not is_count(kind))),
        beside=_beside(tests, promised, today) if found.judged else "",
        picture=share_picture(quarters, quarter_of(today.isoformat())) if drawable else None,
        kinds=_kind_rows(judged, raised),
        quarters=tuple((_spoken(name), _figures(one)) for name, one in quarters.items()),
    )


def share_words(found: Precision) -> str:
    """For instance "75% (43% to 95%)"."""
    if found.share is None or found.low is None or found.high is None:
        return "too few to say"
    return f"{found.share:.0%} ({found.low:.0%} to {found.high:.0%})"


def _sentence(found: Precision, raised: int) -> str:
    if not raised:
        return "No alert was raised so far, so there is nothing to judge."
    if not found.judged:
        were = "alert was raised, and nobody has" if raised == 1 else "alerts were raised, and nobody has"
        return f"{raised:,} {were} said yet what it was worth. Managers say it on the page of the alert."
    something = found.real + found.known
    if found.share is None:
        return (
            f"Too few to say: of {raised:,} alert{'' if raised == 1 else 's'} raised, {found.clear} "
            f"{'was' if found.clear == 1 else 'were'} judged one way or the other, and {LEAST_JUDGED} are needed."
        )
    return (
        f"Of {found.clear:,} alerts judged one way or the other, {something:,} {'was' if something == 1 else 'were'} "
        f"real or known: {share_words(found)}."
    )


def _beside(tests: Sequence[Judged], promised: str, today: date) -> str:
    since = (today - _YEAR).isoformat()
    noise = overall(one for one in tests if one.raised_on >= since).noise
    said = "No alert" if noise == 0 else f"{noise} {'alert' if noise == 1 else 'alerts'}"
    were = "was" if noise < 2 else "were"
    return f"{said} of the last 12 months {were} judged noise. The promise: {promised}."


def _kind_rows(judged: Sequence[Judged], raised: Mapping[str, int]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    by_kind = precision(judged)
    tests = sorted((kind for kind in raised if not is_count(kind)), key=lambda kind: (_place(kind), kind))
    rows = [(_name(kind), _row(raised[kind], by_kind.get(kind, overall(())))) for kind in tests]
    if len(tests) > 1:
        together = overall(one for one in judged if not is_count(one.kind))
        rows.append(("All together", _row(sum(raised[kind] for kind in tests), together)))
    counts = [kind for kind in raised if is_count(kind)]
    if counts:
        counted = overall(one for one in judged if is_count(one.kind))
        rows.append((_COUNTS, _row(sum(raised[kind] for kind in counts), counted)))
    return tuple(rows)


def _place(kind: str) -> int:
    return list(_KINDS).index(kind) if kind in _KINDS else len(_KINDS)


def _name(kind: str) -> str:
    return _KINDS.get(kind) or kind.replace(":", ", ").capitalize()


def _row(raised: int, found: Precision) -> tuple[str, ...]:
    share, *counts = _figures(found)
    return (share, f"{raised:,}", *counts)


def _figures(found: Precision) -> tuple[str, ...]:
    """The share first: on a narrow screen the columns behind it have to be scrolled to."""
    counts = (found.judged, found.real, found.known, found.noise, found.unclear)
    return (share_words(found), *(f"{n:,}" for n in counts))


def _spoken(quarter: str) -> str:
    year, _, name = quarter.partition("-")
    return f"{_MONTHS[name]} {year}"
