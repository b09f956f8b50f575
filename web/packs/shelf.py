"""The packs that come with the product, read once."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from narratives.errors import NotFoundError
from narratives.pack_file import Pack, packs_in

FOLDER = Path(__file__).resolve().parents[2] / "examples" / "packs"


@lru_cache(maxsize=1)
def packs() -> tuple[Pack, ...]:
    """Every pack, by title."""
    return packs_in(FOLDER)


def pack_called(pack_id: str) -> Pack:
    """Raises NotFoundError."""
    for pack in packs():
        if pack.id == pack_id:
            return pack
    raise NotFoundError("pack", pack_id)
