"""A NarraFirma story form: its questions, as they stand there, whatever file they were read from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

SINGLE = frozenset({"single choice", "single choice indexed", "radiobuttons"})
SEVERAL_COLUMNS = frozenset({"multi-choice multi-column texts", "multi-choice multi-column yes/no"})
SEVERAL_DELIMITED = frozenset(
    {"multi-choice single-column delimited", "multi-choice single-column delimited indexed", "multiple choice"}
)
YES_NO = frozenset({"boolean", "checkbox"})
SCALE = "scale"
WORDS = frozenset({"text", "textarea"})
TYPES = SINGLE | SEVERAL_COLUMNS | SEVERAL_DELIMITED | YES_NO | WORDS | {SCALE}
NOT_ASKED = " N/A"  # the column of the box beside a triad of ours: "<triad> N/A"; short names hold no slash
EXACT = " (exact)"  # the column that keeps what a scale of whole numbers rounds
WRITE_IN = "WRITEIN_"


@dataclass(frozen=True, slots=True)
class Question:
    """One question. `answers` are (data name, what is shown), `column` its name in a file of stories.

    Of a scale `answers` are its left end, its right end and, where there is one, "does not apply"; it goes from
    `least` to `most`.
    """

    name: str
    text: str
    type: str
    about: str = "story"
    column: str = ""
    answers: tuple[tuple[str, str], ...] = ()
    options: Mapping[str, str] = field(default_factory=dict)
    least: float = 0.0
    most: float = 100.0

    @property
    def is_indexed(self) -> bool:
        """Whether its cells hold the numbers of answers, from 1."""
        return self.type.endswith(" indexed")

    @property
    def write_in(self) -> str:
        """What the box for words of one's own is labelled; empty where there is none."""
        return self.options.get("writeInTextBoxLabel", "")


@dataclass(slots=True)
class Form:
    """A whole form. `eliciting` are the beginnings to choose from, as (data name, what is shown)."""

    title: str = ""
    introduction: str = ""
    eliciting_text: str = ""
    eliciting_column: str = "Eliciting question"
    eliciting: tuple[tuple[str, str], ...] = ()
    questions: list[Question] = field(default_factory=list)
    delimiter: str = ""
    """What stands between several answers in one cell; empty where the form does not say."""
    notes: list[str] = field(default_factory=list)
