"""A framework's questions as practitioners are asked them."""

from __future__ import annotations

from dataclasses import replace

from web.forms import NarrativeForm
from web.questions import Question

DOES_NOT_APPLY = "Does not apply"


def questions_of(form: NarrativeForm, none_fits: str = DOES_NOT_APPLY) -> tuple[Question, ...]:
    """The questions of a form, with their first answer in words that fit an account as well as a story."""
    return tuple(_reworded(question, none_fits) for question in form.about_story)


def _reworded(question: Question, none_fits: str) -> Question:
    first, *others = question.items
    return replace(question, items=(replace(first, label=none_fits), *others))
