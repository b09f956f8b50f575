"""Names of another program, made into ids of ours, and kept so that they can be given back byte by byte."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

_MOST = 64
_FITS = re.compile(r"[a-z0-9][a-z0-9_-]{0,63}")
_NOT_ALLOWED = re.compile(r"[^a-z0-9_-]+")


class Names:
    """Gives each of their names an id of its own, and keeps which is whose; `taken` are ids that none may have."""

    def __init__(self, taken: Iterable[str] = ()) -> None:
        self._taken = set(taken)
        self.theirs: dict[str, str] = {}

    def give(self, theirs: str, instead: str = "item") -> str:
        """The id for one of their names: itself where the rule for ids allows it and nothing else has it.

        >>> Names({"story"}).give("Story")
        'story-2'
        """
        base = id_like(theirs) or instead
        found, number = base, 1
        while found in self._taken:
            number += 1
            found = f"{base[: _MOST - len(str(number)) - 1]}-{number}"
        self._taken.add(found)
        self.theirs[found] = theirs
        return found


def id_like(theirs: str) -> str:
    """Lower case, plain letters, digits, - and _; empty where nothing of the name is left.

    >>> id_like("Sig_Tri 1")
    'sig_tri-1'
    """
    if _FITS.fullmatch(theirs):
        return theirs
    plain = unicodedata.normalize("NFKD", theirs.casefold()).encode("ascii", "ignore").decode()
    return _NOT_ALLOWED.sub("-", plain).lstrip("-_")[:_MOST].rstrip("-")
