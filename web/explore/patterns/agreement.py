"""Do words and answers tell the same story: one line, and the table of themes by patterns."""

from __future__ import annotations

from dataclasses import dataclass

from flask import url_for

from narratives.collection import Collection, Policy
from narratives.framework import Framework
from store.release_pattern_themes import ThemeCell, ThemePatternTable, theme_pattern_table
from web.explore.comparing.crosstab_page import residual_words, tone
from web.sentences import percent
from web.stores import Stores

_LITTLE, _MUCH = 0.1, 0.4
_MOST_FINDINGS = 3
_LEFT, _WIDE = 20, 560  # the picture of the agreement: where 0 lies, and how far 1 is from it
_LEAST, _END = -0.05, 1.0


@dataclass(frozen=True, slots=True)
class AgreementLine:
    """One sentence about words and answers, and the way to more."""

    said: str
    href: str


@dataclass(frozen=True, slots=True)
class AgreementScale:
    """The picture of the agreement: x of nothing, everything, the band of chance, the value and its interval."""

    zero: int
    one: int
    band: tuple[int, int]
    value: int
    interval: tuple[int, int]


@dataclass(frozen=True, slots=True)
class HeatCell:
    """One theme in one pattern, as a cell of the table."""

    n: str
    percent: str
    residual: str
    tone: str
    is_told: bool


@dataclass(frozen=True, slots=True)
class HeatRow:
    """One theme with its cells."""

    label: str
    href: str
    n: str
    cells: tuple[HeatCell, ...]


@dataclass(frozen=True, slots=True)
class AgreementView:
    """Everything that the page says of themes and patterns."""

    said: str
    figures: str
    scale: AgreementScale
    findings: tuple[str, ...]
    columns: tuple[str, ...]
    shares: tuple[str, ...]
    rows: tuple[HeatRow, ...]
    n: str


def agreement_line(stores: Stores, collection: Collection, framework: Framework) -> AgreementLine | None:
    """The line of a collection; None while there are no themes or no patterns to compare."""
    if collection.policy is not Policy.OPEN:
        return None
    found = theme_pattern_table(stores.stories, stores.landscape, collection, framework)
    if found is None:
        return None
    href = url_for("explore.patterns", collection_id=collection.id, _anchor="agreement")
    return AgreementLine(_verdict(found), href)


def agreement_view(
    stores: Stores, collection: Collection, framework: Framework, labels: dict[int, str]
) -> AgreementView | None:
    """The comparison of themes and patterns, where there are both; `labels` by the number of the pattern."""
    found = theme_pattern_table(stores.stories, stores.landscape, collection, framework)
    if found is None:
        return None
    columns = tuple(labels.get(one, f"Pattern {one}") for one in found.patterns)
    held = found.agreement
    return AgreementView(
        said=_verdict(found),
        figures=(
            f"Agreement {held.value:.2f}, 95% interval {held.low:.2f} to {held.high:.2f}; by chance alone "
            f"{_signed(held.by_chance[0])} to {_signed(held.by_chance[1])}. 0 is what chance gives, 1 would be the "
            "same groups of stories."
        ),
        scale=AgreementScale(
            _x(0.0),
            _x(1.0),
            (_x(held.by_chance[0]), _x(held.by_chance[1])),
            _x(held.value),
            (_x(held.low), _x(held.high)),
        ),
        findings=tuple(_findings(found, columns)),
        columns=columns,
        shares=tuple(percent(share) for share in found.shares),
        rows=tuple(
            HeatRow(
                name,
                url_for("explore.stories", collection_id=collection.id, theme=theme),
                f"{n:,}",
                tuple(_cell(cell, collection.k) for cell in cells),
            )
            for (theme, name, n), cells in zip(found.themes, found.cells, strict=True)
        ),
        n=f"{found.n:,}",
    )


def _verdict(found: ThemePatternTable) -> str:
    """What the agreement means, in a sentence."""
    held = found.agreement
    if not held.is_beyond_chance:
        return "On the whole, words and answers tell different stories: what is told says nothing of how it was placed."
    how = "a little" if held.value < _LITTLE else "in part" if held.value < _MUCH else "closely"
    tail = "the same words are often placed differently" if held.value < _MUCH else "similar words are placed alike"
    return f"Words and answers agree {how}, more than by chance: {tail}."


def _findings(found: ThemePatternTable, columns: tuple[str, ...]) -> list[str]:
    """The themes whose stories lie most clearly in one pattern, then those that lie in all of them as others do."""
    told = [
        (abs(cell.residual or 0.0), row, column)
        for row, cells in enumerate(found.cells)
        for column, cell in enumerate(cells)
        if cell.is_told and cell.n is not None and (cell.residual or 0.0) > 0
    ]
    said = []
    for _, row, column in sorted(told, reverse=True)[:_MOST_FINDINGS]:
        cell, name = found.cells[row][column], found.themes[row][1]
        shares = f"{percent(cell.share)} of it, against {percent(found.shares[column])} of all stories"
        said.append(f"Theme “{name}” goes with the pattern {_small(columns[column])} ({shares}).")
    even = [
        name
        for (_, name, _), cells in zip(found.themes, found.cells, strict=True)
        if not any(cell.is_told for cell in cells)
    ]
    if even:
        names = ", ".join(f"“{name}”" for name in even[:_MOST_FINDINGS])
        more = f" and {len(even) - _MOST_FINDINGS} more" if len(even) > _MOST_FINDINGS else ""
        said.append(f"Placed in every way that others are, whatever the words: {names}{more}.")
    return said


def _small(label: str) -> str:
    return label[:1].lower() + label[1:]


def _cell(cell: ThemeCell, k: int) -> HeatCell:
    if cell.n is None:
        return HeatCell(f"under {k}", "", "", "even", False)
    residual = "" if cell.residual is None else residual_words(cell.residual)
    # Shaded where it counts alone: the eye finds what can be told from scatter.
    return HeatCell(
        f"{cell.n:,}", percent(cell.share), residual, tone(cell.residual) if cell.is_told else "even", cell.is_told
    )


def _signed(value: float) -> str:
    said = f"{abs(value):.2f}"
    return f"−{said}" if value < 0 and said != "0.00" else said


def _x(value: float) -> int:
    held = min(max(value, _LEAST), _END)
    return _LEFT + round(_WIDE * (held - _LEAST) / (_END - _LEAST))
