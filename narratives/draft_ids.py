"""Names that nobody types: made from what something is called, once, and kept whatever it is called later."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container
from itertools import count

_LONGEST = 40
_NOT_PLAIN = re.compile(r"[^a-z0-9]+")


def free_id(label: str, taken: Container[str], otherwise: str) -> str:
    """An id for a label that `taken` does not hold; made from `otherwise` where the label has no plain letters."""
    plain = unicodedata.normalize("NFKD", label).encode("ascii", "ignore").decode().lower()
    name = _NOT_PLAIN.sub("-", plain)[:_LONGEST].strip("-") or otherwise
    return next(one for number in count(1) if (one := name if number == 1 else f"{name}-{number}") not in taken)
