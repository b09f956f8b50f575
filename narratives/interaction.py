"""What a practitioner writes down of one session beside the words of an account."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from narratives.text import clean_text

# The parts of a session in their order, each with what to write there.
CRISS_PARTS: Mapping[str, tuple[str, str]] = {
    "check_in": ("Check in", "How were they, and what has happened since last time?"),
    "review": ("Review", "What was agreed last time, and what became of it?"),
    "intervention": ("Intervention", "What did you work on together?"),
    "summarise": ("Summarise", "What did the two of you take from it?"),
}


@dataclass(frozen=True, slots=True)
class Criss:
    """Notes in the shape of a session: check in, review, intervention, summarise; its tasks are kept one by one."""

    check_in: str = ""
    review: str = ""
    intervention: str = ""
    summarise: str = ""

    def __bool__(self) -> bool:
        return bool(self.written)

    @property
    def written(self) -> dict[str, str]:
        """The parts that hold something, in their order."""
        return {name: text for name, text in asdict(self).items() if text}

    @property
    def titled(self) -> tuple[tuple[str, str], ...]:
        """The parts that hold something, each with its title."""
        return tuple((CRISS_PARTS[name][0], text) for name, text in self.written.items())


def clean_reference(typed: str) -> str:
    """A reference as it is kept: what can be seen of what was typed, with single spaces."""
    return " ".join(clean_text(typed).split())


def bare_reference(reference: str) -> str:
    """What two ways of writing the same reference have in common: neither spaces nor capitals tell people apart.

    >>> bare_reference("x 12 34") == bare_reference("X1234")
    True
    """
    return "".join(reference.split()).casefold()
