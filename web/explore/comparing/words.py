"""A comparison in words: the finding in one sentence, and what has to be said beside it."""

from __future__ import annotations

from narratives.collection import Collection
from narratives.comparison import ComparedRow
from store.release_comparison import Comparison
from web.explore.comparing.sides import THIS, Side


def told_first(found: Comparison) -> list[ComparedRow]:
    """The rows, the largest differences that can be told from scatter first."""
    return sorted(found.rows, key=lambda row: (not row.is_distinguishable, -abs(row.effect)))


def sentence(found: Comparison, first: Side, second: Side) -> str:
    """The finding in one sentence, or that there is none."""
    told = [row for row in told_first(found) if row.is_distinguishable]
    if not told:
        return (
            f"{first.name} and {lowered(second)} are not distinguishable from scatter: "
            f"none of {len(found.rows)} comparisons can be told from it."
        )
    # A difference in how stories spread has no size in points: it is told first only where nothing moved.
    row = next((one for one in told if one.low > 0 or one.high < 0), told[0])
    return f"{_stories(found, first)} {_finding(row, second)}. {_how_many(len(told), len(found.rows))}"


def _finding(row: ComparedRow, second: Side) -> str:
    if row.low <= 0 <= row.high:
        return f"spread otherwise in “{row.title}” than {lowered(second)}, about much the same middle"
    low, high = sorted((abs(row.low), abs(row.high)))
    size = f"{points(abs(row.effect))} points, {points(low)} to {points(high)}"
    return f"are {row.measure}{_instead(row)} in “{row.title}” than {lowered(second)} ({size})"


def _instead(row: ComparedRow) -> str:
    """What a triad's stories lie nearer to, where what they lie further from moved most."""
    gained = max(row.corners, key=lambda corner: corner.gap.effect, default=None)
    return f" and nearer to “{gained.label}”" if row.effect < 0 and gained and gained.gap.low > 0 else ""


def _stories(found: Comparison, first: Side) -> str:
    if first.token == THIS and first.name == "This selection":
        return f"These {found.n_first:,} stories"
    return f"The {found.n_first:,} stories of {lowered(first)}"


def _how_many(told: int, rows: int) -> str:
    return f"{told} of {rows} comparisons can be told from scatter."


def lowered(side: Side) -> str:
    """A side's name inside a sentence."""
    return side.name[0].lower() + side.name[1:] if side.is_rest or not side.is_named else side.name


def lacking_words(found: Comparison, first: Side, second: Side, collection: Collection) -> str:
    """What is missing where nothing can be compared; empty where something can."""
    if not found.lacking:
        return ""
    sizes = ((first, found.n_first), (second, found.n_second))
    few = [side.name for side, n in sizes if n < collection.k]
    if not few:
        return found.lacking
    has = "has" if len(few) == 1 else "have"
    return (
        f"{' and '.join(few)} {has} fewer than {collection.k} stories. At least {collection.k} are needed on each "
        "side: choose a longer period or a larger group."
    )


def note_words(found: Comparison, first: Side, second: Side, collection: Collection) -> tuple[str, ...]:
    """How the figures came about, a sentence each."""
    notes = []
    if found.shared and not second.is_rest:
        notes.append(f"{found.shared:,} stories belong to both sides and are counted with the first alone.")
    if found.left_out:
        notes.append(
            f"{found.left_out:,} stories are left out: they are only in closed batches, which cannot follow so fine a "
            "selection."
        )
    if found.unit == "batches":
        notes.append(f"Closed batches of at least {collection.k} stories are compared, each as a whole.")
    if found.sampled:
        notes.append("There are so many stories that a random sample of each side was compared.")
    return (*notes, *found.silent)


def points(share: float) -> str:
    """A share in hundredths."""
    return f"{100 * share:.0f}"


def signed(share: float) -> str:
    """A difference in hundredths with its sign."""
    said = f"{abs(100 * share):.0f}"
    return "0" if said == "0" else f"{'+' if share > 0 else '−'}{said}"


def chance(p: float) -> str:
    """How often scatter alone gives as much."""
    if p < 0.001:
        return "<0.001"
    return f"{p:.3f}" if p < 0.1 else f"{p:.2f}"
