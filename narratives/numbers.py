"""Numbers from outside, read strictly: a share is a plain decimal in [0, 1] and nothing else."""

from __future__ import annotations

import re

_DECIMAL = re.compile(r"[0-9]{0,3}(?:\.[0-9]{1,20})?|1e-[0-9]{1,2}", re.ASCII)


def read_share(typed: str) -> float | None:
    """A number in [0, 1]; None for anything else: NaN, infinities, signs, thousands, other digits."""
    text = typed.strip()
    if not text or text == "." or not _DECIMAL.fullmatch(text):
        return None
    value = float(text)
    return value if 0.0 <= value <= 1.0 else None
