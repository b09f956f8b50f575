"""The copy of a form that NarraFirma keeps with each answer in a project file, read into questions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from narratives.interchange.cells import clean_label
from narratives.interchange.narrafirma_question import SCALE, WORDS, YES_NO, Form, Question

_TYPES = {
    "select": "single choice",
    "radiobuttons": "radiobuttons",
    "boolean": "boolean",
    "checkbox": "checkbox",
    "checkboxes": "multi-choice multi-column texts",
    "slider": SCALE,
    "text": "text",
    "textarea": "textarea",
}
_ABOUT = {"storyQuestions": ("story", "S_"), "participantQuestions": ("participant", "P_")}
_LONGEST_ANSWER = 60


def add_questionnaire(form: Form, copy: Any) -> None:
    """Add what a copy asks to a form; a question that is there already stays as it is."""
    if not isinstance(copy, dict):
        return
    form.title = form.title or _text(copy, "title")
    form.introduction = form.introduction or _text(copy, "startText")
    known = dict(form.eliciting)
    for one in _listed(copy.get("elicitingQuestions")):
        shown = _text(one, "text", "elicitingQuestion_text")
        data = _text(one, "id", "elicitingQuestion_shortName") or shown
        if shown:
            known.setdefault(data, shown)
    form.eliciting = tuple(known.items())
    for key, (about, prefix) in _ABOUT.items():
        for one in _listed(copy.get(key)):
            question = _question(one, about, prefix)
            if question is not None and _place(form, question) is None:
                form.questions.append(_named_apart(form, question))


def _place(form: Form, question: Question) -> int | None:
    same = (question.name, question.about)
    return next((place for place, one in enumerate(form.questions) if (one.name, one.about) == same), None)


def _named_apart(form: Form, question: Question) -> Question:
    """The same question under a column of its own: one about the story and one about its teller may share a name."""
    taken = {one.column for one in form.questions}
    return replace(question, column=f"{question.name} ({question.about})") if question.column in taken else question


def _question(one: Mapping[str, Any], about: str, prefix: str) -> Question | None:
    kind = _text(one, "displayType", f"{about}Question_type").lower()
    name = _text(one, "id").removeprefix(prefix) or _text(one, "displayName", f"{about}Question_shortName")
    if kind not in _TYPES or not name:
        return None
    text = _text(one, "displayPrompt", f"{about}Question_text") or name
    given = one.get("displayConfiguration") if kind == "slider" else None
    answers = _answers(given or one.get("valueOptions") or one.get(f"{about}Question_options"))
    limits = (
        ("maxNumAnswers", _text(one, "maxNumAnswers")),
        ("writeInTextBoxLabel", _text(one, "writeInTextBoxLabel")),
    )
    options = {key: said for key, said in limits if said}
    return Question(name, text, _TYPES[kind], about, name, answers, options)


def _answers(given: Any) -> tuple[tuple[str, str], ...]:
    """A list of texts, or one text with a line for each."""
    listed = given.split("\n") if isinstance(given, str) else given if isinstance(given, list) else []
    found: dict[str, str] = {}
    for one in listed:
        data, _, shown = clean_label(str(one)).partition("|")
        if data:
            found[data] = shown.partition("|")[0] or data
    return tuple(found.items())


def add_answered(form: Form, answered: Mapping[str, Any]) -> None:
    """Add what was answered though no copy of the form asks it, and answers that a choice does not list."""
    for key, value in answered.items():
        about = "participant" if key.startswith("P_") else "story"
        question = Question(key[2:], key[2:], _guessed(value), about, key[2:], _told(value))
        place = _place(form, question)
        if place is None:
            form.questions.append(_named_apart(form, question))
        elif form.questions[place].type not in WORDS | YES_NO | {SCALE}:
            before = form.questions[place]
            known = {part for answer in before.answers for part in answer[: 1 if isinstance(value, dict) else 2]}
            more = (answer for answer in question.answers if answer[0] not in known)
            form.questions[place] = replace(before, answers=(*before.answers, *more))


def _guessed(value: Any) -> str:
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int | float):
        return SCALE
    return "multi-choice multi-column texts" if isinstance(value, dict) else "text"


def _told(value: Any) -> tuple[tuple[str, str], ...]:
    """The answers that somebody gave, as answers of the question."""
    if isinstance(value, dict):
        return tuple((str(data), str(data)) for data, is_chosen in value.items() if is_chosen and str(data))
    is_answer = isinstance(value, str) and 0 < len(value) <= _LONGEST_ANSWER
    return ((value, value),) if is_answer else ()


def _text(one: Mapping[str, Any], *keys: str) -> str:
    found = (one.get(key) for key in keys)
    return next((clean_label(str(value)) for value in found if isinstance(value, str | int) and value != ""), "")


def _listed(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
