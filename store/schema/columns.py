"""What the column cache reads, laid out for it."""

from __future__ import annotations

from store.schema.exploring import stories

__all__ = ["stories"]
