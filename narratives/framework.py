"""A signification framework: what is asked, in a frozen version."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from narratives.signifiers import Choice, Dyad, Option, Placed, Signifier, Triad, prediction_of


@dataclass(frozen=True, slots=True)
class Branch:
    """A small framework inside a framework: asked only of those who chose one of `options` in `opened_by`."""

    id: str
    title: str
    introduction: str
    opened_by: str
    options: frozenset[str]
    signifiers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Framework:
    """The prompting question and all signifiers: those put to everybody first, then branch by branch.

    `prompts` are several beginnings to choose from, `hearers` who should hear a story (the page's own where there
    are none), `group_question` asks for the reporting group (in the page's own words where it is empty) and `texts`
    is the wording in further languages, by language and key (`framework_texts`). `source` is what the file of another
    program said besides, as JSON under its `format`, so that it can be given back (`interchange.sensemaker_framework`).
    """

    id: str
    version: int
    title: str
    prompting_question: str
    signifiers: tuple[Signifier, ...]
    introduction: str = ""
    language: str = "en"
    prompts: tuple[Option, ...] = ()
    branches: tuple[Branch, ...] = ()
    hearers: tuple[Option, ...] = ()
    group_question: str = ""
    texts: Mapping[str, Mapping[str, str]] = field(default_factory=dict, compare=False)
    source: Mapping[str, Any] = field(default_factory=dict, compare=False)

    def branch_of(self, signifier_id: str) -> Branch | None:
        """The branch that asks a signifier; None for those put to everybody."""
        return next((branch for branch in self.branches if signifier_id in branch.signifiers), None)

    def asked(self, chosen: Mapping[str, Iterable[str]]) -> tuple[Signifier, ...]:
        """The signifiers put to somebody who chose these options (by the id of the choice), in order."""
        if not self.branches:
            return self.signifiers
        closed = {
            signifier
            for branch in self.branches
            if not branch.options & set(chosen.get(branch.opened_by, ()))
            for signifier in branch.signifiers
        }
        return tuple(item for item in self.signifiers if item.id not in closed)

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages in which every text of it is there, its own first."""
        from narratives.framework_texts import texts_of  # which needs this module

        wanted = texts_of(self).keys()
        complete = [code for code, texts in sorted(self.texts.items()) if all(texts.get(key) for key in wanted)]
        return (self.language, *(code for code in complete if code != self.language))

    def in_language(self, code: str) -> Framework:
        """The same framework worded in another of its languages; itself in one that it does not speak."""
        from narratives.framework_texts import in_words_of  # which needs this module

        if code == self.language or code not in self.languages:
            return self
        return in_words_of(replace(self, language=code), self.texts[code])

    def signifier(self, signifier_id: str) -> Signifier:
        """Raises KeyError when the framework has no such signifier."""
        for signifier in self.signifiers:
            if signifier.id == signifier_id:
                return signifier
        raise KeyError(signifier_id)

    @property
    def told(self) -> tuple[Signifier, ...]:
        """What is asked about the story and its teller: all but the predictions, which are guesses about others."""
        return tuple(item for item in self.signifiers if prediction_of(item) is None)

    @property
    def predictions(self) -> tuple[Placed, ...]:
        """The questions that ask where others will place one of `told`, in order."""
        return tuple(item for item in self.signifiers if isinstance(item, Placed) and item.predicts)

    @property
    def triads(self) -> tuple[Triad, ...]:
        """The triads about the story, in order."""
        return tuple(item for item in self.told if isinstance(item, Triad))

    @property
    def dyads(self) -> tuple[Dyad, ...]:
        """The dyads about the story, level questions included, in order."""
        return tuple(item for item in self.told if isinstance(item, Dyad))

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
