"""The account of an import: every row of the file is stored, unchanged, updated, withdrawn or rejected."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from narratives.interchange.rejection import Rejection


@dataclass(slots=True)
class Account:
    """Counts of rows, and the rejected rows themselves; `withdrawn` were stored once and are never stored again."""

    rows: int = 0
    stored: int = 0
    unchanged: int = 0
    updated: int = 0
    withdrawn: int = 0
    rejections: list[Rejection] = field(default_factory=list)

    @property
    def rejected(self) -> int:
        """How many rows were rejected."""
        return len(self.rejections)

    @property
    def adds_up(self) -> bool:
        """Whether no row was lost or counted twice."""
        return self.rows == self.stored + self.unchanged + self.updated + self.withdrawn + self.rejected

    def lines(self) -> Iterator[str]:
        """The account as text, with its sum."""
        parts = {"stored": self.stored, "unchanged": self.unchanged, "updated": self.updated}
        if self.withdrawn:
            parts["withdrawn"] = self.withdrawn
        parts["rejected"] = self.rejected
        yield f"{self.rows:>9,}  rows in the file"
        yield from (f"{n:>9,}  {name}" for name, n in parts.items())
        yield f"{self.rows:,} = " + " + ".join(f"{n:,}" for n in parts.values())
