"""A signification framework: what is asked, in a frozen version."""

from __future__ import annotations

from dataclasses import dataclass

from narratives.signifiers import Choice, Dyad, Signifier, Triad


@dataclass(frozen=True, slots=True)
class Framework:
    """The prompting question and the signifiers, in the order in which they are asked."""

    id: str
    version: int
    title: str
    prompting_question: str
    signifiers: tuple[Signifier, ...]
    introduction: str = ""
    language: str = "en"

    def signifier(self, signifier_id: str) -> Signifier:
        """Raises KeyError when the framework has no such signifier."""
        for signifier in self.signifiers:
            if signifier.id == signifier_id:
                return signifier
        raise KeyError(signifier_id)

    @property
    def triads(self) -> tuple[Triad, ...]:
        """The triads, in order."""
        return tuple(item for item in self.signifiers if isinstance(item, Triad))

    @property
    def dyads(self) -> tuple[Dyad, ...]:
        """The dyads, level questions included, in order."""
        return tuple(item for item in self.signifiers if isinstance(item, Dyad))

    @property
    def choices(self) -> tuple[Choice, ...]:
        """The choices, in order."""
        return tuple(item for item in self.signifiers if isinstance(item, Choice))

    @property
    def warm_signifiers(self) -> tuple[Triad | Dyad, ...]:
        """The triads and dyads with an anchor that the framework's authors declared hot or cold."""
        placed: tuple[Triad | Dyad, ...] = (*self.triads, *self.dyads)
        return tuple(item for item in placed if item.hot or item.cold)

    @property
    def has_temperature(self) -> bool:
        """Whether any signifier has an anchor that its authors declared hot or cold."""
        return bool(self.warm_signifiers)

    @property
    def has_level_question(self) -> bool:
        """Whether a dyad asks for the level: a triad shows the balance only."""
        return any(dyad.level for dyad in self.dyads)
